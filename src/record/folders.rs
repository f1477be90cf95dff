//! The content folder: which file is which record.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::kind::{CODINGS, FOLDERS, STANCES};
use super::node::{Node, Value};
use super::places::Places;
use super::{
    CodingEntry, DocumentRecord, Entry, Records, ThemeRecord, codes, events, further, text, traps,
    typed,
};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::source::{Content, File, FileId, Files, Span, without_conflicts};

/// Reads all records below the content folder.
///
/// Each file's mistakes are all reported. A file of which nothing can be read has an entry all the
/// same, so that what names it is no mistake too; [`Records::unread`] lists it. May report any of
/// [`super::CODES`].
pub fn read(files: &Files, content_folder: &str, diags: &mut Diagnostics) -> Records {
    let Listed {
        mut records,
        documents,
    } = list(files, content_folder, diags);
    records.documents = read_all(files, &documents.named, &mut records.unread, diags);
    records.unread.sort_unstable();
    records
}

/// Reads all records below the content folder as [`read`] does, but for those of documents, which it only
/// lists.
pub fn list(files: &Files, content_folder: &str, diags: &mut Diagnostics) -> Listed {
    let prefix = format!("{}/", content_folder.trim_end_matches('/'));
    let mut found = Found::default();
    for (file, content) in files.under(&prefix) {
        let route = &content.path[prefix.len()..];
        found.sort_in(file, content, route, diags);
    }
    report_case(files, &found, diags);
    found.mend_ids();
    let mut unread = Vec::new();
    let mut records = Records {
        documents: Vec::new(),
        themes: read_all(files, &found.records[1], &mut unread, diags),
        holders: read_all(files, &found.records[2], &mut unread, diags),
        instruments: read_all(files, &found.records[3], &mut unread, diags),
        codings: Vec::new(),
        stances: read_all(files, &found.stances, &mut unread, diags).pop(),
        unread: Vec::new(),
    };
    for (coder, named) in &found.codings {
        let entries = read_all(files, named, &mut unread, diags);
        records
            .codings
            .extend(entries.into_iter().map(|entry| CodingEntry {
                coder: coder.clone(),
                entry,
            }));
    }
    unread.sort_unstable();
    records.unread = unread;
    mend_question_ids(&mut records.themes, diags);
    let [mut named, ..] = found.records;
    named.sort();
    Listed {
        records,
        documents: Documents { named },
    }
}

/// The records of a digest, those of documents to be read one by one: they are many, and all of them
/// together would take as much memory as what is made of them.
#[derive(Debug)]
pub struct Listed {
    /// All the others; of documents there is none in it.
    pub records: Records,
    /// Those of documents.
    pub documents: Documents,
}

/// Records of documents that are not yet read.
#[derive(Debug)]
pub struct Documents {
    /// In order of id.
    named: Vec<Named>,
}

impl Documents {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.named.len()
    }

    /// Their ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(|(id, _)| id.as_str())
    }

    /// Reads one, counted from 0; says as well whether anything of it could be read. Reports what is wrong
    /// with it as [`read`] does.
    pub fn read(
        &self,
        files: &Files,
        index: usize,
        diags: &mut Diagnostics,
    ) -> (Entry<DocumentRecord>, bool) {
        let (id, file) = &self.named[index];
        let (entry, whole, found) = read_one(files, id, *file);
        diags.append(found);
        (entry, whole)
    }
}

/// A record's id and file.
type Named = (String, FileId);

/// The files of records, sorted by what they are.
#[derive(Default)]
struct Found {
    /// By folder, as in [`FOLDERS`]; each in order of id.
    records: [Vec<Named>; FOLDERS.len()],
    /// By coder.
    codings: BTreeMap<String, Vec<Named>>,
    stances: Vec<Named>,
    /// Folders that hold no kind of record, and were reported.
    unknown_folders: BTreeSet<String>,
}

fn is_unknown(folder: &str) -> bool {
    folder != CODINGS && !FOLDERS.contains(&folder)
}

impl Found {
    fn sort_in(&mut self, file: FileId, content: &File, route: &str, diags: &mut Diagnostics) {
        let parts: Vec<&str> = route.split('/').collect();
        let name = parts.last().copied().unwrap_or_default();
        if has_extension(name, "md") || name.starts_with('.') {
            return;
        }
        let place = Span::new(file, 0..0);
        let list = match parts[..] {
            [file] if file.split('.').next() == STANCES.split('.').next() => &mut self.stances,
            [folder, _] if let Some(index) = FOLDERS.iter().position(|known| *known == folder) => {
                &mut self.records[index]
            }
            [CODINGS, coder, _] => {
                if !is_id(coder) {
                    invalid_id(place, coder, "folder", diags);
                }
                self.codings.entry(coder.to_owned()).or_default()
            }
            [folder, _, ..] if is_unknown(folder) => {
                // Once for all that is in it.
                if self.unknown_folders.insert(folder.to_owned()) {
                    unknown_file(place, &parts, diags);
                }
                return;
            }
            _ => return unknown_file(place, &parts, diags),
        };
        let id = match name.strip_suffix(".yaml") {
            Some(id) => id,
            None => {
                not_a_record(place, name, diags);
                if parts.len() == 1 {
                    return;
                }
                // Read all the same, so that its mistakes are found, and what names it is none.
                let by_ending = name.rsplit_once('.').filter(|_| is_yaml(name));
                let id = stem_of(name).or(by_ending.map(|(id, _)| id));
                match id.filter(|id| !list.iter().any(|(known, _)| known == id)) {
                    Some(id) => id,
                    None => return,
                }
            }
        };
        if content.content == Content::Link {
            diags
                .report(
                    &codes::SYMBOLIC_LINK,
                    place,
                    "a symbolic link, which is not followed",
                )
                .help("put the file itself in its place");
        }
        if !is_id(id) {
            invalid_id(place, id, "file", diags);
        }
        list.push((id.to_owned(), file));
    }
}

impl Found {
    /// Gives records whose names are no ids the ids that were most likely meant, so that what names those
    /// is no mistake as well.
    fn mend_ids(&mut self) {
        for list in self.records.iter_mut().chain(self.codings.values_mut()) {
            let mut taken: BTreeSet<String> = list.iter().map(|(id, _)| id.clone()).collect();
            for (id, _) in list {
                if !is_id(id)
                    && let Some(like) = id_like(id)
                    && taken.insert(like.clone())
                {
                    *id = like;
                }
            }
        }
    }
}

/// `example` of `example.yaml.txt`, as some editors save it.
fn stem_of(name: &str) -> Option<&str> {
    let (rest, _) = name.rsplit_once('.')?;
    rest.strip_suffix(".yaml").or(rest.strip_suffix(".yml"))
}

fn is_yaml(name: &str) -> bool {
    has_extension(name, "yaml") || has_extension(name, "yml")
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, last)| last.eq_ignore_ascii_case(extension))
}

/// Whether a word is an id: lower-case ASCII letters, digits, and single `-` inside.
pub fn is_id(word: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !word.is_empty()
        && word.chars().all(allowed)
        && !word.starts_with('-')
        && !word.ends_with('-')
        && !word.contains("--")
}

/// The id that a name most likely stands for, if any of it can stay.
pub fn id_like(name: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let plain = name
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        // `Chair's` is one word.
        .filter(|c| !"'’".contains(*c));
    let mut id = String::new();
    for c in plain.flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-').to_owned();
    (!id.is_empty()).then_some(id)
}

fn invalid_id(place: Span, name: &str, what: &str, diags: &mut Diagnostics) {
    let ending = if what == "file" { ".yaml" } else { "" };
    let help = match id_like(name) {
        Some(id) => format!("rename the {what} to `{id}{ending}`"),
        None => format!("rename the {what}: `a` to `z`, `0` to `9`, and single `-` between them"),
    };
    diags
        .report(&codes::INVALID_ID, place, format!("name `{name}` is no id"))
        .help(help);
}

fn not_a_record(place: Span, name: &str, diags: &mut Diagnostics) {
    if is_yaml(name) || stem_of(name).is_some() {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let stem = stem_of(name).unwrap_or(stem);
        diags
            .report(
                &codes::WRONG_EXTENSION,
                place,
                format!("record ends in `.{ending}`, and is not read"),
            )
            .help(format!("rename the file to `{stem}.yaml`"));
    } else {
        diags
            .report(
                &codes::UNKNOWN_FILE,
                place,
                format!("`{name}` is no record, and is not read"),
            )
            .help("records end in `.yaml`; move other files out of the content folder");
    }
}

fn unknown_file(place: Span, parts: &[&str], diags: &mut Diagnostics) {
    let known = FOLDERS.into_iter().chain([CODINGS]);
    let (message, help) = match *parts {
        [name] => {
            let help = match nearest(name, [STANCES]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "records stand in `documents`, `themes`, `holders`, `instruments` or `codings`"
                        .to_owned()
                }
            };
            (
                format!("`{name}` is neither prose nor a record, and is not read"),
                help,
            )
        }
        [folder, ..] if known.clone().any(|known| known == folder) => {
            let help = match folder {
                CODINGS => "second codings stand in `codings/CODER/DOCUMENT.yaml`".to_owned(),
                _ => format!("put it straight into `{folder}`"),
            };
            (
                format!("a record in the wrong place below `{folder}`, and not read"),
                help,
            )
        }
        [folder, ..] => {
            let help = match nearest(folder, known) {
                Some(near) => format!("did you mean the folder `{near}`?"),
                None => {
                    "records stand in `documents`, `themes`, `holders`, `instruments` or `codings`"
                        .to_owned()
                }
            };
            (
                format!("unknown folder `{folder}`; nothing in it is read"),
                help,
            )
        }
        [] => return,
    };
    diags
        .report(&codes::UNKNOWN_FILE, place, message)
        .help(help);
}

/// Reports questions whose ids are none: each has a page at its id's address. They get the id that was
/// most likely meant, so that what names it is no mistake as well.
fn mend_question_ids(themes: &mut [Entry<ThemeRecord>], diags: &mut Diagnostics) {
    let questions = themes.iter().flat_map(|theme| &theme.record.questions);
    let mut taken: BTreeSet<String> = questions.map(|question| question.id.clone()).collect();
    for theme in themes {
        for (index, question) in theme.record.questions.iter_mut().enumerate() {
            let id = question.id.clone();
            // One that is missing or was no text has been reported.
            if id.is_empty() || is_id(&id) {
                continue;
            }
            let route = ["questions".into(), index.into(), "id".into()];
            let place = theme.places.at(route).span;
            let message = format!("`{id}` is no id");
            let diag = diags.report(&codes::INVALID_ID, place, message);
            match id_like(&id) {
                Some(like) => {
                    diag.help(format!("write `{like}`, here and wherever it is used"));
                    diag.suggest(place, &like);
                    if taken.insert(like.clone()) {
                        question.id = like;
                    }
                }
                None => {
                    diag.help("write `a` to `z`, `0` to `9`, and single `-` between them");
                }
            }
        }
    }
}

/// Reports ids of one kind that differ in case only.
fn report_case(files: &Files, found: &Found, diags: &mut Diagnostics) {
    for list in found.records.iter().chain(found.codings.values()) {
        let mut seen = BTreeMap::new();
        for (id, file) in list {
            let Some(first) = seen.insert(id.to_lowercase(), *file) else {
                continue;
            };
            let name = |file: FileId| {
                let path = &files.get(file).path;
                path.rsplit('/').next().unwrap_or(path).to_owned()
            };
            diags
                .report(
                    &codes::IDS_DIFFER_IN_CASE,
                    Span::new(*file, 0..0),
                    format!(
                        "`{}` and `{}` differ in case only",
                        name(first),
                        name(*file)
                    ),
                )
                .label(Span::new(first, 0..0), "the other one")
                .help("rename one of them, or put both records together");
        }
    }
}

/// Reads the records of one kind, in order of id.
fn read_all<T: DeserializeOwned + Send>(
    files: &Files,
    named: &[Named],
    unread: &mut Vec<FileId>,
    diags: &mut Diagnostics,
) -> Vec<Entry<T>> {
    let mut named: Vec<&Named> = named.iter().collect();
    named.sort();
    let read: Vec<(Entry<T>, bool, Diagnostics)> = named
        .into_par_iter()
        .map(|(id, file)| read_one(files, id, *file))
        .collect();
    let mut entries = Vec::with_capacity(read.len());
    for (entry, whole, reported) in read {
        if !whole {
            unread.push(entry.file);
        }
        diags.append(reported);
        entries.push(entry);
    }
    entries
}

/// Reads one file; says as well whether anything of it could be read.
fn read_one<T: DeserializeOwned>(
    files: &Files,
    id: &str,
    file: FileId,
) -> (Entry<T>, bool, Diagnostics) {
    let mut diags = Diagnostics::new();
    let content = &files.get(file).content;
    let read = match content {
        Content::Bytes(bytes) => read_bytes(file, bytes, &mut diags),
        Content::TooLarge { bytes, limit } => {
            codes::too_large(file, *bytes, *limit, &mut diags);
            None
        }
        Content::Link => None,
    };
    let whole = read.is_some();
    let (record, root) = read.unwrap_or_else(|| {
        let root = Node {
            span: Span::new(file, 0..0),
            value: Value::Mapping(Vec::new()),
        };
        (typed::made_up(&root), root)
    });
    let diags = shortened(diags);
    let entry = Entry {
        id: id.to_owned(),
        file,
        record,
        places: Places::of(&root),
    };
    (entry, whole, diags)
}

/// At most so many diagnostics of one file are shown.
const MAX_SHOWN: usize = 200;

/// Leaves out what nobody would read: a file with thousands of mistakes is no record.
fn shortened(diags: Diagnostics) -> Diagnostics {
    let count = diags.iter().count();
    if count <= MAX_SHOWN {
        return diags;
    }
    let mut shown = Diagnostics::new();
    for diag in diags.iter().take(MAX_SHOWN) {
        shown.push(diag.clone());
    }
    let span = diags.iter().nth(MAX_SHOWN).map(Diagnostic::span);
    let span = span.expect("bug: fewer diagnostics than were counted");
    shown
        .report(
            &codes::TOO_MANY_MISTAKES,
            span,
            format!("{} more mistakes in this file", count - MAX_SHOWN),
        )
        .help("mend those shown, and check again");
    shown
}

fn read_bytes<T: DeserializeOwned>(
    file: FileId,
    bytes: &[u8],
    diags: &mut Diagnostics,
) -> Option<(T, Node)> {
    let source = text::read(file, bytes, diags)?;
    // Of two versions the first is read, and `check` reports that there are two.
    let text = without_conflicts(source.text);
    let source = text::Source {
        text: &text,
        ..source
    };
    let before = diags.iter().count();
    let Some(mut root) = events::tree(source, diags) else {
        if let Some(last) = diags.iter().skip(before).last() {
            let last = last.clone();
            further::look::<T>(source, &last, diags);
        }
        return None;
    };
    traps::look(source, &root, diags);
    let record = typed::read(source, &mut root, diags)?;
    Some((record, root))
}
