//! Which passages carry positions, and which cells are coded.

/// What of a document carries positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Indices of the text's blocks that are passages and carry no quote, in source order.
    pub uncovered: Vec<usize>,
    /// How many passages the document has.
    pub passages: usize,
}
