//! Which passages carry positions, and which cells are coded.

use crate::digest::Document;

/// What of a document carries positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// For each block of the text, in source order: indices of the positions that quote it, in
    /// their order.
    pub positions: Vec<Vec<usize>>,
    /// Indices of the blocks that are passages and carry no quote, in source order.
    pub uncovered: Vec<usize>,
    /// How many passages the document has.
    pub passages: usize,
}

/// Finds for each block of a document's text the positions that quote it.
pub fn coverage(document: &Document) -> Coverage {
    let mut positions: Vec<Vec<usize>> = vec![Vec::new(); document.text.blocks.len()];
    for (index, position) in document.positions.iter().enumerate() {
        for range in position.quotes.iter().flat_map(|quote| quote.ranges()) {
            let here = &mut positions[range.block];
            if here.last() != Some(&index) {
                here.push(index);
            }
        }
    }
    for here in &mut positions {
        here.sort_unstable();
        here.dedup();
    }
    let passages = document.text.blocks.iter().enumerate();
    let passages: Vec<usize> = passages
        .filter(|(_, block)| block.is_passage())
        .map(|(index, _)| index)
        .collect();
    let uncovered = passages.iter().copied();
    Coverage {
        uncovered: uncovered
            .filter(|index| positions[*index].is_empty())
            .collect(),
        passages: passages.len(),
        positions,
    }
}
