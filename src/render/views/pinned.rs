//! `pinned.html`: the rows that a reader has pinned, put together in the browser.

use serde::Serialize;

use super::Page;
use super::rows::{Rows, rows};
use crate::render::address::Target;
use crate::render::frame::Frame;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    rows: Rows,
    matrix: String,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let frame = Frame::new("pinned", "compare", "Pinned rows")
        .described("Rows that a reader has pinned, together on one page to print or to send.")
        .below(scope.href(Target::Compare, None), "Compare");
    let view = View {
        rows: rows(scope),
        matrix: scope.href(Target::Matrix, None),
    };
    Page::new("pinned.html", frame, &view)
}
