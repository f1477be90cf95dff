//! `nesting-too-deep`: prose nested too deeply to be rendered.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::prose::DEEPEST_NESTING;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "nesting-too-deep",
    severity: Severity::Error,
    doc: "\
## What it looks for

A page, summary or note whose Markdown is nested deeper than 64 levels, such as a line of sixty-five `>`.

## Why it matters

Nobody writes so on purpose, and it would bring down what renders the page.

## What to do

Remove the superfluous `>`, `-` or `*`.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let proses = checked.digest.proses();
    for place in proses.flat_map(|prose| &prose.too_deep) {
        let message = format!("Markdown is nested deeper than {DEEPEST_NESTING} levels");
        diags
            .report(&CODE, *place, message)
            .help("remove superfluous `>`, `-` or `*`");
    }
}
