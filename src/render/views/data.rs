//! `data.html`: the digest as data, and what its columns and keys mean.

use serde::Serialize;

use super::Page;
use crate::render::address::Target;
use crate::render::export::{COLUMNS, KEYS};
use crate::render::frame::Frame;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    csv: String,
    json: String,
    columns: Vec<(&'static str, &'static str)>,
    keys: Vec<(&'static str, &'static str)>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let frame = Frame::new("data", "data", "Data")
        .described("The whole digest as a table and as JSON, for analysis and reuse.");
    let view = View {
        csv: scope.href(Target::PositionsCsv, None),
        json: scope.href(Target::DigestJson, None),
        columns: COLUMNS.to_vec(),
        keys: KEYS.to_vec(),
    };
    Page::new("data.html", frame, &view)
}
