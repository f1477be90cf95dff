//! Each folder `rules/RULE` or `rules/RULE--CASE` holds the files in which a digest with a mistake
//! differs from `rules-base`, and `expected.txt`: what `check` prints, in short and in full.
//!
//! A file `.delete` names files of the base that the digest does not have, one on each line. Beside the
//! mistake stands a near miss, as like it as can be, which must not be reported.

use std::fs;

use crate::support::{Copy, Goldens, folders, tests};

const EXPECTED: &str = "expected.txt";
const DELETE: &str = ".delete";

#[test]
fn the_base_has_nothing_wrong() {
    let run = Copy::base().check(&["--strict"]).exits(0);
    assert_eq!(run.stdout, "no errors, no warnings\n");
}

#[test]
fn rules_report_their_mistakes() {
    let mut goldens = Goldens::new();
    let base = tests().join("rules-base");
    for (name, folder) in folders(&tests().join("rules")) {
        let copy = Copy::of(&[&base, &folder]);
        fs::remove_file(copy.root().join(EXPECTED)).ok();
        if folder.join(DELETE).is_file() {
            for path in copy.get(DELETE).lines() {
                copy.remove(path);
            }
            copy.remove(DELETE);
        }
        let short = copy.check(&["--format", "short"]);
        let text = copy.check(&[]);
        let rule = name.split("--").next().unwrap();
        if !short.stdout.contains(&format!("[{rule}]: ")) {
            goldens.fail(format!(
                "{name}: `{rule}` is not reported\n{}{}",
                short.stdout, short.stderr
            ));
        }
        let printed = format!("{}\n{}", short.stdout, text.stdout);
        goldens.compare(printed.as_bytes(), &folder.join(EXPECTED));
    }
    goldens.finish();
}
