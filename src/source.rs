//! The files of a digest as they were read, and places in them.
//!
//! Everything that a stage knows about a file it knows through [`Files`]: there is no other way to
//! the disk between `load` and `write`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;
use sha2::{Digest as _, Sha256};

/// One loaded file, as its place in [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A half-open range of bytes in one loaded file.
///
/// Offsets are into the file as it was read, byte order mark and carriage returns included, never
/// into text that was changed afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte, counted from 0.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// What counts things of one file in 32 bits, since a digest keeps many.
///
/// # Panics
///
/// When it does not fit, which `load` rules out by its limit on size.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("bug: a file past the size limit was loaded")
}

impl Span {
    /// Makes a span of `range` in `file`.
    ///
    /// # Panics
    ///
    /// When an offset does not fit 32 bits, which `load` rules out by its limit on size.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self {
            file,
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }

    /// The bytes it covers, counted from 0, half-open.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What was found where a file was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The file's bytes.
    Bytes(Vec<u8>),
    /// The file is larger than the limit for its kind and was not read.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A symbolic link. Links are never followed, so that no path of a digest leaves its folder.
    Link,
}

/// One file of a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the digest's folder, parted by `/` on every system.
    pub path: String,
    /// What was read.
    pub content: Content,
}

impl File {
    /// The file's bytes; none when it was not read.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(bytes) => bytes,
            Content::TooLarge { .. } | Content::Link => &[],
        }
    }

    /// The SHA-256 of its bytes: 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(self.bytes()))
    }
}

/// Bytes in lower-case hexadecimal digits, two for each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).expect("it is below 16");
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}

/// A number with something before it. A large site names millions of things so: what `format!` does besides took a
/// twentieth of a build.
pub(crate) fn numbered(before: &str, number: impl itoa::Integer) -> String {
    [before, itoa::Buffer::new().format(number)].concat()
}

/// All files of a digest, in order of path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Shared by all readings in which they are the same.
    files: Vec<Arc<File>>,
}

impl Files {
    /// Takes files in any order and sorts them by path, so that nothing later depends on the order
    /// in which a disk lists them. Of two with the same path the last stays.
    pub fn new(files: impl IntoIterator<Item = File>) -> Self {
        let mut files: Vec<File> = files.into_iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.reverse();
        files.dedup_by(|a, b| a.path == b.path);
        files.reverse();
        let files = files.into_iter().map(Arc::new).collect();
        Self { files }
    }

    /// These files with others in the place of some: of each path what is there now, nothing where it is gone.
    /// What is the same as before stays shared.
    pub fn with(&self, now: BTreeMap<String, Option<File>>) -> Self {
        let kept = self
            .files
            .iter()
            .filter(|file| !now.contains_key(&file.path));
        let mut files: Vec<Arc<File>> = kept.cloned().collect();
        for new in now.into_values().flatten() {
            let old = self.find(&new.path).map(|id| &self.files[id.0 as usize]);
            files.push(match old {
                Some(old) if **old == new => Arc::clone(old),
                _ => Arc::new(new),
            });
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// The files that are not as they were `before`, in order; none when others have come or some have gone, so
    /// that ids mean other files.
    pub fn changed(&self, before: &Self) -> Option<Vec<FileId>> {
        if self.files.len() != before.files.len() {
            return None;
        }
        let mut changed = Vec::new();
        for (index, (now, then)) in self.files.iter().zip(&before.files).enumerate() {
            if now == then {
                continue;
            }
            if now.path != then.path {
                return None;
            }
            changed.push(id_of(index));
        }
        Some(changed)
    }

    /// The file with this id.
    ///
    /// # Panics
    ///
    /// When the id comes from other [`Files`], which is a bug.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// Finds a file by its path relative to the digest's folder.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let index = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .ok()?;
        Some(id_of(index))
    }

    /// Frees the bytes of the files whose path begins with `prefix`, for whoever needs nothing of them any more but
    /// their paths: from now on they count as empty.
    pub fn let_go(&mut self, prefix: &str) {
        let below = |file: &&mut Arc<File>| file.path.starts_with(prefix);
        for file in self.files.iter_mut().filter(below) {
            if let Content::Bytes(_) = &file.content {
                *file = Arc::new(File {
                    path: file.path.clone(),
                    content: Content::Bytes(Vec::new()),
                });
            }
        }
    }

    /// The files whose path begins with `prefix` (`""`: all of them), in order of path.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (FileId, &'a File)> + 'a {
        let first = self
            .files
            .partition_point(|file| file.path.as_str() < prefix);
        self.files[first..]
            .iter()
            .take_while(move |file| file.path.starts_with(prefix))
            .enumerate()
            .map(move |(index, file)| (id_of(first + index), &**file))
    }
}

fn id_of(index: usize) -> FileId {
    FileId(u32::try_from(index).expect("bug: more than four thousand million files"))
}

/// The line and column of a byte offset, both counted from 1; columns count Unicode code points.
///
/// Bytes that are no UTF-8 count as one code point each sequence; a byte order mark counts as none.
/// An offset past the end is the end.
pub fn line_column(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = &bytes[..offset.min(bytes.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let line_number = memchr::memchr_iter(b'\n', before).count() + 1;
    let line = String::from_utf8_lossy(&before[line_start..]);
    let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
    (line_number, line.chars().count() + 1)
}

/// Where git could not put two versions of a file together and wrote both into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The line `<<<<<<<`, without its break; nothing when it was deleted.
    pub begin: Option<Range<usize>>,
    /// The line `=======` or `|||||||` behind the first version.
    pub middle: Option<Range<usize>>,
    /// The line `>>>>>>>`.
    pub end: Option<Range<usize>>,
}

/// Finds the conflicts in a text, in order. Of one whose lines were deleted in part, what is left; a
/// line `=======` alone is none.
pub fn conflicts(text: &str) -> Vec<Conflict> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    let has = |marker: &str| memmem::find(text.as_bytes(), marker.as_bytes()).is_some();
    if !has("<<<<<<<") && !has(">>>>>>>") {
        return conflicts;
    }
    let mut is_open = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let range = start..start + words.len();
        start += line.len();
        let marker = words.split(' ').next().unwrap_or_default();
        match (marker, conflicts.last_mut().filter(|_| is_open)) {
            ("<<<<<<<", _) => {
                is_open = true;
                conflicts.push(Conflict {
                    begin: Some(range),
                    middle: None,
                    end: None,
                });
            }
            ("=======" | "|||||||", Some(open)) if open.middle.is_none() => {
                open.middle = Some(range);
            }
            (">>>>>>>", Some(open)) => {
                is_open = false;
                open.end = Some(range);
            }
            // Three signs and more quote an answer of an answer in Markdown; seven begin nothing else.
            (">>>>>>>", None) if words.len() > marker.len() => conflicts.push(Conflict {
                begin: None,
                middle: None,
                end: Some(range),
            }),
            _ => {}
        }
    }
    conflicts
}

/// A text with spaces in the place of the lines that mark conflicts, and of the second version in
/// each: every other byte stands where it stood.
pub fn without_conflicts(text: &str) -> Cow<'_, str> {
    let conflicts = conflicts(text);
    if conflicts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blank = Vec::new();
    for Conflict { begin, middle, end } in conflicts {
        blank.extend(begin);
        match (middle, end) {
            (Some(middle), Some(end)) => blank.push(middle.start..end.end),
            (middle, end) => blank.extend(middle.into_iter().chain(end)),
        }
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in blank {
        for byte in &mut bytes[range] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    Cow::Owned(String::from_utf8(bytes).expect("bug: a line was blanked in part"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> File {
        File {
            path: path.to_owned(),
            content: Content::Bytes(path.as_bytes().to_vec()),
        }
    }

    #[test]
    fn conflicts_are_found_and_blanked() {
        let check = |text: &str, count: usize, expected: &str| {
            assert_eq!(conflicts(text).len(), count, "{text:?}");
            assert_eq!(without_conflicts(text), expected, "{text:?}");
        };
        check(
            "a\n<<<<<<< HEAD\nb\n=======\né\n>>>>>>> x\nd\n",
            1,
            "a\n            \nb\n       \n  \n         \nd\n",
        );
        check("<<<<<<< A\r\nb\r\n", 1, "         \r\nb\r\n");
        check("b\n>>>>>>> x\n", 1, "b\n         \n");
        // A heading of Markdown, and answers to answers.
        check("a\n=======\n>>>>>>>\n", 0, "a\n=======\n>>>>>>>\n");
    }

    #[test]
    fn files_are_sorted_and_found() {
        let files = Files::new([file("content/b"), file("book.toml"), file("content/a")]);
        let paths: Vec<&str> = files.under("").map(|(_, f)| f.path.as_str()).collect();
        assert_eq!(paths, ["book.toml", "content/a", "content/b"]);
        let under: Vec<&str> = files
            .under("content/")
            .map(|(id, _)| files.get(id).path.as_str())
            .collect();
        assert_eq!(under, ["content/a", "content/b"]);
        assert_eq!(files.find("nothing"), None);
        let id = files.find("content/b").expect("it was put in");
        assert_eq!(files.get(id).bytes(), b"content/b");
    }

    #[test]
    fn files_are_changed_one_by_one() {
        let before = Files::new([file("a"), file("b"), file("c")]);
        let changed = |list: &[(&str, Option<&str>)]| {
            let now = list.iter().map(|(path, text)| {
                let file = text.map(|text| File {
                    content: Content::Bytes(text.as_bytes().to_vec()),
                    ..file(path)
                });
                ((*path).to_owned(), file)
            });
            let after = before.with(now.collect());
            let ids = after.changed(&before);
            ids.map(|ids| ids.iter().map(|id| after.get(*id).path.clone()).collect())
        };
        let check = |list: &[(&str, Option<&str>)], expected: Option<&[&str]>| {
            let found: Option<Vec<String>> = changed(list);
            let expected = expected.map(|paths| paths.iter().map(|it| (*it).to_owned()).collect());
            assert_eq!(found, expected, "{list:?}");
        };
        check(&[], Some(&[]));
        check(&[("b", Some("b"))], Some(&[]));
        check(&[("b", Some("new")), ("c", Some(""))], Some(&["b", "c"]));
        check(&[("aa", None)], Some(&[]));
        check(&[("b", None)], None);
        check(&[("bb", Some("new"))], None);
        // As many as before, but others.
        check(&[("a", None), ("bb", Some("new"))], None);
    }

    #[test]
    fn what_is_let_go_leaves_its_path() {
        let mut files = Files::new([file("content/a"), file("seeds/b"), file("seeds/c/d")]);
        files.let_go("seeds/");
        let left: Vec<(&str, usize)> = files
            .under("")
            .map(|(_, it)| (it.path.as_str(), it.bytes().len()))
            .collect();
        assert_eq!(left, [("content/a", 9), ("seeds/b", 0), ("seeds/c/d", 0)]);
    }

    #[test]
    fn lines_and_columns_count_from_one_in_code_points() {
        let check = |text: &str, offset: usize, expected: (usize, usize)| {
            assert_eq!(
                line_column(text.as_bytes(), offset),
                expected,
                "{text:?} at {offset}"
            );
        };
        check("abc", 0, (1, 1));
        check("abc", 3, (1, 4));
        // Offsets are bytes, columns are code points.
        check("é\nüb", 5, (2, 2));
        // The byte order mark is nothing that an editor shows.
        check("\u{feff}a", 3, (1, 1));
        check("a\r\nb", 3, (2, 1));
        check("a\n", 2, (2, 1));
        check("a", 99, (1, 2));
    }
}
