//! What else is wrong with a file behind a mistake of syntax.
//!
//! The parser gives up at the first one. So the line concerned is blanked, byte for byte, and the file
//! read again; what is found on other lines is reported too. Nothing that is read so is ever used.

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::codes;
use super::lines::{self, Line};
use super::text::Source;
use super::{events, traps, typed};
use crate::diag::{Diagnostic, Diagnostics};

/// At most so many mistakes of syntax of one file are reported.
const MOST: usize = 10;

/// At most so many bytes of one file are read again.
const MAX_BYTES_AGAIN: usize = 4 << 20;

/// Reports what is wrong with a file beside `first`, at which reading it as a `T` ended.
pub(super) fn look<T: DeserializeOwned>(
    source: Source<'_>,
    first: &Diagnostic,
    diags: &mut Diagnostics,
) {
    let mut text = source.text.to_owned();
    let mut patches: Vec<Patch> = Vec::new();
    let mut last = first.clone();
    let rounds = (MAX_BYTES_AGAIN / text.len().max(1)).min(MOST);
    for _ in 0..rounds {
        // What is nested too deeply is so further down, too.
        let at = source.range(last.span()).start;
        if last.code == &codes::TOO_DEEP || !patch(&mut text, at, &mut patches) {
            return;
        }
        let source = Source {
            text: &text,
            ..source
        };
        let mut found = Diagnostics::new();
        let mut root = events::tree(source, &mut found);
        if let Some(root) = &mut root {
            traps::look(source, root, &mut found);
            let _: Option<T> = typed::read(source, root, &mut found);
        }
        let is_new = |diag: &&Diagnostic| {
            let at = source.range(diag.span()).start;
            let is_consequence = [
                &codes::MISSING_KEY,
                &codes::EMPTY_VALUE,
                &codes::EMPTY_FILE,
                &codes::TOO_MANY_MISTAKES,
            ]
            .contains(&diag.code);
            !is_consequence && !patches.iter().any(|patch| patch.holds(at))
        };
        // What belongs to what is not known any more behind a line that begins in the wrong column.
        let is_shifted = diags
            .iter()
            .any(|diag| diag.code == &codes::WRONG_INDENTATION);
        let is_clear = |diag: &&Diagnostic| {
            let is_of_structure = [
                &codes::DUPLICATE_KEY,
                &codes::KEY_NOT_TEXT,
                &codes::UNKNOWN_KEY,
                &codes::WRONG_TYPE,
            ]
            .contains(&diag.code);
            let line = lines::line_at(source.text, source.range(diag.span()).start).start;
            let follows = patches.iter().any(|patch| patch.end + 1 == line);
            let is_again = || diags.iter().any(|known| known.message == diag.message);
            !(is_shifted && is_of_structure)
                && !(diag.code == &codes::WRONG_INDENTATION && (follows || is_again()))
        };
        let next = found.iter().last().cloned();
        let clear: Vec<Diagnostic> = found
            .iter()
            .filter(is_new)
            .filter(is_clear)
            .cloned()
            .collect();
        // There can be as many as the file has lines.
        let identity = |diag: &Diagnostic| (diag.code.id, diag.span(), diag.message.clone());
        let mut known: HashSet<_> = diags.iter().map(identity).collect();
        for diag in clear {
            if known.insert(identity(&diag)) {
                diags.push(diag);
            }
        }
        match (root, next) {
            (None, Some(next)) => last = next,
            _ => return,
        }
    }
}

/// A line that was made harmless: its bytes, and whether nothing of it is left.
struct Patch {
    start: usize,
    end: usize,
    is_blank: bool,
}

impl Patch {
    fn holds(&self, at: usize) -> bool {
        (self.start..=self.end).contains(&at)
    }
}

/// Makes the line at a byte harmless without moving any other: at first what stands behind its key or
/// dash, then all of it. False when nothing of it is left.
fn patch(text: &mut String, at: usize, patches: &mut Vec<Patch>) -> bool {
    let line = lines::line_at(text, at.min(text.len()));
    let (start, end) = (line.start, line.end());
    let known = patches.iter_mut().find(|patch| patch.start == start);
    let value = value_start(line).filter(|_| known.is_none());
    match known {
        Some(known) if known.is_blank => return false,
        Some(known) => known.is_blank = true,
        None => patches.push(Patch {
            start,
            end,
            is_blank: value.is_none(),
        }),
    }
    let (from, with) = match value {
        Some(value) => (value, "x"),
        None => (start, " "),
    };
    text.replace_range(from..end, &with.repeat(end - from));
    from < end || value.is_none()
}

/// Where the value on a line begins in the text, behind its key and behind dashes.
fn value_start(line: Line<'_>) -> Option<usize> {
    if line.indentation().contains('\t') {
        return None;
    }
    let column = line.key_column();
    let behind = match line.key() {
        Some(key) => column + key.len() + 1,
        None if line.is_item() => column,
        None => return None,
    };
    let rest = line.text.get(behind..)?;
    let value = behind + (rest.len() - rest.trim_start().len());
    (value < line.text.len()).then_some(line.start + value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{HolderRecord, text};
    use crate::source::{Content, File, Files};

    #[test]
    fn mistakes_behind_the_first_one_are_found() {
        let check = |yaml: &str, expected: &[(&str, u32)]| {
            let files = Files::new([File {
                path: "a.yaml".to_owned(),
                content: Content::Bytes(yaml.as_bytes().to_vec()),
            }]);
            let file = files.find("a.yaml").expect("it was put in");
            let mut diags = Diagnostics::new();
            let source = text::read(file, yaml.as_bytes(), &mut diags).expect("it is text");
            assert_eq!(events::tree(source, &mut diags), None);
            let first = diags.iter().last().cloned().expect("something is wrong");
            look::<HolderRecord>(source, &first, &mut diags);
            let found: Vec<(&str, u32)> = diags
                .iter()
                .map(|diag| (diag.code.id, diag.span().start))
                .collect();
            assert_eq!(found, expected, "{yaml:?}");
        };
        check(
            "name: A: b\nkind: persn\nrole: C: d\nalias: e\n",
            &[
                ("unquoted-colon", 7),
                ("unquoted-colon", 30),
                ("unknown-value", 17),
                ("unknown-key", 34),
                ("wrong-type", 41),
            ],
        );
        check(
            "name: \"A\nkind: persn\n\trole: b\n",
            &[
                ("unclosed-quotation-mark", 6),
                ("tab-in-indentation", 21),
                ("unknown-value", 15),
            ],
        );
        // No line is told twice, and none for want of what was blanked.
        check("name: é\n   kind: person\n", &[("wrong-indentation", 12)]);
        check("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", &[("too-deep", 32)]);
    }

    /// With a look at each other mistake for each, this would take minutes.
    #[test]
    fn there_can_be_as_many_mistakes_as_lines() {
        let yaml = format!("name: [\n{}", "x: y\n".repeat(50_000));
        let files = Files::new([File {
            path: "a.yaml".to_owned(),
            content: Content::Bytes(yaml.as_bytes().to_vec()),
        }]);
        let file = files.find("a.yaml").expect("it was put in");
        let mut diags = Diagnostics::new();
        let source = text::read(file, yaml.as_bytes(), &mut diags).expect("it is text");
        assert_eq!(events::tree(source, &mut diags), None);
        let first = diags.iter().last().cloned().expect("something is wrong");
        look::<HolderRecord>(source, &first, &mut diags);
        let repeated = diags.iter().filter(|it| it.code.id == "duplicate-key");
        assert_eq!(repeated.count(), 49_999);
    }
}
