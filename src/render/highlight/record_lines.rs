//! What is told apart in the lines of a record: as much of YAML as records use.
//!
//! Most of what a site highlights are its records. A line is looked at by itself: in a block of text over
//! several lines, something that looks like a comment or a key is coloured as one.

use std::ops::Range;

/// Parts a line into the ranges of bytes that have a class, in order and apart from each other: `k` keys,
/// `s` texts in quotation marks, `c` comments, `p` marks of lists and blocks.
pub(super) fn classes(line: &str) -> Vec<(&'static str, Range<usize>)> {
    let bytes = line.as_bytes();
    let mut found = Vec::with_capacity(4);
    let mut at = indentation(line);
    // Whether a value or a key may begin here.
    let mut begins = true;
    while at < bytes.len() {
        let rest = &line[at..];
        let after_space = at == 0 || bytes[at - 1].is_ascii_whitespace();
        let part = match bytes[at] {
            b'#' if after_space => Some(("c", rest.trim_end().len())),
            b'-' if begins && is_end(rest, 1) => Some(("p", 1)),
            b'|' | b'>' if begins && is_block(rest) => Some(("p", rest.trim_end().len())),
            quote @ (b'"' | b'\'') if begins => Some(("s", quoted(rest, quote))),
            _ if begins => key(rest).map(|length| ("k", length)),
            _ => None,
        };
        match part {
            Some((class, length)) => {
                found.push((class, at..at + length));
                at += length;
                // Behind a list's mark another key or value begins.
                begins = class == "p";
            }
            None => {
                begins = match bytes[at] {
                    b'{' | b'[' | b',' => true,
                    b':' => is_end(rest, 1),
                    b' ' | b'\t' => begins,
                    _ => false,
                };
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
    }
    found
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether nothing, or a space, stands behind so many bytes.
fn is_end(rest: &str, length: usize) -> bool {
    let next = rest.as_bytes().get(length);
    next.is_none_or(u8::is_ascii_whitespace)
}

/// Whether a block of text begins: `|`, `>-`, `|2`.
fn is_block(rest: &str) -> bool {
    let marks = rest[1..].trim_end();
    marks.chars().all(|c| matches!(c, '+' | '-' | '1'..='9'))
}

/// The length of a text in quotation marks; to the end of the line where it is not closed there.
fn quoted(rest: &str, quote: u8) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 2,
            byte if byte != quote => at += 1,
            // Twice, it stands for itself.
            _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return at + 1,
        }
    }
    rest.trim_end().len()
}

/// The length of a key, if one begins here.
fn key(rest: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let length = rest.find(|c| !is_part(c))?;
    let is_key = length > 0 && rest[length..].starts_with(':') && is_end(rest, length + 1);
    is_key.then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_texts_and_comments_are_told_apart() {
        let check = |line: &str, expected: &[(&str, &str)]| {
            let found = classes(line);
            let found: Vec<(&str, &str)> = found
                .into_iter()
                .map(|(class, range)| (class, &line[range]))
                .collect();
            assert_eq!(found, expected, "{line}");
        };
        check(
            "title: \"A # title: b\" # note",
            &[("k", "title"), ("s", "\"A # title: b\""), ("c", "# note")],
        );
        check(
            "  - { at: 'it''s', read: x, on_behalf_of: [\"a\\\"b\", c] }",
            &[
                ("p", "-"),
                ("k", "at"),
                ("s", "'it''s'"),
                ("k", "read"),
                ("k", "on_behalf_of"),
                ("s", "\"a\\\"b\""),
            ],
        );
        // Marks inside plain text are text; behind a space `#` cuts it off.
        check(
            "summary: The Council's \"rules\", no.#3",
            &[("k", "summary")],
        );
        check("summary: no. #3", &[("k", "summary"), ("c", "#3")]);
        check("url: https://example.org/a#b", &[("k", "url")]);
        check("# all: comment", &[("c", "# all: comment")]);
        check("summary: >-", &[("k", "summary"), ("p", ">-")]);
        check("  - |2", &[("p", "-"), ("p", "|2")]);
        check("note: > 3 rules", &[("k", "note")]);
        check("  - \"goes on", &[("p", "-"), ("s", "\"goes on")]);
        check("  - -1", &[("p", "-")]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn parts_lie_in_the_line_and_apart(line in "[a:#\"'\\\\{}\\[\\], é|>-]{0,30}") {
            let mut last = 0;
            for (_, range) in classes(&line) {
                prop_assert!(last <= range.start && range.start < range.end);
                prop_assert!(line.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
