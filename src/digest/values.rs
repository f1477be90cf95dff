//! Values that several kinds of records have: dates and web addresses.

use super::codes::{INVALID_DATE, UNSAFE_ADDRESS};
use super::date::Date;
use crate::diag::Diagnostics;
use crate::record::places::Place;

/// Reads a date that a record may leave out.
pub(super) fn date(text: Option<&str>, place: Place<'_>, diags: &mut Diagnostics) -> Option<Date> {
    let text = text.filter(|text| !text.is_empty())?;
    match Date::parse(text) {
        Ok(date) => Some(date),
        Err(wrong) => {
            let message = format!("`{text}` is no date: {wrong}");
            let diag = diags.report(&INVALID_DATE, place.span, message);
            let better = wrong.strip_prefix("should be written `");
            match better.and_then(|better| better.strip_suffix('`')) {
                Some(better) => {
                    let better = format!("\"{better}\"");
                    diag.help(format!("write `{better}`"));
                    diag.suggest(place.span, better);
                }
                None => {
                    diag.help("write a date such as `2025`, `2025-04`, `2025-04-19` or `2025-04-19/2025-04-20`");
                }
            }
            None
        }
    }
}

/// Takes a web address that a record may leave out, and only one that leads to the web.
pub(super) fn address(
    text: Option<&str>,
    place: Place<'_>,
    diags: &mut Diagnostics,
) -> Option<String> {
    let text = text.filter(|text| !text.is_empty())?;
    if is_web_address(text) {
        return Some(text.to_owned());
    }
    diags
        .report(
            &UNSAFE_ADDRESS,
            place.span,
            format!("`{text}` is no web address"),
        )
        .help("write the whole address, beginning with `https://`");
    None
}

fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest.contains(|c: char| {
                c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)
            })
    })
}
