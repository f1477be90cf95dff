//! The search: an index of everything that the site says, in files that `search.js` asks for one by
//! one.
//!
//! ```text
//! Digest ──▶ groups of entries ──▶ tokens with positions ──▶ files
//! ```
//!
//! 1. `entries` lists what can be found: passages, positions, records, prose.
//! 2. `tokens` parts each into words. All words of the index stand in one long row, each with its
//!    position in it; between two texts one position is left free. So a phrase is words at
//!    neighbouring positions, and no phrase reaches from one text into the next.
//! 3. The files: `words-N.js` hold the words in order with their positions (`shards`); `table-N.js` say of
//!    a run of entries how many positions each takes, of which kind it is, and which sides it takes;
//!    `texts-N.js` hold what is shown of a run of entries; `index.js` says what begins each of them. All
//!    are scripts that call one function, since a page in a folder can load nothing else.
//!
//! What a query needs of it is a file or two for each of its words, the tables of the documents in which
//! they stand, and the texts of the hits that are shown. The words are kept, since they hang together; tables
//! and texts are made anew when they are rendered.

pub(super) mod entries;
mod numbers;
mod shards;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Site;
use super::address::Target;
use super::scope::Scope;
use super::series::runs;
use entries::{Group, Origin, Shown};
use shards::{Shard, shards};

/// The page of the search.
pub(super) const PAGE: &str = "search.html";

/// Names this form of the index, for the hash in its addresses.
const FORM: &str = "1";

/// How large files may become.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Bytes of a file of words.
    words: usize,
    /// Entries in a file of tables.
    table: usize,
    /// Bytes of a file of texts, unless a single entry has more.
    texts: usize,
}

/// A query asks for one or two files of words for each of its words, for few tables, and for as many
/// texts as there are documents among the hits that it shows.
const LIMITS: Limits = Limits {
    words: 64 << 10,
    table: 16 << 10,
    texts: 16 << 10,
};

/// The index of a site.
#[derive(Debug)]
pub(super) struct Index {
    folder: String,
    origins: Vec<Origin>,
    /// For each group the number of entries before it; then the number of all.
    starts: Vec<usize>,
    /// For each entry the positions before it; then the number of all.
    positions: Vec<u32>,
    words: Vec<Shard>,
    tables: Vec<Range<usize>>,
    texts: Vec<Range<usize>>,
}

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SearchFile {
    Index,
    Words(usize),
    Table(usize),
    Texts(usize),
}

/// What the script reads first. Its fields stand in the script, too.
#[derive(Serialize)]
struct Root<'i> {
    /// The first word of each file of words.
    words: Vec<&'i str>,
    /// The first entry of each table, and its first position.
    tables: Vec<(usize, u32)>,
    /// The first entry of each file of texts.
    texts: Vec<usize>,
    /// How many entries there are.
    entries: usize,
}

impl Index {
    /// Makes the index of a site.
    pub(super) fn new(site: &Site<'_>) -> Self {
        Self::with_limits(site, LIMITS)
    }

    fn with_limits(site: &Site<'_>, limits: Limits) -> Self {
        let scope = scope(site);
        let origins = entries::origins(site.digest);
        let part = origins
            .par_iter()
            // Few parts: where two meet, the words of one are numbered anew.
            .with_min_len(256)
            .fold(Part::default, |mut part, origin| {
                part.add(&Group::new(&scope, *origin));
                part
            })
            .reduce(Part::default, Part::with);
        let words = Words::new(part.words, &part.row);
        let mut starts = vec![0];
        starts.extend(running_sum(part.groups.iter().copied()));
        let mut positions = vec![0];
        positions.extend(running_sum(
            part.entries.iter().map(|entry| entry.positions),
        ));
        let sizes = part.entries.iter().map(|entry| entry.bytes as usize);
        Self {
            folder: folder(site, &part.hashes),
            tables: runs(part.entries.iter().map(|_| 1), limits.table),
            texts: runs(sizes, limits.texts),
            words: shards(words.each(), limits.words),
            origins,
            starts,
            positions,
        }
    }

    /// All files, each once.
    pub(super) fn files(&self) -> impl Iterator<Item = SearchFile> {
        let words = (0..self.words.len()).map(SearchFile::Words);
        let tables = (0..self.tables.len()).map(SearchFile::Table);
        let texts = (0..self.texts.len()).map(SearchFile::Texts);
        std::iter::once(SearchFile::Index)
            .chain(words)
            .chain(tables)
            .chain(texts)
    }

    /// The folder of all files, relative to the root, with a slash at its end.
    pub(super) fn folder(&self) -> &str {
        &self.folder
    }

    /// Where a file stands.
    pub(super) fn path(&self, file: SearchFile) -> String {
        format!("{}{}.js", self.folder, name(file))
    }

    /// The bytes of a file.
    pub(super) fn file(&self, site: &Site<'_>, file: SearchFile) -> Vec<u8> {
        let scope = scope(site);
        match file {
            SearchFile::Index => script(file, &self.root()),
            SearchFile::Words(index) => script(file, &self.words[index].text),
            SearchFile::Table(index) => script(file, &self.table(&scope, &self.tables[index])),
            SearchFile::Texts(index) => script(file, &self.text(&scope, &self.texts[index])),
        }
    }

    fn root(&self) -> Root<'_> {
        let table = |run: &Range<usize>| (run.start, self.positions[run.start]);
        Root {
            words: self.words.iter().map(|it| it.first.as_str()).collect(),
            tables: self.tables.iter().map(table).collect(),
            texts: self.texts.iter().map(|run| run.start).collect(),
            entries: self.positions.len() - 1,
        }
    }

    /// For each group of a run of entries: its id, its name, and what is to be known of its entries to
    /// count hits. Of each entry that is the number of its positions × 16 + its kind × 2 + 1 if sides
    /// follow, then their number and each of them.
    fn table(&self, scope: &Scope<'_>, run: &Range<usize>) -> Vec<(String, String, String)> {
        self.groups(scope, run, |group, entries| {
            let mut code = String::new();
            for (index, entry) in entries.clone().zip(&group.entries[self.inside(&entries)]) {
                let positions = (self.positions[index + 1] - self.positions[index]) as usize;
                let has_sides = usize::from(!entry.sides.is_empty());
                numbers::push(
                    &mut code,
                    positions * 16 + entry.kind as usize * 2 + has_sides,
                );
                if has_sides == 1 {
                    numbers::push(&mut code, entry.sides.len());
                    for side in &entry.sides {
                        numbers::push(&mut code, side.number());
                    }
                }
            }
            (group.id.clone(), group.name.clone(), code)
        })
    }

    /// For each group of a run of entries: language, direction and address of its page, and what is shown
    /// of its entries.
    fn text(
        &self,
        scope: &Scope<'_>,
        run: &Range<usize>,
    ) -> Vec<(String, &'static str, String, Vec<Shown>)> {
        self.groups(scope, run, |mut group, entries| {
            let shown = group.entries.drain(self.inside(&entries));
            let shown = shown.map(|entry| entry.shown).collect();
            (group.lang, group.dir, group.address, shown)
        })
    }

    /// Calls `make` with each group that has entries in a run, and with those entries' numbers.
    fn groups<T>(
        &self,
        scope: &Scope<'_>,
        run: &Range<usize>,
        make: impl Fn(Group, Range<usize>) -> T,
    ) -> Vec<T> {
        let first = self.group_of(run.start);
        let groups = self.starts[first..].windows(2).zip(&self.origins[first..]);
        groups
            .take_while(|(bounds, _)| bounds[0] < run.end)
            .filter(|(bounds, _)| bounds[0] < bounds[1])
            .map(|(bounds, origin)| {
                let entries = bounds[0].max(run.start)..bounds[1].min(run.end);
                make(Group::new(scope, *origin), entries)
            })
            .collect()
    }

    /// The group of an entry.
    fn group_of(&self, entry: usize) -> usize {
        self.starts.partition_point(|start| *start <= entry) - 1
    }

    /// Numbers of entries of one group, counted from its first.
    fn inside(&self, entries: &Range<usize>) -> Range<usize> {
        let start = self.starts[self.group_of(entries.start)];
        entries.start - start..entries.end - start
    }
}

/// The site as the page of the search sees it.
fn scope<'s>(site: &'s Site<'s>) -> Scope<'s> {
    Scope::new(site, Target::Search, PAGE)
}

fn name(file: SearchFile) -> String {
    match file {
        SearchFile::Index => "index".to_owned(),
        SearchFile::Words(index) => format!("words-{index}"),
        SearchFile::Table(index) => format!("table-{index}"),
        SearchFile::Texts(index) => format!("texts-{index}"),
    }
}

/// A script that hands data over under the name of its file.
fn script(file: SearchFile, data: &impl Serialize) -> Vec<u8> {
    let mut script = format!("policyDigestSearch(\"{}\",", name(file)).into_bytes();
    serde_json::to_writer(&mut script, data).expect("texts and numbers can be written as JSON");
    script.extend_from_slice(b");\n");
    script
}

/// Files of two builds never belong together, and hosts let browsers keep them for a while: so all
/// stand in a folder that is named after what they hold.
fn folder(site: &Site<'_>, hashes: &[[u8; 32]]) -> String {
    if !site.config.hash_files {
        return "search/".to_owned();
    }
    let mut hash = Sha256::new_with_prefix(FORM);
    for part in hashes {
        hash.update(part);
    }
    let digits = hash
        .finalize()
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    format!("search/{digits}/")
}

/// What a run of groups adds to the index.
#[derive(Default)]
struct Part {
    /// The number of each word, from 1.
    words: HashMap<String, u32>,
    /// The word at each position; 0 where none is.
    row: Vec<u32>,
    entries: Vec<EntrySize>,
    /// The number of entries of each group.
    groups: Vec<usize>,
    /// A hash of each group.
    hashes: Vec<[u8; 32]>,
}

struct EntrySize {
    positions: u32,
    bytes: u32,
}

impl Part {
    fn add(&mut self, group: &Group) {
        for entry in &group.entries {
            let start = self.row.len();
            for words in entry.found() {
                tokens::tokens(words, |token| {
                    let number = match self.words.get(token) {
                        Some(number) => *number,
                        None => self.number(token.to_owned()),
                    };
                    self.row.push(number);
                });
                self.row.push(0);
            }
            self.entries.push(EntrySize {
                positions: small(self.row.len() - start),
                bytes: small(entry.size()),
            });
        }
        self.groups.push(group.entries.len());
        let written = serde_json::to_vec(group).expect("texts can be written as JSON");
        self.hashes.push(Sha256::digest(written).into());
    }

    /// The number of a word, a new one if need be.
    fn number(&mut self, word: String) -> u32 {
        let next = small(self.words.len() + 1);
        *self.words.entry(word).or_insert(next)
    }

    /// Adds the part that follows this one.
    fn with(mut self, next: Self) -> Self {
        if self.groups.is_empty() {
            return next;
        }
        let mut numbers = vec![0; next.words.len() + 1];
        next.words.into_iter().for_each(|(word, theirs)| {
            numbers[theirs as usize] = self.number(word);
        });
        let row = next.row.into_iter().map(|number| numbers[number as usize]);
        self.row.extend(row);
        self.entries.extend(next.entries);
        self.groups.extend(next.groups);
        self.hashes.extend(next.hashes);
        self
    }
}

/// A number of words, positions or bytes of one digest.
fn small(number: usize) -> u32 {
    u32::try_from(number).expect("a digest has less than 4 GiB of words")
}

/// All words, in the order of the index, each with the positions at which it stands.
struct Words {
    words: Vec<String>,
    /// The positions of the first word, then those of the second one, and so on.
    positions: Vec<u32>,
    /// For each word the number of positions of those before it; then the number of all.
    starts: Vec<usize>,
}

impl Words {
    /// Puts words in order that have numbers from 1, and stand in a row by their numbers.
    fn new(numbered: HashMap<String, u32>, row: &[u32]) -> Self {
        let mut words: Vec<(String, u32)> = numbered.into_iter().collect();
        words.par_sort_unstable_by(|(a, _), (b, _)| shards::order(a, b));
        let mut places = vec![0; words.len() + 1];
        for (place, (_, number)) in words.iter().enumerate() {
            places[*number as usize] = place;
        }
        let standing = || row.iter().enumerate().filter(|(_, number)| **number > 0);
        let mut counts = vec![0; words.len()];
        for (_, number) in standing() {
            counts[places[*number as usize]] += 1;
        }
        let mut starts = vec![0];
        starts.extend(running_sum(counts.into_iter()));
        let mut ends = starts.clone();
        let mut positions = vec![0; starts[words.len()]];
        for (position, number) in standing() {
            let end = &mut ends[places[*number as usize]];
            positions[*end] = small(position);
            *end += 1;
        }
        Self {
            words: words.into_iter().map(|(word, _)| word).collect(),
            positions,
            starts,
        }
    }

    fn each(&self) -> impl Iterator<Item = (&str, &[u32])> {
        let bounds = self.starts.windows(2);
        let positions = bounds.map(|bounds| &self.positions[bounds[0]..bounds[1]]);
        self.words.iter().map(String::as_str).zip(positions)
    }
}

fn running_sum<T: Copy + std::ops::Add<Output = T> + Default>(
    numbers: impl Iterator<Item = T>,
) -> impl Iterator<Item = T> {
    numbers.scan(T::default(), |sum, number| {
        *sum = *sum + number;
        Some(*sum)
    })
}
