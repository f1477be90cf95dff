//! Where words begin and end (Unicode Standard Annex #29). An apostrophe ends a word, too.

use unicode_segmentation::UnicodeSegmentation;

use super::bits::ones;
use crate::text::fold::is_unspaced;

/// Where words begin and end in a folded text.
pub(super) struct WordBounds {
    /// For each byte of the text, and for its end, whether a word begins or ends there.
    bounds: Vec<u64>,
    /// How many words there are.
    words: usize,
}

impl WordBounds {
    /// Looks for the words of a text.
    ///
    /// Most are runs of plain letters and digits, of which 64 bytes are looked at at once. Where that is not clear,
    /// the rules for all scripts are asked.
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // For the end of the text there is a bit, too.
        let begins = (0..=bytes.len()).step_by(64);
        let kinds = begins.map(|begin| Kinds::of(&bytes[begin..bytes.len().min(begin + 64)]));
        let kinds: Vec<Kinds> = kinds.collect();
        let mut found = Self {
            bounds: Vec::with_capacity(kinds.len()),
            words: 0,
        };
        let mut unclear = Vec::with_capacity(kinds.len());
        for (index, of_bytes) in kinds.iter().enumerate() {
            // Of each byte, whether the one before it is plain, and whether the one behind it may be part of a word.
            let before = index.checked_sub(1).map_or(0, |it| kinds[it].plain >> 63);
            let next = kinds
                .get(index + 1)
                .map_or(0, |it| (it.plain | it.other) << 63);
            let is_after = of_bytes.plain << 1 | before;
            let is_before = (of_bytes.plain | of_bytes.other) >> 1 | next;
            found.bounds.push(of_bytes.plain ^ is_after);
            found.words += (of_bytes.plain & !is_after).count_ones() as usize;
            unclear.push(of_bytes.other | of_bytes.joins & is_after & is_before);
        }
        let mut asked = 0;
        for at in all_ones(&unclear) {
            if at >= asked {
                asked = found.ask(text, at);
            }
        }
        found
    }

    /// Asks the rules for all scripts from the run of plain letters before an offset up to the next white space, the
    /// end of which is given back. White space is part of no word.
    fn ask(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let run = bytes[..at].iter().rev().take_while(|it| is_plain(**it));
        let begin = at - run.count();
        let end = memchr::memchr2(b' ', b'\n', &bytes[at..]);
        let end = end.map_or(bytes.len(), |length| at + length);
        for offset in begin..=end {
            self.bounds[offset / 64] &= !(1 << (offset % 64));
        }
        let runs = bytes[begin..end].chunk_by(|a, b| is_plain(*a) == is_plain(*b));
        self.words -= runs.filter(|run| is_plain(run[0])).count();
        // A mark may stand upon what is before it, whatever that is.
        let start = begin.saturating_sub(usize::from(!bytes[begin].is_ascii()));
        self.add_all(&text[start..end], start);
        end
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// Where words begin or end, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        all_ones(&self.bounds)
    }

    /// The end of a match from `start` to `end`, if it consists of whole words; an open one reaches
    /// to the end of its last word.
    pub(super) fn accept(&self, text: &str, start: usize, end: usize, open: bool) -> Option<usize> {
        let first = text[start..].chars().next()?;
        let last = text[..end].chars().next_back()?;
        if is_of_word(first) && !self.is_bound(start) {
            return None;
        }
        if !is_of_word(last) || self.is_bound(end) {
            return Some(end);
        }
        open.then(|| self.next_bound(end, text.len()))
    }

    fn is_bound(&self, offset: usize) -> bool {
        self.bounds[offset / 64] >> (offset % 64) & 1 == 1
    }

    fn next_bound(&self, offset: usize, end: usize) -> usize {
        (offset..=end)
            .find(|at| self.is_bound(*at))
            .unwrap_or(offset)
    }

    fn add_bound(&mut self, offset: usize) {
        self.bounds[offset / 64] |= 1 << (offset % 64);
    }

    fn add(&mut self, start: usize, end: usize) {
        self.words += 1;
        self.add_bound(start);
        self.add_bound(end);
    }

    /// Adds the words of a part of the text that begins at a byte.
    fn add_all(&mut self, part: &str, first: usize) {
        for (start, word) in part.unicode_word_indices() {
            let start = first + start;
            self.add(start, start + word.len());
            for apostrophe in memchr::memchr_iter(b'\'', word.as_bytes()) {
                self.add_bound(start + apostrophe);
                self.add_bound(start + apostrophe + 1);
            }
        }
    }
}

/// Whether a match of this text has to begin where a word does: otherwise it begins with a mark, or in a script without
/// spaces between words.
pub(super) fn begins_word(text: &str) -> bool {
    text.chars().next().is_some_and(is_of_word)
}

/// A letter or digit of a script with spaces between words.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// Where the last so many words of a text begin; its first word where it has fewer, its end where it has none. An
/// apostrophe ends no word here.
pub(super) fn last_words(text: &str, count: usize) -> usize {
    match plain_words(text.bytes().rev(), count) {
        Some(length) => text.len() - length,
        None => {
            let words = text.unicode_word_indices().rev().take(count);
            words.last().map_or(text.len(), |(start, _)| start)
        }
    }
}

/// Where the first so many words of a text end; its last word where it has fewer, its beginning where it has none.
pub(super) fn first_words(text: &str, count: usize) -> usize {
    plain_words(text.bytes(), count).unwrap_or_else(|| {
        let words = text.unicode_word_indices().take(count);
        words.last().map_or(0, |(start, word)| start + word.len())
    })
}

/// How many bytes it takes to so many words, with them, from either end of a text on: where all of them are runs of
/// plain letters and digits. None where that is not clear.
fn plain_words(bytes: impl Iterator<Item = u8> + Clone, count: usize) -> Option<usize> {
    let (mut taken, mut length) = (0, 0);
    let mut rest = bytes.peekable();
    for _ in 0..count {
        while let Some(byte) = rest.next_if(|it| !is_plain(*it)) {
            if is_other(byte) {
                return None;
            }
            taken += 1;
        }
        let run = std::iter::from_fn(|| rest.next_if(|it| is_plain(*it))).count();
        if run == 0 {
            break;
        }
        if !is_parted(rest.clone()) {
            return None;
        }
        taken += run;
        length = taken;
    }
    Some(length)
}

/// Whether a run of plain letters and digits is a word as far as it goes by what is next to it, nearest first.
fn is_parted(mut next: impl Iterator<Item = u8>) -> bool {
    match next.next() {
        None => true,
        Some(byte) if may_join(byte) => !next.next().is_some_and(|it| is_plain(it) || is_other(it)),
        Some(byte) => !is_other(byte),
    }
}

/// The places of the bits that are set in any of several numbers, of which each goes on where the one before ends.
fn all_ones(bits: &[u64]) -> impl Iterator<Item = usize> {
    let bits = bits.iter().enumerate();
    bits.flat_map(|(index, bits)| ones(*bits).map(move |bit| 64 * index + bit))
}

/// What 64 bytes are, a bit for each, the lowest for the first.
struct Kinds {
    plain: u64,
    other: u64,
    joins: u64,
}

impl Kinds {
    /// Looks at up to 64 bytes; those that are missing are part of no word.
    fn of(bytes: &[u8]) -> Self {
        let mut all = [0; 64];
        all[..bytes.len()].copy_from_slice(bytes);
        Self {
            plain: bits(&all, is_plain),
            other: bits(&all, is_other),
            joins: bits(&all, may_join),
        }
    }
}

/// A bit for each byte.
fn bits(bytes: &[u8; 64], is: impl Fn(u8) -> bool) -> u64 {
    // One byte for each is found of many at once; of eight that are 0 or 1 the product has the lowest bits, in order,
    // as its highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let flags = bytes.map(|byte| u8::from(is(byte)));
    let (eights, _) = flags.as_chunks();
    eights.iter().rev().fold(0, |bits, eight| {
        bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56
    })
}

/// A plain letter or digit.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// What may be part of a word and is no plain letter or digit.
fn is_other(byte: u8) -> bool {
    byte == b'_' || !byte.is_ascii()
}

/// What may hold together what is on both sides of it.
fn may_join(byte: u8) -> bool {
    matches!(byte, b'\'' | b'.' | b':' | b',' | b';' | b'"')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bounds and the number of words, as the whole text gives them.
    fn by_the_whole(text: &str) -> (Vec<usize>, usize) {
        let mut bounds = Vec::new();
        let mut words = 0;
        for (start, word) in text.unicode_word_indices() {
            words += 1;
            bounds.extend([start, start + word.len()]);
            let apostrophes = word.match_indices('\'');
            bounds.extend(apostrophes.flat_map(|(at, _)| [start + at, start + at + 1]));
        }
        bounds.sort_unstable();
        bounds.dedup();
        (bounds, words)
    }

    fn found(text: &str) -> (Vec<usize>, usize) {
        let found = WordBounds::new(text);
        (found.iter().collect(), found.words())
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_whole_text(
            text in "([a-c1-2]{1,3}|[ \\n'.,:;_\"!-]|[éß人工\u{301}\u{200d}\u{a0}אדカ🇩🇪👍]){0,80}"
        ) {
            prop_assert_eq!(found(&text), by_the_whole(&text));
        }

        #[test]
        fn words_of_anything_are_too(text in "\\PC{0,20}") {
            prop_assert_eq!(found(&text), by_the_whole(&text));
        }

        #[test]
        fn words_at_the_edges_are_those_of_the_whole_text(
            text in "([a-c1-2]{1,3}|[ \\n'.,:;_\"!-]|[éß人工\u{301}\u{200d}\u{a0}אדカ🇩🇪👍]){0,24}",
            count in 0_usize..5,
        ) {
            let words: Vec<(usize, &str)> = text.unicode_word_indices().collect();
            let last = words.iter().rev().take(count).next_back();
            prop_assert_eq!(last_words(&text, count), last.map_or(text.len(), |(start, _)| *start));
            let first = words.iter().take(count).next_back();
            let end = first.map_or(0, |(start, word)| start + word.len());
            prop_assert_eq!(first_words(&text, count), end);
        }
    }
}
