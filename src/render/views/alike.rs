//! Which documents are most and least alike one of them.

use serde::Serialize;

use super::compare::two_digits;
use crate::compare::Counted;
use crate::compare::relation::likeness;
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
    let comparison = scope.site.comparison;
    let others = (0..scope.site.digest.documents.len())
        .map(DocumentId)
        .filter(|other| *other != id);
    let scores: Vec<(f64, usize, DocumentId)> = others
        .filter_map(|other| {
            let likeness = likeness(comparison, id, other, Counted::All);
            Some((likeness.score?, likeness.n, other))
        })
        .collect();
    let other = |&(score, n, other): &(f64, usize, DocumentId)| {
        let page = scope.pair(id, other, None);
        Other {
            comparison: Link {
                href: page.unwrap_or_else(|| scope.chosen(id, other)),
                text: scope.site.digest.document(other).short.clone(),
            },
            score: two_digits(score),
            n,
        }
    };
    // Of equal ones the last is the greatest and the first the least.
    let nearest = scores.iter().rev().max_by(|a, b| a.0.total_cmp(&b.0));
    let farthest = scores.iter().min_by(|a, b| a.0.total_cmp(&b.0));
    let several = scores.len() > 1;
    Alike {
        nearest: nearest.filter(|_| several).map(other),
        farthest: farthest.filter(|_| several).map(other),
        choose: format!(
            "{}?a={}",
            scope.href(Target::Compare, None),
            scope.site.digest.document(id).id
        ),
    }
}
