//! `index.html`: what this is, each theme at a glance, where documents differ most.

use serde::Serialize;

use super::Page;
use super::parts::{
    DocumentRef, PositionView, QuestionRef, Stance, document, position, question, stance,
};
use super::theme::{Asked, asked};
use crate::digest::{DocumentId, QuestionId, ThemeId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::html::Html;
use crate::render::linked_data;
use crate::render::scope::Scope;

/// So many differences are shown.
const MOST_DIFFERENCES: usize = 3;

#[derive(Serialize)]
struct View {
    documents: Vec<DocumentRef>,
    themes: Vec<Glance>,
    differences: Vec<Difference>,
    questions: usize,
    positions: usize,
    matrix: String,
    compare: String,
    method: String,
}

/// A theme and its questions.
#[derive(Serialize)]
struct Glance {
    theme: Link,
    summary: Html,
    questions: Vec<Asked>,
}

/// A question on which two documents are far apart.
#[derive(Serialize)]
struct Difference {
    question: QuestionRef,
    sides: Vec<Side>,
    compare: Option<String>,
}

/// One of the two documents, with one of its positions.
#[derive(Serialize)]
struct Side {
    document: DocumentRef,
    stance: Stance,
    href: String,
    position: PositionView,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let config = scope.site.config;
    let mut frame =
        Frame::new("home", "", config.title.clone()).described(config.description.clone());
    frame.linked_data = linked_data::home(scope.site);
    let documents = (0..digest.documents.len()).map(DocumentId);
    let view = View {
        documents: documents.map(|id| document(scope, id)).collect(),
        themes: glances(scope),
        differences: differences(scope),
        questions: digest.questions.len(),
        positions: digest.documents.iter().map(|it| it.positions.len()).sum(),
        matrix: scope.href(Target::Matrix, None),
        compare: scope.href(Target::Compare, None),
        method: scope.href(Target::Method, None),
    };
    Page::new("index.html", frame, &view)
}

fn glances(scope: &Scope<'_>) -> Vec<Glance> {
    let themes = scope.site.digest.themes.iter().enumerate();
    themes
        .map(|(index, theme)| Glance {
            theme: Link {
                href: scope.href(Target::Theme(ThemeId(index)), None),
                text: theme.title.clone(),
            },
            summary: scope.inline(&theme.summary),
            questions: theme.questions.iter().map(|&id| asked(scope, id)).collect(),
        })
        .collect()
}

/// The questions on which two documents are furthest apart: by the distance of the two, then by how
/// many documents take a side, then in the digest's order.
fn differences(scope: &Scope<'_>) -> Vec<Difference> {
    let questions = (0..scope.site.digest.questions.len()).map(QuestionId);
    let mut found: Vec<(f64, usize, QuestionId, DocumentId, DocumentId)> = questions
        .filter_map(|id| {
            let (distance, sides, low, high) = extremes(scope, id)?;
            Some((distance, sides, id, low, high))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    found
        .into_iter()
        .take(MOST_DIFFERENCES)
        .filter_map(|(_, _, id, low, high)| {
            Some(Difference {
                question: question(scope, id),
                sides: vec![side(scope, high, id)?, side(scope, low, id)?],
                compare: scope.pair(low, high, Some(&scope.site.digest.question(id).id)),
            })
        })
        .collect()
}

/// The documents with the lowest and the highest stance, how far they are apart, and how many
/// documents take a side; none when all that speak say the same.
fn extremes(
    scope: &Scope<'_>,
    question: QuestionId,
) -> Option<(f64, usize, DocumentId, DocumentId)> {
    let cells = scope.site.comparison.cells.iter().enumerate();
    let values: Vec<(f64, DocumentId)> = cells
        .filter_map(|(index, row)| Some((row[question.0].stance.value()?, DocumentId(index))))
        .collect();
    let low = values.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let high = values.iter().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let sides = values.iter().filter(|(value, _)| *value != 0.0).count();
    (high.0 > low.0).then_some((high.0 - low.0, sides, low.1, high.1))
}

/// One document, with the position that its stance rests on.
fn side(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Option<Side> {
    let digest = scope.site.digest;
    let cell = scope.site.comparison.cell(id, on);
    let positions = &digest.document(id).positions;
    let telling = cell
        .positions
        .iter()
        .map(|&index| &positions[index])
        .find(|it| crate::compare::DocumentStance::from(it.stance) == cell.stance)?;
    let mut position = position(scope, id, telling);
    position.quotes.truncate(1);
    Some(Side {
        document: document(scope, id),
        stance: stance(scope, cell.stance),
        href: scope.href(Target::Question(on), Some(&digest.document(id).id)),
        position,
    })
}
