//! Disk to [`Files`]: the only place that reads a digest's files.
//!
//! What lies on the disk comes from strangers. So:
//!
//! 1. folders are walked in order of name, and links are recorded, never followed;
//! 2. sizes are looked at before a file is opened, and again while it is read;
//! 3. only regular files are opened: a pipe or a device would hold the build up for ever;
//! 4. names that begin with a dot belong to editors and version control and are left alone.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is where files are read"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::config::{self, BOOK, Config};
use crate::diag::Diagnostics;
use crate::source::{Content, File, Files};

/// The largest record, page of prose, template, style or configuration that is read, in bytes.
pub const TEXT_LIMIT: u64 = 1024 * 1024;

/// The largest source that is read, in bytes.
pub const SOURCE_LIMIT: u64 = 32 * 1024 * 1024;

/// The most bytes that a digest's files may have together.
///
/// Everything is held in memory, and many files below the other limits would fill it as well.
pub const TOTAL_LIMIT: u64 = 4 * 1024 * 1024 * 1024;

/// So many files are read at once. A file that the system does not hold in memory takes its time on the way from
/// the disk, on however few processors, and disks fetch many at once.
const READERS: usize = 16;

/// Something to read: a folder with all below it, or one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input<'a> {
    /// Path relative to the digest's folder, parted by `/`. One that would lead out of the
    /// digest's folder, or through a link, is passed over; one that is not there, too.
    pub path: &'a str,
    /// The most bytes that one file there may have.
    pub limit: u64,
}

/// `book.toml` itself.
pub const BOOK_INPUT: Input = Input {
    path: BOOK,
    limit: TEXT_LIMIT,
};

/// Finds the digest's folder: the first one with a `book.toml`, from `start` upwards.
///
/// # Errors
///
/// When there is none, or `start` does not exist.
pub fn find_root(start: &Path) -> Result<PathBuf> {
    let start = fs::canonicalize(start).with_context(|| format!("`{}`", start.display()))?;
    match start.ancestors().find(|folder| folder.join(BOOK).is_file()) {
        Some(root) => Ok(root.to_owned()),
        None => bail!(
            "no `{BOOK}` in `{}` or in a folder above it",
            start.display()
        ),
    }
}

/// Reads `book.toml` alone, which says what else is to be read.
///
/// # Errors
///
/// When the file is missing or cannot be read.
pub fn book(root: &Path) -> Result<Files> {
    let files = load(root, &[BOOK_INPUT])?;
    if files.find(BOOK).is_none() {
        bail!("no `{BOOK}` in `{}`", root.display());
    }
    Ok(files)
}

/// Reads everything that the digest in `root` is read from.
///
/// When `book.toml` is too broken to say what that is, what a digest usually is read from.
///
/// # Errors
///
/// Those of [`book`] and [`load`].
pub fn digest(root: &Path) -> Result<Files> {
    let book = book(root)?;
    // What is wrong in it is said by whoever reads the configuration from these files.
    let config = config::read(&book, &mut Diagnostics::new()).unwrap_or_default();
    load(root, &inputs(&config))
}

/// Everything that a digest is read from.
pub fn inputs(config: &Config) -> Vec<Input<'_>> {
    let folders = [&config.content_folder, config::SCHEMAS, config::TEMPLATES];
    let files = config.additional_css.iter().chain(&config.additional_js);
    let texts = folders.into_iter().chain(files.map(String::as_str));
    let texts = texts.map(|path| Input {
        path,
        limit: TEXT_LIMIT,
    });
    let seeds = Input {
        path: config::SEEDS,
        limit: SOURCE_LIMIT,
    };
    [BOOK_INPUT]
        .into_iter()
        .chain(texts)
        .chain([seeds])
        .collect()
}

/// Reads the inputs of the digest in `root`.
///
/// # Errors
///
/// When something cannot be read, has a name that is not UTF-8, or all is too much to hold.
/// What is wrong *in* the files is for the stages after this one to say.
pub fn load(root: &Path, inputs: &[Input]) -> Result<Files> {
    let listed: Vec<Result<Vec<(DirEntry, u64)>>> =
        inputs.par_iter().map(|input| list(root, input)).collect();
    let listed: Vec<Vec<(DirEntry, u64)>> = listed.into_iter().collect::<Result<_>>()?;
    let entries: Vec<(DirEntry, u64)> = listed.into_iter().flatten().collect();
    let total = AtomicU64::new(0);
    let file = |(entry, limit): (DirEntry, u64)| {
        let file = read_entry(root, entry.path(), entry.file_type(), limit)?;
        let bytes = file.as_ref().map_or(0, |file| file.bytes().len() as u64);
        if total.fetch_add(bytes, Ordering::Relaxed) + bytes > TOTAL_LIMIT {
            bail!(
                "the files of `{}` have more than {TOTAL_LIMIT} bytes together",
                root.display()
            );
        }
        Ok(file)
    };
    let readers = rayon::ThreadPoolBuilder::new()
        .num_threads(READERS.min(entries.len()))
        .build()
        .context("cannot start the threads that read files")?;
    let files: Vec<Result<Option<File>>> =
        readers.install(|| entries.into_par_iter().map(file).collect());
    // Of several that cannot be read the first is told, whichever was come to first.
    let files: Vec<Option<File>> = files.into_iter().collect::<Result<_>>()?;
    Ok(Files::new(files.into_iter().flatten()))
}

/// Lists what stands in an input, each with how large it may be.
fn list(root: &Path, input: &Input) -> Result<Vec<(DirEntry, u64)>> {
    let mut entries = Vec::new();
    for entry in inside(root, input.path).iter().flat_map(|path| walk(path)) {
        match entry {
            Ok(entry) => entries.push((entry, input.limit)),
            Err(error) if is_missing_root(&error) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(entries)
}

/// Reads what stands at `paths` now, in the place of what a digest in `root` had there `before`.
///
/// None when more than these files may have changed, as where a folder has come or gone: then everything
/// has to be read.
///
/// # Errors
///
/// Those of [`load`].
pub fn again(root: &Path, before: &Files, paths: &BTreeSet<PathBuf>) -> Result<Option<Files>> {
    let config = config::read(before, &mut Diagnostics::new()).unwrap_or_default();
    let inputs = inputs(&config);
    let mut now = BTreeMap::new();
    for path in paths {
        let Ok(below) = path.strip_prefix(root) else {
            return Ok(None);
        };
        // Of two inputs in which a file lies the last is read, too.
        let mut holding = inputs.iter().rev().filter(|it| below.starts_with(it.path));
        let Some(input) = holding.next().filter(|it| it.path != BOOK) else {
            return Ok(None);
        };
        let name = relative(root, path)?;
        let kind = match fs::symlink_metadata(path) {
            Ok(metadata) => Some(metadata.file_type()),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("`{}`", path.display())),
        };
        let is_folder = kind.is_some_and(|kind| kind.is_dir());
        let was_folder = || before.under(&format!("{name}/")).next().is_some();
        if is_folder || was_folder() {
            return Ok(None);
        }
        let file = match kind {
            Some(kind) => read_entry(root, path, kind, input.limit)?,
            None => None,
        };
        now.insert(name, file);
    }
    let files = before.with(now);
    let total: usize = files.under("").map(|(_, file)| file.bytes().len()).sum();
    Ok((total as u64 <= TOTAL_LIMIT).then_some(files))
}

/// A source that somebody named on the command line.
#[derive(Debug)]
pub enum Source {
    /// It stands below the digest's folder of sources already: its path from there, parted by `/`.
    Below(String),
    /// It stands elsewhere: its name, and what is in it.
    Elsewhere(File),
}

/// Finds a source by its path from the current folder, or below the folder of sources of the digest in
/// `root`.
///
/// # Errors
///
/// When there is no such file, it is none that can be read, is too large, or its name is not UTF-8.
pub fn source(root: &Path, path: &Path) -> Result<Source> {
    let seeds = root.join(config::SEEDS);
    let below = seeds.join(path);
    let path = match fs::exists(path) {
        Ok(true) => path,
        _ if path.is_relative() && below.is_file() => &below,
        _ => bail!(
            "there is no file `{}`, neither here nor below `{}`",
            path.display(),
            seeds.display()
        ),
    };
    let context = || format!("`{}`", path.display());
    let whole = fs::canonicalize(path).with_context(context)?;
    if let Ok(seeds) = fs::canonicalize(&seeds)
        && whole.starts_with(&seeds)
    {
        return Ok(Source::Below(relative(&seeds, &whole)?));
    }
    if !whole.is_file() {
        bail!("`{}` is no file", path.display());
    }
    let name = path.file_name().map(Path::new).unwrap_or(path);
    Ok(Source::Elsewhere(File {
        path: relative(Path::new(""), name)?,
        content: read_file(&whole, SOURCE_LIMIT).with_context(context)?,
    }))
}

/// Lists the folders in which a change may change what [`load`] reads: the digest's own, those on
/// the way to each input, and all below it. Links are not followed; some may be missing.
pub fn folders(root: &Path, inputs: &[Input]) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::from([root.to_owned()]);
    for path in inputs.iter().filter_map(|input| inside(root, input.path)) {
        let way = path
            .ancestors()
            .skip(1)
            .take_while(|folder| *folder != root);
        folders.extend(way.map(Path::to_owned));
        let below = walk(&path).filter_map(Result::ok);
        let below = below.filter(|entry| entry.file_type().is_dir());
        folders.extend(below.map(DirEntry::into_path));
    }
    folders
}

/// Everything at and below a path, in order of name.
fn walk(path: &Path) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    WalkDir::new(path)
        .follow_links(false)
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()))
}

/// Reads what stands at a path below `root`; nothing for folders, pipes, sockets and devices.
fn read_entry(root: &Path, path: &Path, kind: FileType, limit: u64) -> Result<Option<File>> {
    let content = if kind.is_symlink() {
        Content::Link
    } else if kind.is_file() {
        read_file(path, limit).with_context(|| format!("`{}`", path.display()))?
    } else {
        return Ok(None);
    };
    let path = relative(root, path)?;
    Ok(Some(File { path, content }))
}

fn read_file(path: &Path, limit: u64) -> Result<Content> {
    let file = fs::File::open(path)?;
    let bytes = file.metadata()?.len();
    if bytes > limit {
        return Ok(Content::TooLarge { bytes, limit });
    }
    let mut content = Vec::with_capacity(usize::try_from(bytes)?);
    // The file may grow while it is read, or be one whose size the system does not know.
    file.take(limit + 1).read_to_end(&mut content)?;
    let bytes = content.len() as u64;
    if bytes > limit {
        return Ok(Content::TooLarge { bytes, limit });
    }
    Ok(Content::Bytes(content))
}

/// The path of an input on the disk; nothing when it leads out of `root` or through a link.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let mut absolute = root.to_owned();
    let mut components = Path::new(path).components().peekable();
    components.peek()?;
    while let Some(component) = components.next() {
        let Component::Normal(name) = component else {
            return None;
        };
        absolute.push(name);
        // The last one may be a link: it is recorded as such.
        let is_link = fs::symlink_metadata(&absolute).is_ok_and(|metadata| metadata.is_symlink());
        if is_link && components.peek().is_some() {
            return None;
        }
    }
    Some(absolute)
}

/// The path below `root`, parted by `/`.
fn relative(root: &Path, path: &Path) -> Result<String> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let names: Option<Vec<&str>> = below
        .components()
        .map(|name| name.as_os_str().to_str())
        .collect();
    match names {
        Some(names) => Ok(names.join("/")),
        None => bail!("the name of the file {path:?} is not UTF-8: rename it"),
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_missing_root(error: &walkdir::Error) -> bool {
    error.depth() == 0
        && error
            .io_error()
            .is_some_and(|error| error.kind() == ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        root
    }

    fn input(path: &str, limit: u64) -> Input<'_> {
        Input { path, limit }
    }

    fn paths(files: &Files) -> Vec<&str> {
        files
            .under("")
            .map(|(_, file)| file.path.as_str())
            .collect()
    }

    fn content<'a>(files: &'a Files, path: &str) -> &'a Content {
        &files.get(files.find(path).unwrap()).content
    }

    #[test]
    fn reads_what_is_named_in_order_of_path() {
        let root = folder(&[
            ("book.toml", b""),
            ("content/b.yaml", b"b"),
            ("content/a/c.yaml", b"c"),
            ("assets/own.css", b""),
            ("target/huge", b"not asked for"),
        ]);
        let inputs = [
            input("content", 10),
            input("book.toml", 10),
            input("assets/own.css", 10),
            // Both folders may be left out of a digest.
            input("templates", 10),
        ];
        let files = load(root.path(), &inputs).unwrap();
        assert_eq!(
            paths(&files),
            [
                "assets/own.css",
                "book.toml",
                "content/a/c.yaml",
                "content/b.yaml"
            ]
        );
        assert_eq!(
            content(&files, "content/b.yaml"),
            &Content::Bytes(b"b".to_vec())
        );
    }

    #[test]
    fn what_was_touched_is_read_again() {
        let root = folder(&[
            ("book.toml", b"[book]\ntitle = \"T\"\nsrc = \"content\"\n"),
            ("content/a.md", b"a"),
            ("content/themes/b.yaml", b"b"),
            ("seeds/c.txt", b"c"),
        ]);
        let root = root.path();
        let before = digest(root).unwrap();
        let again = |paths: &[&str]| {
            let paths = paths.iter().map(|path| root.join(path)).collect();
            super::again(root, &before, &paths).unwrap()
        };
        assert_eq!(
            again(&["content/a.md", "seeds/c.txt"]),
            Some(before.clone())
        );
        assert_eq!(again(&["book.toml"]), None, "it says what is read");
        assert_eq!(again(&["content/themes"]), None, "a folder");
        assert_eq!(again(&["others/a"]), None, "on the way to no input");
        assert_eq!(again(&["../a"]), None);
        fs::write(root.join("content/a.md"), "new").unwrap();
        fs::write(root.join("content/d.md"), "d").unwrap();
        fs::remove_file(root.join("seeds/c.txt")).unwrap();
        let touched = [
            "content/a.md",
            "content/d.md",
            "content/gone~",
            "seeds/c.txt",
        ];
        assert_eq!(again(&touched), Some(digest(root).unwrap()));
        fs::remove_dir_all(root.join("content/themes")).unwrap();
        assert_eq!(again(&["content/themes"]), None, "a folder that has gone");
        fs::write(root.join("content/themes"), "no folder").unwrap();
        assert_eq!(again(&["content/themes"]), None, "it was a folder");
    }

    #[test]
    fn folders_are_those_of_the_inputs_and_the_way_there() {
        let root = folder(&[
            ("book.toml", b""),
            ("content/documents/a.yaml", b""),
            ("content/.git/x", b""),
            ("styles/own/a.css", b""),
            ("styles/others/b.css", b""),
            ("public/index.html", b""),
        ]);
        let inputs = ["book.toml", "content", "templates", "styles/own/a.css"];
        let folders = folders(root.path(), &inputs.map(|path| input(path, 10)));
        let expected = ["", "content", "content/documents", "styles", "styles/own"];
        let expected = expected.map(|path| root.path().join(path));
        // Compared as paths: the root has no slash at its end.
        assert!(folders.iter().eq(&expected), "{folders:?}");
    }

    #[test]
    fn hidden_files_are_left_alone() {
        let root = folder(&[
            ("content/.DS_Store", b""),
            ("content/.git/x", b""),
            ("content/a", b""),
        ]);
        let files = load(root.path(), &[input("content", 10)]).unwrap();
        assert_eq!(paths(&files), ["content/a"]);
    }

    #[test]
    fn the_limit_itself_is_read_and_one_byte_more_is_not() {
        let root = folder(&[("content/at", b"1234"), ("content/over", b"12345")]);
        let files = load(root.path(), &[input("content", 4)]).unwrap();
        assert_eq!(
            content(&files, "content/at"),
            &Content::Bytes(b"1234".to_vec())
        );
        let too_large = Content::TooLarge { bytes: 5, limit: 4 };
        assert_eq!(content(&files, "content/over"), &too_large);
    }

    #[test]
    fn no_path_leaves_the_folder() {
        let root = folder(&[("digest/content/a", b""), ("secret", b"")]);
        let digest = root.path().join("digest");
        for path in ["../secret", "/etc/hostname", "content/../../secret", ""] {
            let files = load(&digest, &[input(path, 100)]).unwrap();
            assert_eq!(paths(&files), [""; 0], "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_recorded_and_not_followed() {
        use std::os::unix::fs::symlink;
        let root = folder(&[("outside/secret", b""), ("digest/content/a", b"")]);
        let digest = root.path().join("digest");
        symlink("../../outside", digest.join("content/folder")).unwrap();
        symlink("../../outside/secret", digest.join("content/file")).unwrap();
        symlink("nowhere", digest.join("content/dangling")).unwrap();
        symlink("../outside", digest.join("seeds")).unwrap();
        let inputs = [
            input("content", 10),
            input("seeds", 10),
            // Through a link, on the way to the file.
            input("seeds/secret", 10),
        ];
        let files = load(&digest, &inputs).unwrap();
        let links = [
            "content/dangling",
            "content/file",
            "content/folder",
            "seeds",
        ];
        assert_eq!(paths(&files), [&["content/a"], &links[..]].concat());
        for link in links {
            assert_eq!(content(&files, link), &Content::Link, "{link}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn special_files_are_never_opened() {
        let root = folder(&[("content/a", b"")]);
        // Binding a socket is the one way to make a special file without calling out.
        let _socket =
            std::os::unix::net::UnixListener::bind(root.path().join("content/b")).unwrap();
        let files = load(root.path(), &[input("content", 10)]).unwrap();
        assert_eq!(paths(&files), ["content/a"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_utf8_are_named_in_the_error() {
        use std::os::unix::ffi::OsStrExt;
        let root = folder(&[("content/a", b"")]);
        let name = OsStr::from_bytes(b"caf\xe9.yaml");
        fs::write(root.path().join("content").join(name), "").unwrap();
        let error = load(root.path(), &[input("content", 10)]).unwrap_err();
        let message = error.to_string();
        assert!(message.contains(r"caf\xE9.yaml"), "{message}");
    }

    #[test]
    fn the_root_is_looked_for_upwards() {
        let root = folder(&[("book.toml", b""), ("content/documents/a.yaml", b"")]);
        let found = find_root(&root.path().join("content/documents")).unwrap();
        assert_eq!(found, fs::canonicalize(root.path()).unwrap());
        assert!(find_root(&root.path().join("nothing")).is_err());
    }
}
