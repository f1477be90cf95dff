use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use policy_digest::write::SEAL;
use scraper::ElementRef;
use snapbox::{Assert, Data};
use tempfile::TempDir;

/// Bytes of files by their path, parted by `/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The repository's folder.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn tests() -> PathBuf {
    repository().join("tests")
}

/// The words of an element, parted by single spaces.
pub(crate) fn words_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The program, to be called as if from nowhere in particular: without colours, without CI.
pub(crate) fn program() -> Command {
    let path = std::env::var_os("POLICY_DIGEST_PROGRAM").map_or_else(
        || env!("CARGO_BIN_EXE_policy-digest").into(),
        |path| repository().join(path),
    );
    let mut command = Command::new(path);
    for name in ["CLICOLOR_FORCE", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"] {
        command.env_remove(name);
    }
    command.current_dir(repository());
    command
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn run(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program can be started");
    let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
    Run {
        code: status.code(),
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

impl Run {
    /// Checks the exit code, and shows what was printed when it is another.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }
}

/// A copy of a digest, with an output folder beside it.
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    /// Copies one folder over the other, in a temporary one.
    pub(crate) fn of(layers: &[&Path]) -> Self {
        let copy = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        fs::create_dir(copy.root()).unwrap();
        for layer in layers {
            for (path, bytes) in tree(layer) {
                copy.put(&path, bytes);
            }
        }
        copy
    }

    /// The smallest digest that has nothing wrong.
    pub(crate) fn base() -> Self {
        Self::of(&[&tests().join("rules-base")])
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("digest")
    }

    /// Where `build` puts the site.
    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn get(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).unwrap();
    }

    /// `policy-digest check` here.
    pub(crate) fn check(&self, arguments: &[&str]) -> Run {
        run(program().arg("check").arg(self.root()).args(arguments))
    }

    /// `policy-digest build` here, to [`Copy::out`].
    pub(crate) fn build_command(&self) -> Command {
        let mut command = program();
        command
            .arg("build")
            .arg(self.root())
            .arg("--out")
            .arg(self.out());
        command
    }

    pub(crate) fn build(&self, arguments: &[&str]) -> Run {
        run(self.build_command().args(arguments))
    }
}

/// Every file below a folder; links are not followed.
pub(crate) fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        // What a build notes for the next one is no part of the site.
        if entry.file_type().is_file() && entry.file_name() != SEAL {
            let path = entry.path().strip_prefix(folder).unwrap();
            let names: Vec<_> = path.iter().map(OsStr::to_string_lossy).collect();
            tree.insert(names.join("/"), fs::read(entry.path()).unwrap());
        }
    }
    tree
}

/// The folders in a folder, by name. A missing folder has none.
pub(crate) fn folders(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut folders: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .collect();
    folders.sort();
    folders
}

/// Compares what is with goldens, all of them, before it fails.
pub(crate) struct Goldens {
    assert: Assert,
    failures: Vec<String>,
}

impl Goldens {
    pub(crate) fn new() -> Self {
        Self {
            assert: Assert::new().action_env("SNAPSHOTS").normalize_paths(false),
            failures: Vec::new(),
        }
    }

    pub(crate) fn is_overwriting() -> bool {
        std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite")
    }

    /// Compares bytes with a golden, or makes them it.
    pub(crate) fn compare(&mut self, actual: &[u8], golden: &Path) {
        if Self::is_overwriting() {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
        }
        let actual = match str::from_utf8(actual) {
            Ok(text) => Data::text(text).raw(),
            Err(_) => Data::binary(actual),
        };
        let format = Some(actual.format());
        let expected = Data::read_from(golden, format).raw();
        let name = golden
            .strip_prefix(repository())
            .unwrap_or(golden)
            .display();
        if let Err(error) = self.assert.try_eq(Some(&name), actual, expected) {
            self.failures.push(error.to_string());
        }
    }

    /// Says that nothing produces a golden any more, or removes it.
    pub(crate) fn left_over(&mut self, golden: &Path) {
        if Self::is_overwriting() {
            fs::remove_file(golden).unwrap();
        } else {
            self.fail(format!("nothing produces {} any more", golden.display()));
        }
    }

    pub(crate) fn fail(&mut self, failure: String) {
        self.failures.push(failure);
    }

    /// # Panics
    ///
    /// When something was not as it should be, with all of it.
    #[track_caller]
    pub(crate) fn finish(self) {
        let failures = self.failures;
        let hint = "SNAPSHOTS=overwrite cargo test rewrites goldens";
        assert!(failures.is_empty(), "{}\n{hint}", failures.join("\n"));
    }
}
