//! Texts of new files: a digest to start from, and records of which as much is written as is known.
//!
//! ```text
//! schema of a kind ──▶ outline: every key with what it means, empty where somebody has to write
//! source ──▶ what can be known from it ──▶ outline of a document, with its questions as comments
//! ```
//!
//! Nothing is made up: what is not known stays empty, and `check` says so at its line. What is guessed
//! is written, with a comment that says how.

mod document;
mod example;
mod language;
mod outline;
mod questions;
mod starter;
#[cfg(test)]
mod tests;

pub use document::{Draft, document};
pub use example::{Example, example};
pub use outline::written;
pub use starter::digest;

use std::collections::BTreeMap;

use crate::record::Kind;

/// The path of a record relative to the digest's folder, whose content stands in `content_folder`.
pub fn path(content_folder: &str, kind: Kind, id: &str) -> String {
    format!("{content_folder}/{}", kind.place().replace("ID", id))
}

/// A new record of which nothing is known: a theme, a holder, an instrument. `line` is its first line,
/// when the digest has schemas.
pub fn record(kind: Kind, line: Option<&str>) -> String {
    with_first_line(line, &outline::outline(kind, &BTreeMap::new()))
}

fn with_first_line(line: Option<&str>, text: &str) -> String {
    line.map_or_else(|| text.to_owned(), |line| format!("{line}\n{text}"))
}

/// A text on one line, without characters that no record holds.
fn one_line(text: &str) -> String {
    let is_blank =
        |c: char| c.is_whitespace() || c.is_control() || "\u{feff}\u{fffe}\u{ffff}".contains(c);
    text.split(is_blank)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
