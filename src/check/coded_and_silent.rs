//! `coded-and-silent`: a question both coded and silent in one document, or silent twice over.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::{Digest, Position, Silence};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "coded-and-silent",
    severity: Severity::Error,
    doc: "\
## What it looks for

A question that has a position and stands under `silent` in the same record, or that stands there twice.

## Why it matters

A document cannot both say something and be silent. One of the two is a leftover.

## What to do

Remove the entry under `silent` if the position holds, or the position if the document is silent after all.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let digest = checked.digest;
    for (_, document) in checked.documents() {
        look(digest, &document.positions, &document.silences, diags);
    }
    for coding in &digest.codings {
        look(digest, &coding.positions, &coding.silences, diags);
    }
}

fn look(digest: &Digest, positions: &[Position], silences: &[Silence], diags: &mut Diagnostics) {
    for silence in silences {
        let id = &digest.question(silence.question).id;
        if let Some(position) = positions.iter().find(|p| p.question == silence.question) {
            diags
                .report(
                    &CODE,
                    silence.span,
                    format!("`{id}` is both coded and silent"),
                )
                .label(position.span, "coded here")
                .help("remove one of the two");
        }
    }
    for pair in silences
        .windows(2)
        .filter(|pair| pair[0].question == pair[1].question)
    {
        let id = &digest.question(pair[0].question).id;
        let (first, second) = (
            pair[0].span.min(pair[1].span),
            pair[0].span.max(pair[1].span),
        );
        diags
            .report(&CODE, second, format!("`{id}` is silent twice over"))
            .label(first, "first here")
            .help("remove one of the two");
    }
}
