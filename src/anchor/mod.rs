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
#[cfg(test)]
mod tests;
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

/// So many bytes of words are looked for; where they stand, the others are compared.
const SOUGHT: usize = 16;

/// Longer words are looked for as a whole: in a text that says the same over and over, comparing them at each
/// place would take long.
const MOST_COMPARED: usize = 500;

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
        // The more it looks for, the longer it takes to make a finder; and few texts have so many bytes twice.
        let sought = match words.len() {
            0..=MOST_COMPARED => words.len().min(SOUGHT),
            length => length,
        };
        let finder = memmem::Finder::new(&words.as_bytes()[..sought]);
        let mut hits = Vec::new();
        for (index, reading) in self.readings.iter().enumerate() {
            let text = reading.text.as_bytes();
            let mut from = 0;
            // Occurrences may overlap, so the search goes on one character further.
            while let Some(start) = finder.find(&text[from..]).map(|at| at + from) {
                let end = start + words.len();
                if text[start..].starts_with(words.as_bytes()) && self.is_whole(reading, start, end)
                {
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
