//! `quote-not-found`: a quote that its document does not contain.

use super::{Checked, Rule};
use crate::anchor::Closest;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::digest::{Document, Quote, QuoteProblem, TextRange};
use crate::source::Span;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "quote-not-found",
    severity: Severity::Error,
    doc: "\
## What it looks for

A quote whose words do not stand in its document, letter for letter. White space, line breaks, kinds of
quotation marks and of dashes, soft hyphens, note marks and inline markup make no difference; everything else
does, also the beginning or end of a word.

```yaml
quotes:
  - \"States must adopt rules\" # the source has \"should\"
```

## Why it matters

Readers trust that what stands between quotation marks was said. A near match is never accepted, least of all
where a negation or a modal verb differs.

## What to do

Copy the passage from the source. Leave words out with `[…]`. If the source itself was transmitted wrongly, add
a correction.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (document, quote) in checked.digest.all_quotes() {
        if let Some(QuoteProblem::Missing { .. }) = quote.problem {
            let document = checked.digest.document(document);
            diags.push(diagnostic(checked, document, quote));
        }
    }
}

fn diagnostic(checked: &Checked<'_>, document: &Document, quote: &Quote) -> Diagnostic {
    let Some(QuoteProblem::Missing {
        part,
        without_context,
        closest,
        elsewhere,
    }) = &quote.problem
    else {
        panic!("bug: only quotes that are missing come here");
    };
    if let [first, ..] = without_context.as_slice() {
        return context_differs(document, quote, first);
    }
    let message = match closest {
        Some(closest) if closest.in_force => {
            "quote changes a negation or a modal verb of its document".to_owned()
        }
        _ if quote.exact.contains("[…]") || quote.exact.contains("[...]") => {
            format!("`{part}` does not stand in `{}`", document.id)
        }
        _ => format!("quote does not stand in `{}`", document.id),
    };
    let mut diag = Diagnostic::new(&CODE, quote.span, message);
    if let Some(closest) = closest {
        describe(document, closest, &mut diag);
    }
    let others: Vec<String> = elsewhere
        .iter()
        .map(|id| format!("`{}`", checked.digest.document(*id).id))
        .collect();
    if others.is_empty() {
        diag.help("copy the words from the source, letter for letter");
    } else {
        diag.help(format!(
            "the words stand in {}: move the position there",
            others.join(", ")
        ));
    }
    diag
}

fn context_differs(document: &Document, quote: &Quote, place: &[TextRange]) -> Diagnostic {
    let message = "quote stands in its document, but not with this `prefix` and `suffix`";
    let mut diag = Diagnostic::new(&CODE, quote.span, message);
    if let Some(range) = place.first() {
        diag.label(source_span(document, range), "the words stand here");
    }
    diag.help("copy `prefix` and `suffix` from right before and right after the words");
    diag
}

/// Shows the closest words, and word by word in what the quote differs from them.
fn describe(document: &Document, closest: &Closest, diag: &mut Diagnostic) {
    let differences: Vec<String> = closest
        .differences
        .iter()
        .map(|d| match (d.wanted.as_str(), d.found.as_str()) {
            (wanted, "") => format!("`{wanted}` is not in the source"),
            ("", found) => format!("`{found}` is left out"),
            (wanted, found) => format!("`{wanted}` for `{found}`"),
        })
        .collect();
    // More than a few would hide what they have in common.
    if (1..=4).contains(&differences.len()) {
        diag.here(differences.join("; "));
    }
    let fragment = closest
        .ranges
        .first()
        .map(|range| document.text.blocks[range.block].fragment());
    for (index, range) in closest.ranges.iter().enumerate() {
        let text = match (&fragment, index) {
            (Some(fragment), 0) => format!("closest words, #{fragment}"),
            _ => String::new(),
        };
        diag.label(source_span(document, range), text);
    }
}

/// Where words of a document's text stand in its source.
pub(super) fn source_span(document: &Document, range: &TextRange) -> Span {
    let bytes = document.text.blocks[range.block].source_range(range.range());
    Span::new(document.source, bytes)
}
