//! `compare.html`: which two documents to lay side by side, and how alike each two are.

use serde::Serialize;

use super::Page;
use super::parts::{Count, DocumentRef, document};
use crate::compare::Relation;
use crate::compare::relation::{FEWEST_QUESTIONS, likeness};
use crate::digest::DocumentId;
use crate::render::frame::Frame;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    documents: Vec<DocumentRef>,
    pairs: Vec<PairRow>,
    /// How many pairs have no page.
    beyond: usize,
    relations: Vec<&'static str>,
    fewest: usize,
}

#[derive(Serialize)]
struct PairRow {
    a: String,
    b: String,
    href: String,
    likeness: LikenessView,
}

/// How alike two documents are: counts first, score second.
#[derive(Serialize)]
pub(super) struct LikenessView {
    /// In the order in which readers want them: agreement first, silence last.
    counts: Vec<Count>,
    /// The same as segments of a bar, in thousandths.
    bars: Vec<Bar>,
    n: usize,
    score: Option<String>,
    bounds: Option<(String, String)>,
}

#[derive(Serialize)]
struct Bar {
    id: &'static str,
    x: String,
    width: String,
}

/// The relations in the order in which pages show them.
pub(super) const SHOWN: [Relation; 9] = [
    Relation::Agree,
    Relation::AgreeInPart,
    Relation::BothRaise,
    Relation::OneTakesSide,
    Relation::Divided,
    Relation::Differ,
    Relation::OneSilent,
    Relation::BothSilent,
    Relation::NotCoded,
];

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let documents = scope.site.digest.documents.len();
    let frame = Frame::new("compare", "compare", "Compare two documents").described(
        "Every two documents side by side, question by question: where they agree, where they part, where one is silent.",
    );
    let ids = || (0..documents).map(DocumentId);
    let pairs: Vec<PairRow> = ids()
        .flat_map(|a| ids().skip(a.0 + 1).map(move |b| (a, b)))
        .map_while(|(a, b)| pair_row(scope, a, b))
        .collect();
    let view = View {
        documents: ids().map(|id| document(scope, id)).collect(),
        beyond: documents * documents.saturating_sub(1) / 2 - pairs.len(),
        pairs,
        relations: SHOWN.iter().map(|relation| relation.label()).collect(),
        fewest: FEWEST_QUESTIONS,
    };
    Page::new("compare.html", frame, &view)
}

fn pair_row(scope: &Scope<'_>, a: DocumentId, b: DocumentId) -> Option<PairRow> {
    let href = scope.pair(a, b, None)?;
    let digest = scope.site.digest;
    Some(PairRow {
        a: digest.document(a).short.clone(),
        b: digest.document(b).short.clone(),
        likeness: likeness_view(scope, a, b, &href),
        href,
    })
}

/// Counts, score and bar of two documents; each count links to its rows on the page at `href`.
pub(super) fn likeness_view(
    scope: &Scope<'_>,
    a: DocumentId,
    b: DocumentId,
    href: &str,
) -> LikenessView {
    let likeness = likeness(scope.site.comparison, a, b);
    let place = |wanted: Relation| {
        Relation::ALL
            .iter()
            .position(|relation| *relation == wanted)
            .expect("bug: a relation that is not listed")
    };
    let counts: Vec<Count> = SHOWN
        .into_iter()
        .map(|relation| {
            let count = likeness.counts[place(relation)];
            Count {
                id: relation.id(),
                label: relation.label().to_owned(),
                count,
                href: (count > 0).then(|| format!("{href}#_{}", relation.id())),
            }
        })
        .collect();
    LikenessView {
        bars: bars(&counts),
        counts,
        n: likeness.n,
        score: likeness.score.map(two_digits),
        bounds: likeness
            .bounds
            .map(|(low, high)| (two_digits(low), two_digits(high))),
    }
}

fn bars(counts: &[Count]) -> Vec<Bar> {
    let total = counts.iter().map(|count| count.count).sum::<usize>().max(1) as f64;
    let mut x = 0.0;
    let mut bars = Vec::new();
    for count in counts.iter().filter(|count| count.count > 0) {
        let width = count.count as f64 * 1000.0 / total;
        bars.push(Bar {
            id: count.id,
            x: format!("{x:.1}"),
            width: format!("{width:.1}"),
        });
        x += width;
    }
    bars
}

fn two_digits(value: f64) -> String {
    format!("{value:.2}")
}
