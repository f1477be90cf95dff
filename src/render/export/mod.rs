//! The digest as data: `data/positions.csv`, `data/codings.csv` and `data/digest.json`.
//!
//! Offsets count Unicode code points from 0, half-open, in the text of one passage as
//! `digest.json` gives it. Of documents published as excerpts only passages that carry quotes are
//! given.

mod tables;
mod whole;

pub(super) use tables::{CODING_COLUMNS, COLUMNS, Positions, codings_csv};
pub(super) use whole::{KEYS, digest_json};

use serde::Serialize;

use crate::digest::{Document, TextRange};

/// A range of a document's text.
#[derive(Serialize)]
struct PlaceData {
    passage: String,
    start: usize,
    end: usize,
}

/// A range in code points.
fn place(document: &Document, range: &TextRange) -> PlaceData {
    let block = &document.text.blocks[range.block];
    let start = block.text[..range.start].chars().count();
    PlaceData {
        passage: block.fragment(),
        start,
        end: start + block.text[range.range()].chars().count(),
    }
}
