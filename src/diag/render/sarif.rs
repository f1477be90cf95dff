//! For programs that read the results of many checkers: [SARIF 2.1.0][sarif], an OASIS standard.
//!
//! Columns count Unicode code points, as everywhere here, and the log says so (`columnKind`). It holds no
//! `partialFingerprints`: what would stay the same when lines move is for whoever compares two logs
//! to reckon, as GitHub does from the lines themselves.
//!
//! [sarif]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Place, clean_lines};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Files, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// What paths are relative to: by convention the repository.
const BASE: &str = "%SRCROOT%";

/// What is no letter or digit and may stand in a path of an address all the same.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Message,
    help: Help<'a>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help<'a> {
    text: &'a str,
    markdown: &'a str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// Makes one log with one run.
///
/// `codes` are the kinds of diagnostics that there are, each with its help; `folder` is the path of the
/// digest's folder in the repository, `""` when it is the same.
pub fn sarif(files: &Files, diagnostics: &Diagnostics, codes: &[&Code], folder: &str) -> String {
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "policy-digest",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(|code| rule(code)).collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: diagnostics
                .iter()
                .map(|diagnostic| finding(files, diagnostic, codes, folder))
                .collect(),
        }],
    };
    let json = serde_json::to_string_pretty(&log);
    json.expect("bug: numbers and strings that JSON does not know") + "\n"
}

fn rule<'a>(code: &'a Code) -> Rule<'a> {
    let doc = code.doc.trim();
    // What stands below the first heading.
    let paragraphs = doc.split("\n\n").map(str::trim);
    let first = paragraphs.clone().find(|it| !it.starts_with('#'));
    Rule {
        id: code.id,
        short_description: Message {
            text: first.unwrap_or(code.id).replace('\n', " "),
        },
        help: Help {
            text: doc,
            markdown: doc,
        },
        default_configuration: Configuration {
            level: level(code.severity),
        },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn finding(files: &Files, diagnostic: &Diagnostic, codes: &[&Code], folder: &str) -> Finding {
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    let first = &diagnostic.labels[0];
    if !first.text.is_empty() {
        text.push_str("\nhere: ");
        text.push_str(&first.text);
    }
    let others = diagnostic.labels.iter().enumerate().skip(1);
    Finding {
        rule_id: diagnostic.code.id,
        rule_index: codes.iter().position(|code| code.id == diagnostic.code.id),
        level: level(diagnostic.code.severity),
        message: message(&text),
        locations: [Location {
            id: None,
            physical_location: place(files, first.span, folder),
            message: None,
        }],
        related_locations: others
            .map(|(index, label)| Location {
                id: Some(index),
                physical_location: place(files, label.span, folder),
                message: (!label.text.is_empty()).then(|| message(&label.text)),
            })
            .collect(),
    }
}

/// Words of strangers as a plain text message: without controls, and with no link in it, which the standard
/// (§3.11.6) would make of `[words](address)`.
fn message(text: &str) -> Message {
    Message {
        text: clean_lines(text).replace("](", "\\]("),
    }
}

fn place(files: &Files, span: Span, folder: &str) -> PhysicalLocation {
    let file = files.get(span.file);
    let path = match folder {
        "" => file.path.clone(),
        folder => format!("{folder}/{}", file.path),
    };
    let place = Place::of(files, span);
    PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: utf8_percent_encode(&path, PATH).to_string(),
            uri_base_id: BASE,
        },
        // A file that was not read has no lines.
        region: (!file.bytes().is_empty()).then_some(Region {
            start_line: place.line,
            start_column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
        }),
    }
}
