//! Where words begin and end (Unicode Standard Annex #29). An apostrophe ends a word, too.

use unicode_segmentation::UnicodeSegmentation;

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
    pub(super) fn new(text: &str) -> Self {
        let mut found = Self {
            bounds: vec![0; text.len() / 64 + 1],
            words: 0,
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = run(&bytes[at..]);
            if run == 0 && !begins_otherwise(bytes[at]) {
                at += 1;
            } else if run > 0 && ends_run(&bytes[at + run..]) {
                found.add(at, at + run);
                at += run;
            } else {
                // White space is part of no word, but a mark may stand upon what is before it, whatever that is.
                let end = memchr::memchr2(b' ', b'\n', &bytes[at..]);
                let end = end.map_or(bytes.len(), |length| at + length);
                let start = at.saturating_sub(usize::from(!bytes[at].is_ascii()));
                found.add_all(&text[start..end], start);
                at = end;
            }
        }
        found
    }

    /// How many words there are.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// The end of a match from `start` to `end`, if it consists of whole words; an open one reaches
    /// to the end of its last word.
    pub(super) fn accept(&self, text: &str, start: usize, end: usize, open: bool) -> Option<usize> {
        let first = text[start..].chars().next()?;
        let last = text[..end].chars().next_back()?;
        let begins = is_unspaced(first) || !first.is_alphanumeric() || self.is_bound(start);
        if !begins {
            return None;
        }
        if is_unspaced(last) || !last.is_alphanumeric() || self.is_bound(end) {
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

/// How many plain letters and digits there are at the beginning.
fn run(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|it| it.is_ascii_alphanumeric())
        .count()
}

/// Whether a word may begin with the byte that is no plain letter or digit.
fn begins_otherwise(byte: u8) -> bool {
    byte == b'_' || !byte.is_ascii()
}

/// Whether a run of plain letters and digits is a word whatever they are, by what follows: not so what may be part of
/// it, nor what is where others follow.
fn ends_run(after: &[u8]) -> bool {
    let may_go_on = |byte: &u8| byte.is_ascii_alphanumeric() || begins_otherwise(*byte);
    match after.first() {
        None => true,
        Some(b'\'' | b'.' | b':' | b',' | b';' | b'"') => !after.get(1).is_some_and(may_go_on),
        Some(byte) => !begins_otherwise(*byte),
    }
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
        let bounds = (0..=text.len()).filter(|at| found.is_bound(*at));
        (bounds.collect(), found.words())
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_whole_text(
            text in "([a-c1-2]{1,3}|[ \\n'.,:;_\"!-]|[éß人工\u{301}\u{200d}\u{a0}אדカ🇩🇪👍]){0,24}"
        ) {
            prop_assert_eq!(found(&text), by_the_whole(&text));
        }

        #[test]
        fn words_of_anything_are_too(text in "\\PC{0,20}") {
            prop_assert_eq!(found(&text), by_the_whole(&text));
        }
    }
}
