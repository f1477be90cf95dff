//! Digests of more documents than a table has columns: what is named one by one elsewhere is counted there.

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
    let mut files = generated::files(DOCUMENTS);
    files.extend(ways_to_a_cell_left_open(&files));
    write::create(digest.path(), &files).unwrap();
    let site = build(&digest, "one", &["-j", "1"]);
    let reliability = std::str::from_utf8(&site["reliability.html"]).unwrap();
    assert!(reliability.contains("document-7--open"));
    let problems = problems(&site);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(site == build(&digest, "two", &["-j", "3"]));
    assert!(site == build(&digest, "one", &[]));

    // After a change, what an earlier build has left makes no difference.
    let record = digest.path().join("content/documents/document-7.yaml");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(
        &record,
        text.replace("summary: A text.", "summary: A document."),
    )
    .unwrap();
    let again = build(&digest, "one", &[]);
    assert!(site != again);
    assert!(again == build(&digest, "three", &[]));
    let unlike = again.iter().filter(|(path, bytes)| {
        // The index of the search stands in a folder named after its contents.
        !path.starts_with("search") && site.get(*path) != Some(*bytes)
    });
    let pages: Vec<&String> = unlike.map(|(path, _)| path).collect();
    assert!(pages.len() < 20, "{pages:?}");
    let is_concerned = |path: &&&String| path.starts_with("documents/");
    let concerned: Vec<_> = pages.iter().filter(is_concerned).collect();
    assert!(
        concerned.iter().all(|path| path.contains("/document-7")),
        "{concerned:?}"
    );
}
