//! For GitHub Actions: annotations beside the lines of a pull request, and the list under its job.
//!
//! [Workflow commands](https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands)
//! are lines of the log that begin with `::`. Whatever a contributor wrote must not become one.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{Place, clean_lines, count, fence, short_line, text};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::source::{Files, hex};

/// A step shows so many annotations of each severity and drops the others without a word.
const ANNOTATIONS: usize = 10;

/// A runner cuts a message behind 4,096 characters; so much of ours leaves room for how many are left out.
const MESSAGE: usize = 3_500;

/// A summary of one MiB or more is not shown at all; some room is left for what stands around.
const SUMMARY_LIMIT: usize = 1_000_000;

/// Annotations for what is most worth seeing, then the full report for the log.
///
/// `folder` is the path of the digest's folder in the repository, `""` when it is the same.
pub fn github(files: &Files, diagnostics: &Diagnostics, folder: &str) -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning] {
        let list: Vec<&Diagnostic> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code.severity == severity)
            .collect();
        for (index, diagnostic) in list.iter().take(ANNOTATIONS).enumerate() {
            let others = list.len() - index - 1;
            let others = if index + 1 == ANNOTATIONS { others } else { 0 };
            out.push_str(&annotation(files, diagnostic, folder, others));
            out.push('\n');
        }
    }
    // The report shows lines of contributors' files, so the runner is told to look for no commands
    // until it meets a word again that nobody can write into those files beforehand: to do so, one
    // would have to know the hash of a text that holds that same hash.
    let report = text::text(files, diagnostics, false);
    let word = hex(&Sha256::digest(&report));
    let _ = write!(out, "::stop-commands::{word}\n{report}::{word}::\n");
    out
}

fn annotation(files: &Files, diagnostic: &Diagnostic, folder: &str, others: usize) -> String {
    let place = Place::of(files, diagnostic.span());
    let path = match folder {
        "" => place.path,
        folder => format!("{folder}/{}", place.path),
    };
    let mut properties = vec![
        format!("file={}", escape_property(&path)),
        format!("line={}", place.line),
        format!("endLine={}", place.end_line),
    ];
    // With columns, an annotation of several lines is not shown.
    if place.line == place.end_line {
        properties.push(format!("col={}", place.column));
        properties.push(format!("endColumn={}", place.end_column));
    }
    properties.push(format!("title={}", escape_property(diagnostic.code.id)));

    let mut message = short_line(files, diagnostic);
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\nhelp: {}", clean_lines(help));
    }
    if let Some((end, _)) = message.char_indices().nth(MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
    if others > 0 {
        let _ = write!(
            message,
            "\n… and {others} more: see the job's summary or its log"
        );
    }
    let severity = diagnostic.code.severity.as_str();
    format!(
        "::{severity} {}::{}",
        properties.join(","),
        escape_message(&message)
    )
}

/// The full report as Markdown, for the file that `GITHUB_STEP_SUMMARY` names.
///
/// Reports past the limit of size are counted and left out.
pub fn github_summary(files: &Files, diagnostics: &Diagnostics) -> String {
    let mut report = String::new();
    let mut left_out = 0;
    for diagnostic in diagnostics.iter() {
        let one = text::one(files, diagnostic, false);
        if left_out > 0 || report.len() + one.len() > SUMMARY_LIMIT {
            left_out += 1;
        } else {
            report.push_str(&one);
        }
    }
    let report = report.trim_end();
    let fence = fence(report, 3);
    let mut out = format!("## policy-digest: {}\n", count(diagnostics));
    if !report.is_empty() {
        let _ = write!(out, "\n{fence}text\n{report}\n{fence}\n");
    }
    if left_out > 0 {
        let _ = write!(out, "\n… and {left_out} more, in the job's log.\n");
    }
    out
}

fn escape_message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}
