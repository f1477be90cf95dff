//! The stages of the library as the commands call them: read, analyse, render, write.

use std::path::Path;

use anyhow::Result;
use policy_digest::diag::{Code, Diagnostic, Diagnostics};
use policy_digest::load::{self, Input};
use policy_digest::source::Files;
use policy_digest::write::{Output, Written};
use policy_digest::{analyse, config};

/// A digest, read and analysed.
pub(super) struct Digest {
    files: Files,
    diagnostics: Diagnostics,
}

/// Reads and analyses the digest in `root`. The inner `Err` has no configuration to go on with.
pub(super) fn read(root: &Path, _site_url: Option<&str>) -> Result<Result<Digest, Digest>> {
    let book = load::book(root)?;
    let mut diagnostics = Diagnostics::new();
    let Some(config) = config::read(&book, &mut diagnostics) else {
        let diagnostics = diagnostics.sorted(&book);
        return Ok(Err(Digest {
            files: book,
            diagnostics,
        }));
    };
    let inputs = [
        Input {
            path: load::BOOK,
            limit: load::TEXT_LIMIT,
        },
        Input {
            path: &config.content_folder,
            limit: load::TEXT_LIMIT,
        },
        Input {
            path: config::TEMPLATES,
            limit: load::TEXT_LIMIT,
        },
        Input {
            path: config::SEEDS,
            limit: load::SOURCE_LIMIT,
        },
    ];
    let files = load::load(root, &inputs)?;
    let (_, diagnostics) = analyse(&config, &files);
    Ok(Ok(Digest { files, diagnostics }))
}

/// Every kind of diagnostic, in order of id.
pub(super) fn codes() -> Vec<&'static Code> {
    policy_digest::codes()
}

impl Digest {
    pub(super) fn files(&self) -> &Files {
        &self.files
    }

    /// What was found wrong, in the order in which it is printed.
    pub(super) fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// The output folder by `book.toml`.
    pub(super) fn output_folder(&self) -> &str {
        "public"
    }

    /// The paths from which the digest was read, relative to its folder.
    pub(super) fn inputs(&self) -> Vec<&str> {
        vec![load::BOOK, "content", "templates", "seeds"]
    }

    /// Renders and writes the site. The inner `Err` says why it cannot be rendered.
    pub(super) fn write(&self, output: Output) -> Result<Result<Written, Self>> {
        let files: Vec<_> = self.files.under("content/").map(|(_, file)| file).collect();
        let addresses: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
        let render = |index: usize| Ok::<_, Diagnostic>(files[index].bytes().to_vec());
        match output.write(&addresses, render)? {
            Ok(written) => Ok(Ok(written)),
            Err(failed) => {
                let mut diagnostics = Diagnostics::new();
                for diagnostic in failed {
                    diagnostics.push(diagnostic);
                }
                let files = self.files.clone();
                let diagnostics = diagnostics.sorted(&files);
                Ok(Err(Self { files, diagnostics }))
            }
        }
    }
}
