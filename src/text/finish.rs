//! Drafts into blocks: in order, numbered, with levels, links and note references.

use crate::text::draft::{Draft, Kind};
use crate::text::{Block, BlockKind, Mark, MarkKind, Text, links, lists, notes};

/// Makes blocks of drafts, in the order in which they begin in the file.
pub(super) fn finish(mut drafts: Vec<Draft>) -> Text {
    drafts.sort_by_key(|draft| draft.run.source_start());
    let mut places = lists::places(&drafts).into_iter();
    let mut numbers = Numbers::default();
    let mut levels = Levels::default();
    let mut blocks: Vec<Block> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let kind = match draft.kind {
            Kind::Paragraph | Kind::Literal => BlockKind::Paragraph,
            Kind::Label { label } => BlockKind::Label { label },
            Kind::Item(item) => {
                let (list, depth) = places.next().expect("bug: an item without a list");
                BlockKind::ListItem {
                    list,
                    ordinal: item.ordinal,
                    depth,
                }
            }
            Kind::Row { table, head, cells } => BlockKind::TableRow {
                table,
                head,
                cells: cells.into(),
            },
            Kind::Heading { level, is_field } => BlockKind::Heading {
                level: levels.next(level, is_field),
            },
            Kind::Note { mark } => BlockKind::Note { mark: mark.into() },
        };
        levels.is_begun |= !matches!(kind, BlockKind::Note { .. });
        let mut run = draft.run;
        links::mark(&mut run);
        blocks.push(Block {
            number: numbers.next(&kind),
            kind,
            origin: run.origin(),
            text: run.text.into(),
            marks: run.marks.into(),
        });
    }
    notes::link(&mut blocks);
    for block in &mut blocks {
        order_marks(block);
    }
    Text { blocks }
}

/// The last number of each family.
#[derive(Debug, Default)]
struct Numbers {
    passages: u32,
    headings: u32,
    notes: u32,
}

impl Numbers {
    fn next(&mut self, kind: &BlockKind) -> u32 {
        let last = match kind {
            BlockKind::Heading { .. } => &mut self.headings,
            BlockKind::Note { .. } => &mut self.notes,
            _ => &mut self.passages,
        };
        *last += 1;
        *last
    }
}

/// Levels of headings: what markup says; by rule 1 for what begins the text, and for others one below
/// the last heading by markup, or 2.
#[derive(Debug, Default)]
struct Levels {
    is_begun: bool,
    by_markup: u8,
}

/// Deeper headings do not exist in HTML.
const DEEPEST_HEADING: u8 = 6;

impl Levels {
    fn next(&mut self, level: Option<u8>, is_field: bool) -> u8 {
        if let Some(level) = level {
            self.by_markup = level;
        }
        match level {
            Some(level) => level.clamp(1, DEEPEST_HEADING),
            None if !self.is_begun && !is_field => 1,
            None => (self.by_markup + 1).clamp(2, DEEPEST_HEADING),
        }
    }
}

/// Sorts the marks, and drops what would cross another or put a link into a link.
fn order_marks(block: &mut Block) {
    if block.marks.is_empty() {
        return;
    }
    let mut marks = part_links(std::mem::take(&mut block.marks).into());
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    let mut open: Vec<usize> = Vec::new();
    marks.retain(|mark| {
        while open.last().is_some_and(|&end| end <= mark.range.start) {
            open.pop();
        }
        let is_apart = open.last().is_none_or(|&end| mark.range.end <= end);
        if is_apart {
            open.push(mark.range.end);
        }
        is_apart
    });
    block.marks = marks.into();
}

/// Parts links at the note references inside them: a reader can follow only one of the two.
fn part_links(marks: Vec<Mark>) -> Vec<Mark> {
    let is_reference = |mark: &&Mark| matches!(mark.kind, MarkKind::NoteReference { .. });
    let mut references: Vec<_> = marks
        .iter()
        .filter(is_reference)
        .map(|mark| mark.range.clone())
        .collect();
    references.sort_by_key(|range| range.start);
    let mut parted = Vec::with_capacity(marks.len());
    for mark in marks {
        if !matches!(mark.kind, MarkKind::Link { .. }) {
            parted.push(mark);
            continue;
        }
        let mut start = mark.range.start;
        let first = references.partition_point(|range| range.end <= start);
        let inside = references[first..]
            .iter()
            .take_while(|range| range.start < mark.range.end);
        for reference in inside {
            push_part(&mut parted, &mark, start..reference.start);
            start = reference.end;
        }
        push_part(&mut parted, &mark, start..mark.range.end);
    }
    parted
}

fn push_part(marks: &mut Vec<Mark>, mark: &Mark, range: std::ops::Range<usize>) {
    if range.start < range.end {
        let kind = mark.kind.clone();
        marks.push(Mark { range, kind });
    }
}
