//! Cells as pages refer to them: which documents have a stance, where their rows stand, and what is named of
//! cells that nobody has coded.

use serde::Serialize;

use crate::compare::{Counted, DocumentStance};
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::Link;
use crate::render::scope::Scope;

/// The documents that have a stance on a question by the positions that count, in order of id.
pub(super) fn with_stance<'s>(
    scope: &Scope<'s>,
    on: QuestionId,
    wanted: Option<DocumentStance>,
    counted: Counted,
) -> Box<dyn Iterator<Item = DocumentId> + 's> {
    let comparison = scope.site.comparison;
    let coded = &comparison.coded[on.0];
    if wanted == Some(DocumentStance::NotCoded) {
        let all = (0..comparison.rows.len()).map(DocumentId);
        return Box::new(all.filter(|id| coded.binary_search(id).is_err()));
    }
    let coded = coded.iter().copied();
    Box::new(coded.filter(move |id| comparison.cell(*id, on).stance_of(counted) == wanted))
}

/// Address of a document's row on a question; of the question where the row is not shown, since nothing is
/// coded there and in many other documents.
pub(in crate::render) fn row_href(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> String {
    let comparison = scope.site.comparison;
    let is_coded = comparison.cell(id, on).stance != DocumentStance::NotCoded;
    let has_row = is_coded || names_them(comparison.rows.len() - comparison.coded[on.0].len());
    let document = &scope.site.digest.document(id).id;
    scope.href(Target::Question(on), has_row.then_some(document))
}

/// Whether so many things of which there is nothing to read are named one by one: cells that are not coded,
/// documents in which no term occurs. Of more only the number is given; in a digest of many documents and
/// questions they would be most of it.
pub(super) fn names_them(cells: usize) -> bool {
    cells <= 100
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
    let row = &scope.site.comparison.rows[id.0];
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
