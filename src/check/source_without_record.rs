//! `source-without-record`: a source that no document is made of.

use std::collections::HashSet;

use super::{Checked, Rule};
use crate::config::SEEDS;
use crate::diag::{Code, Diagnostics, Severity};
use crate::source::Span;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "source-without-record",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A file below `seeds/` that no record names as its `source`.

## Why it matters

Its document is missing from every page, and nobody would notice.

## What to do

Begin its record, or remove the file:

```sh
policy-digest new document example-declaration.txt
```
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    // A record that could not be read, or whose source was not found, may mean any of them.
    if checked.digest.incomplete {
        return;
    }
    let sources = checked
        .digest
        .documents
        .iter()
        .map(|document| document.source);
    let used: HashSet<_> = sources.collect();
    let prefix = format!("{SEEDS}/");
    for (id, file) in checked
        .files
        .under(&prefix)
        .filter(|(id, _)| !used.contains(id))
    {
        diags
            .report(&CODE, Span::new(id, 0..0), "no record has this source")
            .help(format!(
                "begin its record with `policy-digest new document \"{}\"`, or remove the file",
                &file.path[prefix.len()..]
            ));
    }
}
