//! `compare.html`: which two documents to lay side by side, and how alike each two are.

use serde::Serialize;

use super::Page;
use super::parts::{Count, DocumentRef, document};
use super::rows::{Rows, rows};
use crate::compare::relation::{FEWEST_QUESTIONS, likeness};
use crate::compare::{Counted, Relation};
use crate::digest::{DocumentId, ThemeId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    documents: Vec<DocumentRef>,
    pairs: Vec<PairRow>,
    /// How many pairs have no page.
    beyond: usize,
    /// Heads of the columns, each behind its id.
    relations: Vec<(&'static str, &'static str)>,
    fewest: usize,
    themes: Vec<Theme>,
    /// Id and label of each relation that a chosen pair may have.
    sections: Vec<(&'static str, &'static str)>,
    rows: Rows,
}

/// A theme to choose.
#[derive(Serialize)]
pub(super) struct Theme {
    id: String,
    link: Link,
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
pub(super) const SHOWN: [Relation; 10] = [
    Relation::Agree,
    Relation::AgreeInPart,
    Relation::BothRaise,
    Relation::OneTakesSide,
    Relation::Divided,
    Relation::Differ,
    Relation::OneSilent,
    Relation::BothSilent,
    Relation::NoFirstHand,
    Relation::NotCoded,
];

/// Those of them that there are when the positions that count do, in their order.
fn relations(counted: Counted) -> impl Iterator<Item = Relation> {
    let shown = SHOWN.into_iter();
    shown.filter(move |it| counted == Counted::FirstHand || *it != Relation::NoFirstHand)
}

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
        relations: relations(Counted::All)
            .map(|it| (it.id(), it.label()))
            .collect(),
        fewest: FEWEST_QUESTIONS,
        themes: themes(scope),
        sections: relations(Counted::FirstHand)
            .map(|it| (it.id(), it.label()))
            .collect(),
        rows: rows(scope),
    };
    Page::new("compare.html", frame, &view)
}

/// The themes, for pages that are filtered by them.
pub(super) fn themes(scope: &Scope<'_>) -> Vec<Theme> {
    let themes = scope.site.digest.themes.iter().enumerate();
    themes
        .map(|(index, theme)| Theme {
            id: theme.id.clone(),
            link: Link {
                href: scope.href(Target::Theme(ThemeId(index)), None),
                text: theme.title.clone(),
            },
        })
        .collect()
}

fn pair_row(scope: &Scope<'_>, a: DocumentId, b: DocumentId) -> Option<PairRow> {
    let href = scope.pair(a, b, None)?;
    let digest = scope.site.digest;
    Some(PairRow {
        a: digest.document(a).short.clone(),
        b: digest.document(b).short.clone(),
        likeness: likeness_view(scope, a, b, Counted::All, Some(&href)),
        href,
    })
}

/// Counts, score and bar of two documents; each count links to its rows on the page at `href`, if
/// there is one that has them.
pub(super) fn likeness_view(
    scope: &Scope<'_>,
    a: DocumentId,
    b: DocumentId,
    counted: Counted,
    href: Option<&str>,
) -> LikenessView {
    let likeness = likeness(scope.site.comparison, a, b, counted);
    let counts: Vec<Count> = relations(counted)
        .map(|relation| {
            let count = likeness.counts[relation as usize];
            let href = href.filter(|_| count > 0);
            Count {
                id: relation.id(),
                label: relation.label().to_owned(),
                count,
                href: href.map(|href| format!("{href}#_{}", relation.id())),
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

/// Two digits, halves away from zero: what `Number.toFixed` makes of the same rounding in the
/// browser.
pub(super) fn two_digits(value: f64) -> String {
    format!("{:.2}", (value * 100.0).round() / 100.0)
}
