//! `compare/A--B.html`: two documents side by side, question by question, quotes in their passages.

use serde::Serialize;

use super::Page;
use super::compare::{LikenessView, SHOWN, likeness_view};
use super::parts::{DocumentRef, QuestionRef, document, question};
use super::side::side;
use crate::compare::Counted;
use crate::compare::relation::{likeness, questions_with};
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::Frame;
use crate::render::html::Html;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    documents: Vec<DocumentRef>,
    likeness: LikenessView,
    /// The same by first-hand positions alone, where that makes a difference.
    first_hand: Option<LikenessView>,
    sections: Vec<Section>,
    /// Where the two can be swapped and their rows filtered.
    compare: String,
    pinned: String,
}

/// The questions on which the two have one relation.
#[derive(Serialize)]
struct Section {
    id: String,
    label: &'static str,
    questions: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    question: QuestionRef,
    sides: Vec<Html>,
}

pub(super) fn page(scope: &Scope<'_>, a: DocumentId, b: DocumentId) -> Page {
    let digest = scope.site.digest;
    let (first, second) = (&digest.document(a).short, &digest.document(b).short);
    let frame = Frame::new("pair", "compare", format!("{first} and {second}"))
        .described(format!(
            "{first} and {second} side by side, question by question, each quote inside its passage."
        ))
        .below(scope.href(Target::Compare, None), "Compare");
    let sections = SHOWN.into_iter().map(|relation| Section {
        id: format!("_{}", relation.id()),
        label: relation.label(),
        questions: questions_with(scope.site.comparison, a, b, relation)
            .into_iter()
            .map(|id| row(scope, [a, b], id))
            .collect(),
    });
    let comparison = scope.site.comparison;
    let by = |counted: Counted| likeness(comparison.row(a), comparison.row(b), counted);
    let differs = by(Counted::All) != by(Counted::FirstHand);
    let view = View {
        documents: vec![document(scope, a), document(scope, b)],
        likeness: likeness_view(scope, a, b, Counted::All, Some("")),
        first_hand: differs.then(|| likeness_view(scope, a, b, Counted::FirstHand, None)),
        sections: sections
            .filter(|section| !section.questions.is_empty())
            .collect(),
        compare: scope.chosen(a, b),
        pinned: scope.href(Target::Pinned, None),
    };
    Page::new("pair.html", frame, &view)
}

fn row(scope: &Scope<'_>, documents: [DocumentId; 2], on: QuestionId) -> Row {
    Row {
        question: question(scope, on),
        sides: documents
            .into_iter()
            .map(|id| Html::of(&side(scope, id, on)))
            .collect(),
    }
}
