//! Which items make one list, and how deep each stands.
//!
//! Items that follow each other are one list, also when notes stand between, or the rest of an item
//! that a page had parted. Deeper indentation begins a list inside; so does another look of markers,
//! until the look before returns (`1.`, `(a)`, `(b)`, `2.`), because many sources have lost their
//! indentation.

use crate::text::draft::{Draft, Inside, Item, Kind};
use crate::text::marker::Style;

/// The list and the depth of each item, in order.
pub(super) fn places(drafts: &[Draft]) -> Vec<(u32, u8)> {
    let mut lists = Lists::default();
    let mut places = Vec::new();
    for draft in drafts {
        match &draft.kind {
            Kind::Note { .. } => lists.is_parted = true,
            Kind::Item(item) => {
                places.push(lists.place(item));
                lists.is_parted = draft.is_joined;
            }
            _ => lists.interrupt(draft.inside),
        }
    }
    places
}

#[derive(Debug, Default)]
struct Lists {
    count: u32,
    open: Option<Open>,
    /// Whether notes stand between the last item and the present place, or the rest of that item.
    is_parted: bool,
}

/// The list that the last item was of.
#[derive(Debug)]
struct Open {
    /// The list of the markup, if the last item was by markup.
    markup: Option<u32>,
    /// Whether its outermost items are numbered.
    is_ordered: bool,
    /// From the outermost level inwards.
    levels: Vec<Level>,
}

#[derive(Debug, Clone, Copy)]
struct Level {
    indent: usize,
    style: Option<Style>,
    ordinal: Option<u64>,
}

/// Deeper than this nothing is nested.
const DEEPEST: usize = 63;

/// Indentations that differ by less are the same.
const SAME_INDENT: usize = 2;

impl Lists {
    fn interrupt(&mut self, inside: Inside) {
        let list = match inside {
            Inside::Item { list, .. } => Some(list),
            _ => None,
        };
        // A further paragraph of an item is inside the list.
        let is_inside = |open: &Open| list.is_some() && open.markup == list;
        if !self.open.as_ref().is_some_and(is_inside) {
            self.open = None;
        }
        self.is_parted = false;
    }

    fn place(&mut self, item: &Item) -> (u32, u8) {
        let level = Level {
            indent: item.indent,
            style: item.style,
            ordinal: item.ordinal,
        };
        let is_parted = self.is_parted;
        let goes_on = self
            .open
            .as_mut()
            .is_some_and(|open| open.takes(item, level, is_parted));
        if !goes_on {
            self.count += 1;
            self.open = Some(Open {
                markup: item.list,
                is_ordered: item.ordinal.is_some(),
                levels: vec![level],
            });
        }
        let by_rule = self.open.as_ref().map_or(0, |open| open.levels.len() - 1);
        let by_rule = u8::try_from(by_rule.min(DEEPEST)).unwrap_or(0);
        let depth = if item.list.is_some() {
            item.depth
        } else {
            by_rule
        };
        (self.count, depth)
    }
}

impl Open {
    /// Takes an item in, unless another list begins with it.
    fn takes(&mut self, item: &Item, level: Level, is_parted: bool) -> bool {
        match (self.markup, item.list) {
            (Some(list), Some(other)) if list == other => true,
            // What the markup says are two lists are two, unless a note or a page came between.
            (Some(_), Some(_)) => {
                let is_same_kind = self.is_ordered == item.ordinal.is_some();
                let begins_anew = item.ordinal == Some(1);
                let goes_on = is_parted && is_same_kind && !begins_anew;
                if goes_on {
                    self.markup = item.list;
                }
                goes_on
            }
            (None, None) => self.takes_by_rule(level),
            _ => false,
        }
    }

    fn takes_by_rule(&mut self, level: Level) -> bool {
        let is_outside = |open: &Level| open.indent >= level.indent + SAME_INDENT;
        while self.levels.len() > 1 && self.levels.last().is_some_and(is_outside) {
            self.levels.pop();
        }
        if self.levels.last().is_some_and(is_outside) {
            let is_same = self.levels[0].style == level.style;
            self.levels[0] = level;
            return is_same;
        }
        let is_deeper = self
            .levels
            .last()
            .is_some_and(|open| level.indent >= open.indent + SAME_INDENT);
        let same = self.levels.iter().rposition(|open| {
            open.style == level.style && open.indent.abs_diff(level.indent) < SAME_INDENT
        });
        match same {
            Some(index) if !is_deeper => {
                let begins_anew = index == 0
                    && level.ordinal == Some(1)
                    && self.levels[0].ordinal.is_some_and(|last| last >= 1);
                self.levels.truncate(index + 1);
                self.levels[index] = level;
                !begins_anew
            }
            _ if self.levels.len() > DEEPEST => true,
            _ => {
                self.levels.push(level);
                true
            }
        }
    }
}
