//! `short-too-long`: a short title that does not fit a column head.

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

/// In Unicode code points (design, section 3).
const LONGEST: usize = 24;

const CODE: Code = Code {
    id: "short-too-long",
    severity: Severity::Error,
    doc: "\
## What it looks for

A document whose `short` has more than 24 characters.

## Why it matters

The short title stands over the columns of tables and in breadcrumbs, also on telephones.

## What to do

Shorten it: the issuer and the year are often enough, as in `Council 2025`.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (_, document) in checked.documents() {
        let length = document.short.chars().count();
        if length > LONGEST {
            let span = document.places.at(["short".into()]).span;
            diags
                .report(
                    &CODE,
                    span,
                    format!("`short` has {length} characters, more than {LONGEST}"),
                )
                .help("shorten it, for instance to the issuer and the year");
        }
    }
}
