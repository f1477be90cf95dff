//! Cells as pages refer to them: which documents have a stance, where their rows stand, and what is named of
//! cells that nobody has coded.

use std::borrow::Cow;

use serde::Serialize;

use crate::compare::DocumentStance;
use crate::digest::{DocumentId, QuestionId};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::Link;
use crate::render::scope::Scope;

/// The documents that have a row on a question's page, in order of id.
pub(in crate::render) fn rows_of<'s>(site: &'s Site<'_>, on: QuestionId) -> Cow<'s, [DocumentId]> {
    with_open(site, site.comparison.coded[on.0].documents().into())
}

/// The documents that are not coded on a question, in order of id.
pub(super) fn open_on(site: &Site<'_>, on: QuestionId) -> impl Iterator<Item = DocumentId> {
    let mut coded = site.comparison.coded[on.0].documents().iter().peekable();
    let all = (0..site.digest.documents.len()).map(DocumentId);
    all.filter(move |id| coded.next_if_eq(&id).is_none())
}

/// The place of a document's row among them.
pub(in crate::render) fn row_of(site: &Site<'_>, id: DocumentId, on: QuestionId) -> Option<usize> {
    let coded = site.comparison.coded[on.0].documents();
    place_of(site, coded.len(), id, || coded.binary_search(&id).ok())
}

/// The documents that have an entry in a question's concordance, in order of id.
pub(in crate::render) fn entries_of<'s>(
    site: &'s Site<'_>,
    on: QuestionId,
) -> Cow<'s, [DocumentId]> {
    let documents = site.comparison.concordances[on.0].documents.as_slice();
    with_open(site, documents.into())
}

/// The place of a document's entry among them.
pub(in crate::render) fn entry_of(
    site: &Site<'_>,
    id: DocumentId,
    on: QuestionId,
) -> Option<usize> {
    let documents = &site.comparison.concordances[on.0].documents;
    let place = || documents.binary_search(&id).ok();
    place_of(site, documents.len(), id, place)
}

/// The weights of documents, of which some are known.
pub(super) fn with_others(
    documents: &[DocumentId],
    known: &[(DocumentId, usize)],
    of_other: impl Fn(DocumentId) -> usize,
) -> Vec<usize> {
    let mut known = known.iter().peekable();
    let weight = |id: &DocumentId| match known.next_if(|(it, _)| it == id) {
        Some((_, weight)) => *weight,
        None => of_other(*id),
    };
    documents.iter().map(weight).collect()
}

/// Those of which there is something to read; all documents, if the others are named.
fn with_open<'s>(site: &Site<'_>, documents: Cow<'s, [DocumentId]>) -> Cow<'s, [DocumentId]> {
    let all = site.digest.documents.len();
    match names_them(all - documents.len()) {
        true => (0..all).map(DocumentId).collect(),
        false => documents,
    }
}

/// The place of a document among them, of which `some` have something to read.
fn place_of(
    site: &Site<'_>,
    some: usize,
    id: DocumentId,
    place: impl Fn() -> Option<usize>,
) -> Option<usize> {
    match names_them(site.digest.documents.len() - some) {
        true => Some(id.0),
        false => place(),
    }
}

/// Address of a document's row on a question; of the question where the row is not shown, since nothing is
/// coded there and in many other documents.
pub(in crate::render) fn row_href(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> String {
    shown_row_href(scope, id, on).unwrap_or_else(|| scope.href(Target::Question(on), None))
}

/// Address of a document's row on a question, if it is shown.
pub(super) fn shown_row_href(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Option<String> {
    let fragment = &scope.site.digest.document(id).id;
    let row = row_of(scope.site, id, on)?;
    Some(scope.item_href(Target::Question(on), row, fragment))
}

/// Whether so many things are named one by one where they are not what the page is about: cells that are not
/// coded, documents in which no term occurs or in which a holder has positions. Of more only the number is
/// given; in a digest of many documents and questions they would be most of it.
pub(super) fn names_them(cells: usize) -> bool {
    cells <= 100
}

/// Things that are named one by one, unless they are too many.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named<T> {
    pub(super) count: usize,
    /// Each of them, or none.
    pub(super) named: Vec<T>,
}

impl<T> Named<T> {
    /// Names none.
    pub(super) fn only_counted(count: usize) -> Self {
        Self {
            count,
            named: Vec::new(),
        }
    }
}

/// Names things as long as they are few enough.
pub(super) fn named<I, T>(
    things: impl ExactSizeIterator<Item = I>,
    name: impl Fn(I) -> T,
) -> Named<T> {
    match names_them(things.len()) {
        true => Named {
            count: things.len(),
            named: things.map(name).collect(),
        },
        false => Named::only_counted(things.len()),
    }
}

/// Names things beside much else, such as in a cell of a table, as long as they are few enough for that: on a
/// narrow screen a few dozen would part one line from the next.
pub(super) fn named_in_passing<I, T>(
    things: impl ExactSizeIterator<Item = I>,
    name: impl Fn(I) -> T,
) -> Named<T> {
    match things.len() {
        0..=12 => named(things, name),
        more => Named::only_counted(more),
    }
}

/// The questions on which a document is not coded.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NotCoded {
    pub(super) count: usize,
    /// Each of them, unless there are too many to name.
    pub(super) named: Vec<Link>,
}

/// Lists the questions on which a document is not coded.
pub(super) fn not_coded(scope: &Scope<'_>, id: DocumentId) -> NotCoded {
    let row = scope.site.comparison.row(id);
    let count = row.not_coded();
    let cells = row.cells().enumerate();
    let open = cells.filter(|(_, cell)| cell.stance == DocumentStance::NotCoded);
    let named = open.map(|(index, _)| Link {
        href: row_href(scope, id, QuestionId(index)),
        text: scope.site.digest.questions[index].short.clone(),
    });
    NotCoded {
        count,
        named: match names_them(count) {
            true => named.collect(),
            false => Vec::new(),
        },
    }
}
