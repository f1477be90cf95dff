//! For programs.

use serde::Serialize;

use super::Place;
use crate::diag::{Diagnostic, Diagnostics, Fix, Severity};
use crate::source::{Files, Span};

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
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    #[serde(flatten)]
    place: JsonPlace<'a>,
    start: usize,
    end: usize,
    replacement: &'a str,
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
///       "help": "copy the passage from the source",
///       "fix": {
///         "safe": true,
///         "edits": [
///           { "path": "…", "line": 41, "column": 16, "end_line": 41, "end_column": 17, "start": 1204, "end": 1205, "replacement": "" }
///         ]
///       }
///     }
///   ]
/// }
/// ```
///
/// `severity` is `error` or `warning`. Paths are relative to the digest's folder. Lines and columns
/// count from 1, columns in Unicode code points, and the end is the place after the last character.
/// The first label is the place of the mistake, which also stands in the diagnostic itself; others
/// may lie in other files. `help` and `fix` are `null` where there is none.
///
/// A fix says how one file would have to change: `replacement` in the place of the bytes from `start` to
/// `end` (excluded, from 0) of the file, for each edit; line breaks in it are `\n`. `check --fix` makes those
/// that are `safe`; of others somebody has to say whether they are meant.
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
        place: place(files, diagnostic.span()),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| JsonLabel {
                place: place(files, label.span),
                text: &label.text,
            })
            .collect(),
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().map(|it| fix(files, it)),
    }
}

fn fix<'a>(files: &'a Files, fix: &'a Fix) -> JsonFix<'a> {
    let edits = fix.edits.iter().map(|edit| JsonEdit {
        place: place(files, edit.span),
        start: edit.span.range().start,
        end: edit.span.range().end,
        replacement: &edit.replacement,
    });
    JsonFix {
        safe: fix.is_safe,
        edits: edits.collect(),
    }
}

fn place(files: &Files, span: Span) -> JsonPlace<'_> {
    let place = Place::of(files, span);
    JsonPlace {
        // As it is: JSON escapes what a terminal could not bear.
        path: &files.get(span.file).path,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}
