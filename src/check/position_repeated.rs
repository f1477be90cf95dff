//! `position-repeated`: one holder coded twice over on one question.

use std::collections::HashMap;

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::{Digest, Position};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "position-repeated",
    severity: Severity::Error,
    doc: "\
## What it looks for

Two positions of one document with the same question, holder and `on_behalf_of`.

## Why it matters

A holder has one stance on a question in a document. Two would be counted twice, and might contradict each
other.

## What to do

Put the quotes of both under one position, and choose its stance by the codebook.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let digest = checked.digest;
    for (_, document) in checked.documents() {
        look(digest, &document.positions, diags);
    }
    for coding in &digest.codings {
        look(digest, &coding.positions, diags);
    }
}

fn look(digest: &Digest, positions: &[Position], diags: &mut Diagnostics) {
    let key = |it: &Position| (it.question, it.holder, it.on_behalf_of);
    let mut keys: Vec<_> = positions.iter().map(key).collect();
    keys.sort_unstable();
    if keys.is_sorted_by(|a, b| a < b) {
        return;
    }
    let mut in_file_order: Vec<&Position> = positions.iter().collect();
    in_file_order.sort_by_key(|position| position.index);
    let mut first = HashMap::new();
    for position in in_file_order {
        let key = key(position);
        let Some(earlier) = first.insert(key, position) else {
            continue;
        };
        first.insert(key, earlier);
        let question = &digest.question(position.question).id;
        let holder = &digest.holder(position.holder).id;
        diags
            .report(
                &CODE,
                position.span,
                format!("`{holder}` is coded twice on `{question}`"),
            )
            .label(earlier.span, "first here")
            .help("put the quotes of both under one position");
    }
}
