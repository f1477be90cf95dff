//! `index.html`: what this is, each theme at a glance, where documents differ most.

use serde::Serialize;

use super::Page;
use super::cells::{Named, named, names_them};
use super::parting::furthest_apart;
use super::parts::{DocumentRef, document};
use super::theme::{Asked, asked};
use crate::digest::{DocumentId, QuestionId, ThemeId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::html::Html;
use crate::render::linked_data;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    documents: Named<DocumentRef>,
    all_documents: String,
    themes: Vec<Glance>,
    partings: Vec<Html>,
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
    /// Each of them, unless all themes together have too many for a home page.
    questions: Vec<Asked>,
    count: usize,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let config = scope.site.config;
    let mut frame =
        Frame::new("home", "", config.title.clone()).described(config.description.clone());
    frame.linked_data = linked_data::home(scope.site);
    let documents = (0..digest.documents.len()).map(DocumentId);
    let questions = (0..digest.questions.len()).map(QuestionId);
    let view = View {
        documents: named(documents, |id| document(scope, id)),
        all_documents: scope.href(Target::Documents, None),
        themes: glances(scope),
        partings: furthest_apart(scope, questions),
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
            questions: theme
                .questions
                .iter()
                .filter(|_| names_them(scope.site.digest.questions.len()))
                .map(|&id| asked(scope, id))
                .collect(),
            count: theme.questions.len(),
        })
        .collect()
}
