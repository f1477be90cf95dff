//! Which files are records, and what is said of the others.

use super::*;

/// The diagnostics for files of these names, all of them sound holders.
fn named(paths: &[&str]) -> String {
    let holder: &[u8] = b"name: A\nkind: person\n";
    let list: Vec<(&str, &[u8])> = paths.iter().map(|path| (*path, holder)).collect();
    let (_, printed) = read_documents(&list);
    printed
}

#[test]
fn other_files_are_told_where_they_belong() {
    let check = |path: &str, expected: &str| assert_eq!(named(&[path]), expected, "{path}");
    check("content/holders/a.yaml", "");
    check("content/holders/a-1.yaml", "");
    // Prose is read elsewhere, and hidden files are nobody's.
    check("content/notes/a.md", "");
    check("content/holders/.gitkeep", "");
    check("seeds/a.yaml", "");
    check(
        "content/holders/Human Rights Watch.yaml",
        "content/holders/Human Rights Watch.yaml:1:1: error[invalid-id]: name `Human Rights Watch` is no id | \"\"\n  help: rename the file to `human-rights-watch.yaml`\n",
    );
    check(
        "content/holders/Société--civile_.yaml",
        "content/holders/Société--civile_.yaml:1:1: error[invalid-id]: name `Société--civile_` is no id | \"\"\n  help: rename the file to `societe-civile.yaml`\n",
    );
    check(
        "content/holders/中国.yaml",
        "content/holders/中国.yaml:1:1: error[invalid-id]: name `中国` is no id | \"\"\n  help: rename the file: `a` to `z`, `0` to `9`, and single `-` between them\n",
    );
    check(
        "content/holders/a.yml",
        "content/holders/a.yml:1:1: error[wrong-extension]: record ends in `.yml`, and is not read | \"\"\n  help: rename the file to `a.yaml`\n",
    );
    check(
        "content/holders/a.YAML",
        "content/holders/a.YAML:1:1: error[wrong-extension]: record ends in `.YAML`, and is not read | \"\"\n  help: rename the file to `a.yaml`\n",
    );
    check(
        "content/stances.yml",
        "content/stances.yml:1:1: error[wrong-extension]: record ends in `.yml`, and is not read | \"\"\n  help: rename the file to `stances.yaml`\n",
    );
    check(
        "content/holders/a.txt",
        "content/holders/a.txt:1:1: warning[unknown-file]: `a.txt` is no record, and is not read | \"\"\n  help: records end in `.yaml`; move other files out of the content folder\n",
    );
    check(
        "content/document/a.yaml",
        "content/document/a.yaml:1:1: warning[unknown-file]: unknown folder `document`; nothing in it is read | \"\"\n  help: did you mean the folder `documents`?\n",
    );
    check(
        "content/holders/more/a.yaml",
        "content/holders/more/a.yaml:1:1: warning[unknown-file]: a record in the wrong place below `holders`, and not read | \"\"\n  help: put it straight into `holders`\n",
    );
    check(
        "content/codings/a.yaml",
        "content/codings/a.yaml:1:1: warning[unknown-file]: a record in the wrong place below `codings`, and not read | \"\"\n  help: second codings stand in `codings/CODER/DOCUMENT.yaml`\n",
    );
    check(
        "content/stance.yaml",
        "content/stance.yaml:1:1: warning[unknown-file]: `stance.yaml` is neither prose nor a record, and is not read | \"\"\n  help: did you mean `stances.yaml`?\n",
    );
}

#[test]
fn ids_that_differ_in_case_are_reported() {
    let printed = named(&["content/holders/a.yaml", "content/holders/A.yaml"]);
    assert!(
        printed.contains("[ids-differ-in-case]: `A.yaml` and `a.yaml` differ in case only"),
        "{printed}"
    );
}

#[test]
fn files_that_cannot_be_read_have_entries() {
    let files = Files::new(
        [
            ("content/themes/a.yaml", Content::Link),
            (
                "content/themes/b.yaml",
                Content::TooLarge { bytes: 9, limit: 8 },
            ),
            (
                "content/themes/c.yaml",
                Content::Bytes(b"title: \xff".to_vec()),
            ),
            (
                "content/themes/d.yaml",
                Content::Bytes(b"title: T\nsummary: S\nquestions: []\n".to_vec()),
            ),
        ]
        .map(|(path, content)| File {
            path: path.to_owned(),
            content,
        }),
    );
    let mut diags = Diagnostics::new();
    let records = read(&files, "content", &mut diags);
    let ids: Vec<&str> = records
        .themes
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
    let unread: Vec<&str> = records
        .unread
        .iter()
        .map(|file| files.get(*file).path.as_str())
        .collect();
    assert_eq!(
        unread,
        [
            "content/themes/a.yaml",
            "content/themes/b.yaml",
            "content/themes/c.yaml"
        ]
    );
    let codes: Vec<&str> = diags.iter().map(|diag| diag.code.id).collect();
    assert_eq!(codes, ["symbolic-link", "file-too-large", "not-utf-8"]);
    assert_eq!(records.themes[0].record.title, "");
}

#[test]
fn records_come_in_order_of_id() {
    let coding: &[u8] = b"silent: [q]\n";
    let (records, printed) = read_documents(&[
        ("content/codings/b/a.yaml", coding),
        ("content/codings/a/a.yaml", coding),
        ("content/codings/a/a-b.yaml", coding),
        ("content/stances.yaml", b"raises: Mentions\n"),
    ]);
    assert_eq!(printed, "");
    let ids: Vec<(&str, &str)> = records
        .codings
        .iter()
        .map(|coding| (coding.coder.as_str(), coding.entry.id.as_str()))
        .collect();
    assert_eq!(ids, [("a", "a"), ("a", "a-b"), ("b", "a")]);
    let stances = records.stances.expect("it is there").record;
    assert_eq!(stances.raises.as_deref(), Some("Mentions"));
}
