//! Addresses of the site: what there is to render, and the path under which it is found.

use std::collections::HashMap;

use super::citation::Format;
use super::search::{self, SearchFile};
use crate::digest::{Digest, DocumentId, HolderId, InstrumentId, QuestionId, ThemeId};

/// Something that the site has, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub(super) path: String,
    pub(super) target: Target,
    /// Which part of a page that is divided, counted from 0; 0 of everything else.
    pub(super) part: usize,
}

impl Address {
    /// Path relative to the root of the site, parted by `/`, without one in front.
    pub fn path(&self) -> String {
        self.path.clone()
    }
}

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Target {
    Index,
    Matrix,
    Theme(ThemeId),
    Question(QuestionId),
    Documents,
    Document(DocumentId),
    Record(DocumentId),
    Compare,
    /// Two documents, the one with the lower id first.
    Pair(DocumentId, DocumentId),
    /// A document's part of every comparison, for scripts.
    Sides(DocumentId),
    /// All documents to choose from, for scripts.
    Choices,
    /// The rows that a reader has pinned.
    Pinned,
    Holders,
    Holder(HolderId),
    Instruments,
    Instrument(InstrumentId),
    Terms,
    Concordance(QuestionId),
    Coverage,
    Method,
    Rules,
    Reference,
    Reliability,
    Changes,
    Data,
    PositionsCsv,
    /// The rows of the positions on one question.
    QuestionCsv(QuestionId),
    CodingsCsv,
    DigestJson,
    /// All documents and the digest, to be cited.
    CitedAll(Format),
    Search,
    /// A file of the search's index.
    SearchFile(SearchFile),
    /// A page of prose, by its place in the digest's pages.
    Prose(usize),
    NotFound,
    /// A style sheet or script, by its place in the site's assets.
    Asset(usize),
    /// What lists all pages for search engines, or the files that do.
    Sitemap,
    /// One of the files that list pages, where there are several; counted from 0.
    SitemapPart(usize),
    Feed,
    Robots,
    NoJekyll,
    Cname,
    /// An address that has moved, by its place in the configuration.
    Redirect(usize),
}

impl Target {
    /// The path of what has one that follows from the digest alone; none for assets, files of the
    /// search's index and redirects.
    pub(super) fn path(self, digest: &Digest) -> Option<String> {
        let mut path = String::new();
        self.push_path(digest, &mut path)?;
        Some(path)
    }

    /// Appends the path, if there is one. Every link of the site is made here, so it allocates nothing else.
    pub(super) fn push_path(self, digest: &Digest, path: &mut String) -> Option<()> {
        let document = |id: DocumentId| digest.document(id).id.as_str();
        let question = |id: QuestionId| digest.question(id).id.as_str();
        let mut push = |pieces: &[&str]| path.extend(pieces.iter().copied());
        match self {
            Self::Index => push(&["index.html"]),
            Self::Matrix => push(&["matrix.html"]),
            Self::Theme(id) => push(&["themes/", &digest.theme(id).id, ".html"]),
            Self::Question(id) => push(&["questions/", question(id), ".html"]),
            Self::Documents => push(&["documents.html"]),
            Self::Document(id) => push(&["documents/", document(id), ".html"]),
            Self::Record(id) => push(&["documents/", document(id), "/record.html"]),
            Self::Compare => push(&["compare.html"]),
            Self::Pair(a, b) => push(&["compare/", document(a), "--", document(b), ".html"]),
            Self::Sides(id) => push(&["compare/data/", document(id), ".js"]),
            Self::Choices => push(&["compare/documents.js"]),
            Self::Pinned => push(&["pinned.html"]),
            Self::Holders => push(&["holders.html"]),
            Self::Holder(id) => push(&["holders/", &digest.holder(id).id, ".html"]),
            Self::Instruments => push(&["instruments.html"]),
            Self::Instrument(id) => push(&["instruments/", &digest.instrument(id).id, ".html"]),
            Self::Terms => push(&["terms.html"]),
            Self::Concordance(id) => push(&["terms/", question(id), ".html"]),
            Self::Coverage => push(&["coverage.html"]),
            Self::Method => push(&["method.html"]),
            Self::Rules => push(&["rules.html"]),
            Self::Reference => push(&["reference.html"]),
            Self::Reliability => push(&["reliability.html"]),
            Self::Changes => push(&["changes.html"]),
            Self::Data => push(&["data.html"]),
            Self::PositionsCsv => push(&["data/positions.csv"]),
            Self::QuestionCsv(id) => push(&["data/questions/", question(id), ".csv"]),
            Self::CodingsCsv => push(&["data/codings.csv"]),
            Self::DigestJson => push(&["data/digest.json"]),
            Self::CitedAll(format) => push(&["data/documents.", format.ending()]),
            Self::Search => push(&[search::PAGE]),
            Self::Prose(index) => push(&[&digest.pages[index].id, ".html"]),
            Self::NotFound => push(&["404.html"]),
            Self::Sitemap => push(&["sitemap.xml"]),
            Self::SitemapPart(index) => push(&["sitemap-", &(index + 1).to_string(), ".xml"]),
            Self::Feed => push(&["feed.xml"]),
            Self::Robots => push(&["robots.txt"]),
            Self::NoJekyll => push(&[".nojekyll"]),
            Self::Cname => push(&["CNAME"]),
            Self::Asset(_) | Self::SearchFile(_) | Self::Redirect(_) => return None,
        }
        Some(())
    }

    /// Whether it is a page that readers and search engines are to find.
    pub(super) fn is_indexed(self) -> bool {
        !matches!(
            self,
            Self::NotFound
                | Self::Sides(_)
                | Self::Choices
                | Self::Pinned
                | Self::Asset(_)
                | Self::SearchFile(_)
                | Self::Sitemap
                | Self::SitemapPart(_)
                | Self::Feed
                | Self::Robots
                | Self::NoJekyll
                | Self::Cname
                | Self::Redirect(_)
                | Self::PositionsCsv
                | Self::QuestionCsv(_)
                | Self::CodingsCsv
                | Self::DigestJson
                | Self::CitedAll(_)
        )
    }
}

/// The way from the folder of `path` up to the root: `""`, `"../"`, …
pub(super) fn way_up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// All pages that follow from the digest, in the order in which a reader would go through them.
///
/// Pages of prose that are named like one of these become its introduction, so they are left out;
/// of pairs of documents there are at most `pairs_limit`.
pub(super) fn pages(
    digest: &Digest,
    pairs_limit: usize,
    reliability: bool,
    search: bool,
) -> Vec<Target> {
    let documents = || (0..digest.documents.len()).map(DocumentId);
    let questions = || (0..digest.questions.len()).map(QuestionId);
    let mut pages = vec![Target::Index, Target::Matrix];
    pages.extend((0..digest.themes.len()).map(|index| Target::Theme(ThemeId(index))));
    pages.extend(questions().map(Target::Question));
    pages.push(Target::Documents);
    pages.extend(documents().flat_map(|id| [Target::Document(id), Target::Record(id)]));
    pages.push(Target::Compare);
    let pairs = pairs(digest, pairs_limit);
    pages.extend(pairs.map(|(a, b)| Target::Pair(a, b)));
    pages.extend(documents().map(Target::Sides));
    pages.push(Target::Pinned);
    pages.push(Target::Holders);
    pages.extend((0..digest.holders.len()).map(|index| Target::Holder(HolderId(index))));
    pages.push(Target::Instruments);
    let instruments = 0..digest.instruments.len();
    pages.extend(instruments.map(|index| Target::Instrument(InstrumentId(index))));
    pages.push(Target::Terms);
    pages.extend(questions().map(Target::Concordance));
    pages.extend([Target::Coverage, Target::Method]);
    pages.extend([Target::Rules, Target::Reference]);
    if reliability {
        pages.extend([Target::Reliability, Target::CodingsCsv]);
    }
    pages.push(Target::Changes);
    pages.extend([Target::Data, Target::PositionsCsv, Target::DigestJson]);
    pages.extend(questions().map(Target::QuestionCsv));
    pages.extend(Format::ALL.map(Target::CitedAll));
    pages.extend(search.then_some(Target::Search));
    pages.extend(prose_pages(digest, &pages));
    pages.push(Target::NotFound);
    pages
}

/// The pairs of documents that have a page of their own, at most `limit`: those of the first document with
/// each after it, then those of the second.
pub(super) fn pairs(
    digest: &Digest,
    limit: usize,
) -> impl Iterator<Item = (DocumentId, DocumentId)> {
    let count = digest.documents.len();
    let documents = move || (0..count).map(DocumentId);
    let pairs = documents().flat_map(move |a| documents().skip(a.0 + 1).map(move |b| (a, b)));
    pairs.take(limit)
}

/// Makes the path of a page that of one of its parts, counted from 0: the first stands at the page's own.
pub(super) fn to_part(path: &mut String, part: usize) {
    const ENDING: &str = ".html";
    if part > 0 && path.ends_with(ENDING) {
        path.truncate(path.len() - ENDING.len());
        path.extend(["--", &(part + 1).to_string(), ENDING]);
    }
}

fn prose_pages(digest: &Digest, generated: &[Target]) -> Vec<Target> {
    let own = (0..digest.pages.len()).map(Target::Prose);
    let mut own: HashMap<String, Target> = own
        .filter_map(|target| Some((target.path(digest)?, target)))
        .collect();
    let mut path = String::new();
    for target in generated.iter().chain([&Target::NotFound]) {
        if own.is_empty() {
            break;
        }
        path.clear();
        if target.push_path(digest, &mut path).is_some() {
            own.remove(&path);
        }
    }
    let mut left: Vec<Target> = own.into_values().collect();
    left.sort_unstable();
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_up_leads_to_the_root() {
        assert_eq!(way_up("index.html"), "");
        assert_eq!(way_up("documents/a/record.html"), "../../");
    }

    #[test]
    fn the_first_part_is_the_page_itself() {
        let part = |part: usize| {
            let mut path = "questions/a.html".to_owned();
            to_part(&mut path, part);
            path
        };
        assert_eq!(part(0), "questions/a.html");
        assert_eq!(part(1), "questions/a--2.html");
    }
}
