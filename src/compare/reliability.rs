//! How far second codings agree with the first.

use super::DocumentStance;
use crate::digest::{DocumentId, QuestionId, ThemeId};

/// Agreement of all second codings with the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Krippendorff's alpha for nominal data over all document stances; none where it is not defined.
    pub alpha: Option<f64>,
    /// How many cells both codings have.
    pub cells: usize,
    /// How many of them agree.
    pub agreeing: usize,
    /// The same theme by theme, in the digest's order: alpha, cells, agreeing.
    pub themes: Vec<(ThemeId, Option<f64>, usize, usize)>,
    /// Question by question, in the digest's order: cells, agreeing.
    pub questions: Vec<(QuestionId, usize, usize)>,
    /// Each cell on which a second coding and the first differ.
    pub differences: Vec<Difference>,
}

/// A cell on which two codings differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The document.
    pub document: DocumentId,
    /// The question.
    pub question: QuestionId,
    /// Index into the digest's codings.
    pub coding: usize,
    /// The first coding's stance.
    pub first: DocumentStance,
    /// The second coding's stance.
    pub second: DocumentStance,
}
