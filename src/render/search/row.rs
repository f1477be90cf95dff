//! The row in which all words of the index stand, and what is to be known of its entries.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::entries::{Entry, Group};
use super::runs::is_one_of;
use super::{numbers, shards, tokens};

/// Each group begins at a multiple of this position: the words of a document can become somewhat more, or
/// fewer, and those of the next ones stand where they stood.
const ROOM: usize = 1 << 10;

/// Each group that is a head begins at a multiple of this one: so does what stands behind a new document.
const WIDE_ROOM: usize = 1 << 16;

/// Of about so many groups one is a head.
const HEADS: u8 = 64;

/// What a run of groups adds to the index.
#[derive(Default)]
pub(super) struct Row {
    /// The number of each word, from 1.
    words: HashMap<String, u32>,
    /// The word at each position, without the room between groups; 0 where none is.
    standing: Vec<u32>,
    pub(super) groups: Vec<GroupSize>,
    pub(super) entries: Vec<EntrySize>,
    /// What tables say of the entries.
    codes: String,
}

/// A group of the row.
pub(super) struct GroupSize {
    /// Its entries.
    pub(super) entries: usize,
    /// Its positions.
    positions: usize,
    /// Whether files and positions begin anew here.
    pub(super) is_head: bool,
    /// Changes with what is shown of the group as a whole.
    pub(super) hash: [u8; 8],
}

/// An entry of the row.
pub(super) struct EntrySize {
    /// Its positions.
    positions: u32,
    /// Bytes of what is shown of it.
    pub(super) shown: u32,
    /// Changes with what is shown of it.
    pub(super) hash: [u8; 8],
    /// Bytes of what its table says of it.
    code: u32,
}

impl Row {
    /// Adds a group at the end.
    pub(super) fn add(&mut self, group: &Group) {
        let first = self.standing.len();
        let mut written = Vec::new();
        for entry in &group.entries {
            let start = self.standing.len();
            for words in entry.found() {
                tokens::tokens(words, |token| {
                    let number = match self.words.get(token) {
                        Some(number) => *number,
                        None => self.number(token.to_owned()),
                    };
                    self.standing.push(number);
                });
                self.standing.push(0);
            }
            let positions = self.standing.len() - start;
            write(&mut written, &entry.shown);
            self.entries.push(EntrySize {
                positions: small(positions),
                shown: small(written.len() + 1),
                hash: hash(&written),
                code: small(push_code(&mut self.codes, entry, positions)),
            });
        }
        write(&mut written, &group.header());
        self.groups.push(GroupSize {
            entries: group.entries.len(),
            positions: self.standing.len() - first,
            is_head: is_one_of(HEADS, &group.address),
            hash: hash(&written),
        });
    }

    /// The number of a word, a new one if need be.
    fn number(&mut self, word: String) -> u32 {
        let next = small(self.words.len() + 1);
        *self.words.entry(word).or_insert(next)
    }

    /// Adds the row that follows this one.
    pub(super) fn with(mut self, next: Self) -> Self {
        if self.groups.is_empty() {
            return next;
        }
        let mut numbers = vec![0; next.words.len() + 1];
        next.words.into_iter().for_each(|(word, theirs)| {
            numbers[theirs as usize] = self.number(word);
        });
        let standing = next.standing.into_iter();
        self.standing
            .extend(standing.map(|number| numbers[number as usize]));
        self.entries.extend(next.entries);
        self.groups.extend(next.groups);
        self.codes.push_str(&next.codes);
        self
    }

    /// The first position of each group.
    pub(super) fn starts(&self) -> Vec<u32> {
        let mut end = 0_usize;
        let starts = self.groups.iter().map(|group| {
            let room = if group.is_head { WIDE_ROOM } else { ROOM };
            let start = end.next_multiple_of(room);
            end = start + group.positions;
            small(start)
        });
        starts.collect()
    }

    /// For each entry its first position, and what its table says of it; `starts` are those of the groups.
    pub(super) fn entries<'r>(&'r self, starts: &'r [u32]) -> impl Iterator<Item = (u32, &'r str)> {
        let counts = self.groups.iter().map(|group| group.entries);
        let firsts = starts
            .iter()
            .zip(counts)
            .flat_map(|(start, count)| (0..count).map(move |index| (index == 0).then_some(*start)));
        let (mut end, mut code_end) = (0, 0);
        self.entries.iter().zip(firsts).map(move |(entry, first)| {
            let start = first.unwrap_or(end);
            end = start + entry.positions;
            let code_start = code_end;
            code_end += entry.code as usize;
            (start, &self.codes[code_start..code_end])
        })
    }

    /// The words in order, each with its positions; `starts` are those of the groups.
    pub(super) fn into_words(self, starts: &[u32]) -> Words {
        let mut words: Vec<(String, u32)> = self.words.into_iter().collect();
        words.par_sort_unstable_by(|(a, _), (b, _)| shards::order(a, b));
        let mut places = vec![0; words.len() + 1];
        for (place, (_, number)) in words.iter().enumerate() {
            places[*number as usize] = place;
        }
        let mut counts = vec![0; words.len()];
        for number in self.standing.iter().filter(|number| **number > 0) {
            counts[places[*number as usize]] += 1;
        }
        let mut bounds = vec![0];
        bounds.extend(running_sum(counts.into_iter()));
        let mut ends = bounds.clone();
        let mut positions = vec![0; bounds[words.len()]];
        let mut rest = self.standing.as_slice();
        for (group, start) in self.groups.iter().zip(starts) {
            let (own, next) = rest.split_at(group.positions);
            rest = next;
            let standing = own.iter().zip(*start..);
            for (number, position) in standing.filter(|(number, _)| **number > 0) {
                let end = &mut ends[places[*number as usize]];
                positions[*end] = position;
                *end += 1;
            }
        }
        Words {
            words: words.into_iter().map(|(word, _)| word).collect(),
            positions,
            bounds,
        }
    }
}

/// All words, in the order of the index, each with the positions at which it stands.
pub(super) struct Words {
    words: Vec<String>,
    /// The positions of the first word, then those of the second one, and so on.
    positions: Vec<u32>,
    /// For each word the number of positions of those before it; then the number of all.
    bounds: Vec<usize>,
}

impl Words {
    pub(super) fn each(&self) -> impl Iterator<Item = (&str, &[u32])> {
        let bounds = self.bounds.windows(2);
        let positions = bounds.map(|bounds| &self.positions[bounds[0]..bounds[1]]);
        self.words.iter().map(String::as_str).zip(positions)
    }
}

/// Appends what a table says of an entry, and gives its length: the number of its positions × 16 + its kind
/// × 2 + 1 if sides follow, then their number and each of them.
fn push_code(codes: &mut String, entry: &Entry, positions: usize) -> usize {
    let before = codes.len();
    let has_sides = usize::from(!entry.sides.is_empty());
    numbers::push(codes, positions * 16 + entry.kind as usize * 2 + has_sides);
    if has_sides == 1 {
        numbers::push(codes, entry.sides.len());
        for side in &entry.sides {
            numbers::push(codes, side.number());
        }
    }
    codes.len() - before
}

fn write(written: &mut Vec<u8>, shown: &impl Serialize) {
    written.clear();
    serde_json::to_writer(written, shown).expect("texts can be written as JSON");
}

fn hash(written: &[u8]) -> [u8; 8] {
    let hash = Sha256::digest(written);
    std::array::from_fn(|index| hash[index])
}

/// A number of words, positions or bytes of one digest.
fn small(number: usize) -> u32 {
    u32::try_from(number).expect("a digest has less than 4 GiB of words")
}

pub(super) fn running_sum<T: Copy + std::ops::Add<Output = T> + Default>(
    numbers: impl Iterator<Item = T>,
) -> impl Iterator<Item = T> {
    numbers.scan(T::default(), |sum, number| {
        *sum = *sum + number;
        Some(*sum)
    })
}
