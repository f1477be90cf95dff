//! A file of the site while it is rendered: in memory as long as it is small, then in the staging folder.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// So many bytes are held in memory at most. Pages are smaller; data of a large digest are not.
const HELD: usize = 1 << 20;

/// So many bytes there is room for from the start: most pages need not be moved while they grow.
const ROOM: usize = 1 << 16;

/// A file that is being rendered.
#[derive(Debug)]
pub(super) struct Page {
    /// Where it waits in the staging folder.
    path: PathBuf,
    /// What has not been written there yet.
    held: Vec<u8>,
    /// None while all of it is held.
    file: Option<File>,
    size: u64,
}

impl Page {
    /// An empty file, to wait at `path`.
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            held: Vec::with_capacity(ROOM),
            file: None,
            size: 0,
        }
    }

    /// How many bytes were written.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Whether a file of the same size has the same bytes.
    pub(super) fn equals(&mut self, path: &Path) -> io::Result<bool> {
        if self.file.is_none() {
            return Ok(fs::read(path)? == self.held);
        }
        self.spill()?;
        are_equal(File::open(&self.path)?, File::open(path)?)
    }

    /// Writes what is held to where it waits.
    pub(super) fn put(mut self) -> Result<()> {
        let written = match self.file {
            Some(_) => self.spill(),
            None => create(&self.path).and_then(|mut file| file.write_all(&self.held)),
        };
        written.with_context(|| format!("writing `{}`", self.path.display()))
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(create(&self.path)?),
        };
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() + bytes.len() > HELD {
            self.spill()?;
        }
        self.held.extend_from_slice(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a file, and the folders on the way to it that are not there yet.
fn create(path: &Path) -> io::Result<File> {
    match (File::create(path), path.parent()) {
        (Err(error), Some(folder)) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            File::create(path)
        }
        (file, _) => file,
    }
}

fn are_equal(one: impl Read, other: impl Read) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(one), BufReader::new(other));
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let both = a.len().min(b.len());
        if both == 0 || a[..both] != b[..both] {
            return Ok(a == b);
        }
        one.consume(both);
        other.consume(both);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_are_as_small_ones() {
        let folder = tempfile::tempdir().unwrap();
        let (waiting, other) = (folder.path().join("0"), folder.path().join("other"));
        for pieces in [0, 1, 3, 90_000] {
            let piece = b"twenty bytes in here";
            let whole = piece.repeat(pieces);
            let rendered = || {
                let mut page = Page::new(waiting.clone());
                for _ in 0..pieces {
                    page.write_all(piece).unwrap();
                }
                page
            };
            assert_eq!(rendered().size(), whole.len() as u64);
            rendered().put().unwrap();
            assert!(fs::read(&waiting).unwrap() == whole);
            fs::write(&other, &whole).unwrap();
            assert!(rendered().equals(&other).unwrap());
            if let Some(last) = whole.len().checked_sub(1) {
                let mut changed = whole;
                changed[last] ^= 1;
                fs::write(&other, &changed).unwrap();
                assert!(!rendered().equals(&other).unwrap());
            }
        }
    }
}
