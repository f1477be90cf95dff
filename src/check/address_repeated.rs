//! `address-repeated`: two records or pages that claim one address.

use std::collections::HashMap;

use super::{Checked, Rule, setting_span};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::DocumentId;
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
        if has_page(checked, old) {
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
const GENERATED: [&str; 15] = [
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
    "pinned",
    "reference",
    "rules",
    "terms",
];

/// The pages that follow from no record and from no prose, without their ending.
pub(super) fn generated<'a>(checked: &'a Checked<'_>) -> impl Iterator<Item = &'a str> {
    let reliability = checked.comparison.reliability.as_ref();
    let search = checked.config.search.as_ref();
    GENERATED
        .into_iter()
        .chain(reliability.map(|_| "reliability"))
        .chain(search.map(|_| "search"))
}

/// Whether a record, a page of prose or a generated page has this address.
pub(super) fn has_page(checked: &Checked<'_>, address: &str) -> bool {
    let digest = checked.digest;
    let Some(path) = address.strip_suffix(".html") else {
        return false;
    };
    let document = |id: &str| digest.find_document(id);
    match path.split_once('/') {
        Some(("themes", id)) => digest.find_theme(id).is_some(),
        Some(("questions" | "terms", id)) => digest.find_question(id).is_some(),
        Some(("documents", id)) => document(id.strip_suffix("/record").unwrap_or(id)).is_some(),
        Some(("holders", id)) => digest.find_holder(id).is_some(),
        Some(("instruments", id)) => digest.find_instrument(id).is_some(),
        Some(("compare", pair)) => pair.split_once("--").is_some_and(|(a, b)| {
            let (a, b) = (document(a), document(b));
            a.zip(b).is_some_and(|(a, b)| is_pair(checked, a, b))
        }),
        _ => {
            generated(checked).any(|page| page == path)
                || digest.pages.iter().any(|page| page.id == path)
        }
    }
}

/// Whether two documents have a page that lays them side by side: pairs have one in the
/// order of their documents, as many of them as the configuration says.
fn is_pair(checked: &Checked<'_>, DocumentId(a): DocumentId, DocumentId(b): DocumentId) -> bool {
    let count = checked.digest.documents.len();
    let before = || (0..a).map(|first| count - 1 - first).sum::<usize>() + b - a - 1;
    a < b && before() < checked.config.pairs_limit
}
