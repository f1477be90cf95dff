//! A small digest that shows every kind of page, read from files in memory.

use sha2::{Digest as _, Sha256};

use crate::changes::History;
use crate::config::{self, Config};
use crate::diag::{Diagnostics, render};
use crate::source::{Content, File, Files, hex};
use crate::{Analysis, analyse};

/// Everything that a site is made from.
pub(super) struct Corpus {
    pub(super) config: Config,
    pub(super) files: Files,
    pub(super) analysis: Analysis,
    pub(super) history: History,
}

pub(super) const BOOK: &str = r#"
[book]
title = "Digest <of> tests"
authors = ["A. Editor"]
description = "What \"two\" documents say."
src = "content"

[build]
build-dir = "public"
create-missing = false

[output.html]
site-url = "https://example.org/sub/"
cname = "example.org"
git-repository-url = "https://example.org/source"
edit-url-template = "https://example.org/edit/{path}"

[output.html.redirect]
"/old.html" = "matrix.html"
"/deep/er.html" = "questions/rules.html"

[output.digest]
pairs-limit = 10
context-words = 3
"#;

/// Markup, a note, a list, a table, hostile words and an error of transmission.
pub(super) const ALPHA: &str = "# Alpha Declaration

We, the *Example Body*, call for **rules that bind** AI models.[^1] See <https://example.org/a>.

- Rules <script>alert(1)</script> for all
- used by Al models

| Actor | Duty |
| ----- | ---- |
| State | make rules that bind |

[^1]: A note on rules.
";

const BETA: &str = "A hidden beginning about weather.

Mr Speaker said that states should not adopt rules. \"Rules that bind hold us back\", he said.

A hidden end about treaties.
";

pub(super) const ALPHA_RECORD: &str = r#"
source: alpha.md
title: Alpha Declaration
short: Alpha
kind: declaration
issuer: example-body
date: "2020-05-01"
language: en
provenance: { url: "https://example.org/alpha", sha256: "SHA" }
summary: It calls for *rules*. <script>alert(2)</script> [Beta](document:beta#p2) [x](javascript:alert(3))
corrections:
  - { at: "used by Al models", read: "used by AI models", note: character recognition }
positions:
  - question: rules
    stance: supports
    summary: The body calls for rules.
    quotes:
      - "call for rules that bind"
      - "rules that bind AI models"
      - "used by AI models"
      - "make rules that bind"
silent:
  - { question: weather, note: "looked <b>everywhere</b>" }
"#;

const BETA_RECORD: &str = r#"
source: beta.txt
format: text
title: "[Beta notes]"
short: Beta
kind: news-report
event: { name: Example Forum, place: Town, date: "2021-06" }
language: ar
provenance: { sha256: "SHA" }
rights: { publish: excerpts }
summary: It reports a speaker.
positions:
  - question: rules
    stance: opposes
    holder: speaker
    on_behalf_of: example-body
    summary: The speaker is against rules.
    quotes:
      - { exact: "states should not adopt rules. […] hold us back", translation: { de: "keine <i>Regeln</i>" } }
      - "Rules that bind hold us back"
"#;

const THEME: &str = r#"
title: Theme of rules
order: 1
summary: Rules and weather.
questions:
  - id: rules
    short: Rules
    proposition: AI needs rules that bind.
    kind: demand
    subject: rules for AI
    terms: [rules, AI]
  - id: weather
    short: Weather
    proposition: The weather is fine.
    kind: claim
    subject: weather
    terms: [sunshine]
"#;

/// The corpus with further files, which replace those of the same path.
pub(super) fn corpus(further: &[(&str, &str)]) -> Corpus {
    let files = files(further);
    let mut diagnostics = Diagnostics::new();
    let config = config::read(&files, &mut diagnostics)
        .unwrap_or_else(|| panic!("{}", render::short(&files, &diagnostics)));
    let (analysis, diagnostics) = analyse(&config, &files);
    let analysis = analysis.unwrap_or_else(|| panic!("{}", render::short(&files, &diagnostics)));
    Corpus {
        config,
        files,
        analysis,
        history: History::default(),
    }
}

/// The files of the corpus, with further ones.
pub(super) fn files(further: &[(&str, &str)]) -> Files {
    let fixed = [
        ("book.toml", BOOK.to_owned()),
        ("content/index.md", "# Welcome\n\nIt *is*.".to_owned()),
        ("content/method.md", "How it was made.".to_owned()),
        (
            "content/notes.md",
            "# Notes\n\n## Part\n\n[q](question:rules)".to_owned(),
        ),
        ("content/themes/norms.yaml", THEME.to_owned()),
        (
            "content/documents/alpha.yaml",
            with_hash(ALPHA_RECORD, ALPHA),
        ),
        ("content/documents/beta.yaml", with_hash(BETA_RECORD, BETA)),
        (
            "content/holders/example-body.yaml",
            "name: Example Body\nkind: organisation\n".to_owned(),
        ),
        (
            "content/holders/speaker.yaml",
            "name: Mr Speaker\nkind: person\nrole: speaker\naffiliation: example-body\n".to_owned(),
        ),
        (
            "content/instruments/treaties.yaml",
            "name: Treaties\nkind: treaty\naliases: [treaties]\n".to_owned(),
        ),
        ("seeds/alpha.md", ALPHA.to_owned()),
        ("seeds/beta.txt", BETA.to_owned()),
    ];
    let further = further
        .iter()
        .map(|(path, text)| (*path, (*text).to_owned()));
    Files::new(fixed.into_iter().chain(further).map(|(path, text)| File {
        path: path.to_owned(),
        content: Content::Bytes(text.into_bytes()),
    }))
}

pub(super) fn with_hash(record: &str, source: &str) -> String {
    record.replace("SHA", &hex(&Sha256::digest(source)))
}
