//! `stance-misstated`: prose that says of a document a stance which it does not have.

use super::{Checked, Rule};
use crate::compare::DocumentStance;
use crate::diag::{Code, Diagnostics, Severity, nearest};
use crate::digest::{DocumentId, QuestionId};
use crate::prose::{RecordKind, RecordTarget};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "stance-misstated",
    severity: Severity::Error,
    doc: "\
## What it looks for

A link to a document’s row of a question whose title is not the stance that the row shows. The title, in quotation
marks after the address, says which stance the sentence claims.

```markdown
[Alpha](question:binding-rules#alpha \"supports\") asks for rules that bind.
```

## Why it matters

An introduction that sums up who stands where goes wrong without a sound when a coding is corrected. With
the stance in the link, it cannot.

## What to do

Correct the sentence and the title, or the coding. The stances are `supports`, `qualified`, `raises`, `opposes`,
`mixed`, `silent` and `not-coded`.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (span, link) in checked.digest.links() {
        if link.title.is_empty() {
            continue;
        }
        let Some((document, question)) = link.record().and_then(|target| row(checked, &target))
        else {
            continue;
        };
        let own = checked.digest.document(document);
        // Of a record that could not be read nothing is known, not even that it is not coded.
        if !own.record_read {
            continue;
        }
        let short = &own.short;
        let question_id = &checked.digest.question(question).id;
        let actual = checked.comparison.cell(document, question).stance.id();
        if link.title == actual {
            continue;
        }
        let stances = DocumentStance::ALL.map(DocumentStance::id);
        let title = &link.title;
        if stances.contains(&title.as_str()) {
            let message = format!("`{question_id}` shows {short} as `{actual}`, not `{title}`");
            diags
                .report(&CODE, span, message)
                .help("correct the sentence and the title of the link, or the coding");
        } else {
            let message = format!("`{title}` is no stance");
            let help = match nearest(title, stances) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the row shows `{actual}`"),
            };
            diags.report(&CODE, span, message).help(help);
        }
    }
}

/// The cell that a link leads to, if it leads to one.
fn row(checked: &Checked<'_>, target: &RecordTarget) -> Option<(DocumentId, QuestionId)> {
    if target.kind != RecordKind::Question {
        return None;
    }
    let fragment = target.fragment.as_deref()?;
    let document = checked.digest.find_document(fragment)?;
    let question = checked.digest.find_question(&target.id)?;
    Some((document, question))
}
