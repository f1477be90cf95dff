//! What a source is made of on its way to blocks: parts as they stand, and drafts of blocks.

use std::ops::Range;

use crate::text::Role;
use crate::text::marker::Style;
use crate::text::run::Run;

/// A piece of the source between blank lines, or what Markdown says is one block.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) kind: PartKind,
    pub(super) inside: Inside,
    /// Never empty, and none of them blank.
    pub(super) lines: Vec<PartLine>,
}

/// What a part is known to be before any rule has looked at it.
#[derive(Debug, Clone)]
pub(super) enum PartKind {
    /// Nothing is known.
    Prose,
    /// Code or raw HTML: a paragraph that no rule looks at.
    Literal,
    /// A heading by markup.
    Heading(u8),
    /// An item by markup.
    Item(Item),
    /// A row of a table, its cells as ranges of its only line.
    Row {
        table: u32,
        head: bool,
        cells: Vec<Range<usize>>,
    },
    /// A note by markup.
    Note(String),
}

/// A line of a part.
#[derive(Debug, Clone)]
pub(super) struct PartLine {
    pub(super) run: Run,
    /// In columns.
    pub(super) indent: usize,
}

/// What markup a part stands inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// None.
    Nothing,
    /// A block quotation.
    Quote,
    /// An item of this list of the markup, so deep.
    Item { list: u32, depth: u8 },
}

/// What is known of an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) ordinal: Option<u64>,
    /// The marker's look, when the rules found it.
    pub(super) style: Option<Style>,
    /// The marker's indentation, in columns.
    pub(super) indent: usize,
    /// The outermost list of the markup that it stands in.
    pub(super) list: Option<u32>,
    /// How deep it stands in that list.
    pub(super) depth: u8,
    /// The first byte of its marker in the file.
    pub(super) marker_start: Option<usize>,
}

/// A block in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) run: Run,
    /// Which entry of the record's structure says what it is.
    pub(super) forced: Option<(usize, Role)>,
    pub(super) inside: Inside,
    /// Of how many lines it was made.
    pub(super) lines: usize,
    /// Whether a later part of the source was joined to it.
    pub(super) is_joined: bool,
}

/// What a draft is, so far.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Paragraph,
    /// Code or raw HTML.
    Literal,
    Label {
        label: usize,
    },
    Item(Item),
    Row {
        table: u32,
        head: bool,
        cells: Vec<Range<usize>>,
    },
    /// The level when markup says it.
    Heading {
        level: Option<u8>,
        /// Whether it is a label with nothing behind it, so that a value follows.
        is_field: bool,
    },
    Note {
        mark: String,
    },
}

impl Draft {
    pub(super) fn is_note(&self) -> bool {
        matches!(self.kind, Kind::Note { .. })
    }
}
