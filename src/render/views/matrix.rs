//! `matrix.html`: every question by every document.

use serde::Serialize;

use super::Page;
use super::parts::{DocumentRef, QuestionRef, Stance, cell_report, document, question, stance};
use crate::compare::DocumentStance;
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    columns: Vec<Column>,
    themes: Vec<Group>,
    legend: Vec<Stance>,
}

/// A document at the head of a column.
#[derive(Serialize)]
pub(super) struct Column {
    document: DocumentRef,
}

/// A theme and its rows.
#[derive(Serialize)]
struct Group {
    theme: Link,
    id: String,
    lines: Vec<Line>,
}

/// A question and its cells, one per column.
#[derive(Serialize)]
pub(super) struct Line {
    question: QuestionRef,
    cells: Vec<Cell>,
}

/// One document on one question.
#[derive(Serialize)]
struct Cell {
    stance: Stance,
    href: String,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    document: String,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let frame = Frame::new("matrix", "matrix", "Every question by every document").described(
        format!(
            "The stances of {} documents on {} questions, each with its sign, word and link to the words that show it.",
            digest.documents.len(),
            digest.questions.len()
        ),
    );
    let themes = digest.themes.iter().enumerate();
    let view = View {
        columns: columns(scope),
        themes: themes
            .map(|(index, theme)| Group {
                theme: Link {
                    href: scope.href(Target::Theme(crate::digest::ThemeId(index)), None),
                    text: theme.title.clone(),
                },
                id: theme.id.clone(),
                lines: theme.questions.iter().map(|&id| line(scope, id)).collect(),
            })
            .collect(),
        legend: DocumentStance::ALL
            .into_iter()
            .map(|it| stance(scope, it))
            .collect(),
    };
    Page::new("matrix.html", frame, &view)
}

/// The heads of the columns, in order of document.
pub(super) fn columns(scope: &Scope<'_>) -> Vec<Column> {
    (0..scope.site.digest.documents.len())
        .map(|index| Column {
            document: document(scope, DocumentId(index)),
        })
        .collect()
}

/// One question's row.
pub(super) fn line(scope: &Scope<'_>, id: QuestionId) -> Line {
    let documents = scope.site.digest.documents.iter().enumerate();
    Line {
        question: question(scope, id),
        cells: documents
            .map(|(index, document)| {
                let cell = scope.site.comparison.cell(DocumentId(index), id);
                Cell {
                    stance: stance(scope, cell.stance),
                    href: scope.href(Target::Question(id), Some(&document.id)),
                    reported: cell_report(scope, DocumentId(index), cell),
                    document: document.short.clone(),
                }
            })
            .collect(),
    }
}
