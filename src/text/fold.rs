//! The declared folding under which words are compared: quotes with their sources, terms and names
//! with texts.
//!
//! Both sides are folded alike (design, section 5):
//!
//! 1. runs of white space are one space, and none between Han or Kana characters, where a line
//!    break in a source or a record means nothing;
//! 2. single quotation marks and apostrophes are `'`, double ones `"`, hyphens and dashes `-`;
//! 3. soft hyphens and note marks that have a note are dropped;
//! 4. everything is in Unicode normalization form C (UAX #15).
//!
//! Letters, digits, case and all other punctuation stand as they are. A [`Folded`] text remembers
//! where each of its bytes comes from.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

use super::{Block, MarkKind, Text, TextRange};

/// A folded text and where it comes from.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded words of all blocks, parted by one space.
    pub text: String,
    runs: Vec<Run>,
}

/// A run of folded text that comes from one run of a block's text.
#[derive(Debug, Clone)]
struct Run {
    folded_start: usize,
    block: usize,
    text: Range<usize>,
    /// Whether each byte of the run stands for one byte of the text; otherwise the whole stands for
    /// the whole.
    identity: bool,
}

/// Words of a block that are read as others.
#[derive(Debug, Clone)]
pub struct Replacement<'a> {
    /// The words.
    pub place: TextRange,
    /// What they are read as.
    pub read: &'a str,
}

/// Folds a text, with each of `replacements` (in source order, apart from each other) in its place.
pub fn fold(text: &Text, replacements: &[Replacement<'_>]) -> Folded {
    let mut folder = Folder::default();
    for (index, block) in text.blocks.iter().enumerate() {
        folder.begin_block(index);
        let first = replacements.partition_point(|r| r.place.block < index);
        let count = replacements[first..].partition_point(|r| r.place.block == index);
        folder.block(block, &replacements[first..first + count]);
    }
    folder.folded
}

/// Folds words that come from no source, such as a quote.
pub fn fold_words(words: &str) -> String {
    fold_words_with_places(words).text
}

/// Folds words that come from no source, and remembers where each byte comes from: block 0 is `words`.
pub fn fold_words_with_places(words: &str) -> Folded {
    let mut folder = Folder::default();
    folder.run(words, 0);
    folder.folded
}

/// Words with single spaces between them, and otherwise as they are: how lines are wrapped is nothing that
/// they say.
pub fn spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folds a text, or words, and puts it in lower case.
///
/// Lower case by Unicode's default mapping, character by character, so that nothing depends on a
/// locale.
pub fn lower(folded: &Folded) -> Folded {
    if folded.text.is_ascii() {
        // Each byte for a byte, so that everything stays where it is.
        return Folded {
            text: folded.text.to_ascii_lowercase(),
            runs: folded.runs.clone(),
        };
    }
    let mut out = Folded::default();
    for (index, run) in folded.runs.iter().enumerate() {
        let end = folded
            .runs
            .get(index + 1)
            .map_or(folded.text.len(), |next| next.folded_start);
        let words = &folded.text[run.folded_start..end];
        if words.is_ascii() {
            out.push(run.clone(), &words.to_ascii_lowercase());
            continue;
        }
        for (offset, c) in words.char_indices() {
            let lowered: String = c.to_lowercase().collect();
            let text = if run.identity {
                run.text.start + offset..run.text.start + offset + c.len_utf8()
            } else {
                run.text.clone()
            };
            let identity = run.identity && lowered.len() == c.len_utf8();
            out.push(
                Run {
                    folded_start: 0,
                    block: run.block,
                    text,
                    identity,
                },
                &lowered,
            );
        }
    }
    out
}

impl Folded {
    /// Where a range of the folded text stands: one range for each block that it touches, in order.
    pub fn places(&self, range: Range<usize>) -> Vec<TextRange> {
        let mut places: Vec<TextRange> = Vec::new();
        let first = self.run_index(range.start);
        for (index, run) in self.runs.iter().enumerate().skip(first) {
            if run.folded_start >= range.end {
                break;
            }
            let run_end = self.run_end(index);
            let start = range.start.max(run.folded_start) - run.folded_start;
            let end = range.end.min(run_end) - run.folded_start;
            let text = if run.identity {
                run.text.start + start..run.text.start + end
            } else {
                run.text.clone()
            };
            match places.last_mut() {
                Some(last) if last.block == run.block => last.end = text.end,
                // The space between two blocks stands for no words.
                _ if text.is_empty() => {}
                _ => places.push(TextRange::new(run.block, text)),
            }
        }
        places
    }

    /// The block that a byte of the folded text belongs to; the last one at its end.
    pub fn block_at(&self, offset: usize) -> usize {
        self.runs
            .get(self.run_index(offset))
            .map_or(0, |run| run.block)
    }

    fn run_index(&self, offset: usize) -> usize {
        self.runs
            .partition_point(|run| run.folded_start <= offset)
            .saturating_sub(1)
    }

    fn run_end(&self, index: usize) -> usize {
        self.runs
            .get(index + 1)
            .map_or(self.text.len(), |next| next.folded_start)
    }

    /// Adds a run, as part of the last one where that says the same.
    fn push(&mut self, run: Run, words: &str) {
        let folded_start = self.text.len();
        self.text.push_str(words);
        if let Some(last) = self.runs.last_mut()
            && last.identity
            && run.identity
            && last.block == run.block
            && last.text.end == run.text.start
        {
            last.text.end = run.text.end;
            return;
        }
        self.runs.push(Run {
            folded_start,
            ..run
        });
    }
}

#[derive(Default)]
struct Folder {
    folded: Folded,
    block: usize,
    /// White space met and not yet written: it is only once something follows.
    space: Option<Range<usize>>,
    last: Option<char>,
}

impl Folder {
    fn begin_block(&mut self, index: usize) {
        self.block = index;
        self.space = Some(0..0);
    }

    fn block(&mut self, block: &Block, replacements: &[Replacement<'_>]) {
        let mut at = 0;
        let mut replacements = replacements.iter().peekable();
        let mut note_marks = block
            .marks
            .iter()
            .filter(|mark| matches!(mark.kind, MarkKind::NoteReference { .. }))
            .map(|mark| mark.range.clone())
            .peekable();
        loop {
            let note_mark = note_marks.peek().map_or(usize::MAX, |range| range.start);
            let replaced = replacements.peek().map_or(usize::MAX, |r| r.place.start);
            let stop = note_mark.min(replaced).min(block.text.len());
            if stop > at {
                self.run(&block.text[at..stop], at);
                at = stop;
            }
            if replaced <= note_mark && replaced != usize::MAX {
                let replacement = replacements.next().expect("it was peeked at");
                self.replace(replacement);
                at = at.max(replacement.place.end);
            } else if let Some(range) = note_marks.next() {
                at = at.max(range.end);
            } else {
                break;
            }
        }
    }

    fn replace(&mut self, replacement: &Replacement<'_>) {
        let read = fold_words(replacement.read);
        let Some(first) = read.chars().next() else {
            return;
        };
        self.write_space(first);
        self.write(&read, replacement.place.range(), false);
    }

    /// Folds a run of text whose first byte is `at` in its block.
    fn run(&mut self, words: &str, at: usize) {
        if words.is_ascii() || is_nfc_quick(words.chars()) == IsNormalized::Yes {
            self.composed(words, at);
            return;
        }
        // Canonical composition never reaches beyond a grapheme cluster.
        for (offset, cluster) in words.grapheme_indices(true) {
            let range = at + offset..at + offset + cluster.len();
            let composed: String = cluster.nfc().collect();
            if composed == cluster {
                self.composed(cluster, range.start);
            } else {
                for c in composed.chars() {
                    self.character(c, range.clone(), false);
                }
            }
        }
    }

    /// Folds a run of text that is in normalization form C.
    fn composed(&mut self, words: &str, at: usize) {
        let mut offset = 0;
        while let Some(c) = words[offset..].chars().next() {
            let plain = plain_length(&words.as_bytes()[offset..]);
            let length = if plain > 0 { plain } else { c.len_utf8() };
            let range = at + offset..at + offset + length;
            if plain > 0 {
                self.write_space(c);
                self.write(&words[offset..offset + plain], range, true);
            } else {
                self.character(c, range, true);
            }
            offset += length;
        }
    }

    /// Folds one character; `whole` when `range` holds it and nothing else.
    fn character(&mut self, c: char, range: Range<usize>, whole: bool) {
        if c.is_whitespace() {
            let start = self.space.take().map_or(range.start, |space| space.start);
            self.space = Some(start.min(range.start)..range.end);
        } else if c != SOFT_HYPHEN {
            let folded = fold_character(c);
            self.write_space(folded);
            let mut bytes = [0; 4];
            self.write(folded.encode_utf8(&mut bytes), range, whole && folded == c);
        }
    }

    /// Writes the space before `next`, if there is one to write.
    fn write_space(&mut self, next: char) {
        let Some(range) = self.space.take() else {
            return;
        };
        match self.last {
            None => {}
            Some(last) if is_han_or_kana(last) && is_han_or_kana(next) => {}
            // One byte for one byte keeps the run whole.
            Some(_) => self.write(" ", range.clone(), range.len() == 1),
        }
    }

    fn write(&mut self, words: &str, text: Range<usize>, identity: bool) {
        let run = Run {
            folded_start: 0,
            block: self.block,
            text,
            identity,
        };
        self.folded.push(run, words);
        self.last = words.chars().next_back();
    }
}

/// How many bytes at the beginning stand for themselves: printing ASCII, which most of most texts is made
/// of, and single spaces inside of it.
fn plain_length(bytes: &[u8]) -> usize {
    let is_plain = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_graphic);
    let mut length = 0;
    if is_plain(0) {
        // So many at once that each is looked at with the one behind it, whatever they are.
        const MANY: usize = 32;
        while let Some(next) = bytes.get(length..=length + MANY) {
            let sound = |at| {
                let (here, after): (u8, u8) = (next[at], next[at + 1]);
                here.is_ascii_graphic() | ((here == b' ') & after.is_ascii_graphic())
            };
            if !(0..MANY).fold(true, |all, at| all & sound(at)) {
                break;
            }
            length += MANY;
        }
    }
    while is_plain(length) || length > 0 && bytes.get(length) == Some(&b' ') && is_plain(length + 1)
    {
        length += 1;
    }
    length
}

const SOFT_HYPHEN: char = '\u{ad}';

/// The character that stands for a class of marks; others stand for themselves.
fn fold_character(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201b}' | '\u{2039}' | '\u{203a}' | '\u{2bc}' | '\u{ff07}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{ff02}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Whether a character belongs to a script that writes no spaces between words and breaks lines
/// anywhere: Han, Hiragana, Katakana, Bopomofo and their punctuation.
pub fn is_han_or_kana(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3000}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether words of its script stand without spaces between them, so that a term or quote in it may
/// begin and end anywhere: Han, Kana, Thai, Lao, Khmer, Myanmar.
pub fn is_unspaced(c: char) -> bool {
    is_han_or_kana(c)
        || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Mark;
    use crate::text::testing::paragraphs;
    use proptest::prelude::*;

    #[test]
    fn words_are_folded_by_the_declared_classes() {
        let check = |words: &str, expected: &str| assert_eq!(fold_words(words), expected);
        check("a  b\n c\u{a0}d", "a b c d");
        check("‘a’ ‛b‛ it’s ‹c›", "'a' 'b' it's 'c'");
        check("“a” „b“ «c»", "\"a\" \"b\" \"c\"");
        check("a-b a‐b a–b a—b a−b", "a-b a-b a-b a-b a-b");
        check("co\u{ad}operate", "cooperate");
        // Letters, digits, case and other punctuation stand as they are.
        check("Straße, №5; A…", "Straße, №5; A…");
        // NFC: e and a combining acute accent are é.
        check("caf\u{65}\u{301}", "café");
        // A line break between Chinese characters means nothing, one beside Latin letters does.
        check("人工\n智能 AI\n治理", "人工智能 AI 治理");
        check("  a ", "a");
        check("", "");
    }

    #[test]
    fn note_marks_and_replacements_keep_their_places() {
        let mut text = paragraphs(&["Used by Al¹ models.", "“Next”"]);
        text.blocks[0].marks = Box::new([Mark {
            range: 10..12,
            kind: MarkKind::NoteReference { note: 1 },
        }]);
        let folded = fold(&text, &[]);
        assert_eq!(folded.text, "Used by Al models. \"Next\"");
        let place = TextRange::new;
        assert_eq!(folded.places(0..4), [place(0, 0..4)]);
        assert_eq!(folded.places(8..17), [place(0, 8..19)]);
        // “Next” with its curly marks, which are longer than the folded ones.
        assert_eq!(folded.places(19..25), [place(1, 0..10)]);
        assert_eq!(folded.places(11..25), [place(0, 13..20), place(1, 0..10)]);
        let replacement = Replacement {
            place: place(0, 8..10),
            read: "AI",
        };
        let corrected = fold(&text, &[replacement]);
        assert_eq!(corrected.text, "Used by AI models. \"Next\"");
        assert_eq!(corrected.places(8..17), [place(0, 8..19)]);
    }

    #[test]
    fn lower_case_keeps_its_places() {
        let folded = lower(&fold(&paragraphs(&["ÄI “İX”"]), &[]));
        assert_eq!(folded.text, "äi \"i\u{307}x\"");
        // İ is one character of the text and two of its lower case.
        let at = folded.text.find('i').expect("it is there") + 3;
        let range = folded.text[at..].find('i').expect("twice") + at;
        assert_eq!(folded.places(range..range + 3)[0].range(), 7..9);
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(words in "\\PC{0,40}") {
            let once = fold_words(&words);
            prop_assert_eq!(fold_words(&once), once);
        }

        #[test]
        fn every_folded_byte_has_a_place(words in prop::collection::vec("[a-zé“”’ \u{ad}—人\u{301}]{1,12}", 1..4)) {
            let blocks: Vec<&str> = words.iter().map(String::as_str).collect();
            let text = paragraphs(&blocks);
            let folded = fold(&text, &[]);
            let mut last = (0, 0);
            for (offset, c) in folded.text.char_indices() {
                for place in folded.places(offset..offset + c.len_utf8()) {
                    // Places lie in their blocks, on character boundaries, and never go back.
                    let words = &text.blocks[place.block].text;
                    prop_assert!(words.get(place.range()).is_some());
                    prop_assert!((place.block, place.start) >= last);
                    last = (place.block, place.start);
                }
            }
        }
    }
}
