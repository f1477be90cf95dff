//! `themes/ID.html`: a theme, its questions and what the documents say on them.

use serde::Serialize;

use super::Page;
use super::matrix::{Column, Line, columns, fits, line_weight, lines};
use super::parting::furthest_apart;
use super::parts::{Count, QuestionRef, question, stance_counts};
use crate::compare::DocumentStance;
use crate::digest::{QuestionId, ThemeId};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::Html;
use crate::render::markdown::plain;
use crate::render::scope::Scope;
use crate::render::series::weight;

#[derive(Serialize)]
struct View<'s> {
    summary: Html,
    partings: Vec<Html>,
    questions: Vec<Asked>,
    columns: Vec<Column>,
    lines: Vec<Line<'s>>,
}

/// A question with the counts of its stances.
#[derive(Serialize)]
pub(super) struct Asked {
    question: QuestionRef,
    counts: Vec<Count>,
}

pub(super) fn page(scope: &Scope<'_>, id: ThemeId) -> Page {
    let digest = scope.site.digest;
    let theme = digest.theme(id);
    let mut frame =
        Frame::new("theme", "matrix", theme.title.clone()).described(plain(&theme.summary));
    frame.previous = id.0.checked_sub(1).map(|index| neighbour(scope, index));
    frame.next = (id.0 + 1 < digest.themes.len()).then(|| neighbour(scope, id.0 + 1));
    let file = &scope.site.files.get(theme.places.file()).path;
    frame.edit = edit_link(scope.site, file, "Edit the theme")
        .into_iter()
        .collect();
    frame.parts = scope.parts("Questions", |index| {
        digest.question(theme.questions[index]).short.clone()
    });
    let shown = &theme.questions[scope.items(theme.questions.len())];
    let view = View {
        summary: scope.inline(&theme.summary),
        partings: match scope.is_first_part() {
            true => furthest_apart(scope, theme.questions.iter().copied()),
            false => Vec::new(),
        },
        questions: shown.iter().map(|&id| asked(scope, id)).collect(),
        columns: columns(scope),
        lines: lines(scope, shown)
            .into_iter()
            .map(Line::unfiltered)
            .collect(),
    };
    Page::new("theme.html", frame, &view)
}

/// About how many bytes each question takes; with the first, what stands above them.
pub(super) fn weights(site: &Site<'_>, id: ThemeId) -> Vec<usize> {
    let questions = site.digest.theme(id).questions.iter();
    let weights = questions.map(|&id| {
        let line = if fits(site) { line_weight(site, id) } else { 0 };
        asked_weight(site, id) + line
    });
    let mut weights: Vec<usize> = weights.collect();
    if let Some(first) = weights.first_mut() {
        *first += PARTINGS;
    }
    weights
}

/// About how many bytes it takes to say where documents are furthest apart.
const PARTINGS: usize = 40_000;

/// About how many bytes a question takes with the counts of its stances.
pub(super) fn asked_weight(site: &Site<'_>, id: QuestionId) -> usize {
    let question = site.digest.question(id);
    let own = question.id.len() + weight(&question.short) + weight(&question.proposition);
    300 + own + 140 * DocumentStance::ALL.len()
}

/// A question with the counts of its stances.
pub(super) fn asked(scope: &Scope<'_>, id: QuestionId) -> Asked {
    Asked {
        question: question(scope, id),
        counts: stance_counts(scope, id),
    }
}

fn neighbour(scope: &Scope<'_>, index: usize) -> Link {
    Link {
        href: scope.href(Target::Theme(ThemeId(index)), None),
        text: scope.site.digest.themes[index].title.clone(),
    }
}
