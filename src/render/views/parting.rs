//! Where documents part on a question: each side with its words, next to the others.

use askama::Template;

use super::cells::{Named, named_in_passing};
use super::parts::{PositionView, QuestionRef, Stance, position, question, stance};
use crate::compare::parting::{Parting, partings};
use crate::compare::{Counted, DocumentStance};
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::Link;
use crate::render::html::Html;
use crate::render::scope::Scope;

/// So many questions are shown with the words of each side.
const MOST_QUESTIONS: usize = 3;

/// So many documents of a side are shown with their words; the rest are named.
const MOST_VOICES: usize = 2;

/// A question on which documents part.
#[derive(Template)]
#[template(path = "compiled/parting.html")]
struct PartingView<'s> {
    question: QuestionRef,
    sides: Vec<Side<'s>>,
    /// Documents of which it is on record that they are silent: rows of the question.
    silent: Named<Link>,
    /// The two that are furthest apart, on this question.
    compare: Option<String>,
}

/// The documents with one stance.
struct Side<'s> {
    stance: Stance<'s>,
    voices: Vec<Voice<'s>>,
    /// Documents of the side whose words are not shown here: rows of the question.
    others: Named<Link>,
}

/// A document, with the position that its stance rests on; both sides of a mixed one.
struct Voice<'s> {
    row: String,
    positions: Vec<PositionView<'s>>,
}

/// The questions on which documents are furthest apart, of those given in the digest's order.
pub(super) fn furthest_apart(
    scope: &Scope<'_>,
    questions: impl IntoIterator<Item = QuestionId>,
) -> Vec<Html> {
    let found = partings(scope.site.digest, scope.site.comparison, questions);
    let found = found.iter().take(MOST_QUESTIONS);
    found
        .map(|parting| Html::of(&view(scope, parting)))
        .collect()
}

fn view<'s>(scope: &Scope<'s>, parting: &Parting) -> PartingView<'s> {
    let on = parting.question;
    let digest = scope.site.digest;
    let comparison = scope.site.comparison;
    let silent = comparison.coded[on.0].with(Some(DocumentStance::Silent), Counted::All);
    let silent: Vec<DocumentId> = silent.collect();
    let outermost = |side: Option<&(DocumentStance, Vec<DocumentId>)>| Some(*side?.1.first()?);
    let pair = outermost(parting.sides.first()).zip(outermost(parting.sides.last()));
    PartingView {
        question: question(scope, on),
        sides: parting
            .sides
            .iter()
            .map(|(stance, documents)| side(scope, on, *stance, documents))
            .collect(),
        silent: named_in_passing(silent.into_iter(), |id| row(scope, id, on)),
        compare: pair.and_then(|(a, b)| scope.pair(a, b, Some(&digest.question(on).id))),
    }
}

fn side<'s>(
    scope: &Scope<'s>,
    on: QuestionId,
    of: DocumentStance,
    documents: &[DocumentId],
) -> Side<'s> {
    let (shown, others) = documents.split_at(documents.len().min(MOST_VOICES));
    Side {
        stance: stance(scope, of),
        voices: shown.iter().map(|id| voice(scope, *id, on)).collect(),
        others: named_in_passing(others.iter(), |id| row(scope, *id, on)),
    }
}

fn voice<'s>(scope: &Scope<'s>, id: DocumentId, on: QuestionId) -> Voice<'s> {
    let positions = &scope.site.digest.document(id).positions;
    let cell = scope.site.comparison.cell(id, on);
    let own = || cell.positions.iter().map(|&index| &positions[index]);
    let bears = |wanted: &[DocumentStance]| own().find(|it| wanted.contains(&it.stance.into()));
    let telling = match cell.stance {
        DocumentStance::Mixed => vec![
            bears(&[DocumentStance::Supports, DocumentStance::Qualified]),
            bears(&[DocumentStance::Opposes]),
        ],
        stance => vec![bears(&[stance])],
    };
    let shown = |telling| {
        let mut shown = position(scope, id, telling);
        shown.quotes.truncate(1);
        shown
    };
    Voice {
        row: row(scope, id, on).href,
        positions: telling.into_iter().flatten().map(shown).collect(),
    }
}

/// A link to a document's row on a question.
fn row(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Link {
    let document = scope.site.digest.document(id);
    Link {
        href: scope.href(Target::Question(on), Some(&document.id)),
        text: document.short.clone(),
    }
}
