//! `quote-not-found`: a quote that its document does not contain.

use super::{Checked, Rule};
use crate::anchor::Closest;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::digest::{Document, Marks, Nearly, Quote, QuoteProblem, TextRange};
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
    for (document, quote) in checked.quotes() {
        if let Some(QuoteProblem::Missing { .. }) = quote.problem.as_deref() {
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
        differing,
        nearly,
        elsewhere,
    }) = quote.problem.as_deref()
    else {
        panic!("bug: only quotes that are missing come here");
    };
    if let [first, ..] = without_context.as_slice() {
        return context_differs(document, quote, first);
    }
    if let Some(nearly) = nearly.as_ref().filter(|_| elsewhere.is_empty()) {
        return other_marks(document, quote, nearly, closest.as_ref());
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
    let mut diag = match closest {
        Some(closest) => with_differences(quote, message, closest, differing),
        None => Diagnostic::new(&CODE, quote.span, message),
    };
    if let Some(closest) = closest {
        show_closest(document, closest, &mut diag);
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

/// A quote that would stand in its document with other marks.
fn other_marks(
    document: &Document,
    quote: &Quote,
    nearly: &Nearly,
    closest: Option<&Closest>,
) -> Diagnostic {
    let mut diag = match nearly.marks {
        Marks::Spacing => {
            let message = "quote differs from its document in white space or quotation marks only";
            let mut diag = Diagnostic::new(&CODE, quote.span, message);
            diag.help(format!(
                "write `{}`, as the source does; `policy-digest check --fix` does so",
                nearly.words
            ));
            diag.fix(nearly.edits.iter().cloned());
            diag
        }
        Marks::Brackets => {
            let message = "words can be left out of a quote with `[…]`, in square brackets, only";
            let mut diag = Diagnostic::new(&CODE, quote.span, message);
            diag.help(format!("write `{}`", nearly.words));
            if let [edit] = nearly.edits.as_slice() {
                diag.suggest(edit.span, &edit.replacement);
            }
            diag
        }
    };
    if let (Some(closest), Marks::Spacing) = (closest, nearly.marks) {
        show_closest(document, closest, &mut diag);
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

/// More differences than this would hide what the quote and the closest words have in common.
const MOST_DIFFERENCES: usize = 4;

/// Points at the words of the quote that differ, each with what the source has in its place.
fn with_differences(
    quote: &Quote,
    message: String,
    closest: &Closest,
    differing: &[Option<Span>],
) -> Diagnostic {
    let few = closest.differences.len() <= MOST_DIFFERENCES;
    let marked: Vec<(Span, String)> = closest
        .differences
        .iter()
        .zip(differing)
        .filter_map(|(difference, span)| Some(((*span)?, in_source(&difference.found))))
        .collect();
    let left_out: Vec<String> = closest
        .differences
        .iter()
        .filter(|difference| difference.wanted.is_empty())
        .map(|difference| format!("`{}` is left out", difference.found))
        .collect();
    match marked.as_slice() {
        [(first, text), others @ ..] if few => {
            let mut diag = Diagnostic::new(&CODE, *first, message);
            let text: Vec<&str> = [text.as_str()]
                .into_iter()
                .chain(left_out.iter().map(String::as_str))
                .collect();
            diag.here(text.join("; "));
            for (span, text) in others {
                diag.label(*span, text);
            }
            diag
        }
        _ => {
            let mut diag = Diagnostic::new(&CODE, quote.span, message);
            if few {
                diag.here(left_out.join("; "));
            }
            diag
        }
    }
}

fn in_source(found: &str) -> String {
    if found.is_empty() {
        "is not in the source".to_owned()
    } else {
        format!("the source has `{found}`")
    }
}

/// Shows the closest words in the source.
fn show_closest(document: &Document, closest: &Closest, diag: &mut Diagnostic) {
    for (index, range) in closest.ranges.iter().enumerate() {
        let text = match index {
            0 => format!(
                "closest words, #{}",
                document.text.blocks[range.block].fragment()
            ),
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
