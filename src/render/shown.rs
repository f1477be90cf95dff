//! What of a document's text the site may show.

use std::sync::Arc;

use rayon::prelude::*;

use crate::compare::coverage::{Coverage, coverage};
use crate::digest::{Digest, Document, DocumentId};
use crate::record::Publish;

/// Which blocks of which documents are shown, and which positions quote them.
#[derive(Debug)]
pub(super) struct Shown {
    documents: Vec<(bool, Coverage)>,
}

impl Shown {
    /// Looks through all documents once.
    pub(super) fn new(digest: &Digest) -> Self {
        let of = |document: &Arc<Document>| (document.publish == Publish::Full, coverage(document));
        Self {
            documents: digest.documents.par_iter().map(of).collect(),
        }
    }

    /// Whether a block is shown: in a document published as excerpts, only if it carries quotes.
    pub(super) fn is_shown(&self, document: DocumentId, block: usize) -> bool {
        let (full, coverage) = &self.documents[document.0];
        *full || !coverage.positions[block].is_empty()
    }

    /// Which passages carry positions.
    pub(super) fn coverage(&self, document: DocumentId) -> &Coverage {
        &self.documents[document.0].1
    }
}
