//! The row in which all words of the index stand, and what is to be known of its entries.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::entries::{Entry, Group, Kind, Origin};
use super::runs::is_one_of;
use super::shards::Word;
use super::words::{self, Reading, Words};
use super::{numbers, tokens};
use crate::render::scope::Scope;

/// Each entry but a passage begins at a multiple of this position, which `search.js` knows, too: a summary can
/// become somewhat longer, or shorter, and other words stand where they stood. Passages follow each other; they
/// are the first in their groups, and nobody edits them.
const ENTRY_ROOM: usize = 1 << 6;

/// Each group begins at a multiple of this position.
const ROOM: usize = 1 << 10;

/// Each group that is a head begins at a multiple of this one: so does what stands behind a new document.
const WIDE_ROOM: usize = 1 << 16;

/// Of about so many groups one is a head.
const HEADS: u8 = 64;

/// What a run of groups adds to the index. Its first group is a head, or the first of all.
#[derive(Default)]
pub(super) struct Row {
    words: Vec<Words>,
    pub(super) groups: Vec<GroupSize>,
    pub(super) entries: Vec<EntrySize>,
    /// What tables say of the entries.
    codes: Vec<u8>,
    /// The position behind the last one.
    end: usize,
}

/// A group of the row.
pub(super) struct GroupSize {
    /// Its entries.
    pub(super) entries: usize,
    /// Bytes of what is shown of the group as a whole.
    pub(super) shown: usize,
    /// Whether files and positions begin anew here.
    pub(super) is_head: bool,
    /// Changes with what is shown of the group as a whole.
    pub(super) hash: [u8; 8],
}

/// An entry of the row.
pub(super) struct EntrySize {
    /// Its first position.
    pub(super) start: u32,
    /// Bytes of what is shown of it.
    pub(super) shown: u32,
    /// Changes with what is shown of it.
    pub(super) hash: [u8; 8],
    /// Bytes of what its table says of it.
    code: u32,
}

/// Parts what makes groups into the runs that are read at once: each begins with a head, so that it begins at a
/// round position whatever stands before it.
pub(super) fn runs<'o>(scope: &Scope<'_>, origins: &'o [Origin]) -> Vec<&'o [Origin]> {
    // Few, since each has most words of the language for itself; more than most machines have processors.
    let least = (origins.len() / 32).max(16);
    let mut runs = Vec::new();
    let mut start = 0;
    for (index, origin) in origins.iter().enumerate() {
        if index - start >= least && is_head(&origin.address(scope)) {
            runs.push(&origins[start..index]);
            start = index;
        }
    }
    runs.push(&origins[start..]);
    runs
}

fn is_head(address: &str) -> bool {
    is_one_of(HEADS, address)
}

impl Row {
    /// Reads one of the [runs].
    pub(super) fn new(scope: &Scope<'_>, origins: &[Origin], reading: &mut Reading) -> Self {
        let mut row = Self::default();
        reading.clear();
        for origin in origins {
            row.add(&Group::new(scope, *origin), reading);
        }
        row.words.push(Words::new(reading));
        row
    }

    /// Adds a group at the end.
    fn add(&mut self, group: &Group<'_>, reading: &mut Reading) {
        let is_head = is_head(&group.address);
        let room = if is_head { WIDE_ROOM } else { ROOM };
        self.end = self.end.next_multiple_of(room);
        let mut written = Vec::new();
        for entry in &group.entries {
            let is_passage = entry.kind == Kind::Passage;
            let room = if is_passage { 1 } else { ENTRY_ROOM };
            let start = self.end.next_multiple_of(room);
            self.end = start;
            for found in entry.found() {
                tokens::tokens(found, |token| {
                    reading.add(token, self.end);
                    self.end += 1;
                });
                self.end += 1;
            }
            write(&mut written, &entry.shown);
            let code = push_code(&mut self.codes, entry, self.end - start);
            self.entries.push(EntrySize {
                start: small(start),
                shown: small(written.len() + 1),
                hash: hash(&written),
                code: small(code),
            });
        }
        write(&mut written, &group.header());
        self.groups.push(GroupSize {
            entries: group.entries.len(),
            shown: written.len(),
            is_head,
            hash: hash(&written),
        });
    }

    /// Puts rows one behind the other.
    pub(super) fn joined(rows: Vec<Self>) -> Self {
        let sum = |size: fn(&Self) -> usize| rows.iter().map(size).sum();
        let mut whole = Self {
            words: Vec::with_capacity(rows.len()),
            groups: Vec::with_capacity(sum(|it| it.groups.len())),
            entries: Vec::with_capacity(sum(|it| it.entries.len())),
            codes: Vec::with_capacity(sum(|it| it.codes.len())),
            end: 0,
        };
        for row in rows {
            let start = whole.end.next_multiple_of(WIDE_ROOM);
            let moved = |position: u32| small(start + position as usize);
            let words = row.words.into_iter();
            whole.words.extend(words.map(|it| it.moved(small(start))));
            let entries = row.entries.into_iter();
            whole.entries.extend(entries.map(|entry| EntrySize {
                start: moved(entry.start),
                ..entry
            }));
            whole.groups.extend(row.groups);
            whole.codes.extend(&row.codes);
            whole.end = start + row.end;
        }
        whole
    }

    /// What tables say of each entry.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        let mut end = 0;
        self.entries.iter().map(move |entry| {
            let start = end;
            end += entry.code as usize;
            numbers::text(&self.codes[start..end])
        })
    }

    /// The words in order, as files of at most `limit` bytes have them.
    pub(super) fn into_words(self, limit: usize) -> impl Iterator<Item = Word> {
        words::merged(self.words, limit)
    }
}

/// Appends what a table says of an entry, and gives its length: the number of its positions × 16 + its kind
/// × 2 + 1 if sides follow, then their number and each of them.
fn push_code(codes: &mut Vec<u8>, entry: &Entry<'_>, positions: usize) -> usize {
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
pub(super) fn small(number: usize) -> u32 {
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
