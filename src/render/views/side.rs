//! One document on one question, to be laid beside another: as markup on pages of pairs, and as the values of
//! which the browser puts pairs together that have no page.

use std::ops::Range;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::{Serialize, Serializer};

use super::cells::{names_them, row_href};
use super::parts::{
    SilenceView, Stance, cell_report, counted_stance, other_direction, place_name, report_in_full,
    silence,
};
use crate::compare::{Cell, Counted, DocumentStance};
use crate::digest::{DocumentId, Position, QuestionId};
use crate::record::Publish;
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::html::Html;
use crate::render::layers::{Wanted, layers};
use crate::render::passage::passage;
use crate::render::scope::Scope;

/// One document on one question. `templates/sides.js` makes the same markup of its values as the compiled
/// template does; a test in a browser holds the two to each other.
#[derive(Template, Serialize)]
#[template(path = "compiled/side.html")]
pub(in crate::render) struct Side<'s> {
    #[serde(skip)]
    document: Spoken<'s>,
    /// The document's page.
    #[serde(skip)]
    page: String,
    /// The id of the question; empty where it may be any that is not coded.
    #[serde(skip)]
    question: &'s str,
    /// The row on the question's page.
    href: String,
    #[serde(serialize_with = "stance_id")]
    stance: Stance<'s>,
    /// That it rests on no first-hand position; empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    reported: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Claim<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    passages: Vec<Passage<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silence: Option<SilenceView<'s>>,
}

impl HtmlSafe for Side<'_> {}

impl Side<'_> {
    fn fragment(&self, claim: &Claim<'_>) -> String {
        fragments::on_pair(self.question, self.document.id, &claim.key)
    }
}

/// A document as its sides name it.
#[derive(Clone, Copy, Serialize)]
struct Spoken<'s> {
    id: &'s str,
    short: &'s str,
    /// The language of its words, and their direction where it is not the interface's.
    lang: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dir: Option<&'static str>,
}

#[derive(Serialize)]
struct Claim<'s> {
    /// What tells it apart from others of the document on the question.
    key: String,
    /// Whose position it is.
    name: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<Reported<'s>>,
    #[serde(serialize_with = "markup")]
    summary: Html,
}

/// A position that is not first-hand.
#[derive(Serialize)]
struct Reported<'s> {
    #[serde(serialize_with = "stance_id")]
    stance: Stance<'s>,
    /// The page of its holder.
    href: String,
    /// How its words come to us.
    how: String,
}

/// A passage with the quotes in it marked.
#[derive(Serialize)]
struct Passage<'s> {
    /// Under which it is found on the document's page.
    id: String,
    /// How it is cited.
    name: String,
    /// Whose words the quotes in it are, where the document reports them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holders: Vec<&'s str>,
    #[serde(serialize_with = "markup")]
    html: Html,
}

fn stance_id<S: Serializer>(stance: &Stance<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(stance.id)
}

fn markup<S: Serializer>(html: &Html, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(html.as_str())
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
#[derive(Serialize)]
pub(in crate::render) struct Sides<'s> {
    #[serde(flatten)]
    document: Spoken<'s>,
    /// Of each question that is named the side by all positions, followed by the one by first-hand positions
    /// alone if that is another; one with an empty name stands for all others, none of which is coded.
    #[serde(serialize_with = "by_question")]
    pub(in crate::render) sides: Vec<Vec<Side<'s>>>,
}

fn by_question<S: Serializer>(sides: &[Vec<Side<'_>>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(sides.iter().map(|sides| (sides[0].question, sides)))
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
    for on in (0..digest.questions.len()).map(QuestionId) {
        let cell = row.cell(on);
        if cell.stance == DocumentStance::NotCoded && !names_them(row.not_coded()) {
            continue;
        }
        let mut on_question = vec![side_to(scope, id, on, Counted::All, extent)];
        let mut positions = positions(scope, id, cell, Counted::All);
        if positions.any(|(_, position)| !position.first_hand) {
            on_question.push(side_to(scope, id, on, Counted::FirstHand, extent));
        }
        sides.push(on_question);
    }
    if !names_them(row.not_coded()) {
        sides.push(vec![not_coded(scope, id)]);
    }
    let document = spoken(scope, id);
    Sides { document, sides }
}

fn spoken<'s>(scope: &Scope<'s>, id: DocumentId) -> Spoken<'s> {
    let own = scope.site.digest.document(id);
    Spoken {
        id: &own.id,
        short: &own.short,
        lang: &own.language,
        dir: other_direction(scope, &own.language),
    }
}

/// What stands in the place of a document that is not coded, whatever the question.
fn not_coded<'s>(scope: &Scope<'s>, id: DocumentId) -> Side<'s> {
    let page = scope.href(Target::Document(id), None);
    Side {
        document: spoken(scope, id),
        question: "",
        href: page.clone(),
        page,
        stance: counted_stance(scope, Some(DocumentStance::NotCoded)),
        reported: String::new(),
        claims: Vec::new(),
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
        document: spoken(scope, id),
        page: scope.href(Target::Document(id), None),
        question: &scope.site.digest.question(on).id,
        href: row_href(scope, id, on),
        stance: counted_stance(scope, cell.stance_of(counted)),
        reported: cell_report(scope, id, cell, counted),
        claims: positions
            .into_iter()
            .map(|it| Claim {
                key: fragments::position_key(scope, it),
                name: &scope.site.digest.holder(it.holder).name,
                reported: report_in_full(scope, id, it).map(|how| Reported {
                    stance: counted_stance(scope, Some(it.stance.into())),
                    href: scope.href(Target::Holder(it.holder), None),
                    how,
                }),
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
            let block = &own.text.blocks[index];
            let text = &block.text;
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
                id: block.fragment(),
                name: place_name(block),
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
