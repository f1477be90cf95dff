//! What scripts put rows together from: every question's row without its sides, and where the sides
//! of each document are found.

use serde::Serialize;

use super::parts::{QuestionRef, question};
use crate::digest::QuestionId;
use crate::render::address::Target;
use crate::render::scope::Scope;

/// Rows of questions, for the browser to fill.
#[derive(Serialize)]
pub(super) struct Rows {
    /// Address of a document's sides, with `*` for its id.
    sides: String,
    /// Address of the rows that a reader has pinned.
    pinned: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    question: QuestionRef,
    theme: String,
}

/// Lists the rows in the digest's order of questions.
pub(super) fn rows(scope: &Scope<'_>) -> Rows {
    let site = scope.site;
    let questions = site.digest.questions.iter().enumerate();
    let version = site
        .version
        .as_ref()
        .map_or(String::new(), |version| format!("?v={version}"));
    Rows {
        sides: format!("{}compare/data/*.js{version}", scope.root),
        pinned: scope.href(Target::Pinned, None),
        rows: questions
            .map(|(index, it)| Row {
                question: question(scope, QuestionId(index)),
                theme: site.digest.theme(it.theme).id.clone(),
            })
            .collect(),
    }
}
