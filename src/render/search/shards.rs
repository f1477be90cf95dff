//! Words with the positions at which they stand, in order, in files of a bounded size.

use std::cmp::Ordering;

use super::numbers;
use super::runs::{Runs, is_one_of};

/// A file of words: `word positions word positions …`, the words in order, the positions as
/// differences, each from the one before it and the first from 0.
#[derive(Debug)]
pub(super) struct Shard {
    /// Its first word.
    pub(super) first: String,
    /// Each of its words with its positions.
    pub(super) text: String,
}

/// A word as files have it.
#[derive(Debug)]
pub(super) struct Word {
    /// With its positions; several where they are too many for one file.
    pieces: Vec<String>,
    /// Bytes of the word itself.
    length: usize,
    may_begin: bool,
}

/// The order of words as scripts compare texts: by their UTF-16.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    a.bytes().map(by_utf16).cmp(b.bytes().map(by_utf16))
}

/// The beginning of a word as a number: of two words the one with the less is before the other. Many words are told
/// apart by that.
pub(super) fn beginning(word: &str) -> u64 {
    let bytes = word.bytes().map(by_utf16).chain(std::iter::repeat(0));
    bytes
        .take(8)
        .fold(0, |all, byte| all << 8 | u64::from(byte))
}

/// A byte of UTF-8 such that words stand in the order of their UTF-16 when their bytes do: there the characters
/// beyond U+FFFF, which begin with F0 to F4, stand before those from U+E000 on, which begin with EE and EF.
fn by_utf16(byte: u8) -> u8 {
    match byte {
        0xee | 0xef => byte + 5,
        0xf0..=0xf4 => byte - 2,
        byte => byte,
    }
}

/// Of about so many words one begins a file where the one before it has three quarters of what it may have.
const BEGINNINGS: u8 = 16;

impl Word {
    /// Writes a word with its positions, for files of at most `limit` bytes.
    pub(super) fn new(word: &str, positions: &[u32], limit: usize) -> Self {
        let pieces = pieces(positions, limit.saturating_sub(word.len() + 2).max(16));
        let pieces = pieces.iter().map(|piece| [word, " ", piece].concat());
        Self {
            pieces: pieces.collect(),
            length: word.len(),
            may_begin: is_one_of(BEGINNINGS, word),
        }
    }
}

/// Puts words, which stand in [order], into files of at most `limit` bytes.
///
/// A word with positions for several files has them for itself.
pub(super) fn shards(words: impl IntoIterator<Item = Word>, limit: usize) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    let mut runs = Runs::new(limit / 4 * 3, limit);
    for word in words {
        let is_long = word.pieces.len() > 1;
        if is_long {
            runs.end();
        }
        for piece in word.pieces {
            let begins = runs.begins(piece.len() + 1, word.may_begin);
            match shards.last_mut() {
                Some(last) if !is_long && !begins => last.text.extend([" ", &piece]),
                last => {
                    // It will not grow any more.
                    if let Some(last) = last {
                        last.text.shrink_to_fit();
                    }
                    shards.push(Shard {
                        first: piece[..word.length].to_owned(),
                        text: piece,
                    });
                }
            }
        }
        if is_long {
            runs.end();
        }
    }
    shards
}

/// Writes positions in pieces of at most `limit` bytes: those of all that there can be, or of each half of
/// them, or of each quarter, and so on. So a position more changes the piece in which it stands.
fn pieces(positions: &[u32], limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    part(positions, u32::BITS, limit, &mut pieces);
    pieces
}

/// Writes positions that are alike but for their last `bits`.
fn part(positions: &[u32], bits: u32, limit: usize, pieces: &mut Vec<String>) {
    let Some(bit) = bits.checked_sub(1) else {
        return pieces.extend(written(positions, usize::MAX));
    };
    match written(positions, limit) {
        Some(piece) => pieces.push(piece),
        None => {
            let half = positions.partition_point(|position| position & (1 << bit) == 0);
            let (lower, upper) = positions.split_at(half);
            for half in [lower, upper].into_iter().filter(|half| !half.is_empty()) {
                part(half, bit, limit, pieces);
            }
        }
    }
}

/// Positions as differences, if they take no more than `limit` bytes.
fn written(positions: &[u32], limit: usize) -> Option<String> {
    // Each takes a byte at least.
    if positions.len() > limit {
        return None;
    }
    let mut piece = Vec::with_capacity(2 * positions.len());
    let mut before = 0;
    for &position in positions {
        numbers::push(&mut piece, (position - before) as usize);
        if piece.len() > limit {
            return None;
        }
        before = position;
    }
    Some(numbers::text(&piece).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharded(words: &[(String, Vec<u32>)], limit: usize) -> Vec<Shard> {
        let words = words.iter();
        shards(
            words.map(|(word, list)| Word::new(word, list, limit)),
            limit,
        )
    }

    /// Words and positions as the script reads them out of all files.
    fn read(shards: &[Shard]) -> Vec<(String, Vec<u32>)> {
        let mut words: Vec<(String, Vec<u32>)> = Vec::new();
        for shard in shards {
            let text = &shard.text;
            let parts: Vec<&str> = text.split(' ').collect();
            for part in parts.chunks(2) {
                let mut position = 0;
                let positions = numbers::read(part[1]).map(|step| {
                    position += u32::try_from(step).expect("a position");
                    position
                });
                match words.last_mut() {
                    Some((word, known)) if word == part[0] => known.extend(positions),
                    _ => words.push((part[0].to_owned(), positions.collect())),
                }
            }
        }
        words
    }

    #[test]
    fn words_come_out_as_they_went_in_whatever_the_limit() {
        let word = |word: &str, positions: Vec<u32>| (word.to_owned(), positions);
        let words = [
            word("a", (0..500).map(|n| n * 7).collect()),
            word("ab", vec![3]),
            word("b", vec![0, 1, 100_000]),
            word("c", (1000..3000).collect()),
        ];
        for limit in [16, 100, 1000, 1_000_000] {
            let shards = sharded(&words, limit);
            assert_eq!(read(&shards), words, "{limit}");
            for shard in &shards {
                assert!(shard.text.len() <= limit.max(20), "{limit}: {shard:?}");
                assert!(shard.text.starts_with(&shard.first), "{shard:?}");
            }
        }
        assert_eq!(sharded(&words, 1_000_000).len(), 1);
        assert!(sharded(&[], 100).is_empty());
    }

    #[test]
    fn a_word_of_several_files_has_them_for_itself() {
        let words = [
            ("a".to_owned(), vec![1]),
            ("b".to_owned(), (0..1000).collect()),
            ("c".to_owned(), vec![2]),
        ];
        let firsts: Vec<String> = sharded(&words, 400)
            .into_iter()
            .map(|it| it.first)
            .collect();
        assert_eq!(firsts, ["a", "b", "b", "b", "b", "c"]);
    }

    #[test]
    fn a_position_more_changes_one_file() {
        let positions = |further: Option<u32>| {
            let mut positions: Vec<u32> = (0..20_000).map(|n| n * 97).chain(further).collect();
            positions.sort_unstable();
            sharded(&[("a".to_owned(), positions)], 1000)
        };
        let texts = |shards: Vec<Shard>| -> Vec<String> {
            shards.into_iter().map(|shard| shard.text).collect()
        };
        let before = texts(positions(None));
        assert!(before.len() > 30, "{}", before.len());
        for further in [1, 97 * 777 + 5, 97 * 20_000] {
            let after = texts(positions(Some(further)));
            let unlike = after.iter().filter(|text| !before.contains(text)).count();
            assert_eq!(unlike, 1, "{further}");
        }
    }

    #[test]
    fn words_are_ordered_as_scripts_order_them() {
        // U+20000 is written with surrogates in UTF-16, which stand before U+FF66.
        assert_eq!(order("\u{20000}", "\u{ff66}"), Ordering::Less);
        assert_eq!("\u{20000}".cmp("\u{ff66}"), Ordering::Greater);
        let words = [
            "",
            "a",
            "ab",
            "abcdefgh",
            "abcdefghi",
            "b",
            "é",
            "人",
            "\u{d7ff}",
            "\u{20000}",
            "\u{20001}",
            "\u{e000}",
            "\u{ff66}a",
        ];
        for (index, a) in words.iter().enumerate() {
            for (other, b) in words.iter().enumerate() {
                assert_eq!(order(a, b), index.cmp(&other), "{a:?} {b:?}");
                let by_beginning = beginning(a).cmp(&beginning(b));
                assert!(
                    by_beginning.is_eq() || by_beginning == order(a, b),
                    "{a:?} {b:?}"
                );
            }
        }
    }
}
