use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use policy_digest::write::MANIFEST;

use crate::support::{Copy, Tree, program, run, tree};

/// A digest with so many pages that a build takes a while.
fn large() -> Copy {
    let copy = Copy::base();
    let holder = copy.get("content/holders/ana-berg.yaml");
    for n in 0..300 {
        let holder = holder.replace("Ana Berg", &format!("Person {n}"));
        copy.put(&format!("content/holders/person-{n}.yaml"), holder);
    }
    copy
}

/// Gives every page of the digest other bytes.
fn retitle(copy: &Copy, title: &str) {
    let book = copy.get("book.toml");
    let old = book
        .lines()
        .find(|line| line.starts_with("title = "))
        .unwrap();
    copy.put(
        "book.toml",
        book.replace(old, &format!("title = \"{title}\"")),
    );
}

#[test]
fn help_names_every_command_and_exits_with_0() {
    let help = run(program().arg("--help")).exits(0).stdout;
    let commands = [
        "build",
        "check",
        "completions",
        "diff",
        "explain",
        "find",
        "new",
        "reliability",
        "schema",
    ]
    .into_iter();
    for command in commands.chain(cfg!(feature = "serve").then_some("serve")) {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        run(program().args([command, "--help"])).exits(0);
    }
    let version = run(program().arg("--version")).exits(0).stdout;
    assert_eq!(
        version,
        format!("policy-digest {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn calls_that_make_no_sense_exit_with_2() {
    let check = |arguments: &[&str], reason: &str| {
        let run = run(program().args(arguments)).exits(2);
        assert!(run.stderr.contains(reason), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    };
    check(&[], "Usage: policy-digest");
    check(&["biuld"], "a similar subcommand exists: 'build'");
    check(
        &["check", "--format", "xml"],
        "possible values: text, short, json, github, sarif",
    );
    check(&["build", "-j", "0"], "0 is not in 1..");
    check(&["check", "/nowhere"], "no `book.toml` in `/nowhere`");
    check(
        &["explain", "quote-not-fuond"],
        "no rule is called `quote-not-fuond`",
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let run = run(program().arg("check").current_dir(&elsewhere)).exits(2);
    assert!(
        run.stderr.contains("or in a folder above it"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_digest_is_found_from_a_folder_inside() {
    let copy = Copy::base();
    let inside = copy.root().join("content/documents");
    run(program().arg("check").current_dir(inside)).exits(0);
}

#[test]
fn mistakes_exit_with_1_and_warnings_only_when_strict() {
    let copy = Copy::base();
    copy.check(&[]).exits(0);
    copy.build(&[]).exits(0);
    let before = tree(&copy.out());

    // A question without terms is a warning.
    let theme = copy.get("content/themes/example.yaml");
    let terms = theme
        .lines()
        .find(|line| line.trim().starts_with("terms:"))
        .unwrap();
    copy.put(
        "content/themes/example.yaml",
        theme.replacen(&format!("{terms}\n"), "", 1),
    );
    copy.check(&[]).exits(0);
    copy.check(&["--strict"]).exits(1);
    let run = copy.build(&["--strict"]).exits(1);
    assert!(
        run.stderr.contains("the site was not built"),
        "{}",
        run.stderr
    );
    assert!(tree(&copy.out()) == before);

    copy.put("content/themes/example.yaml", "title: [");
    for format in ["text", "short", "json", "github", "sarif"] {
        let run = copy.check(&["--format", format]).exits(1);
        assert!(
            run.stdout.contains("content/themes/example.yaml"),
            "{}",
            run.stdout
        );
    }
    let run = copy.build(&[]).exits(1);
    assert!(
        run.stderr.contains("content/themes/example.yaml"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "");
    assert!(tree(&copy.out()) == before);
}

#[test]
fn a_template_that_fails_leaves_the_old_site() {
    let copy = Copy::base();
    copy.build(&[]).exits(0);
    let before = tree(&copy.out());
    // Compiles, and asks for what no page has.
    copy.put("templates/question.html", "{{ page.nothing.of_the_kind }}");
    let run = copy.build(&[]).exits(1);
    assert!(
        run.stderr.contains("templates/question.html:1:"),
        "{}",
        run.stderr
    );
    assert!(tree(&copy.out()) == before);
}

#[test]
fn equal_digests_give_equal_bytes() {
    let (one, other) = (Copy::base(), Copy::base());
    one.build(&["-j", "1"]).exits(0);
    other.build(&["-j", "8"]).exits(0);
    assert!(tree(&one.out()) == tree(&other.out()));
}

#[test]
fn only_changes_are_written() {
    let copy = Copy::base();
    copy.build(&[]).exits(0);
    let before = times(&copy.out());
    let run = copy.build(&[]).exits(0);
    assert!(
        run.stdout.trim_end().ends_with(" 0 changed"),
        "{}",
        run.stdout
    );
    assert_eq!(times(&copy.out()), before);

    let person = copy.get("content/holders/ana-berg.yaml");
    copy.put(
        "content/holders/ana-berg.yaml",
        person.replace("Ana Berg", "Another Name"),
    );
    let old = tree(&copy.out());
    copy.build(&[]).exits(0);
    let (new, after) = (tree(&copy.out()), times(&copy.out()));
    assert_ne!(after, before);
    for (path, bytes) in &new {
        if old.get(path) == Some(bytes) {
            assert_eq!(
                after.get(path),
                before.get(path),
                "{path} is the same and was written"
            );
        }
    }

    // What a document leaves behind goes with it.
    copy.put(
        "content/holders/unmentioned.yaml",
        person.replace("Ana Berg", "Unmentioned"),
    );
    copy.build(&[]).exits(0);
    assert!(copy.out().join("holders/unmentioned.html").is_file());
    copy.remove("content/holders/unmentioned.yaml");
    let run = copy.build(&[]).exits(0);
    // The page, and the parts of the search index that named it.
    assert!(run.stdout.contains(" deleted"), "{}", run.stdout);
    assert!(!copy.out().join("holders/unmentioned.html").exists());
    assert!(tree(&copy.out()) == new);
}

fn times(folder: &Path) -> BTreeMap<String, std::time::SystemTime> {
    let time = |path: String| {
        let metadata = fs::metadata(folder.join(&path)).unwrap();
        (path, metadata.modified().unwrap())
    };
    tree(folder).into_keys().map(time).collect()
}

#[test]
fn a_folder_with_files_of_others_is_refused() {
    let copy = Copy::base();
    fs::create_dir(copy.out()).unwrap();
    fs::write(copy.out().join("letter.txt"), "mine").unwrap();
    let run = copy.build(&[]).exits(2);
    assert!(
        run.stderr.contains("such as `letter.txt`"),
        "{}",
        run.stderr
    );
    let mut command = program();
    command.arg("build").arg(copy.root()).arg("--out");
    for input in ["", "content", "seeds/site", "templates"] {
        let run = run_with(&command, &copy.root().join(input)).exits(2);
        assert!(
            run.stderr.contains("the site cannot be written to"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(
        tree(&copy.out()).into_keys().collect::<Vec<_>>(),
        ["letter.txt"]
    );
}

fn run_with(command: &Command, argument: &Path) -> crate::support::Run {
    let mut again = Command::new(command.get_program());
    again.args(command.get_args()).arg(argument);
    run(&mut again)
}

/// Writing where nobody may is tried where not even root may: in `/proc`.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_exits_with_2() {
    let copy = Copy::base();
    let out = Path::new("/proc/policy-digest/site");
    let run = run(program()
        .arg("build")
        .arg(copy.root())
        .arg("--out")
        .arg(out))
    .exits(2);
    assert!(
        run.stderr
            .starts_with("error: making `/proc/policy-digest`: "),
        "{}",
        run.stderr
    );
}

/// A limit on the size of files fails a write in the middle, as a full disk does.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let copy = Copy::base();
    copy.build(&[]).exits(0);
    let before = tree(&copy.out());
    retitle(&copy, "Another title");
    copy.put(
        "content/long.md",
        format!("# Long\n\n{}\n", "Words and words. ".repeat(20_000)),
    );
    let build = copy.build_command();
    let mut limited = Command::new("bash");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$@\"", "bash"])
        .arg(build.get_program())
        .args(build.get_args());
    let run = run(&mut limited).exits(2);
    assert!(
        run.stderr
            .starts_with("error: no file of the site was changed: writing "),
        "{}",
        run.stderr
    );
    assert!(tree(&copy.out()) == before);
    assert!(beside(&copy).is_empty(), "{:?}", beside(&copy));
}

/// What a build has put beside the output folder.
fn beside(copy: &Copy) -> Vec<String> {
    let names = fs::read_dir(copy.out().parent().unwrap()).unwrap();
    names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "digest" && name != "site")
        .collect()
}

#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_finishes() {
    let copy = large();
    copy.build(&[]).exits(0);
    let old = tree(&copy.out());
    retitle(&copy, "Another title");
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = program();
    command
        .arg("build")
        .arg(copy.root())
        .arg("--out")
        .arg(elsewhere.path());
    run(&mut command).exits(0);
    let new = tree(elsewhere.path());

    // From "hardly begun" to "long done": somewhere in between files are being moved.
    for wait in (0..400).step_by(10) {
        let mut child = copy
            .build_command()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, bytes) in tree(&copy.out()) {
            let is_whole = [&old, &new]
                .into_iter()
                .any(|site: &Tree| site.get(&path) == Some(&bytes));
            // While the files of two builds are there, the manifest names both.
            assert!(
                is_whole || path == MANIFEST || path.starts_with(".policy-digest-"),
                "{path}"
            );
        }
    }
    copy.build(&[]).exits(0);
    assert!(tree(&copy.out()) == new);
    assert!(beside(&copy).is_empty(), "{:?}", beside(&copy));
}

#[test]
fn reliability_tells_how_far_codings_agree() {
    let copy = Copy::base();
    let run = || run(program().arg("reliability").arg(copy.root()));
    let none = run().exits(0).stdout;
    assert!(
        none.starts_with("No document has been coded a second time"),
        "{none}"
    );
    let coding = "positions:\n- question: binding-rules\n  stance: qualified\n  summary: It asks.\n  \
         quotes: [States should adopt rules that bind]\nsilent: [open-access, surveillance-harms]\n";
    copy.put("content/codings/second/alpha.yaml", coding);
    // One of three cells agrees; worked out by hand: silent twice, the others differ. Values: supports,
    // qualified, raises once, silent three times; expected agreement 6/30, observed 1/3.
    let expected = "Krippendorff's alpha, and in how many cells all codings agree:
  all questions             0.167  1 of 3
  Example theme             0.167  1 of 3
  Alpha                     0.167  1 of 3

In how many cells all codings agree, by question:
  binding-rules       0 of 1
  surveillance-harms  0 of 1
  open-access         1 of 1

Where codings differ:
  alpha on binding-rules
    first coding: supports, second: qualified
  alpha on surveillance-harms
    first coding: raises, second: silent
";
    assert_eq!(run().exits(0).stdout, expected);
    copy.put(
        "content/codings/second/alpha.yaml",
        "silent: [no-such-question]\n",
    );
    let broken = run().exits(1);
    assert!(
        broken.stderr.contains("no-such-question"),
        "{}",
        broken.stderr
    );
    assert_eq!(broken.stdout, "");
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_is_no_failure() {
    let copy = Copy::base();
    for arguments in [&["check"][..], &["explain"], &["check", "--format", "json"]] {
        let mut child = program()
            .args(arguments)
            .current_dir(copy.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("panicked"), "{stderr}");
        assert_eq!(output.status.code(), Some(0), "{stderr}");
    }
}

#[test]
fn colours_are_for_terminals() {
    let copy = Copy::base();
    copy.put("content/themes/example.yaml", "title: [");
    let check = |name: &str, value: &str, expected: bool| {
        let run = run(program().arg("check").arg(copy.root()).env(name, value));
        assert_eq!(run.stdout.contains('\u{1b}'), expected, "{name}={value}");
    };
    check("TERM", "xterm", false);
    check("CLICOLOR_FORCE", "1", true);
    check("CLICOLOR_FORCE", "0", false);
    let run = run(program()
        .arg("check")
        .arg(copy.root())
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1"));
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn quiet_says_what_is_wrong_and_verbose_what_is_done() {
    let copy = Copy::base();
    let check = copy.check(&["-q"]).exits(0);
    assert_eq!((check.stdout.as_str(), check.stderr.as_str()), ("", ""));
    let build = copy.build(&["--quiet"]).exits(0);
    assert_eq!((build.stdout.as_str(), build.stderr.as_str()), ("", ""));
    assert!(copy.out().join("index.html").is_file());

    let build = copy.build(&["-v"]).exits(0);
    assert_eq!(
        build.stderr.trim_end(),
        "nothing has changed since the last build"
    );
    assert!(build.stdout.contains(", 0 changed"), "{}", build.stdout);

    // What an earlier build has noted of the folder is not believed once somebody has touched it.
    fs::remove_file(copy.out().join("matrix.html")).unwrap();
    let build = copy.build(&["-v"]).exits(0);
    let said: Vec<&str> = build.stderr.lines().collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains(" files checked in "), "{said:?}");
    assert!(
        said[1].contains(" files rendered and written in "),
        "{said:?}"
    );
    assert!(build.stdout.contains(", 1 changed"), "{}", build.stdout);

    copy.put("content/themes/example.yaml", "title: [");
    let check = copy.check(&["-q"]).exits(1);
    assert!(check.stdout.starts_with("error["), "{}", check.stdout);
    let build = copy.build(&["-q"]).exits(1);
    assert!(
        build.stderr.contains("the site was not built"),
        "{}",
        build.stderr
    );
}

/// `script` gives a program a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn progress_is_for_terminals() {
    let copy = large();
    let build = |arguments: &str| {
        let _ = fs::remove_dir_all(copy.out());
        let command = copy.build_command();
        let words = command.get_args().map(|word| word.to_str().unwrap());
        let words: Vec<&str> = [command.get_program().to_str().unwrap()]
            .into_iter()
            .chain(words)
            .collect();
        let line = format!("{} {arguments}", words.join(" "));
        run(Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env("TERM", "xterm")
            .stdin(Stdio::null()))
        .exits(0)
        .stdout
    };
    let seen = build("-j 1");
    assert!(
        seen.contains(" files\r") && seen.contains("\r\u{1b}[2K"),
        "{seen:?}"
    );
    let (_, last) = seen.rsplit_once("\u{1b}[2K").unwrap();
    assert!(last.contains(" changed"), "{last:?}");
    assert!(!build("-j 1 -q").contains("\u{1b}[2K"));
    // Nobody sees a pipe.
    let _ = fs::remove_dir_all(copy.out());
    let piped = copy.build(&["-j", "1"]).exits(0);
    assert!(!piped.stderr.contains('\r'));
}

#[test]
fn annotations_name_files_as_the_repository_does() {
    let copy = Copy::base();
    copy.put("content/themes/example.yaml", "title: [");
    let summary = copy.root().with_file_name("summary.md");
    let run = run(program()
        .args(["check", "--format", "github"])
        .arg(copy.root())
        .env("GITHUB_WORKSPACE", copy.root().parent().unwrap())
        .env("GITHUB_STEP_SUMMARY", &summary))
    .exits(1);
    let annotation = "::error file=digest/content/themes/example.yaml,line=1,";
    assert!(run.stdout.contains(annotation), "{}", run.stdout);
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.starts_with("## policy-digest: "), "{summary}");
    assert!(summary.contains("content/themes/example.yaml"), "{summary}");
}

#[test]
fn words_are_found_in_their_context() {
    let copy = Copy::base();
    // A mistake elsewhere keeps nobody from reading.
    copy.put("content/holders/cora.yaml", "name: [");
    let find = |words: &[&str]| {
        let mut command = program();
        run(command
            .arg("find")
            .args(words)
            .arg("--digest")
            .arg(copy.root()))
        .exits(0)
        .stdout
    };
    let pad = |before: &str| format!("{before:>44}");
    assert_eq!(
        find(&["bind", "camera*", "--context", "2"]),
        format!(
            "Declaration of the Alpha Council (alpha)\n    ¶1  {}bind. They should\n\n\
             Report from Beta (beta)\n    ¶2  {}cameras\n\n\
             2 occurrences in 2 of 2 documents\n",
            pad("rules that "),
            pad("spoke of ")
        )
    );
    assert_eq!(find(&["camera"]), "no occurrence in 2 documents\n");
    // What a source holds reaches no terminal as a command.
    copy.put(
        "seeds/beta.txt",
        "Report\n\nNobody spoke\u{1b}[31m of cameras.\n",
    );
    assert!(!find(&["cameras"]).contains('\u{1b}'));
}

#[test]
fn shells_get_their_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(program().args(["completions", shell])).exits(0).stdout;
        assert!(
            script.contains("policy-digest") && script.contains("reliability"),
            "{shell}"
        );
    }
}
