//! `quote-parts-apart`: words joined by `[…]` that do not follow each other.

use super::quote_not_found::source_span;
use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::QuoteProblem;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "quote-parts-apart",
    severity: Severity::Error,
    doc: "\
## What it looks for

A quote with `[…]` whose second part stands before the first, or further away than in the next passage.

## Why it matters

`[…]` says that some words were left out of one run of text. Words gathered from far apart can be made to say
anything.

## What to do

Make two quotes of it, or quote the words in the order of the source.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (document, quote) in checked.quotes() {
        let Some(QuoteProblem::Apart { before, after }) = quote.problem.as_deref() else {
            continue;
        };
        let document = checked.digest.document(document);
        let message = "the parts of this quote do not follow each other in the source";
        let diag = diags.report(&CODE, quote.span, message);
        for (place, text) in [
            (before, "the part before `[…]`"),
            (after, "the part after it"),
        ] {
            if let Some(range) = place.first() {
                diag.label(source_span(document, range), text);
            }
        }
        diag.help("make two quotes of it");
    }
}
