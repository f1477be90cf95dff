//! Places inside of a value: from words of a decoded text to their bytes in the file.
//!
//! A text in a YAML file may be folded over lines, indented, and written with escapes. Raw and decoded
//! text are walked in lockstep: ordinary characters are the same in both, an escape or `''` is one
//! character, and a run of white space with a line break in it answers to the run of white space that
//! it was decoded to.

use std::ops::Range;

use crate::source::{Files, Span};

/// The place in the file of a range of bytes of a scalar's decoded text.
///
/// `value` is the place of the scalar, `text` what it was decoded to. Its whole place when the range is
/// not one of its text, or the two texts cannot be brought together.
pub fn inside(files: &Files, value: Span, text: &str, range: Range<usize>) -> Span {
    let bytes = files.get(value.file).bytes();
    let raw = bytes.get(value.range());
    let raw = raw.and_then(|raw| std::str::from_utf8(raw).ok());
    let places = raw.and_then(|raw| align(raw, text));
    match places.and_then(|places| range_of(&places, text, range)) {
        Some(found) => {
            let start = value.range().start;
            Span::new(value.file, start + found.start..start + found.end)
        }
        None => value,
    }
}

fn range_of(places: &[Range<usize>], text: &str, range: Range<usize>) -> Option<Range<usize>> {
    if range.start > range.end || range.end > text.len() {
        return None;
    }
    let mut inside = text
        .char_indices()
        .zip(places)
        .filter(|((at, _), _)| range.contains(at))
        .map(|(_, place)| place);
    let Some(first) = inside.next() else {
        // Between two characters.
        let index = text
            .char_indices()
            .take_while(|(at, _)| *at < range.start)
            .count();
        let at = places
            .get(index)
            .map(|place| place.start)
            .or(places.last().map(|last| last.end))?;
        return Some(at..at);
    };
    let last = inside.last().unwrap_or(first);
    Some(first.start..last.end)
}

/// For each character of the decoded text the range of bytes of the raw one that it was read from; in
/// order, and never overlapping backwards.
fn align(raw: &str, text: &str) -> Option<Vec<Range<usize>>> {
    let (start, end) = content(raw);
    let mut walk = Walk {
        raw: &raw[..end],
        at: start,
        style: raw.chars().next()?,
        places: Vec::with_capacity(text.len()),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = walk.step(rest, c)?;
        rest = &rest[taken..];
    }
    Some(walk.places)
}

/// Where the content of a raw scalar begins and ends: inside of quotation marks, or on the line after
/// the one with `|` or `>`.
fn content(raw: &str) -> (usize, usize) {
    match raw.as_bytes().first() {
        Some(b'"' | b'\'') if raw.len() >= 2 => (1, raw.len() - 1),
        Some(b'|' | b'>') => {
            let header = raw.find('\n').map_or(raw.len(), |newline| newline + 1);
            (header, raw.len())
        }
        _ => (0, raw.len()),
    }
}

struct Walk<'a> {
    raw: &'a str,
    at: usize,
    /// The first raw character: `"`, `'`, `|`, `>`, or any other for plain.
    style: char,
    places: Vec<Range<usize>>,
}

impl Walk<'_> {
    /// Takes one character of the decoded text, or a run of white space, and says how many bytes of it.
    fn step(&mut self, rest: &str, c: char) -> Option<usize> {
        let raw = &self.raw[self.at..];
        if self.style == '"' && raw.starts_with('\\') {
            return self.escape(c);
        }
        if self.style == '\'' && c == '\'' && raw.starts_with("''") {
            return Some(self.take(2, c));
        }
        let run = raw.len() - raw.trim_start_matches(is_blank).len();
        let is_block = matches!(self.style, '|' | '>');
        // A block's first line is indented without a break before it.
        let is_fold = raw[..run].contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}'])
            || (is_block && self.places.is_empty() && run > 0);
        if is_fold {
            return self.fold(rest, run);
        }
        if raw.starts_with(c) {
            return Some(self.take(c.len_utf8(), c));
        }
        // The line break that ends a block may be outside of its range.
        (is_block && c == '\n' && raw.is_empty()).then(|| self.take(0, c))
    }

    fn take(&mut self, bytes: usize, c: char) -> usize {
        self.places.push(self.at..self.at + bytes);
        self.at += bytes;
        c.len_utf8()
    }

    fn escape(&mut self, c: char) -> Option<usize> {
        let raw = &self.raw[self.at + 1..];
        let kind = raw.chars().next()?;
        let length = match kind {
            'x' => 4,
            'u' => 6,
            'U' => 10,
            // An escaped line break joins two lines without a space.
            '\n' | '\r' => {
                let blank = raw.len() - raw.trim_start_matches(is_blank).len();
                self.at += 1 + blank;
                return Some(0);
            }
            _ => 1 + kind.len_utf8(),
        };
        (self.at + length <= self.raw.len()).then(|| self.take(length, c))
    }

    /// Brings a run of white space with a line break in it together with what it was decoded to.
    fn fold(&mut self, rest: &str, run: usize) -> Option<usize> {
        let decoded = &rest[..rest.len() - rest.trim_start_matches(is_blank).len()];
        let raw = &self.raw[self.at..self.at + run];
        let leading = common_spaces(raw, decoded);
        let last_break = decoded.rfind(is_break);
        // Spaces behind the last break are indentation that the text kept: they end the raw run.
        let trailing = match last_break {
            Some(at) => decoded[at..].chars().count() - 1,
            None if self.places.is_empty() => decoded.len(),
            None => 0,
        };
        let count = decoded.chars().count();
        let breaks: Vec<usize> = raw.match_indices('\n').map(|(at, _)| at).collect();
        let mut next_break = 0;
        for (index, c) in decoded.chars().enumerate() {
            let place = if index < leading {
                index..index + 1
            } else if index + trailing >= count {
                let behind = count - index;
                raw.len().checked_sub(behind)?..raw.len() + 1 - behind
            } else {
                let at = breaks.get(next_break).or(breaks.last()).copied();
                next_break += 1;
                let at = at.unwrap_or(leading.min(raw.len()));
                at..(at + c.len_utf8()).min(raw.len())
            };
            self.places.push(self.at + place.start..self.at + place.end);
        }
        self.at += run;
        if decoded.is_empty() && run == 0 {
            return None;
        }
        Some(decoded.len())
    }
}

/// How many spaces and tabs both runs begin with, before the first line break of the decoded one.
fn common_spaces(raw: &str, decoded: &str) -> usize {
    if !decoded.contains(is_break) {
        return 0;
    }
    raw.bytes()
        .zip(decoded.bytes())
        .take_while(|(a, b)| a == b && matches!(a, b' ' | b'\t'))
        .count()
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_break(c) || c == '\r'
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::Diagnostics;
    use crate::record::node::{Node, Value};
    use crate::record::{events, text};
    use crate::source::{Content, File, FileId};

    fn read(yaml: &str) -> (Files, Option<Node>) {
        let files = Files::new([File {
            path: "a.yaml".to_owned(),
            content: Content::Bytes(yaml.as_bytes().to_vec()),
        }]);
        let file: FileId = files.find("a.yaml").expect("it was put in");
        let mut diags = Diagnostics::new();
        let source = text::read(file, files.get(file).bytes(), &mut diags);
        let root = source.and_then(|source| events::tree(source, &mut diags));
        (files, root)
    }

    fn value(root: &Node) -> (&Node, &str) {
        let node = root.at([crate::record::node::Step::Key("a")]);
        match &node.value {
            Value::Scalar { text, .. } => (node, text),
            other => panic!("no scalar: {other:?}"),
        }
    }

    #[test]
    fn words_are_found_in_every_style() {
        let check = |yaml: &str, words: &str, written: &str| {
            for yaml in [
                yaml.to_owned(),
                format!("\u{feff}{}", yaml.replace('\n', "\r\n")),
            ] {
                let (files, root) = read(&yaml);
                let root = root.expect("it is YAML");
                let (node, text) = value(&root);
                let start = text.find(words).expect("the words are there");
                let span = inside(&files, node.span, text, start..start + words.len());
                let found = &yaml[span.range()].replace("\r\n", "\n");
                assert_eq!(found, written, "{yaml:?} decoded to {text:?}");
            }
        };
        check("a: one two three\n", "two", "two");
        check("a: one\n  two three\n", "two", "two");
        // Over a fold.
        check("a: one\n  two three\n", "one two", "one\n  two");
        check("a: one  \n\n  two three\n", "two", "two");
        check("a: 'it''s two'\n", "it's", "it''s");
        check("a: 'one\n\n  two'\n", "two", "two");
        check("a: \"\\u00e9\\t\\\"two\\\"\"\n", "two", "two");
        check("a: \"\\u00e9\\t\\\"two\\\"\"\n", "é", "\\u00e9");
        check("a: \"one\\\n  two three\"\n", "two", "two");
        check("a: \"one \\\n  two three\"\n", "two", "two");
        check("a: |\n  one\n  two three\n", "two", "two");
        check("a: |\n  one\n    two\n  three\n", "three", "three");
        check("a: |\n  one\n    two\n  three\n", "  two", "  two");
        check("a: |2\n    one\n  two\n", "one", "one");
        check("a: |-\n\n  one\n\n  two\n", "two", "two");
        check("a: >\n  one\n  two\n\n  three\n", "two", "two");
        check("a: >\n  one\n  two\n\n  three\n", "three", "three");
        check("a: >-\n  one\n    more\n  two\n", "two", "two");
        check("a: >+\n  één\n  twee\n\n", "twee", "twee");
        check(
            "{ a: [x, y], b: c }\n"
                .replace("[x, y]", "\"x y\"")
                .as_str(),
            "y",
            "y",
        );
    }

    #[test]
    fn anything_else_is_the_whole_value() {
        let (files, root) = read("a: one two\n");
        let root = root.expect("it is YAML");
        let (node, text) = value(&root);
        let check = |text: &str, range: Range<usize>, expected: Span| {
            assert_eq!(inside(&files, node.span, text, range), expected);
        };
        // Past the end, and backwards.
        check(text, 0..99, node.span);
        check(text, Range { start: 3, end: 2 }, node.span);
        // Another text.
        check("three", 0..1, node.span);
        // Nothing, between two characters.
        let at = node.span.start + 4;
        let empty = Span {
            start: at,
            end: at,
            ..node.span
        };
        check(text, 4..4, empty);
    }

    /// A text as YAML in one of its styles.
    fn written(text: &str, style: usize) -> String {
        let lines: Vec<&str> = text.split(' ').collect();
        match style {
            0 => format!("a: {}\n", text.replace(' ', "\n    ")),
            1 => format!("a: '{}'\n", text.replace('\'', "''").replace(' ', "\n\t  ")),
            2 => format!("a: \"{}\"\n", text.replace(' ', "\\x20")),
            3 => format!("a: \"{}\"\n", text.replace(' ', " \\\n   ")),
            4 => format!("a: >-\n   {}\n", lines.join("\n   ")),
            5 => format!("a: |\n   {}\n\nb: c\n", lines.join("\n   ")),
            _ => format!("a: |2-\n    {}\n", lines.join("\n      ")),
        }
    }

    proptest! {
        /// Every word of a text is found where it was written, however it was written.
        #[test]
        fn every_word_is_found(
            words in proptest::collection::vec("[a-zé日]{1,5}", 1..8),
            style in 0_usize..7,
            windows in any::<bool>(),
        ) {
            let text: Vec<String> =
                words.iter().enumerate().map(|(index, word)| format!("{word}{index}z")).collect();
            let mut yaml = written(&text.join(" "), style);
            if windows {
                yaml = yaml.replace('\n', "\r\n");
            }
            let (files, root) = read(&yaml);
            let root = root.expect("it is YAML");
            let (node, decoded) = value(&root);
            for word in &text {
                let start = decoded.find(word.as_str()).expect("decoding keeps words");
                let span = inside(&files, node.span, decoded, start..start + word.len());
                prop_assert_eq!(&yaml[span.range()], word, "{:?}", yaml);
            }
        }

        /// Whatever a file holds, places lie inside of their values and between characters.
        #[test]
        fn places_lie_inside(yaml in "a: [\"'|>]?[ a'\"\\\\nx20\n\té]{0,40}") {
            let (files, root) = read(&yaml);
            if let Some(root) = root
                && let node = root.at([crate::record::node::Step::Key("a")])
                && let Value::Scalar { text, .. } = &node.value
            {
                for (start, c) in text.char_indices() {
                    let span = inside(&files, node.span, text, start..start + c.len_utf8());
                    prop_assert!(node.span.start <= span.start && span.end <= node.span.end);
                    prop_assert!(yaml.get(span.range()).is_some());
                }
            }
        }
    }
}
