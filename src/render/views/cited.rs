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
    /// Writes citations, with links to files of them, which `href` makes of the format and what is written in
    /// it; `name` begins the files' names.
    pub(super) fn of(
        citations: &[Citation],
        name: &str,
        href: impl Fn(Format, &str) -> String,
    ) -> Self {
        let mut bibtex = String::new();
        let files = Format::ALL.map(|format| {
            let written = format.write(citations);
            let file = File {
                href: href(format, &written),
                name: format.name(),
                media_type: format.media_type(),
                file_name: format!("{name}.{}", format.ending()),
            };
            if format == Format::BibTex {
                bibtex = written;
            }
            file
        });
        Self {
            words: citations.iter().map(words).collect(),
            bibtex,
            files: files.into(),
        }
    }
}
