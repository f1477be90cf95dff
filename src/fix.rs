//! Diagnostics to the files as they would be without the mistakes that can be mended safely.
//!
//! 1. The safe fixes are taken in the order of the diagnostics. One that would touch what another one
//!    has changed is left for the next round.
//! 2. Sources are never touched, whatever a fix says.
//! 3. Edits go into the bytes as they were read: comments, layout, a byte order mark and the kind of
//!    line ends stay.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::SEEDS;
use crate::diag::{Diagnostics, Edit};
use crate::source::{Content, File, FileId, Files, Span, line_column};

/// What mending comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Files that change, with all of their new bytes, in order of path.
    pub files: Vec<File>,
    /// What changes in them, in order of path and place.
    pub changes: Vec<Change>,
}

/// One mistake that was mended.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The id of what was reported: `checksum-differs`.
    pub code: &'static str,
    /// The file, relative to the digest's folder.
    pub path: String,
    /// The line of the file as it was on which the change begins, from 1.
    pub line: usize,
    /// The lines concerned as they were, without line breaks; none where lines were put in.
    pub before: Vec<String>,
    /// The same lines as they are; none where they were deleted.
    pub after: Vec<String>,
}

/// Makes the safe fixes of `diagnostics`, which lie in `files`.
pub fn mend(files: &Files, diagnostics: &Diagnostics) -> Mended {
    let mut fixes: BTreeMap<FileId, Vec<(&'static str, &[Edit])>> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.is_safe) else {
            continue;
        };
        let file = fix.edits[0].span.file;
        let of_file = fixes.entry(file).or_default();
        let mut taken = of_file.iter().flat_map(|(_, edits)| edits.iter());
        let is_free = taken.all(|other| {
            fix.edits
                .iter()
                .all(|edit| !touch(edit.span.range(), other.span.range()))
        });
        if is_free && may_change(files.get(file), &fix.edits) {
            of_file.push((diagnostic.code.id, &fix.edits));
        }
    }
    let mut mended = Mended::default();
    for (file, fixes) in fixes {
        let file = files.get(file);
        let edits = fixes.iter().flat_map(|(_, edits)| edits.iter());
        let bytes = edited(file.bytes(), edits);
        if bytes == file.bytes() {
            continue;
        }
        let mut changes: Vec<(usize, Change)> = fixes
            .iter()
            .map(|(code, edits)| change(file, code, edits))
            .collect();
        changes.sort_by_key(|(start, _)| *start);
        let changes = changes.into_iter().map(|(_, change)| change);
        mended.changes.extend(changes);
        mended.files.push(File {
            path: file.path.clone(),
            content: Content::Bytes(bytes),
        });
    }
    mended
}

/// Whether edits at two ranges could be meant for the same words.
fn touch(a: Range<usize>, b: Range<usize>) -> bool {
    a.start <= b.end && b.start <= a.end
}

fn may_change(file: &File, edits: &[Edit]) -> bool {
    let bytes = file.bytes().len();
    let in_order = edits.is_sorted_by(|a, b| a.span.end <= b.span.start);
    let is_source = file
        .path
        .strip_prefix(SEEDS)
        .is_some_and(|rest| rest.starts_with('/'));
    let is_one_file = edits
        .iter()
        .all(|edit| edit.span.file == edits[0].span.file);
    let is_inside = edits.iter().all(|edit| edit.span.range().end <= bytes);
    !is_source && in_order && is_one_file && is_inside
}

/// The bytes with edits that are apart from each other, in any order.
fn edited<'a>(bytes: &[u8], edits: impl Iterator<Item = &'a Edit>) -> Vec<u8> {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|edit| edit.span.start);
    let line_end = match memchr::memchr(b'\n', bytes) {
        Some(at) if bytes[..at].ends_with(b"\r") => "\r\n",
        _ => "\n",
    };
    let mut new = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        new.extend_from_slice(&bytes[at..range.start]);
        new.extend_from_slice(edit.replacement.replace('\n', line_end).as_bytes());
        at = range.end;
    }
    new.extend_from_slice(&bytes[at..]);
    new
}

/// What edits of one file change, and the byte at which they begin.
fn change(file: &File, code: &'static str, edits: &[Edit]) -> (usize, Change) {
    let bytes = file.bytes();
    let start = edits[0].span.range().start;
    let end = edits.iter().map(|edit| edit.span.range().end).max();
    let end = end.unwrap_or(start);
    let first = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |newline| newline + 1);
    // A whole line is deleted with its break, and the next line is not concerned.
    let is_whole = end > first && bytes[..end].ends_with(b"\n") || is_new_lines(bytes, edits);
    let last = match is_whole {
        true => end,
        false => memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |n| end + n),
    };
    let shifted: Vec<Edit> = edits.iter().map(|edit| shift(edit, first)).collect();
    let change = Change {
        code,
        path: file.path.clone(),
        line: line_column(bytes, start).0,
        before: lines(&bytes[first..last]),
        after: lines(&edited(&bytes[first..last], shifted.iter())),
    };
    (start, change)
}

/// Whether all that edits do is to put whole lines in.
fn is_new_lines(bytes: &[u8], edits: &[Edit]) -> bool {
    let is_line_start = |at: usize| {
        at == 0 || bytes[..at].ends_with(b"\n") || bytes[..at] == *"\u{feff}".as_bytes()
    };
    edits.iter().all(|edit| {
        let range = edit.span.range();
        range.is_empty() && is_line_start(range.start) && edit.replacement.ends_with('\n')
    })
}

fn shift(edit: &Edit, by: usize) -> Edit {
    let range = edit.span.range();
    let span = Span::new(edit.span.file, range.start - by..range.end - by);
    Edit::new(span, edit.replacement.clone())
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Diagnostic, Severity};

    const CODE: Code = Code {
        id: "example",
        severity: Severity::Error,
        doc: "",
    };

    fn files(path: &str, text: &str) -> Files {
        Files::new([File {
            path: path.to_owned(),
            content: Content::Bytes(text.as_bytes().to_vec()),
        }])
    }

    /// Mends one file by fixes, each a list of ranges with their new words.
    fn mended(path: &str, text: &str, fixes: &[&[(Range<usize>, &str)]]) -> Mended {
        let files = files(path, text);
        let id = files.find(path).expect("it was put in");
        let fixes = fixes.iter().map(|edits| {
            let mut diag = Diagnostic::new(&CODE, Span::new(id, 0..0), "");
            let edits = edits.iter();
            diag.fix(edits.map(|(range, new)| Edit::new(Span::new(id, range.clone()), *new)));
            diag
        });
        mend(&files, &fixes.collect())
    }

    #[test]
    fn files_are_edited_and_changes_told_in_lines() {
        let check = |text: &str, fix: &[(Range<usize>, &str)], new: &str, told: (&str, &str)| {
            let mended = mended("content/a.yaml", text, &[fix]);
            assert_eq!(mended.files[0].bytes(), new.as_bytes(), "{text:?}");
            let change = &mended.changes[0];
            let lines = (change.before.join("|"), change.after.join("|"));
            assert_eq!((lines.0.as_str(), lines.1.as_str()), told, "{text:?}");
        };
        check(
            "a: b\nc: d # x\n",
            &[(8..9, "e")],
            "a: b\nc: e # x\n",
            ("c: d # x", "c: e # x"),
        );
        check(
            "a: b c\n",
            &[(3..4, "x"), (5..6, "y")],
            "a: x y\n",
            ("a: b c", "a: x y"),
        );
        // A new line, and another end of lines.
        check(
            "a: b\r\n",
            &[(0..0, "# x\n")],
            "# x\r\na: b\r\n",
            ("", "# x"),
        );
        check(
            "\u{feff}a: b\n",
            &[(3..3, "# x\n")],
            "\u{feff}# x\na: b\n",
            ("", "# x"),
        );
        // A line that goes.
        check("a\nb\nc\n", &[(2..4, "")], "a\nc\n", ("b", ""));
        // The last line has no end.
        check("a: b", &[(3..4, "c")], "a: c", ("a: b", "a: c"));
        check(
            "a:\n  b\n  c\n",
            &[(5..6, "x"), (9..10, "y")],
            "a:\n  x\n  y\n",
            ("  b|  c", "  x|  y"),
        );
    }

    #[test]
    fn fixes_of_the_same_words_wait_for_each_other() {
        let fixes: [&[(Range<usize>, &str)]; 3] = [&[(0..1, "x")], &[(0..1, "y")], &[(2..3, "z")]];
        let mended = mended("content/a.yaml", "a b\n", &fixes);
        assert_eq!(mended.files[0].bytes(), b"x z\n");
        assert_eq!(mended.changes.len(), 2);
    }

    #[test]
    fn sources_are_never_touched() {
        assert_eq!(
            mended("seeds/a.txt", "a\n", &[&[(0..1, "b")]]),
            Mended::default()
        );
        assert_eq!(
            mended("seeds-of-doubt.yaml", "a\n", &[&[(0..1, "b")]])
                .changes
                .len(),
            1
        );
    }

    #[test]
    fn what_is_not_safe_or_makes_no_sense_is_left() {
        let files = files("content/a.yaml", "a b\n");
        let id = files.find("content/a.yaml").expect("it was put in");
        let mut likely = Diagnostic::new(&CODE, Span::new(id, 0..1), "");
        likely.suggest(Span::new(id, 0..1), "b");
        let mut backwards = Diagnostic::new(&CODE, Span::new(id, 0..1), "");
        backwards.fix(
            [(2..3, "x"), (0..1, "y")].map(|(range, new)| Edit::new(Span::new(id, range), new)),
        );
        let mut outside = Diagnostic::new(&CODE, Span::new(id, 0..1), "");
        outside.fix([Edit::new(Span::new(id, 9..12), "x")]);
        let nothing = mend(&files, &[likely, backwards, outside].into_iter().collect());
        assert_eq!(nothing, Mended::default());
    }
}
