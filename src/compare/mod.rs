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

use concordance::{Concordances, Found, Terms, Words};
use mentions::{Mention, Names};
use rayon::prelude::*;

pub use concordance::{Concordance, Occurrence, TextSize};
pub use relation::{Likeness, Relation};
pub use stance::{Cell, Counted, DocumentStance, Row};

/// Everything that is worked out from a digest as a whole, once.
#[derive(Debug)]
pub struct Comparison {
    /// One row per document, in order of id.
    pub rows: Vec<Row>,
    /// For each question, in the digest's order, the documents that are coded on it, in order of id.
    pub coded: Vec<Vec<DocumentId>>,
    /// Those of them whose stance has a value on the line from against to for, with it.
    pub values: Vec<Vec<(DocumentId, f64)>>,
    /// One concordance per question, in the digest's order.
    pub concordances: Vec<Concordance>,
    /// How large each document is.
    pub sizes: Vec<TextSize>,
    /// Where names of holders and instruments stand in the documents: one list per document, in
    /// source order.
    pub mentions: Vec<Vec<Mention>>,
    /// Agreement of second codings with the first; none without second codings.
    pub reliability: Option<reliability::Reliability>,
}

impl Comparison {
    /// Works everything out.
    pub fn new(digest: &Digest) -> Self {
        let questions = digest.questions.len();
        let documents = digest.documents.iter();
        let rows: Vec<Row> = documents
            .map(|document| Row::new(&document.positions, &document.silences, questions))
            .collect();
        let mut coded = vec![Vec::new(); questions];
        let mut values = vec![Vec::new(); questions];
        for (index, row) in rows.iter().enumerate() {
            for (question, cell) in row.coded() {
                let document = DocumentId(index);
                coded[question.0].push(document);
                values[question.0].extend(cell.stance.value().map(|value| (document, value)));
            }
        }
        coded.iter_mut().for_each(Vec::shrink_to_fit);
        values.iter_mut().for_each(Vec::shrink_to_fit);
        let terms = Terms::new(digest.questions.iter().map(|it| it.terms.as_slice()));
        let names = Names::new(digest);
        let mut concordances = Concordances::new(questions);
        let (mut sizes, mut mentions) = (Vec::new(), Vec::new());
        // Some at a time, so that what was found is not held twice.
        let mut ids = (0..digest.documents.len()).map(DocumentId);
        for documents in digest.documents.chunks(512) {
            let found = documents.par_iter().map(|document| {
                let words = Words::new(&document.text);
                (words.size(), terms.find(&words), names.find(&words))
            });
            let found: Vec<(TextSize, Found, Vec<Mention>)> = found.collect();
            for ((size, hits, mentioned), id) in found.into_iter().zip(&mut ids) {
                sizes.push(size);
                concordances.add(id, &hits);
                mentions.push(mentioned);
            }
        }
        Self {
            rows,
            coded,
            values,
            concordances: concordances.finish(),
            sizes,
            mentions,
            reliability: reliability::reliability(digest),
        }
    }

    /// The cell of a document and a question.
    pub fn cell(&self, document: DocumentId, question: QuestionId) -> &Cell {
        self.rows[document.0].cell(question)
    }
}
