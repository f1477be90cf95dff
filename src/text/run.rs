//! A run of words and where they stand in the file, while blocks are being put together.

use std::ops::Range;

use crate::source::narrow;
use crate::text::{self, Mark, MarkKind, Origin};

/// How many of the latest marks may still be open: as many as markup may nest, for each kind.
/// Without a bound, joining many lines would take time with the square of their number.
const OPEN_MARKS: usize = 64;

/// A run of words and the bytes of the file that it stands for, while it may grow and be cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// First byte in the text.
    pub(super) text_start: usize,
    /// The bytes of the file.
    pub(super) source: Range<usize>,
    /// Whether the run is byte for byte what stands in the file; otherwise the whole range stands for the
    /// whole run (a line break read as a space, an entity, an escape).
    pub(super) verbatim: bool,
}

/// Words with their places and their inline markup.
///
/// Holds what [`Block`](crate::text::Block) promises: pieces cover the text in order, and their
/// sources never go backwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) marks: Vec<Mark>,
}

impl Run {
    /// A run that stands in the file as it is.
    pub(super) fn verbatim(source: &str, range: Range<usize>) -> Self {
        let text = &source[range.clone()];
        let piece = Piece {
            text_start: 0,
            source: range,
            verbatim: true,
        };
        Self {
            text: text.to_owned(),
            pieces: match text {
                "" => Vec::new(),
                _ => vec![piece],
            },
            marks: Vec::new(),
        }
    }

    /// Adds words that stand in the file as they are, from `start`.
    pub(super) fn push_verbatim(&mut self, text: &str, start: usize) {
        if text.is_empty() {
            return;
        }
        let source = start..start + text.len();
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.source.end == start => last.source.end = source.end,
            _ => self.pieces.push(Piece {
                text_start: self.text.len(),
                source,
                verbatim: true,
            }),
        }
        self.text.push_str(text);
    }

    /// Adds words that stand for something else in the file.
    pub(super) fn push_replaced(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            text_start: self.text.len(),
            source,
            verbatim: false,
        });
        self.text.push_str(text);
    }

    /// Marks everything from `start` to the end.
    pub(super) fn mark_from(&mut self, start: usize, kind: MarkKind) {
        if start < self.text.len() {
            let range = start..self.text.len();
            self.marks.push(Mark { range, kind });
        }
    }

    /// Adds another run. Markup that ends here and goes on there is one.
    pub(super) fn append(&mut self, other: Self, seam_start: usize) {
        let offset = self.text.len();
        self.text.push_str(&other.text);
        for mut piece in other.pieces {
            piece.text_start += offset;
            match self.pieces.last_mut() {
                Some(last)
                    if last.verbatim && piece.verbatim && last.source.end == piece.source.start =>
                {
                    last.source.end = piece.source.end;
                }
                _ => self.pieces.push(piece),
            }
        }
        for mut mark in other.marks {
            let goes_on = mark.range.start == 0;
            mark.range = mark.range.start + offset..mark.range.end + offset;
            let before = self
                .marks
                .iter_mut()
                .rev()
                .take(OPEN_MARKS)
                .find(|m| goes_on && m.range.end == seam_start && m.kind == mark.kind);
            match before {
                Some(before) => before.range.end = mark.range.end,
                None => self.marks.push(mark),
            }
        }
    }

    /// Drops the first `length` bytes of the text.
    pub(super) fn drop_front(&mut self, length: usize) {
        if length == 0 {
            return;
        }
        let first = self
            .pieces
            .partition_point(|piece| piece.text_start <= length)
            .saturating_sub(1);
        self.pieces.drain(..first);
        for piece in &mut self.pieces {
            if piece.verbatim {
                piece.source.start += length.saturating_sub(piece.text_start);
            }
            piece.text_start = piece.text_start.saturating_sub(length);
        }
        self.text.drain(..length);
        if self.text.is_empty() {
            self.pieces.clear();
        }
        let behind = |offset: usize| offset.saturating_sub(length);
        self.marks.retain_mut(|mark| {
            mark.range = behind(mark.range.start)..behind(mark.range.end);
            !mark.range.is_empty()
        });
    }

    /// Keeps the first `length` bytes of the text.
    pub(super) fn truncate(&mut self, length: usize) {
        if length >= self.text.len() {
            return;
        }
        self.text.truncate(length);
        // From the end only: joining many lines would otherwise look through all of them each time.
        while self
            .pieces
            .pop_if(|piece| piece.text_start >= length)
            .is_some()
        {}
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
        {
            last.source.end = last.source.start + (length - last.text_start);
        }
        for mark in self.marks.iter_mut().rev().take(OPEN_MARKS) {
            mark.range.end = mark.range.end.min(length);
            mark.range.start = mark.range.start.min(length);
        }
        while self.marks.pop_if(|mark| mark.range.is_empty()).is_some() {}
    }

    /// Drops white space at both ends.
    pub(super) fn trim(&mut self) {
        self.truncate(self.text.trim_end().len());
        self.drop_front(self.text.len() - self.text.trim_start().len());
    }

    /// Whether there is nothing to read.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Its origin as a block keeps them: as few pieces as say the same.
    ///
    /// A space that stands for one byte of the file says the same as one that stands there. So a paragraph
    /// whose lines are parted by nothing but their breaks is one piece.
    pub(super) fn origin(&self) -> Origin {
        let mut pieces: Vec<text::Piece> = Vec::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            let next = self.pieces.get(index + 1);
            let text_end = next.map_or(self.text.len(), |next| next.text_start);
            let source = narrow(piece.source.start)..narrow(piece.source.end);
            let is_break = &self.text[piece.text_start..text_end] == " " && source.len() == 1;
            let aligned = piece.verbatim || is_break;
            match pieces.last_mut() {
                Some(last) if last.aligned && aligned && last.source.end == source.start => {
                    last.source.end = source.end;
                }
                _ => pieces.push(text::Piece {
                    text_start: narrow(piece.text_start),
                    source,
                    aligned,
                }),
            }
        }
        match pieces.as_slice() {
            [whole] if whole.aligned => Origin::Aligned(whole.source.start),
            _ => Origin::Pieces(pieces.into()),
        }
    }

    /// The first byte of the file that it stands for.
    pub(super) fn source_start(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.source.start)
    }

    /// The byte of the file behind the last one that it stands for.
    pub(super) fn source_end(&self) -> usize {
        self.pieces.last().map_or(0, |piece| piece.source.end)
    }
}
