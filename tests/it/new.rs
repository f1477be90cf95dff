use std::fs;
use std::path::Path;

use policy_digest::record::{Kind, schema};
use policy_digest::scaffold;
use serde_yaml::Value;

use crate::support::{Copy, Run, program, repository, run, tree};

fn new(arguments: &[&str], root: &Path) -> Run {
    run(program()
        .arg("new")
        .args(arguments)
        .args(["--digest"])
        .arg(root))
}

/// Runs a call that is to be refused, and sees that it changed nothing.
#[track_caller]
fn refused(copy: &Copy, arguments: &[&str], reason: &str) {
    let before = tree(&copy.root());
    let run = new(arguments, &copy.root()).exits(2);
    assert!(run.stderr.contains(reason), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert!(tree(&copy.root()) == before, "{arguments:?}");
}

/// An empty digest: only what every digest must have.
fn empty() -> Copy {
    let copy = Copy::of(&[]);
    copy.put("book.toml", "[book]\ntitle = \"Example\"\nsrc = \"text\"\n");
    copy
}

#[test]
fn a_new_digest_has_nothing_wrong_and_can_be_built() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("digests/mine");
    let run_new = || run(program().args(["new", "digest"]).arg(&root));
    let said = run_new().exits(0).stdout;
    assert!(said.contains("README.md says how to go on"), "{said}");
    let check = run(program().args(["check", "--strict"]).arg(&root)).exits(0);
    assert_eq!(check.stdout, "no errors, no warnings\n");
    run(program().args(["build", "--strict"]).arg(&root)).exits(0);
    assert!(
        root.join("public/questions/cameras-deter-people.html")
            .is_file()
    );

    // A folder with anything in it is left alone.
    let before = tree(&root);
    let again = run_new().exits(2);
    assert!(
        again.stderr.contains("is not empty: it holds `"),
        "{}",
        again.stderr
    );
    assert!(tree(&root) == before);
}

#[test]
fn a_new_repository_can_become_a_digest() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    run(program().args(["new", "digest"]).arg(folder.path())).exits(0);
    assert!(folder.path().join(".github/workflows/pages.yml").is_file());
    // As the README has it: the name of a folder that is not there, below where somebody is.
    let here = tempfile::tempdir().unwrap();
    run(program().args(["new", "digest", "mine"]).current_dir(&here)).exits(0);
    run(program().args(["new", "digest", "a/b"]).current_dir(&here)).exits(0);
    assert!(
        here.path().join("mine/book.toml").is_file() && here.path().join("a/b/book.toml").is_file()
    );
    // What is there is never overwritten, and one file is enough to write none.
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("README.md"), "mine").unwrap();
    run(program().args(["new", "digest"]).arg(other.path())).exits(2);
    assert_eq!(tree(other.path()).len(), 1);
}

#[test]
fn a_new_digest_has_the_settings_and_actions_of_ours() {
    let ours = |path: &str| fs::read_to_string(repository().join(path)).unwrap();
    let starter = |path: &str| fs::read_to_string(repository().join("starter").join(path)).unwrap();
    for path in [".vscode/settings.json", ".vscode/extensions.json"] {
        assert_eq!(starter(path), ours(path), "{path}");
    }
    let rust = "[*.rs]\nindent_size = 4\n\n";
    assert!(ours(".editorconfig").contains(rust));
    assert_eq!(
        starter(".editorconfig"),
        ours(".editorconfig").replace(rust, "")
    );
    let workflows = ["check", "pages"].map(|name| format!(".github/workflows/{name}.yml"));
    let known: String = workflows.iter().map(|path| ours(path)).collect();
    for path in workflows {
        for line in starter(&path)
            .lines()
            .filter(|line| line.contains("uses: "))
        {
            let is_own = line.contains("uses: $/");
            assert!(
                is_own || known.contains(line.trim()),
                "starter/{path}: {line}"
            );
        }
    }
}

#[test]
fn a_new_document_is_begun_from_its_source() {
    let copy = Copy::base();
    run(program().args(["schema", "--write"]).arg(copy.root())).exits(0);
    let elsewhere = tempfile::tempdir().unwrap();
    let source = "Gamma's Declaration, 2025\r\n\r\nRules should bind everybody who builds a machine.\r\n\r\nThe participants of this meeting will speak about what follows from it.\r\n";
    let path = elsewhere.path().join("Gamma (final).txt");
    fs::write(&path, source).unwrap();
    let path = path.to_str().unwrap();

    let said = new(&["document", path], &copy.root()).exits(0).stdout;
    assert!(
        said.starts_with("seeds/Gamma (final).txt: copied, byte for byte\n"),
        "{said}"
    );
    assert!(said.contains("content/documents/gamma-final.yaml: new, with 3 questions to answer\n"));
    assert_eq!(copy.get("seeds/Gamma (final).txt"), source);
    let record = copy.get("content/documents/gamma-final.yaml");
    for line in [
        "# yaml-language-server: $schema=../../schemas/document.json",
        "source: \"Gamma (final).txt\"",
        "title: \"Gamma's Declaration, 2025\"",
        "language: \"en\"",
        "# binding-rules (demand): Technology needs rules that bind.",
        "#   ¶1  Rules should bind everybody who builds a machine.",
        "# open-access (demand): Technology should be open to all.",
    ] {
        assert!(record.contains(&format!("{line}\n")), "{line}\n{record}");
    }
    // What is left to do is said at its line, and nothing else is wrong.
    let check = copy.check(&["--format", "short"]).exits(1).stdout;
    let wrong: Vec<&str> = check.lines().collect();
    assert_eq!(wrong.len(), 3, "{check}");
    for (line, key) in wrong.iter().zip(["short", "kind", "summary"]) {
        assert!(
            line.ends_with(&format!("error[empty-value]: `{key}` has no value")),
            "{check}"
        );
    }
    let filled = record
        .replace("\nshort:\n", "\nshort: Gamma\n")
        .replace("\nkind:\n", "\nkind: declaration\n")
        .replace("\nsummary:\n", "\nsummary: Gamma asks for rules.\n");
    copy.put("content/documents/gamma-final.yaml", filled);
    let check = copy.check(&["--strict"]).exits(0);
    assert_eq!(check.stdout, "no errors, no warnings\n");

    refused(
        &copy,
        &["document", path],
        "`content/documents/gamma-final.yaml` is the record of this source already",
    );
    refused(
        &copy,
        &["document", "alpha.txt"],
        "`content/documents/alpha.yaml` is the record of this source already",
    );
}

#[test]
fn a_source_is_found_below_the_seeds_too() {
    let copy = Copy::base();
    copy.put("seeds/talks/gamma.md", "# Gamma\n\nRules must bind.\n");
    new(
        &["document", "talks/gamma.md", "--id", "gamma-2025"],
        &copy.root(),
    )
    .exits(0);
    let record = copy.get("content/documents/gamma-2025.yaml");
    // A digest without schemas gets no line that leads nowhere.
    assert!(record.starts_with("# A document: "), "{record}");
    assert!(
        record.contains("\nsource: \"talks/gamma.md\"\n"),
        "{record}"
    );
    let whole = copy.root().join("seeds/talks/delta.txt");
    copy.put("seeds/talks/delta.txt", "Rules must bind.\n");
    new(&["document", whole.to_str().unwrap()], &copy.root()).exits(0);
    assert!(
        copy.get("content/documents/delta.yaml")
            .contains("\nsource: \"talks/delta.txt\"\n")
    );
}

#[test]
fn what_makes_no_document_is_refused() {
    let copy = Copy::base();
    let elsewhere = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = elsewhere.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.into_os_string().into_string().unwrap()
    };
    refused(
        &copy,
        &["document", "nothing.txt"],
        "there is no file `nothing.txt`, neither here nor below",
    );
    refused(
        &copy,
        &["document", &put("a.pdf", b"%PDF")],
        "PDF sources are not read: save the document as plain text",
    );
    refused(
        &copy,
        &["document", &put("a.txt", b"caf\xe9")],
        "`seeds/a.txt` cannot be read from byte 3 on",
    );
    refused(
        &copy,
        &["document", &put("b.txt", b" \n")],
        "`seeds/b.txt` has no words in it",
    );
    refused(
        &copy,
        &["document", &put("日本.txt", b"Words.")],
        "`日本.txt` gives no id: choose one with `--id`",
    );
    let text = put("c.txt", b"Words.");
    refused(
        &copy,
        &["document", &text, "--id", "My Id"],
        "`My Id` is no id: write `my-id`",
    );
    refused(
        &copy,
        &["document", &text, "--id", "alpha"],
        "`content/documents/alpha.yaml` is there already",
    );
    refused(
        &copy,
        &["document", &put("alpha.txt", b"Other words.")],
        "`seeds/alpha.txt` is there already, is another file",
    );
    refused(
        &copy,
        &["document", &put(".hidden.txt", b"Words.")],
        "rename the file",
    );
    let folder = elsewhere.path().to_str().unwrap();
    refused(&copy, &["document", folder], "is no file");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let copy = empty();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), copy.root().join("text")).unwrap();
    let run = new(&["holder", "ana"], &copy.root()).exits(2);
    assert!(run.stderr.contains("is no folder"), "{}", run.stderr);
    assert_eq!(tree(elsewhere.path()).len(), 0);
}

#[test]
fn new_records_are_begun_where_the_digest_has_them() {
    let copy = empty();
    new(&["theme", "cameras"], &copy.root()).exits(0);
    new(&["holder", "ana-berg"], &copy.root()).exits(0);
    new(&["instrument", "charter"], &copy.root()).exits(0);
    let check = copy.check(&["--format", "short"]).exits(1).stdout;
    let is_told = |line: &str| line.contains("error[empty-value]: ");
    assert!(check.lines().all(is_told), "{check}");
    for (path, keys) in [
        ("text/themes/cameras.yaml", 7),
        ("text/holders/ana-berg.yaml", 2),
        ("text/instruments/charter.yaml", 2),
    ] {
        let count = check.lines().filter(|line| line.starts_with(path)).count();
        assert_eq!(count, keys, "{path}\n{check}");
    }
    refused(
        &copy,
        &["holder", "ana-berg"],
        "is there already, and was not changed",
    );
    refused(
        &copy,
        &["theme", "My Theme"],
        "`My Theme` is no id: write `my-theme`",
    );
    refused(
        &copy,
        &["theme", "The Chair’s Summary (final)"],
        "is no id: write `the-chairs-summary-final`",
    );
    refused(&copy, &["instrument", "日本"], "is no id: `a` to `z`");
}

/// Takes the mark away from every line of a comment that is YAML, and the words that explain it.
fn with_examples(record: &str) -> String {
    let is_key = |text: &str| {
        let (key, rest) = text
            .trim_start_matches([' ', '-'])
            .split_once(':')
            .unwrap_or_default();
        let is_word = |c: char| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit();
        !key.is_empty() && key.chars().all(is_word) && (rest.is_empty() || rest.starts_with(' '))
    };
    let line = |line: &str| match line.trim_start().strip_prefix("# ") {
        None => format!("{line}\n"),
        Some(text) if is_key(text) || text.trim_start().starts_with("- ") => {
            let indent = &line[..line.len() - line.trim_start().len()];
            format!("{indent}{text}\n")
        }
        Some(_) => String::new(),
    };
    record.lines().map(line).collect()
}

/// Gives what is empty a value that its schema names.
fn fill(value: &mut Value, schema: &serde_json::Value) {
    match value {
        Value::Null => {
            let example = schema.pointer("/enum/0").or(schema.pointer("/examples/0"));
            *value = serde_yaml::to_value(example.unwrap_or(&"words".into())).unwrap();
        }
        Value::Mapping(pairs) => {
            for (key, value) in pairs {
                fill(value, &schema["properties"][key.as_str().unwrap()]);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                fill(item, &schema["items"]);
            }
        }
        _ => {}
    }
}

#[test]
fn examples_in_new_records_are_records_once_the_marks_are_gone() {
    for kind in [Kind::Theme, Kind::Holder, Kind::Instrument, Kind::Document] {
        let text = with_examples(&scaffold::record(kind, None));
        let mut value: Value = serde_yaml::from_str(&text).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema::schema(kind)).unwrap();
        fill(&mut value, &schema);
        let keys = value.as_mapping().unwrap().len();
        assert_eq!(
            keys,
            schema["properties"].as_object().unwrap().len(),
            "{text}"
        );
        let value = serde_json::to_value(&value).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(wrong, [""; 0], "{text}");
    }
}

/// The blocks of YAML in a page.
fn yaml_blocks(page: &str) -> Vec<&str> {
    let blocks = page.split("```yaml\n").skip(1);
    blocks
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

#[test]
fn examples_for_contributors_are_records_of_their_digest() {
    let ours = Copy::of(&[]);
    for folder in ["content", "seeds", "schemas"] {
        for (path, bytes) in tree(&repository().join(folder)) {
            ours.put(&format!("{folder}/{path}"), bytes);
        }
    }
    ours.put(
        "book.toml",
        fs::read(repository().join("book.toml")).unwrap(),
    );
    let new = Copy::of(&[]);
    for file in scaffold::digest() {
        new.put(&file.path, file.bytes());
    }
    for digest in [ours, new] {
        let page = digest.get("content/contribute.md");
        let blocks = yaml_blocks(&page);
        // A position and a silence are parts of a record, a record and its holder are whole.
        let [position, silence, record, holder, ..] = blocks[..] else {
            panic!("{page}");
        };
        let id = |record: &str, key: &str| {
            let value: Value = serde_yaml::from_str(record).unwrap();
            value[key].as_str().unwrap().to_owned()
        };
        digest.put("content/documents/added.yaml", record);
        digest.put(
            &format!("content/holders/{}.yaml", id(record, "issuer")),
            holder,
        );
        let source = format!("seeds/{}", id(record, "source"));
        let (_, quote) = record.split_once("- \"").unwrap();
        digest.put(&source, format!("{}.\n", quote.split_once('"').unwrap().0));
        let check = digest.check(&["--format", "short"]).exits(1).stdout;
        let rules: Vec<&str> = check
            .lines()
            .map(|line| line.split(['[', ']']).nth(1).unwrap())
            .collect();
        assert_eq!(rules, ["checksum-differs"], "{check}");

        let schema: serde_json::Value =
            serde_json::from_str(&schema::schema(Kind::Document)).unwrap();
        let validator = jsonschema::draft7::new(&schema["properties"]["positions"]).unwrap();
        let value: serde_json::Value = serde_yaml::from_str(position).unwrap();
        assert!(validator.is_valid(&value), "{position}");
        let validator = jsonschema::draft7::new(&schema["properties"]["silent"]).unwrap();
        let value: serde_json::Value = serde_yaml::from_str(silence).unwrap();
        assert!(validator.is_valid(&value["silent"]), "{silence}");
    }
}

#[test]
fn contributors_find_ten_steps_and_five() {
    for path in ["CONTRIBUTING.md", "starter/CONTRIBUTING.md"] {
        let text = fs::read_to_string(repository().join(path)).unwrap();
        let steps: Vec<usize> = text
            .lines()
            .filter_map(|line| line.split_once(". ")?.0.parse().ok())
            .collect();
        let expected: Vec<usize> = (1..=10).chain(1..=5).collect();
        assert_eq!(steps, expected, "{path}");
        // What they are told to call is a command.
        for call in text.split('`').skip(1).step_by(2) {
            let Some(arguments) = call.strip_prefix("policy-digest ") else {
                continue;
            };
            let command = arguments.split(' ').next().unwrap();
            run(program().args([command, "--help"])).exits(0);
        }
    }
}
