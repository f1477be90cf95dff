//! For programs.

use serde::Serialize;

use super::Place;
use crate::diag::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::Files;

#[derive(Serialize)]
struct Report<'a> {
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    labels: Vec<JsonLabel<'a>>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Makes one JSON object. Fields may be added to this shape; none will change or go.
///
/// ```json
/// {
///   "errors": 1,
///   "warnings": 0,
///   "diagnostics": [
///     {
///       "severity": "error",
///       "code": "quote-not-found",
///       "message": "quote does not appear in its document",
///       "path": "content/documents/example.yaml",
///       "line": 41,
///       "column": 9,
///       "end_line": 41,
///       "end_column": 52,
///       "labels": [
///         { "path": "…", "line": 41, "column": 9, "end_line": 41, "end_column": 52, "text": "" },
///         { "path": "seeds/…", "line": 12, "column": 1, "end_line": 12, "end_column": 80, "text": "closest passage" }
///       ],
///       "help": "copy the passage from the source"
///     }
///   ]
/// }
/// ```
///
/// `severity` is `error` or `warning`. Paths are relative to the digest's folder. Lines and columns
/// count from 1, columns in Unicode code points, and the end is the place after the last character.
/// The first label is the place of the mistake, which also stands in the diagnostic itself; others
/// may lie in other files. `help` is `null` where there is none.
pub fn json(files: &Files, diagnostics: &Diagnostics) -> String {
    let report = Report {
        errors: diagnostics.count(Severity::Error),
        warnings: diagnostics.count(Severity::Warning),
        diagnostics: diagnostics.iter().map(|d| entry(files, d)).collect(),
    };
    let json = serde_json::to_string_pretty(&report);
    json.expect("bug: numbers and strings that JSON does not know") + "\n"
}

fn entry<'a>(files: &'a Files, diagnostic: &'a Diagnostic) -> Entry<'a> {
    Entry {
        severity: diagnostic.code.severity.as_str(),
        code: diagnostic.code.id,
        message: &diagnostic.message,
        place: place(files, &diagnostic.labels[0]),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| JsonLabel {
                place: place(files, label),
                text: &label.text,
            })
            .collect(),
        help: diagnostic.help.as_deref(),
    }
}

fn place<'a>(files: &'a Files, label: &Label) -> JsonPlace<'a> {
    let place = Place::of(files, label.span);
    JsonPlace {
        // As it is: JSON escapes what a terminal could not bear.
        path: &files.get(label.span.file).path,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}
