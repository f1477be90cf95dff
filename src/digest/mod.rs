//! What the records mean: ids resolved, quotes anchored, everything in order.
//!
//! Nothing here is computed by comparing documents; that is `compare`'s part.

mod codes;
pub mod date;
mod document;
mod names;
mod proses;
mod quotes;
mod resolve;
mod source;
mod unchanged;
mod values;

pub use codes::CODES;
pub use document::{SAVE_AS_TEXT, format_of};
pub use proses::Prose;
pub use resolve::resolve;
pub use unchanged::Unchanged;

use std::borrow::Cow;
use std::sync::Arc;

use crate::anchor::Closest;
use crate::diag::Edit;
use crate::record::{
    DocumentKind, HolderKind, InstrumentKind, Publish, QuestionKind, places::Places,
};
use crate::source::{FileId, Span};
pub use crate::text::TextRange;
use crate::text::{Format, KeptRange, Text};
use date::Date;

/// A document, as its place in [`Digest::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub usize);

/// A theme, as its place in [`Digest::themes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThemeId(pub usize);

/// A question, as its place in [`Digest::questions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub usize);

/// A holder, as its place in [`Digest::holders`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HolderId(pub usize);

/// An instrument, as its place in [`Digest::instruments`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstrumentId(pub usize);

/// A whole digest. Published only when no diagnostic is an error.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// Documents, in order of id.
    pub documents: Vec<Arc<Document>>,
    /// Themes, by `order`, then id.
    pub themes: Vec<Theme>,
    /// Questions: theme by theme, in the order of each theme's record.
    pub questions: Vec<Question>,
    /// Holders, in order of id.
    pub holders: Vec<Holder>,
    /// Instruments, in order of id.
    pub instruments: Vec<Instrument>,
    /// Second codings, by coder, then document.
    pub codings: Vec<Coding>,
    /// Pages of prose, in order of path.
    pub pages: Vec<Page>,
    /// What the stances are called.
    pub labels: StanceLabels,
    /// What pages, themes and second codings say in prose.
    pub prose: Prose,
    /// Whether some record or source could not be read, so that nothing follows from what is not there.
    pub incomplete: bool,
}

/// A document.
///
/// Its fields stand in memory as they do here: what many pages show of a document lies close together, since of many
/// documents a processor has to fetch each anew.
#[derive(Debug, Clone)]
#[repr(C)]
pub struct Document {
    /// The record's id.
    pub id: String,
    /// At most 24 characters.
    pub short: String,
    /// BCP 47 tag.
    pub language: String,
    /// The source as read, uncorrected.
    pub text: Text,
    /// Positions: in order of question, then as their first quotes stand in the source, then of holder.
    pub positions: Vec<Position>,
    /// Who issued it, if the source names anybody.
    pub issuer: Option<HolderId>,
    /// Kind of document.
    pub kind: DocumentKind,
    /// Title, without the square brackets that mark it as supplied.
    pub title: String,
    /// When, if known.
    pub date: Option<Date>,
    /// Silences, in order of question.
    pub silences: Vec<Silence>,
    /// Errors of transmission, in source order.
    pub corrections: Vec<Correction>,
    /// How much of the text the site shows.
    pub publish: Publish,
    /// Where the record and its values stand.
    pub places: Places,
    /// The source file; the record's own when the source could not be read.
    pub source: FileId,
    /// Whether anything of the record could be read.
    pub record_read: bool,
    /// Whether the source could be read.
    pub source_read: bool,
    /// Whether the title is supplied by the digest and not in the source.
    pub title_supplied: bool,
    /// The event that it belongs to.
    pub event: Option<Event>,
    /// How the source is written.
    pub format: Format,
    /// Where the source comes from.
    pub provenance: Provenance,
    /// What is known of the rights, in words.
    pub rights_statement: Option<String>,
    /// Name or SPDX id of the licence.
    pub licence: Option<String>,
    /// Inline Markdown.
    pub summary: String,
    /// Quotes of positions that name something unknown; none in a digest without mistakes.
    pub loose_quotes: Vec<Quote>,
    /// What summaries and notes say in prose.
    pub prose: Prose,
}

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// What it is called.
    pub name: Option<String>,
    /// Where it took place.
    pub place: Option<String>,
    /// When.
    pub date: Option<Date>,
}

/// Where a source comes from.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// Address of the original; `http:` or `https:`.
    pub url: Option<String>,
    /// Day on which the source was fetched.
    pub retrieved: Option<Date>,
    /// Address of an archived copy; `http:` or `https:`.
    pub archive: Option<String>,
    /// SHA-256 of the source, 64 lower-case hexadecimal digits.
    pub sha256: String,
}

/// An error of transmission in a source, and what should stand there.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The words as they stand in the source: one range per block, in order.
    pub ranges: Vec<TextRange>,
    /// What they should read.
    pub read: String,
    /// Why; inline Markdown.
    pub note: Option<String>,
}

/// A stance that a position can have.
pub use crate::record::StanceRecord as Stance;

/// One holder's stance on one question in one document.
#[derive(Debug, Clone)]
pub struct Position {
    /// The question.
    pub question: QuestionId,
    /// The stance.
    pub stance: Stance,
    /// Whose position it is.
    pub holder: HolderId,
    /// For whom the holder speaks.
    pub on_behalf_of: Option<HolderId>,
    /// Whether the holder issued the document; otherwise the position is reported.
    pub first_hand: bool,
    /// One neutral sentence, inline Markdown.
    pub summary: String,
    /// The words that show it; at least one.
    pub quotes: Vec<Quote>,
    /// Index in the record's list `positions`.
    pub index: usize,
    /// Where the record says it.
    pub span: Span,
}

/// Words that show a position.
///
/// There are many in a digest, and none of them grows; so their lists have no room to.
#[derive(Debug, Clone)]
pub struct Quote {
    /// The words as the record has them.
    pub exact: String,
    /// Where they stand: one entry for each run of words between two `[…]`, each with one range
    /// per block, in order. Empty where `problem` says why.
    pub parts: Parts,
    /// Why the words have no place; none in a digest without mistakes.
    pub problem: Option<Box<QuoteProblem>>,
    /// What the quote leaves out, one entry for each `[…]`.
    pub left_out: Box<[String]>,
    /// Whether every part stands wholly inside the source's quotation marks. Of first-hand
    /// positions nothing is to be concluded from it.
    pub direct_speech: bool,
    /// Translations by BCP 47 tag, in the order of the record.
    pub translations: Box<[(String, String)]>,
    /// Where the record says it.
    pub span: Span,
}

/// Why a quote has no place in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuoteProblem {
    /// Its words do not stand there.
    Missing {
        /// The words between two `[…]` that do not, folded.
        part: String,
        /// Where they do stand, but without `prefix` or `suffix` around them.
        without_context: Vec<Vec<TextRange>>,
        /// What comes closest.
        closest: Option<Closest>,
        /// For each difference from the closest words, where the record has the differing words; none
        /// where it leaves some out.
        differing: Vec<Option<Span>>,
        /// How the quote would stand there.
        nearly: Option<Nearly>,
        /// Other documents in which the quote stands.
        elsewhere: Vec<DocumentId>,
    },
    /// Its words stand in several places.
    Ambiguous {
        /// The words between two `[…]` that do, folded.
        part: String,
        /// The places, in source order.
        places: Vec<Vec<TextRange>>,
    },
    /// What follows `[…]` does not stand after what precedes it, in the same passage or the next.
    Apart {
        /// Where the words before it stand.
        before: Vec<TextRange>,
        /// Where those after it stand.
        after: Vec<TextRange>,
    },
}

/// A quote that would be one of its document with other marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearly {
    /// Which marks.
    pub marks: Marks,
    /// The quote with them.
    pub words: String,
    /// The edits of the record that put them there; none where they cannot be told.
    pub edits: Vec<Edit>,
}

/// Marks in which a quote can differ from its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// White space and quotation marks.
    Spacing,
    /// Brackets around marks of omission.
    Brackets,
}

impl Document {
    /// The title as it is cited: in square brackets when it is supplied by the digest.
    pub fn cited_title(&self) -> Cow<'_, str> {
        match self.title_supplied {
            true => format!("[{}]", self.title).into(),
            false => self.title.as_str().into(),
        }
    }

    /// The quotes of its positions, then those of positions that name something unknown.
    pub fn quotes(&self) -> impl Iterator<Item = &Quote> {
        quotes(&self.positions, &self.loose_quotes)
    }
}

impl Coding {
    /// The quotes of its positions, then those of positions that name something unknown.
    pub fn quotes(&self) -> impl Iterator<Item = &Quote> {
        quotes(&self.positions, &self.loose_quotes)
    }
}

impl Quote {
    /// All ranges, part by part.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        self.parts.0.iter().map(|(_, range)| (*range).into())
    }
}

/// Where a quote stands: ranges, each with the number of its part, counted from 0. Kept small, since a digest has
/// many quotes, and most stand in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts(Box<[(u32, KeptRange)]>);

impl Parts {
    /// The ranges of each part, in order.
    pub fn iter(&self) -> impl Iterator<Item = Vec<TextRange>> {
        let parts = self.0.chunk_by(|(a, _), (b, _)| a == b);
        parts.map(|part| part.iter().map(|(_, range)| (*range).into()).collect())
    }
}

impl FromIterator<Vec<TextRange>> for Parts {
    fn from_iter<T: IntoIterator<Item = Vec<TextRange>>>(parts: T) -> Self {
        let ranges = (0..).zip(parts).flat_map(|(part, ranges)| {
            let kept = ranges.into_iter().map(|range| KeptRange::from(&range));
            kept.map(move |range| (part, range))
        });
        Self(ranges.collect())
    }
}

/// A question on which a document is silent, on record.
#[derive(Debug, Clone)]
pub struct Silence {
    /// The question.
    pub question: QuestionId,
    /// Terms that occur all the same, as the record lists them.
    pub seen: Vec<String>,
    /// Why they do not touch the subject; inline Markdown.
    pub note: Option<String>,
    /// Where the record says it.
    pub span: Span,
}

/// A theme.
#[derive(Debug, Clone)]
pub struct Theme {
    /// The record's id.
    pub id: String,
    /// Where the record and its values stand.
    pub places: Places,
    /// Title.
    pub title: String,
    /// What it is about; inline Markdown.
    pub summary: String,
    /// Its questions, in order.
    pub questions: Vec<QuestionId>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Id, unique in the digest.
    pub id: String,
    /// Its theme.
    pub theme: ThemeId,
    /// A few words.
    pub short: String,
    /// What one can be for or against.
    pub proposition: String,
    /// Claim or demand.
    pub kind: QuestionKind,
    /// What touches its subject.
    pub subject: String,
    /// Words that would show that a document touches it.
    pub terms: Vec<String>,
    /// Where the record says it.
    pub span: Span,
}

/// A holder.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The record's id.
    pub id: String,
    /// Where the record and its values stand.
    pub places: Places,
    /// Name.
    pub name: String,
    /// Kind of holder.
    pub kind: HolderKind,
    /// Office or function as given in a source.
    pub role: Option<String>,
    /// A holder that this one belongs to.
    pub affiliation: Option<HolderId>,
    /// Other names that stand in the texts.
    pub aliases: Vec<String>,
    /// The instrument that an adopted text is.
    pub instrument: Option<InstrumentId>,
}

/// An instrument.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// The record's id.
    pub id: String,
    /// Where the record and its values stand.
    pub places: Places,
    /// Name.
    pub name: String,
    /// Kind of instrument.
    pub kind: InstrumentKind,
    /// Date, if known.
    pub date: Option<Date>,
    /// Other names that stand in the texts.
    pub aliases: Vec<String>,
    /// Its address; `http:` or `https:`.
    pub url: Option<String>,
}

/// A second coding of one document.
#[derive(Debug, Clone)]
pub struct Coding {
    /// The coder: the name of the folder.
    pub coder: String,
    /// The document.
    pub document: DocumentId,
    /// Where the record and its values stand.
    pub places: Places,
    /// How it was made and what the coder had seen; inline Markdown.
    pub note: Option<String>,
    /// As in [`Document::positions`].
    pub positions: Vec<Position>,
    /// As in [`Document::silences`].
    pub silences: Vec<Silence>,
    /// As in [`Document::loose_quotes`].
    pub loose_quotes: Vec<Quote>,
}

/// A page of prose.
#[derive(Debug, Clone)]
pub struct Page {
    /// The file.
    pub file: FileId,
    /// Path below the content folder without `.md`: `index`, `method`, `notes/sources`.
    pub id: String,
    /// Its Markdown, byte for byte, without a byte order mark.
    pub markdown: String,
    /// The byte of the file at which it begins.
    pub start: usize,
}

/// What the stances are called on the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the stances'")]
pub struct StanceLabels {
    pub supports: String,
    pub qualified: String,
    pub raises: String,
    pub opposes: String,
    pub mixed: String,
    pub silent: String,
    pub not_coded: String,
}

impl Default for StanceLabels {
    fn default() -> Self {
        Self {
            supports: "Supports".to_owned(),
            qualified: "Supports in part".to_owned(),
            raises: "Raises".to_owned(),
            opposes: "Opposes".to_owned(),
            mixed: "Mixed".to_owned(),
            silent: "Silent".to_owned(),
            not_coded: "Not coded".to_owned(),
        }
    }
}

/// So many documents a processor takes at once: few, so that at the end none has much to wait for.
pub(crate) const TOGETHER: usize = 32;

impl Digest {
    /// All quotes, of first and second codings.
    fn all_quotes(&self) -> impl Iterator<Item = &Quote> {
        let documents = self.documents.iter().flat_map(|document| document.quotes());
        documents.chain(self.codings.iter().flat_map(Coding::quotes))
    }

    /// Those that have a problem, in the same order, to be filled in.
    fn problems_mut(&mut self) -> impl Iterator<Item = &mut QuoteProblem> {
        let has_problem =
            |document: &&mut Arc<Document>| document.quotes().any(|it| it.problem.is_some());
        let documents = self.documents.iter_mut().filter(has_problem);
        let documents = documents.flat_map(|document| {
            let document = Arc::make_mut(document);
            quotes_mut(&mut document.positions, &mut document.loose_quotes)
        });
        let codings = self.codings.iter_mut();
        let codings =
            codings.flat_map(|coding| quotes_mut(&mut coding.positions, &mut coding.loose_quotes));
        let quotes = documents.chain(codings);
        quotes.filter_map(|quote| quote.problem.as_deref_mut())
    }

    /// The document whose record has this id, if there is one.
    pub fn find_document(&self, id: &str) -> Option<DocumentId> {
        in_order(&self.documents, id, |it| &it.id).map(DocumentId)
    }

    /// The theme whose record has this id, if there is one.
    pub fn find_theme(&self, id: &str) -> Option<ThemeId> {
        self.themes.iter().position(|it| it.id == id).map(ThemeId)
    }

    /// The question that has this id in a theme's record, if there is one.
    pub fn find_question(&self, id: &str) -> Option<QuestionId> {
        let mut questions = self.questions.iter();
        questions.position(|it| it.id == id).map(QuestionId)
    }

    /// The holder whose record has this id, if there is one.
    pub fn find_holder(&self, id: &str) -> Option<HolderId> {
        in_order(&self.holders, id, |it| &it.id).map(HolderId)
    }

    /// The instrument whose record has this id, if there is one.
    pub fn find_instrument(&self, id: &str) -> Option<InstrumentId> {
        in_order(&self.instruments, id, |it| &it.id).map(InstrumentId)
    }

    /// The document with this id.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0]
    }

    /// The theme with this id.
    pub fn theme(&self, id: ThemeId) -> &Theme {
        &self.themes[id.0]
    }

    /// The question with this id.
    pub fn question(&self, id: QuestionId) -> &Question {
        &self.questions[id.0]
    }

    /// The holder with this id.
    pub fn holder(&self, id: HolderId) -> &Holder {
        &self.holders[id.0]
    }

    /// The instrument with this id.
    pub fn instrument(&self, id: InstrumentId) -> &Instrument {
        &self.instruments[id.0]
    }
}

/// Finds a record in a list in order of id.
fn in_order<T>(list: &[T], id: &str, id_of: impl Fn(&T) -> &String) -> Option<usize> {
    list.binary_search_by(|it| id_of(it).as_str().cmp(id)).ok()
}

fn quotes<'a>(positions: &'a [Position], loose: &'a [Quote]) -> impl Iterator<Item = &'a Quote> {
    positions
        .iter()
        .flat_map(|position| &position.quotes)
        .chain(loose)
}

fn quotes_mut<'a>(
    positions: &'a mut [Position],
    loose: &'a mut [Quote],
) -> impl Iterator<Item = &'a mut Quote> {
    positions
        .iter_mut()
        .flat_map(|position| &mut position.quotes)
        .chain(loose)
}
