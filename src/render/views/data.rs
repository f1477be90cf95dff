//! `data.html`: the digest as data, and what its columns and keys mean.

use serde::Serialize;

use super::Page;
use super::cited::Cited;
use crate::render::address::Target;
use crate::render::citation;
use crate::render::export::{CODING_COLUMNS, COLUMNS, KEYS};
use crate::render::frame::Frame;
use crate::render::linked_data;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    csv: String,
    /// Nothing without second codings.
    codings: Option<String>,
    json: String,
    cited: Cited,
    columns: Vec<(&'static str, &'static str)>,
    coding_columns: Vec<(&'static str, &'static str)>,
    keys: Vec<(&'static str, &'static str)>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let site = scope.site;
    let mut frame = Frame::new("data", "data", "Data")
        .described("The whole digest as a table and as JSON, for analysis and reuse.");
    frame.linked_data = linked_data::dataset(site);
    let codings = scope.site.has(Target::CodingsCsv);
    let view = View {
        csv: scope.href(Target::PositionsCsv, None),
        codings: codings.then(|| scope.href(Target::CodingsCsv, None)),
        json: scope.href(Target::DigestJson, None),
        cited: Cited::of(
            &[citation::digest(site)],
            "documents",
            // With those of all documents, which are too many to stand in a page.
            |format, _| scope.href(Target::CitedAll(format), None),
        ),
        columns: COLUMNS.to_vec(),
        coding_columns: CODING_COLUMNS.to_vec(),
        keys: KEYS.to_vec(),
    };
    Page::new("data.html", frame, &view)
}
