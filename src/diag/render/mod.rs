//! Diagnostics as people and machines read them.
//!
//! Each function takes diagnostics in the order in which they are to appear (see
//! [`Diagnostics::sorted`]) with the files that they point into, and makes the whole of what is
//! printed. Nothing here panics over what a file holds: not over bytes that are no UTF-8, not over
//! a place in a file that was not read.
//!
//! | format | for |
//! | --- | --- |
//! | [`text()`] | a person at a terminal: the lines in question, marked |
//! | [`short`] | a line each, which editors and `grep` understand |
//! | [`json()`] | programs; its shape is documented there |
//! | [`sarif()`] | programs that read the results of many checkers |
//! | [`github()`], [`github_summary`] | annotations of a pull request, and the list under its job |

use crate::source::{File, Files, Span, line_column};

use super::{Diagnostic, Diagnostics, Severity};

mod github;
mod json;
mod sarif;
mod text;

pub use github::{github, github_summary};
pub use json::json;
pub use sarif::sarif;
pub use text::text;

/// One line each: `path:line:column: severity[rule]: message`.
pub fn short(files: &Files, diagnostics: &Diagnostics) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| short_line(files, diagnostic) + "\n")
        .collect()
}

fn short_line(files: &Files, diagnostic: &Diagnostic) -> String {
    let Place {
        path, line, column, ..
    } = Place::of(files, diagnostic.span());
    let severity = diagnostic.code.severity.as_str();
    let message = clean(&diagnostic.message);
    format!(
        "{path}:{line}:{column}: {severity}[{}]: {message}",
        diagnostic.code.id
    )
}

/// How many errors and warnings there are, in words: `2 errors, 1 warning`.
pub fn count(diagnostics: &Diagnostics) -> String {
    let words = |severity: Severity| match diagnostics.count(severity) {
        0 => None,
        1 => Some(format!("1 {}", severity.as_str())),
        n => Some(format!("{n} {}s", severity.as_str())),
    };
    let counts = [words(Severity::Error), words(Severity::Warning)];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    match counts.is_empty() {
        true => "no errors, no warnings".to_owned(),
        false => counts.join(", "),
    }
}

/// A span as people count: lines and columns from 1, columns in code points, its end excluded.
struct Place {
    /// Without control characters.
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Place {
    fn of(files: &Files, span: Span) -> Self {
        let file = files.get(span.file);
        let bytes = file.bytes();
        let range = clamp(file, span);
        let (line, column) = line_column(bytes, range.start);
        let (end_line, end_column) = line_column(bytes, range.end);
        Self {
            path: clean(&file.path),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// The bytes of a span that exist, without line breaks at the end: whoever marks a whole line
/// does not mean the beginning of the next one.
fn clamp(file: &File, span: Span) -> std::ops::Range<usize> {
    let bytes = file.bytes();
    let range = span.range();
    let start = range.start.min(bytes.len());
    let mut end = range.end.clamp(start, bytes.len());
    while end > start && matches!(bytes[end - 1], b'\n' | b'\r') {
        end -= 1;
    }
    start..end
}

/// Makes text of strangers fit to be printed on one line of a terminal.
///
/// Control characters could move the cursor or change colours, and marks of direction could show a
/// text in another order than it has.
pub fn clean(text: &str) -> String {
    text.chars().map(clean_char).collect()
}

/// The same for text that may have several lines, which stay.
pub fn clean_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(clean).collect();
    lines.join("\n")
}

fn clean_char(c: char) -> char {
    match c {
        '\n' | '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200e}'
        | '\u{200f}' => '\u{fffd}',
        _ => c,
    }
}

/// At least `least` backticks, and more than stand next to each other anywhere in a text: what stands
/// between two such fences is code in Markdown, whatever it is.
pub(crate) fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max();
    "`".repeat(longest.map_or(least, |longest| least.max(longest + 1)))
}

#[cfg(test)]
mod tests;
