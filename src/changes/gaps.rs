//! What could not be read of either side, so that nothing can be said of it.
//!
//! A mistake in the record of a document, or in its source, leaves that document out; one in a theme
//! ends the comparison, as no document means anything without its questions.

use std::collections::BTreeSet;

use super::{Gap, Kind, Side, Which};
use crate::config::{BOOK, SEEDS};
use crate::diag::Severity;

/// What is left out of a comparison.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// The files, sorted.
    pub(super) files: BTreeSet<Gap>,
    records: BTreeSet<(Kind, String)>,
    /// Files without which nothing can be compared.
    obstacles: BTreeSet<Gap>,
}

impl Gaps {
    /// Looks through what was found wrong in reading both sides.
    ///
    /// # Errors
    ///
    /// The files without which nothing can be compared.
    pub(super) fn of(old: &Side<'_>, new: &Side<'_>) -> Result<Self, Vec<Gap>> {
        let mut gaps = Self::default();
        gaps.add(old, Which::Old);
        gaps.add(new, Which::New);
        if gaps.obstacles.is_empty() {
            Ok(gaps)
        } else {
            Err(gaps.obstacles.into_iter().collect())
        }
    }

    /// Whether nothing is to be said of a record.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.records.contains(&(kind, id.to_owned()))
    }

    /// Whether second codings could not be read, or what they are codings of.
    pub(super) fn touch_codings(&self) -> bool {
        let touches = |kind: &Kind| matches!(kind, Kind::Coding | Kind::Document);
        self.records.iter().any(|(kind, _)| touches(kind))
    }

    fn add(&mut self, side: &Side<'_>, which: Which) {
        let errors = side.diagnostics.iter();
        let errors = errors.filter(|found| found.code.severity == Severity::Error);
        let paths: BTreeSet<&str> = errors
            .map(|found| side.files.get(found.span().file).path.as_str())
            .collect();
        for path in paths {
            self.add_file(side, which, path);
        }
        for document in &side.digest.documents {
            if !document.source_read {
                self.records.insert((Kind::Document, document.id.clone()));
            }
        }
    }

    fn add_file(&mut self, side: &Side<'_>, which: Which, path: &str) {
        let gap = Gap {
            side: which,
            path: path.to_owned(),
        };
        let content = format!("{}/", side.config.content_folder);
        let parts: Vec<&str> = match path.strip_prefix(&content) {
            Some(below) => below.split('/').collect(),
            None => Vec::new(),
        };
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |it| it.0).to_owned();
        let record = match parts[..] {
            ["themes", ..] => {
                self.obstacles.insert(gap);
                return;
            }
            ["documents", .., name] => (Kind::Document, stem(name)),
            ["holders", .., name] => (Kind::Holder, stem(name)),
            ["instruments", .., name] => (Kind::Instrument, stem(name)),
            ["codings", coder, .., name] => (Kind::Coding, format!("{coder}/{}", stem(name))),
            [.., name] if name.ends_with(".md") => (Kind::Page, stem(&parts.join("/"))),
            ["stances.yaml"] => (Kind::Digest, String::new()),
            [] if path == BOOK => (Kind::Digest, String::new()),
            [] if path.starts_with(SEEDS) => {
                let own = side.digest.documents.iter();
                let own = own.filter(|document| side.files.get(document.source).path == path);
                let own = own.map(|document| (Kind::Document, document.id.clone()));
                self.records.extend(own);
                self.files.insert(gap);
                return;
            }
            // No record, so nothing is missing.
            _ => return,
        };
        self.records.insert(record);
        self.files.insert(gap);
    }
}
