//! The physical lines of a file, and the guess of how they make paragraphs.

use std::ops::Range;

use crate::text::Lines;
use crate::text::chars::{ends_finally, first_mark, width};
use crate::text::{label, marker};

/// One physical line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The bytes of the file, without its line break and the white space at both ends.
    pub(super) words: Range<usize>,
    /// How far it is indented, in columns.
    pub(super) indent: usize,
}

impl Line {
    /// Whether it has no words.
    pub(super) fn is_blank(&self) -> bool {
        self.words.is_empty()
    }
}

/// How far a tabulator reaches, in columns.
const TAB: usize = 4;

/// Parts a source into its lines, from byte `start` on.
///
/// A line ends at LF, CR, CRLF or one of Unicode's separators of lines. A page break (form feed) and
/// a separator of paragraphs count as a blank line.
pub(super) fn lines(source: &str, start: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line_start = start;
    let mut seen = start;
    while let Some(ahead) = before_break(&source.as_bytes()[seen..]) {
        let offset = seen + ahead;
        seen = offset + 1;
        let c = source[offset..].chars().next();
        let Some(c) = c.filter(|c| is_break(*c)) else {
            continue;
        };
        // The LF of a CRLF ends a line that begins and ends between the two: none.
        if c == '\n' && offset == line_start && source[..offset].ends_with('\r') {
            line_start = offset + 1;
            continue;
        }
        lines.push(line(source, line_start..offset));
        if matches!(c, '\u{c}' | '\u{2029}') {
            lines.push(line(source, offset..offset));
        }
        line_start = offset + c.len_utf8();
    }
    lines.push(line(source, line_start..source.len()));
    lines
}

/// Whether a line ends here.
pub(super) fn is_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// How many bytes stand before the next one with which a character begins at which a line may end, if there is one.
fn before_break(bytes: &[u8]) -> Option<usize> {
    let may_break = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xc2 | 0xe2);
    // There are few: so all of several bytes are looked at, which takes them at once.
    let chunks = bytes.chunks_exact(32);
    let chunks =
        chunks.take_while(|chunk| !chunk.iter().fold(false, |any, it| any | may_break(it)));
    let without = 32 * chunks.count();
    let after = bytes[without..].iter().position(may_break)?;
    Some(without + after)
}

fn line(source: &str, range: Range<usize>) -> Line {
    let text = &source[range.clone()];
    let indented = text.trim_start();
    let blank = &text[..text.len() - indented.len()];
    let start = range.start + blank.len();
    let columns = |c: char| if c == '\t' { TAB } else { 1 };
    Line {
        words: start..start + indented.trim_end().len(),
        indent: blank.chars().map(columns).sum(),
    }
}

/// Wraps are narrower than this, in columns.
const WIDEST_WRAP: usize = 140;

/// Lines narrower than this, in columns, say nothing by being full.
const NARROWEST_WRAP: usize = 40;

/// Guesses how the lines make paragraphs.
///
/// Only lines that directly follow another say anything, and of those only the ones that do not begin
/// something of their own. A line goes on from the one before if that one does not end a sentence and
/// this one begins in lower case. If it begins with a capital, the one before must have had no room for
/// its first word; where there is no case, it must at least not be a short line. In hard-wrapped text most lines do; in a text with a paragraph on each line only the rare one
/// below a heading does. A third is far from both.
pub(super) fn guess(source: &str, lines: &[Line]) -> Lines {
    let words = |line: &Line| &source[line.words.clone()];
    let widest = lines
        .iter()
        .map(|line| width(words(line)))
        .filter(|&width| width <= WIDEST_WRAP)
        .max()
        .unwrap_or(0);
    let (mut pairs, mut going_on) = (0_usize, 0_usize);
    for pair in lines.windows(2) {
        let (before, after) = (words(&pair[0]), words(&pair[1]));
        if before.is_empty()
            || after.is_empty()
            || begins_something(after)
            || label::is_bare(before)
        {
            continue;
        }
        pairs += 1;
        let width_before = width(before);
        let is_full = || widest >= NARROWEST_WRAP && !has_room(width_before, after, widest);
        let goes_on = match first_mark(after) {
            Some(c) if c.is_lowercase() => true,
            Some(c) if c.is_uppercase() => is_full(),
            _ => width_before * 2 >= widest,
        };
        if goes_on && width_before <= WIDEST_WRAP && !ends_finally(before) {
            going_on += 1;
        }
    }
    if pairs > 0 && going_on * 3 >= pairs {
        Lines::Wrapped
    } else {
        Lines::Paragraphs
    }
}

fn begins_something(line: &str) -> bool {
    marker::find(line).is_some() || label::length(line).is_some()
}

/// Whether the first word of a line would have found room on the line before, so many columns wide,
/// in a text that is `wrap` columns wide.
pub(super) fn has_room(width_before: usize, after: &str, wrap: usize) -> bool {
    let first_word = after.split_whitespace().next().unwrap_or("");
    width_before + 1 + width(first_word) <= wrap
}

/// How wide a wrapped text is, in columns: nine in ten of the lines that another follows are not
/// wider. An address that sticks out does not count so.
pub(super) fn wrap_width(source: &str, lines: &[Line]) -> usize {
    let mut widths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_blank() && !pair[1].is_blank())
        .map(|pair| width(&source[pair[0].words.clone()]))
        .collect();
    widths.sort_unstable();
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_break() {
        let check = |source: &str, expected: &[&str]| {
            let lines = lines(source, 0);
            let words: Vec<&str> = lines.iter().map(|l| &source[l.words.clone()]).collect();
            assert_eq!(words, expected, "{source:?}");
        };
        check("", &[""]);
        check("a\nb\n", &["a", "b", ""]);
        check("a\r\nb\rc", &["a", "b", "c"]);
        check("a\r\n\r\nb", &["a", "", "b"]);
        // A page break parts like a blank line, wherever it stands.
        check("a\u{c}b", &["a", "", "b"]);
        check("a\u{2028}b\u{2029}c", &["a", "b", "", "c"]);
        check("a\u{85}b\u{b}c", &["a", "b", "c"]);
        // Other characters begin with the same bytes.
        check("“a” ¶ b\nc–d", &["“a” ¶ b", "c–d"]);
        check("  a \t\n\tb", &["a", "b"]);
    }

    #[test]
    fn guesses() {
        let check = |source: &str, expected: Lines| {
            assert_eq!(guess(source, &lines(source, 0)), expected, "{source:?}");
        };
        let wrapped = "Digital technologies impact the enjoyment\nof every human right.\n";
        check(wrapped, Lines::Wrapped);
        // German nouns begin with capitals; the line before had no room for them.
        let german = "Die Erklärung über künstliche Intelligenz und die\nMenschenrechte wurde von \
                      vierzig Staaten der\nKoalition angenommen.";
        check(german, Lines::Wrapped);
        let paragraphs = "A first paragraph.\nA heading\nA second paragraph.\nA third one.\n";
        check(paragraphs, Lines::Paragraphs);
        // Labels and items stand on lines of their own either way.
        check("Speaker 1: A\nSpeaker 2: B\n- a\n- b", Lines::Paragraphs);
        check("人权是普遍的\n不可分割的。", Lines::Wrapped);
        check(
            "人权是普遍的。\n发展权是不可剥夺的人权。",
            Lines::Paragraphs,
        );
        check(
            "总则\n人权是普遍的、不可分割的。\n目标\n发展权是不可剥夺的人权。",
            Lines::Paragraphs,
        );
        check("", Lines::Paragraphs);
    }
}
