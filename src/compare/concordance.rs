//! Where the terms of a question occur in the documents.
//!
//! A term matches whole words (Unicode Standard Annex #29), its case ignored unless it is written
//! all in capitals; a `*` at its end stands for the rest of a word; terms in scripts without spaces
//! match as strings. An apostrophe ends a word, so that a term is found in its possessive and after
//! an elided article ("China" in "China's", "intelligence" in "l'intelligence"): missing those
//! would make a silence look verified that is not. Both sides are folded as quotes are. Headings
//! and notes count like passages.

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, StartKind};

use super::bounds::{WordBounds, first_words, last_words};
use crate::digest::{DocumentId, TextRange};
use crate::source::narrow;
use crate::text::fold::{Folded, fold, fold_words, is_unspaced, lower};
use crate::text::{KeptRange, Text};

/// Where a question's terms occur: the documents, and how often in all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concordance {
    /// The documents in which any of them occurs, in order of id.
    pub documents: Vec<DocumentId>,
    /// How many occurrences there are.
    pub occurrences: usize,
}

/// One occurrence of a term.
///
/// A digest keeps many; so they are small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    term: u32,
    range: KeptRange,
}

impl Occurrence {
    fn new(term: usize, range: &TextRange) -> Self {
        Self {
            term: narrow(term),
            range: range.into(),
        }
    }

    /// Index into the question's terms.
    pub fn term(&self) -> usize {
        self.term as usize
    }

    /// The words; with a `*` to the end of the word.
    pub fn range(&self) -> TextRange {
        self.range.into()
    }
}

/// How large a text is, in the unit that its script counts by. Headings and notes count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextSize {
    /// Words (UAX #29).
    Words(usize),
    /// Letters, in a text that is mostly written without spaces between words.
    Characters(usize),
}

impl TextSize {
    /// The bare number.
    pub fn count(self) -> usize {
        match self {
            Self::Words(count) | Self::Characters(count) => count,
        }
    }
}

/// What occurs of the terms of several questions in a text. A digest keeps many; so they are flat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The questions of whose terms any occurs, by their places among those given and in their order, each with
    /// where its occurrences end.
    ends: Box<[(u32, u32)]>,
    /// Question after question, in source order.
    occurrences: Box<[Occurrence]>,
}

/// One occurrence of a term of one question.
struct Hit {
    /// The question, by its place among those given.
    question: u32,
    occurrence: Occurrence,
}

impl Found {
    fn new(mut hits: Vec<Hit>) -> Self {
        longest_first(&mut hits);
        let of_questions = hits.chunk_by(|a, b| a.question == b.question);
        let ends = of_questions.scan(0, |end, hits| {
            *end += narrow(hits.len());
            Some((hits[0].question, *end))
        });
        Self {
            ends: ends.collect(),
            occurrences: hits.iter().map(|hit| hit.occurrence).collect(),
        }
    }

    /// The questions of whose terms any occurs, by their places among those given and in their order, each with
    /// the occurrences as in [`of`](Self::of).
    pub fn by_question(&self) -> impl Iterator<Item = (usize, &[Occurrence])> {
        let ends = self.ends.iter().enumerate();
        ends.map(|(index, (question, _))| (*question as usize, self.part(index)))
    }

    /// What occurs of the terms of one question, by its place among those given, in source order; none overlaps
    /// another, the longer term wins.
    pub fn of(&self, question: usize) -> &[Occurrence] {
        let found = |(id, _): &(u32, u32)| (*id as usize).cmp(&question);
        let index = self.ends.binary_search_by(found);
        index.map_or(&[], |index| self.part(index))
    }

    fn part(&self, index: usize) -> &[Occurrence] {
        let end = |index: usize| self.ends[index].1 as usize;
        let start = index.checked_sub(1).map_or(0, end);
        &self.occurrences[start..end(index)]
    }
}

/// The terms of several questions, ready to be looked for in many texts.
pub struct Terms {
    ignoring_case: Group,
    in_capitals: Group,
}

struct Group {
    automaton: AhoCorasick,
    /// For each pattern of the automaton: question, term, and how far it reaches.
    patterns: Vec<Pattern>,
}

struct Pattern {
    question: usize,
    term: usize,
    /// Whether the term ends in `*`.
    open: bool,
}

impl Terms {
    /// Takes the terms of each question, in the order of the questions, to be looked for in texts of about so
    /// many bytes.
    pub fn new<'a>(questions: impl IntoIterator<Item = &'a [String]>, bytes: usize) -> Self {
        let mut ignoring_case = Vec::new();
        let mut in_capitals = Vec::new();
        for (question, terms) in questions.into_iter().enumerate() {
            for (term, written) in terms.iter().enumerate() {
                let (words, open) = match written.strip_suffix('*') {
                    Some(stem) => (fold_words(stem), true),
                    None => (fold_words(written), false),
                };
                if words.is_empty() {
                    continue;
                }
                let pattern = Pattern {
                    question,
                    term,
                    open,
                };
                if is_capitals(&words) {
                    in_capitals.push((words, pattern));
                } else {
                    ignoring_case.push((words.to_lowercase(), pattern));
                }
            }
        }
        Self {
            ignoring_case: Group::new(ignoring_case, bytes),
            in_capitals: Group::new(in_capitals, bytes),
        }
    }

    /// Looks for the terms of all questions.
    pub fn find(&self, words: &Words) -> Found {
        let mut hits: Vec<Hit> = Vec::new();
        self.in_capitals
            .find(&words.folded, &words.bounds, &mut hits);
        let lowered = lower(&words.folded);
        // In ASCII nothing but the letters' case differs.
        let bounds = (!words.folded.text.is_ascii()).then(|| WordBounds::new(&lowered.text));
        let bounds = bounds.as_ref().unwrap_or(&words.bounds);
        self.ignoring_case.find(&lowered, bounds, &mut hits);
        Found::new(hits)
    }
}

impl Group {
    fn new(patterns: Vec<(String, Pattern)>, bytes: usize) -> Self {
        let (words, patterns): (Vec<String>, Vec<Pattern>) = patterns.into_iter().unzip();
        Self {
            automaton: automaton(&words, bytes, StartKind::Unanchored),
            patterns,
        }
    }

    fn find(&self, folded: &Folded, words: &WordBounds, found: &mut Vec<Hit>) {
        if self.patterns.is_empty() {
            return;
        }
        for hit in self.automaton.find_overlapping_iter(&folded.text) {
            let pattern = &self.patterns[hit.pattern().as_usize()];
            let Some(end) = words.accept(&folded.text, hit.start(), hit.end(), pattern.open) else {
                continue;
            };
            // A term never reaches from one block into the next.
            if let [range] = folded.places(hit.start()..end).as_slice() {
                found.push(Hit {
                    question: narrow(pattern.question),
                    occurrence: Occurrence::new(pattern.term, range),
                });
            }
        }
    }
}

/// Finds all of some words, also where they overlap, in texts of about so many bytes: anywhere, or from a given
/// place on.
///
/// A table of all states is the quickest to read with, but takes more time and memory to make: so it is made where
/// there is much to read.
pub(super) fn automaton(words: &[String], bytes: usize, start: StartKind) -> AhoCorasick {
    const MOST_STATES: usize = 100_000;
    let states: usize = words.iter().map(String::len).sum();
    let kind = match states < MOST_STATES && bytes / 500 > states {
        true => AhoCorasickKind::DFA,
        false => AhoCorasickKind::ContiguousNFA,
    };
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(kind))
        .start_kind(start)
        // Of many words some begin with any byte.
        .prefilter(false)
        .build(words)
        .expect("a digest has fewer terms and names than an automaton has states")
}

/// The words of a text, ready for terms and names to be looked for in them.
pub struct Words {
    pub(super) folded: Folded,
    pub(super) bounds: WordBounds,
}

impl Words {
    /// Takes a text as it stands, without its corrections.
    pub fn new(text: &Text) -> Self {
        let folded = fold(text, &[]);
        Self {
            bounds: WordBounds::new(&folded.text),
            folded,
        }
    }

    /// How many there are.
    pub fn size(&self) -> TextSize {
        text_size(&self.folded.text, self.bounds.words())
    }
}

/// Puts the occurrences of each question in source order and drops those inside or across longer ones.
fn longest_first(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by_key(|hit| {
        let Occurrence { term, range } = hit.occurrence;
        (
            hit.question,
            range.block,
            range.start,
            Reverse(range.end),
            term,
        )
    });
    let mut last: Option<(u32, KeptRange)> = None;
    hits.retain(|hit| {
        let range = hit.occurrence.range;
        let apart = last.is_none_or(|(question, last)| {
            (question, last.block) != (hit.question, range.block) || last.end <= range.start
        });
        if apart {
            last = Some((hit.question, range));
        }
        apart
    });
}

/// Up to `words` words on each side of a range of a text, with what stands between them.
pub fn context(text: &str, range: Range<usize>, words: usize) -> (&str, &str) {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let start = last_words(before, words);
    let end = first_words(after, words);
    // Punctuation at the edges belongs to the words that it stands beside.
    let end = match after[end..].chars().next() {
        Some(c) if end > 0 && !c.is_whitespace() && !c.is_alphanumeric() => end + c.len_utf8(),
        _ => end,
    };
    (&before[start..], &after[..end])
}

/// Whether a term is written all in capitals, so that case counts: `AI`, `UN`, not `A*`'s stem in a
/// script without case.
fn is_capitals(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

/// The size of a folded text of so many words: in letters where most of them are written without spaces.
fn text_size(text: &str, words: usize) -> TextSize {
    if text.is_ascii() {
        return TextSize::Words(words);
    }
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    let (all, unspaced) = letters.fold((0, 0), |(all, unspaced), letter| {
        (all + 1, unspaced + usize::from(is_unspaced(letter)))
    });
    match unspaced * 2 > all {
        true => TextSize::Characters(all),
        false => TextSize::Words(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::paragraphs;

    /// The words found, in order, each with its term.
    fn found(terms: &[&str], blocks: &[&str]) -> Vec<(String, String)> {
        let text = paragraphs(blocks);
        let words = Words::new(&text);
        let written = terms
            .iter()
            .map(|term| (*term).to_owned())
            .collect::<Vec<_>>();
        // In texts of whatever size the same is found.
        let [found, other] =
            [0, usize::MAX].map(|size| Terms::new([written.as_slice()], size).find(&words));
        assert_eq!(found, other);
        let occurrences = found.by_question().flat_map(|(_, occurrences)| occurrences);
        occurrences
            .map(|o| {
                let words = &text.blocks[o.range().block].text[o.range().range()];
                (words.to_owned(), terms[o.term()].to_owned())
            })
            .collect()
    }

    #[test]
    fn terms_match_whole_words() {
        let check = |terms: &[&str], words: &str, expected: &[&str]| {
            let found: Vec<String> = found(terms, &[words]).into_iter().map(|f| f.0).collect();
            assert_eq!(found, expected, "{terms:?} in {words:?}");
        };
        check(&["law"], "Law, laws and by-law.", &["Law", "law"]);
        check(&["law*"], "Law, laws, outlaw", &["Law", "laws"]);
        check(
            &["due diligence"],
            "due  diligence; due-diligence",
            &["due  diligence"],
        );
        // Capitals mean themselves.
        check(&["AI"], "AI, Al, ai and AI-enabled", &["AI", "AI"]);
        check(&["AI*"], "AIs aim", &["AIs"]);
        check(&["China"], "China’s and l’China", &["China", "China"]);
        // Terms in scripts without spaces match as strings.
        check(&["智能"], "人工智能治理", &["智能"]);
        // The longer of two terms that overlap.
        check(
            &["credit", "social credit"],
            "social credit",
            &["social credit"],
        );
        check(&[""], "anything", &[]);
        check(&["*"], "anything", &[]);
    }

    #[test]
    fn terms_do_not_reach_into_the_next_block() {
        assert_eq!(found(&["a b"], &["a", "b a b"]).len(), 1);
    }

    #[test]
    fn texts_are_counted_by_their_script() {
        let size = |text: &str| Words::new(&paragraphs(&[text])).size();
        assert_eq!(size("One, two three’s."), TextSize::Words(3));
        assert_eq!(size("One, two threes."), TextSize::Words(3));
        assert_eq!(size("人工智能 AI"), TextSize::Characters(6));
        assert_eq!(size(""), TextSize::Words(0));
    }

    #[test]
    fn context_counts_words() {
        let check = |text: &str, word: &str, words: usize, expected: (&str, &str)| {
            let start = text.find(word).expect("the word is there");
            let found = context(text, start..start + word.len(), words);
            assert_eq!(found, expected, "{word:?} in {text:?}");
        };
        check("one two three four five", "three", 1, ("two ", " four"));
        check(
            "one two three four five",
            "three",
            9,
            ("one two ", " four five"),
        );
        check("one two three", "one", 2, ("", " two three"));
        check("a, b (c) d, e", "c", 1, ("b (", ") d,"));
        // Without spaces between words, each ideograph counts.
        check("人工智能治理", "智能", 1, ("工", "治"));
        check("a", "a", 0, ("", ""));
    }
}
