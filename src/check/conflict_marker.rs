//! `conflict-marker`: lines that git leaves where it could not put two versions together.

use super::{Checked, Rule};
use crate::config::SEEDS;
use crate::diag::{Code, Diagnostics, Severity};
use crate::source::{Span, conflicts};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "conflict-marker",
    severity: Severity::Error,
    doc: "\
## What it looks for

Lines with `<<<<<<<`, `=======` and `>>>>>>>` in records, pages, templates and `book.toml`. Sources are not looked at.

```text
<<<<<<< HEAD
stance: supports
=======
stance: raises
>>>>>>> another-branch
```

## Why it matters

When two people have changed the same lines, git writes both versions into the file and leaves the choice to people. Until somebody
has chosen, the file says neither.

## What to do

Keep one of the two versions, or put both together, and delete the three lines.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let seeds = format!("{SEEDS}/");
    for (id, file) in checked.files.under("") {
        if file.path.starts_with(&seeds) {
            continue;
        }
        let Ok(text) = std::str::from_utf8(file.bytes()) else {
            continue;
        };
        for conflict in conflicts(text) {
            let mut labels = [
                (conflict.begin, ""),
                (conflict.middle, "the other version begins here"),
                (conflict.end, "and ends here"),
            ]
            .into_iter()
            .filter_map(|(range, label)| Some((Span::new(id, range?), label)));
            let Some((first, label)) = labels.next() else {
                continue;
            };
            let message = "git has left two versions of these lines";
            let diag = diags.report(&CODE, first, message);
            diag.here(label);
            for (span, label) in labels {
                diag.label(span, label);
            }
            diag.help(
                "keep one version, or put both together, and delete the lines that git has added",
            );
        }
    }
}
