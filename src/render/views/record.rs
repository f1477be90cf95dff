//! `documents/ID/record.html`: the record as it is written, its lines numbered.

use askama::Template;
use serde::Serialize;

use super::Page;
use super::parts::{DocumentRef, document};
use crate::digest::DocumentId;
use crate::render::address::Target;
use crate::render::frame::{Frame, edit_link};
use crate::render::highlight::yaml_lines;
use crate::render::html::Html;
use crate::render::issues;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    document: DocumentRef,
    path: String,
    lines: Html,
}

/// A line of the record, counted from 1.
#[derive(Template)]
#[template(path = "compiled/line.html")]
struct Line {
    number: usize,
    html: Html,
}

pub(super) fn page(scope: &Scope<'_>, id: DocumentId) -> Page {
    let own = scope.site.digest.document(id);
    let file = scope.site.files.get(own.places.file());
    let mut frame = Frame::new("record", "documents", format!("Record of {}", own.short))
        .described(format!(
            "The record of {} as it is written: positions, silences and where the source comes from.",
            own.short
        ))
        .below(scope.href(Target::Documents, None), "Documents")
        .below(scope.href(Target::Document(id), None), own.short.clone());
    frame.edit = edit_link(scope.site, &file.path, "Edit this record")
        .into_iter()
        .chain(issues::correct_position(scope.site, &own.id, None))
        .collect();
    let text = String::from_utf8_lossy(file.bytes());
    let lines = yaml_lines(text.trim_start_matches('\u{feff}'));
    let view = View {
        document: document(scope, id),
        path: file.path.clone(),
        lines: Html::lines((1..).zip(lines).map(|(number, html)| Line { number, html })),
    };
    Page::new("record.html", frame, &view)
}
