//! Words with the positions at which they stand, in order, in files of a bounded size.

use std::cmp::Ordering;

use super::numbers;

/// A file of words: `word positions word positions …`, the words in order, the positions as
/// differences, each from the one before it and the first from 0.
#[derive(Debug)]
pub(super) struct Shard {
    /// Its first word. A word whose positions go on in the next file begins a file.
    pub(super) first: String,
    pub(super) text: String,
}

/// The order of words as scripts compare texts: by their UTF-16.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    let mut bytes = a.bytes().zip(b.bytes());
    match bytes.find(|(a, b)| a != b) {
        None => a.len().cmp(&b.len()),
        // From here on surrogates make a difference.
        Some((a_byte, b_byte)) if a_byte.max(b_byte) >= 0xee => {
            a.encode_utf16().cmp(b.encode_utf16())
        }
        Some((a, b)) => a.cmp(&b),
    }
}

/// Puts words, which stand in [order], each with its positions, into files of at most `limit`
/// bytes.
pub(super) fn shards<'w>(
    words: impl Iterator<Item = (&'w str, &'w [u32])>,
    limit: usize,
) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    for (word, positions) in words {
        let pieces = pieces(positions, limit.saturating_sub(word.len() + 2).max(16));
        let is_long = pieces.len() > 1;
        for piece in pieces {
            let length = word.len() + piece.len() + 2;
            match shards.last_mut() {
                Some(last) if !is_long && last.text.len() + length <= limit => {
                    last.text.push(' ');
                    push(&mut last.text, word, &piece);
                }
                _ => {
                    let mut text = String::new();
                    push(&mut text, word, &piece);
                    let first = word.to_owned();
                    shards.push(Shard { first, text });
                }
            }
        }
    }
    shards
}

fn push(text: &mut String, word: &str, piece: &str) {
    text.push_str(word);
    text.push(' ');
    text.push_str(piece);
}

/// Writes positions in pieces of at most `limit` bytes.
fn pieces(positions: &[u32], limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut before = 0;
    for &position in positions {
        let end = piece.len();
        numbers::push(&mut piece, (position - before) as usize);
        if piece.len() > limit {
            piece.truncate(end);
            pieces.push(std::mem::take(&mut piece));
            numbers::push(&mut piece, position as usize);
        }
        before = position;
    }
    pieces.push(piece);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharded(words: &[(String, Vec<u32>)], limit: usize) -> Vec<Shard> {
        let words = words.iter();
        shards(
            words.map(|(word, list)| (word.as_str(), list.as_slice())),
            limit,
        )
    }

    /// Words and positions as the script reads them out of all files.
    fn read(shards: &[Shard]) -> Vec<(String, Vec<u32>)> {
        let mut words: Vec<(String, Vec<u32>)> = Vec::new();
        for shard in shards {
            let parts: Vec<&str> = shard.text.split(' ').collect();
            for part in parts.chunks(2) {
                let mut position = 0;
                let positions = numbers::read(part[1]).into_iter().map(|step| {
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
    fn a_word_of_several_files_begins_one() {
        let words = [
            ("a".to_owned(), vec![1]),
            ("b".to_owned(), (0..1000).collect()),
            ("c".to_owned(), vec![2]),
        ];
        let firsts: Vec<String> = sharded(&words, 400)
            .into_iter()
            .map(|it| it.first)
            .collect();
        // The last word has room behind the rest of the one before it.
        assert_eq!(firsts, ["a", "b", "b", "b"]);
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
            }
        }
    }
}
