//! `address-repeated`: two records or pages that claim one address.

use std::collections::HashMap;

use super::{Checked, Rule, setting_span};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::Digest;
use crate::source::Span;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "address-repeated",
    severity: Severity::Error,
    doc: "\
## What it looks for

Two pages of prose whose names differ in case alone, and a redirect from an address at which a page stands.

## Why it matters

Each address has one page. Which of two would be shown depends on the machine.

## What to do

Rename one of the two, or remove the redirect.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let digest = checked.digest;
    let mut pages: HashMap<String, &str> = HashMap::new();
    for page in &digest.pages {
        let Some(other) = pages.insert(page.id.to_lowercase(), &page.id) else {
            continue;
        };
        diags
            .report(
                &CODE,
                Span::new(page.file, 0..0),
                format!("`{}.html` is claimed twice", page.id),
            )
            .help(format!("rename this file or `{other}.md`"));
    }
    for (old, _) in &checked.config.redirects {
        let Some(span) = setting_span(checked.files, old) else {
            continue;
        };
        if has_page(digest, old) {
            diags
                .report(
                    &CODE,
                    span,
                    format!("the redirect from `{old}` hides a page"),
                )
                .help("remove it from `[output.html.redirect]`");
        }
    }
}

/// Pages that every digest has, without their ending.
pub(super) const GENERATED: [&str; 14] = [
    "404",
    "changes",
    "compare",
    "coverage",
    "data",
    "documents",
    "holders",
    "index",
    "instruments",
    "matrix",
    "method",
    "reference",
    "rules",
    "terms",
];

/// Whether a record, a page of prose or a generated page has this address.
pub(super) fn has_page(digest: &Digest, address: &str) -> bool {
    let Some(path) = address.strip_suffix(".html") else {
        return false;
    };
    match path.split_once('/') {
        Some(("themes", id)) => digest.themes.iter().any(|record| record.id == id),
        Some(("questions" | "terms", id)) => digest.questions.iter().any(|record| record.id == id),
        Some(("documents", id)) => digest.documents.iter().any(|record| record.id == id),
        Some(("holders", id)) => digest.holders.iter().any(|record| record.id == id),
        Some(("instruments", id)) => digest.instruments.iter().any(|record| record.id == id),
        Some(("compare", pair)) => pair.split_once("--").is_some_and(|(a, b)| {
            let has = |id: &str| digest.documents.iter().any(|record| record.id == id);
            a < b && has(a) && has(b)
        }),
        None if path == "reliability" => !digest.codings.is_empty(),
        _ => GENERATED.contains(&path) || digest.pages.iter().any(|page| page.id == path),
    }
}
