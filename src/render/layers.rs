//! The layers of a document's passages: which links, names, quotes and corrections lie over them.

use std::borrow::Cow;
use std::ops::Range;

use super::address::Target;
use super::fragments;
use super::passage::{Anchor, Layer, LayerKind};
use super::scope::Scope;
use crate::compare::DocumentStance;
use crate::compare::mentions::{Mention, Mentioned};
use crate::digest::{Document, DocumentId, Position};
use crate::text::{BlockKind, Mark, MarkKind};

/// Which layers a page wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w> {
    /// Indices of the positions whose quotes are marked.
    pub(super) positions: &'w [usize],
    /// Whether note marks and quotes get ids, to which notes and pages of questions lead: on the
    /// document's own page.
    pub(super) ids: bool,
    /// Whether names of holders and instruments are linked.
    pub(super) mentions: bool,
}

impl Wanted<'_> {
    /// Markup, names and corrections: what a quote shows of its own words.
    pub(super) const WORDS: Self = Self {
        positions: &[],
        ids: false,
        mentions: true,
    };
}

/// Lists the layers of one block, the source's own links before the links that we add, so that where
/// both stand the source's stays.
pub(super) fn layers(
    scope: &Scope<'_>,
    id: DocumentId,
    block: usize,
    wanted: Wanted<'_>,
) -> Vec<Layer> {
    let document = scope.site.digest.document(id);
    let mut layers = Vec::new();
    let here = &document.text.blocks[block];
    let mut references = 0_usize;
    for mark in &here.marks {
        let kind = mark_kind(scope, id, block, mark, wanted, &mut references);
        layers.extend(kind.map(|kind| Layer {
            range: mark.range.clone(),
            kind,
        }));
    }
    if let BlockKind::Label { label } = here.kind {
        layers.push(Layer {
            range: 0..label,
            kind: LayerKind::Element("b"),
        });
    }
    if wanted.mentions {
        let mentions = mentions_in(scope.site.comparison.mentions(id), block);
        layers.extend(mentions.iter().filter_map(|mention| link(scope, mention)));
    }
    let positions = wanted.positions.iter();
    let positions = positions.map(|&index| &document.positions[index]);
    layers.extend(positions.flat_map(|it| quotes(scope, it, block, wanted.ids)));
    layers.extend(corrections(document, block));
    layers
}

/// The mentions of one block; mentions are in source order.
pub(super) fn mentions_in(mentions: &[Mention], block: usize) -> &[Mention] {
    let start = mentions.partition_point(|mention| mention.range.block < block);
    let count = mentions[start..].partition_point(|mention| mention.range.block == block);
    &mentions[start..start + count]
}

/// The id of a note mark: `fnref3`, and where several marks lead to the same note `fnref3-p12` and so
/// on. `nth` counts the marks of the same passage from 0.
pub(super) fn reference_id(note: u32, fragment: &str, nth: usize) -> String {
    if nth == 0 {
        format!("fnref{note}-{fragment}")
    } else {
        format!("fnref{note}-{fragment}-{}", nth + 1)
    }
}

fn mark_kind(
    scope: &Scope<'_>,
    id: DocumentId,
    block: usize,
    mark: &Mark,
    wanted: Wanted<'_>,
    references: &mut usize,
) -> Option<LayerKind> {
    Some(match &mark.kind {
        MarkKind::Emphasis => LayerKind::Element("em"),
        MarkKind::Strong => LayerKind::Element("strong"),
        MarkKind::Code => LayerKind::Element("code"),
        MarkKind::Strikethrough => LayerKind::Element("s"),
        MarkKind::Link { target } => LayerKind::Link(Anchor {
            href: super::html::is_safe_url(target).then(|| target.clone())?,
            class: Some("source-link"),
            ..Anchor::default()
        }),
        MarkKind::NoteReference { note } => {
            let document = scope.site.digest.document(id);
            let shown = note_block(document, *note)
                .is_some_and(|index| scope.site.shown.is_shown(id, index));
            let fragment = document.text.blocks[block].fragment();
            let nth = *references;
            *references += 1;
            if !shown {
                return None;
            }
            let words = &document.text.blocks[block].text[mark.range.clone()];
            LayerKind::Link(Anchor {
                href: scope.href(Target::Document(id), Some(&format!("fn{note}"))),
                class: Some("note-mark"),
                id: wanted.ids.then(|| reference_id(*note, &fragment, nth)),
                label: Some(format!("Note {words}")),
            })
        }
    })
}

/// The words of a block as its page shows them: without the marks of notes, and with the reading of
/// each correction behind the words that it corrects.
pub(super) fn words_shown(document: &Document, block: usize) -> Cow<'_, str> {
    let text = &document.text.blocks[block].text;
    let marks = document.text.blocks[block].marks.iter();
    let marks = marks.filter(|mark| matches!(mark.kind, MarkKind::NoteReference { .. }));
    let mut changes: Vec<(Range<usize>, Option<String>)> =
        marks.map(|mark| (mark.range.clone(), None)).collect();
    for layer in corrections(document, block) {
        if let LayerKind::Correction { read: Some(read) } = layer.kind {
            let end = layer.range.end;
            changes.push((end..end, Some(format!(" [{read}]"))));
        }
    }
    if changes.is_empty() {
        return Cow::Borrowed(text);
    }
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    let mut words = String::with_capacity(text.len());
    let mut at = 0;
    for (range, added) in changes {
        words.push_str(&text[at..range.start.max(at)]);
        words.push_str(&added.unwrap_or_default());
        at = at.max(range.end);
    }
    words.push_str(&text[at..]);
    Cow::Owned(words)
}

/// The block that holds a note.
pub(super) fn note_block(document: &Document, note: u32) -> Option<usize> {
    document
        .text
        .blocks
        .iter()
        .position(|block| matches!(block.kind, BlockKind::Note { .. }) && block.number == note)
}

fn link(scope: &Scope<'_>, mention: &Mention) -> Option<Layer> {
    let target = match mention.mentioned {
        Mentioned::Holder(id) => Target::Holder(id),
        Mentioned::Instrument(id) => Target::Instrument(id),
    };
    // A page does not link to itself.
    (target != scope.target).then(|| Layer {
        range: mention.range.range(),
        kind: LayerKind::Link(Anchor {
            href: scope.href(target, None),
            class: Some("mention"),
            ..Anchor::default()
        }),
    })
}

/// The words of a position's quotes in one block, with ids where the first word of each stands.
fn quotes(scope: &Scope<'_>, position: &Position, block: usize, ids: bool) -> Vec<Layer> {
    let stance = DocumentStance::from(position.stance).id();
    let mut layers = Vec::new();
    for (index, quote) in position.quotes.iter().enumerate() {
        let ranges = quote.ranges().enumerate();
        for (nth, range) in ranges.filter(|(_, range)| range.block == block) {
            let id = (ids && nth == 0).then(|| fragments::of_quote(scope, position, index));
            layers.push(Layer {
                range: range.range(),
                kind: LayerKind::Quote { stance, id },
            });
        }
    }
    layers
}

/// Where in one block the source has an error of transmission, so that others have other words.
pub(super) fn errors(document: &Document, block: usize) -> impl Iterator<Item = Range<usize>> {
    let layers = corrections(document, block).into_iter();
    layers.map(|layer| layer.range)
}

fn corrections(document: &Document, block: usize) -> Vec<Layer> {
    let text = &document.text.blocks[block].text;
    let mut layers = Vec::new();
    for correction in &document.corrections {
        if let [range] = correction.ranges.as_slice()
            && range.block == block
        {
            layers.push(differing(text, range.range(), &correction.read));
            continue;
        }
        let last = correction.ranges.len().saturating_sub(1);
        for (index, range) in correction.ranges.iter().enumerate() {
            if range.block == block {
                layers.push(Layer {
                    range: range.range(),
                    kind: LayerKind::Correction {
                        read: (index == last).then(|| correction.read.clone()),
                    },
                });
            }
        }
    }
    layers
}

/// The words of a correction that differ: a record writes more of them, so that they stand in the
/// source once, and readers are to see the error alone.
fn differing(text: &str, range: Range<usize>, read: &str) -> Layer {
    let (at, read) = without_common_words(&text[range.clone()], read);
    let start = range.start + at.start;
    Layer {
        range: start..range.start + at.end,
        kind: LayerKind::Correction {
            read: Some(read.to_owned()),
        },
    }
}

/// Takes the words that two readings begin and end with alike off both of them: what is left of the
/// first as a range of its bytes. A reading that would be empty keeps the word before.
fn without_common_words<'r>(at: &str, read: &'r str) -> (Range<usize>, &'r str) {
    let words = |text: &str| -> Vec<Range<usize>> {
        let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let words = text.split_whitespace();
        words
            .map(|word| start(word)..start(word) + word.len())
            .collect()
    };
    let (ours, theirs) = (words(at), words(read));
    let same = |(a, b): &(&Range<usize>, &Range<usize>)| at[(*a).clone()] == read[(*b).clone()];
    let shorter = ours.len().min(theirs.len());
    let before = ours.iter().zip(&theirs).take_while(same).count();
    let before = before.min(shorter.saturating_sub(1));
    let after = ours.iter().rev().zip(theirs.iter().rev());
    let after = after.take_while(same).count().min(shorter - before);
    let after = if before + after == shorter {
        after.saturating_sub(1)
    } else {
        after
    };
    let span = |words: &[Range<usize>], whole: usize| match words.get(before..words.len() - after) {
        Some([first, .., last]) => first.start..last.end,
        Some([only]) => only.clone(),
        _ => 0..whole,
    };
    (span(&ours, at.len()), &read[span(&theirs, read.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections_show_the_words_that_differ() {
        let check = |at: &str, read: &str, expected: (&str, &str)| {
            let (range, words) = without_common_words(at, read);
            assert_eq!((&at[range], words), expected, "{at:?} for {read:?}");
        };
        check(
            "be fed into Al systems",
            "be fed into AI systems",
            ("Al", "AI"),
        );
        check("Al", "AI", ("Al", "AI"));
        check("a b c", "a c", ("b c", "c"));
        check("a c", "a b c", ("c", "b c"));
        check("a b", "x y", ("a b", "x y"));
        check("a a", "a a a", ("a", "a a"));
        check("", "", ("", ""));
    }
}
