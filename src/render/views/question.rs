//! `questions/ID.html`: every document's stance on one question, with the words that show it.

use std::collections::BTreeSet;

use askama::Template;
use serde::Serialize;

use super::cells::{Named, named, names_them, open_on, rows_of, with_others};
use super::matrix::by_hand;
use super::parts::{
    FirstHand, PositionView, QuestionRef, SilenceView, Stance, cell_report, counted_stance,
    first_hand, kind_of_document, known_date, position, question, silence,
};
use super::{Page, reliability};
use crate::compare::{Cell, Counted, DocumentStance};
use crate::digest::{DocumentId, QuestionId};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::Html;
use crate::render::issues;
use crate::render::scope::Scope;
use crate::render::series::{by_question, weight};

/// So many links to comparisons stand at a row at most.
const MOST_COMPARISONS: usize = 8;

#[derive(Serialize)]
struct View<'s> {
    question: QuestionRef,
    subject: String,
    theme: Link,
    concordance: String,
    csv: String,
    groups: Vec<Group<'s>>,
    /// Whether their documents are named: on the first part.
    is_named: bool,
    /// The same by first-hand positions alone, where that makes a difference.
    groups_first_hand: Option<Vec<Group<'s>>>,
    /// The stances that rows can be filtered by.
    choices: Vec<Choice<'s>>,
    rows: Html,
    pinned: String,
}

/// A stance that a document has, by all positions or by first-hand ones alone.
#[derive(Serialize)]
struct Choice<'s> {
    stance: Stance<'s>,
    any: bool,
    any_first_hand: bool,
}

/// The documents that have a stance.
#[derive(Serialize)]
struct Group<'s> {
    stance: Stance<'s>,
    documents: Named<Link>,
}

/// One document on the question.
#[derive(Template)]
#[template(path = "compiled/row.html")]
struct Row<'s> {
    id: &'s str,
    /// How the document is called, what it is, and where its page is.
    short: &'s str,
    kind: &'static str,
    date: Option<String>,
    href: String,
    stance: Stance<'s>,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    /// Both by first-hand positions alone, where that is another.
    first_hand: Option<FirstHand<'s>>,
    positions: Vec<PositionView<'s>>,
    silence: Option<SilenceView<'s>>,
    /// How far second codings give the same stance, where there are any.
    agreement: Option<Link>,
    comparisons: Vec<Link>,
    /// The way to say that the row is wrong, where there is one.
    correct: Option<Link>,
}

pub(super) fn page(scope: &Scope<'_>, id: QuestionId) -> Page {
    let digest = scope.site.digest;
    let own = digest.question(id);
    let theme = digest.theme(own.theme);
    let theme_href = scope.href(Target::Theme(own.theme), None);
    let mut frame = Frame::new("question", "matrix", own.proposition.clone())
        .described(format!(
            "{} What {} documents say on this, in their words.",
            own.proposition,
            digest.documents.len()
        ))
        .below(theme_href.clone(), theme.title.clone());
    frame.previous = id.0.checked_sub(1).map(|index| neighbour(scope, index));
    frame.next = (id.0 + 1 < digest.questions.len()).then(|| neighbour(scope, id.0 + 1));
    let file = &scope.site.files.get(theme.places.file()).path;
    frame.edit = edit_link(scope.site, file, "Edit the question")
        .into_iter()
        .collect();
    let documents = rows_of(scope.site, id);
    let shown = &documents[scope.items(documents.len())];
    frame.parts = scope.parts("Documents", |index| {
        digest.document(documents[index]).short.clone()
    });
    let view = View {
        question: question(scope, id),
        subject: own.subject.clone(),
        theme: Link {
            href: theme_href,
            text: theme.title.clone(),
        },
        concordance: scope.href(Target::Concordance(id), None),
        csv: scope.href(Target::QuestionCsv(id), None),
        groups: groups(scope, id, Counted::All),
        is_named: scope.is_first_part(),
        groups_first_hand: by_hand(scope, &[id]).then(|| groups(scope, id, Counted::FirstHand)),
        choices: choices(scope, id, shown),
        rows: Html::lines(shown.iter().map(|it| row(scope, *it, id))),
        pinned: scope.href(Target::Pinned, None),
    };
    Page::new("question.html", frame, &view)
}

fn neighbour(scope: &Scope<'_>, index: usize) -> Link {
    let question = question(scope, QuestionId(index));
    Link {
        href: question.href,
        text: question.short,
    }
}

/// The stances that there may be, in the order in which pages count them; none is that there is no
/// first-hand position.
fn stances() -> impl Iterator<Item = Option<DocumentStance>> {
    let all = DocumentStance::ALL.into_iter();
    let (taken, not_taken): (Vec<_>, Vec<_>) = all
        .map(Some)
        .partition(|it| !matches!(it, Some(DocumentStance::Silent | DocumentStance::NotCoded)));
    taken.into_iter().chain([None]).chain(not_taken)
}

/// The documents of each stance that occurs.
fn groups<'s>(scope: &Scope<'s>, id: QuestionId, counted: Counted) -> Vec<Group<'s>> {
    let groups = stances().map(|stance| Group {
        stance: counted_stance(scope, stance),
        documents: with_stance(scope, id, stance, counted),
    });
    groups.filter(|group| group.documents.count > 0).collect()
}

/// The documents that have a stance; none is no first-hand one. They are named on the first part.
fn with_stance(
    scope: &Scope<'_>,
    id: QuestionId,
    stance: Option<DocumentStance>,
    counted: Counted,
) -> Named<Link> {
    let comparison = scope.site.comparison;
    let count = comparison.tallies[id.0].of(stance, counted);
    if !scope.is_first_part() || !names_them(count) {
        return Named::only_counted(count);
    }
    let documents: Vec<DocumentId> = match stance {
        Some(DocumentStance::NotCoded) => open_on(scope.site, id).collect(),
        _ => comparison.coded[id.0].with(stance, counted).collect(),
    };
    named(documents.into_iter(), |document| {
        let document = scope.site.digest.document(document);
        Link {
            href: scope.href(Target::Question(id), Some(&document.id)),
            text: document.short.clone(),
        }
    })
}

/// The stances that any document has, and which of them are on this page.
fn choices<'s>(scope: &Scope<'s>, id: QuestionId, shown: &[DocumentId]) -> Vec<Choice<'s>> {
    let comparison = scope.site.comparison;
    let of = |counted| -> BTreeSet<DocumentStance> {
        let cells = shown.iter().map(|it| comparison.cell(*it, id));
        cells.filter_map(|cell| cell.stance_of(counted)).collect()
    };
    let (any, any_first_hand) = (of(Counted::All), of(Counted::FirstHand));
    let tally = &comparison.tallies[id.0];
    let occurs = |stance: DocumentStance| {
        let counts = [Counted::All, Counted::FirstHand].map(|it| tally.of(Some(stance), it));
        // Where many are not coded, they have no rows.
        let has_rows = |count: usize| stance != DocumentStance::NotCoded || names_them(count);
        counts.iter().any(|count| *count > 0 && has_rows(*count))
    };
    stances()
        .flatten()
        .filter(|stance| occurs(*stance))
        .map(|it| Choice {
            stance: counted_stance(scope, Some(it)),
            any: any.contains(&it),
            any_first_hand: any_first_hand.contains(&it),
        })
        .collect()
}

/// About how many bytes each row takes; with the first, what stands above them.
pub(super) fn weights(
    site: &Site<'_>,
    on: QuestionId,
    coded: &[(DocumentId, usize)],
) -> Vec<usize> {
    let open = |id| row_weight(site, id, site.comparison.cell(id, on), &[]);
    let mut weights = with_others(&rows_of(site, on), coded, open);
    if let Some(first) = weights.first_mut() {
        *first += GROUPS;
    }
    weights
}

/// About how many bytes the groups take in which documents are named.
const GROUPS: usize = 20_000;

/// About how many bytes the rows of the documents take that are coded on each question.
pub(super) fn row_weights(
    site: &Site<'_>,
    said: &[Vec<(QuestionId, usize)>],
) -> Vec<Vec<(DocumentId, usize)>> {
    by_question(site, |id| {
        let coded = site.comparison.row(id).coded();
        coded.map(move |(question, cell)| (question, row_weight(site, id, cell, &said[id.0])))
    })
}

/// The same of one row, by what its document's positions take.
fn row_weight(site: &Site<'_>, id: DocumentId, cell: &Cell, said: &[(QuestionId, usize)]) -> usize {
    let own = site.digest.document(id);
    let positions: usize = cell.positions.iter().map(|index| said[*index].1).sum();
    let silence = cell.silence.map_or(0, |index| {
        let silence = &own.silences[index];
        let seen: usize = silence.seen.iter().map(|it| weight(it) + 2).sum();
        200 + seen + silence.note.as_ref().map_or(0, |it| weight(it))
    });
    let comparisons = 100 * site.partners[id.0].len().min(MOST_COMPARISONS);
    let names = 4 * (own.id.len() + weight(&own.short));
    300 + names + positions + silence + comparisons
}

/// Shows one document on one question.
fn row<'s>(scope: &Scope<'s>, id: DocumentId, on: QuestionId) -> Row<'s> {
    let digest = scope.site.digest;
    let own = digest.document(id);
    let cell = scope.site.comparison.cell(id, on);
    let positions = cell.positions.iter().map(|&index| &own.positions[index]);
    let others = scope.site.partners[id.0].iter();
    let fragment = &digest.question(on).id;
    Row {
        id: &own.id,
        short: &own.short,
        kind: kind_of_document(own.kind),
        date: known_date(own),
        href: scope.href(Target::Document(id), None),
        stance: counted_stance(scope, Some(cell.stance)),
        reported: cell_report(scope, id, cell, Counted::All),
        first_hand: first_hand(scope, id, cell),
        positions: positions
            .map(|it| PositionView {
                id: Some(fragments::on_question(scope, id, it)),
                ..position(scope, id, it)
            })
            .collect(),
        silence: cell
            .silence
            .map(|index| silence(scope, &own.silences[index])),
        agreement: agreement(scope, id, on),
        comparisons: others
            .filter_map(|&other| {
                let href = scope.pair(id, other, Some(fragment))?;
                let text = digest.document(other).short.clone();
                Some(Link { href, text })
            })
            .take(MOST_COMPARISONS)
            .collect(),
        correct: issues::correct_position(scope.site, &own.id, Some(fragment)),
    }
}

/// Says how many codings of a cell give its stance, with the way to what they say.
fn agreement(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Option<Link> {
    let unit = scope.site.comparison.reliability.as_ref()?.unit(id, on)?;
    let shown = scope.site.comparison.cell(id, on).stance;
    let all = unit.codings.len();
    let same = unit.codings.iter().filter(|(_, it)| *it == shown).count();
    let (text, fragment) = if unit.agrees() {
        (format!("{all} codings agree"), None)
    } else {
        let give = if same == 1 { "gives" } else { "give" };
        let text = format!("{same} of {all} codings {give} this stance");
        (text, Some(reliability::name_of(scope, unit)))
    };
    Some(Link {
        href: scope.href(Target::Reliability, fragment.as_deref()),
        text,
    })
}
