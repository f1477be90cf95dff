//! Splits parts into drafts of blocks: notes, items, labels, and what the record says.
//!
//! The first line of a part begins a block; a later line begins one of its own only when it shows it
//! beyond doubt, since any word may come to stand at the beginning of a wrapped line. The rules, the
//! first that applies:
//!
//! 1. what the record's structure says;
//! 2. what markup says;
//! 3. a note mark begins a note;
//! 4. a marker begins an item, if its number fits the other items and, inside a part, the line before
//!    leaves room for it (ends a sentence or ends early) or a later line has such a marker too;
//! 5. a label begins a label line, under the same condition; with nothing behind it is a heading;
//! 6. what follows such a heading is a paragraph.

use std::collections::{HashMap, HashSet};

use crate::text::chars::{ends_finally, width};
use crate::text::draft::{Draft, Inside, Item, Kind, Part, PartKind, PartLine};
use crate::text::join::Joiner;
use crate::text::lines::{Line, has_room, wrap_width};
use crate::text::marker::{self, Marker, Style};
use crate::text::structure::Structure;
use crate::text::{Format, Lines, Problem, Role, label, notes};

/// A text narrower than this, in columns, does not show whether a line ended early.
const NARROWEST_WRAP: usize = 40;

/// Splits parts into drafts.
pub(super) fn split(
    parts: Vec<Part>,
    view: &View,
    joiner: &Joiner<'_>,
    structure: &mut Structure,
) -> Vec<Draft> {
    let mut splitter = Splitter {
        view,
        joiner,
        structure,
        drafts: Vec::new(),
        last_ordinals: HashMap::new(),
        line_before: LineBefore::default(),
        styles_ahead: HashMap::new(),
        is_closed: true,
    };
    for part in parts {
        splitter.part(part);
    }
    splitter.drafts
}

/// What is to be known of a source as a whole.
#[derive(Debug)]
pub(super) struct View {
    pub(super) format: Format,
    pub(super) lines: Lines,
    /// How wide a wrapped text is, in columns.
    wrap: usize,
    /// The numbers that lines begin with.
    ordinals: HashSet<(Style, u64)>,
    /// Bracketed marks that stand inside lines.
    references: HashSet<String>,
}

impl View {
    /// Looks a source and its parts over.
    pub(super) fn new(
        source: &str,
        all: &[Line],
        parts: &[Part],
        format: Format,
        lines: Lines,
    ) -> Self {
        let mut view = Self {
            format,
            lines,
            wrap: wrap_width(source, all),
            ordinals: HashSet::new(),
            references: HashSet::new(),
        };
        for line in parts.iter().flat_map(|part| &part.lines) {
            notes::collect_references(&line.run.text, &mut view.references);
            let Some(marker) = marker::find(&line.run.text) else {
                continue;
            };
            for marker in [marker, marker.as_roman()] {
                if let Some(ordinal) = marker.ordinal {
                    view.ordinals.insert((marker.style, ordinal));
                }
            }
        }
        view
    }
}

/// How a line ended.
#[derive(Debug, Clone, Copy, Default)]
struct LineBefore {
    width: usize,
    is_final: bool,
}

/// How a block begins.
struct Beginning {
    kind: Kind,
    /// Bytes of the line that are not part of the block's words.
    dropped: usize,
    /// Whether the block ends with this line.
    closes: bool,
}

impl Beginning {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            dropped: 0,
            closes: false,
        }
    }

    fn closing(kind: Kind) -> Self {
        Self {
            closes: true,
            ..Self::new(kind)
        }
    }
}

struct Splitter<'a> {
    view: &'a View,
    joiner: &'a Joiner<'a>,
    structure: &'a mut Structure,
    drafts: Vec<Draft>,
    /// The number of the last item of each look.
    last_ordinals: HashMap<Style, u64>,
    line_before: LineBefore,
    /// How many lines that are still to come in this part begin with a marker of each look.
    styles_ahead: HashMap<Style, usize>,
    /// Whether the next line begins a block whatever it looks like.
    is_closed: bool,
}

impl Splitter<'_> {
    fn part(&mut self, part: Part) {
        let Part {
            kind,
            inside,
            lines,
        } = part;
        let is_literal = matches!(kind, PartKind::Literal);
        let is_whole = !matches!(kind, PartKind::Prose | PartKind::Item(_));
        let mut markup = Some(kind);
        self.styles_ahead = styles(&lines);
        for line in lines {
            self.pass(&line);
            let forced = self.structure.take(line.run.source_start());
            let beginning = match forced {
                Some((entry, role)) => {
                    markup = None;
                    Some(self.forced(entry, role, &line))
                }
                None => match markup.take() {
                    Some(kind) => Some(self.first(kind, inside, &line)),
                    None if is_whole && !self.is_closed => None,
                    None => self.later(inside, &line),
                },
            };
            self.line(line, beginning, forced, inside, is_literal);
        }
        self.is_closed = true;
    }

    /// Takes the marker of a line out of those that are ahead.
    fn pass(&mut self, line: &PartLine) {
        if let Some(marker) = marker::find(&line.run.text)
            && let Some(count) = self.styles_ahead.get_mut(&marker.style)
        {
            *count -= 1;
        }
    }

    /// Adds a line, to the last block or as a new one.
    fn line(
        &mut self,
        line: PartLine,
        beginning: Option<Beginning>,
        forced: Option<(usize, Role)>,
        inside: Inside,
        is_literal: bool,
    ) {
        self.line_before = LineBefore {
            width: width(&line.run.text),
            is_final: ends_finally(&line.run.text),
        };
        let mut run = line.run;
        match (beginning, self.drafts.last_mut()) {
            (None, Some(draft)) => {
                draft.lines += 1;
                if is_literal {
                    self.joiner.join_literally(&mut draft.run, run);
                } else {
                    self.joiner.join(&mut draft.run, run);
                }
            }
            (beginning, _) => {
                let beginning = beginning.unwrap_or_else(|| Beginning::new(Kind::Paragraph));
                run.drop_front(beginning.dropped);
                self.is_closed = beginning.closes;
                self.drafts.push(Draft {
                    kind: beginning.kind,
                    run,
                    forced,
                    inside,
                    lines: 1,
                    is_joined: false,
                });
            }
        }
    }

    /// What the record says that begins here.
    fn forced(&mut self, entry: usize, role: Role, line: &PartLine) -> Beginning {
        let text = &line.run.text;
        match role {
            Role::Heading => Beginning::closing(Kind::Heading {
                level: None,
                is_field: false,
            }),
            Role::Paragraph | Role::Continues => Beginning::new(Kind::Paragraph),
            Role::ListItem => {
                let marker = marker::find(text);
                let mut beginning = Beginning::new(Kind::Item(item(marker, line)));
                beginning.dropped = marker.map_or(0, |marker| marker.length);
                beginning
            }
            Role::Label => match label::length(text).or_else(|| label::to_first_colon(text)) {
                Some(label) => Beginning::new(Kind::Label { label }),
                None => {
                    self.structure.report(entry, Problem::NoColon);
                    Beginning::new(Kind::Paragraph)
                }
            },
        }
    }

    /// What begins with the first line of a part.
    fn first(&mut self, kind: PartKind, inside: Inside, line: &PartLine) -> Beginning {
        match kind {
            PartKind::Prose => self
                .by_rule(inside, line, true)
                .unwrap_or_else(|| Beginning::new(Kind::Paragraph)),
            PartKind::Literal => Beginning::new(Kind::Literal),
            PartKind::Heading(level) => Beginning::new(Kind::Heading {
                level: Some(level),
                is_field: false,
            }),
            PartKind::Item(item) => Beginning::new(Kind::Item(item)),
            PartKind::Row { table, head, cells } => {
                Beginning::new(Kind::Row { table, head, cells })
            }
            PartKind::Note(mark) => Beginning::new(Kind::Note { mark }),
        }
    }

    /// What begins with a later line of a part, if anything.
    fn later(&mut self, inside: Inside, line: &PartLine) -> Option<Beginning> {
        let is_first = self.is_closed || self.view.lines == Lines::Paragraphs;
        match self.by_rule(inside, line, is_first) {
            None if is_first => Some(Beginning::new(Kind::Paragraph)),
            beginning => beginning,
        }
    }

    fn by_rule(&mut self, inside: Inside, line: &PartLine, is_first: bool) -> Option<Beginning> {
        self.note(line, is_first)
            .or_else(|| self.item(inside, line, is_first))
            .or_else(|| self.label(line, is_first))
    }

    fn note(&self, line: &PartLine, is_first: bool) -> Option<Beginning> {
        let text = &line.run.text;
        let (mark, length) = notes::leading_mark(text)?;
        if mark.starts_with('[') {
            let follows = self.drafts.last().is_some_and(Draft::is_note);
            let may_begin = is_first || follows || self.line_before.is_final;
            if !may_begin || !self.view.references.contains(mark) {
                return None;
            }
        }
        let mark = mark.to_owned();
        let mut beginning = Beginning::new(Kind::Note { mark });
        beginning.dropped = length;
        Some(beginning)
    }

    fn item(&mut self, inside: Inside, line: &PartLine, is_first: bool) -> Option<Beginning> {
        let marker = marker::find(&line.run.text)?;
        if self.view.format == Format::Markdown && marker.is_markdown() {
            return None;
        }
        let marker = self.settle(marker);
        let is_item = match marker.ordinal {
            None => self.bullet_begins(marker, line, is_first),
            Some(ordinal) => self.number_begins(marker, ordinal, line, is_first),
        };
        if !is_item {
            return None;
        }
        if let Some(ordinal) = marker.ordinal {
            self.last_ordinals.insert(marker.style, ordinal);
        }
        let mut item = item(Some(marker), line);
        if let Inside::Item { list, depth } = inside {
            (item.list, item.depth) = (Some(list), depth.saturating_add(1));
        }
        let mut beginning = Beginning::new(Kind::Item(item));
        beginning.dropped = marker.length;
        Some(beginning)
    }

    /// Whether `i`, `v` or `x` is a letter: only behind the letter before it.
    fn settle(&self, marker: Marker) -> Marker {
        let goes_on = self.follows_last(marker);
        if marker.roman.is_some() && !goes_on {
            marker.as_roman()
        } else {
            marker
        }
    }

    fn follows_last(&self, marker: Marker) -> bool {
        let last = self.last_ordinals.get(&marker.style);
        marker.ordinal.is_some() && last.map(|last| last + 1) == marker.ordinal
    }

    fn bullet_begins(&self, marker: Marker, line: &PartLine, is_first: bool) -> bool {
        is_first
            || marker.is_unmistakable()
            || self.is_in_list_of(marker.style)
            || self.leaves_room(line, marker)
    }

    fn number_begins(&self, marker: Marker, ordinal: u64, line: &PartLine, is_first: bool) -> bool {
        let stands = |ordinal: u64| self.view.ordinals.contains(&(marker.style, ordinal));
        let has_successor = stands(ordinal + 1);
        if is_first {
            // A number by itself may be a date: “3. März 2025”.
            let has_predecessor = ordinal > 0 && stands(ordinal - 1);
            return ordinal == 1 || has_predecessor || has_successor;
        }
        let fits = ordinal == 1 && has_successor || self.follows_last(marker);
        fits && (self.is_in_list_of(marker.style) || self.leaves_room(line, marker))
    }

    fn is_in_list_of(&self, style: Style) -> bool {
        let kind = self.drafts.last().map(|draft| &draft.kind);
        matches!(kind, Some(Kind::Item(item)) if item.style == Some(style))
    }

    fn label(&self, line: &PartLine, is_first: bool) -> Option<Beginning> {
        let text = &line.run.text;
        let label = label::length(text)?;
        let kind = self.drafts.last().map(|draft| &draft.kind);
        let follows_label = matches!(kind, Some(Kind::Label { .. }));
        if !is_first && !follows_label && !self.ended_early(line) {
            return None;
        }
        Some(if text[label..].trim().is_empty() {
            Beginning::closing(Kind::Heading {
                level: None,
                is_field: true,
            })
        } else {
            Beginning::new(Kind::Label { label })
        })
    }

    /// Whether an item may begin inside a part: the line before may be the last of its block, or this
    /// is not the only line of the part that begins so.
    fn leaves_room(&self, line: &PartLine, marker: Marker) -> bool {
        let is_ahead = |count: &usize| *count > 0;
        self.line_before.is_final
            || self.ended_early(line)
            || self.styles_ahead.get(&marker.style).is_some_and(is_ahead)
    }

    /// Whether the line before had room for the first word of this one, by a fifth of the width:
    /// text set in a proportional font is ragged once it is plain.
    fn ended_early(&self, line: &PartLine) -> bool {
        self.view.wrap < NARROWEST_WRAP
            || has_room(
                self.line_before.width,
                &line.run.text,
                self.view.wrap * 4 / 5,
            )
    }
}

/// How many lines begin with a marker of each look.
fn styles(lines: &[PartLine]) -> HashMap<Style, usize> {
    let mut styles = HashMap::new();
    for marker in lines.iter().filter_map(|line| marker::find(&line.run.text)) {
        *styles.entry(marker.style).or_default() += 1;
    }
    styles
}

fn item(marker: Option<Marker>, line: &PartLine) -> Item {
    Item {
        ordinal: marker.and_then(|marker| marker.ordinal),
        style: marker.map(|marker| marker.style),
        indent: line.indent,
        list: None,
        depth: 0,
        marker_start: marker.map(|_| line.run.source_start()),
    }
}
