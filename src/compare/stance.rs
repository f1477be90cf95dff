//! A document's stance on a question, worked out from its positions.

/// The stance of a document on a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentStance {
    /// For the proposition.
    Supports,
    /// For a part or a weaker form of it.
    Qualified,
    /// Brings its subject up and takes no side.
    Raises,
    /// Against it.
    Opposes,
    /// Holders on both sides.
    Mixed,
    /// Looked for and not found, on record.
    Silent,
    /// Nobody has looked yet.
    NotCoded,
}

impl DocumentStance {
    /// Its id in records, exports and class names: `supports`, `not-coded`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Qualified => "qualified",
            Self::Raises => "raises",
            Self::Opposes => "opposes",
            Self::Mixed => "mixed",
            Self::Silent => "silent",
            Self::NotCoded => "not-coded",
        }
    }
}

/// One document on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The document's stance.
    pub stance: DocumentStance,
    /// The stance by first-hand positions alone; none when there is no first-hand position. A silence is
    /// first-hand.
    pub first_hand: Option<DocumentStance>,
    /// Indices into the document's positions, in their order.
    pub positions: Vec<usize>,
    /// Index into the document's silences.
    pub silence: Option<usize>,
    /// How many holders it rests on, when it rests on reported positions alone; else 0.
    pub reported_holders: usize,
}
