//! Which documents of a digest say the same in files that have changed since, so that they can be taken over.
//!
//! A document follows from its record, its source, and the digest's ids, questions and names. So it is
//! unchanged when no files have come or gone, none but records of documents, sources, and what no document
//! is read from have changed, and its own two files have not.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Digest, Document, DocumentId};
use crate::config::BOOK;
use crate::diag::Diagnostics;
use crate::source::{FileId, Files};

/// The documents of a digest that are as they were.
#[derive(Debug)]
pub struct Unchanged<'a> {
    before: &'a Digest,
    /// For each document whether it has to be read again.
    changed: Vec<bool>,
}

impl<'a> Unchanged<'a> {
    /// Finds out which documents of a digest, read from the files `old`, say the same in the files `new`; none when
    /// all have to be read again.
    ///
    /// A document in whose files something was found `wrong` is read again, so that it is found again.
    /// `content_folder` is relative to the digest's folder, without a slash at its end.
    pub fn new(
        before: &'a Digest,
        (old, new): (&Files, &Files),
        content_folder: &str,
        wrong: &Diagnostics,
    ) -> Option<Self> {
        let changed = new.changed(old)?;
        let content = format!("{content_folder}/");
        let path = |id: &FileId| new.get(*id).path.as_str();
        if !changed.iter().all(|id| is_apart(path(id), &content)) {
            return None;
        }
        let wrong = wrong.iter().flat_map(|it| &it.labels);
        let wrong = wrong.map(|label| label.span.file);
        let again: HashSet<FileId> = wrong.chain(changed).collect();
        let is_changed = |document: &Arc<Document>| {
            let record = document.places.root().span.file;
            again.contains(&record) || again.contains(&document.source)
        };
        Some(Self {
            changed: before.documents.iter().map(is_changed).collect(),
            before,
        })
    }

    /// A document, if it is unchanged. Ids mean the same documents as before.
    pub fn get(&self, id: DocumentId) -> Option<&'a Arc<Document>> {
        self.contains(id).then(|| &self.before.documents[id.0])
    }

    /// Whether a document is unchanged.
    pub fn contains(&self, id: DocumentId) -> bool {
        !self.changed[id.0]
    }
}

/// Whether a file can change without a change in any document but the one whose record or source it is.
fn is_apart(path: &str, content: &str) -> bool {
    match path.strip_prefix(content) {
        Some(route) => route.starts_with("documents/") || route.ends_with(".md"),
        None => path != BOOK,
    }
}
