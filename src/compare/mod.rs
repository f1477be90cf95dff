//! Tables of stances, relations of documents, concordance, coverage and reliability: arithmetic on
//! a digest, which reports nothing.

use crate::digest::{Digest, DocumentId, QuestionId};

pub mod concordance;
pub mod coverage;
pub mod mentions;
pub mod parting;
pub mod relation;
pub mod reliability;
pub mod stance;

pub use concordance::{Concordance, Occurrence};
pub use relation::{Likeness, Relation};
pub use stance::{Cell, Counted, DocumentStance};

/// Everything that is worked out from a digest as a whole, once.
#[derive(Debug)]
pub struct Comparison {
    /// One row per document, in order of id; one cell per question, in the digest's order.
    pub cells: Vec<Vec<Cell>>,
    /// One concordance per question, in the digest's order.
    pub concordances: Vec<Concordance>,
    /// Where names of holders and instruments stand in the documents: one list per document, in
    /// source order.
    pub mentions: Vec<Vec<mentions::Mention>>,
    /// Agreement of second codings with the first; none without second codings.
    pub reliability: Option<reliability::Reliability>,
}

impl Comparison {
    /// Works everything out.
    pub fn new(digest: &Digest) -> Self {
        let questions = digest.questions.len();
        let cells = digest.documents.iter();
        Self {
            cells: cells
                .map(|document| stance::cells(&document.positions, &document.silences, questions))
                .collect(),
            concordances: concordance::concordances(digest),
            mentions: mentions::mentions(digest),
            reliability: reliability::reliability(digest),
        }
    }

    /// The cell of a document and a question.
    pub fn cell(&self, document: DocumentId, question: QuestionId) -> &Cell {
        &self.cells[document.0][question.0]
    }
}
