//! Notes and the marks that refer to them.
//!
//! A mark is a run of superscript digits or a few characters in square brackets. It refers to a note
//! that begins with the same mark: to the next one behind it (notes at the foot of each page may begin
//! anew with ¹), or else to the last one before it. A mark without a note is plain text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::text::chars::{is_superscript, superscript_length};
use crate::text::links::safe_target;
use crate::text::{Block, BlockKind, Mark, MarkKind};

/// The most characters of a bracketed mark in plain text.
const LONGEST_MARK: usize = 4;

/// The most bytes of a mark by markup.
const LONGEST_MARKUP_MARK: usize = 64;

/// The mark that a line begins with, and its length with the white space behind it.
pub(super) fn leading_mark(line: &str) -> Option<(&str, usize)> {
    let length = match superscript_length(line) {
        0 => bracketed_length(line)?,
        length => length,
    };
    let behind = &line[length..];
    let text = match behind.strip_prefix(':') {
        Some(text) => text.trim_start(),
        None => behind.trim_start(),
    };
    let is_parted = text.len() < behind.len() || !line.starts_with('[');
    let has_words = text.chars().any(char::is_alphanumeric);
    (is_parted && has_words).then(|| (&line[..length], line.len() - text.len()))
}

/// The length of `[12]` at the beginning of a text.
fn bracketed_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let length: usize = inside
        .chars()
        .take(LONGEST_MARK + 1)
        .take_while(|&c| c.is_alphanumeric() || c == '*')
        .map(char::len_utf8)
        .sum();
    let is_mark = (1..=LONGEST_MARK).contains(&inside[..length].chars().count());
    (is_mark && inside[length..].starts_with(']')).then_some(length + 2)
}

/// Whether what Markdown takes for the definition of a link is a note: its label is like a mark, and its
/// target neither one that may be followed nor a place in the same site.
pub(super) fn is_definition(label: &str, target: &str) -> bool {
    let is_mark = bracketed_length(&format!("[{label}]")).is_some();
    is_mark
        && safe_target(target).is_none()
        && !target.is_empty()
        && !target.starts_with(['#', '/', '.'])
}

/// Collects the bracketed marks that stand inside a line, not at its beginning.
pub(super) fn collect_references(line: &str, references: &mut HashSet<String>) {
    for (offset, _) in line.match_indices('[') {
        if offset > 0
            && let Some(length) = bracketed_length(&line[offset..])
        {
            references.insert(line[offset..offset + length].to_owned());
        }
    }
}

/// Marks every note mark of the text that has a note.
pub(super) fn link(blocks: &mut [Block]) {
    let notes = Notes::new(blocks);
    if notes.by_mark.is_empty() {
        return;
    }
    for block in blocks {
        let references = notes.references(block);
        if !references.is_empty() {
            let mut marks = std::mem::take(&mut block.marks).into_vec();
            marks.extend(references);
            block.marks = marks.into();
        }
    }
}

/// The notes of a text by their marks: where they begin in the file, and their numbers, in order.
struct Notes {
    by_mark: HashMap<Box<str>, Vec<(usize, u32)>>,
}

impl Notes {
    fn new(blocks: &[Block]) -> Self {
        let mut by_mark: HashMap<Box<str>, Vec<(usize, u32)>> = HashMap::new();
        for block in blocks {
            if let BlockKind::Note { mark } = &block.kind {
                let place = (block.source_range(0..0).start, block.number);
                by_mark.entry(mark.clone()).or_default().push(place);
            }
        }
        Self { by_mark }
    }

    /// The number of the note that a mark at this byte of the file refers to.
    fn find(&self, mark: &str, place: usize) -> Option<u32> {
        let notes = self.by_mark.get(mark)?;
        let next = notes.partition_point(|(start, _)| *start <= place);
        notes.get(next).or(notes.last()).map(|(_, number)| *number)
    }

    fn references(&self, block: &Block) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut place = 0;
        while let Some(range) = next_mark(&block.text, place) {
            place = range.end;
            let references = self.resolve(block, range);
            marks.extend(references);
        }
        marks
    }

    fn resolve(&self, block: &Block, range: Range<usize>) -> Vec<Mark> {
        let text = &block.text;
        let reference = |range: Range<usize>| {
            let source = block.source_range(range.clone()).start;
            let note = self.find(&text[range.clone()], source)?;
            let kind = MarkKind::NoteReference { note };
            Some(Mark { range, kind })
        };
        if is_power(&text[..range.start], &text[range.clone()]) {
            return Vec::new();
        }
        if let Some(whole) = reference(range.clone()) {
            return vec![whole];
        }
        // “¹²” without a note 12 is two marks, if each has its note.
        let digits = text[range.clone()].char_indices().map(|(offset, c)| {
            let start = range.start + offset;
            start..start + c.len_utf8()
        });
        let each: Option<Vec<Mark>> = digits.map(reference).collect();
        each.unwrap_or_default()
    }
}

/// The next run that looks like a mark, at or behind a byte of the text.
fn next_mark(text: &str, from: usize) -> Option<Range<usize>> {
    let mut from = from;
    loop {
        let start = from + text[from..].find(|c: char| c == '[' || is_superscript(c))?;
        let rest = &text[start..];
        let length = match superscript_length(rest) {
            0 => rest
                .bytes()
                .take(LONGEST_MARKUP_MARK)
                .position(|byte| byte == b']')
                .map(|position| position + 1),
            length => Some(length),
        };
        match length {
            Some(length) => return Some(start..start + length),
            None => from = start + 1,
        }
    }
}

/// Units that are raised to a power more often than they carry a note.
const UNITS: &[&str] = &[
    "m", "km", "cm", "mm", "dm", "nm", "µm", "μm", "ft", "yd", "mi", "in", "s", "м", "км", "см",
];

/// Whether superscript digits are an exponent: `m²`, `10⁶`, `x²`.
fn is_power(before: &str, mark: &str) -> bool {
    if mark.starts_with('[') {
        return false;
    }
    let base = before
        .char_indices()
        .rev()
        .take(3)
        .take_while(|(_, c)| c.is_alphanumeric() && !is_superscript(*c))
        .last()
        .map_or("", |(offset, _)| &before[offset..]);
    let is_unit = matches!(mark, "²" | "³") && UNITS.contains(&base);
    let is_variable = base.chars().count() == 1 && base.chars().all(char::is_alphabetic);
    base == "10" || is_unit || is_variable && mark == "²"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_marks() {
        let check = |line: &str, expected: Option<(&str, usize)>| {
            assert_eq!(leading_mark(line), expected, "{line:?}");
        };
        check("¹ This includes", Some(("¹", 3)));
        check("¹²This includes", Some(("¹²", 4)));
        check("[1] Ibid.", Some(("[1]", 4)));
        check("[a] Ibid.", Some(("[a]", 4)));
        check("[1]: Ibid.", Some(("[1]", 5)));
        // A mark alone marks nothing, and a longer word in brackets is a word.
        check("¹", None);
        check("[1]", None);
        check("[title] Words", None);
        check("[1](#) Words", None);
        check("Words ¹", None);
    }

    #[test]
    fn powers() {
        let check = |before: &str, mark: &str, expected: bool| {
            assert_eq!(is_power(before, mark), expected, "{before:?} {mark:?}");
        };
        check("100 m", "²", true);
        check("10", "⁶", true);
        check("mc", "²", false);
        check("in 2010", "¹", false);
        check("lifecycle", "¹", false);
        check("of x", "²", true);
        check("", "¹", false);
    }
}
