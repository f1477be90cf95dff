//! The folder in which a site waits until it is complete, and the lock that keeps builds apart.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::{DirEntry, WalkDir};

use super::page::Page;

/// The name of the site's manifest while it waits.
pub(super) const MANIFEST: &str = "manifest";

/// The name of the note of what was built while it waits.
pub(super) const SEAL: &str = "seal";

/// The folder of the site's files while they wait.
const SITE: &str = "site";

const LOCK: &str = "lock";
const PROBE: &str = "probe";

/// How names in the output folder begin that are of use to builds only.
pub(super) const PREFIX: &str = ".policy-digest-";

/// A staging folder that this build alone uses; gone when dropped.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// Holds the lock for as long as it is open.
    _lock: File,
}

impl Staging {
    /// Makes a staging folder for the output folder `output`, which must exist, or takes over that
    /// of a killed build.
    ///
    /// It stands beside the output folder. Where files cannot be renamed from there, because the
    /// output folder is mounted, or nothing may be written there, it stands inside.
    pub(super) fn open(output: &Path) -> Result<Self> {
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            bail!("`{}` cannot be written to", output.display());
        };
        let name = name.to_string_lossy();
        let beside = parent.join(format!(".{name}{PREFIX}staging"));
        match Self::at(beside, output) {
            Err(error) if error.downcast_ref().is_some_and(is_misplaced) => {
                Self::at(output.join(format!("{PREFIX}staging")), output)
            }
            result => result,
        }
        .with_context(|| format!("cannot write to `{}`", output.display()))
    }

    fn at(folder: PathBuf, output: &Path) -> Result<Self> {
        let staging = loop {
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
                _ => {}
            }
            if !fs::symlink_metadata(&folder)?.is_dir() {
                bail!("`{}` is in the way: remove it", folder.display());
            }
            let path = folder.join(LOCK);
            let lock = match File::options().append(true).create(true).open(&path) {
                // Another build has just finished and removed the folder.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                result => result?,
            };
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    bail!("another build is writing to it: wait until it is done")
                }
                // Some network disks know no locks. Builds there have to be kept apart by hand.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            // Another build may have removed the file between our opening and our locking it.
            if is_at(&lock, &path) {
                break Self {
                    folder,
                    _lock: lock,
                };
            }
        };
        staging.empty()?;
        staging.put(PROBE, b"")?;
        let probe = output.join(format!("{PREFIX}{PROBE}"));
        fs::rename(staging.folder.join(PROBE), &probe)?;
        fs::remove_file(&probe)?;
        Ok(staging)
    }

    /// Writes a file of the staging folder.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("writing `{}`", path.display()))
    }

    /// A file of the site that is still being rendered.
    pub(super) fn page(&self, address: &str) -> Page {
        Page::new(self.folder.join(waiting(address)))
    }

    /// Moves a file or a folder of the staging folder to its place, at once.
    pub(super) fn move_to(&self, name: &str, path: &Path) -> Result<()> {
        fs::rename(self.folder.join(name), path)
            .with_context(|| format!("writing `{}`", path.display()))
    }

    /// Deletes what a killed build left.
    ///
    /// # Errors
    ///
    /// When the folder holds anything that no build puts there: then it is not ours.
    fn empty(&self) -> Result<()> {
        let entries = WalkDir::new(&self.folder).min_depth(1).contents_first(true);
        let left: Vec<DirEntry> = entries
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(io::Error::from)?;
        for entry in &left {
            if !is_ours(entry) {
                bail!(
                    "`{}` was not written by policy-digest: remove it",
                    entry.path().display()
                );
            }
        }
        for entry in left {
            if entry.file_type().is_dir() {
                fs::remove_dir(entry.path())?;
            } else if entry.depth() > 1 || entry.file_name() != LOCK {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is for the next build.
        if self.empty().is_ok() {
            let _ = fs::remove_file(self.folder.join(LOCK));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Where a file or a folder of the site waits, relative to the staging folder.
pub(super) fn waiting(path: &str) -> String {
    format!("{SITE}/{path}")
}

/// Whether a build may have put this into its staging folder.
fn is_ours(entry: &DirEntry) -> bool {
    let kind = entry.file_type();
    match (entry.depth(), entry.file_name().to_str()) {
        (1, Some(LOCK | PROBE | MANIFEST | SEAL)) => kind.is_file(),
        (1, name) => name == Some(SITE) && kind.is_dir(),
        _ => kind.is_file() || kind.is_dir(),
    }
}

/// Whether another place for the staging folder may do.
fn is_misplaced(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::CrossesDevices | ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

/// Whether the open file is the one that stands at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => false,
    }
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.is_file()
}
