//! Each folder `rules/RULE` or `rules/RULE--CASE` holds the files in which a digest with a mistake
//! differs from `rules-base`, and `expected.txt`: what `check` prints, in short and in full.
//!
//! Beside the mistake stands a near miss, as like it as can be, which must not be reported. What git
//! cannot hold well stands in a file `.setup`, a step on each line:
//!
//! - `delete PATH`: a file of the base is not there;
//! - `link PATH TARGET`: a symbolic link;
//! - `pad PATH BYTES`: a comment makes the file so large;
//! - `schema KIND`: the digest has the program's own schema of that kind of record.

use std::fs;
use std::path::Path;

use policy_digest::record::{Kind, schema};

use crate::support::{Copy, Goldens, folders, tests};

const EXPECTED: &str = "expected.txt";
const SETUP: &str = ".setup";

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
        if folder.join(SETUP).is_file() {
            copy.get(SETUP).lines().for_each(|step| set_up(&copy, step));
            copy.remove(SETUP);
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

fn set_up(copy: &Copy, step: &str) {
    let words: Vec<&str> = step.split(' ').collect();
    match words[..] {
        ["delete", path] => copy.remove(path),
        ["link", path, target] => link(target, &copy.root().join(path)),
        ["pad", path, bytes] => {
            let mut text = copy.get(path) + "# ";
            while text.len() < bytes.parse::<usize>().unwrap() {
                text.push('.');
            }
            copy.put(path, text);
        }
        ["schema", name] => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
            let kind = kind.expect("a kind of record");
            copy.put(&schema::path(kind), schema::schema(kind));
        }
        _ => panic!("no such step: {step}"),
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).unwrap();
}

#[cfg(windows)]
fn link(target: &str, path: &Path) {
    std::os::windows::fs::symlink_file(target, path).unwrap();
}
