//! How two documents stand to each other, on one question and as a whole.

/// How two documents stand to each other on one question: the first of these that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// At least one is not coded.
    NotCoded,
    /// Both are silent.
    BothSilent,
    /// One is silent.
    OneSilent,
    /// Within at least one, holders stand on both sides.
    Divided,
    /// Both raise the subject.
    BothRaise,
    /// One takes a side, the other raises the subject.
    OneTakesSide,
    /// Both support in part, or one in part and the other wholly.
    AgreeInPart,
    /// The same stance.
    Agree,
    /// Opposite sides.
    Differ,
}

/// How alike two documents are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// How many questions have each relation, in the order of [`Relation::ALL`].
    pub counts: [usize; 9],
    /// On how many questions both have a stance that counts.
    pub n: usize,
    /// Mean closeness over those questions, 0 to 1; none below n = 5.
    pub score: Option<f64>,
    /// The lowest and highest that the score could be if silences were stances; none where the score is.
    pub bounds: Option<(f64, f64)>,
}
