use std::fs;
use std::path::{Path, PathBuf};

use policy_digest::write::MANIFEST;

use crate::site::our_site;
use crate::support::{Copy, Run, Tree, program, repository, run, tests, tree};

/// Builds one part of the site of a digest.
fn part(digest: &Path, shard: &str, out: &Path, arguments: &[&str]) -> Run {
    let mut command = program();
    command.arg("build").arg(digest).args(["--shard", shard]);
    run(command.args(arguments).arg("--out").arg(out))
}

/// The sites of all parts, in the order of their numbers.
fn parts(digest: &Path, count: usize, folder: &Path, arguments: &[&str]) -> Vec<Tree> {
    let parts = (1..=count).map(|number| {
        let out = folder.join(format!("part-{number}"));
        part(digest, &format!("{number}/{count}"), &out, arguments).exits(0);
        tree(&out)
    });
    parts.collect()
}

/// Copies one tree over the other, as `cp -r` does.
fn merged(parts: &[Tree]) -> Tree {
    let files = parts.iter().flatten();
    files
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// Each file but the manifest is in one part.
#[track_caller]
fn assert_apart(parts: &[Tree]) {
    let files: usize = parts.iter().map(|part| part.len() - 1).sum();
    assert_eq!(files, merged(parts).len() - 1);
    for part in parts {
        assert_eq!(part.get(MANIFEST), parts[0].get(MANIFEST));
        // As many as there would be, were all even: at least a third of it.
        assert!(
            part.len() * parts.len() * 3 > files,
            "{} of {files}",
            part.len()
        );
    }
}

fn voices() -> Copy {
    let voices = tests().join("corpora/many-voices");
    let copy = Copy::of(&[]);
    // The folder has what must come out of it, too.
    for path in ["content", "seeds"] {
        for (name, bytes) in tree(&voices.join(path)) {
            copy.put(&format!("{path}/{name}"), bytes);
        }
    }
    copy.put("book.toml", fs::read(voices.join("book.toml")).unwrap());
    copy
}

fn write(folder: &Path, files: &Tree) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn the_parts_of_our_own_site_are_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let parts = parts(repository(), 3, folder.path(), &[]);
    assert_apart(&parts);
    assert!(merged(&parts) == our_site(None));
}

#[test]
fn parts_are_the_same_however_many_threads_make_them() {
    let copy = voices();
    let folders = ["one", "many"].map(|name| copy.out().join(name));
    let one = parts(&copy.root(), 3, &folders[0], &["-j", "1"]);
    let many = parts(&copy.root(), 3, &folders[1], &["-j", "4"]);
    assert!(one == many);
    assert_apart(&one);
    let whole = copy.out().join("whole");
    run(program()
        .arg("build")
        .arg(copy.root())
        .arg("--out")
        .arg(&whole))
    .exits(0);
    assert!(merged(&one) == tree(&whole));
    let alone = copy.out().join("alone");
    part(&copy.root(), "1/1", &alone, &[]).exits(0);
    assert!(tree(&alone) == tree(&whole));
}

#[test]
fn a_build_goes_on_where_parts_were_copied_into_one_folder() {
    let copy = voices();
    let extra = "content/holders/somebody.yaml";
    copy.put(extra, "name: Somebody\nkind: person\n");
    let parts_folder = copy.root().with_file_name("parts");
    let parts = parts(&copy.root(), 3, &parts_folder, &[]);
    write(&copy.out(), &merged(&parts));
    let run = copy.build(&[]).exits(0);
    assert!(run.stdout.contains(", 0 changed\n"), "{}", run.stdout);
    assert!(tree(&copy.out()) == merged(&parts));

    // What the site no longer has goes, whichever part it came from.
    copy.remove(extra);
    let run = copy.build(&[]).exits(0);
    assert!(run.stdout.contains(" deleted"), "{}", run.stdout);
    let fresh = copy.root().with_file_name("fresh");
    part(&copy.root(), "1/1", &fresh, &[]).exits(0);
    assert!(tree(&copy.out()) == tree(&fresh));
    assert!(!copy.out().join("holders/somebody.html").exists());
}

#[test]
fn a_part_is_built_again_where_it_was_built_before() {
    let copy = voices();
    let folder = copy.out();
    let build = |number: usize| {
        part(
            &copy.root(),
            &format!("{number}/2"),
            &folder.join(format!("part-{number}")),
            &["-v"],
        )
    };
    let first = [1, 2].map(|number| build(number).exits(0));
    for (index, run) in first.iter().enumerate() {
        let again = build(index + 1).exits(0);
        assert!(
            again.stderr.contains("nothing has changed"),
            "{}",
            again.stderr
        );
        // The same number of files, none of them changed.
        let files = |run: &Run| run.stdout.split(", ").nth(1).map(str::to_owned);
        assert_eq!(files(run), files(&again));
        assert!(again.stdout.contains(", 0 changed\n"), "{}", again.stdout);
    }
    copy.put(
        "content/holders/somebody.yaml",
        "name: Somebody\nkind: person\n",
    );
    let fresh = copy.root().with_file_name("fresh");
    let expected = parts(&copy.root(), 2, &fresh, &[]);
    for (index, expected) in expected.iter().enumerate() {
        let run = build(index + 1).exits(0);
        assert!(
            !run.stderr.contains("nothing has changed"),
            "{}",
            run.stderr
        );
        assert!(tree(&folder.join(format!("part-{}", index + 1))) == *expected);
    }
}

#[test]
fn a_folder_takes_one_part() {
    let copy = voices();
    let out = copy.out();
    let build = |shard: &str| part(&copy.root(), shard, &out, &[]);
    build("1/2").exits(0);
    let before = tree(&out);
    for other in ["2/2", "1/5"] {
        let run = build(other).exits(2);
        let expected = format!("which is not in part {other} of a site");
        assert!(run.stderr.contains(&expected), "{}", run.stderr);
        assert!(tree(&out) == before);
    }
    // The whole site may take its place, and is not taken for a part.
    copy.build(&[]).exits(0);
    let before = tree(&out);
    let run = build("1/2").exits(2);
    assert!(
        run.stderr.contains("which is not in part 1/2"),
        "{}",
        run.stderr
    );
    assert!(tree(&out) == before);
    // Nor are files of others.
    let foreign: PathBuf = copy.root().with_file_name("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("letter.txt"), "mine").unwrap();
    let run = part(&copy.root(), "1/2", &foreign, &[]).exits(2);
    assert!(
        run.stderr.contains("such as `letter.txt`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_part_that_there_is_not_is_said_in_a_sentence() {
    let copy = Copy::base();
    for (shard, problem) in [
        ("0/3", "parts count from 1: the first one is `1/3`"),
        ("4/3", "there is no part 4 of 3"),
        ("1/0", "a site has one part at least"),
        (
            "two/3",
            "a part of a site is two whole numbers, such as `2/3` for the second part of three",
        ),
        (
            "2",
            "a part of a site is two whole numbers, such as `2/3` for the second part of three",
        ),
        (
            "-1/3",
            "a part of a site is two whole numbers, such as `2/3` for the second part of three",
        ),
    ] {
        let run = copy.build(&[&format!("--shard={shard}")]).exits(2);
        let expected = format!("error: invalid value '{shard}' for '--shard <I/N>': {problem}\n");
        assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
        assert!(!copy.out().exists());
    }
}
