//! A document as `<meta>`, for reference managers that read pages.
//!
//! Zotero's translator “Embedded Metadata” was read for this:
//!
//! - names in a field for authors are taken apart at commas and spaces, so institutions stand in
//!   `citation_technical_report_institution`, `dc.publisher` or `prism.publicationName`;
//! - `z:itemType` outranks every other sign of a type but the first of these three;
//! - `og:site_name` would be taken for the newspaper that a report stood in, and the first
//!   `<time datetime>` of a page for the date of a document without one, so that a document's page
//!   has neither.

use super::{Citation, Kind, line};
use crate::digest::date::Date;
use crate::record::{DocumentKind, HolderKind};

/// Names and contents, in order.
pub(in crate::render) fn metas(citation: &Citation) -> Vec<(&'static str, String)> {
    let item = item_type(citation.kind);
    let mut metas = vec![
        ("z:itemType", item.to_owned()),
        ("citation_title", line(&citation.title.whole())),
    ];
    for author in &citation.authors {
        let name = match (author.kind == Some(HolderKind::Person), item) {
            (true, _) => "citation_author",
            (false, "report") => "citation_technical_report_institution",
            (false, "newspaperArticle") => "prism.publicationName",
            (false, _) => "dc.publisher",
        };
        metas.push((name, line(&author.name)));
    }
    let kind = citation.kind.words();
    metas.extend(kind.map(|words| ("dc.type", words.to_owned())));
    let date = citation.date.as_ref();
    metas.extend(date.map(|date| ("citation_publication_date", written(date))));
    metas.push(("citation_language", citation.language.clone()));
    let url = citation.url.clone();
    metas.extend(url.map(|url| ("citation_public_url", url)));
    metas
}

/// Zotero's type of item.
fn item_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Page | Kind::Digest => "webpage",
        Kind::Document(kind) => match kind {
            DocumentKind::JointStatement
            | DocumentKind::Declaration
            | DocumentKind::Resolution
            | DocumentKind::ConceptNote
            | DocumentKind::Proposal
            | DocumentKind::Report => "report",
            DocumentKind::Law => "statute",
            DocumentKind::NewsReport => "newspaperArticle",
            DocumentKind::Speech => "presentation",
            DocumentKind::Treaty | DocumentKind::Other => "document",
        },
    }
}

/// For machines where it is exact, in words where it is not.
fn written(date: &Date) -> String {
    date.html().map_or_else(|| date.english(), str::to_owned)
}
