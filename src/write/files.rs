//! Files that people work on: new ones, which never take the place of others, and new states of old ones.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::claim::{Made, make};
use super::{metadata, parents};
use crate::source::File;

/// The ending of a file's new state while it is written.
const UNFINISHED: &str = ".policy-digest-unfinished";

/// Makes sure that a folder has nothing in it, or does not exist. A `.git` may be there: a repository
/// that was just made.
///
/// # Errors
///
/// When there is anything else, or the folder cannot be read.
pub fn is_free(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("`{}`", folder.display()))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    match names.iter().filter(|name| *name != ".git").min() {
        None => Ok(()),
        Some(name) => bail!(
            "`{}` is not empty: it holds `{name}`; name an empty or a new folder",
            folder.display()
        ),
    }
}

/// Writes files that are not there yet, each at its path below `root`: all of them, or none. Missing
/// folders are made.
///
/// # Errors
///
/// When something is at one of the paths already, a folder on the way is none, or the disk fails. What
/// was written until then is removed again.
pub fn create(root: &Path, files: &[File]) -> Result<()> {
    let mut folders = make(root)?;
    let mut new = New(Vec::new());
    for file in files {
        let path = root.join(&file.path);
        make_parents(root, &file.path, &mut folders)?;
        let created = fs::File::create_new(&path);
        if matches!(&created, Err(error) if error.kind() == ErrorKind::AlreadyExists) {
            bail!("`{}` is there already, and was not changed", path.display());
        }
        let context = || format!("writing `{}`", path.display());
        let mut created = created.with_context(context)?;
        new.0.push(path.clone());
        created.write_all(file.bytes()).with_context(context)?;
    }
    new.0.clear();
    Ok(())
}

/// Gives files their new bytes, each at its path below `root`, one after the other and each at once.
/// Those that are missing are made, with their folders.
///
/// # Errors
///
/// When the disk fails, or a link is in the way. Files before that one have their new bytes then.
pub fn replace(root: &Path, files: &[File]) -> Result<()> {
    let mut folders = make(root)?;
    for file in files {
        let path = root.join(&file.path);
        make_parents(root, &file.path, &mut folders)?;
        let old = metadata(&path)?;
        if old.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            bail!("`{}` is no file", path.display());
        }
        let context = || format!("writing `{}`", path.display());
        let mut unfinished = path.clone().into_os_string();
        unfinished.push(UNFINISHED);
        let unfinished = New(vec![unfinished.into()]);
        fs::write(&unfinished.0[0], file.bytes()).with_context(context)?;
        if let Some(old) = old {
            fs::set_permissions(&unfinished.0[0], old.permissions()).with_context(context)?;
        }
        fs::rename(&unfinished.0[0], &path).with_context(context)?;
    }
    Ok(())
}

/// Makes the folders on the way to a file, none of which may be a link.
fn make_parents(root: &Path, path: &str, made: &mut Made) -> Result<()> {
    for parent in parents(path) {
        let folder = root.join(parent);
        match metadata(&folder)? {
            Some(metadata) if metadata.is_dir() => {}
            Some(_) => bail!("`{}` is no folder", folder.display()),
            None => made.folder(folder)?,
        }
    }
    Ok(())
}

/// Files that are removed when something fails before the list is emptied.
struct New(Vec<PathBuf>);

impl Drop for New {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Content;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            content: Content::Bytes(text.as_bytes().to_vec()),
        }
    }

    fn read(root: &Path, path: &str) -> Option<String> {
        fs::read_to_string(root.join(path)).ok()
    }

    #[test]
    fn new_files_are_all_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new/digest");
        create(&root, &[file("a", "1"), file("b/c/d", "2")]).unwrap();
        assert_eq!(read(&root, "b/c/d").as_deref(), Some("2"));

        let files = [file("b/new", "3"), file("e/f", "4"), file("a", "5")];
        let error = create(&root, &files).unwrap_err().to_string();
        assert!(
            error.ends_with("a` is there already, and was not changed"),
            "{error}"
        );
        assert_eq!(read(&root, "a").as_deref(), Some("1"));
        assert!(!root.join("b/new").exists());
        assert!(!root.join("e").exists());

        // A new folder is gone again when nothing could be written to it.
        let root = folder.path().join("other");
        create(&root, &[file("a", ""), file("a/b", "")]).unwrap_err();
        assert!(!root.exists());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("outside")).unwrap();
        let root = folder.path().join("digest");
        fs::create_dir(&root).unwrap();
        std::os::unix::fs::symlink("../outside", root.join("content")).unwrap();
        std::os::unix::fs::symlink("../outside/file", root.join("file")).unwrap();
        for files in [[file("content/a", "")], [file("file", "")]] {
            create(&root, &files).unwrap_err();
            replace(&root, &files).unwrap_err();
        }
        assert_eq!(
            fs::read_dir(folder.path().join("outside")).unwrap().count(),
            0
        );
    }

    #[test]
    fn old_files_get_their_new_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        create(root, &[file("a/b", "old")]).unwrap();
        replace(root, &[file("a/b", "new"), file("c/d", "first")]).unwrap();
        assert_eq!(read(root, "a/b").as_deref(), Some("new"));
        assert_eq!(read(root, "c/d").as_deref(), Some("first"));
        assert_eq!(fs::read_dir(root.join("a")).unwrap().count(), 1);
    }

    #[test]
    fn a_free_folder_is_new_or_empty_or_a_new_repository() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        is_free(&root.join("new")).unwrap();
        is_free(root).unwrap();
        fs::create_dir(root.join(".git")).unwrap();
        is_free(root).unwrap();
        fs::write(root.join(".hidden"), "").unwrap();
        let error = is_free(root).unwrap_err().to_string();
        assert!(error.contains("it holds `.hidden`"), "{error}");
        is_free(&root.join(".hidden")).unwrap_err();
    }
}
