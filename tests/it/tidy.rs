//! What no compiler checks and every reader relies on.

use std::fs;
use std::path::Path;

use crate::support::{folders, program, repository, run, tests, tree};

/// The modules of `src/` as ARCHITECTURE.md lists them, in the order in which data flows.
fn modules() -> Vec<String> {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("| module | responsibility |").unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let names = rows.flat_map(|row| row.split('|').nth(1).unwrap().split(','));
    names
        .map(|name| name.trim_matches([' ', '`']).to_owned())
        .collect()
}

/// Every rule with its severity, as `explain` lists them.
fn rules() -> Vec<String> {
    let list = run(program().arg("explain")).exits(0).stdout;
    list.lines()
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect()
}

#[test]
fn rules_are_sorted_and_explained() {
    let rules = rules();
    assert!(rules.is_sorted_by(|a, b| a < b), "{rules:?}");
    for rule in rules {
        let doc = run(program().args(["explain", &rule])).exits(0).stdout;
        let headings: Vec<&str> = doc.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(
            headings,
            ["## What it looks for", "## Why it matters", "## What to do"],
            "{rule}"
        );
    }
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let rules = rules();
    let fixtures: Vec<String> = folders(&tests().join("rules"))
        .into_iter()
        .map(|(name, _)| name.split("--").next().unwrap().to_owned())
        .collect();
    for rule in &rules {
        assert!(fixtures.contains(rule), "tests/rules/{rule} is missing");
    }
    for fixture in &fixtures {
        assert!(
            rules.contains(fixture),
            "tests/rules/{fixture} is of no rule"
        );
    }
}

#[test]
fn modules_use_only_what_stands_before_them() {
    let modules = modules();
    for (path, bytes) in tree(&repository().join("src")) {
        let name = path.split(['/', '.']).next().unwrap();
        let Some(place) = modules.iter().position(|module| module == name) else {
            panic!("src/{path}: `{name}` is missing in ARCHITECTURE.md");
        };
        // The last rows put the others together: `lib` from inside, the program from outside.
        if ["lib", "cli", "main"].contains(&name) {
            continue;
        }
        let code = String::from_utf8(bytes).unwrap();
        for used in uses(&code) {
            let is_earlier = modules[..=place].iter().any(|module| module == used);
            // Items of the crate itself begin with a capital, or are its functions.
            let is_module = repository().join("src").join(used).is_dir()
                || repository()
                    .join("src")
                    .join(format!("{used}.rs"))
                    .is_file();
            assert!(
                is_earlier || !is_module,
                "src/{path} uses `{used}`, which stands after `{name}`"
            );
        }
        // Searching and arithmetic say nothing; templates and YAML are known in one place.
        let absences = [
            (
                "crate::diag",
                !["text", "anchor", "compare"].contains(&name),
            ),
            ("tera::", name == "render"),
            ("serde_yaml::", name == "record"),
        ];
        for (words, is_allowed) in absences {
            assert!(
                is_allowed || !code.contains(words),
                "src/{path} uses {words}"
            );
        }
    }
}

/// What stands behind `crate::` in a file: `a` for `crate::a::B`, `a` and `b` for `crate::{a, b::C}`.
fn uses(code: &str) -> Vec<&str> {
    let mut uses = Vec::new();
    for used in code.split("crate::").skip(1) {
        let paths = match used.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => used,
        };
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let count = if used.starts_with('{') { usize::MAX } else { 1 };
        let names = paths.split(',').take(count).map(str::trim_start);
        uses.extend(names.map(|path| path.split(|c| !is_part(c)).next().unwrap_or_default()));
    }
    uses
}

#[test]
fn uses_are_found() {
    let code = "use crate::a::{B, C};\nuse crate::{d, e::F};\nlet x = crate::g(h, i);";
    assert_eq!(uses(code), ["a", "d", "e", "g"]);
}

#[test]
fn the_program_knows_nothing_of_our_documents() {
    let root = repository();
    let mut words = Vec::new();
    for folder in [
        "content/documents",
        "content/holders",
        "content/themes",
        "seeds",
    ] {
        for path in tree(&root.join(folder)).into_keys() {
            let stem = path.split('.').next().unwrap();
            // A word of its own, such as `development`, may stand anywhere.
            if stem.contains(['-', '_']) {
                words.push(stem.to_owned());
            }
        }
    }
    for (_, record) in tree(&root.join("content/documents")) {
        let record = String::from_utf8(record).unwrap();
        for field in ["short: ", "title: "] {
            let line = record.lines().find_map(|line| line.strip_prefix(field));
            words.extend(line.map(|value| value.trim_matches('"').to_owned()));
        }
    }
    assert!(words.len() > 8, "{words:?}");
    for folder in ["src", "templates"] {
        if !root.join(folder).is_dir() {
            continue;
        }
        for (path, bytes) in tree(&root.join(folder)) {
            // Tests of modules may read our documents.
            if path.contains("/tests") {
                continue;
            }
            let text = String::from_utf8_lossy(&bytes);
            for word in &words {
                assert!(
                    !text.contains(word.as_str()),
                    "{folder}/{path} knows `{word}`"
                );
            }
        }
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    for (path, bytes) in tree(&repository().join("src")) {
        let lines = String::from_utf8(bytes).unwrap().lines().count();
        assert!(lines <= 600, "src/{path} has {lines} lines: split it");
    }
}

#[test]
fn actions_are_pinned() {
    let mut files = vec![(
        "action.yml".to_owned(),
        fs::read(repository().join("action.yml")).unwrap(),
    )];
    for folder in [".github", "starter/.github"] {
        files.extend(tree(&repository().join(folder)));
    }
    for (path, bytes) in files {
        let workflow = String::from_utf8(bytes).unwrap();
        let pins = workflow
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .filter_map(|line| line.split_once("uses: "))
            .filter(|(_, action)| !action.starts_with("$/"));
        for (_, action) in pins {
            let (_, pin) = action.split_once('@').unwrap_or_default();
            let (hash, version) = pin.split_once(" # ").unwrap_or_default();
            let is_hash = hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_hash && version.starts_with('v'), "{path}: {action}");
        }
    }
}

#[test]
fn no_fixture_lacks_what_is_expected() {
    for (name, folder) in folders(&tests().join("rules")) {
        assert!(folder.join("expected.txt").is_file(), "tests/rules/{name}");
    }
    for (name, folder) in folders(&tests().join("corpora")) {
        assert!(folder.join("expected").is_dir(), "tests/corpora/{name}");
    }
}

#[test]
fn the_readme_says_how_to_test_and_ci_does_it() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap_or_default();
    let ci = fs::read_to_string(repository().join(".ci/run")).unwrap();
    let command = "tools/test";
    assert!(Path::new(&repository().join(command)).is_file());
    assert!(ci.contains(command));
    assert!(readme.is_empty() || readme.contains(command), "README.md");
}

#[test]
fn the_readme_explains_our_own_settings_with_what_holds_unless_they_are_set() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let code = fs::read_to_string(repository().join("src/config/read.rs")).unwrap();
    let settings = code.split("\"output.digest.").skip(1);
    let settings: Vec<(&str, &str)> = settings
        .filter_map(|rest| rest.split_once(')')?.0.split_once("\", "))
        .collect();
    assert!(settings.len() >= 4, "{settings:?}");
    for (key, otherwise) in settings {
        let row = format!("| `{key}` | {otherwise} |");
        assert!(readme.contains(&row), "README.md: {row}");
    }
}
