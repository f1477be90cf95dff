//! `quote-leaves-out-force`: an omission that holds a negation or a modal verb.

use super::{Checked, Rule};
use crate::anchor::force_words;
use crate::diag::{Code, Diagnostics, Severity};

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "quote-leaves-out-force",
    severity: Severity::Warning,
    doc: "\
## What it looks for

A quote with `[…]` where the words left out hold a negation or a modal verb, such as *not*, *never*, *should*
or *may*.

## Why it matters

Leaving out such a word can turn a sentence into its opposite.

## What to do

Quote the words in between as well, or make two quotes, if the sense is not the same without them.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    for (document, quote) in checked.quotes() {
        let language = &checked.digest.document(document).language;
        let mut words: Vec<String> = Vec::new();
        for left_out in &quote.left_out {
            words.extend(force_words(left_out, language));
        }
        words.dedup();
        if words.is_empty() {
            continue;
        }
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        diags
            .report(
                &CODE,
                quote.span,
                format!("`[…]` leaves out {}", words.join(", ")),
            )
            .help("quote these words as well, or make two quotes of it");
    }
}
