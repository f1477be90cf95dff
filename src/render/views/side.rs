//! One document on one question, to be laid beside another: on pages of pairs, and as the data of
//! which the browser puts pairs together that have no page.

use std::ops::Range;

use askama::Template;
use askama::filters::HtmlSafe;

use super::cells::{names_them, row_href};
use super::parts::{
    SilenceView, Stance, cell_report, counted_stance, holder_link, other_direction, place,
    report_in_full, silence,
};
use crate::compare::{Cell, Counted, DocumentStance};
use crate::digest::{DocumentId, Position, QuestionId};
use crate::record::Publish;
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::frame::Link;
use crate::render::html::Html;
use crate::render::layers::{Wanted, layers};
use crate::render::passage::passage;
use crate::render::scope::Scope;

/// One document on one question.
#[derive(Template)]
#[template(path = "compiled/side.html")]
pub(super) struct Side<'s> {
    /// How the document is called, the language of its words, and their direction where it is not the interface's.
    document: &'s str,
    lang: &'s str,
    dir: Option<&'static str>,
    /// The row on the question's page.
    href: String,
    stance: Stance<'s>,
    /// That it rests on no first-hand position; empty otherwise.
    reported: String,
    positions: Vec<Claim<'s>>,
    passages: Vec<Passage<'s>>,
    silence: Option<SilenceView<'s>>,
}

impl HtmlSafe for Side<'_> {}

struct Claim<'s> {
    /// `QUESTION--DOC--HOLDER`.
    id: String,
    /// Whose position it is.
    name: &'s str,
    stance: Stance<'s>,
    holder: Option<Link>,
    reported: Option<String>,
    summary: Html,
}

/// A passage with the quotes in it marked.
struct Passage<'s> {
    place: Link,
    /// Whose words the quotes in it are, where the document reports them.
    holders: Vec<&'s str>,
    html: Html,
}

/// What of passages is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of a passage that carries quotes.
    Whole,
    /// The quotes in it alone.
    Quotes,
}

/// The sides of one document on every question: its part of every comparison.
#[derive(Template)]
#[template(path = "compiled/sides.html")]
pub(in crate::render) struct Sides<'s> {
    sides: Vec<Entry<'s>>,
}

struct Entry<'s> {
    /// Empty for all that are not coded, where they are not named one by one.
    question: &'s str,
    /// Whether it is the side by first-hand positions alone, given where it is another one.
    first_hand: bool,
    side: Side<'s>,
}

/// Lists the sides of one document, in the digest's order of questions. Of a document published as
/// excerpts only the quotes are in it.
pub(in crate::render) fn sides<'s>(scope: &Scope<'s>, id: DocumentId) -> Sides<'s> {
    let digest = scope.site.digest;
    let extent = match digest.document(id).publish {
        Publish::Full => Extent::Whole,
        Publish::Excerpts => Extent::Quotes,
    };
    let row = scope.site.comparison.row(id);
    let mut sides = Vec::new();
    for (index, question) in digest.questions.iter().enumerate() {
        let on = QuestionId(index);
        let cell = row.cell(on);
        if cell.stance == DocumentStance::NotCoded && !names_them(row.not_coded()) {
            continue;
        }
        let mut push = |counted: Counted| {
            sides.push(Entry {
                question: &question.id,
                first_hand: counted == Counted::FirstHand,
                side: side_to(scope, id, on, counted, extent),
            });
        };
        push(Counted::All);
        let mut positions = positions(scope, id, cell, Counted::All);
        if positions.any(|(_, position)| !position.first_hand) {
            push(Counted::FirstHand);
        }
    }
    if !names_them(row.not_coded()) {
        sides.push(Entry {
            question: "",
            first_hand: false,
            side: not_coded(scope, id),
        });
    }
    Sides { sides }
}

/// What stands in the place of a document that is not coded, whatever the question.
fn not_coded<'s>(scope: &Scope<'s>, id: DocumentId) -> Side<'s> {
    let own = scope.site.digest.document(id);
    Side {
        document: &own.short,
        lang: &own.language,
        dir: other_direction(scope, &own.language),
        href: scope.href(Target::Document(id), None),
        stance: counted_stance(scope, Some(DocumentStance::NotCoded)),
        reported: String::new(),
        positions: Vec::new(),
        passages: Vec::new(),
        silence: None,
    }
}

/// Shows what a document says on a question, each quote in its passage.
pub(super) fn side<'s>(scope: &Scope<'s>, id: DocumentId, on: QuestionId) -> Side<'s> {
    side_to(scope, id, on, Counted::All, Extent::Whole)
}

fn side_to<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    on: QuestionId,
    counted: Counted,
    extent: Extent,
) -> Side<'s> {
    let own = scope.site.digest.document(id);
    let cell = scope.site.comparison.cell(id, on);
    let (indices, positions): (Vec<usize>, Vec<&Position>) =
        positions(scope, id, cell, counted).unzip();
    Side {
        document: &own.short,
        lang: &own.language,
        dir: other_direction(scope, &own.language),
        href: row_href(scope, id, on),
        stance: counted_stance(scope, cell.stance_of(counted)),
        reported: cell_report(scope, id, cell, counted),
        positions: positions
            .into_iter()
            .map(|it| Claim {
                id: fragments::on_pair(scope, id, it),
                name: &scope.site.digest.holder(it.holder).name,
                stance: counted_stance(scope, Some(it.stance.into())),
                holder: (!it.first_hand).then(|| holder_link(scope, it.holder)),
                reported: report_in_full(scope, id, it),
                summary: scope.inline(&it.summary),
            })
            .collect(),
        passages: passages(scope, id, &indices, extent),
        silence: cell
            .silence
            .map(|index| silence(scope, &own.silences[index])),
    }
}

/// The positions of a cell that count, with their indices.
fn positions<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    cell: &Cell,
    counted: Counted,
) -> impl Iterator<Item = (usize, &'s Position)> {
    let own = scope.site.digest.document(id);
    let positions = cell.positions.iter();
    positions
        .map(|&index| (index, &own.positions[index]))
        .filter(move |(_, position)| counted == Counted::All || position.first_hand)
}

/// The holders whose reported words one block holds, each once, in order of position.
fn reported_in<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    positions: &[usize],
    block: usize,
) -> Vec<&'s str> {
    let own = scope.site.digest.document(id);
    let mut names: Vec<&str> = Vec::new();
    for position in positions.iter().map(|index| &own.positions[*index]) {
        let quotes = position.quotes.iter().flat_map(|quote| quote.ranges());
        let name = scope.site.digest.holder(position.holder).name.as_str();
        if !position.first_hand
            && quotes.into_iter().any(|range| range.block == block)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// The passages that the positions quote, in source order.
fn passages<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    positions: &[usize],
    extent: Extent,
) -> Vec<Passage<'s>> {
    let own = scope.site.digest.document(id);
    let ranges = positions
        .iter()
        .flat_map(|&index| &own.positions[index].quotes)
        .flat_map(|quote| quote.ranges());
    let mut ranges: Vec<(usize, Range<usize>)> =
        ranges.map(|range| (range.block, range.range())).collect();
    ranges.sort_by_key(|(block, range)| (*block, range.start, range.end));
    let wanted = Wanted {
        positions,
        ids: false,
        mentions: true,
    };
    ranges
        .chunk_by(|(a, _), (b, _)| a == b)
        .map(|quoted| {
            let index = quoted[0].0;
            let text = &own.text.blocks[index].text;
            let layers = layers(scope, id, index, wanted);
            let clips = match extent {
                Extent::Whole => joined(std::iter::once(0..text.len())),
                Extent::Quotes => joined(quoted.iter().map(|(_, range)| range.clone())),
            };
            let parts: Vec<Html> = clips
                .into_iter()
                .map(|clip| passage(text, clip, &layers))
                .collect();
            Passage {
                place: place(scope, id, index),
                holders: reported_in(scope, id, positions, index),
                html: super::quote::with_gaps(&parts),
            }
        })
        .collect()
}

/// Ranges in order of their starts, those that touch or overlap made one.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_touch_are_shown_as_one() {
        let joined = joined([0..3, 1..2, 3..5, 7..9].into_iter());
        assert_eq!(joined, [0..5, 7..9]);
    }
}
