//! Revisions of a digest's repository to [`Files`], and its tags, by calling `git`.
//!
//! A revision is read as `load` reads a folder: the same files, the same limits, links recorded and never
//! followed. What git has beside files and links (submodules) is not there for us. Repositories come
//! from strangers, too. So:
//!
//! 1. a name of a revision never begins with `-`, and stands behind `--end-of-options`;
//! 2. paths are taken literally and come back parted by NUL; nothing is written to the disk, so that
//!    no name of a path can do harm;
//! 3. nothing is fetched, no hook runs, and no question is asked;
//! 4. each object is read once, however many revisions have it, and none above the limit of its kind.
//!
//! No output depends on the settings of whoever calls: dates are taken as git keeps them.

mod objects;
mod tags;
mod time;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

use crate::config::{self, TEMPLATES};
use crate::diag::Diagnostics;
use crate::load::{self, BOOK_INPUT, Input};
use crate::source::Files;
use objects::Objects;

pub use tags::Tag;
pub use time::Time;

/// The repository that a digest's folder belongs to.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    /// Whether its history is cut off: a shallow copy.
    pub is_shallow: bool,
    /// The digest's folder as the repository knows it, parted by `/` and ending in one; `""` when it is
    /// the whole repository.
    pub folder: String,
    objects: Option<Objects>,
}

/// Why a digest has no repository.
#[derive(Debug)]
pub enum Absence {
    /// `git` cannot be called: what the system says.
    NoProgram(io::Error),
    /// The digest's folder is in no repository.
    NoRepository,
    /// git refuses to read it: what it says.
    Refused(String),
}

impl std::fmt::Display for Absence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoProgram(error) => write!(f, "`git` cannot be called: {error}"),
            Self::NoRepository => write!(f, "the digest is in no git repository"),
            Self::Refused(words) => write!(f, "git cannot read the repository: {words}"),
        }
    }
}

impl std::error::Error for Absence {}

impl Repository {
    /// Looks for the repository that the folder `root` belongs to.
    ///
    /// # Errors
    ///
    /// When there is none, or git does not read it.
    pub fn open(root: &Path) -> Result<Self, Absence> {
        let arguments = ["rev-parse", "--is-shallow-repository", "--show-prefix"];
        let output = git(root, &arguments).output().map_err(Absence::NoProgram)?;
        if !output.status.success() {
            let words = complaint(&output);
            return Err(match words.contains("not a git repository") {
                true => Absence::NoRepository,
                false => Absence::Refused(words),
            });
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let (shallow, folder) = text.split_once('\n').unwrap_or((&text, ""));
        Ok(Self {
            root: root.to_owned(),
            is_shallow: shallow == "true",
            folder: folder.strip_suffix('\n').unwrap_or(folder).to_owned(),
            objects: None,
        })
    }

    /// The commit that a revision names: a branch, a tag, a commit, or anything else that
    /// [gitrevisions] describes and that is one revision.
    ///
    /// # Errors
    ///
    /// When it names none here.
    ///
    /// [gitrevisions]: https://git-scm.com/docs/gitrevisions
    pub fn commit(&self, revision: &str) -> Result<String> {
        if revision.is_empty() || revision.starts_with('-') {
            bail!("`{revision}` is no name of a revision");
        }
        let wanted = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--end-of-options", &wanted];
        let output = git(&self.root, &arguments).output().context("`git`")?;
        let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if output.status.success() && is_object_id(&commit) {
            return Ok(commit);
        }
        if revision.contains("..") {
            bail!("`{revision}` names a range: give two revisions, parted by a space");
        }
        match self.is_shallow {
            true => bail!(
                "`{revision}` names no revision here; this copy of the repository has not all of its \
                 history: `git fetch --unshallow` completes it"
            ),
            false => bail!("`{revision}` names no revision here"),
        }
    }

    /// The tags on commits that the present state goes back to, the newest first.
    ///
    /// They are in order of their commits' dates; of equal dates in order of name, with numbers as
    /// numbers. Tags of one commit are one.
    ///
    /// # Errors
    ///
    /// When git cannot list them.
    pub fn tags(&self) -> Result<Vec<Tag>> {
        let format = format!("--format={}", tags::FORMAT);
        let arguments = ["for-each-ref", "--merged=HEAD", &format, "refs/tags"];
        let listing = self.run(&arguments);
        if listing.is_err() && self.commit("HEAD").is_err() {
            // Nothing has been committed yet.
            return Ok(Vec::new());
        }
        Ok(tags::read(&listing?))
    }

    /// The newest of the tagged versions, at most `limit` of them and the one before these.
    ///
    /// # Errors
    ///
    /// Those of [`Repository::tags`].
    pub fn past(self, limit: usize) -> Result<Past> {
        let mut tags = self.tags()?;
        let has_earlier = tags.len() > limit;
        tags.truncate(limit.saturating_add(1));
        tags.reverse();
        Ok(Past {
            is_cut_off: self.is_shallow,
            has_earlier,
            folder: self.folder.clone(),
            tags: tags.into_iter(),
            repository: self,
        })
    }

    /// Reads what the digest is read from, as a commit has it; nothing when the digest's folder has no
    /// `book.toml` there. Templates are left out: no record depends on them.
    ///
    /// # Errors
    ///
    /// When git does not have an object, a name is not UTF-8, or all is too much to hold.
    pub fn digest(&mut self, commit: &str) -> Result<Option<Files>> {
        let book = self.load(commit, &[BOOK_INPUT])?;
        if book.under("").next().is_none() {
            return Ok(None);
        }
        let config = config::read(&book, &mut Diagnostics::new()).unwrap_or_default();
        let mut inputs = load::inputs(&config);
        inputs.retain(|input| input.path != TEMPLATES);
        self.load(commit, &inputs).map(Some)
    }

    fn load(&mut self, commit: &str, inputs: &[Input<'_>]) -> Result<Files> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "-l", commit, "--"];
        arguments.extend(inputs.iter().map(|input| input.path));
        let listing = self.run(&arguments)?;
        let objects = match &mut self.objects {
            Some(objects) => objects,
            none => none.insert(Objects::open(git(&self.root, &["cat-file", "--batch"]))?),
        };
        objects.files(&listing, inputs)
    }

    /// Calls git and gives what it prints.
    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let output = git(&self.root, arguments).output().context("`git`")?;
        if !output.status.success() {
            bail!("git {}: {}", arguments[0], complaint(&output));
        }
        Ok(output.stdout)
    }
}

/// Tagged versions of a digest, the oldest first. Each is read when it is asked for, as
/// [`Repository::digest`] does.
#[derive(Debug)]
pub struct Past {
    /// Whether the repository lacks a part of its history.
    pub is_cut_off: bool,
    /// Whether versions older than these were left out.
    pub has_earlier: bool,
    /// [`Repository::folder`].
    pub folder: String,
    tags: std::vec::IntoIter<Tag>,
    repository: Repository,
}

impl Past {
    /// Everything that decides what reading these versions gives, in one text.
    pub fn identity(&self) -> String {
        let Self {
            is_cut_off,
            has_earlier,
            folder,
            tags,
            ..
        } = self;
        format!("{:?}", (is_cut_off, has_earlier, folder, tags.as_slice()))
    }
}

impl Iterator for Past {
    type Item = (Tag, Result<Option<Files>>);

    fn next(&mut self) -> Option<Self::Item> {
        let tag = self.tags.next()?;
        let files = self.repository.digest(&tag.commit);
        Some((tag, files))
    }
}

/// What git complains of, in a line.
fn complaint(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr);
    let first = words.lines().find(|line| !line.starts_with("hint:"));
    let first = first.unwrap_or("it does not say why");
    first.strip_prefix("fatal: ").unwrap_or(first).to_owned()
}

/// A call of git in the digest's folder, whatever repository the caller's environment names: a hook of
/// another one may have called us.
fn git(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    for name in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
    ] {
        command.env_remove(name);
    }
    command
        .args(["--no-replace-objects", "--literal-pathspecs"])
        .args(arguments)
        .current_dir(root)
        .stdin(Stdio::null())
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1");
    command
}

/// Whether a word is the name of an object: SHA-1 or SHA-256 in hexadecimal digits.
fn is_object_id(word: &str) -> bool {
    matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
