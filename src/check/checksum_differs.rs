//! `checksum-differs`: a source that is not the file that was coded.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Edit, Severity};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "checksum-differs",
    severity: Severity::Error,
    doc: "\
## What it looks for

A source whose SHA-256 is not the one in `provenance`.

## Why it matters

Passage numbers and quotes belong to one text. A source that was changed unnoticed, by an editor or a
download, would no longer be the document that was coded.

## What to do

Restore the file. If the new file is the right one, compare it with the old one, write the checksum that
the message gives (`policy-digest check --fix` does), and look through the record again.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (_, document) in checked.documents() {
        let written = document.provenance.sha256.as_str();
        if !document.source_read || written.is_empty() {
            continue;
        }
        let source = checked.files.get(document.source);
        let actual = source.sha256();
        if actual.eq_ignore_ascii_case(written) {
            continue;
        }
        let span = document
            .places
            .at(["provenance".into(), "sha256".into()])
            .span;
        let is_checksum = written.len() == 64 && written.bytes().all(|b| b.is_ascii_hexdigit());
        let (message, help) = match is_checksum {
            true => (
                format!("`{}` has another checksum", source.path),
                format!("restore the source, or write `sha256: {actual}`"),
            ),
            false => (
                format!("`{written}` is no checksum"),
                format!(
                    "write `sha256: {actual}`, the checksum of `{}`; `policy-digest check --fix` does so",
                    source.path
                ),
            ),
        };
        let raw = &checked.files.get(span.file).bytes()[span.range()];
        let mark = match raw.first() {
            Some(b'"') => "\"",
            Some(b'\'') => "'",
            _ => "",
        };
        diags
            .report(&CODE, span, message)
            .help(help)
            .fix([Edit::new(span, format!("{mark}{actual}{mark}"))]);
    }
}
