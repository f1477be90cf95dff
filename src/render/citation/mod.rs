//! How to cite a document, its page in the digest, and the digest: one value, written in words and
//! in the formats of reference managers.
//!
//! ```text
//! Document, Config ──▶ Citation ──▶ words, BibTeX, RIS, CSL-JSON, <meta>
//! ```
//!
//! What is not known is left out: no date is made up, and since the build has no clock, no day on
//! which a page was read. Names stay whole: a format that would take the name of an institution
//! apart gets it in another field.

mod bibtex;
mod csl;
mod metas;
mod ris;
#[cfg(test)]
mod tests;
mod words;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Site;
use super::address::Target;
use super::frame::absolute;
use super::html::is_safe_url;
use super::views::kind_of_document;
use crate::digest::date::Date;
use crate::digest::{Document, DocumentId, Event, HolderId};
use crate::record::{DocumentKind, HolderKind};

pub(super) use metas::metas;
pub(super) use words::words;

/// All that could mean something in an address that holds a file, or in an attribute.
const MEANINGFUL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b'-')
    .remove(b'.')
    .remove(b'/')
    .remove(b':')
    .remove(b';')
    .remove(b'=')
    .remove(b'@')
    .remove(b'_')
    .remove(b'~');

/// A format of reference managers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Format {
    BibTex,
    Ris,
    CslJson,
}

impl Format {
    /// All formats, in the order in which pages offer them.
    pub(super) const ALL: [Self; 3] = [Self::BibTex, Self::Ris, Self::CslJson];

    /// What people call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::BibTex => "BibTeX",
            Self::Ris => "RIS",
            Self::CslJson => "CSL-JSON",
        }
    }

    /// How names of its files end, without a dot in front.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::BibTex => "bib",
            Self::Ris => "ris",
            Self::CslJson => "csl.json",
        }
    }

    /// Its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::BibTex => "application/x-bibtex",
            Self::Ris => "application/x-research-info-systems",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
        }
    }

    /// Writes citations, one entry for each, in their order.
    pub(super) fn write(self, citations: &[Citation]) -> String {
        match self {
            Self::BibTex => bibtex::write(citations),
            Self::Ris => ris::write(citations),
            Self::CslJson => csl::write(citations),
        }
    }

    /// Citations that are [written](Self::write) so, as the address of a file that [holds them itself][rfc]: a page
    /// that links to it needs no other file, and they have their media type on every host.
    ///
    /// [rfc]: https://www.rfc-editor.org/rfc/rfc2397
    pub(super) fn data_url(self, written: &str) -> String {
        let mut url = format!("data:{};charset=utf-8,", self.media_type());
        url.extend(utf8_percent_encode(written, MEANINGFUL));
        url
    }
}

/// Something that can be cited, and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Citation {
    /// Names it among all citations of the digest: ASCII letters, digits and `-`.
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) title: Title,
    /// Who issued or edited it, in order.
    pub(super) authors: Vec<Author>,
    /// The digest's title, of a page in it.
    pub(super) container: Option<String>,
    /// When it was issued; never a date that says that none is known.
    pub(super) date: Option<Date>,
    /// The event that it belongs to.
    pub(super) event: Option<Event>,
    /// BCP 47 tag of its language.
    pub(super) language: String,
    /// Complete address; `http:` or `https:`.
    pub(super) url: Option<String>,
    /// Day on which the source was fetched from the address.
    pub(super) retrieved: Option<Date>,
}

/// What is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A document.
    Document(DocumentKind),
    /// A document's page in the digest.
    Page,
    /// The digest.
    Digest,
}

impl Kind {
    /// The words for a kind of document, if they say anything.
    fn words(self) -> Option<&'static str> {
        match self {
            Self::Document(DocumentKind::Other) | Self::Page | Self::Digest => None,
            Self::Document(kind) => Some(kind_of_document(kind)),
        }
    }
}

/// A title, and what the digest says around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    before: &'static str,
    /// In square brackets when supplied by the digest and not in the source.
    words: String,
    after: &'static str,
    /// BCP 47 tag of the words' language.
    language: String,
}

impl Title {
    /// The whole title, as one text.
    pub(super) fn whole(&self) -> String {
        format!("{}{}{}", self.before, self.words, self.after)
    }
}

/// Who issued or edited something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    /// The whole name. Nobody has said which part of a person's name is the family's.
    pub(super) name: String,
    /// What kind of holder; none where the configuration, which does not say, names an editor.
    pub(super) kind: Option<HolderKind>,
}

/// The citation of a document.
pub(super) fn document(site: &Site<'_>, id: DocumentId) -> Citation {
    let own = site.digest.document(id);
    let is_known = |date: &Date| date.order().is_some();
    Citation {
        key: own.id.clone(),
        kind: Kind::Document(own.kind),
        title: title("", own, ""),
        authors: own
            .issuer
            .and_then(|id| issuer(site, id))
            .into_iter()
            .collect(),
        container: None,
        date: own.date.clone().filter(is_known),
        event: own.event.clone(),
        language: own.language.clone(),
        url: own.provenance.url.clone().filter(|url| is_safe_url(url)),
        retrieved: own.provenance.retrieved.clone().filter(is_known),
    }
}

/// The citation of a document's page in the digest.
pub(super) fn page(site: &Site<'_>, id: DocumentId) -> Citation {
    let own = site.digest.document(id);
    Citation {
        key: format!("{}--page", own.id),
        kind: Kind::Page,
        title: title("Positions in “", own, "”"),
        container: Some(site.config.title.clone()),
        url: address(site, Target::Document(id)),
        ..digest(site)
    }
}

/// The citation of the digest.
pub(super) fn digest(site: &Site<'_>) -> Citation {
    let config = site.config;
    let editors = config.authors.iter();
    Citation {
        key: "digest--whole".to_owned(),
        kind: Kind::Digest,
        title: Title {
            before: "",
            words: config.title.clone(),
            after: "",
            language: config.language.clone(),
        },
        authors: editors
            .map(|name| Author {
                name: name.clone(),
                kind: None,
            })
            .collect(),
        container: None,
        date: None,
        event: None,
        language: config.language.clone(),
        url: address(site, Target::Index),
        retrieved: None,
    }
}

fn title(before: &'static str, document: &Document, after: &'static str) -> Title {
    Title {
        before,
        words: document.cited_title().into_owned(),
        after,
        language: document.language.clone(),
    }
}

/// Who issued a document; nobody when the holder only stands for those whom nobody names.
fn issuer(site: &Site<'_>, id: HolderId) -> Option<Author> {
    let holder = site.digest.holder(id);
    (holder.kind != HolderKind::Unnamed).then(|| Author {
        name: holder.name.clone(),
        kind: Some(holder.kind),
    })
}

fn address(site: &Site<'_>, target: Target) -> Option<String> {
    absolute(site, &target.path(site.digest)?)
}

/// A text on one line: white space and controls become single spaces.
fn line(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || c.is_control();
    let words = text.split(is_gap).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// An event in words: `Spring session, Town, March 2024`.
fn event_words(event: &Event) -> Option<String> {
    let when = event.date.as_ref().filter(|date| date.order().is_some());
    let parts = [
        event.name.clone(),
        event.place.clone(),
        when.map(Date::english),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
