//! `additional-file-missing`: a style or script of the configuration that is not there.

use super::{Checked, Rule, setting_span};
use crate::diag::{Code, Diagnostics, Severity};
use crate::source::Content;

pub(super) const RULE: Rule = Rule { code: &CODE, run };

const CODE: Code = Code {
    id: "additional-file-missing",
    severity: Severity::Error,
    doc: "\
## What it looks for

A file listed under `additional-css` or `additional-js` in `book.toml` that does not exist, is a link, or is
too large.

## Why it matters

Every page would refer to a file that the site does not have.

## What to do

Correct the path, which is written from the folder of `book.toml` on, or remove it from the list.
",
};

fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let config = checked.config;
    for path in config.additional_css.iter().chain(&config.additional_js) {
        let found = checked
            .files
            .find(path)
            .map(|id| &checked.files.get(id).content);
        let wrong = match found {
            Some(Content::Bytes(_)) => continue,
            Some(Content::Link) => "is a link",
            Some(Content::TooLarge { .. }) => "is too large",
            None => "does not exist",
        };
        let Some(span) = setting_span(checked.files, path) else {
            continue;
        };
        diags
            .report(&CODE, span, format!("`{path}` {wrong}"))
            .help("correct the path, or remove it from the list");
    }
}
