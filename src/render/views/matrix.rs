//! `matrix.html`: every question by every document.

use serde::Serialize;

use super::Page;
use super::cells::row_href;
use super::parts::{
    DocumentRef, FirstHand, QuestionRef, Stance, cell_report, document, first_hand, question,
    stance,
};
use super::theme::{Asked, asked, asked_weight};
use crate::compare::{CodedDocuments, Counted, DocumentStance};
use crate::digest::{DocumentId, QuestionId, ThemeId};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;
use crate::render::series::weight;

/// So many columns a table of documents has at most.
const MOST_COLUMNS: usize = 100;

#[derive(Serialize)]
struct View<'s> {
    /// None when there are too many for a table: then the stances on each question are counted.
    columns: Vec<Column>,
    themes: Vec<Group<'s>>,
    documents: usize,
    legend: Vec<Stance<'s>>,
    /// Whether it makes a difference that only first-hand positions count.
    by_hand: bool,
}

/// A document at the head of a column.
#[derive(Serialize)]
pub(super) struct Column {
    document: DocumentRef,
}

/// A theme and its rows.
#[derive(Serialize)]
struct Group<'s> {
    theme: Link,
    id: String,
    lines: Vec<Line<'s>>,
    /// Without columns.
    asked: Vec<Asked>,
}

/// A question and its cells, one per column.
#[derive(Serialize)]
pub(super) struct Line<'s> {
    question: QuestionRef,
    cells: Vec<Cell<'s>>,
}

impl Line<'_> {
    /// The same for a page without filters.
    pub(super) fn unfiltered(mut self) -> Self {
        for cell in &mut self.cells {
            cell.first_hand = None;
        }
        self
    }
}

/// One document on one question.
#[derive(Serialize)]
struct Cell<'s> {
    stance: Stance<'s>,
    href: String,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    /// The same by first-hand positions alone, where that is another.
    first_hand: Option<FirstHand<'s>>,
    document: String,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let mut frame = Frame::new("matrix", "matrix", "Every question by every document").described(
        format!(
            "The stances of {} documents on {} questions, each with its sign, word and link to the words that show it.",
            digest.documents.len(),
            digest.questions.len()
        ),
    );
    frame.parts = scope.parts("Questions", |index| digest.questions[index].short.clone());
    let shown = scope.items(digest.questions.len());
    let questions: Vec<QuestionId> = shown.map(QuestionId).collect();
    // Questions stand theme by theme.
    let themes = questions.chunk_by(|a, b| digest.question(*a).theme == digest.question(*b).theme);
    let view = View {
        columns: columns(scope),
        documents: digest.documents.len(),
        themes: themes
            .map(|questions| {
                let id = digest.question(questions[0]).theme;
                group(scope, id, questions)
            })
            .collect(),
        legend: DocumentStance::ALL
            .into_iter()
            .map(|it| stance(scope, it))
            .collect(),
        by_hand: fits(scope.site) && by_hand(scope, &questions),
    };
    Page::new("matrix.html", frame, &view)
}

/// A theme with some of its questions.
fn group<'s>(scope: &Scope<'s>, id: ThemeId, questions: &[QuestionId]) -> Group<'s> {
    let theme = scope.site.digest.theme(id);
    Group {
        theme: Link {
            href: scope.href(Target::Theme(id), None),
            text: theme.title.clone(),
        },
        id: theme.id.clone(),
        lines: lines(scope, questions),
        asked: match fits(scope.site) {
            true => Vec::new(),
            false => questions.iter().map(|&id| asked(scope, id)).collect(),
        },
    }
}

/// About how many bytes each question takes.
pub(super) fn weights(site: &Site<'_>) -> Vec<usize> {
    let questions = (0..site.digest.questions.len()).map(QuestionId);
    questions
        .map(|id| match fits(site) {
            // Each line stands there twice, the second time for narrow screens.
            true => 2 * line_weight(site, id),
            false => asked_weight(site, id),
        })
        .collect()
}

/// About how many bytes a question takes with a cell for each document.
pub(super) fn line_weight(site: &Site<'_>, id: QuestionId) -> usize {
    let question = site.digest.question(id);
    let documents = site.digest.documents.iter();
    let cells = documents.map(|it| 210 + question.id.len() + it.id.len() + weight(&it.short) / 2);
    let own = 200 + 3 * question.id.len() + 2 * weight(&question.short);
    own + cells.sum::<usize>()
}

/// Whether documents are few enough for a page to have a column or a section for each, and still be read.
pub(super) fn fits(site: &Site<'_>) -> bool {
    site.digest.documents.len() <= MOST_COLUMNS
}

/// The heads of the columns, in order of document; none when there are too many.
pub(super) fn columns(scope: &Scope<'_>) -> Vec<Column> {
    let documents = scope.site.digest.documents.len();
    let columns = if fits(scope.site) { documents } else { 0 };
    (0..columns)
        .map(|index| Column {
            document: document(scope, DocumentId(index)),
        })
        .collect()
}

/// The rows of questions; none when there are too many columns.
pub(super) fn lines<'s>(scope: &Scope<'s>, questions: &[QuestionId]) -> Vec<Line<'s>> {
    let questions = questions.iter().filter(|_| fits(scope.site));
    questions.map(|&id| line(scope, id)).collect()
}

/// One question's row.
fn line<'s>(scope: &Scope<'s>, id: QuestionId) -> Line<'s> {
    let documents = scope.site.digest.documents.iter().enumerate();
    Line {
        question: question(scope, id),
        cells: documents
            .map(|(index, document)| {
                let cell = scope.site.comparison.cell(DocumentId(index), id);
                Cell {
                    stance: stance(scope, cell.stance),
                    href: row_href(scope, DocumentId(index), id),
                    reported: cell_report(scope, DocumentId(index), cell, Counted::All),
                    first_hand: first_hand(scope, DocumentId(index), cell),
                    document: document.short.clone(),
                }
            })
            .collect(),
    }
}

/// Whether any cell of these questions is another one by first-hand positions alone.
pub(super) fn by_hand(scope: &Scope<'_>, questions: &[QuestionId]) -> bool {
    let comparison = scope.site.comparison;
    let coded = questions.iter().map(|id| &comparison.coded[id.0]);
    let mut stances = coded.flat_map(CodedDocuments::stances);
    stances.any(|it| it.first_hand != Some(it.all))
}
