//! `questions/ID.html`: every document's stance on one question, with the words that show it.

use serde::Serialize;

use super::cells::{names_them, with_stance};
use super::matrix::by_hand;
use super::parts::{
    DocumentRef, FirstHand, PositionView, QuestionRef, SilenceView, Stance, cell_report,
    counted_stance, document, first_hand, position, question, silence,
};
use super::{Page, reliability};
use crate::compare::{Counted, DocumentStance};
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::issues;
use crate::render::scope::Scope;

/// So many links to comparisons stand at a row at most.
const MOST_COMPARISONS: usize = 8;

#[derive(Serialize)]
struct View {
    question: QuestionRef,
    subject: String,
    theme: Link,
    concordance: String,
    csv: String,
    groups: Vec<Group>,
    /// The same by first-hand positions alone, where that makes a difference.
    groups_first_hand: Option<Vec<Group>>,
    /// The stances that rows can be filtered by.
    choices: Vec<Choice>,
    rows: Vec<Row>,
    pinned: String,
}

/// A stance that a document has, by all positions or by first-hand ones alone.
#[derive(Serialize)]
struct Choice {
    stance: Stance,
    any: bool,
    any_first_hand: bool,
}

/// The documents that have a stance.
#[derive(Serialize)]
struct Group {
    stance: Stance,
    count: usize,
    /// Each of them, unless there are too many to name.
    documents: Vec<Link>,
}

/// One document on the question.
#[derive(Serialize)]
pub(super) struct Row {
    document: DocumentRef,
    stance: Stance,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    /// Both by first-hand positions alone, where that is another.
    first_hand: Option<FirstHand>,
    positions: Vec<PositionView>,
    silence: Option<SilenceView>,
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
    let comparison = scope.site.comparison;
    let coded = &comparison.coded[id.0];
    let documents: Vec<DocumentId> = match names_them(comparison.rows.len() - coded.len()) {
        true => (0..comparison.rows.len()).map(DocumentId).collect(),
        false => coded.clone(),
    };
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
        groups_first_hand: by_hand(scope, &[id]).then(|| groups(scope, id, Counted::FirstHand)),
        choices: choices(scope, id),
        rows: documents
            .into_iter()
            .map(|document| row(scope, document, id))
            .collect(),
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

fn groups(scope: &Scope<'_>, id: QuestionId, counted: Counted) -> Vec<Group> {
    let link = |document: DocumentId| {
        let document = scope.site.digest.document(document);
        Link {
            href: format!("#{}", document.id),
            text: document.short.clone(),
        }
    };
    stances()
        .map(|wanted| {
            let documents: Vec<DocumentId> = with_stance(scope, id, wanted, counted).collect();
            let is_open = wanted == Some(DocumentStance::NotCoded);
            let is_named = !is_open || names_them(documents.len());
            let named = documents.iter().filter(|_| is_named);
            Group {
                stance: counted_stance(scope, wanted),
                count: documents.len(),
                documents: named.map(|id| link(*id)).collect(),
            }
        })
        .filter(|group| group.count > 0)
        .collect()
}

fn choices(scope: &Scope<'_>, id: QuestionId) -> Vec<Choice> {
    let any = |wanted, counted| with_stance(scope, id, wanted, counted).next().is_some();
    stances()
        .flatten()
        .map(|it| Choice {
            stance: counted_stance(scope, Some(it)),
            any: any(Some(it), Counted::All),
            any_first_hand: any(Some(it), Counted::FirstHand),
        })
        .filter(|choice| choice.any || choice.any_first_hand)
        .collect()
}

/// Shows one document on one question.
pub(super) fn row(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Row {
    let digest = scope.site.digest;
    let own = digest.document(id);
    let cell = scope.site.comparison.cell(id, on);
    let positions = cell.positions.iter().map(|&index| &own.positions[index]);
    let others = scope.site.partners[id.0].iter();
    let fragment = &digest.question(on).id;
    Row {
        document: document(scope, id),
        stance: counted_stance(scope, Some(cell.stance)),
        reported: cell_report(scope, id, cell, Counted::All),
        first_hand: first_hand(scope, id, cell),
        positions: positions.map(|it| position(scope, id, it)).collect(),
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
