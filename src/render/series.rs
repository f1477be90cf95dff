//! Long pages, divided: a page that lists what a digest has grows with it, and from some length on nobody
//! loads it gladly. It is then a series of parts. The first keeps the page's address (`documents.html`), the
//! others stand beside it (`documents--2.html`); ids of records hold single hyphens, so that no other page
//! has such a name.
//!
//! What stands on which part is decided before anything is rendered, from the lengths of the texts that items
//! show. An item is never divided.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::Site;
use super::address::Target;
use super::frame::Link;
use super::scope::Scope;
use super::views;
use crate::digest::{DocumentId, QuestionId};

/// About how many bytes of items a page has at most: with what stands around them, and where markup takes
/// more than was thought, it stays below the 300,000 that a slow line loads in a few seconds.
pub(super) const LONGEST: usize = 180_000;

/// So many parts are listed one by one; of more, only some.
const MOST_LISTED: usize = 24;

/// Of many parts, so many before and after the one that is read are listed in any case.
const NEIGHBOURS: usize = 3;

/// The pages that are divided, with the items of each part, of which there are at least two.
pub(super) type Divided = BTreeMap<Target, Vec<Range<usize>>>;

/// Divides those pages of a site whose items weigh more than `longest` bytes.
pub(super) fn divided(site: &Site<'_>, pages: &[Target], longest: usize) -> Divided {
    let said = views::Said::new(site);
    let parts = pages.par_iter().filter_map(|page| {
        let weights = views::weights(site, &said, *page)?;
        let parts = runs(weights.into_iter(), longest);
        (parts.len() > 1).then_some((*page, parts))
    });
    parts.collect()
}

/// Parts things into runs whose sizes add up to `limit` at most, unless a single one is larger.
pub(super) fn runs(sizes: impl Iterator<Item = usize>, limit: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    for (index, size) in sizes.enumerate() {
        match runs.last_mut() {
            Some(last) if size <= room => {
                last.end += 1;
                room -= size;
            }
            _ => {
                runs.push(index..index + 1);
                room = limit.saturating_sub(size);
            }
        }
    }
    runs
}

/// About how many bytes something of each question takes, by what each document has there: for each question the
/// documents that have anything, in order of id. Goes document by document, as what a document says lies
/// together in memory.
pub(super) fn by_question<I: Iterator<Item = (QuestionId, usize)>>(
    site: &Site<'_>,
    of_document: impl Fn(DocumentId) -> I + Sync,
) -> Vec<Vec<(DocumentId, usize)>> {
    let nothing = || vec![Vec::new(); site.digest.questions.len()];
    let documents = (0..site.digest.documents.len()).into_par_iter();
    let weights = documents.map(DocumentId).fold(nothing, |mut all, id| {
        for (question, weight) in of_document(id) {
            all[question.0].push((id, weight));
        }
        all
    });
    weights.reduce(nothing, |mut all, after| {
        for (list, more) in all.iter_mut().zip(after) {
            list.extend(more);
        }
        all
    })
}

/// About how many bytes a text takes in a page, where some characters are written as references.
pub(super) fn weight(text: &str) -> usize {
    let is_reference = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'');
    // Few enough at a time to be counted in a byte, which takes many at once.
    let parts = text.as_bytes().chunks(255);
    let counts = parts.map(|part| {
        let count: u8 = part.iter().map(|byte| u8::from(is_reference(byte))).sum();
        usize::from(count)
    });
    text.len() + 4 * counts.sum::<usize>()
}

impl Site<'_> {
    /// The part of a page on which a fragment stands, counted from 0; the first where the page is not divided,
    /// or has no such fragment.
    pub(super) fn part_with(&self, page: Target, fragment: &str) -> usize {
        // By far the most links lead to documents, which are whole.
        if matches!(page, Target::Document(_)) || !self.divided.contains_key(&page) {
            return 0;
        }
        let item = self.item(page, fragment);
        item.map_or(0, |item| self.part_of(page, item))
    }

    /// The part of a page on which one of its items stands; both are counted from 0.
    pub(super) fn part_of(&self, page: Target, item: usize) -> usize {
        let parts = self.divided.get(&page);
        parts.map_or(0, |parts| parts.partition_point(|part| part.end <= item))
    }

    /// The item of a page that has a fragment.
    fn item(&self, page: Target, fragment: &str) -> Option<usize> {
        // Positions on questions are named after their document's row, differences of codings after their
        // document and question.
        let (id, rest) = fragment.split_once("--").unwrap_or((fragment, ""));
        let document = || self.digest.find_document(id);
        let question = |it: &QuestionId| self.digest.question(*it).id == id;
        match page {
            Target::Question(on) => views::row_of(self, document()?, on),
            Target::Concordance(on) => views::entry_of(self, document()?, on),
            Target::Coverage => document().map(|id| id.0),
            Target::Matrix => self.digest.find_question(id).map(|id| id.0),
            Target::Theme(theme) => self.digest.theme(theme).questions.iter().position(question),
            Target::Reliability => {
                views::difference_of(self, document()?, self.digest.find_question(rest)?)
            }
            _ => None,
        }
    }

    /// The ids of some of a page's items, where they are fragments, with spaces between them.
    fn ids(&self, page: Target, items: Range<usize>) -> Option<String> {
        let digest = self.digest;
        let documents = |ids: &[DocumentId]| joined(ids.iter().map(|it| &digest.document(*it).id));
        Some(match page {
            Target::Question(on) => documents(&views::rows_of(self, on)[items]),
            Target::Concordance(on) => documents(&views::entries_of(self, on)[items]),
            Target::Coverage => joined(digest.documents[items].iter().map(|it| &it.id)),
            Target::Matrix => joined(digest.questions[items].iter().map(|it| &it.id)),
            Target::Theme(theme) => {
                let questions = digest.theme(theme).questions[items].iter();
                joined(questions.map(|it| &digest.question(*it).id))
            }
            _ => return None,
        })
    }
}

/// Whether the ids of a page's items are in order, so that of each part the first says which others it has.
fn is_in_order(page: Target) -> bool {
    !matches!(page, Target::Matrix | Target::Theme(_))
}

fn joined<'i>(ids: impl Iterator<Item = &'i String>) -> String {
    ids.map(String::as_str).collect::<Vec<&str>>().join(" ")
}

/// The way through the parts of a page, and what of its items stands on this one.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Parts {
    /// What is listed, as a word for many.
    noun: &'static str,
    /// The first and the last item of this part, counted from 1; and how many there are in all.
    from: usize,
    to: usize,
    items: usize,
    /// This part, counted from 1; and how many there are.
    number: usize,
    count: usize,
    first: Option<Link>,
    previous: Option<Link>,
    next: Option<Link>,
    last: Option<Link>,
    list: Vec<Listed>,
    /// On the first part, for scripts: where kept addresses have moved.
    moved: Option<Moved>,
}

/// A part in the list of parts.
#[derive(Debug, Clone, Serialize)]
struct Listed {
    number: usize,
    href: String,
    /// Its first and its last item.
    from: String,
    to: String,
    is_this: bool,
}

/// Where the fragments of items stand.
#[derive(Debug, Clone, Serialize)]
struct Moved {
    /// Parts separated by `|`, their ids by spaces; of those in order, the first of each.
    ids: String,
    in_order: bool,
}

impl Scope<'_> {
    /// Which of so many items stand on this page.
    pub(super) fn items(&self, all: usize) -> Range<usize> {
        let parts = self.site.divided.get(&self.target);
        let part = parts.and_then(|parts| parts.get(self.part));
        part.map_or(0..all, Clone::clone)
    }

    /// Whether this is not a further part of a page.
    pub(super) fn is_first_part(&self) -> bool {
        self.part == 0
    }

    /// The way through the parts of this page, if it is divided; `name` is what an item is called.
    pub(super) fn parts(
        &self,
        noun: &'static str,
        name: impl Fn(usize) -> String,
    ) -> Option<Parts> {
        let parts = self.site.divided.get(&self.target)?;
        let this = self.part;
        let count = parts.len();
        let last = count - 1;
        let step = count.div_ceil(MOST_LISTED);
        let is_listed = |index: &usize| {
            index.is_multiple_of(step) || *index == last || index.abs_diff(this) <= NEIGHBOURS
        };
        let href = |index: usize| self.part_href(self.target, index);
        let link = |index: usize| Link {
            href: href(index),
            text: name(parts[index].start),
        };
        Some(Parts {
            noun,
            from: parts[this].start + 1,
            to: parts[this].end,
            items: parts[last].end,
            number: this + 1,
            count,
            first: (this > 1).then(|| link(0)),
            previous: this.checked_sub(1).map(link),
            next: (this < last).then(|| link(this + 1)),
            last: (this + 1 < last).then(|| link(last)),
            list: (0..count)
                .filter(is_listed)
                .map(|index| Listed {
                    number: index + 1,
                    href: href(index),
                    from: name(parts[index].start),
                    to: name(parts[index].end - 1),
                    is_this: index == this,
                })
                .collect(),
            moved: (this == 0).then(|| self.moved(parts)).flatten(),
        })
    }

    /// Where the fragments of a page's items stand, of which there may be none.
    fn moved(&self, parts: &[Range<usize>]) -> Option<Moved> {
        let in_order = is_in_order(self.target);
        let ids = parts.iter().map(|part| {
            let end = if in_order { part.start + 1 } else { part.end };
            self.site.ids(self.target, part.start..end)
        });
        Some(Moved {
            ids: ids.collect::<Option<Vec<String>>>()?.join("|"),
            in_order,
        })
    }
}

impl Parts {
    /// Which part it is, and what stands on it, in a sentence.
    pub(super) fn sentence(&self) -> String {
        let Self {
            noun,
            from,
            to,
            items,
            number,
            count,
            ..
        } = self;
        format!(
            "Part {number} of {count}: {} {from} to {to} of {items}.",
            noun.to_lowercase()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_as_long_as_the_limit_allows() {
        let check = |sizes: &[usize], limit, expected: &[Range<usize>]| {
            assert_eq!(runs(sizes.iter().copied(), limit), expected, "{sizes:?}");
        };
        check(&[], 10, &[]);
        check(&[5, 5, 1], 10, &[0..2, 2..3]);
        // One that is too long stands alone.
        check(&[1, 99, 1, 1], 10, &[0..1, 1..2, 2..4]);
    }

    #[test]
    fn references_weigh_more_than_letters() {
        assert_eq!(weight("ab"), 2);
        assert!(weight("<b>") >= "&lt;b&gt;".len());
        assert_eq!(weight(&"<".repeat(1000)), 5000);
    }
}
