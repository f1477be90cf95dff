//! New records are records: whatever is known of them, and whatever stands in a source.

use proptest::prelude::*;

use super::*;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::record::{self, Records};
use crate::source::{Content, File, Files};
use crate::text::{self, Format, Options};

fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        content: Content::Bytes(text.as_bytes().to_vec()),
    }
}

/// Reads one record; the codes of what is wrong with it, each with what it is about.
fn read(path: &str, text: &str) -> (Records, Vec<(&'static str, String)>) {
    let files = Files::new([file(path, text)]);
    let mut diags = Diagnostics::new();
    let records = record::read(&files, &Config::default().content_folder, &mut diags);
    let wrong = diags
        .sorted(&files)
        .iter()
        .map(|diag| (diag.code.id, text[diag.span().range()].to_owned()))
        .collect();
    (records, wrong)
}

/// What is wrong with a record in which only these keys are still empty.
fn empty(keys: &[&str]) -> Vec<(&'static str, String)> {
    let empty = |key: &&str| ("empty-value", (*key).to_owned());
    keys.iter().map(empty).collect()
}

const THEME: &str = "\
title: Cameras
summary: Who films.
questions:
  - { id: cameras, short: C, proposition: Cameras deter people., kind: claim, subject: cameras, terms: [camera*] }
  - { id: faces, short: F, proposition: Faces are recognised., kind: demand, subject: faces, terms: [] }
  - { id: sound, short: S, proposition: Sound is kept., kind: claim, subject: sound, terms: [microphone] }
";

fn document_of(source: &str, format: Format) -> Option<String> {
    let (records, _) = read("content/themes/a.yaml", THEME);
    let source = file("seeds/a.txt", source);
    let options = Options {
        format,
        lines: None,
        structure: &[],
    };
    let text = text::read(source.bytes(), &options).ok()?.text;
    Some(document(&Draft {
        source: "a.txt",
        file: &source,
        text: &text,
        themes: &records.themes,
        line: Some("# yaml-language-server: $schema=x"),
    }))
}

#[test]
fn new_records_are_empty_where_somebody_has_to_write() {
    let check = |kind: Kind, expected: &[&str]| {
        let text = record(kind, None);
        let (_, wrong) = read(&path("content", kind, "a"), &text);
        assert_eq!(wrong, empty(expected), "{text}");
    };
    let question = ["id", "short", "proposition", "kind", "subject"];
    check(
        Kind::Theme,
        &[&["title", "summary"], &question[..]].concat(),
    );
    check(Kind::Holder, &["name", "kind"]);
    check(Kind::Instrument, &["name", "kind"]);
}

#[test]
fn a_new_document_says_what_its_source_says() {
    let source = "\
A \"Declaration\": on cameras #1

We met to speak about what is filmed in public places and by whom that is done.

Cameras deter people. They should not stand where people meet.
";
    let text = document_of(source, Format::Text).unwrap();
    let (records, wrong) = read("content/documents/a.yaml", &text);
    assert_eq!(wrong, empty(&["short", "kind", "summary"]), "{text}");
    let record = &records.documents[0].record;
    assert_eq!(record.source, "a.txt");
    assert_eq!(record.title, "A \"Declaration\": on cameras #1");
    assert_eq!(record.language, "en");
    assert_eq!(record.provenance.sha256, file("", source).sha256());
    assert!(
        text.starts_with("# yaml-language-server: $schema=x\n# A document"),
        "{text}"
    );
    assert!(text.contains("\n# Guessed: the heading in line 1 of the source. Is it the title?\n"));
    let questions = "\
#
# == Cameras ==
#
# cameras (claim): Cameras deter people.
#   about: cameras
#   terms: camera*
#   heading 1  A \"Declaration\": on cameras #1
#   ¶2  Cameras deter people. They should not stand where people meet.
#
# faces (demand): Faces are recognised.
#   about: faces
#   It has no terms to look for.
#
# sound (claim): Sound is kept.
#   about: sound
#   terms: microphone
#   None of them occurs.
";
    assert!(text.ends_with(questions), "{text}");
}

#[test]
fn what_is_not_known_is_not_made_up() {
    let text = document_of(
        "Paragraph, too short.\n\nThen a heading\n\nWords.\n",
        Format::Text,
    )
    .unwrap();
    let (_, wrong) = read("content/documents/a.yaml", &text);
    let expected = ["title", "short", "kind", "language", "summary"];
    assert_eq!(wrong, empty(&expected), "{text}");
    assert!(
        text.contains("Its first is “Then a heading”, in line 3.\n"),
        "{text}"
    );
}

#[test]
fn a_large_document_makes_no_large_record() {
    let passage = format!("The camera {}.\n\n", "films what it sees ".repeat(100));
    let text = document_of(&passage.repeat(2_000), Format::Text).unwrap();
    assert!(text.len() < 20_000, "{}", text.len());
    assert!(text.contains("\n#   and in ¶21, ¶22, "), "{text}");
    assert!(text.contains(", ¶70, 1930 more\n"), "{text}");
}

#[test]
fn a_new_digest_has_all_its_files_once() {
    let files = digest();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.is_sorted_by(|a, b| a < b), "{paths:?}");
    for path in [
        ".github/workflows/check.yml",
        ".gitignore",
        "book.toml",
        "schemas/document.json",
        "seeds/example-declaration.txt",
    ] {
        assert!(paths.contains(&path), "{path}");
    }
}

proptest! {
    // Each case reads a source, looks for terms in it, and reads a record.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No source breaks the record that is made of it: it can be read, and says what it should.
    #[test]
    fn any_source_makes_a_record(
        lines in proptest::collection::vec(
            "[#*\\-]{0,2} ?[A-Z][a-z]{0,8}( [a-z'\"\\\\:#…é日]{1,8}){0,8}[.:]?|.{0,40}|[\u{80}-\u{a0}\u{2028}\u{feff}\u{fffe}camera ]{0,20}",
            0..8,
        ),
        markdown in any::<bool>(),
    ) {
        let format = if markdown { Format::Markdown } else { Format::Text };
        if let Some(text) = document_of(&lines.join("\n\n"), format) {
            let (records, wrong) = read("content/documents/a.yaml", &text);
            for (code, key) in &wrong {
                prop_assert_eq!(*code, "empty-value", "{}\n{}", key, text);
            }
            prop_assert_eq!(&records.documents[0].record.source, "a.txt", "{}", text);
        }
    }
}
