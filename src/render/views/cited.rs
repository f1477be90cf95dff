//! How to cite what a page is about: in words, as BibTeX, and as files.

use serde::Serialize;

use crate::render::citation::{Citation, Format, words};
use crate::render::html::Html;

/// Citations, as pages show them.
#[derive(Serialize)]
pub(super) struct Cited {
    /// In words, in the order given.
    words: Vec<Html>,
    /// All of them as BibTeX.
    bibtex: String,
    /// All of them as files.
    files: Vec<File>,
}

/// A file of citations.
#[derive(Serialize)]
struct File {
    href: String,
    /// What people call the format.
    name: &'static str,
    media_type: &'static str,
    /// Under which name a browser is to keep it.
    file_name: String,
}

impl Cited {
    /// Writes citations, with links to files of them, which `href` makes; `name` begins the files' names.
    pub(super) fn of(
        citations: &[Citation],
        name: &str,
        href: impl Fn(Format, &[Citation]) -> String,
    ) -> Self {
        let files = Format::ALL.map(|format| File {
            href: href(format, citations),
            name: format.name(),
            media_type: format.media_type(),
            file_name: format!("{name}.{}", format.ending()),
        });
        Self {
            words: citations.iter().map(words).collect(),
            bibtex: Format::BibTex.write(citations),
            files: files.into(),
        }
    }
}
