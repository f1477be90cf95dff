//! What scripts lay out, handed over to them by a call: unlike anything that would have to be fetched, a script is
//! also read from a folder on disk.

use super::Site;
use super::address::Target;
use super::scope::Scope;
use super::views;
use crate::digest::DocumentId;

/// A document's part of every comparison, as a call of the function that `sides.js` defines.
///
/// Its links are as seen from `compare.html`.
pub(super) fn sides(site: &Site<'_>, id: DocumentId) -> Vec<u8> {
    let scope = Scope::new(site, Target::Compare, "compare.html");
    let mut call = Vec::with_capacity(1 << 13);
    call.extend(b"policyDigest.sides(");
    let sides = views::side::sides(&scope, id);
    serde_json::to_writer(&mut call, &sides).expect("texts are JSON");
    call.extend(b");\n");
    call
}
