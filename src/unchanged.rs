//! Which documents of an earlier reading a new one would read in the same way, so that it can take them over.
//!
//! A document follows from its record, its source, and the digest's ids, questions and names. So it is
//! unchanged when no files have come or gone, none but records of documents, sources, and what no document
//! is read from have changed, and its own two files have not.

use std::collections::HashSet;
use std::sync::Arc;

use crate::compare::InDocument;
use crate::config::BOOK;
use crate::digest::{Document, DocumentId};
use crate::source::{FileId, Files};
use crate::{Analysis, Reading};

/// The documents of an earlier reading that are as they were.
#[derive(Debug)]
pub struct Unchanged<'a> {
    before: &'a Analysis,
    /// For each document whether it has to be read again.
    changed: Vec<bool>,
}

impl<'a> Unchanged<'a> {
    /// Finds out which documents of an earlier reading still say the same in `files`; none when all have to be
    /// read again.
    ///
    /// A document in whose files something was found wrong is read again, so that it is found again.
    pub fn new(before: &'a Reading, files: &Files) -> Option<Self> {
        let analysis = before.analysis.as_ref()?;
        let content = format!("{}/", before.config.as_ref()?.content_folder);
        let changed = files.changed(&before.files)?;
        let path = |id: &FileId| files.get(*id).path.as_str();
        if !changed.iter().all(|id| is_apart(path(id), &content)) {
            return None;
        }
        let wrong = before.diagnostics.iter();
        let wrong = wrong.flat_map(|it| it.labels.iter().map(|label| label.span.file));
        let again: HashSet<FileId> = wrong.chain(changed).collect();
        let is_changed = |document: &Arc<Document>| {
            let record = document.places.root().span.file;
            again.contains(&record) || again.contains(&document.source)
        };
        Some(Self {
            changed: analysis.digest.documents.iter().map(is_changed).collect(),
            before: analysis,
        })
    }

    /// The document at a place in the list of documents, if it is unchanged.
    pub fn document(&self, index: usize) -> Option<&'a Arc<Document>> {
        let is_changed = self.changed[index];
        (!is_changed).then(|| &self.before.digest.documents[index])
    }

    /// What was worked out from a document, if it is unchanged.
    pub fn in_document(&self, index: usize) -> Option<&'a Arc<InDocument>> {
        let is_changed = self.changed[index];
        (!is_changed).then(|| &self.before.comparison.documents[index])
    }

    /// Whether a document is unchanged.
    pub fn contains(&self, document: DocumentId) -> bool {
        !self.changed[document.0]
    }
}

/// Whether a file can change without a change in any document but the one whose record or source it is.
fn is_apart(path: &str, content: &str) -> bool {
    match path.strip_prefix(content) {
        Some(route) => route.starts_with("documents/") || route.ends_with(".md"),
        None => path != BOOK,
    }
}
