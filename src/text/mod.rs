//! A source file, read into passages as a person would set it.
//!
//! ```text
//! bytes ──▶ lines or Markdown events ──▶ parts ──▶ joined, linked ──▶ Text ──▶ Folded
//! ```
//!
//! A [`Text`] is a list of [`Block`]s in source order. Each block knows where each of its bytes
//! stands in the file, so that a quote can be shown in its context and a diagnostic can point at
//! the source's own line. [`read`] does it in steps, each a file of its own:
//!
//! 1. `lines` parts the file into lines and guesses how they make paragraphs; `structure` finds the
//!    lines that the record speaks of.
//! 2. `plain` or `markdown` parts it at blank lines or by its markup.
//! 3. `split` finds notes, list items (`marker`) and label lines (`label`) inside the parts, and joins
//!    wrapped lines (`join`).
//! 4. `headings` finds headings without markup.
//! 5. `join` joins what notes, blank lines and pages have parted.
//! 6. `finish` numbers the blocks, tells lists apart (`lists`), and links addresses (`links`) and notes
//!    (`notes`).

mod chars;
mod draft;
mod finish;
mod headings;
mod join;
mod label;
mod lines;
mod links;
mod lists;
mod markdown;
mod marker;
mod notes;
mod plain;
mod run;
mod split;
mod structure;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::source::{narrow, numbered};

pub mod fold;

/// How a source is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, hard-wrapped or one paragraph per line.
    Text,
    /// Markdown (`CommonMark` with tables, strikethrough and footnotes).
    Markdown,
}

/// How the lines of a source make paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// A paragraph is broken over several lines and ends at a blank one.
    Wrapped,
    /// Each line is a paragraph.
    Paragraphs,
}

/// What a line of the source is, said by the record because no rule can see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading.
    Heading,
    /// A paragraph, also where a rule would see something else.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A label line.
    Label,
    /// The continuation of the block before it.
    Continues,
}

/// How a source is to be read.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// How it is written.
    pub format: Format,
    /// How its lines make paragraphs; none: by a guess, and in Markdown as Markdown has it.
    pub lines: Option<Lines>,
    /// What no rule can see, in the record's order: words at the beginning of a line, and what the
    /// line is.
    pub structure: &'a [(&'a str, Role)],
}

/// A source, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its blocks.
    pub text: Text,
    /// Entries of the structure that could not be followed, in their order.
    pub problems: Vec<StructureProblem>,
}

/// An entry of the structure that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureProblem {
    /// Its place in [`Options::structure`].
    pub entry: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an entry of the structure. Ranges are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No line that is read begins so.
    NotFound {
        /// The beginning of the nearest line, if one is near.
        nearest: Option<Range<usize>>,
    },
    /// Several lines begin so.
    Ambiguous {
        /// The words at each of them.
        places: Vec<Range<usize>>,
    },
    /// An entry before it speaks of the same line.
    Repeated {
        /// The place of that entry in [`Options::structure`].
        first: usize,
    },
    /// It is to continue the block before it, and there is none.
    NothingBefore,
    /// It is to be a label line, and has no colon.
    NoColon,
}

/// Why a file cannot be read as text at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// It is not UTF-8.
    NotUtf8 {
        /// The first byte that is not.
        offset: usize,
    },
    /// It holds a NUL, as UTF-16 and binary files do.
    Nul {
        /// The first one.
        offset: usize,
    },
    /// Its markup is nested deeper than 64 levels.
    TooDeep {
        /// Where it is.
        offset: usize,
    },
}

impl ReadError {
    /// The byte of the file at which it shows.
    pub fn offset(self) -> usize {
        match self {
            Self::NotUtf8 { offset } | Self::Nul { offset } | Self::TooDeep { offset } => offset,
        }
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a source.
///
/// A source without words gives a text without blocks. All ranges refer to the bytes of the file as
/// they are given, byte order mark and carriage returns included.
///
/// # Errors
///
/// When the file is not UTF-8 text, or is nested too deeply.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Reading, ReadError> {
    let source = decode(bytes)?;
    let start = if source.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let all = lines::lines(source, start);
    let mode = match (options.lines, options.format) {
        (Some(mode), _) => mode,
        (None, Format::Text) => lines::guess(source, &all),
        (None, Format::Markdown) => Lines::Wrapped,
    };
    let mut structure = structure::Structure::new(source, &all, options.format, options.structure);
    let parts = match options.format {
        Format::Text => plain::parts(source, &all, mode),
        Format::Markdown => markdown::parts(source, start)?,
    };
    let joiner = join::Joiner::new(source, &all);
    let view = split::View::new(source, &all, &parts, options.format, mode);
    let mut drafts = split::split(parts, &view, &joiner, &mut structure);
    drafts = join::follow_record(drafts, &joiner, &mut structure);
    headings::find(&mut drafts, source);
    drafts = join::join_parts(drafts, &joiner);
    Ok(Reading {
        text: finish::finish(drafts),
        problems: structure.into_problems(),
    })
}

fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    let source = std::str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    match memchr::memchr(0, bytes) {
        Some(offset) => Err(ReadError::Nul { offset }),
        None => Ok(source),
    }
}

/// A source as it is read: blocks in source order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The blocks, in the order in which they begin in the file.
    pub blocks: Vec<Block>,
}

/// One block of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its number, counted from 1 within its family: passages, headings and notes are counted
    /// apart from each other.
    pub number: u32,
    /// Its words as they are read: lines joined, markup and list markers left out, entities and
    /// escapes resolved, note marks kept.
    pub text: Box<str>,
    /// Where `text` stands in the file.
    pub origin: Origin,
    /// Inline marks: by start, the longer first. Ranges nest or are apart, and never cross.
    pub marks: Box<[Mark]>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph; numbered.
    Paragraph,
    /// A line `Label: value`; numbered.
    Label {
        /// Length of the label in bytes of the block's text, colon included.
        label: usize,
    },
    /// An item of a list; numbered.
    ListItem {
        /// Which list of the source, from 1: items of one list share it, also across notes that
        /// part them.
        list: u32,
        /// The number that an ordered item carries in the source; none for a bullet.
        ordinal: Option<u64>,
        /// How deep it stands, from 0.
        depth: u8,
    },
    /// A row of a table; numbered.
    TableRow {
        /// Which table of the source, from 1.
        table: u32,
        /// Whether it is the table's head.
        head: bool,
        /// The ranges of its cells in bytes of the block's text.
        cells: Box<[Range<usize>]>,
    },
    /// A heading; not numbered among the passages, but citable.
    Heading {
        /// 1 for the outermost, at most 6.
        level: u8,
    },
    /// A note; not numbered among the passages, but citable.
    Note {
        /// The mark by which the text refers to it, as the source writes it: `¹`, `[1]`.
        mark: Box<str>,
    },
}

/// Where the text of a block stands in its file.
///
/// A digest keeps those of all its sources; so they are small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Each byte of the text stands for one byte of the file, from this one on.
    Aligned(u32),
    /// Pieces in order, which together cover the text.
    Pieces(Box<[Piece]>),
}

impl Default for Origin {
    fn default() -> Self {
        Self::Pieces(Box::default())
    }
}

/// A run of a block's text and the bytes of the file that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the block's text.
    pub text_start: u32,
    /// The bytes of the file.
    pub source: Range<u32>,
    /// Whether each byte of the run stands for one byte of the file: words as they stand there, and line
    /// breaks read as spaces. Otherwise the whole range stands for the whole run (an entity, an escape).
    pub aligned: bool,
}

/// Words of one block of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    /// Index into the text's blocks.
    pub block: usize,
    /// First byte of the block's text, counted from 0.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl TextRange {
    /// Makes the range of `range` in block `block`.
    pub fn new(block: usize, range: Range<usize>) -> Self {
        Self {
            block,
            start: range.start,
            end: range.end,
        }
    }

    /// The bytes of the block's text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A [`TextRange`] as a digest keeps its many: in less room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptRange {
    /// Index into the text's blocks.
    pub(crate) block: u32,
    /// First byte of the block's text.
    pub(crate) start: u32,
    /// The byte after the last one.
    pub(crate) end: u32,
}

impl From<&TextRange> for KeptRange {
    fn from(range: &TextRange) -> Self {
        Self {
            block: narrow(range.block),
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }
}

impl From<KeptRange> for TextRange {
    fn from(kept: KeptRange) -> Self {
        Self::new(kept.block as usize, kept.start as usize..kept.end as usize)
    }
}

/// Inline markup on a part of a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the block's text that it covers.
    pub range: Range<usize>,
    /// What it means.
    pub kind: MarkKind,
}

/// What inline markup means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// Emphasis (`<em>`).
    Emphasis,
    /// Strong emphasis (`<strong>`).
    Strong,
    /// Code (`<code>`).
    Code,
    /// Struck out (`<s>`).
    Strikethrough,
    /// A web or mail address, or the words of a link. `http:`, `https:` and `mailto:` only.
    Link {
        /// Where it leads, complete with its scheme.
        target: String,
    },
    /// A note mark that has a note.
    NoteReference {
        /// Number of the note.
        note: u32,
    },
}

impl Block {
    /// Whether it is one of the passages that are numbered and cited as ¶12.
    pub fn is_passage(&self) -> bool {
        !matches!(
            self.kind,
            BlockKind::Heading { .. } | BlockKind::Note { .. }
        )
    }

    /// Its fragment on the document's page: `p12`, `h1`, `fn3`.
    pub fn fragment(&self) -> String {
        let family = match self.kind {
            BlockKind::Heading { .. } => "h",
            BlockKind::Note { .. } => "fn",
            _ => "p",
        };
        numbered(family, self.number)
    }

    /// The bytes of the file that a range of its text stands for, from the first to the last.
    ///
    /// A range that ends inside a run that is not aligned takes in that run's whole source.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_at(range.start, false);
        let end = self.source_at(range.end, true);
        start..end.max(start)
    }

    fn source_at(&self, offset: usize, is_end: bool) -> usize {
        let pieces = match &self.origin {
            Origin::Aligned(start) => return *start as usize + offset.min(self.text.len()),
            Origin::Pieces(pieces) => pieces,
        };
        // An end belongs to the piece that it closes, a start to the piece that it opens.
        let index = pieces
            .partition_point(|piece| {
                let start = piece.text_start as usize;
                start < offset || (!is_end && start == offset)
            })
            .saturating_sub(1);
        let Some(piece) = pieces.get(index) else {
            return 0;
        };
        let (start, end) = (piece.source.start as usize, piece.source.end as usize);
        if piece.aligned {
            (start + (offset - piece.text_start as usize)).min(end)
        } else if is_end {
            end
        } else {
            start
        }
    }
}

impl Text {
    /// The marks by which the text refers to its notes, in source order.
    pub fn note_marks(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Note { mark } => Some(&**mark),
            _ => None,
        })
    }

    /// How many bytes its blocks have.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.text.len()).sum()
    }
}

/// Texts for the tests of other modules.
#[cfg(test)]
pub(crate) mod testing {
    use super::{Block, BlockKind, Text, run::Run};

    /// A text of paragraphs, as if its file held them one after the other, a line break between.
    pub(crate) fn paragraphs(blocks: &[&str]) -> Text {
        let mut start = 0;
        let blocks = blocks.iter().enumerate().map(|(index, words)| {
            let mut run = Run::default();
            run.push_verbatim(words, start);
            start += words.len() + 1;
            Block {
                kind: BlockKind::Paragraph,
                number: u32::try_from(index).expect("few blocks") + 1,
                origin: run.origin(),
                text: run.text.into(),
                marks: Box::default(),
            }
        });
        Text {
            blocks: blocks.collect(),
        }
    }
}
