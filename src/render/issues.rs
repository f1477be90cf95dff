//! Addresses of the repository's issue forms, with what a page knows filled in.
//!
//! Only where `git-repository-url` is on github.com, whose forms stand in `.github/ISSUE_TEMPLATE`; a
//! query parameter [fills in the field of that id][forms]. A repository without them shows an empty issue.
//!
//! [forms]: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Site;
use super::frame::Link;
use super::html::is_safe_url;

/// All that could mean something in an address; ids stay as they are.
const MEANINGFUL: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Says that a document's position is wrong or missing: on `question`, or on any.
pub(super) fn correct_position(
    site: &Site<'_>,
    document: &str,
    question: Option<&str>,
) -> Option<Link> {
    let mut fields = vec![("document", document)];
    fields.extend(question.map(|question| ("question", question)));
    form(site, "correct-position", &fields, "Suggest a correction")
}

/// Proposes a document that the digest does not have.
pub(super) fn propose_document(site: &Site<'_>) -> Option<Link> {
    form(site, "propose-document", &[], "Propose a document")
}

/// Says that something is wrong with a page: by its complete address, or the one below the site's root.
pub(super) fn report_error(site: &Site<'_>, page: &str) -> Option<Link> {
    form(site, "report-error", &[("page", page)], "Report an error")
}

fn form(site: &Site<'_>, name: &str, fields: &[(&str, &str)], text: &str) -> Option<Link> {
    let repository = site.config.repository_url.as_ref()?;
    // As `git clone` is given it.
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    // What github.com calls a repository has two names.
    let names: Vec<&str> = repository
        .strip_prefix("https://github.com/")?
        .split('/')
        .collect();
    let [_, _] = names.as_slice() else {
        return None;
    };
    let mut href = format!("{repository}/issues/new?template={name}.yml");
    for (id, value) in fields {
        href.push_str(&format!("&{id}={}", utf8_percent_encode(value, MEANINGFUL)));
    }
    is_safe_url(&href).then(|| Link {
        href,
        text: text.to_owned(),
    })
}
