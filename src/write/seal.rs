//! The note that a build leaves of what it was made from and how it left the folder, so that the next one
//! can tell that there is nothing to do.
//!
//! It says nothing of the site itself: a folder without it, or with one that is not true any more, is built
//! as any other. A file counts as untouched while its size and the times that the system keeps are the same.

use std::fs::{self, Metadata};
use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::claim::Output;
use super::manifest::Manifest;
use super::{Written, metadata};
use crate::source::hex;

/// The note's name in the output folder.
pub const SEAL: &str = ".policy-digest-seal";

/// What a site is made from, in 64 hexadecimal digits: equal only for equal `parts`, and for the same
/// program file.
///
/// None when the system does not say what file the program is.
pub fn key(parts: &[&str]) -> Option<String> {
    let program = std::env::current_exe().ok()?;
    let mut hash = Sha256::new();
    hash.update(state(&fs::metadata(program).ok()?));
    for part in parts {
        hash.update(Sha256::digest(part));
    }
    Some(hex(&hash.finalize()))
}

impl Output {
    /// Whether an earlier build has made the same site from what `key` stands for, and nobody has touched
    /// its files since. Then there is nothing to do.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn is_done(&self, key: &str) -> Result<Option<Written>> {
        let Some(seal) = read(&self.folder) else {
            return Ok(None);
        };
        if seal.key != key || seal.files != listing(&self.folder, &self.previous)? {
            return Ok(None);
        }
        Ok(Some(Written {
            files: self
                .previous
                .iter()
                .filter(|path| self.writes(path))
                .count(),
            changed: 0,
            deleted: 0,
            bytes: seal.bytes,
        }))
    }

    /// Has the build leave a note that it was made from what `key` stands for.
    pub fn seal(&mut self, key: String) {
        self.key = Some(key);
    }

    /// Leaves the note, if one is wanted; otherwise an older one goes.
    pub(super) fn put_seal(&self, site: &Manifest, bytes: u64) -> Result<()> {
        let path = self.folder.join(SEAL);
        let Some(key) = &self.key else {
            return match metadata(&path)? {
                Some(_) => fs::remove_file(&path),
                None => Ok(()),
            }
            .with_context(|| format!("deleting `{}`", path.display()));
        };
        let files = listing(&self.folder, site)?;
        let text = format!("{key}\n{files}\n{bytes}\n");
        let is_same = fs::read(&path).is_ok_and(|old| old == text.as_bytes());
        if is_same {
            return Ok(());
        }
        self.staging.put(super::staging::SEAL, text.as_bytes())?;
        self.staging.move_to(super::staging::SEAL, &path)
    }
}

struct Seal {
    key: String,
    files: String,
    bytes: u64,
}

/// Reads the note of an earlier build; nothing when there is none that can be read.
fn read(folder: &Path) -> Option<Seal> {
    let path = folder.join(SEAL);
    let is_file = metadata(&path).ok()?.is_some_and(|it| it.is_file());
    let text = is_file.then(|| fs::read_to_string(&path).ok()).flatten()?;
    let mut lines = text.lines();
    Some(Seal {
        key: lines.next()?.to_owned(),
        files: lines.next()?.to_owned(),
        bytes: lines.next()?.parse().ok()?,
    })
}

/// The state of all files of a site, in hexadecimal digits.
fn listing(folder: &Path, site: &Manifest) -> Result<String> {
    let paths: Vec<&str> = site.iter().collect();
    let states: Vec<Vec<u8>> = paths
        .par_iter()
        .map(|path| {
            let found = metadata(&folder.join(path))?;
            Ok(found.map_or_else(Vec::new, |found| state(&found)))
        })
        .collect::<Result<_>>()?;
    let mut hash = Sha256::new();
    for (path, state) in paths.iter().zip(states) {
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path);
        hash.update((state.len() as u64).to_le_bytes());
        hash.update(state);
    }
    Ok(hex(&hash.finalize()))
}

/// What the system knows of a file: it changes whenever the file does.
fn state(found: &Metadata) -> Vec<u8> {
    let mut state = vec![u8::from(found.is_file())];
    state.extend(found.len().to_le_bytes());
    state.extend(times(found));
    state
}

#[cfg(unix)]
fn times(found: &Metadata) -> Vec<u8> {
    use std::os::unix::fs::MetadataExt as _;
    let times = [
        found.mtime(),
        found.mtime_nsec(),
        found.ctime(),
        found.ctime_nsec(),
    ];
    times.into_iter().flat_map(i64::to_le_bytes).collect()
}

#[cfg(not(unix))]
fn times(found: &Metadata) -> Vec<u8> {
    format!("{:?}", found.modified().ok()).into_bytes()
}
