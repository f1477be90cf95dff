//! Which folders a site may be written to.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::manifest::{MANIFEST, Manifest};
use super::shard::Shard;
use super::staging::{self, Staging};

/// The folder that a site is to be written to, as it was named.
#[derive(Debug, Clone, Copy)]
pub enum Destination<'a> {
    /// By `book.toml`, relative to the digest's folder. A stranger may have written that, so it
    /// must not lead anywhere else.
    Configured(&'a str),
    /// By the person who runs the program, relative to the current folder.
    Chosen(&'a Path),
}

/// An output folder that is ours to write to, and ours alone for as long as this value lives.
#[derive(Debug)]
pub struct Output {
    pub(super) folder: PathBuf,
    /// What the previous build wrote.
    pub(super) previous: Manifest,
    pub(super) staging: Staging,
    /// What the site is made from, if a note of it is wanted.
    pub(super) key: Option<String>,
    /// The part of the site that is written; none for all of it.
    pub(super) shard: Option<Shard>,
    /// Removed last, and only if still empty.
    _made: Made,
}

/// Folders that were made for files to be written; removed when dropped, if still empty.
#[derive(Debug)]
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Makes one more.
    pub(super) fn folder(&mut self, folder: PathBuf) -> Result<()> {
        fs::create_dir(&folder).with_context(|| format!("making `{}`", folder.display()))?;
        self.0.push(folder);
        Ok(())
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        while let Some(folder) = self.0.pop() {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Output {
    /// Takes the output folder for this build, or says why it cannot be.
    ///
    /// `inputs` are the paths from which the digest is read, relative to its folder `root`. Whatever
    /// killed builds left beside the folder is removed.
    ///
    /// # Errors
    ///
    /// When the folder holds files that no build wrote, holds or lies in one of `inputs`, is in use
    /// by another build, or cannot be written to.
    pub fn claim(root: &Path, inputs: &[&str], destination: Destination) -> Result<Self> {
        let root = fs::canonicalize(root).with_context(|| format!("`{}`", root.display()))?;
        let folder = match destination {
            Destination::Chosen(path) => resolve(path)?,
            Destination::Configured(path) => configured(&root, path)?,
        };
        refuse_inputs(&root, inputs, &folder)?;
        let made = make(&folder)?;
        // Before anything is put there; and again, as another build may have ended meanwhile.
        previous(&folder)?;
        let staging = Staging::open(&folder)?;
        Ok(Self {
            previous: previous(&folder)?,
            folder,
            staging,
            key: None,
            shard: None,
            _made: made,
        })
    }

    /// The folder's absolute path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn configured(root: &Path, path: &str) -> Result<PathBuf> {
    let is_name = |component| matches!(component, Component::Normal(_));
    if !Path::new(path).components().all(is_name) {
        bail!("the output folder `{path}` of `book.toml` leads out of the digest's folder");
    }
    let folder = root.join(path);
    if resolve(&folder)? != folder {
        bail!(
            "the output folder `{path}` of `book.toml` leads through a link: name its target with `--out`"
        );
    }
    Ok(folder)
}

/// The absolute path without links, of which the last parts need not exist yet.
fn resolve(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path).with_context(|| format!("`{}`", path.display()))?;
    let mut missing = Vec::new();
    let mut existing = whole.as_path();
    let mut resolved = loop {
        match fs::canonicalize(existing) {
            Ok(resolved) => break resolved,
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("`{}`", existing.display()));
            }
            Err(_) => {}
        }
        let (Some(name), Some(parent)) = (existing.file_name(), existing.parent()) else {
            bail!("`{}` does not exist", existing.display());
        };
        if fs::symlink_metadata(existing).is_ok() {
            bail!("`{}` is a link that leads nowhere", existing.display());
        }
        missing.push(name);
        existing = parent;
    };
    resolved.extend(missing.iter().rev());
    Ok(resolved)
}

fn refuse_inputs(root: &Path, inputs: &[&str], folder: &Path) -> Result<()> {
    if root.starts_with(folder) {
        bail!(
            "the site cannot be written to `{}`: it holds the digest itself",
            folder.display()
        );
    }
    for &input in inputs {
        let input = root.join(input);
        let input = fs::canonicalize(&input).unwrap_or(input);
        if input.starts_with(folder) || folder.starts_with(&input) {
            bail!(
                "the site cannot be written to `{}`: `{}` is read from",
                folder.display(),
                input.display()
            );
        }
    }
    Ok(())
}

/// Makes the folder and those above it that are missing.
pub(super) fn make(folder: &Path) -> Result<Made> {
    let missing: Vec<&Path> = folder
        .ancestors()
        // Above a relative path is nothing, which is the current folder.
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    let mut made = Made(Vec::new());
    for folder in missing.into_iter().rev() {
        made.folder(folder.to_owned())?;
    }
    if !folder.is_dir() {
        bail!("`{}` is a file, not a folder", folder.display());
    }
    Ok(made)
}

/// What an earlier build wrote to the folder.
fn previous(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let is_file = super::metadata(&path)?.is_some_and(|metadata| metadata.is_file());
    if is_file {
        let bytes = fs::read(&path).with_context(|| format!("reading `{}`", path.display()))?;
        if let Some(manifest) = Manifest::parse(&String::from_utf8_lossy(&bytes)) {
            return Ok(manifest);
        }
        bail!(
            "`{}` was not written by policy-digest: remove it",
            path.display()
        );
    }
    let mut foreign = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("`{}`", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != ".gitignore" && !name.starts_with(staging::PREFIX) {
            foreign.push(name);
        }
    }
    match foreign.iter().min() {
        None => Ok(Manifest::default()),
        Some(first) => bail!(
            "`{}` holds files that policy-digest did not write, such as `{first}`: \
             name an empty or a new folder with `--out`",
            folder.display()
        ),
    }
}
