//! Tables of stances, relations of documents, concordance, coverage and reliability: arithmetic on
//! a digest, which reports nothing.

pub mod alike;
mod bits;
mod bounds;
pub mod concordance;
pub mod coverage;
pub mod mentions;
pub mod parting;
pub mod relation;
pub mod reliability;
pub mod stance;

use std::sync::Arc;

use rayon::prelude::*;

use crate::digest::{Digest, Document, DocumentId, QuestionId, TOGETHER, Unchanged};
use alike::Values;
use concordance::{Found, Terms, Words};
use mentions::{Mention, Names};

pub use concordance::{Concordance, Occurrence, TextSize};
pub use relation::{Likeness, Relation};
pub use stance::{Cell, CodedDocuments, Counted, DocumentStance, Row, Stances, Tally};

/// Everything that is worked out from a digest as a whole, once.
#[derive(Debug)]
pub struct Comparison {
    /// What each document gives by itself, in order of id.
    pub documents: Vec<Arc<InDocument>>,
    /// The documents that are coded on each question, in the digest's order.
    pub coded: Vec<CodedDocuments>,
    /// How many documents have each stance on each question.
    pub tallies: Vec<Tally>,
    /// The values that their stances have on the line from against to for.
    pub values: Values,
    /// One concordance per question, in the digest's order.
    pub concordances: Vec<Concordance>,
    /// Agreement of second codings with the first; none without second codings.
    pub reliability: Option<reliability::Reliability>,
}

/// What is worked out from one document and the digest's questions and names.
#[derive(Debug)]
pub struct InDocument {
    /// Its stances.
    pub row: Row,
    /// How large it is.
    pub size: TextSize,
    /// Where terms of questions occur in it.
    pub terms: Found,
    /// Where names of holders and instruments stand in it, in source order.
    pub mentions: Vec<Mention>,
}

impl Comparison {
    /// Works everything out. What follows from documents alone that are unchanged `since` an earlier comparison is
    /// taken over from there.
    pub fn new(digest: &Digest, since: Option<(&Self, &Unchanged<'_>)>) -> Self {
        let questions = digest.questions.len();
        let before = |index: usize| {
            let (before, unchanged) = since?;
            let id = DocumentId(index);
            unchanged.contains(id).then(|| &before.documents[index])
        };
        let read = digest.documents.par_iter().enumerate();
        let read = read.filter(|(index, _)| before(*index).is_none());
        let bytes = read.map(|(_, document)| document.text.bytes()).sum();
        let terms = digest.questions.iter().map(|it| it.terms.as_slice());
        let terms = Terms::new(terms, bytes);
        let names = Names::new(mentions::names(digest), bytes);
        let of_document = |(index, document): (usize, &Arc<Document>)| {
            if let Some(before) = before(index) {
                return Arc::clone(before);
            }
            let words = Words::new(&document.text);
            Arc::new(InDocument {
                row: Row::new(&document.positions, &document.silences, questions),
                size: words.size(),
                terms: terms.find(&words),
                mentions: names.find(&words),
            })
        };
        let documents = digest.documents.par_iter().enumerate();
        let documents = documents.with_max_len(TOGETHER);
        let documents = documents.map(of_document).collect();
        Self::of(documents, questions, reliability::reliability(digest))
    }

    /// Puts together what documents give by themselves on so many questions.
    fn of(
        documents: Vec<Arc<InDocument>>,
        questions: usize,
        reliability: Option<reliability::Reliability>,
    ) -> Self {
        let mut coded = vec![CodedDocuments::default(); questions];
        let mut tallies = vec![Tally::default(); questions];
        let mut concordances = vec![Concordance::default(); questions];
        let by_id = || (0..).map(DocumentId).zip(&documents);
        let add_cells = || {
            for (id, in_document) in by_id() {
                for (question, cell) in in_document.row.coded() {
                    coded[question.0].push(id, cell);
                    tallies[question.0].add(cell);
                }
            }
        };
        let add_terms = || {
            for (id, in_document) in by_id() {
                for (question, occurrences) in in_document.terms.by_question() {
                    concordances[question].documents.push(id);
                    concordances[question].occurrences += occurrences.len();
                }
            }
        };
        let values = || Values::of(&documents, questions);
        let (values, _) = rayon::join(values, || rayon::join(add_cells, add_terms));
        for (tally, coded) in tallies.iter_mut().zip(&mut coded) {
            coded.shrink_to_fit();
            tally.add_not_coded(documents.len() - coded.documents().len());
        }
        Self {
            documents,
            coded,
            tallies,
            values,
            concordances,
            reliability,
        }
    }

    /// A document's stances.
    pub fn row(&self, document: DocumentId) -> &Row {
        &self.documents[document.0].row
    }

    /// The cell of a document and a question.
    pub fn cell(&self, document: DocumentId, question: QuestionId) -> &Cell {
        self.row(document).cell(question)
    }

    /// Where the terms of a question occur in a document, in source order.
    pub fn occurrences(&self, document: DocumentId, question: QuestionId) -> &[Occurrence] {
        self.documents[document.0].terms.of(question.0)
    }

    /// Where names of holders and instruments stand in all documents.
    pub fn all_mentions(&self) -> impl Iterator<Item = &Mention> {
        self.documents.iter().flat_map(|it| &it.mentions)
    }

    /// Where names of holders and instruments stand in a document, in source order.
    pub fn mentions(&self, document: DocumentId) -> &[Mention] {
        &self.documents[document.0].mentions
    }
}
