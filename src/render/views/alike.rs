//! Which documents are most and least alike one of them.

use serde::Serialize;

use super::compare::two_digits;
use crate::compare::alike;
use crate::digest::DocumentId;
use crate::render::address::Target;
use crate::render::frame::Link;
use crate::render::scope::Scope;

/// The way from one document to the others.
#[derive(Serialize)]
pub(super) struct Alike {
    /// The other documents with the highest and the lowest score; neither where fewer than two have
    /// one.
    nearest: Option<Other>,
    farthest: Option<Other>,
    /// Where the document is laid beside one of the reader's choice.
    choose: String,
}

#[derive(Serialize)]
struct Other {
    comparison: Link,
    score: String,
    n: usize,
}

/// Finds the documents most and least alike one of them; of equal ones, the first.
pub(super) fn alike(scope: &Scope<'_>, id: DocumentId) -> Alike {
    let both = alike::nearest_and_farthest(scope.site.comparison, id);
    let other = |it: alike::Alike| {
        let other = it.document;
        let page = scope.pair(id, other, None);
        Other {
            comparison: Link {
                href: page.unwrap_or_else(|| scope.chosen(id, other)),
                text: scope.site.digest.document(other).short.clone(),
            },
            score: two_digits(it.score),
            n: it.n,
        }
    };
    Alike {
        nearest: both.map(|(nearest, _)| other(nearest)),
        farthest: both.map(|(_, farthest)| other(farthest)),
        choose: format!(
            "{}?a={}",
            scope.href(Target::Compare, None),
            scope.site.digest.document(id).id
        ),
    }
}
