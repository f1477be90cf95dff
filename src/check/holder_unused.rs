//! `holder-unused`: a holder whom nothing refers to.

use std::collections::HashSet;

use super::{Checked, Rule};
use crate::compare::mentions::Mentioned;
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::{Digest, HolderId};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "holder-unused",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A holder who has no position, issues no document, is nobody's affiliation, and is not mentioned by name or alias
in any document.

## Why it matters

Its page would be empty. Often a name or an id is misspelt.

## What to do

Correct its `name` and `aliases` to what stands in the documents, or remove the record.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    // A record or source that could not be read may mention anything.
    if checked.digest.incomplete {
        return;
    }
    let used = used(checked.digest, checked);
    for (index, holder) in checked.digest.holders.iter().enumerate() {
        // Of a record that could not be read nothing is known but its id.
        if !holder.name.is_empty() && !used.contains(&HolderId(index)) {
            let span = holder.places.at(["name".into()]).span;
            diags
                .report(&CODE, span, format!("nothing refers to `{}`", holder.id))
                .help("correct its name and aliases, or remove the record");
        }
    }
}

fn used(digest: &Digest, checked: &Checked<'_>) -> HashSet<HolderId> {
    let of_documents = digest.documents.iter().map(|document| &document.positions);
    let of_codings = digest.codings.iter().map(|coding| &coding.positions);
    let positions = of_documents.chain(of_codings).flatten();
    let holders = positions
        .flat_map(|p| [Some(p.holder), p.on_behalf_of])
        .flatten();
    let issuers = digest
        .documents
        .iter()
        .filter_map(|document| document.issuer);
    let affiliations = digest
        .holders
        .iter()
        .filter_map(|holder| holder.affiliation);
    let mentioned = checked.comparison.all_mentions();
    let mentioned = mentioned.filter_map(|mention| match mention.mentioned {
        Mentioned::Holder(id) => Some(id),
        Mentioned::Instrument(_) => None,
    });
    holders
        .chain(issuers)
        .chain(affiliations)
        .chain(mentioned)
        .collect()
}
