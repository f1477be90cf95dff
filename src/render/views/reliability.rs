//! `reliability.html`: how far second codings agree with the first, whatever it is.

use serde::Serialize;

use super::Page;
use super::parts::{
    DocumentRef, PositionView, QuestionRef, SilenceView, Stance, coded_position, document,
    question, silence, stance,
};
use crate::compare::reliability::Difference;
use crate::digest::{Coding, DocumentId, Position, QuestionId, Silence};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::Html;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    alpha: Option<String>,
    cells: usize,
    agreeing: usize,
    codings: Vec<CodingView>,
    themes: Vec<OfTheme>,
    questions: Vec<OfQuestion>,
    differences: Vec<DifferenceView>,
}

#[derive(Serialize)]
struct CodingView {
    coder: String,
    document: DocumentRef,
    note: Option<Html>,
    edit: Option<Link>,
}

#[derive(Serialize)]
struct OfTheme {
    theme: Link,
    alpha: Option<String>,
    cells: usize,
    agreeing: usize,
}

#[derive(Serialize)]
struct OfQuestion {
    question: QuestionRef,
    cells: usize,
    agreeing: usize,
}

#[derive(Serialize)]
struct DifferenceView {
    document: DocumentRef,
    question: QuestionRef,
    row: String,
    sides: Vec<Side>,
}

/// What one coder recorded.
#[derive(Serialize)]
struct Side {
    coder: String,
    stance: Stance,
    positions: Vec<PositionView>,
    silence: Option<SilenceView>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let reliability = scope
        .site
        .comparison
        .reliability
        .as_ref()
        .expect("bug: a page of reliability without second codings");
    let digest = scope.site.digest;
    let frame = Frame::new("reliability", "", "Reliability").described(format!(
        "Second codings agree with the first on {} of {} cells.",
        reliability.overall.agreeing, reliability.overall.cells
    ));
    let view = View {
        alpha: reliability.overall.alpha.map(two_digits),
        cells: reliability.overall.cells,
        agreeing: reliability.overall.agreeing,
        codings: digest.codings.iter().map(|it| coding(scope, it)).collect(),
        themes: reliability
            .themes
            .iter()
            .map(|(id, agreement)| OfTheme {
                theme: Link {
                    href: scope.href(Target::Theme(*id), None),
                    text: digest.theme(*id).title.clone(),
                },
                alpha: agreement.alpha.map(two_digits),
                cells: agreement.cells,
                agreeing: agreement.agreeing,
            })
            .collect(),
        questions: reliability
            .questions
            .iter()
            .map(|(id, agreement)| OfQuestion {
                question: question(scope, *id),
                cells: agreement.cells,
                agreeing: agreement.agreeing,
            })
            .collect(),
        differences: reliability
            .differences
            .iter()
            .map(|it| difference(scope, it))
            .collect(),
    };
    Page::new("reliability.html", frame, &view)
}

fn two_digits(value: f64) -> String {
    format!("{value:.2}")
}

fn coding(scope: &Scope<'_>, coding: &Coding) -> CodingView {
    let path = &scope.site.files.get(coding.place.file).path;
    CodingView {
        coder: coding.coder.clone(),
        document: document(scope, coding.document),
        note: scope.inline_option(coding.note.as_ref()),
        edit: edit_link(scope.site, path, "See the coding"),
    }
}

fn difference(scope: &Scope<'_>, it: &Difference) -> DifferenceView {
    let digest = scope.site.digest;
    let own = digest.document(it.document);
    let second = &digest.codings[it.coding];
    let on = it.question;
    DifferenceView {
        document: document(scope, it.document),
        question: question(scope, on),
        row: scope.href(Target::Question(on), Some(&own.id)),
        sides: vec![
            Side {
                coder: "first coding".to_owned(),
                stance: stance(scope, it.first),
                positions: positions(scope, it.document, &own.positions, on),
                silence: silence_on(scope, &own.silences, on),
            },
            Side {
                coder: second.coder.clone(),
                stance: stance(scope, it.second),
                positions: positions(scope, it.document, &second.positions, on),
                silence: silence_on(scope, &second.silences, on),
            },
        ],
    }
}

fn positions(
    scope: &Scope<'_>,
    id: DocumentId,
    list: &[Position],
    on: QuestionId,
) -> Vec<PositionView> {
    list.iter()
        .filter(|it| it.question == on)
        .map(|it| coded_position(scope, id, it))
        .collect()
}

fn silence_on(scope: &Scope<'_>, list: &[Silence], on: QuestionId) -> Option<SilenceView> {
    let found = list.iter().find(|it| it.question == on)?;
    Some(silence(scope, found))
}
