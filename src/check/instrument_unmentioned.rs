//! `instrument-unmentioned`: an instrument that no document refers to.

use std::collections::HashSet;

use super::{Checked, Rule};
use crate::compare::mentions::Mentioned;
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::InstrumentId;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "instrument-unmentioned",
    severity: Severity::Warning,
    doc: "\
## What it looks for

An instrument whose name and aliases stand in no document, and which is no holder's `instrument`.

## Why it matters

Its page says where it is mentioned, and would be empty. Often the documents call it something else.

## What to do

Add the name that the documents use to `aliases`, or remove the record.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    // A record or source that could not be read may mention anything.
    if checked.digest.incomplete {
        return;
    }
    let mentioned = checked.comparison.all_mentions();
    let mentioned = mentioned.filter_map(|mention| match mention.mentioned {
        Mentioned::Instrument(id) => Some(id),
        Mentioned::Holder(_) => None,
    });
    let adopted = checked
        .digest
        .holders
        .iter()
        .filter_map(|holder| holder.instrument);
    let used: HashSet<InstrumentId> = mentioned.chain(adopted).collect();
    for (index, instrument) in checked.digest.instruments.iter().enumerate() {
        // Of a record that could not be read nothing is known but its id.
        if !instrument.name.is_empty() && !used.contains(&InstrumentId(index)) {
            let span = instrument.places.at(["name".into()]).span;
            diags
                .report(
                    &CODE,
                    span,
                    format!("no document mentions `{}`", instrument.id),
                )
                .help("add to `aliases` what the documents call it, or remove the record");
        }
    }
}
