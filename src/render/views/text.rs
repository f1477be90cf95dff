//! A document's text for its page: passages in source order, each with its notes in the margin.

use std::collections::BTreeSet;

use askama::Template;
use askama::filters::HtmlSafe;

use super::cells::row_href;
use super::parts::{Stance, holder_link, place_name, report_in_full, stance};
use crate::digest::DocumentId;
use crate::render::fragments;
use crate::render::frame::{Link, dir};
use crate::render::html::Html;
use crate::render::layers::{Wanted, layers, reference_id};
use crate::render::passage::passage;
use crate::render::scope::Scope;
use crate::text::{Block, BlockKind, MarkKind};

/// The language of what the digest says and its direction, where the document has another language.
type Ours<'s> = (&'s str, &'static str);

/// Pieces of a text, in source order.
#[derive(Template)]
#[template(path = "compiled/text.html")]
struct Pieces<'s> {
    ours: Option<Ours<'s>>,
    items: Vec<Item<'s>>,
}

/// A piece of the text.
enum Item<'s> {
    /// A heading.
    Heading {
        /// Level on the page, below its own headings and without leaps.
        level: u8,
        passage: Passage<'s>,
    },
    /// A paragraph or label line.
    Paragraph { passage: Passage<'s> },
    /// The items of one list that follow each other.
    List {
        ordered: bool,
        passages: Vec<Passage<'s>>,
    },
    /// The rows of one table that follow each other.
    Table {
        number: u32,
        head: Vec<Passage<'s>>,
        rows: Vec<Passage<'s>>,
    },
    /// Passages that are not shown.
    Gap { from: String, to: Option<String> },
}

/// One block of the text.
#[derive(Template)]
#[template(path = "compiled/passage.html")]
struct Passage<'s> {
    ours: Option<Ours<'s>>,
    /// Its fragment: `p12`.
    id: String,
    /// How it is cited: ¶12.
    name: String,
    html: Html,
    /// Of a table row: its cells instead.
    cells: Vec<Html>,
    /// Of a list item: what stands before it, and how deep it stands.
    marker: Option<String>,
    depth: u8,
    /// Of a note: where the text refers to it.
    references: Vec<Link>,
    margin: Option<Margin<'s>>,
}

impl HtmlSafe for Passage<'_> {}

/// What stands beside a passage.
#[derive(Template)]
#[template(path = "compiled/margin.html")]
struct Margin<'s> {
    /// How the document is called.
    document: &'s str,
    /// How the passage is cited.
    passage: String,
    ours: Option<Ours<'s>>,
    notes: Vec<MarginNote<'s>>,
}

impl HtmlSafe for Margin<'_> {}

/// A position beside a passage that it quotes.
struct MarginNote<'s> {
    /// `QUESTION--HOLDER`; only at the first of the position's passages.
    id: Option<String>,
    /// `DOC--HOLDER`; only at the first position of this holder.
    holder_id: Option<String>,
    /// Whose position it is.
    name: &'s str,
    stance: Stance<'s>,
    question: Link,
    claim: Claim,
}

/// What the position says.
enum Claim {
    /// It stands at the first of its passages, in full.
    Here {
        reported: Option<Reported>,
        summary: Html,
    },
    /// At every other one is the way there.
    Elsewhere { href: String },
}

/// Whose words they are that come to us at second hand.
struct Reported {
    holder: Link,
    on_behalf_of: Option<Link>,
    how: String,
}

/// The text and its notes, each empty where there is none.
pub(super) struct Laid {
    pub(super) text: Html,
    pub(super) notes: Html,
}

/// Lays a document's text out; notes are taken out of the flow and put together.
pub(super) fn laid_out(scope: &Scope<'_>, id: DocumentId) -> Laid {
    let mut setter = Setter::new(scope, id);
    let blocks = &scope.site.digest.document(id).text.blocks;
    let is_note = |index: &usize| matches!(blocks[*index].kind, BlockKind::Note { .. });
    let items = setter.items((0..blocks.len()).filter(|index| !is_note(index)));
    let notes = setter.items((0..blocks.len()).filter(is_note));
    let pieces = |items| {
        Html::of(&Pieces {
            ours: setter.ours,
            items,
        })
    };
    Laid {
        text: pieces(items),
        notes: pieces(notes),
    }
}

struct Setter<'s> {
    scope: &'s Scope<'s>,
    id: DocumentId,
    ours: Option<Ours<'s>>,
    /// The positions that have been shown in full.
    shown: BTreeSet<usize>,
    /// The holders that have got their id.
    holders: BTreeSet<String>,
}

impl<'s> Setter<'s> {
    fn new(scope: &'s Scope<'s>, id: DocumentId) -> Self {
        let config = scope.site.config;
        let document = scope.site.digest.document(id);
        Self {
            scope,
            id,
            ours: (document.language != config.language)
                .then(|| (config.language.as_str(), dir(config.direction))),
            shown: BTreeSet::new(),
            holders: BTreeSet::new(),
        }
    }

    fn items(&mut self, blocks: impl Iterator<Item = usize>) -> Vec<Item<'s>> {
        let mut items: Vec<Item<'s>> = Vec::new();
        let text = &self.scope.site.digest.document(self.id).text;
        for index in blocks {
            let block = &text.blocks[index];
            if !self.scope.site.shown.is_shown(self.id, index) {
                push_gap(&mut items, block);
                continue;
            }
            let passage = self.passage(index, block);
            push(&mut items, &text.blocks, index, passage);
        }
        items
    }

    fn passage(&mut self, index: usize, block: &Block) -> Passage<'s> {
        let coverage = self.scope.site.shown.coverage(self.id);
        let positions = &coverage.positions[index];
        let wanted = Wanted {
            positions,
            ids: true,
            mentions: true,
        };
        let layers = layers(self.scope, self.id, index, wanted);
        let words = |range| passage(&block.text, range, &layers);
        let (marker, depth) = marker(block);
        let name = place_name(block);
        let margin = (!positions.is_empty()).then(|| Margin {
            document: &self.scope.site.digest.document(self.id).short,
            passage: name.clone(),
            ours: self.ours,
            notes: positions.iter().map(|&it| self.note(it)).collect(),
        });
        Passage {
            ours: self.ours,
            id: block.fragment(),
            name,
            html: words(0..block.text.len()),
            cells: match &block.kind {
                BlockKind::TableRow { cells, .. } => cells.iter().cloned().map(words).collect(),
                _ => Vec::new(),
            },
            marker,
            depth,
            references: references(self.scope, self.id, block),
            margin,
        }
    }

    fn note(&mut self, index: usize) -> MarginNote<'s> {
        let scope = self.scope;
        let document = scope.site.digest.document(self.id);
        let position = &document.positions[index];
        let question = scope.site.digest.question(position.question);
        let id = fragments::on_document(scope, position);
        let first = self.shown.insert(index);
        let of_holder = fragments::on_question(scope, self.id, position);
        let row = row_href(scope, self.id, position.question);
        let claim = match first {
            false => Claim::Elsewhere {
                href: format!("#{id}"),
            },
            true => Claim::Here {
                reported: report_in_full(scope, self.id, position).map(|how| Reported {
                    holder: holder_link(scope, position.holder),
                    on_behalf_of: position.on_behalf_of.map(|id| holder_link(scope, id)),
                    how,
                }),
                summary: scope.inline(&position.summary),
            },
        };
        MarginNote {
            id: first.then_some(id),
            holder_id: self.holders.insert(of_holder.clone()).then_some(of_holder),
            name: &scope.site.digest.holder(position.holder).name,
            stance: stance(scope, position.stance),
            question: Link {
                href: row,
                text: question.short.clone(),
            },
            claim,
        }
    }
}

fn push<'s>(items: &mut Vec<Item<'s>>, blocks: &[Block], index: usize, passage: Passage<'s>) {
    match &blocks[index].kind {
        BlockKind::Heading { .. } => items.push(Item::Heading {
            level: heading_level(&blocks[..=index]),
            passage,
        }),
        BlockKind::ListItem { list, ordinal, .. } => match items.last_mut() {
            Some(Item::List { passages, .. }) if continues_list(blocks, passages, *list) => {
                passages.push(passage);
            }
            _ => items.push(Item::List {
                ordered: ordinal.is_some(),
                passages: vec![passage],
            }),
        },
        BlockKind::TableRow { table, head, .. } => push_row(items, *table, *head, passage),
        BlockKind::Paragraph | BlockKind::Label { .. } | BlockKind::Note { .. } => {
            items.push(Item::Paragraph { passage });
        }
    }
}

/// The level on the page of the last of some blocks, a heading: the third for one below no other,
/// one more for each that it stands under, whatever levels the source leaps over.
fn heading_level(blocks: &[Block]) -> u8 {
    let mut open: Vec<u8> = Vec::new();
    for block in blocks {
        if let BlockKind::Heading { level } = block.kind {
            open.retain(|above| *above < level);
            open.push(level);
        }
    }
    u8::try_from(open.len() + 2).map_or(6, |level| level.min(6))
}

/// Whether the last item of a list on the page belongs to the list `list` of the source.
fn continues_list(blocks: &[Block], passages: &[Passage<'_>], list: u32) -> bool {
    let Some(last) = passages.last() else {
        return false;
    };
    blocks.iter().any(|block| {
        matches!(&block.kind, BlockKind::ListItem { list: other, .. } if *other == list)
            && block.fragment() == last.id
    })
}

fn push_row<'s>(items: &mut Vec<Item<'s>>, table: u32, head: bool, passage: Passage<'s>) {
    if !matches!(items.last(), Some(Item::Table { number, .. }) if *number == table) {
        items.push(Item::Table {
            number: table,
            head: Vec::new(),
            rows: Vec::new(),
        });
    }
    if let Some(Item::Table {
        head: heads, rows, ..
    }) = items.last_mut()
    {
        if head { heads } else { rows }.push(passage);
    }
}

/// Runs passages together that are not shown.
fn push_gap(items: &mut Vec<Item<'_>>, block: &Block) {
    if let Some(Item::Gap { to, .. }) = items.last_mut() {
        *to = Some(place_name(block));
    } else {
        items.push(Item::Gap {
            from: place_name(block),
            to: None,
        });
    }
}

/// What stands before a list item, and how deep it stands.
fn marker(block: &Block) -> (Option<String>, u8) {
    match &block.kind {
        BlockKind::ListItem { ordinal, depth, .. } => {
            let marker = ordinal.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
            (Some(marker), *depth)
        }
        BlockKind::Note { mark } => (Some(mark.to_string()), 0),
        _ => (None, 0),
    }
}

/// The marks that lead to a note.
fn references(scope: &Scope<'_>, id: DocumentId, block: &Block) -> Vec<Link> {
    if !matches!(block.kind, BlockKind::Note { .. }) {
        return Vec::new();
    }
    let blocks = &scope.site.digest.document(id).text.blocks;
    let shown = blocks
        .iter()
        .enumerate()
        .filter(|(index, _)| scope.site.shown.is_shown(id, *index));
    shown
        .flat_map(|(_, from)| {
            let notes = from.marks.iter().filter_map(|mark| match mark.kind {
                MarkKind::NoteReference { note } => Some(note),
                _ => None,
            });
            notes
                .enumerate()
                .filter(|(_, note)| *note == block.number)
                .map(|(nth, note)| Link {
                    href: format!("#{}", reference_id(note, &from.fragment(), nth)),
                    text: place_name(from),
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_leap_over_no_level() {
        let check = |levels: &[u8], expected: &[u8]| {
            let blocks: Vec<Block> = levels
                .iter()
                .map(|&level| Block {
                    kind: BlockKind::Heading { level },
                    number: 1,
                    text: Box::default(),
                    origin: Default::default(),
                    marks: Box::default(),
                })
                .collect();
            let found: Vec<u8> = (0..levels.len())
                .map(|index| heading_level(&blocks[..=index]))
                .collect();
            assert_eq!(found, expected, "{levels:?}");
        };
        check(&[1, 2, 3, 2, 1], &[3, 4, 5, 4, 3]);
        check(&[2, 2, 4], &[3, 3, 4]);
        check(&[3, 2, 1], &[3, 3, 3]);
        check(&[1, 2, 3, 4, 5, 6], &[3, 4, 5, 6, 6, 6]);
    }
}
