//! `position-without-quote`: a stance that shows no words.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::Position;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "position-without-quote",
    severity: Severity::Error,
    doc: "\
## What it looks for

A position without `quotes`.

## Why it matters

Every stance but silent shows words that stand in the source; otherwise readers would have to believe it.

## What to do

Add one to three quotes, each the shortest run of words that shows the stance by itself. If there are no such
words, the document is silent on the question: list it under `silent`.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let documents = checked
        .digest
        .documents
        .iter()
        .map(|document| &document.positions);
    let codings = checked
        .digest
        .codings
        .iter()
        .map(|coding| &coding.positions);
    for position in documents.chain(codings).flatten() {
        if position.quotes.is_empty() {
            report(checked, position, diags);
        }
    }
}

fn report(checked: &Checked<'_>, position: &Position, diags: &mut Diagnostics) {
    let question = &checked.digest.question(position.question).id;
    diags
        .report(
            &CODE,
            position.span,
            format!("the position on `{question}` has no quote"),
        )
        .help("add `quotes:` with the words that show the stance");
}
