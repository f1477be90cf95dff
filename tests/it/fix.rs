use std::path::Path;

use crate::support::{Copy, Run, program, run, tree};

const ALPHA: &str = "content/documents/alpha.yaml";
const BETA: &str = "content/documents/beta.yaml";

/// The smallest digest with mistakes that can be mended, among comments and a layout to be kept.
fn broken() -> Copy {
    let copy = Copy::base();
    let sha256 = "33b793db05e62518807da7760666a42f1295896eefaaec47e43ff9567e6c29ab";
    replace(&copy, ALPHA, sha256, "\"todo\"   # of the text");
    replace(
        &copy,
        BETA,
        "      - Markets will do without rules\n",
        "      # what she added\n      - >-\n        without  rules,  she\n        added\n      - 'Ana Berg said. Markets will do'\n",
    );
    copy
}

fn replace(copy: &Copy, path: &str, old: &str, new: &str) {
    let text = copy.get(path);
    assert!(text.contains(old), "{path} has no {old:?}");
    copy.put(path, text.replacen(old, new, 1));
}

fn fix(copy: &Copy) -> Run {
    copy.check(&["--fix"])
}

#[test]
fn what_is_safe_is_mended_and_told() {
    let copy = broken();
    let seeds = tree(&copy.root().join("seeds"));
    copy.check(&[]).exits(1);
    let run = fix(&copy).exits(0);
    assert_eq!(
        run.stderr,
        "\
mended content/documents/alpha.yaml:9 [checksum-differs]
-   sha256: \"todo\"   # of the text
+   sha256: \"33b793db05e62518807da7760666a42f1295896eefaaec47e43ff9567e6c29ab\"   # of the text
mended content/documents/beta.yaml:18 [quote-not-found]
-         without  rules,  she
+         without  rules,” she
mended content/documents/beta.yaml:20 [quote-not-found]
-       - 'Ana Berg said. Markets will do'
+       - 'Ana Berg said. “Markets will do'
3 mistakes mended

"
    );
    assert_eq!(run.stdout, "no errors, no warnings\n");
    assert_eq!(tree(&copy.root().join("seeds")), seeds);
    assert!(copy.get(BETA).contains(
        "      # what she added\n      - >-\n        without  rules,” she\n        added\n"
    ));

    // Once more there is nothing to do, and no file is touched.
    let before = tree(&copy.root());
    let run = fix(&copy).exits(0);
    assert_eq!(run.stderr, "nothing to mend\n");
    assert_eq!(tree(&copy.root()), before);
}

#[test]
fn what_is_left_is_reported_as_usual() {
    let copy = broken();
    replace(&copy, ALPHA, "stance: supports", "stance: suports");
    replace(&copy, ALPHA, "States should adopt", "States must adopt");
    let run = fix(&copy).exits(1);
    assert!(run.stderr.contains("3 mistakes mended"), "{}", run.stderr);
    assert!(
        run.stdout.contains("did you mean `supports`?"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("the source has `should`"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.ends_with(
            "2 errors; to read more about a rule: policy-digest explain unknown-value\n"
        ),
        "{}",
        run.stdout
    );
    // Machines get what they expect on standard output.
    let run = broken().check(&["--fix", "--format", "json"]).exits(0);
    assert!(
        run.stdout.starts_with("{\n  \"errors\": 0,"),
        "{}",
        run.stdout
    );
}

#[test]
fn windows_lines_and_byte_order_marks_stay() {
    let copy = broken();
    run(program().args(["schema", "--write"]).arg(copy.root())).exits(0);
    for path in [ALPHA, BETA] {
        let text = copy.get(path);
        let (_, rest) = text.split_once('\n').unwrap();
        copy.put(path, format!("\u{feff}{}", rest.replace('\n', "\r\n")));
    }
    let run = fix(&copy).exits(0);
    assert!(run.stderr.contains("mended content/documents/alpha.yaml:1 [schema-line-missing]\n+ # yaml-language-server: $schema=../../schemas/document.json\nmended"), "{}", run.stderr);
    for path in [ALPHA, BETA] {
        let text = copy.get(path);
        assert!(
            text.starts_with(
                "\u{feff}# yaml-language-server: $schema=../../schemas/document.json\r\nsource: "
            ),
            "{text}"
        );
        assert!(!text.replace("\r\n", "").contains('\n'), "{text}");
    }
}

#[test]
fn first_lines_of_other_schemas_go() {
    let copy = Copy::base();
    run(program().args(["schema", "--write"]).arg(copy.root())).exits(0);
    let line = "# yaml-language-server: $schema=../../schemas/document.json\n";
    let other = "# yaml-language-server: $schema=https://example.org/x.json\n";
    let good = copy.get(ALPHA);
    for head in [
        format!("# a note\n{line}"),
        format!("{other}# a note\n{line}{other}"),
        "# a note\n".to_owned(),
    ] {
        copy.put(ALPHA, good.replacen(line, &head, 1));
        fix(&copy).exits(0);
        assert_eq!(
            copy.get(ALPHA),
            good.replacen(line, &format!("{line}# a note\n"), 1),
            "{head:?}"
        );
    }
}

#[test]
fn without_fix_nothing_is_written_and_the_edits_are_told() {
    let copy = broken();
    let before = tree(&copy.root());
    let run = copy.check(&["--format", "json"]).exits(1);
    assert_eq!(tree(&copy.root()), before);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let diagnostics = report["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), 3);
    // Whoever makes the edits that are told has a digest without mistakes.
    for diagnostic in diagnostics.iter().rev() {
        assert_eq!(diagnostic["fix"]["safe"], true);
        for edit in diagnostic["fix"]["edits"].as_array().unwrap().iter().rev() {
            let path = edit["path"].as_str().unwrap();
            let offset = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
            let mut text = copy.get(path);
            text.replace_range(
                offset("start")..offset("end"),
                edit["replacement"].as_str().unwrap(),
            );
            copy.put(path, text);
        }
    }
    copy.check(&["--strict"]).exits(0);
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    let copy = broken();
    let outside = copy.out();
    std::fs::copy(copy.root().join(ALPHA), &outside).unwrap();
    copy.remove(ALPHA);
    std::os::unix::fs::symlink(&outside, copy.root().join(ALPHA)).unwrap();
    let before = std::fs::read(&outside).unwrap();
    fix(&copy).exits(1);
    assert_eq!(std::fs::read(&outside).unwrap(), before);
    assert!(Path::new(&copy.root().join(ALPHA)).is_symlink());
}
