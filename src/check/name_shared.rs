//! `name-shared`: a name that two records claim.

use std::collections::HashMap;

use super::{Checked, Rule};
use crate::compare::mentions::{Mentioned, names};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::Digest;
use crate::record::places::Places;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "name-shared",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A name or alias of two holders, or of two instruments, or of a holder and an instrument that it is not.

## Why it matters

Names in the texts lead to the page of whom they name. A shared name can lead to one page only.

## What to do

Remove it from the record to which it should not lead. The name of an adopted text belongs to its holder, whose
`instrument` names the other record.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let digest = checked.digest;
    let mut first: HashMap<&str, Mentioned> = HashMap::new();
    for (name, mentioned) in names(digest) {
        let Some(other) = first.get(name).copied() else {
            first.insert(name, mentioned);
            continue;
        };
        if name.is_empty() || is_same(digest, other, mentioned) {
            continue;
        }
        let span = places(digest, mentioned).at(["name".into()]).span;
        diags
            .report(&CODE, span, format!("`{name}` is the name of two records"))
            .label(
                places(digest, other).at(["name".into()]).span,
                "the other one",
            )
            .help("remove the name from the record to which it should not lead");
    }
}

/// Whether two records are about one thing, so that they may share a name.
fn is_same(digest: &Digest, a: Mentioned, b: Mentioned) -> bool {
    match (a, b) {
        (Mentioned::Holder(holder), Mentioned::Instrument(instrument)) => {
            digest.holder(holder).instrument == Some(instrument)
        }
        (a, b) => a == b,
    }
}

fn places(digest: &Digest, mentioned: Mentioned) -> &Places {
    match mentioned {
        Mentioned::Holder(id) => &digest.holder(id).places,
        Mentioned::Instrument(id) => &digest.instrument(id).places,
    }
}
