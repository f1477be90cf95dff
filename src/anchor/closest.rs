//! The words of a text that come closest to words that it does not hold.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::words::tokens;
use super::{Source, differs_in_force};
use crate::text::TextRange;
use crate::text::fold::fold_words;

/// The closest words of a text to some others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closest {
    /// Where they stand: one range per block, in order.
    pub ranges: Vec<TextRange>,
    /// In what the two differ, in order.
    pub differences: Vec<Difference>,
    /// Whether a negation or a modal verb is among the differing words.
    pub in_force: bool,
}

/// Words that stand in place of each other; either may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What was looked for, folded.
    pub wanted: String,
    /// Its bytes in the folded words that were looked for.
    pub wanted_range: Range<usize>,
    /// What stands there, folded.
    pub found: String,
    /// Where it stands; empty when nothing does.
    pub ranges: Vec<TextRange>,
}

/// Finds the closest words, if at least a third of the words looked for stand together somewhere.
///
/// A window as long as the words slides over the text and counts how many of them it holds; the
/// first of the best is compared with them word by word. The time grows with the text, not with the
/// product of both.
pub fn closest(source: &Source<'_>, words: &str, language: &str) -> Option<Closest> {
    let reading = source.best_reading();
    let wanted_text = fold_words(words);
    let wanted_ranges = tokens(&wanted_text);
    let wanted: Vec<&str> = wanted_ranges
        .iter()
        .map(|t| &wanted_text[t.clone()])
        .collect();
    let token_ranges = tokens(&reading.text);
    let found: Vec<&str> = token_ranges
        .iter()
        .map(|t| &reading.text[t.clone()])
        .collect();
    let window = best_window(&wanted, &found)?;
    let ops = capture_diff_slices(Algorithm::Myers, &wanted, &found[window.clone()]);
    let ops = without_ends(ops);
    let (first, last) = (ops.first()?.new_range(), ops.last()?.new_range());
    let bytes = |tokens: Range<usize>| {
        bytes_of(&token_ranges[window.start + tokens.start..window.start + tokens.end])
    };
    let differences: Vec<Difference> = ops
        .iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            let range = bytes(op.new_range());
            let wanted_range = bytes_of(&wanted_ranges[op.old_range()]);
            Difference {
                wanted: wanted_text[wanted_range.clone()].to_owned(),
                wanted_range,
                found: reading.text[range.clone()].to_owned(),
                ranges: reading.places(range),
            }
        })
        .collect();
    Some(Closest {
        ranges: reading.places(bytes(first.start..last.end)),
        in_force: differences
            .iter()
            .any(|d| differs_in_force(&d.wanted, &d.found, language)),
        differences,
    })
}

/// The bytes from the first of some tokens to the last.
fn bytes_of(tokens: &[Range<usize>]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// The tokens of `found` that hold most of those of `wanted`, with some room on both sides.
fn best_window(wanted: &[&str], found: &[&str]) -> Option<Range<usize>> {
    let mut missing: HashMap<&str, i64> = HashMap::new();
    for word in wanted {
        *missing.entry(word).or_default() += 1;
    }
    let (mut held, mut best) = (0_usize, (0_usize, 0_usize));
    for (index, word) in found.iter().enumerate() {
        if let Some(left) = missing.get_mut(word) {
            held += usize::from(*left > 0);
            *left -= 1;
        }
        if let Some(gone) = index.checked_sub(wanted.len())
            && let Some(left) = missing.get_mut(found[gone])
        {
            *left += 1;
            held -= usize::from(*left > 0);
        }
        if held > best.0 {
            best = (held, index + 1);
        }
    }
    let (held, end) = best;
    if held == 0 || held * 3 < wanted.len() {
        return None;
    }
    let room = wanted.len() / 4 + 2;
    let start = end.saturating_sub(wanted.len() + room);
    Some(start..(end + room).min(found.len()))
}

/// Drops what only the text holds before the first and after the last common words; where the ends of
/// the words looked for stand against it, as many words of the text stay.
fn without_ends(mut ops: Vec<DiffOp>) -> Vec<DiffOp> {
    let only_found = |op: &DiffOp| matches!(op, DiffOp::Insert { .. });
    while ops.first().is_some_and(only_found) {
        ops.remove(0);
    }
    while ops.last().is_some_and(only_found) {
        ops.pop();
    }
    if let Some(DiffOp::Replace {
        old_len,
        new_index,
        new_len,
        ..
    }) = ops.first_mut()
    {
        let surplus = new_len.saturating_sub(*old_len);
        *new_index += surplus;
        *new_len -= surplus;
    }
    if let Some(DiffOp::Replace {
        old_len, new_len, ..
    }) = ops.last_mut()
    {
        *new_len = (*new_len).min(*old_len);
    }
    ops
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::paragraphs;
    use crate::text::{Format, Text};

    fn words_at(text: &Text, ranges: &[TextRange]) -> String {
        let words: Vec<&str> = ranges
            .iter()
            .map(|range| &text.blocks[range.block].text[range.range()])
            .collect();
        words.join(" / ")
    }

    #[test]
    fn the_closest_words_and_their_differences_are_found() {
        let text = paragraphs(&[
            "Some say that states may act.",
            "All States shall adopt rules — that bind, and keep “them” whole.",
        ]);
        let source = Source::new(&text, Format::Text, &[]);
        let check = |words: &str, place: &str, differing: &[(&str, &str)], in_force: bool| {
            let closest = closest(&source, words, "en").expect("something is close");
            assert_eq!(words_at(&text, &closest.ranges), place, "{words:?}");
            let pairs: Vec<(&str, &str)> = closest
                .differences
                .iter()
                .map(|d| (d.wanted.as_str(), d.found.as_str()))
                .collect();
            assert_eq!(pairs, differing, "{words:?}");
            assert_eq!(closest.in_force, in_force, "{words:?}");
        };
        check(
            "States should adopt rules",
            "States shall adopt rules",
            &[("should", "shall")],
            true,
        );
        check(
            "States shall adopt good rules",
            "States shall adopt rules",
            &[("good", "")],
            false,
        );
        check(
            "adopt rules - that bind and keep",
            "adopt rules — that bind, and keep",
            &[("", ",")],
            false,
        );
        // An end that differs is compared with as many words of the text.
        check(
            "and keep \"those\"",
            "and keep “them”",
            &[("those", "them")],
            false,
        );
        assert_eq!(super::closest(&source, "wholly other words", "en"), None);
        assert_eq!(super::closest(&source, "", "en"), None);
    }
}
