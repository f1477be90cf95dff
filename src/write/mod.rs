//! A site's addresses to files of the output folder, so that no reader ever sees half a site.
//!
//! 1. [`Output::claim`] refuses a folder that is not ours to write to, before anything is worked out.
//! 2. Pages are rendered in parallel. One that equals its file is dropped, any other waits in a
//!    staging folder, which is laid out as the site is, and into which files that are too large for
//!    memory are written as they are rendered: memory does not grow with the bytes written, and a
//!    failure costs nothing.
//! 3. Only when the last page has succeeded, folders that are not there yet are renamed into place
//!    with all that is in them, which no page of before leads to; then the other changed files
//!    (assets, then pages, `index.html` last); and files of the previous build that the site no
//!    longer has are deleted. A manifest names them; nothing else is ever deleted.
//!
//! A rename is whole or not at all, so a killed build leaves each file old or new. The manifest names
//! the files of both builds before the first one moves, so that the next build can finish.
//!
//! A build may write one part of a site ([`Shard`]). Its folder has the manifest of the whole site all the
//! same: so the folders of all parts, copied into one, are what a build of the whole site would have
//! written, and the next build into that folder goes on from there.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where files are written"
)]

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use crate::diag::Diagnostic;

mod claim;
mod files;
mod manifest;
mod page;
mod seal;
mod shard;
mod staging;

pub use claim::{Destination, Output};
pub use files::{create, is_free, replace};
pub use manifest::MANIFEST;
pub use seal::{SEAL, key};
pub use shard::Shard;

use manifest::Manifest;

/// What a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files that were new or had other bytes.
    pub changed: usize,
    /// Files of the previous build that the site no longer has.
    pub deleted: usize,
    /// Bytes of the site.
    pub bytes: u64,
}

/// What became of one address.
enum Staged {
    /// The file in the output folder has these bytes already.
    Same {
        bytes: u64,
    },
    /// It waits in the staging folder.
    Waiting {
        bytes: u64,
    },
    Failed(Diagnostic),
}

impl Output {
    /// Has the build write one part of the site.
    ///
    /// # Errors
    ///
    /// When the folder holds files of another part: those of a whole site, or of other numbers of parts. They
    /// would be old when the parts are copied into one folder.
    pub fn take(&mut self, shard: Shard) -> Result<()> {
        for path in self.previous.iter().filter(|path| !shard.has(path)) {
            if metadata(&self.folder.join(path))?.is_some() {
                bail!(
                    "`{}` holds `{path}`, which is not in part {shard} of a site: \
                     name an empty or a new folder with `--out`",
                    self.folder.display()
                );
            }
        }
        self.shard = Some(shard);
        Ok(())
    }

    /// Whether the build writes this address, which the site has.
    pub fn writes(&self, address: &str) -> bool {
        self.shard.is_none_or(|shard| shard.has(address))
    }

    /// Renders the addresses, in parallel and in any order, and makes the folder hold them and
    /// nothing else that a build wrote. Of a site of which one part is wanted, that part.
    ///
    /// `render` is called with the place of an address in `addresses`, and with what it is to write the
    /// file's bytes into. When it fails for one of them, all that it said is returned, in order of
    /// address, and the folder stays as it was.
    ///
    /// # Errors
    ///
    /// When the disk fails. The folder stays as it was, unless that happens between the renames of
    /// step 3: then each file is old or new, and the next build finishes.
    pub fn write(
        self,
        addresses: &[String],
        render: impl Fn(usize, &mut dyn io::Write) -> io::Result<Result<(), Diagnostic>> + Sync,
    ) -> Result<Result<Written, Vec<Diagnostic>>> {
        let site = Manifest::of(addresses)?;
        let wanted: Vec<usize> = (0..addresses.len())
            .filter(|index| self.writes(&addresses[*index]))
            .collect();
        // Pages differ much in size, so that large shares of them would leave one processor with the rest.
        let pages = wanted
            .par_iter()
            .with_max_len(16)
            .map(|&index| self.stage(&addresses[index], |out| render(index, out)))
            .collect::<Result<Vec<Staged>>>()
            .context("no file of the site was changed")?;

        let mut written = Written {
            files: wanted.len(),
            changed: 0,
            deleted: 0,
            bytes: 0,
        };
        let mut failed = Vec::new();
        let mut changed: Vec<&str> = Vec::new();
        for (index, page) in wanted.into_iter().zip(pages) {
            match page {
                Staged::Same { bytes } => written.bytes += bytes,
                Staged::Waiting { bytes } => {
                    written.bytes += bytes;
                    changed.push(&addresses[index]);
                }
                Staged::Failed(diagnostic) => failed.push(diagnostic),
            }
        }
        if !failed.is_empty() {
            return Ok(Err(failed));
        }
        written.changed = changed.len();
        written.deleted = self
            .publish(changed, &site)
            .context("only some files of the site were changed; build again to finish")?;
        self.put_seal(&site, written.bytes)?;
        Ok(Ok(written))
    }

    /// Puts a page into the staging folder unless its file has the same bytes already.
    fn stage(
        &self,
        address: &str,
        render: impl FnOnce(&mut dyn io::Write) -> io::Result<Result<(), Diagnostic>>,
    ) -> Result<Staged> {
        let mut page = self.staging.page(address);
        let rendered = render(&mut page).with_context(|| format!("writing `{address}`"))?;
        if let Err(diagnostic) = rendered {
            return Ok(Staged::Failed(diagnostic));
        }
        let bytes = page.size();
        if self.size_at(address)? == Some(bytes) {
            let path = self.folder.join(address);
            let is_same = page.equals(&path);
            if is_same.with_context(|| format!("reading `{}`", path.display()))? {
                return Ok(Staged::Same { bytes });
            }
        }
        page.put()?;
        Ok(Staged::Waiting { bytes })
    }

    /// The size of the file that stands at an address.
    ///
    /// Nothing when there is none, or something that the site may replace.
    ///
    /// # Errors
    ///
    /// When something is in the way that no build wrote: found out before anything moves.
    fn size_at(&self, address: &str) -> Result<Option<u64>> {
        for parent in parents(address) {
            match metadata(&self.folder.join(parent))? {
                None => return Ok(None),
                Some(metadata) if metadata.is_dir() => {}
                Some(_) if self.previous.contains(parent) => return Ok(None),
                Some(_) => bail!(self.in_the_way(parent)),
            }
        }
        match metadata(&self.folder.join(address))? {
            Some(metadata) if metadata.is_file() => Ok(Some(metadata.len())),
            Some(metadata) if metadata.is_dir() && !self.previous.has_below(address) => {
                bail!(self.in_the_way(address))
            }
            // A rename puts the file in the place of a link, and leaves alone what it leads to.
            _ => Ok(None),
        }
    }

    fn in_the_way(&self, path: &str) -> String {
        format!(
            "`{}` is in the way and was not written by policy-digest: remove it",
            self.folder.join(path).display()
        )
    }

    /// Moves the staged files into place and deletes what the site no longer has; counts the latter.
    fn publish(&self, mut changed: Vec<&str>, site: &Manifest) -> Result<usize> {
        let stale = self.previous.without(site);
        let both = self.previous.with(site);
        if both != self.previous {
            self.put_manifest(&both)?;
        }
        // A file where the site now has a folder, or the other way round, has to go first.
        let (first, last): (Vec<&str>, Vec<&str>) =
            stale.iter().partition(|path| site.clashes_with(path));
        let mut deleted = self.delete(&first)?;

        // In order, a folder stands before those in it.
        let folders: BTreeSet<&str> = changed
            .iter()
            .flat_map(|address| parents(address))
            .collect();
        let mut moved = BTreeSet::new();
        for folder in folders {
            let is_moved = parents(folder).any(|parent| moved.contains(parent));
            if !is_moved && metadata(&self.folder.join(folder))?.is_none() {
                self.move_staged(folder)?;
                moved.insert(folder);
            }
        }
        changed.retain(|address| !parents(address).any(|parent| moved.contains(parent)));
        changed.sort_by_key(|address| (rank(address), *address));
        for address in changed {
            self.move_staged(address)?;
        }
        deleted += self.delete(&last)?;
        if both != *site {
            self.put_manifest(site)?;
        }
        Ok(deleted)
    }

    /// Moves a file that waits, or a folder with all that waits in it, to its place in the site.
    fn move_staged(&self, path: &str) -> Result<()> {
        self.staging
            .move_to(&staging::waiting(path), &self.folder.join(path))
    }

    fn put_manifest(&self, manifest: &Manifest) -> Result<()> {
        self.staging
            .put(staging::MANIFEST, manifest.to_string().as_bytes())?;
        self.staging
            .move_to(staging::MANIFEST, &self.folder.join(MANIFEST))
    }

    /// Deletes files of the previous build and the folders that this empties; counts the files.
    fn delete(&self, paths: &[&str]) -> Result<usize> {
        let mut deleted = 0;
        for path in paths {
            // Nothing is deleted through a link: what it leads to is not ours.
            let is_inside = parents(path).all(|parent| {
                metadata(&self.folder.join(parent)).is_ok_and(|m| m.is_some_and(|m| m.is_dir()))
            });
            let absolute = self.folder.join(path);
            if !is_inside || metadata(&absolute)?.is_none_or(|metadata| metadata.is_dir()) {
                continue;
            }
            fs::remove_file(&absolute)
                .with_context(|| format!("deleting `{}`", absolute.display()))?;
            deleted += 1;
            // Innermost first. A folder with files in it cannot be removed so, which is the intent.
            let mut folders: Vec<&str> = parents(path).collect();
            while let Some(folder) = folders.pop() {
                if fs::remove_dir(self.folder.join(folder)).is_err() {
                    break;
                }
            }
        }
        Ok(deleted)
    }
}

/// Adds text to the end of a file that the caller of the program named; makes it when missing.
///
/// # Errors
///
/// When the file cannot be written.
pub fn append(path: &Path, text: &str) -> Result<()> {
    fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("writing `{}`", path.display()))
}

/// The folders on the way to an address, outermost first: `a/b/c` has `a` and `a/b`.
fn parents(address: &str) -> impl Iterator<Item = &str> {
    address
        .match_indices('/')
        .map(|(slash, _)| &address[..slash])
}

/// When a file is moved: a page comes after all that it is drawn with, the way in comes last.
fn rank(address: &str) -> u8 {
    match address {
        "index.html" => 2,
        _ if address.ends_with(".html") || address.ends_with(".xml") => 1,
        _ => 0,
    }
}

/// What stands at a path, links not followed; nothing when there is nothing.
fn metadata(path: &Path) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("`{}`", path.display())),
    }
}

#[cfg(test)]
mod tests;
