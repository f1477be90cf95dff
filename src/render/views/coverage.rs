//! `coverage.html`: which passages carry no position, and which cells nobody has coded.

use serde::Serialize;

use super::Page;
use super::parts::{DocumentRef, document, place};
use crate::compare::DocumentStance;
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    documents: Vec<Covered>,
    questions: usize,
}

#[derive(Serialize)]
struct Covered {
    document: DocumentRef,
    passages: usize,
    quoted: usize,
    /// Passages without a position; without address where they are not shown.
    uncovered: Vec<Link>,
    coded: usize,
    silent: usize,
    not_coded: Vec<Link>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let frame = Frame::new("coverage", "", "Coverage").described(
        "Which passages carry no position, and which questions nobody has looked for yet.",
    );
    let documents = (0..digest.documents.len()).map(DocumentId);
    let view = View {
        documents: documents.map(|id| covered(scope, id)).collect(),
        questions: digest.questions.len(),
    };
    Page::new("coverage.html", frame, &view)
}

fn covered(scope: &Scope<'_>, id: DocumentId) -> Covered {
    let coverage = scope.site.shown.coverage(id);
    let row = &scope.site.comparison.cells[id.0];
    let count = |wanted: DocumentStance| row.iter().filter(|it| it.stance == wanted).count();
    let silent = count(DocumentStance::Silent);
    let missing = count(DocumentStance::NotCoded);
    Covered {
        document: document(scope, id),
        passages: coverage.passages,
        quoted: coverage.passages - coverage.uncovered.len(),
        uncovered: coverage
            .uncovered
            .iter()
            .map(|&block| {
                let mut link = place(scope, id, block);
                if !scope.site.shown.is_shown(id, block) {
                    link.href.clear();
                }
                link
            })
            .collect(),
        coded: row.len() - silent - missing,
        silent,
        not_coded: not_coded(scope, id),
    }
}

fn not_coded(scope: &Scope<'_>, id: DocumentId) -> Vec<Link> {
    let questions = scope.site.digest.questions.iter().enumerate();
    questions
        .map(|(index, question)| (QuestionId(index), question))
        .filter(|(on, _)| scope.site.comparison.cell(id, *on).stance == DocumentStance::NotCoded)
        .map(|(on, question)| Link {
            href: scope.href(
                Target::Question(on),
                Some(&scope.site.digest.document(id).id),
            ),
            text: question.short.clone(),
        })
        .collect()
}
