//! Fragments: under which ids positions and quotes stand on pages.
//!
//! They are made from the ids of records and from the words of quotes, never from an order, so that a
//! link that somebody has kept leads to the same position after the digest has grown. Ids of records
//! hold single hyphens and no dots, so parts joined by `--` and `.` are told apart.

use sha2::{Digest as _, Sha256};

use super::scope::Scope;
use crate::digest::{DocumentId, HolderId, Position};
use crate::source::hex;

/// What tells a document's positions on one question apart: `HOLDER`, or `HOLDER--BODY` when on
/// behalf of a body.
pub(super) fn position_key(scope: &Scope<'_>, position: &Position) -> String {
    let id = |holder: HolderId| scope.site.digest.holder(holder).id.as_str();
    match position.on_behalf_of {
        Some(body) => [id(position.holder), "--", id(body)].concat(),
        None => id(position.holder).to_owned(),
    }
}

/// A position on its document's page: `QUESTION--KEY`.
pub(super) fn on_document(scope: &Scope<'_>, position: &Position) -> String {
    let question = scope.site.digest.question(position.question);
    [&question.id, "--", &position_key(scope, position)].concat()
}

/// A position on its question's page: `DOCUMENT--KEY`.
pub(super) fn on_question(scope: &Scope<'_>, id: DocumentId, position: &Position) -> String {
    let document = scope.site.digest.document(id);
    [&document.id, "--", &position_key(scope, position)].concat()
}

/// A position on the page of two documents: `QUESTION--DOCUMENT--KEY`.
pub(super) fn on_pair(scope: &Scope<'_>, id: DocumentId, position: &Position) -> String {
    let question = scope.site.digest.question(position.question);
    [&question.id, "--", &on_question(scope, id, position)].concat()
}

/// The first word of a position's quote on its document's page: `QUESTION--KEY.WORDS`, where `WORDS`
/// are six hexadecimal digits that follow from the quote's words. `index` is its place among the
/// position's quotes; should the same words be quoted twice, the second ends in `-2`.
pub(super) fn of_quote(scope: &Scope<'_>, position: &Position, index: usize) -> String {
    let words = &position.quotes[index].exact;
    let digits = hex(&Sha256::digest(words)[..3]);
    let before = position.quotes[..index].iter();
    let again = match before.filter(|it| it.exact == *words).count() {
        0 => String::new(),
        earlier => format!("-{}", earlier + 1),
    };
    [&on_document(scope, position), ".", &digits, &again].concat()
}
