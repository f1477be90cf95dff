//! Whole records, right and wrong.

use super::*;
use crate::diag::Diagnostics;
use crate::source::{Content, File, Files, line_column};

/// A document without mistakes: the other tests change a line of it.
const DOCUMENT: &str = "\
source: example-declaration.txt
format: markdown   # text | markdown
structure:
  - { at: \"Usage of the tool\", as: paragraph }
title: \"Declaration: the Example Conference\"
short: Example 2025
kind: declaration
issuer: example-conference
date: 2025
event: { name: Example Conference, date: 2025-04-19/2025-04-20 }
language: en
provenance: { sha256: \"0123456789abcdef\" }
summary: >-
  Two or three
  neutral sentences.
positions:
  - question: example-question
    stance: supports
    summary: The speaker asks for rules that bind.
    quotes:
      - \"States should adopt rules that bind\"
      - { exact: no such rules, prefix: with, translation: { de: keine } }
silent:
  - another-question
  - { question: third-question, seen: [access], note: \"another sense\" }
";

fn files(list: &[(&str, &[u8])]) -> Files {
    Files::new(list.iter().map(|(path, bytes)| File {
        path: (*path).to_owned(),
        content: Content::Bytes(bytes.to_vec()),
    }))
}

/// Each diagnostic in the short format, with its help on a line of its own.
fn printed(files: &Files, diags: Diagnostics) -> String {
    let mut text = String::new();
    for diag in diags.sorted(files).iter() {
        for (index, label) in diag.labels.iter().enumerate() {
            let file = files.get(label.span.file);
            let (line, column) = line_column(file.bytes(), label.span.range().start);
            let words = String::from_utf8_lossy(&file.bytes()[label.span.range()]).into_owned();
            let words: String = words.chars().take(30).collect();
            let place = format!("{}:{line}:{column}", file.path);
            match index {
                0 => text.push_str(&format!(
                    "{place}: {}[{}]: {} | {words:?}\n",
                    diag.code.severity.as_str(),
                    diag.code.id,
                    diag.message
                )),
                _ => text.push_str(&format!("  {place}: {} | {words:?}\n", label.text)),
            }
        }
        if let Some(help) = &diag.help {
            text.push_str(&format!("  help: {help}\n"));
        }
    }
    text
}

fn read_documents(list: &[(&str, &[u8])]) -> (Records, String) {
    let files = files(list);
    let mut diags = Diagnostics::new();
    let records = read(&files, "content", &mut diags);
    let printed = printed(&files, diags);
    (records, printed)
}

/// Reads one file as a document; the diagnostics without its path.
fn read_document(bytes: &[u8]) -> (Entry<DocumentRecord>, String) {
    let (mut records, printed) = read_documents(&[("content/documents/a.yaml", bytes)]);
    let entry = records.documents.pop().expect("every file has an entry");
    (entry, printed.replace("content/documents/a.yaml:", ""))
}

/// The ids of a document's diagnostics, each with its place, what is underlined, message and help.
fn in_one_line(yaml: &str) -> Vec<(&'static str, String)> {
    let files = files(&[("content/documents/a.yaml", yaml.as_bytes())]);
    let mut diags = Diagnostics::new();
    read(&files, "content", &mut diags);
    let sorted = diags.sorted(&files);
    let line = |diag: &crate::diag::Diagnostic| {
        let range = diag.span().range();
        let (line, column) = line_column(yaml.as_bytes(), range.start);
        let (id, help) = (diag.code.id, diag.help.as_deref().unwrap_or_default());
        format!(
            "{line}:{column} {:?} {id}: {} ({help})",
            &yaml[range], diag.message
        )
    };
    sorted
        .iter()
        .map(|diag| (diag.code.id, line(diag)))
        .collect()
}

mod folders;
mod mistakes;
mod properties;
mod traps;

#[test]
fn a_record_is_read_as_written() {
    let (document, printed) = read_document(DOCUMENT.as_bytes());
    assert_eq!(printed, "");
    assert_eq!(document.id, "a");
    assert_eq!(document.record.date.as_deref(), Some("2025"));
    assert_eq!(document.record.summary, "Two or three neutral sentences.");
    assert_eq!(
        document.record.positions[0].quotes[1].exact,
        "no such rules"
    );
    assert_eq!(document.record.silent[1].seen, ["access"]);
}

/// As editors on Windows save it.
#[test]
fn byte_order_mark_and_carriage_returns_change_nothing() {
    let text = format!("\u{feff}{}", DOCUMENT.replace('\n', "\r\n"));
    let (document, printed) = read_document(text.as_bytes());
    assert_eq!(printed, "");
    assert_eq!(document.record.summary, "Two or three neutral sentences.");
    let title = document.places.at([node::Step::Key("title")]);
    assert_eq!(
        &text[title.span.range()],
        "\"Declaration: the Example Conference\""
    );
}

#[test]
fn every_code_is_documented() {
    let mut ids: Vec<&str> = CODES.iter().map(|code| code.id).collect();
    for code in CODES {
        for heading in [
            "## What it looks for\n",
            "## Why it matters\n",
            "## What to do\n",
            "```",
        ] {
            assert!(code.doc.contains(heading), "{}: {heading}", code.id);
        }
        let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(code.id.chars().all(is_kebab), "{}", code.id);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), CODES.len(), "no id twice");
}

#[test]
fn kinds_have_the_words_that_records_accept() {
    fn check<T: serde::de::DeserializeOwned + std::fmt::Debug>(words: &[&str]) {
        for word in words {
            let kind: T = serde_yaml::from_str(word).expect("a word that records accept");
            assert_eq!(kind_id(&kind), *word);
        }
    }
    check::<DocumentKind>(&["joint-statement", "news-report", "law", "other"]);
    check::<HolderKind>(&["organisation", "unnamed"]);
    check::<InstrumentKind>(&["treaty", "principles"]);
    check::<QuestionKind>(&["claim", "demand"]);
    check::<Publish>(&["full", "excerpts"]);
}
