//! `term-in-silent-document`: a silence in a document that uses the question's words.

use super::quote_not_found::source_span;
use super::{Checked, Rule};
use crate::compare::Occurrence;
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::{Document, Question, Silence};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "term-in-silent-document",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A question under `silent` one of whose terms occurs in the document all the same, and is not listed under
`seen`.

```yaml
silent:
  - { question: digital-divide, seen: [access], note: \"“access” in ¶4 is access to files\" }
```

## Why it matters

A silence is a claim like any other. Where the words occur, somebody has to have looked and seen that they mean
something else.

## What to do

Read the passages. If they touch the subject, code a position. If not, list the terms under `seen` and say in
`note` what the words mean there.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (id, document) in checked.documents() {
        for silence in &document.silences {
            let question = checked.digest.question(silence.question);
            // Both coded and silent: that is reported by a rule of its own.
            if document
                .positions
                .iter()
                .any(|p| p.question == silence.question)
            {
                continue;
            }
            let occurrences = checked.comparison.occurrences(id, silence.question);
            look(document, silence, question, occurrences, diags);
        }
    }
}

fn look(
    document: &Document,
    silence: &Silence,
    question: &Question,
    occurrences: &[Occurrence],
    diags: &mut Diagnostics,
) {
    let unseen: Vec<&Occurrence> = occurrences
        .iter()
        .filter(|occurrence| !silence.seen.contains(&question.terms[occurrence.term()]))
        .collect();
    if unseen.is_empty() {
        // What was seen has to be explained.
        if !silence.seen.is_empty() && silence.note.is_none() {
            diags
                .report(
                    &CODE,
                    silence.span,
                    format!("`{}` has `seen` and no `note`", question.id),
                )
                .help("say in `note` what the words mean there");
        }
        return;
    }
    let mut terms: Vec<&str> = unseen
        .iter()
        .map(|o| question.terms[o.term()].as_str())
        .collect();
    terms.sort_unstable();
    terms.dedup();
    let listed: Vec<String> = terms.iter().map(|term| format!("`{term}`")).collect();
    let message = format!(
        "silent on `{}`, but {} occurs",
        question.id,
        listed.join(", ")
    );
    let diag = diags.report(&CODE, silence.span, message);
    for occurrence in unseen.iter().take(4) {
        let range = occurrence.range();
        let fragment = document.text.blocks[range.block].fragment();
        diag.label(source_span(document, &range), format!("#{fragment}"));
    }
    diag.help(format!(
        "read the passages; code a position, or add `seen: [{}]` and a `note`",
        terms.join(", ")
    ));
}
