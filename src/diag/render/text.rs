//! The full report: each diagnostic with the lines in question, the record and the passage of the
//! source in one picture.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Place, clamp, clean, clean_char, clean_lines, count};
use crate::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::{File, FileId, Files};

/// Columns within which a report is drawn, whatever the terminal: the same on every machine.
const WIDTH: usize = 100;

/// The most bytes of a file that one picture may span. Labels that are farther apart get one each;
/// a line, or a passage, that is longer is named and not drawn.
const WINDOW_LIMIT: usize = 16 * 1024;

/// Draws each diagnostic with the lines that it points at, and a line of counts at the end.
pub fn text(files: &Files, diagnostics: &Diagnostics, colour: bool) -> String {
    let mut out: String = diagnostics
        .iter()
        .map(|diagnostic| one(files, diagnostic, colour))
        .collect();
    out.push_str(&count(diagnostics));
    let is_safe = |diagnostic: &&Diagnostic| diagnostic.fix.as_ref().is_some_and(|it| it.is_safe);
    match diagnostics.iter().filter(is_safe).count() {
        0 => {}
        1 => out.push_str("; policy-digest check --fix mends 1 of them"),
        n => out.push_str(&format!("; policy-digest check --fix mends {n} of them")),
    }
    if let Some(first) = diagnostics.iter().next() {
        let rule = first.code.id;
        out.push_str("; to read more about a rule: policy-digest explain ");
        out.push_str(rule);
    }
    out.push('\n');
    out
}

/// Draws one diagnostic, with an empty line at its end.
pub(super) fn one(files: &Files, diagnostic: &Diagnostic, colour: bool) -> String {
    let renderer = match colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let report = [report(files, diagnostic)];
    let mut out = String::new();
    for line in renderer.term_width(WIDTH).render(&report).lines() {
        // A line of the picture without a mark in it would end in a space.
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push('\n');
    out
}

fn report<'a>(files: &'a Files, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(clean(&diagnostic.message))
        .id(diagnostic.code.id);
    let mut group = Group::with_title(title);
    for picture in pictures(files, &diagnostic.labels) {
        let file = files.get(picture.file);
        if !picture.is_drawn() {
            for label in picture.labels {
                let place = Place::of(files, label.span);
                let origin = Origin::path(place.path);
                // A file that was not read has no lines.
                let origin = match file.bytes().is_empty() {
                    true => origin,
                    false => origin.line(place.line).char_column(place.column),
                };
                group = group.element(origin);
                if !label.text.is_empty() {
                    group = group.element(Level::NOTE.message(clean(&label.text)));
                }
            }
            continue;
        }
        let annotations: Vec<Annotation> = picture
            .labels
            .iter()
            .map(|label| picture.annotation(file, label, &diagnostic.labels[0]))
            .collect();
        let (line, _) = crate::source::line_column(file.bytes(), picture.window.start);
        let snippet = Snippet::source(decode(&file.bytes()[picture.window.clone()]))
            .path(clean(&file.path))
            .line_start(line)
            .annotations(annotations);
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean_lines(help)));
    }
    group
}

/// A stretch of whole lines of one file, with what is to be marked in it.
struct Picture<'a> {
    file: FileId,
    window: Range<usize>,
    labels: Vec<&'a Label>,
}

impl<'a> Picture<'a> {
    fn of(file: &File, label: &'a Label) -> Self {
        Self {
            file: label.span.file,
            window: whole_lines(file.bytes(), clamp(file, label.span)),
            labels: vec![label],
        }
    }

    fn is_drawn(&self) -> bool {
        !self.window.is_empty() && self.window.len() <= WINDOW_LIMIT
    }

    fn annotation(&self, file: &File, label: &'a Label, primary: &Label) -> Annotation<'static> {
        let bytes = &file.bytes()[self.window.clone()];
        let range = clamp(file, label.span);
        let inside = |offset: usize| offset.clamp(self.window.start, self.window.end);
        let start = decoded_offset(bytes, inside(range.start) - self.window.start, false);
        let end = decoded_offset(bytes, inside(range.end) - self.window.start, true);
        let kind = match std::ptr::eq(label, primary) {
            true => AnnotationKind::Primary,
            false => AnnotationKind::Context,
        };
        let text = (!label.text.is_empty()).then(|| clean(&label.text));
        kind.span(start..end.max(start)).label(text)
    }
}

/// Puts labels that are near each other in one file into one picture, in order of their first label.
fn pictures<'a>(files: &Files, labels: &'a [Label]) -> Vec<Picture<'a>> {
    let mut pictures: Vec<Picture> = Vec::new();
    for label in labels {
        let new = Picture::of(files.get(label.span.file), label);
        let near = pictures.iter_mut().find_map(|picture| {
            let start = picture.window.start.min(new.window.start);
            let end = picture.window.end.max(new.window.end);
            let is_near = picture.file == new.file && end - start <= WINDOW_LIMIT;
            is_near.then_some((picture, start..end))
        });
        match near {
            Some((picture, window)) => {
                picture.window = window;
                picture.labels.push(label);
            }
            None => pictures.push(new),
        }
    }
    pictures
}

/// Widens a range to whole lines, without a byte order mark and without the last line break.
fn whole_lines(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &bytes[..range.start]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[range.end..]).map_or(bytes.len(), |n| range.end + n);
    let end = end - usize::from(end > start && bytes[end - 1] == b'\r');
    let mark = if start == 0 && bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    (start + mark).min(end)..end
}

/// The text as it is drawn: what is no UTF-8 becomes U+FFFD, and so do controls that
/// annotate-snippets would let through.
fn decode(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars()
        .map(|c| match c {
            // Drawn by annotate-snippets, and their widths counted.
            '\n' | '\r' | '\t' => c,
            _ => clean_char(c),
        })
        .collect()
}

/// Where a byte of `bytes` stands in the text that is drawn. Within a character, its beginning or,
/// with `up`, its end.
fn decoded_offset(bytes: &[u8], offset: usize, up: bool) -> usize {
    let is_inside = |offset: usize| bytes.get(offset).is_some_and(|byte| byte & 0xc0 == 0x80);
    let mut offset = offset;
    // No character has more than three bytes after its first.
    for _ in 0..3 {
        if is_inside(offset) {
            offset = if up {
                offset + 1
            } else {
                offset.saturating_sub(1)
            };
        }
    }
    decode(&bytes[..offset]).len()
}
