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

/// The files of a digest of which some lists are too long for a page: of documents, and of what they say on
/// one question.
fn files() -> Vec<File> {
    let words = "ba rida pisgenba ".repeat(300);
    let files = generated::files(DOCUMENTS);
    let files = files.under("").map(|(_, file)| {
        let mut file = file.clone();
        if let Content::Bytes(bytes) = &mut file.content
            && file.path.starts_with("content/documents/")
        {
            let text = String::from_utf8_lossy(bytes);
            let text = text.replace("summary: A text.", &format!("summary: A text. {words}"));
            let (before, on) = text
                .split_once("question: question-1\n")
                .unwrap_or((&text, ""));
            let on = on.replacen("summary: ", &format!("summary: {}", words.repeat(5)), 1);
            let question = if on.is_empty() {
                ""
            } else {
                "question: question-1\n"
            };
            *bytes = format!("{before}{question}{on}").into_bytes();
        }
        file
    });
    files.collect()
}

#[test]
fn many_documents_make_a_site_without_a_broken_link_that_is_the_same_each_time() {
    let digest = tempfile::tempdir().unwrap();
    write::create(digest.path(), &files()).unwrap();
    let site = build(&digest, "one", &["-j", "1"]);
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
