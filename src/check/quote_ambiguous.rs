//! `quote-ambiguous`: a quote that stands in several places of its document.

use super::quote_not_found::source_span;
use super::{Checked, Rule};
use crate::diag::{Code, Diagnostics, Severity};
use crate::digest::{Document, Quote, QuoteProblem, TextRange};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "quote-ambiguous",
    severity: Severity::Error,
    doc: "\
## What it looks for

A quote, or a part of one between two `[…]`, whose words stand in its document more than once.

```yaml
quotes:
  - { exact: \"human rights\", prefix: \"respect for\" }
```

## Why it matters

A quote leads to the passage in which it stands. Words that stand in two passages could mean either.

## What to do

Quote more words, or say which place is meant by `prefix`, the words right before it, or `suffix`, those right
after it.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (document, quote) in checked.quotes() {
        let Some(QuoteProblem::Ambiguous { part, places }) = quote.problem.as_deref() else {
            continue;
        };
        let document = checked.digest.document(document);
        let message = format!(
            "`{part}` stands in {} places of `{}`",
            places.len(),
            document.id
        );
        let diag = diags.report(&CODE, quote.span, message);
        for range in places.iter().filter_map(|place| place.first()).take(4) {
            let fragment = document.text.blocks[range.block].fragment();
            diag.label(source_span(document, range), format!("#{fragment}"));
        }
        let pasted = places
            .iter()
            .find_map(|place| settled(document, quote, place));
        diag.help(match pasted {
            Some(pasted) => {
                format!("quote more words, or say which place is meant, as in `{pasted}`")
            }
            None => "quote more words, or add `prefix` or `suffix`".to_owned(),
        });
    }
}

/// The quote with the words before it in one of the places, as a record has it.
fn settled(document: &Document, quote: &Quote, place: &[TextRange]) -> Option<String> {
    let range = place.first()?;
    let before = document.text.blocks[range.block].text[..range.start].trim_end();
    let words: Vec<&str> = before.split_whitespace().rev().take(3).collect();
    let words: Vec<&str> = words.into_iter().rev().collect();
    let prefix = words.join(" ");
    let is_plain = |text: &str| !text.is_empty() && !text.contains(['"', '\\', '\n']);
    (is_plain(&prefix) && is_plain(&quote.exact))
        .then(|| format!("{{ exact: \"{}\", prefix: \"{prefix}\" }}", quote.exact))
}
