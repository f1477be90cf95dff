//! Notices that something changed which a digest is read from.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config;
use crate::diag::Diagnostics;
use crate::load::{self, Input};

/// Watches for as long as it lives.
pub(super) type Watch = RecommendedWatcher;

/// What has changed.
#[derive(Debug)]
pub(super) enum Changed {
    /// What stands at these paths.
    Paths(Vec<PathBuf>),
    /// Nobody knows.
    Anything,
}

impl Changed {
    /// This and something else.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Paths(mut paths), Self::Paths(more)) => {
                paths.extend(more);
                Self::Paths(paths)
            }
            _ => Self::Anything,
        }
    }
}

/// Calls `changed` at each change of something that the digest in `root` is read from.
///
/// Folders that come or go later make a change, and have to be watched by a new watch. Calling it
/// *before* reading makes sure that no change is missed.
///
/// # Errors
///
/// When the system does not let us watch.
pub(super) fn watch(
    root: &Path,
    changed: impl Fn(Changed) + Send + 'static,
) -> notify::Result<Watch> {
    let book = load::book(root).ok();
    let config = book.and_then(|book| config::read(&book, &mut Diagnostics::new()));
    let inputs = match &config {
        Some(config) => load::inputs(config),
        None => vec![load::BOOK_INPUT],
    };
    let folders = load::folders(root, &inputs);
    let scope = Scope::new(root, &inputs);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let touched = event.map_or(Some(Changed::Anything), |event| scope.touched(event));
        if let Some(touched) = touched {
            changed(touched);
        }
    })?;
    let mut paths = watcher.paths_mut();
    for folder in folders {
        match paths.add(&folder, RecursiveMode::NonRecursive) {
            // It has gone since it was listed, or will be said to be missing.
            Err(error) if is_missing(&error) => {}
            result => result?,
        }
    }
    paths.commit()?;
    Ok(watcher)
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// Which paths a digest is read from.
struct Scope {
    root: PathBuf,
    inputs: Vec<PathBuf>,
}

impl Scope {
    fn new(root: &Path, inputs: &[Input]) -> Self {
        Self {
            root: root.to_owned(),
            inputs: inputs.iter().map(|input| input.path.into()).collect(),
        }
    }

    /// What an event may have changed of the digest, if anything.
    fn touched(&self, event: Event) -> Option<Changed> {
        match event.kind {
            // Reading is no change, and we read ourselves.
            EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write) => None,
            _ if event.paths.is_empty() || event.need_rescan() => Some(Changed::Anything),
            _ => {
                let paths = event.paths.into_iter();
                let paths: Vec<PathBuf> = paths.filter(|path| self.contains(path)).collect();
                (!paths.is_empty()).then_some(Changed::Paths(paths))
            }
        }
    }

    /// Whether a path is an input, lies in one, or on the way to one. Hidden files are not read.
    fn contains(&self, path: &Path) -> bool {
        let Ok(path) = path.strip_prefix(&self.root) else {
            return true;
        };
        let is_hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
        !path.iter().any(is_hidden)
            && self
                .inputs
                .iter()
                .any(|input| path.starts_with(input) || input.starts_with(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_read_counts() {
        let input = |path| Input { path, limit: 1 };
        let inputs = ["book.toml", "content", "styles/own/a.css"].map(input);
        let scope = Scope::new(Path::new("/digest"), &inputs);
        let check = |path: &str, expected: bool| {
            assert_eq!(scope.contains(Path::new(path)), expected, "{path}");
        };
        check("/digest/book.toml", true);
        check("/digest/content", true);
        check("/digest/content/a/b.yaml", true);
        // A folder on the way to an input may have come back with it.
        check("/digest/styles", true);
        check("/digest", true);
        check("/digest/styles/own/b.css", false);
        check("/digest/public/index.html", false);
        check("/digest/contents", false);
        // Editors write such files beside the one that is edited.
        check("/digest/content/.a.yaml.swp", false);
        // Whatever it is, reading again does no harm.
        check("/elsewhere", true);
    }
}
