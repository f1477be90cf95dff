//! Syntax errors, in words for people.

use libyaml_safer::Error;

use super::codes;
use super::events::Source;
use crate::diag::Diagnostic;

/// Says what is probably wrong where the parser gave up, and how to mend it.
pub(super) fn explain(source: Source<'_>, error: &Error) -> Diagnostic {
    let at = error
        .problem_mark()
        .map_or(0, |mark| usize::try_from(mark.index).unwrap_or(0));
    let at = at.min(source.text.len());
    Diagnostic::new(&codes::YAML_SYNTAX, source.span(at, at), "not YAML")
}
