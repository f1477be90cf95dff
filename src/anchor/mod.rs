//! Where in a text words stand: found, missing with the closest words, or ambiguous.
//!
//! This stage says nothing to anybody; `check` reports what it finds. It never accepts a near match
//! (design, section 5). The procedure for a quote:
//!
//! 1. The text is folded twice, as it stands and with its corrections; so is the quote.
//! 2. The quote is parted at `[…]`, unless the source itself holds that mark.
//! 3. Each part is looked for in both readings, as whole words, and kept where `prefix` and
//!    `suffix` stand around it.
//! 4. Each part must stand in one place, and the parts in order, each in the passage of the one
//!    before it or the next.

mod closest;
mod respelt;
mod speech;
mod words;

pub use closest::{Closest, Difference, closest};
pub use respelt::{Change, changed, respelt, with_brackets};
pub use speech::is_direct_speech;
pub use words::{differs_in_force, force_words};

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::char::is_combining_mark;

use crate::text::fold::{Folded, Replacement, fold, fold_words, is_unspaced};
use crate::text::{Block, Format, Options, Text, TextRange, read};

/// A text that words can be looked for in.
pub struct Source<'a> {
    text: &'a Text,
    /// As it stands, and with its corrections if there are any.
    readings: Vec<Folded>,
    note_marks: Vec<String>,
    format: Format,
}

/// Words to be looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The words; `[…]` or `[...]` leaves some out.
    pub exact: &'a str,
    /// Words that stand right before them.
    pub prefix: Option<&'a str>,
    /// Words that stand right after them.
    pub suffix: Option<&'a str>,
}

/// What came of looking for a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// It stands in one place: for each part, one range per block.
    Found(Vec<Vec<TextRange>>),
    /// A part stands nowhere.
    Missing {
        /// The part, folded.
        part: String,
        /// Where its words do stand, but without the `prefix` or `suffix` around them.
        without_context: Vec<Vec<TextRange>>,
    },
    /// A part stands in several places.
    Ambiguous {
        /// The part, folded.
        part: String,
        /// The places, in source order.
        places: Vec<Vec<TextRange>>,
    },
    /// A part does not follow the part before it in the same passage or the next.
    Apart {
        /// Where the part before it stands.
        before: Vec<TextRange>,
        /// Where it stands.
        after: Vec<TextRange>,
    },
}

/// A place of some words in one of the readings.
struct Hit {
    reading: usize,
    start: usize,
    end: usize,
    ranges: Vec<TextRange>,
}

impl<'a> Source<'a> {
    /// Makes a text ready; `corrections` in source order, apart from each other.
    pub fn new(text: &'a Text, format: Format, corrections: &[Replacement<'_>]) -> Self {
        let mut readings = vec![fold(text, &[])];
        if !corrections.is_empty() {
            readings.push(fold(text, corrections));
        }
        Self {
            text,
            readings,
            note_marks: text.note_marks().map(str::to_owned).collect(),
            format,
        }
    }

    /// The reading in which people would look for words: the corrected one if there is one.
    fn best_reading(&self) -> &Folded {
        self.readings.last().expect("there is always a reading")
    }

    /// Looks for a quote.
    pub fn anchor(&self, wanted: Wanted<'_>) -> Anchor {
        let mut missing = None;
        for variant in self.variants(wanted.exact) {
            match self.anchor_parts(&variant, wanted) {
                Anchor::Missing {
                    part,
                    without_context,
                } => {
                    missing.get_or_insert(Anchor::Missing {
                        part,
                        without_context,
                    });
                }
                settled => return settled,
            }
        }
        missing.unwrap_or_else(nothing_to_find)
    }

    /// All places of some words, whether or not they begin or end inside a word, in the source as
    /// it stands.
    pub fn places(&self, words: &str) -> Vec<Vec<TextRange>> {
        let folded = fold_words(words);
        if folded.is_empty() {
            return Vec::new();
        }
        let reading = &self.readings[0];
        memmem::find_iter(reading.text.as_bytes(), folded.as_bytes())
            .map(|start| reading.places(start..start + folded.len()))
            .collect()
    }

    /// The ways to read a quote: as it is, without note marks, without markup.
    fn variants<'q>(&self, exact: &'q str) -> Vec<Cow<'q, str>> {
        let mut variants = vec![Cow::Borrowed(exact)];
        if self
            .note_marks
            .iter()
            .any(|mark| exact.contains(mark.as_str()))
        {
            variants.push(Cow::Owned(self.without_note_marks(exact)));
        }
        if self.format == Format::Markdown && exact.contains(['*', '_', '[', '<', '\\', '`', '&']) {
            let plain = without_markup(exact);
            variants.push(Cow::Owned(self.without_note_marks(&plain)));
        }
        variants
    }

    fn without_note_marks(&self, words: &str) -> String {
        // The longest first, so that ¹² does not lose its ¹ alone.
        let mut marks: Vec<&str> = self.note_marks.iter().map(String::as_str).collect();
        marks.sort_by_key(|mark| std::cmp::Reverse(mark.len()));
        marks.dedup();
        marks
            .iter()
            .fold(words.to_owned(), |words, mark| words.replace(mark, ""))
    }

    fn anchor_parts(&self, exact: &str, wanted: Wanted<'_>) -> Anchor {
        let whole = fold_words(exact);
        if let Anchor::Found(parts) = self.anchor_each(std::slice::from_ref(&whole), wanted) {
            return Anchor::Found(parts);
        }
        self.anchor_each(&parts_of(exact), wanted)
    }

    fn anchor_each(&self, parts: &[String], wanted: Wanted<'_>) -> Anchor {
        if parts.iter().all(String::is_empty) {
            return nothing_to_find();
        }
        let prefix = wanted.prefix.map(fold_words).unwrap_or_default();
        let suffix = wanted.suffix.map(fold_words).unwrap_or_default();
        let mut found: Vec<Vec<TextRange>> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let prefix = if index == 0 { prefix.as_str() } else { "" };
            let suffix = if index + 1 == parts.len() {
                suffix.as_str()
            } else {
                ""
            };
            let hits = self.hits(part);
            let (inside, outside): (Vec<Hit>, Vec<Hit>) = hits
                .into_iter()
                .partition(|hit| self.stands_between(hit, prefix, suffix));
            let places = distinct(inside);
            match places.as_slice() {
                [] => {
                    return Anchor::Missing {
                        part: part.clone(),
                        without_context: distinct(outside),
                    };
                }
                [_] => found.extend(places),
                _ => {
                    return Anchor::Ambiguous {
                        part: part.clone(),
                        places,
                    };
                }
            }
        }
        for pair in found.windows(2) {
            if !self.follows(&pair[0], &pair[1]) {
                return Anchor::Apart {
                    before: pair[0].clone(),
                    after: pair[1].clone(),
                };
            }
        }
        Anchor::Found(found)
    }

    /// All places in which folded words stand as whole words, in both readings.
    fn hits(&self, words: &str) -> Vec<Hit> {
        if words.is_empty() {
            return Vec::new();
        }
        let finder = memmem::Finder::new(words.as_bytes());
        let mut hits = Vec::new();
        for (index, reading) in self.readings.iter().enumerate() {
            let text = reading.text.as_bytes();
            let mut from = 0;
            // Occurrences may overlap, so the search goes on one character further.
            while let Some(start) = finder.find(&text[from..]).map(|at| at + from) {
                let end = start + words.len();
                if self.is_whole(reading, start, end) {
                    hits.push(Hit {
                        reading: index,
                        start,
                        end,
                        ranges: reading.places(start..end),
                    });
                }
                from = start + words.chars().next().map_or(1, char::len_utf8);
            }
        }
        hits
    }

    /// Whether a match neither begins nor ends inside a word, so that "able to" does not stand in
    /// "unable to", nor "binding" in "non-binding". A dash parts words, a hyphen makes one of them.
    fn is_whole(&self, reading: &Folded, start: usize, end: usize) -> bool {
        let text = &reading.text;
        let inside = |at: usize| {
            let next = text[at..].chars().next();
            next.is_some_and(is_combining_mark)
                || ends_in_letter(&text[..at]) && begins_with_letter(&text[at..])
        };
        let after_hyphen = begins_with_letter(&text[start..])
            && text[..start].ends_with('-')
            && ends_in_letter(&text[..start - 1])
            && self.is_hyphen(reading, start - 1);
        let before_hyphen = ends_in_letter(&text[..end])
            && text[end..].starts_with('-')
            && begins_with_letter(&text[end + 1..])
            && self.is_hyphen(reading, end);
        !inside(start) && !inside(end) && !after_hyphen && !before_hyphen
    }

    /// Whether the `-` at an offset of a folded text is a hyphen in the source.
    fn is_hyphen(&self, reading: &Folded, offset: usize) -> bool {
        reading
            .places(offset..offset + 1)
            .first()
            .is_some_and(|place| {
                let words = &self.text.blocks[place.block].text[place.range()];
                matches!(words, "-" | "\u{2010}" | "\u{2011}")
            })
    }

    fn stands_between(&self, hit: &Hit, prefix: &str, suffix: &str) -> bool {
        let text = &self.readings[hit.reading].text;
        text[..hit.start].trim_end().ends_with(prefix.trim_end())
            && text[hit.end..]
                .trim_start()
                .starts_with(suffix.trim_start())
    }

    /// Whether a part begins after another one, in the same block or in the next passage.
    fn follows(&self, before: &[TextRange], after: &[TextRange]) -> bool {
        let (Some(end), Some(start)) = (before.last(), after.first()) else {
            return false;
        };
        if start.block == end.block {
            return start.start >= end.end;
        }
        start.block > end.block
            && !self.text.blocks[end.block + 1..start.block]
                .iter()
                .any(Block::is_passage)
    }
}

fn nothing_to_find() -> Anchor {
    Anchor::Missing {
        part: String::new(),
        without_context: Vec::new(),
    }
}

/// The places of hits, in source order; both readings find most words in the same place.
fn distinct(hits: Vec<Hit>) -> Vec<Vec<TextRange>> {
    let mut places: Vec<Vec<TextRange>> = hits.into_iter().map(|hit| hit.ranges).collect();
    places.sort();
    places.dedup();
    places
}

/// The words of a text between the end of one range and the start of another.
pub fn words_between(text: &Text, before: &TextRange, after: &TextRange) -> String {
    if before.block == after.block {
        let words = text.blocks[before.block].text.get(before.end..after.start);
        return words.unwrap_or_default().to_owned();
    }
    let tail = &text.blocks[before.block].text[before.end..];
    let head = &text.blocks[after.block].text[..after.start];
    format!("{tail} {head}")
}

/// The folded parts of a quote between its marks of omission.
pub fn parts_of(exact: &str) -> Vec<String> {
    exact
        .replace("[...]", "[…]")
        .split("[…]")
        .map(fold_words)
        .filter(|part| !part.is_empty())
        .collect()
}

/// The words of a quote that was copied out of a Markdown file with its markup.
fn without_markup(exact: &str) -> String {
    let options = Options {
        format: Format::Markdown,
        lines: None,
        structure: &[],
    };
    let Ok(reading) = read(exact.as_bytes(), &options) else {
        return exact.to_owned();
    };
    let words: Vec<&str> = reading.text.blocks.iter().map(|b| &*b.text).collect();
    words.join(" ")
}

fn joins(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

fn ends_in_letter(text: &str) -> bool {
    text.chars().next_back().is_some_and(joins)
}

fn begins_with_letter(text: &str) -> bool {
    text.chars().next().is_some_and(joins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::paragraphs;
    use proptest::prelude::*;

    const TEXT: &[&str] = &[
        "States should adopt rules that bind, unable to wait.",
        "“Non-binding rules—they say—are weak.” States should act.",
        "A third passage, far away: rules.",
    ];

    /// The outcome in short: the words of each part, `missing`, `ambiguous N`, `apart`.
    fn outcome(blocks: &[&str], wanted: Wanted<'_>) -> String {
        let text = paragraphs(blocks);
        match Source::new(&text, Format::Text, &[]).anchor(wanted) {
            Anchor::Found(parts) => {
                let part = |ranges: &Vec<TextRange>| {
                    let words = ranges.iter().map(|r| &text.blocks[r.block].text[r.range()]);
                    words.collect::<Vec<_>>().join(" / ")
                };
                parts.iter().map(part).collect::<Vec<_>>().join(" … ")
            }
            Anchor::Missing {
                part,
                without_context,
            } if without_context.is_empty() => {
                format!("missing: {part}")
            }
            Anchor::Missing { .. } => "missing there".to_owned(),
            Anchor::Ambiguous { places, .. } => format!("ambiguous {}", places.len()),
            Anchor::Apart { .. } => "apart".to_owned(),
        }
    }

    #[test]
    fn quotes_are_found_word_for_word_or_not_at_all() {
        let check = |exact: &str, expected: &str| {
            assert_eq!(
                outcome(
                    TEXT,
                    Wanted {
                        exact,
                        ..Wanted::default()
                    }
                ),
                expected,
                "{exact:?}"
            );
        };
        check("States should adopt", "States should adopt");
        check("states should adopt", "missing: states should adopt");
        check("adopt   rules\nthat", "adopt rules that");
        // Classes of marks are one, on both sides.
        check("\"Non-binding rules", "“Non-binding rules");
        check("weak.\" States", "weak.” States");
        // Words begin and end where words do: "able" does not stand in "unable", nor "binding" in
        // "non-binding". A dash parts words, though.
        check("able to wait", "missing: able to wait");
        check("should ad", "missing: should ad");
        check("binding rules", "missing: binding rules");
        check("they say", "they say");
        check("States should", "ambiguous 2");
        // A quote may run over passages.
        check("wait. \"Non-binding", "wait. / “Non-binding");
        check("", "missing: ");
        check("[…]", "missing: ");
    }

    #[test]
    fn omissions_stay_within_a_passage_or_reach_into_the_next() {
        let check = |exact: &str, expected: &str| {
            assert_eq!(
                outcome(
                    TEXT,
                    Wanted {
                        exact,
                        ..Wanted::default()
                    }
                ),
                expected,
                "{exact:?}"
            );
        };
        check(
            "States should adopt […] that bind",
            "States should adopt … that bind",
        );
        check(
            "States should adopt [...] that bind",
            "States should adopt … that bind",
        );
        check("that bind […] they say", "that bind … they say");
        check("that bind […] States should adopt", "apart");
        check("that bind […] third passage", "apart");
        check("that bind […] States should", "ambiguous 2");
        check("that bind […] nowhere", "missing: nowhere");
        // A source that holds the mark itself is quoted with it.
        let text = &["It left […] out.", "out."];
        let exact = "left […] out";
        assert_eq!(
            outcome(
                text,
                Wanted {
                    exact,
                    ..Wanted::default()
                }
            ),
            "left […] out"
        );
    }

    #[test]
    fn context_settles_which_place_is_meant() {
        let check = |exact: &str, prefix: Option<&str>, suffix: Option<&str>, expected: &str| {
            assert_eq!(
                outcome(
                    TEXT,
                    Wanted {
                        exact,
                        prefix,
                        suffix
                    }
                ),
                expected,
                "{exact:?}"
            );
        };
        check("States should", Some("weak.\""), None, "States should");
        check("States should", None, Some("act"), "States should");
        // Context must stand there even where the words stand once.
        check("third passage", Some("The"), None, "missing there");
        check("third passage", Some("A"), Some(", far"), "third passage");
    }

    #[test]
    fn a_quote_matches_the_source_or_its_corrected_reading() {
        let text = paragraphs(&["used by Al models today"]);
        let correction = Replacement {
            place: TextRange::new(0, 8..10),
            read: "AI",
        };
        let source = Source::new(&text, Format::Text, &[correction]);
        let whole = || Anchor::Found(vec![vec![TextRange::new(0, 0..17)]]);
        for exact in ["used by Al models", "used by AI models"] {
            assert_eq!(
                source.anchor(Wanted {
                    exact,
                    ..Wanted::default()
                }),
                whole()
            );
        }
    }

    #[test]
    fn every_run_of_words_is_found_at_its_own_place() {
        let words: Vec<String> = (0..12)
            .map(|n| format!("w{n}{}", ["", ",", "’s", "—x"][n % 4]))
            .collect();
        let text = words.join(" ");
        let starts: Vec<usize> = (0..12)
            .map(|n| words[..n].iter().map(|w| w.len() + 1).sum())
            .collect();
        let blocks = paragraphs(&[&text]);
        let source = Source::new(&blocks, Format::Text, &[]);
        for first in 0..12 {
            for last in first..12 {
                let range = starts[first]..starts[last] + words[last].len();
                // Wrapped anew, and with other marks of the same class.
                let exact = text[range.clone()].replace(' ', "\n ").replace('’', "'");
                let expected = Anchor::Found(vec![vec![TextRange::new(0, range)]]);
                assert_eq!(
                    source.anchor(Wanted {
                        exact: &exact,
                        ..Wanted::default()
                    }),
                    expected
                );
            }
        }
    }

    proptest! {
        /// Zero false anchors: a quote with a letter, a digit or another mark changed is refused.
        #[test]
        fn no_falsified_quote_is_found(
            words in prop::collection::vec("[a-z]{2,8}", 4..30),
            first in 0_usize..26,
            length in 1_usize..4,
            at in 0_usize..1000,
            with in "[A-Z0-9;]",
        ) {
            let text = words.join(" ");
            let blocks = paragraphs(&[&text]);
            let source = Source::new(&blocks, Format::Text, &[]);
            let first = first.min(words.len() - 1);
            let quote = words[first..(first + length).min(words.len())].join(" ");
            let mut letters: Vec<char> = quote.chars().collect();
            let at = at % letters.len();
            letters[at] = with.chars().next().expect("one letter");
            let falsified: String = letters.into_iter().collect();
            let anchor = source.anchor(Wanted { exact: &falsified, ..Wanted::default() });
            prop_assert!(matches!(anchor, Anchor::Missing { .. }), "{falsified:?} in {text:?}: {anchor:?}");
        }

        /// Whatever is found reads, folded, as the quote does.
        #[test]
        fn what_is_found_reads_as_the_quote(text in "[a-c “”’—\\u{ad}\\u{301}人-]{1,60}", from in 0_usize..60, length in 1_usize..30) {
            let chars: Vec<char> = text.chars().collect();
            let from = from.min(chars.len() - 1);
            let exact: String = chars[from..(from + length).min(chars.len())].iter().collect();
            let blocks = paragraphs(&[&text]);
            let source = Source::new(&blocks, Format::Text, &[]);
            if let Anchor::Found(parts) = source.anchor(Wanted { exact: &exact, ..Wanted::default() }) {
                let words: Vec<&str> = parts.iter().flatten().map(|r| &text[r.range()]).collect();
                prop_assert_eq!(fold_words(&words.join(" ")), fold_words(&exact));
            }
        }
    }
}
