//! What is read again since an earlier reading is the same as what is read anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use policy_digest::source::{Content, File, Files};
use policy_digest::{Reading, read, read_since};
use proptest::prelude::*;

use crate::generated;

const DOCUMENTS: usize = 6;

/// A change of one file.
#[derive(Debug, Clone)]
enum Change {
    Delete,
    Empty,
    /// Leaves out the line at this place, counted from 0 and around.
    WithoutLine(usize),
    /// Writes a word in the place of the first that is like it.
    Word(&'static str, &'static str),
    Restore,
}

fn change() -> impl Strategy<Value = Change> {
    let words = [
        ("summary: ", "summary: See [this](document:document-2#p1). "),
        (
            "summary: ",
            "summary: See [that](question:question-1#document-1 \"supports\"). ",
        ),
        ("stance: supports", "stance: opposes"),
        ("stance: raises", "stance: qualified"),
        ("question: question-", "question: question-1"),
        ("exact: ", "exact: No such words. "),
        ("holder-1", "holder-2"),
        ("title: ", "titel: "),
        (
            "short: ",
            "short: A name that is far too long for a table’s head",
        ),
        (" ", " new words "),
        ("terms: [", "terms: [pis, "),
    ];
    prop_oneof![
        1 => Just(Change::Delete),
        1 => Just(Change::Empty),
        4 => (0_usize..60).prop_map(Change::WithoutLine),
        8 => prop::sample::select(words.to_vec()).prop_map(|(old, new)| Change::Word(old, new)),
        4 => Just(Change::Restore),
    ]
}

/// What is changed more often than the rest: records of documents and their sources.
fn path() -> impl Strategy<Value = String> {
    let document = 0..DOCUMENTS;
    prop_oneof![
        6 => document.clone().prop_map(|it| format!("content/documents/document-{it}.yaml")),
        3 => document.prop_map(|it| format!("seeds/document-{it}.txt")),
        1 => Just("content/themes/theme-0.yaml".to_owned()),
        1 => Just("content/holders/holder-1.yaml".to_owned()),
        1 => Just("content/about.md".to_owned()),
        1 => Just("content/documents/document-9.yaml".to_owned()),
        1 => Just("templates/macros.html".to_owned()),
        1 => Just("book.toml".to_owned()),
    ]
}

/// What the file at `path` becomes; nothing when it goes.
fn changed(now: &Files, first: &Files, path: &str, change: &Change) -> Option<File> {
    let text = |files: &Files| {
        let id = files.find(path)?;
        Some(String::from_utf8_lossy(files.get(id).bytes()).into_owned())
    };
    let text = match change {
        Change::Delete => return None,
        Change::Empty => String::new(),
        Change::Restore => text(first)?,
        Change::WithoutLine(number) => {
            let text = text(now).unwrap_or_default();
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let out = number % lines.len().max(1);
            let lines = lines.iter().enumerate().filter(|(index, _)| *index != out);
            lines.map(|(_, line)| *line).collect()
        }
        Change::Word(old, new) => text(now).unwrap_or_default().replacen(old, new, 1),
    };
    Some(File {
        path: path.to_owned(),
        content: Content::Bytes(text.into_bytes()),
    })
}

/// All that a reading says and holds.
fn told(reading: &Reading) -> String {
    format!("{:#?}\n{:#?}", reading.diagnostics, reading.analysis)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_has_not_changed_is_taken_over_and_everything_else_is_seen(
        steps in prop::collection::vec((path(), change()), 1..6),
    ) {
        let first = Files::new(generated::files(DOCUMENTS));
        let mut files = first.clone();
        let mut good = read(first.clone(), None);
        prop_assert!(good.analysis.is_some());
        for (path, change) in steps {
            let file = changed(&files, &first, &path, &change);
            files = files.with(BTreeMap::from([(path, file)]));
            let anew = read(files.clone(), None);
            let since = read_since(files.clone(), None, Some(&good));
            prop_assert_eq!(told(&anew), told(&since));
            if since.analysis.is_some() {
                good = since;
            }
        }
    }
}

/// `files` with some words in the place of others in one file, which has them.
fn with_words(files: &Files, path: &str, old: &'static str, new: &'static str) -> Files {
    let file = changed(files, files, path, &Change::Word(old, new));
    let changed = files.with(BTreeMap::from([(path.to_owned(), file)]));
    assert_ne!(&changed, files, "{path}");
    changed
}

#[test]
fn what_other_files_say_of_a_document_is_seen() {
    let first = Files::new(generated::files(DOCUMENTS));
    let before = read(first.clone(), None);
    let check = |path: &str, old, new| {
        let files = with_words(&first, path, old, new);
        let since = read_since(files.clone(), None, Some(&before));
        assert_ne!(told(&since), told(&before), "{path}");
        assert_eq!(told(&since), told(&read(files, None)), "{path}");
    };
    check("content/themes/theme-0.yaml", "terms: [", "terms: [b*, ");
    check("content/holders/holder-1.yaml", "name: ", "name: X ");
    check(
        "content/themes/theme-0.yaml",
        "id: question-1",
        "id: question-1a",
    );
    check("book.toml", "src = \"content\"", "src = \"others\"");
    check("seeds/document-1.txt", " ", " new ");
}

#[test]
fn a_document_that_has_not_changed_is_the_same_one() {
    let first = Files::new(generated::files(DOCUMENTS));
    let before = read(first.clone(), None);
    let path = "content/documents/document-2.yaml";
    let files = with_words(&first, path, "summary: ", "summary: New. ");
    let after = read_since(files, None, Some(&before));
    let documents = |reading: &Reading| reading.analysis.as_ref().unwrap().digest.documents.clone();
    let (old, new) = (documents(&before), documents(&after));
    let shared = old.iter().zip(&new).map(|(a, b)| Arc::ptr_eq(a, b));
    let others: Vec<bool> = new.iter().map(|it| it.id != "document-2").collect();
    assert_eq!(shared.collect::<Vec<bool>>(), others);
}
