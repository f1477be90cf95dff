//! The words of a run of groups: as they are read, then in order, each with the positions at which it stands.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::numbers;
use super::row::small;
use super::shards::{self, Word};

/// Words while they are read. Each gets a number when it is read first.
///
/// They are looked up millions of times, hence the quicker hash, and one map for those that fit into a number, as
/// most do: they are compared at once, without going to where they are spelt.
#[derive(Default)]
pub(super) struct Reading {
    short: HashMap<u128, u32, RandomState>,
    long: HashMap<String, u32, RandomState>,
    /// The words in the order of their numbers, and where each ends.
    spelt: String,
    ends: Vec<u32>,
    /// Which word stands where, in order of position.
    standing: Vec<(u32, u32)>,
}

/// The words of a run of groups, in order, each with the positions at which they stand.
pub(super) struct Words {
    /// The position from which those of the run are counted.
    start: u32,
    /// Each word, and behind it its positions as differences.
    text: String,
    /// Where each word begins in the text, and where its positions do.
    places: Vec<(u32, u32)>,
}

/// Where a word of a run is found among several runs: the beginning of the word, the run, its place there.
type Place = (u64, u32, u32);

impl Reading {
    /// Forgets all words, and keeps the room for others.
    pub(super) fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
        self.spelt.clear();
        self.ends.clear();
        self.standing.clear();
    }

    /// Takes a word that stands at a position behind all of those before.
    pub(super) fn add(&mut self, word: &str, position: usize) {
        let next = small(self.ends.len());
        let number = match packed(word) {
            Some(packed) => *self.short.entry(packed).or_insert(next),
            None => match self.long.get(word) {
                Some(number) => *number,
                None => *self.long.entry(word.to_owned()).or_insert(next),
            },
        };
        if number == next {
            self.spelt.push_str(word);
            self.ends.push(small(self.spelt.len()));
        }
        self.standing.push((number, small(position)));
    }

    fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.spelt[start as usize..self.ends[number] as usize]
    }

    /// The positions of all words, those of one behind those of another in the order of their numbers, and where
    /// those of each end.
    fn positions(&self) -> (Vec<u32>, Vec<usize>) {
        let mut ends = vec![0_usize; self.ends.len() + 1];
        for (number, _) in &self.standing {
            ends[*number as usize + 1] += 1;
        }
        for number in 1..ends.len() {
            ends[number] += ends[number - 1];
        }
        // Each end grows from where the positions of its word begin.
        let mut positions = vec![0; self.standing.len()];
        for &(number, position) in &self.standing {
            let end = &mut ends[number as usize];
            positions[*end] = position;
            *end += 1;
        }
        ends.pop();
        (positions, ends)
    }
}

/// A word of up to 15 bytes as a number that no other word has.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    let (length, room) = bytes.split_last_mut()?;
    room.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    *length = u8::try_from(word.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

impl Words {
    /// Puts words in order.
    pub(super) fn new(reading: &Reading) -> Self {
        let numbers = 0..small(reading.ends.len());
        let mut order: Vec<(u64, u32)> = numbers
            .map(|number| (shards::beginning(reading.word(number)), number))
            .collect();
        order.sort_unstable_by(|&(a, a_number), &(b, b_number)| {
            let further = || shards::order(reading.word(a_number), reading.word(b_number));
            a.cmp(&b).then_with(further)
        });
        let (positions, ends) = reading.positions();
        let mut text = Vec::with_capacity(reading.spelt.len() + 2 * positions.len());
        let mut places = Vec::with_capacity(order.len());
        for (_, number) in order {
            let begin = small(text.len());
            text.extend(reading.word(number).as_bytes());
            places.push((begin, small(text.len())));
            let number = number as usize;
            let start = number.checked_sub(1).map_or(0, |before| ends[before]);
            let mut last = 0;
            for &position in &positions[start..ends[number]] {
                numbers::push(&mut text, (position - last) as usize);
                last = position;
            }
        }
        text.shrink_to_fit();
        Self {
            start: 0,
            text: String::from_utf8(text).expect("words are UTF-8, and numbers ASCII"),
            places,
        }
    }

    /// The same words, further on.
    pub(super) fn moved(self, by: u32) -> Self {
        Self {
            start: self.start + by,
            ..self
        }
    }

    fn word(&self, place: u32) -> &str {
        let (start, end) = self.places[place as usize];
        &self.text[start as usize..end as usize]
    }

    fn positions(&self, place: u32) -> impl Iterator<Item = u32> {
        let place = place as usize;
        let (_, start) = self.places[place];
        let end = self.places.get(place + 1);
        let end = end.map_or(self.text.len(), |(end, _)| *end as usize);
        let steps = numbers::read(&self.text[start as usize..end]);
        steps.scan(self.start, |position, step| {
            *position += small(step);
            Some(*position)
        })
    }
}

/// About so many places are looked at at once: enough for all processors, and far fewer than there are.
const BATCH: usize = 1 << 15;

/// The words of several runs that follow each other, in order, as files of at most `limit` bytes have them. They are
/// written as they are asked for, some thousands at once, so that they do not stand in memory twice.
pub(super) fn merged(runs: Vec<Words>, limit: usize) -> impl Iterator<Item = Word> {
    let places = places(&runs);
    let mut begin = 0;
    let batches = std::iter::from_fn(move || {
        let word = |place: &Place| word(&runs, place);
        let is_same = |a: &Place, b: &Place| a.0 == b.0 && word(a) == word(b);
        let rest = &places[begin..];
        let last = rest.get(BATCH.min(rest.len()).checked_sub(1)?)?;
        let further = rest.iter().skip(BATCH).take_while(|it| is_same(it, last));
        let batch = &rest[..BATCH.min(rest.len()) + further.count()];
        begin += batch.len();
        let written = batch.par_chunk_by(is_same).map(|places| {
            let positions = places
                .iter()
                .flat_map(|(_, run, place)| runs[*run as usize].positions(*place));
            let positions: Vec<u32> = positions.collect();
            Word::new(word(&places[0]), &positions, limit)
        });
        Some(written.collect::<Vec<Word>>())
    });
    batches.flatten()
}

/// The places of all words of several runs, in order of words; those of a word that stands in several in order of
/// runs.
fn places(runs: &[Words]) -> Vec<Place> {
    let count = runs.iter().map(|words| words.places.len()).sum();
    let mut places: Vec<Place> = Vec::with_capacity(count);
    for (run, words) in (0..).zip(runs) {
        let of_run = 0..small(words.places.len());
        places.extend(of_run.map(|place| (shards::beginning(words.word(place)), run, place)));
    }
    // In place, since there are many.
    places.par_sort_unstable_by(|a, b| {
        let further = || shards::order(word(runs, a), word(runs, b));
        a.0.cmp(&b.0).then_with(further).then(a.1.cmp(&b.1))
    });
    places
}

fn word<'r>(runs: &'r [Words], &(_, run, place): &Place) -> &'r str {
    runs[run as usize].word(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_in_order_with_their_positions() {
        let long = "a".repeat(40);
        let of_15 = "b".repeat(15);
        let texts = [
            vec!["c", &long, "c", &of_15, "\u{20000}", "\u{ff66}", &long],
            vec!["c", "b", &of_15[..14], &long],
        ];
        let runs = texts.iter().enumerate().map(|(run, text)| {
            let mut reading = Reading::default();
            for (index, word) in text.iter().enumerate() {
                reading.add(word, 3 * index);
            }
            Words::new(&reading).moved(small(1000 * run))
        });
        let runs: Vec<Words> = runs.collect();
        let found = merged(runs, 1 << 16);
        let shards = shards::shards(found, 1 << 16);
        let expected = [
            (long.as_str(), vec![3, 18, 1009]),
            ("b", vec![1003]),
            (&of_15[..14], vec![1006]),
            (&of_15, vec![9]),
            ("c", vec![0, 6, 1000]),
            ("\u{20000}", vec![12]),
            ("\u{ff66}", vec![15]),
        ];
        let [shard] = shards.as_slice() else {
            panic!("{shards:?}")
        };
        let text = &shard.text;
        let parts: Vec<&str> = text.split(' ').collect();
        let read = parts.chunks(2).map(|part| {
            let steps = numbers::read(part[1]);
            let positions = steps.scan(0, |position, step| {
                *position += step;
                Some(*position)
            });
            (part[0], positions.collect::<Vec<usize>>())
        });
        assert_eq!(read.collect::<Vec<_>>(), expected);
    }
}
