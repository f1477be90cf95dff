//! The search: an index of everything that the site says, in files that `search.js` asks for one by
//! one.
//!
//! ```text
//! Digest ──▶ groups of entries ──▶ tokens with positions ──▶ files
//! ```
//!
//! 1. `entries` lists what can be found: passages, positions, records, prose.
//! 2. `tokens` parts each into words. All words of the index stand in one long row (`row`, `words`), each with its
//!    position in it; between two texts one position is left free. So a phrase is words at
//!    neighbouring positions, and no phrase reaches from one text into the next.
//! 3. The files: `words-*.js` hold the words in order with their positions (`shards`); `table-*.js` say of
//!    a run of entries how many positions each takes, of which kind it is, and which sides it takes;
//!    `texts-*.js` hold what is shown of a run of entries; `index-*.js` says what begins each of them. All
//!    are scripts that call one function, since a page in a folder can load nothing else.
//!
//! What a query needs of it is a file or two for each of its words, the tables of the documents in which
//! they stand, and the texts of the hits that are shown. Words and tables are kept, since they hang
//! together; texts are made anew when they are rendered.
//!
//! A file is named after what it holds, and `index-*.js` has the names of the others: what a browser has kept
//! of another build is never taken for a part of this one. And a file has another name only where it holds
//! something else: where files begin (`runs`) and which positions words have (`row`) is mostly decided
//! by what stands there, not by what stands before it. So a change to a record touches the files of its
//! words, its entries and its texts. What it may touch beyond them: an entry that outgrows its room moves the
//! positions behind it in its group, a document that is new or outgrows its room those of the groups behind it,
//! up to the next of about 64 that begins at a round number (seldom beyond); the words of what is moved are
//! written anew.

pub(super) mod entries;
mod numbers;
mod row;
mod runs;
mod shards;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::ops::Range;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Site;
use super::address::Target;
use super::scope::Scope;
use crate::source::hex;
use entries::{Group, Origin, Shown};
use row::Row;
use runs::Runs;
use shards::shards;
use words::Reading;

/// The page of the search.
pub(super) const PAGE: &str = "search.html";

/// The folder of all files, relative to the root.
pub(super) const FOLDER: &str = "search/";

/// Names this form of the index, for the hashes in its addresses.
const FORM: &str = "2";

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
    texts: 64 << 10,
};

/// The index of a site.
#[derive(Debug)]
pub(super) struct Index {
    origins: Vec<Origin>,
    /// For each group the number of entries before it; then the number of all.
    starts: Vec<usize>,
    root: Kept,
    words: Vec<Kept>,
    tables: Vec<Kept>,
    texts: Vec<Texts>,
}

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SearchFile {
    Index,
    Words(usize),
    Table(usize),
    Texts(usize),
}

/// A file that is made once.
#[derive(Debug)]
struct Kept {
    name: String,
    /// What it holds, as it is written.
    json: Vec<u8>,
}

/// A file of texts.
#[derive(Debug)]
struct Texts {
    name: String,
    /// The entries in it.
    entries: Range<usize>,
}

/// What the script reads first. Its fields stand in the script, too; of a file's name what follows its kind.
#[derive(Serialize)]
struct Root {
    /// The first word of each file of words, and its name.
    words: Vec<(String, String)>,
    /// The first entry of each table, its first position, and its name.
    tables: Vec<(usize, u32, String)>,
    /// The first entry of each file of texts, and its name.
    texts: Vec<(usize, String)>,
    /// How many entries there are.
    entries: usize,
}

/// What a table says of a group: its id, its name, where its first entry begins, counted from where the table
/// does, and the codes of its entries.
type TableGroup<'i> = (&'i str, &'i str, u32, String);

impl Index {
    /// Makes the index of a site.
    pub(super) fn new(site: &Site<'_>) -> Self {
        Self::with_limits(site, LIMITS)
    }

    fn with_limits(site: &Site<'_>, limits: Limits) -> Self {
        let scope = scope(site);
        let origins = entries::origins(site.digest);
        let runs = row::runs(&scope, &origins);
        let row = Row::joined(rows(&scope, &runs));
        let mut starts = vec![0];
        starts.extend(row::running_sum(row.groups.iter().map(|it| it.entries)));
        let mut index = Self {
            origins,
            starts,
            root: Kept {
                name: String::new(),
                json: Vec::new(),
            },
            words: Vec::new(),
            tables: Vec::new(),
            texts: Vec::new(),
        };
        let mut root = Root {
            words: Vec::new(),
            tables: Vec::new(),
            texts: Vec::new(),
            entries: row.entries.len(),
        };
        index.add_texts(site, &row, limits.texts, &mut root);
        index.add_tables(site, &row, limits.table, &mut root);
        let shards = shards(row.into_words(limits.words), limits.words);
        (index.words, root.words) = shards
            .into_par_iter()
            .enumerate()
            .map(|(number, shard)| {
                let json = json(&shard.text);
                let digits = digits(site, &json, number);
                (Kept::new("words", &digits, json), (shard.first, digits))
            })
            .unzip();
        let json = json(&root);
        index.root = match site.config.hash_files {
            true => Kept::new("index", &digits(site, &json, 0), json),
            false => Kept {
                name: "index".to_owned(),
                json,
            },
        };
        index
    }

    /// Parts the texts into files. A group that fits into one is not parted.
    fn add_texts(&mut self, site: &Site<'_>, row: &Row, limit: usize, root: &mut Root) {
        let mut runs = Runs::new(limit / 4, limit);
        let mut firsts = Vec::new();
        for (group, bounds) in row.groups.iter().zip(self.starts.windows(2)) {
            let sizes = row.entries[bounds[0]..bounds[1]].iter();
            let sizes = sizes.map(|entry| entry.shown as usize);
            let whole = group.shown + sizes.clone().sum::<usize>();
            if whole > limit {
                runs.end();
                let entries = (bounds[0]..).zip(sizes);
                firsts.extend(
                    entries.filter_map(|(entry, size)| runs.begins(size, false).then_some(entry)),
                );
            } else if group.entries > 0 && runs.begins(whole, group.is_head) {
                firsts.push(bounds[0]);
            }
        }
        for entries in between(&firsts, row.entries.len()) {
            let mut hash = Sha256::new_with_prefix(FORM);
            for (group, entries) in self.groups(&entries) {
                hash.update((entries.len() as u64).to_le_bytes());
                hash.update(row.groups[group].hash);
                row.entries[entries]
                    .iter()
                    .for_each(|it| hash.update(it.hash));
            }
            let digits = digits(site, &hash.finalize(), self.texts.len());
            root.texts.push((entries.start, digits.clone()));
            let name = format!("texts-{digits}");
            self.texts.push(Texts { name, entries });
        }
    }

    /// Parts what is to be known of entries to count hits into files.
    fn add_tables(&mut self, site: &Site<'_>, row: &Row, limit: usize, root: &mut Root) {
        let mut runs = Runs::new(limit / 2, limit);
        let mut firsts = Vec::new();
        for (group, bounds) in row.groups.iter().zip(self.starts.windows(2)) {
            let entries = bounds[0]..bounds[1];
            firsts.extend(
                entries.filter(|entry| runs.begins(1, group.is_head && *entry == bounds[0])),
            );
        }
        let codes: Vec<&str> = row.codes().collect();
        for run in between(&firsts, row.entries.len()) {
            let first = row.entries[run.start].start;
            let mut table: Vec<TableGroup<'_>> = Vec::new();
            for (group, inside) in self.groups(&run) {
                let (id, name) = self.origins[group].names(site.digest);
                let start = row.entries[inside.start].start - first;
                table.push((id, name, start, codes[inside].concat()));
            }
            let json = json(&table);
            let digits = digits(site, &json, self.tables.len());
            self.tables.push(Kept::new("table", &digits, json));
            root.tables.push((run.start, first, digits));
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

    /// Where the file stands that is read first, relative to the root.
    pub(super) fn first(&self) -> String {
        self.path(SearchFile::Index)
    }

    /// Where a file stands.
    pub(super) fn path(&self, file: SearchFile) -> String {
        format!("{FOLDER}{}.js", self.name(file))
    }

    fn name(&self, file: SearchFile) -> &str {
        match file {
            SearchFile::Index => &self.root.name,
            SearchFile::Words(index) => &self.words[index].name,
            SearchFile::Table(index) => &self.tables[index].name,
            SearchFile::Texts(index) => &self.texts[index].name,
        }
    }

    /// The bytes of a file: a script that hands data over under the name of its file.
    pub(super) fn file(&self, site: &Site<'_>, file: SearchFile) -> Vec<u8> {
        let texts;
        let data = match file {
            SearchFile::Index => &self.root.json,
            SearchFile::Words(index) => &self.words[index].json,
            SearchFile::Table(index) => &self.tables[index].json,
            SearchFile::Texts(index) => {
                texts = json(&self.text(&scope(site), &self.texts[index].entries));
                &texts
            }
        };
        let call = format!("policyDigestSearch(\"{}\",", self.name(file));
        [call.as_bytes(), data, b");\n"].concat()
    }

    /// For each group of a run of entries: language, direction and address of its page, and what is shown
    /// of its entries.
    fn text<'s>(
        &self,
        scope: &Scope<'s>,
        run: &Range<usize>,
    ) -> Vec<(&'s str, &'static str, String, Vec<Shown<'s>>)> {
        let groups = self.groups(run).map(|(index, entries)| {
            let mut group = Group::new(scope, self.origins[index]);
            let start = self.starts[index];
            let shown = group
                .entries
                .drain(entries.start - start..entries.end - start);
            let shown = shown.map(|entry| entry.shown).collect();
            (group.lang, group.dir, group.address, shown)
        });
        groups.collect()
    }

    /// Each group that has entries in a run, with the numbers of those entries.
    fn groups(&self, run: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let run = run.clone();
        let first = self.starts.partition_point(|start| *start <= run.start) - 1;
        let groups = self.starts[first..].windows(2).enumerate();
        groups
            .take_while(move |(_, bounds)| bounds[0] < run.end)
            .filter(|(_, bounds)| bounds[0] < bounds[1])
            .map(move |(index, bounds)| {
                let entries = bounds[0].max(run.start)..bounds[1].min(run.end);
                (first + index, entries)
            })
    }
}

impl Kept {
    fn new(kind: &str, digits: &str, mut json: Vec<u8>) -> Self {
        let name = format!("{kind}-{digits}");
        // It is kept until all is written.
        json.shrink_to_fit();
        Self { name, json }
    }
}

/// Reads runs of what makes groups, each for itself.
fn rows(scope: &Scope<'_>, runs: &[&[Origin]]) -> Vec<Row> {
    // The room for the words of one run serves for others, one after the other on each processor.
    let rooms = Mutex::new(Vec::<Reading>::new());
    let rooms = || rooms.lock().expect("bug: a processor panicked");
    let rows = runs.par_iter().with_max_len(1).map(|run| {
        let mut reading = rooms().pop().unwrap_or_default();
        let row = Row::new(scope, run, &mut reading);
        rooms().push(reading);
        row
    });
    rows.collect()
}

/// The site as the page of the search sees it.
fn scope<'s>(site: &'s Site<'s>) -> Scope<'s> {
    Scope::new(site, Target::Search, PAGE)
}

fn json(data: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(data).expect("texts and numbers can be written as JSON")
}

/// What tells a file from others of its kind: twelve digits that change with what it holds, or its number
/// where addresses are to stay. Hosts let browsers keep a file for a while.
fn digits(site: &Site<'_>, held: &[u8], number: usize) -> String {
    if !site.config.hash_files {
        return number.to_string();
    }
    let hash = Sha256::new_with_prefix(FORM).chain_update(held).finalize();
    hex(&hash[..6])
}

/// The runs that begin at `firsts`; the last one ends at `end`.
fn between(firsts: &[usize], end: usize) -> impl Iterator<Item = Range<usize>> {
    let firsts = firsts.iter().copied();
    let ends = firsts.clone().skip(1).chain(std::iter::once(end));
    firsts.zip(ends).map(|(first, end)| first..end)
}
