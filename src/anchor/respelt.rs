//! Words that stand in a text but for white space and quotation marks, or but for the brackets around
//! a mark of omission: what would have to change in them to make them words of the text.
//!
//! Nothing is accepted by this. It says how a quote would be right.

use std::ops::Range;

use super::{Anchor, Source, Wanted};
use crate::text::TextRange;
use crate::text::fold::{Folded, fold_words_with_places};

/// A change of words: other ones in the place of a range of bytes.
pub type Change = (Range<usize>, String);

/// Fewer characters are not looked for: they stand anywhere.
const FEWEST: usize = 8;

/// How words would have to change to stand in the text, when they differ from it in white space and
/// quotation marks only, and that in one place. The changes are in order, apart from each other.
///
/// An apostrophe between two letters is part of a word. The text is taken as it stands, without its
/// corrections.
pub fn respelt(source: &Source<'_>, exact: &str) -> Option<Vec<Change>> {
    let wanted = Bare::of(fold_words_with_places(exact));
    let reading = &source.readings[0];
    let text = Bare::of(reading.clone());
    let mut found = memchr::memmem::find_iter(text.text.as_bytes(), wanted.text.as_bytes());
    let (Some(at), None) = (found.next(), found.next()) else {
        return None;
    };
    let first = text.starts.binary_search(&at).ok()?;
    let count = wanted.starts.len();
    let range = |bare: &Bare, index: usize| bare.folded_range(index);
    let (start, end) = (
        range(&text, first).start,
        range(&text, first + count - 1).end,
    );
    if count < FEWEST || !source.is_whole(reading, start, end) {
        return None;
    }
    let mut changes = Vec::new();
    let lead = range(&wanted, 0).start;
    if !reading.text[..start]
        .trim_end()
        .ends_with(wanted.folded.text[..lead].trim())
    {
        changes.push((0..wanted.place(0)?.start, String::new()));
    }
    for index in 1..count {
        let between = |bare: &Bare, index: usize| {
            bare.folded_range(index - 1).end..bare.folded_range(index).start
        };
        let is = &wanted.folded.text[between(&wanted, index)];
        let should = &reading.text[between(&text, first + index)];
        if is == should {
            continue;
        }
        let place = wanted.place(index - 1)?.end..wanted.place(index)?.start;
        let (before, after) = (text.place(first + index - 1)?, text.place(first + index)?);
        changes.push((place, source.marks_between(&before, &after)));
    }
    let trail = range(&wanted, count - 1).end;
    if !reading.text[end..]
        .trim_start()
        .starts_with(wanted.folded.text[trail..].trim())
    {
        changes.push((wanted.place(count - 1)?.end..exact.len(), String::new()));
    }
    (!changes.is_empty()).then_some(changes)
}

/// How words would have to change to stand in the text, when words are left out where they have `…` or
/// `...` without brackets. The changes are in order, apart from each other.
pub fn with_brackets(source: &Source<'_>, wanted: Wanted<'_>) -> Option<Vec<Change>> {
    let exact = wanted.exact;
    let mut changes: Vec<Change> = Vec::new();
    let mut at = 0;
    while let Some(found) = exact[at..].find(['…', '.']).map(|found| at + found) {
        let rest = &exact[found..];
        let length = match rest.chars().next() {
            Some('…') => '…'.len_utf8(),
            _ => rest.len() - rest.trim_start_matches('.').len(),
        };
        at = found + length;
        let in_brackets = exact[..found].ends_with('[') && exact[at..].starts_with(']');
        if in_brackets || (rest.starts_with('.') && length != 3) {
            continue;
        }
        let before = exact[..found].trim_end();
        let after = exact[at..].trim_start();
        changes.push(match (before.is_empty(), after.is_empty()) {
            (true, _) => (0..exact.len() - after.len(), String::new()),
            (_, true) => (before.len()..exact.len(), String::new()),
            _ => {
                let space = |is_there: bool| if is_there { "" } else { " " };
                let left = space(before.len() < found);
                let right = space(exact.len() - after.len() > at);
                (found..at, format!("{left}[…]{right}"))
            }
        });
    }
    if changes.is_empty() {
        return None;
    }
    let exact = changed(exact, &changes);
    let wanted = Wanted {
        exact: &exact,
        ..wanted
    };
    matches!(source.anchor(wanted), Anchor::Found(_)).then_some(changes)
}

/// Words after changes that are in order and apart from each other.
pub fn changed(words: &str, changes: &[Change]) -> String {
    let mut new = String::new();
    let mut at = 0;
    for (range, replacement) in changes {
        new.push_str(&words[at..range.start]);
        new.push_str(replacement);
        at = range.end;
    }
    new + &words[at..]
}

impl Source<'_> {
    /// The white space and the quotation marks between two places of the text as it stands.
    fn marks_between(&self, before: &TextRange, after: &TextRange) -> String {
        let block = |index: usize| &*self.text.blocks[index].text;
        let between = match before.block == after.block {
            true => block(before.block)[before.end..after.start].to_owned(),
            false => {
                let (tail, head) = (
                    &block(before.block)[before.end..],
                    &block(after.block)[..after.start],
                );
                format!("{tail} {head}")
            }
        };
        let mut marks = String::new();
        for c in between.chars() {
            let folded = fold_words_with_places(c.encode_utf8(&mut [0; 4])).text;
            if matches!(folded.as_str(), "'" | "\"") {
                marks.push(c);
            } else if c.is_whitespace() && !marks.ends_with(' ') {
                marks.push(' ');
            }
        }
        marks
    }
}

/// Folded words without white space and quotation marks.
struct Bare {
    folded: Folded,
    text: String,
    /// For each character, where it begins in `text`, and where in the folded words.
    starts: Vec<usize>,
    folded_starts: Vec<usize>,
}

impl Bare {
    fn of(folded: Folded) -> Self {
        let mut bare = Self {
            text: String::with_capacity(folded.text.len()),
            starts: Vec::new(),
            folded_starts: Vec::new(),
            folded,
        };
        let mut last = ' ';
        let mut rest = bare.folded.text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map_or(' ', |(_, next)| *next);
            let is_apostrophe = c == '\'' && last.is_alphanumeric() && next.is_alphanumeric();
            if is_apostrophe || !matches!(c, ' ' | '"' | '\'') {
                bare.starts.push(bare.text.len());
                bare.folded_starts.push(at);
                bare.text.push(c);
            }
            last = c;
        }
        bare
    }

    /// Where a character stands in the folded words.
    fn folded_range(&self, index: usize) -> Range<usize> {
        let start = self.folded_starts[index];
        let length = self.folded.text[start..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        start..start + length
    }

    /// Where it stands in what was folded.
    fn place(&self, index: usize) -> Option<TextRange> {
        self.folded.places(self.folded_range(index)).pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Format;
    use crate::text::testing::paragraphs;

    #[test]
    fn white_space_and_quotation_marks_become_those_of_the_text() {
        let text = paragraphs(&[
            "They called it a “soft law” approach, said the Council’s chair.",
            "No where did ‘states’ rights’ come up.",
            "Twice the very same words. Twice the very same words.",
        ]);
        let source = Source::new(&text, Format::Text, &[]);
        let check = |exact: &str, expected: Option<&str>| {
            let changes = respelt(&source, exact);
            let new = changes.map(|changes| changed(exact, &changes));
            assert_eq!(new.as_deref(), expected, "{exact:?}");
            if let Some(new) = new {
                let wanted = Wanted {
                    exact: &new,
                    ..Wanted::default()
                };
                assert!(matches!(source.anchor(wanted), Anchor::Found(_)), "{new:?}");
            }
        };
        check(
            "called it a soft law approach",
            Some("called it a “soft law” approach"),
        );
        check(
            "called it a 'soft  law' approach",
            Some("called it a “soft  law” approach"),
        );
        check(
            "“called it a “softlaw” approach”",
            Some("called it a “soft law” approach"),
        );
        check(
            "Nowhere did states’ rights come",
            Some("No where did ‘states’ rights’ come"),
        );
        check("chair. No where did", None);
        check("chair.No where", Some("chair. No where"));
        // Letters, other marks and apostrophes within words are none of them.
        check("called it a soft-law approach", None);
        check("said the Councils chair", None);
        check("Twice the verysame words", None);
        // Part of a word, and too little.
        check("hey called it asoft", None);
        check("softl aw", None);
    }

    #[test]
    fn marks_of_omission_get_their_brackets() {
        let text = paragraphs(&["States should adopt rules that bind. They should not wait."]);
        let source = Source::new(&text, Format::Text, &[]);
        let check = |exact: &str, expected: Option<&str>| {
            let changes = with_brackets(
                &source,
                Wanted {
                    exact,
                    ..Wanted::default()
                },
            );
            let new = changes.map(|changes| changed(exact, &changes));
            assert_eq!(new.as_deref(), expected, "{exact:?}");
        };
        check(
            "States should ... that bind",
            Some("States should […] that bind"),
        );
        check(
            "States should… that bind",
            Some("States should […] that bind"),
        );
        check("…adopt rules...", Some("adopt rules"));
        check("States … adopt […] bind", Some("States […] adopt […] bind"));
        check("States … are free", None);
        check("States adopt.", None);
    }
}
