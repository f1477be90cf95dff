//! `link-unknown`: prose that links to a record or page which does not exist.

use super::address_repeated::{generated, has_page};
use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity, nearest};
use crate::digest::{Digest, Document, Position};
use crate::prose::{RecordKind, RecordTarget};
use crate::source::Span;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "link-unknown",
    severity: Severity::Error,
    doc: "\
## What it looks for

A link to a record, in a page, a summary or a note, whose record or passage does not exist; and a link to a
page of the site (`notes.md`, `compare.html`) that does not exist.

```markdown
[what the council says](document:example-declaration#p99)
```

## Why it matters

Readers follow such links to check what the prose says.

## What to do

Correct the id: `document:ID`, `document:ID#p12`, `question:ID`, `holder:ID`, `theme:ID` or `instrument:ID`.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (span, link) in checked.digest.links() {
        match link.record() {
            Some(target) => to_record(checked, span, &target, diags),
            None => to_no_record(span, &link.address, diags),
        }
        if let Some(path) = link.page() {
            to_page(checked, span, path, diags);
        }
    }
}

fn to_record(checked: &Checked<'_>, span: Span, target: &RecordTarget, diags: &mut Diagnostics) {
    let Some(wrong) = wrong(checked.digest, target) else {
        return;
    };
    let diag = diags.report(&CODE, span, wrong.message);
    diag.help(match (wrong.near, wrong.help) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(help)) => help,
        (None, None) => "link to a record that exists, or remove the link".to_owned(),
    });
}

/// Addresses whose first word is nearly a kind of record.
fn to_no_record(span: Span, address: &str, diags: &mut Diagnostics) {
    let Some((scheme, rest)) = address.split_once(':') else {
        return;
    };
    let kinds = RecordKind::ALL.map(|(word, _)| word);
    let lower = scheme.to_lowercase();
    let near = kinds.into_iter().find(|kind| {
        lower == *kind || lower == format!("{kind}s") || kind.starts_with(&lower) && lower.len() > 2
    });
    let near = near.or_else(|| nearest(&lower, kinds).filter(|_| lower.len() > 4));
    if let Some(near) = near {
        let message = format!("`{scheme}:` begins no link to a record");
        diags
            .report(&CODE, span, message)
            .help(format!("did you mean `{near}:{rest}`?"));
    }
}

fn to_page(checked: &Checked<'_>, span: Span, path: &str, diags: &mut Diagnostics) {
    let pages = || checked.digest.pages.iter().map(|page| page.id.as_str());
    let id = path.trim_end_matches(".md").trim_end_matches(".html");
    let is_prose = path.ends_with(".md") && pages().any(|page| page == id);
    if is_prose || path.ends_with(".html") && has_page(checked, path) {
        return;
    }
    let message = format!("there is no page `{path}`");
    let diag = diags.report(&CODE, span, message);
    match nearest(id, pages().chain(generated(checked))) {
        Some(near) => diag.help(format!("did you mean `{near}.html`?")),
        None => diag.help("link to a page of the site, or remove the link"),
    };
}

struct Wrong<'a> {
    message: String,
    near: Option<&'a str>,
    help: Option<String>,
}

fn wrong<'a>(digest: &'a Digest, target: &RecordTarget) -> Option<Wrong<'a>> {
    // Where some records could not be read, a question that is not here may well exist.
    if digest.incomplete && target.kind == RecordKind::Question && digest.questions.is_empty() {
        return None;
    }
    if !exists(digest, target) {
        let kind = target.kind.as_str();
        return Some(Wrong {
            message: format!("there is no {kind} `{}`", target.id),
            near: nearest(&target.id, ids(digest, target.kind)),
            help: None,
        });
    }
    let fragment = target.fragment.as_deref()?;
    let exists = match target.kind {
        RecordKind::Document => digest
            .find_document(&target.id)
            .is_some_and(|id| has_fragment(digest, digest.document(id), fragment)),
        RecordKind::Question => digest.find_document(fragment).is_some(),
        _ => false,
    };
    (!exists).then(|| Wrong {
        message: format!("`{}` has no place `#{fragment}`", target.id),
        near: None,
        help: match target.kind {
            RecordKind::Document => passages(digest, &target.id),
            RecordKind::Question => {
                let known = digest.documents.iter().take(20);
                let known: Vec<String> = known.map(|it| format!("`#{}`", it.id)).collect();
                Some(format!(
                    "its rows are named by documents: {}",
                    known.join(", ")
                ))
            }
            _ => Some(format!("delete `#{fragment}`")),
        },
    })
}

/// Which places a document's page has.
fn passages(digest: &Digest, id: &str) -> Option<String> {
    let document = digest.document(digest.find_document(id)?);
    let mut passages = document
        .text
        .blocks
        .iter()
        .filter(|block| block.is_passage());
    let last = passages.next_back()?.fragment();
    Some(format!("its passages go from `#p1` to `#{last}`"))
}

/// Whether a document's page has a passage, heading, note or position of this name.
fn has_fragment(digest: &Digest, document: &Document, fragment: &str) -> bool {
    let is_position = |position: &Position| {
        let mut key = digest.holder(position.holder).id.clone();
        if let Some(body) = position.on_behalf_of {
            key = format!("{key}--{}", digest.holder(body).id);
        }
        let question = &digest.question(position.question).id;
        [&document.id, question]
            .map(|of| format!("{of}--{key}"))
            .contains(&fragment.to_owned())
    };
    !document.source_read
        || document
            .text
            .blocks
            .iter()
            .any(|block| block.fragment() == fragment)
        || document.positions.iter().any(is_position)
}

fn exists(digest: &Digest, RecordTarget { kind, id, .. }: &RecordTarget) -> bool {
    match kind {
        RecordKind::Document => digest.find_document(id).is_some(),
        RecordKind::Question => digest.find_question(id).is_some(),
        RecordKind::Holder => digest.find_holder(id).is_some(),
        RecordKind::Theme => digest.find_theme(id).is_some(),
        RecordKind::Instrument => digest.find_instrument(id).is_some(),
    }
}

fn ids(digest: &Digest, kind: RecordKind) -> Vec<&str> {
    match kind {
        RecordKind::Document => digest.documents.iter().map(|r| r.id.as_str()).collect(),
        RecordKind::Question => digest.questions.iter().map(|r| r.id.as_str()).collect(),
        RecordKind::Holder => digest.holders.iter().map(|r| r.id.as_str()).collect(),
        RecordKind::Theme => digest.themes.iter().map(|r| r.id.as_str()).collect(),
        RecordKind::Instrument => digest.instruments.iter().map(|r| r.id.as_str()).collect(),
    }
}
