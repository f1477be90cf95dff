//! Markdown into parts, through pulldown-cmark.
//!
//! 1. Page breaks become line breaks, so that the parser sees blank lines around them.
//! 2. Each event of the parser adds to the open part or ends it. Words keep their places in the file;
//!    entities and the like become runs that stand for them.
//! 3. Inline markup becomes marks, parted at line breaks and put together again when lines are joined.
//!
//! Smart punctuation is off: the words are the source's. Raw HTML is text. Links keep their words, and
//! their target if it may be followed.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::text::draft::{Inside, Item, Part, PartKind, PartLine};
use crate::text::links::safe_target;
use crate::text::run::Run;
use crate::text::{MarkKind, ReadError};

/// Deeper nesting is refused: no document of people needs it, and what renders it later would run
/// out of stack.
const DEEPEST: usize = 64;

/// Parts a Markdown text, from byte `start` on.
///
/// # Errors
///
/// When blocks or inline markup are nested deeper than 64 levels.
pub(super) fn parts(source: &str, start: usize) -> Result<Vec<Part>, ReadError> {
    let markdown = source[start..].replace('\u{c}', "\n");
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader::new(source);
    let mut nesting = 0_usize;
    for (event, range) in Parser::new_ext(&markdown, options).into_offset_iter() {
        let range = range.start + start..range.end + start;
        match event {
            Event::Start(_) => nesting += 1,
            Event::End(_) => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        if nesting > DEEPEST {
            return Err(ReadError::TooDeep {
                offset: range.start,
            });
        }
        reader.event(event, range);
    }
    reader.close();
    Ok(reader.parts)
}

struct Reader<'a> {
    source: &'a str,
    parts: Vec<Part>,
    open: Option<Part>,
    containers: Vec<Container>,
    /// Inline markup that is open, and where it begins in the present line.
    inline: Vec<(Option<MarkKind>, usize)>,
    lists: u32,
    tables: u32,
    row: Option<Row>,
}

/// A block that holds blocks.
enum Container {
    Quote,
    /// The number that the next item carries.
    List {
        next: Option<u64>,
    },
    Item,
    Note,
    Literal {
        is_code: bool,
    },
}

/// The row of a table that is being read.
struct Row {
    head: bool,
    cells: Vec<Range<usize>>,
    /// Where the present cell begins; none before its first word.
    cell_start: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            parts: Vec::new(),
            open: None,
            containers: Vec::new(),
            inline: Vec::new(),
            lists: 0,
            tables: 0,
            row: None,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) => self.text(&text, range),
            Event::InlineHtml(text) => self.text(&text, range),
            Event::Code(text) => self.code(&text, range),
            Event::FootnoteReference(label) => self.words(&format!("[{label}]"), range, false),
            Event::SoftBreak | Event::HardBreak => self.line_break(range),
            Event::Rule => self.close(),
            // Their options are off.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, .. } => self.begin(PartKind::Heading(level as u8)),
            Tag::BlockQuote(_) => self.enter(Container::Quote),
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => {
                self.literal(true);
            }
            Tag::HtmlBlock => self.literal(false),
            Tag::List(next) => self.list(next),
            Tag::Item => self.item(range.start),
            Tag::FootnoteDefinition(label) => {
                self.enter(Container::Note);
                self.begin(PartKind::Note(format!("[{label}]")));
            }
            Tag::Table(_) => {
                self.tables += 1;
                self.close();
            }
            Tag::TableHead => self.begin_row(true),
            Tag::TableRow => self.begin_row(false),
            Tag::TableCell => {}
            Tag::Emphasis => self.open_inline(Some(MarkKind::Emphasis)),
            Tag::Strong => self.open_inline(Some(MarkKind::Strong)),
            Tag::Strikethrough => self.open_inline(Some(MarkKind::Strikethrough)),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_inline(link(link_type, &dest_url)),
            _ => self.open_inline(None),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => {
                if !self.is_in_note() {
                    self.close();
                }
            }
            TagEnd::Table => self.close(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock => self.leave(),
            _ => self.close_inline(),
        }
    }

    /// Adds what the parser read as text. Line ends inside (in code and HTML) are line breaks.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let is_verbatim = self.source.get(range.clone()) == Some(text);
        if !is_verbatim || !self.is_literal() {
            self.words(text, range, is_verbatim);
            return;
        }
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end_matches(['\n', '\r']);
            self.words(words, start..start + words.len(), true);
            start += line.len();
            if line.ends_with('\n') {
                self.new_line();
            }
        }
    }

    /// Adds the words between backticks, or all of it where they are not those of the source.
    fn code(&mut self, text: &str, range: Range<usize>) {
        self.open_inline(Some(MarkKind::Code));
        let inside = &self.source[range.clone()];
        match inside.find(text) {
            Some(offset) => {
                let start = range.start + offset;
                self.words(text, start..start + text.len(), true);
            }
            None => self.words(text, range, false),
        }
        self.close_inline();
    }

    fn words(&mut self, text: &str, source: Range<usize>, is_verbatim: bool) {
        self.begin_cell();
        let line = self.line();
        if is_verbatim {
            line.run.push_verbatim(text, source.start);
        } else {
            line.run.push_replaced(text, source);
        }
    }

    /// The line that words are added to.
    fn line(&mut self) -> &mut PartLine {
        if self.open.is_none() {
            self.begin(PartKind::Prose);
        }
        let part = self.open.as_mut().expect("bug: a part was just begun");
        if part.lines.is_empty() {
            part.lines.push(empty_line());
        }
        part.lines.last_mut().expect("bug: a line was just begun")
    }

    /// Ends the line, and at a page break the part.
    fn line_break(&mut self, range: Range<usize>) {
        let is_page = self
            .source
            .get(range)
            .is_some_and(|text| text.contains('\u{c}'));
        if is_page && !self.is_in_note() && self.row.is_none() {
            self.end_marks();
            self.flush();
        } else {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        self.end_marks();
        if let Some(part) = &mut self.open {
            part.lines.push(empty_line());
        }
    }

    /// Marks what open inline markup covers of this line; it goes on in the next.
    fn end_marks(&mut self) {
        let Some(line) = self.open.as_mut().and_then(|part| part.lines.last_mut()) else {
            return;
        };
        for (kind, start) in &mut self.inline {
            if let Some(kind) = kind {
                line.run.mark_from(*start, kind.clone());
            }
            *start = 0;
        }
    }

    fn open_inline(&mut self, kind: Option<MarkKind>) {
        self.begin_cell();
        let start = self.line().run.text.len();
        self.inline.push((kind, start));
    }

    fn close_inline(&mut self) {
        let Some((kind, start)) = self.inline.pop() else {
            return;
        };
        if let Some(kind) = kind {
            self.line().run.mark_from(start, kind);
        }
    }

    fn paragraph(&mut self) {
        if self.is_in_note() {
            self.new_line();
            return;
        }
        // The first paragraph of an item is the item.
        let is_item = matches!(&self.open, Some(part) if matches!(part.kind, PartKind::Item(_)) && part.lines.is_empty());
        if !is_item {
            self.begin(PartKind::Prose);
        }
    }

    /// Begins a part, unless all words belong to a note.
    fn begin(&mut self, kind: PartKind) {
        if self.is_in_note() && !matches!(kind, PartKind::Note(_)) && self.open.is_some() {
            self.new_line();
            return;
        }
        self.close();
        self.open = Some(Part {
            kind,
            inside: self.inside(),
            lines: Vec::new(),
        });
    }

    fn literal(&mut self, is_code: bool) {
        self.enter(Container::Literal { is_code });
        self.begin(PartKind::Literal);
        if is_code {
            self.open_inline(Some(MarkKind::Code));
        }
    }

    fn list(&mut self, next: Option<u64>) {
        if self.depth() == 0 {
            self.lists += 1;
        }
        self.enter(Container::List { next });
    }

    fn item(&mut self, marker_start: usize) {
        let depth = u8::try_from(self.depth().saturating_sub(1)).unwrap_or(u8::MAX);
        let ordinal = match self.containers.last_mut() {
            Some(Container::List { next: Some(next) }) => {
                let ordinal = *next;
                *next = next.saturating_add(1);
                Some(ordinal)
            }
            _ => None,
        };
        self.enter(Container::Item);
        self.begin(PartKind::Item(Item {
            ordinal,
            style: None,
            indent: 0,
            list: Some(self.lists),
            depth,
            marker_start: Some(marker_start),
        }));
    }

    fn begin_row(&mut self, head: bool) {
        self.begin(PartKind::Prose);
        self.row = Some(Row {
            head,
            cells: Vec::new(),
            cell_start: None,
        });
    }

    /// Puts a space before the first words of a cell, if there are any before.
    fn begin_cell(&mut self) {
        if self.row.as_ref().is_none_or(|row| row.cell_start.is_some()) {
            return;
        }
        let run = &mut self.line().run;
        if !run.text.is_empty() {
            let end = run.source_end();
            run.push_replaced(" ", end..end);
        }
        let start = run.text.len();
        if let Some(row) = &mut self.row {
            row.cell_start = Some(start);
        }
    }

    fn end_cell(&mut self) {
        let end = self.line().run.text.len();
        if let Some(row) = &mut self.row {
            let start = row.cell_start.take().unwrap_or(end);
            row.cells.push(start..end);
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else {
            return;
        };
        let table = self.tables;
        if let Some(part) = &mut self.open {
            part.kind = PartKind::Row {
                table,
                head: row.head,
                cells: row.cells,
            };
        }
        self.close();
    }

    fn enter(&mut self, container: Container) {
        if !self.is_in_note() {
            self.close();
        }
        self.containers.push(container);
    }

    fn leave(&mut self) {
        let container = self.containers.pop();
        if matches!(container, Some(Container::Literal { is_code: true })) {
            self.close_inline();
        }
        if !self.is_in_note() {
            self.close();
        }
    }

    /// Ends the open part, and all inline markup with it.
    fn close(&mut self) {
        self.end_marks();
        self.inline.clear();
        self.flush();
    }

    fn flush(&mut self) {
        let Some(mut part) = self.open.take() else {
            return;
        };
        if !matches!(part.kind, PartKind::Row { .. }) {
            for line in &mut part.lines {
                line.run.trim();
            }
        }
        part.lines.retain(|line| !line.run.is_blank());
        if !part.lines.is_empty() {
            self.parts.push(part);
        }
    }

    fn is_in_note(&self) -> bool {
        self.containers
            .iter()
            .any(|container| matches!(container, Container::Note))
    }

    fn is_literal(&self) -> bool {
        matches!(self.containers.last(), Some(Container::Literal { .. }))
    }

    /// In how many lists the present place is.
    fn depth(&self) -> usize {
        let is_list = |container: &&Container| matches!(container, Container::List { .. });
        self.containers.iter().filter(is_list).count()
    }

    fn inside(&self) -> Inside {
        let depth = self.depth();
        if depth > 0 {
            let depth = u8::try_from(depth - 1).unwrap_or(u8::MAX);
            let list = self.lists;
            return Inside::Item { list, depth };
        }
        let is_quote = |container: &Container| matches!(container, Container::Quote);
        if self.containers.iter().any(is_quote) {
            Inside::Quote
        } else {
            Inside::Nothing
        }
    }
}

fn empty_line() -> PartLine {
    PartLine {
        run: Run::default(),
        indent: 0,
    }
}

fn link(link_type: LinkType, target: &str) -> Option<MarkKind> {
    let target = match link_type {
        LinkType::Email => safe_target(&format!("mailto:{target}")),
        _ => safe_target(target),
    };
    target.map(|target| MarkKind::Link { target })
}
