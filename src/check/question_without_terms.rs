//! `question-without-terms`: a question whose silences nobody can verify.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "question-without-terms",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A question without `terms`.

## Why it matters

Terms are the words that would show that a document touches the question's subject. With them a silence can be
verified; without them it has to be believed, and the question has no concordance.

## What to do

Add the words by which a document would speak of the subject, such as `surveillance`, `monitor*` or
`\"social credit\"`.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for question in &checked.digest.questions {
        if question.terms.is_empty() {
            diags
                .report(
                    &CODE,
                    question.span,
                    format!("`{}` has no terms", question.id),
                )
                .help("add `terms:`, the words by which a document would speak of it");
        }
    }
}
