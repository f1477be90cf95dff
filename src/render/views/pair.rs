//! `compare/A--B.html`: two documents side by side, question by question, quotes in their passages.

use serde::Serialize;

use super::Page;
use super::compare::{LikenessView, SHOWN, likeness_view};
use super::parts::{
    DocumentRef, HolderRef, QuestionRef, SilenceView, Stance, cell_report, document, holder, place,
    question, report_in_full, silence, stance,
};
use crate::compare::relation::questions_with;
use crate::digest::{DocumentId, QuestionId};
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::frame::{Frame, Link};
use crate::render::html::Html;
use crate::render::layers::{Wanted, layers};
use crate::render::passage::passage;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    documents: Vec<DocumentRef>,
    likeness: LikenessView,
    sections: Vec<Section>,
}

/// The questions on which the two have one relation.
#[derive(Serialize)]
struct Section {
    id: String,
    label: &'static str,
    questions: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    question: QuestionRef,
    sides: Vec<Side>,
}

/// One document on one question.
#[derive(Serialize)]
struct Side {
    document: DocumentRef,
    /// The row on the question's page.
    href: String,
    stance: Stance,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    positions: Vec<Claim>,
    passages: Vec<Passage>,
    silence: Option<SilenceView>,
}

#[derive(Serialize)]
struct Claim {
    /// `QUESTION--DOC--HOLDER`.
    id: String,
    /// Whose position it is.
    name: String,
    stance: Stance,
    holder: Option<HolderRef>,
    reported: Option<String>,
    summary: Html,
}

/// A whole passage with the quotes in it marked.
#[derive(Serialize)]
struct Passage {
    place: Link,
    /// Whose words the quotes in it are, where the document reports them.
    holders: Vec<String>,
    html: Html,
}

pub(super) fn page(scope: &Scope<'_>, a: DocumentId, b: DocumentId) -> Page {
    let digest = scope.site.digest;
    let (first, second) = (&digest.document(a).short, &digest.document(b).short);
    let frame = Frame::new("pair", "compare", format!("{first} and {second}"))
        .described(format!(
            "{first} and {second} side by side, question by question, each quote inside its passage."
        ))
        .below(scope.href(Target::Compare, None), "Compare");
    let sections = SHOWN.into_iter().map(|relation| Section {
        id: format!("_{}", relation.id()),
        label: relation.label(),
        questions: questions_with(scope.site.comparison, a, b, relation)
            .into_iter()
            .map(|id| row(scope, [a, b], id))
            .collect(),
    });
    let view = View {
        documents: vec![document(scope, a), document(scope, b)],
        likeness: likeness_view(scope, a, b, ""),
        sections: sections
            .filter(|section| !section.questions.is_empty())
            .collect(),
    };
    Page::new("pair.html", frame, &view)
}

fn row(scope: &Scope<'_>, documents: [DocumentId; 2], on: QuestionId) -> Row {
    Row {
        question: question(scope, on),
        sides: documents
            .into_iter()
            .map(|id| side(scope, id, on))
            .collect(),
    }
}

fn side(scope: &Scope<'_>, id: DocumentId, on: QuestionId) -> Side {
    let own = scope.site.digest.document(id);
    let cell = scope.site.comparison.cell(id, on);
    let positions = cell.positions.iter().map(|&index| &own.positions[index]);
    Side {
        document: document(scope, id),
        href: scope.href(Target::Question(on), Some(&own.id)),
        stance: stance(scope, cell.stance),
        reported: cell_report(scope, id, cell),
        positions: positions
            .map(|it| Claim {
                id: fragments::on_pair(scope, id, it),
                name: scope.site.digest.holder(it.holder).name.clone(),
                stance: stance(scope, it.stance),
                holder: (!it.first_hand).then(|| holder(scope, it.holder)),
                reported: report_in_full(scope, id, it),
                summary: scope.inline(&it.summary),
            })
            .collect(),
        passages: passages(scope, id, &cell.positions),
        silence: cell
            .silence
            .map(|index| silence(scope, &own.silences[index])),
    }
}

/// The holders whose reported words one block holds, each once, in order of position.
fn reported_in(
    scope: &Scope<'_>,
    id: DocumentId,
    positions: &[usize],
    block: usize,
) -> Vec<String> {
    let own = scope.site.digest.document(id);
    let mut names: Vec<String> = Vec::new();
    for position in positions.iter().map(|index| &own.positions[*index]) {
        let quotes = position.quotes.iter().flat_map(|quote| quote.ranges());
        let name = &scope.site.digest.holder(position.holder).name;
        if !position.first_hand
            && quotes.into_iter().any(|range| range.block == block)
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    names
}

/// The passages that the positions quote, in source order.
fn passages(scope: &Scope<'_>, id: DocumentId, positions: &[usize]) -> Vec<Passage> {
    let own = scope.site.digest.document(id);
    let mut blocks: Vec<usize> = positions
        .iter()
        .flat_map(|&index| &own.positions[index].quotes)
        .flat_map(|quote| quote.ranges())
        .map(|range| range.block)
        .collect();
    blocks.sort_unstable();
    blocks.dedup();
    let wanted = Wanted {
        positions,
        ids: false,
        mentions: true,
    };
    blocks
        .into_iter()
        .map(|index| {
            let block = &own.text.blocks[index];
            let layers = layers(scope, id, index, wanted);
            Passage {
                place: place(scope, id, index),
                holders: reported_in(scope, id, positions, index),
                html: passage(&block.text, 0..block.text.len(), &layers),
            }
        })
        .collect()
}
