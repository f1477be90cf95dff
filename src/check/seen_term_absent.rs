//! `seen-term-absent`: a term listed as seen that does not occur.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity, nearest};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "seen-term-absent",
    severity: Severity::Warning,
    doc: "\
## What it looks for

An entry of `seen` that is no term of its question, or that does not occur in the document.

## Why it matters

`seen` tells readers which words were looked at. A word that is not there, or that nobody looks for, tells them
something untrue.

## What to do

Write the term as the theme writes it, `*` included, or remove the entry.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (id, document) in checked.documents() {
        if !document.source_read {
            continue;
        }
        for silence in &document.silences {
            let question = checked.digest.question(silence.question);
            let occurrences = checked.comparison.occurrences(id, silence.question);
            for seen in &silence.seen {
                let terms = question.terms.iter();
                let Some(term) = terms.clone().position(|term| term == seen) else {
                    let message = format!("`{seen}` is no term of `{}`", question.id);
                    let diag = diags.report(&CODE, silence.span, message);
                    match nearest(seen, terms.map(String::as_str)) {
                        Some(near) => diag.help(format!("did you mean `{near}`?")),
                        None => diag.help("remove it, or add the term to the question"),
                    };
                    continue;
                };
                if !occurrences
                    .iter()
                    .any(|occurrence| occurrence.term() == term)
                {
                    let message = format!("`{seen}` does not occur in `{}`", document.id);
                    diags
                        .report(&CODE, silence.span, message)
                        .help("remove it from `seen`");
                }
            }
        }
    }
}
