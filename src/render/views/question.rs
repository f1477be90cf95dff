//! `questions/ID.html`: every document's stance on one question, with the words that show it.

use serde::Serialize;

use super::parts::{
    DocumentRef, PositionView, QuestionRef, SilenceView, Stance, cell_report, document, position,
    question, silence, stance,
};
use super::{Page, reliability};
use crate::compare::DocumentStance;
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
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
    rows: Vec<Row>,
}

/// The documents that have a stance.
#[derive(Serialize)]
struct Group {
    stance: Stance,
    documents: Vec<Link>,
}

/// One document on the question.
#[derive(Serialize)]
pub(super) struct Row {
    document: DocumentRef,
    stance: Stance,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    positions: Vec<PositionView>,
    silence: Option<SilenceView>,
    /// How far second codings give the same stance, where there are any.
    agreement: Option<Link>,
    comparisons: Vec<Link>,
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
    let file = &scope.site.files.get(theme.place.file).path;
    frame.edit = edit_link(scope.site, file, "Edit the question")
        .into_iter()
        .collect();
    let documents = || (0..digest.documents.len()).map(DocumentId);
    let view = View {
        question: question(scope, id),
        subject: own.subject.clone(),
        theme: Link {
            href: theme_href,
            text: theme.title.clone(),
        },
        concordance: scope.href(Target::Concordance(id), None),
        csv: scope.href(Target::QuestionCsv(id), None),
        groups: groups(scope, id),
        rows: documents()
            .map(|document| row(scope, document, id))
            .collect(),
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

fn groups(scope: &Scope<'_>, id: QuestionId) -> Vec<Group> {
    let digest = scope.site.digest;
    let of = |wanted: DocumentStance| {
        let documents = digest.documents.iter().enumerate();
        documents
            .filter(move |(index, _)| {
                scope.site.comparison.cell(DocumentId(*index), id).stance == wanted
            })
            .map(|(_, document)| Link {
                href: format!("#{}", document.id),
                text: document.short.clone(),
            })
            .collect::<Vec<Link>>()
    };
    DocumentStance::ALL
        .into_iter()
        .map(|wanted| Group {
            stance: stance(scope, wanted),
            documents: of(wanted),
        })
        .filter(|group| !group.documents.is_empty())
        .collect()
}

/// Shows one document on one question.
pub(super) fn row(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Row {
    let digest = scope.site.digest;
    let own = digest.document(id);
    let cell = scope.site.comparison.cell(id, on);
    let positions = cell.positions.iter().map(|&index| &own.positions[index]);
    let others = (0..digest.documents.len()).map(DocumentId);
    let fragment = &digest.question(on).id;
    Row {
        document: document(scope, id),
        stance: stance(scope, cell.stance),
        reported: cell_report(scope, id, cell),
        positions: positions.map(|it| position(scope, id, it)).collect(),
        silence: cell
            .silence
            .map(|index| silence(scope, &own.silences[index])),
        agreement: agreement(scope, id, on),
        comparisons: others
            .filter_map(|other| {
                let href = scope.pair(id, other, Some(fragment))?;
                let text = digest.document(other).short.clone();
                Some(Link { href, text })
            })
            .take(MOST_COMPARISONS)
            .collect(),
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
