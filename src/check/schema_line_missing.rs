//! `schema-line-missing`: a record whose first line does not lead editors to its schema.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Edit, Severity};
use crate::record::{Kind, schema};
use crate::source::{FileId, Span};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "schema-line-missing",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A record whose first line does not name its JSON Schema, in a digest that has one for its kind in `schemas/`.

```yaml
# yaml-language-server: $schema=../../schemas/document.json
source: example-declaration.txt
```

## Why it matters

By this line an editor finds out which keys a record has, and which values: it completes them, explains them, and marks
mistakes while you write.

## What to do

Put the line in. `policy-digest check --fix` does it in all records.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let prefix = format!("{}/", checked.config.content_folder);
    for (id, file) in checked.files.under(&prefix) {
        let Some(kind) = Kind::of(&file.path[prefix.len()..]) else {
            continue;
        };
        if checked.files.find(&schema::path(kind)).is_none() {
            continue;
        }
        // Of a file that cannot be read at all, others say so.
        let Ok(text) = std::str::from_utf8(file.bytes()) else {
            continue;
        };
        let line = schema::line(&file.path, kind);
        if text.trim().is_empty() || schema::with_line(text, &line).is_none() {
            continue;
        }
        let first = text.lines().next().unwrap_or_default();
        let (wrong, end) = match schema::is_line(first.trim_start_matches('\u{feff}')) {
            true => ("the first line names another schema", first.len()),
            false => ("the first line does not name the record's schema", 0),
        };
        diags
            .report(&CODE, Span::new(id, 0..end), wrong)
            .help(format!(
                "let it be `{line}`; `policy-digest check --fix` does so in all records"
            ))
            .fix(edits(id, text, &line));
    }
}

/// Puts the line in, and takes out those at the head of the file that name a schema.
fn edits(file: FileId, text: &str, line: &str) -> Vec<Edit> {
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = Edit::new(Span::new(file, at..at), format!("{line}\n"));
    let mut edits = vec![first];
    let head = text[at..].split_inclusive('\n');
    for other in head.take_while(|line| line.starts_with('#')) {
        let range = at..at + other.len();
        at = range.end;
        if !schema::is_line(other) {
            continue;
        }
        let span = Span::new(file, range.clone());
        match edits.as_mut_slice() {
            [only] if only.span.end == span.start => only.span = span,
            _ => edits.push(Edit::new(span, "")),
        }
    }
    edits
}
