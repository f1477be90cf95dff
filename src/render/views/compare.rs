//! `compare.html`: which two documents to lay side by side, and how alike each two are.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Page;
use super::parts::{Count, DocumentRef, document};
use super::rows::{Rows, rows};
use crate::compare::relation::{FEWEST_QUESTIONS, likeness};
use crate::compare::{Counted, Relation};
use crate::digest::{DocumentId, ThemeId};
use crate::render::Site;
use crate::render::address::{self, Target};
use crate::render::assets::digits;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;
use crate::render::series::weight;

#[derive(Serialize)]
struct View {
    /// What to choose with, on the first part.
    chooser: Option<Chooser>,
    has_menu: bool,
    /// The first part.
    compare: String,
    pairs: Vec<PairRow>,
    /// Whether there are any, on this part or another one.
    any_pairs: bool,
    /// Ids of the last two documents that have a page; all before them have one, too.
    last_pair: String,
    /// How many pairs have no page.
    beyond: usize,
    /// Heads of the columns, each behind its id.
    relations: Vec<(&'static str, &'static str)>,
    fewest: usize,
    pinned: String,
}

/// What two documents are chosen and laid side by side with.
#[derive(Serialize)]
struct Chooser {
    /// How many documents there are.
    count: usize,
    /// Each of them, unless there are too many for a menu: then a script lists them, at this address.
    documents: Vec<DocumentRef>,
    choices: String,
    /// Where they are listed for readers.
    all_documents: String,
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
    let digest = scope.site.digest;
    let documents = digest.documents.len();
    let mut frame = Frame::new("compare", "compare", "Compare two documents").described(
        "Every two documents side by side, question by question: where they agree, where they part, where one is silent.",
    );
    let pairs: Vec<_> = address::pairs(digest, scope.site.config.pairs_limit).collect();
    let short = |id: DocumentId| &digest.document(id).short;
    frame.parts = scope.parts("Pairs", |index| {
        let (a, b) = pairs[index];
        format!("{} and {}", short(a), short(b))
    });
    let shown = pairs[scope.items(pairs.len())].iter();
    let id = |id: DocumentId| &digest.document(id).id;
    let last_pair = pairs.last();
    let view = View {
        chooser: scope.is_first_part().then(|| chooser(scope)),
        has_menu: has_menu(scope.site),
        compare: scope.href(Target::Compare, None),
        beyond: documents * documents.saturating_sub(1) / 2 - pairs.len(),
        any_pairs: !pairs.is_empty(),
        last_pair: last_pair.map_or(String::new(), |(a, b)| format!("{}--{}", id(*a), id(*b))),
        pairs: shown.map(|(a, b)| pair_row(scope, *a, *b)).collect(),
        relations: relations(Counted::All)
            .map(|it| (it.id(), it.label()))
            .collect(),
        fewest: FEWEST_QUESTIONS,
        pinned: scope.href(Target::Pinned, None),
    };
    Page::new("compare.html", frame, &view)
}

fn chooser(scope: &Scope<'_>) -> Chooser {
    let count = scope.site.digest.documents.len();
    let (listed, choices) = match has_menu(scope.site) {
        true => (count, String::new()),
        false => (0, choices_href(scope)),
    };
    Chooser {
        count,
        documents: (0..listed)
            .map(|index| document(scope, DocumentId(index)))
            .collect(),
        choices,
        all_documents: scope.href(Target::Documents, None),
        themes: themes(scope),
        sections: relations(Counted::FirstHand)
            .map(|it| (it.id(), it.label()))
            .collect(),
        rows: rows(scope),
    }
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

/// So many documents stand in a menu at most; of more, readers find one by typing.
const MOST_CHOICES: usize = 200;

/// Whether the documents are few enough for a menu.
pub(in crate::render) fn has_menu(site: &Site<'_>) -> bool {
    site.digest.documents.len() <= MOST_CHOICES
}

/// Every document for scripts to choose from: id, short name, title.
///
/// It is a call of the function that `choose.js` defines.
pub(in crate::render) fn choices(site: &Site<'_>) -> Vec<u8> {
    let documents = site.digest.documents.iter();
    let choices: Vec<[String; 3]> = documents
        .map(|it| {
            [
                it.id.clone(),
                it.short.clone(),
                it.cited_title().into_owned(),
            ]
        })
        .collect();
    let choices = serde_json::to_string(&choices).expect("texts are JSON");
    format!("policyDigest.documents({choices});\n").into_bytes()
}

/// Where they stand, with a hash of them: browsers keep a file for a while.
fn choices_href(scope: &Scope<'_>) -> String {
    let href = scope.href(Target::Choices, None);
    match scope.site.config.hash_files {
        true => format!("{href}?v={}", digits(&Sha256::digest(choices(scope.site)))),
        false => href,
    }
}

/// About how many bytes each pair takes; with the first, what stands above the list.
pub(super) fn weights(site: &Site<'_>) -> Vec<usize> {
    let name = |id: DocumentId| weight(&site.digest.document(id).short);
    let address = |id: DocumentId| site.digest.document(id).id.len();
    let pairs = address::pairs(site.digest, site.config.pairs_limit);
    let weights =
        pairs.map(|(a, b)| 1_000 + 8 * (name(a) + name(b)) + 8 * (address(a) + address(b)));
    let mut weights: Vec<usize> = weights.collect();
    if let Some(first) = weights.first_mut() {
        let questions = site.digest.questions.iter();
        let rows = questions.map(|it| 500 + 3 * weight(&it.short) + weight(&it.proposition));
        let listed = if has_menu(site) {
            site.digest.documents.len()
        } else {
            0
        };
        *first += rows.sum::<usize>() + 120 * listed;
    }
    weights
}

fn pair_row(scope: &Scope<'_>, a: DocumentId, b: DocumentId) -> PairRow {
    let href = scope.href(Target::Pair(a, b), None);
    let digest = scope.site.digest;
    PairRow {
        a: digest.document(a).short.clone(),
        b: digest.document(b).short.clone(),
        likeness: likeness_view(scope, a, b, Counted::All, Some(&href)),
        href,
    }
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
    let comparison = scope.site.comparison;
    let likeness = likeness(comparison.row(a), comparison.row(b), counted);
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
