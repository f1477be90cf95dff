//! `schema-outdated`: a schema that is not the one of this program.

use serde_json::Value;

use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::record::{Kind, schema};
use crate::source::Span;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "schema-outdated",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A JSON Schema in `schemas/` that says something else than this version of the program.

## Why it matters

Editors tell contributors by these files what a record may hold. By an old one they would praise what the program refuses,
and mark as wrong what it takes.

## What to do

Run `policy-digest schema --write`, and keep the files that it writes as they are.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for kind in Kind::ALL {
        let path = schema::path(kind);
        let Some(id) = checked.files.find(&path) else {
            continue;
        };
        let found = checked.files.get(id).bytes();
        let ours = schema::schema(kind);
        // However it is indented.
        let value = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
        if found != ours.as_bytes() && value(found) != value(ours.as_bytes()) {
            diags
                .report(
                    &CODE,
                    Span::new(id, 0..0),
                    format!(
                        "not the schema that this program has for `{}`",
                        kind.place()
                    ),
                )
                .help("run `policy-digest schema --write`");
        }
    }
}
