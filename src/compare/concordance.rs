//! Where the terms of a question occur in the documents.

use crate::digest::{DocumentId, QuestionId, TextRange};

/// All occurrences of a question's terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    /// The question.
    pub question: QuestionId,
    /// One entry per document, in order of id, also where nothing occurs.
    pub documents: Vec<DocumentOccurrences>,
}

/// What occurs in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentOccurrences {
    /// The document.
    pub document: DocumentId,
    /// In source order.
    pub occurrences: Vec<Occurrence>,
    /// Size of the document in words (UAX #29), or in characters where its script has no spaces.
    pub size: usize,
}

/// One occurrence of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Index into the question's terms.
    pub term: usize,
    /// The words.
    pub range: TextRange,
}
