//! Digests of more documents than a table has columns: what is named one by one elsewhere is counted there,
//! and long pages are divided.

use std::fs;

use policy_digest::source::{Content, File};
use policy_digest::write;
use tempfile::TempDir;

use crate::generated;
use crate::site::problems;
use crate::support::{Tree, program, run, tree};

/// More than are named one by one.
const DOCUMENTS: usize = 120;

fn build(digest: &TempDir, out: &str, arguments: &[&str]) -> Tree {
    let out = digest.path().join(out);
    run(program()
        .arg("build")
        .arg(digest.path())
        .args(arguments)
        .arg("--out")
        .arg(&out))
    .exits(0);
    tree(&out)
}

/// No page is longer, in bytes.
const LONGEST: usize = 300_000;

/// The record that is changed.
const CHANGED: &str = "content/documents/document-7.yaml";

/// The files of a digest of which some lists are too long for a page: of documents, and of what they say on
/// one question. The record that is changed is as short as others usually are.
fn files() -> Vec<File> {
    let words = "ba rida pisgenba ".repeat(300);
    let long = |mut file: File| {
        if let Content::Bytes(bytes) = &mut file.content
            && file.path.starts_with("content/documents/")
            && file.path != CHANGED
        {
            let text = String::from_utf8_lossy(bytes);
            let text = text.replace("summary: A text.", &format!("summary: A text. {words}"));
            let on = "question: question-1\n";
            let (before, after) = text.split_once(on).unwrap_or((&text, ""));
            let after = after.replacen("summary: ", &format!("summary: {}", words.repeat(5)), 1);
            let on = if after.is_empty() { "" } else { on };
            *bytes = format!("{before}{on}{after}").into_bytes();
        }
        file
    };
    generated::files(DOCUMENTS).into_iter().map(long).collect()
}

/// A question that no document is coded on, two codings of one cell of it that differ, and prose on that cell.
fn ways_to_a_cell_left_open(files: &[File]) -> Vec<File> {
    let file = |path: &str, text: String| File {
        path: path.to_owned(),
        content: Content::Bytes(text.into_bytes()),
    };
    let record = "content/documents/document-7.yaml";
    let record = files.iter().find(|file| file.path == record).unwrap();
    let record = std::str::from_utf8(record.bytes()).unwrap();
    let is_quote = |line: &&str| line.starts_with("      - ");
    let quote = record.lines().find(is_quote).unwrap();
    vec![
        file(
            "content/about.md",
            "# About\n\n[A row](question:open#document-7).\n".to_owned(),
        ),
        file(
            "content/themes/open.yaml",
            "title: Open\norder: 1\nsummary: Left open.\nquestions:\n  - id: open\n    short: Open\n    \
             proposition: It is open.\n    kind: claim\n    subject: openness\n    terms: [openness]\n"
                .to_owned(),
        ),
        file(
            "content/codings/one/document-7.yaml",
            "silent: [open]\n".to_owned(),
        ),
        file(
            "content/codings/two/document-7.yaml",
            format!(
                "positions:\n  - question: open\n    stance: supports\n    \
                 summary: They say so.\n    quotes:\n{quote}\n"
            ),
        ),
    ]
}

#[test]
fn many_documents_make_a_site_without_a_broken_link_that_is_the_same_each_time() {
    let digest = tempfile::tempdir().unwrap();
    let mut files = files();
    files.extend(ways_to_a_cell_left_open(&files));
    write::create(digest.path(), &files).unwrap();
    let site = build(&digest, "one", &["-j", "1"]);
    let reliability = std::str::from_utf8(&site["reliability.html"]).unwrap();
    assert!(reliability.contains("document-7--open"));
    let problems = problems(&site);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    for divided in ["documents--2.html", "questions/question-1--2.html"] {
        assert!(site.contains_key(divided), "{divided}");
    }
    let long = site
        .iter()
        .filter(|(path, bytes)| path.ends_with(".html") && bytes.len() > LONGEST);
    assert_eq!(long.map(|(path, _)| path).next(), None);
    assert!(site == build(&digest, "two", &["-j", "3"]));
    assert!(site == build(&digest, "one", &[]));

    // After a change, what an earlier build has left makes no difference.
    let record = digest.path().join(CHANGED);
    let text = fs::read_to_string(&record).unwrap();
    fs::write(
        &record,
        text.replace("summary: A text.", "summary: A longer text."),
    )
    .unwrap();
    let again = build(&digest, "one", &[]);
    assert!(site != again);
    assert!(again == build(&digest, "three", &[]));
    let unlike = unlike(&site, &again);
    let (search, pages): (Vec<&str>, Vec<&str>) = unlike
        .iter()
        .map(String::as_str)
        .partition(|path| path.starts_with("search/"));
    assert_eq!(
        pages,
        [
            ".policy-digest-manifest",
            "data/digest.json",
            "documents.html",
            "documents/document-7.html",
            "documents/document-7/record.html",
            "search.html",
        ]
    );
    // Of the search's index what says where the rest is, what is shown, how many words there are, and where
    // two of them stand: one is new, and one has moved.
    let words = search
        .iter()
        .filter(|kind| **kind == "search/words")
        .count();
    assert!((1..=2).contains(&words), "{search:?}");
    let others = &search[..search.len() - words];
    assert_eq!(others, ["search/index", "search/table", "search/texts"]);
    let all = again
        .keys()
        .filter(|path| path.starts_with("search/"))
        .count();
    assert!(all > 20, "{all}");
}

/// The files of a site that are not those of an earlier one; of the search's index without what changes with
/// their contents.
fn unlike(before: &Tree, after: &Tree) -> Vec<String> {
    let unlike = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes));
    let paths = unlike.map(|(path, _)| match path.split_once('-') {
        Some((kind, _)) if path.starts_with("search/") => kind.to_owned(),
        _ => path.clone(),
    });
    paths.collect()
}
