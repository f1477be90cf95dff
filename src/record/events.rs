//! The pass over the parse events: a file's text → the tree of its values, each with its place.
//!
//! 1. Events build the tree. Levels are counted on the way, so that hostile nesting ends at once.
//! 2. What YAML allows and a record has no use for is reported and left out: aliases, anchors, merge
//!    keys, tags, a second document, keys that are no text, keys given twice.
//! 3. A syntax error ends the pass; `syntax` says what is probably wrong.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use libyaml_safer::{Encoding, Event, EventData, MappingStyle, Parser, ScalarStyle, SequenceStyle};

use super::codes;
use super::lines::{line_at, without_comment};
use super::mistakes::in_quotation_marks;
use super::node::{Key, Node, Value};
use super::syntax;
use super::text::{Source, ended, is_forbidden};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Values nested deeper are not read.
const MAX_LEVELS: usize = 32;

/// Builds the tree of a file's values.
///
/// None when the file cannot be read to its end, or has no value; that has been reported then.
/// Reports what the module's description says.
pub(super) fn tree(source: Source<'_>, diags: &mut Diagnostics) -> Option<Node> {
    let ended = ended(source.text);
    let mut bytes = ended.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    parser.set_encoding(Encoding::Utf8);
    let mut builder = Builder::new(source);
    loop {
        // It is known to panic at a tag with a comma behind it, in a list in brackets.
        let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse()));
        let next = match parsed {
            Ok(Ok(event)) => builder.take(event),
            Ok(Err(error)) => {
                let scalar = builder.last_scalar.clone();
                builder.end_with(syntax::explain(source, &error, scalar));
                Next::GiveUp
            }
            Err(_) => {
                builder.end_with(syntax::unreadable(source, builder.last_scalar.end));
                Next::GiveUp
            }
        };
        match next {
            Next::Go => {}
            Next::Done => break,
            Next::GiveUp => {
                diags.append(builder.diags);
                return None;
            }
        }
    }
    let sound = !builder.diags.has_errors();
    diags.append(builder.diags);
    let root = builder.root.filter(|root| !is_nothing(root));
    if root.is_none() && sound {
        let at = source.span(0, 0);
        diags
            .report(&codes::EMPTY_FILE, at, "file has no content")
            .help("write the record, or delete the file");
    }
    root
}

/// Whether a node is a scalar that stands for no value.
pub(super) fn is_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Scalar { text, plain: true } => {
            matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
        }
        _ => false,
    }
}

enum Next {
    Go,
    Done,
    GiveUp,
}

/// A list or mapping that has begun and not ended.
struct Open {
    start: usize,
    flow: bool,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping(Pairs),
}

#[derive(Default)]
struct Pairs {
    pairs: Vec<(Key, Node)>,
    /// Where the keys of the first pairs stand, once there are many.
    known: HashMap<String, Span>,
    pending: Pending,
    /// Items before this one that have no dash between them and the next.
    before: Vec<Vec<(Key, Node)>>,
}

impl Pairs {
    /// Where a key stands that has been given.
    fn place_of(&mut self, text: &str) -> Option<Span> {
        /// So many are as quickly looked through.
        const FEW: usize = 16;
        if self.pairs.len() <= FEW {
            let pair = self.pairs.iter().find(|(key, _)| key.text == text);
            return pair.map(|(key, _)| key.span);
        }
        let further = self.pairs[self.known.len()..].iter();
        let further = further.map(|(key, _)| (key.text.clone(), key.span));
        self.known.extend(further);
        self.known.get(text).copied()
    }
}

/// What the next value of a mapping belongs to.
#[derive(Default)]
enum Pending {
    /// It is a key itself.
    #[default]
    Nothing,
    Key(Key),
    /// A key that has been reported; its value is dropped.
    Dropped,
}

struct Builder<'a> {
    source: Source<'a>,
    /// The last scalar that was read, from its first byte to the one behind it.
    last_scalar: std::ops::Range<usize>,
    open: Vec<Open>,
    root: Option<Node>,
    diags: Diagnostics,
}

impl<'a> Builder<'a> {
    fn new(source: Source<'a>) -> Self {
        Self {
            source,
            last_scalar: 0..0,
            open: Vec::new(),
            root: None,
            diags: Diagnostics::new(),
        }
    }

    /// Adds what ended the pass, unless something on its line has been reported, of which it is then
    /// a consequence.
    fn end_with(&mut self, last: Diagnostic) {
        let line = |span: Span| line_at(self.source.text, self.source.range(span).start).start;
        if !self
            .diags
            .iter()
            .any(|diag| line(diag.span()) == line(last.span()))
        {
            self.diags.push(last);
        }
    }

    fn take(&mut self, event: Event) -> Next {
        let length = self.source.text.len();
        let start = offset(event.start_mark.index).min(length);
        let end = offset(event.end_mark.index).min(length);
        match event.data {
            EventData::StreamStart { .. } | EventData::DocumentEnd { .. } => {}
            EventData::StreamEnd => return Next::Done,
            EventData::DocumentStart { .. } => return self.document(start),
            EventData::Alias { anchor } => self.alias(&anchor, start, end),
            EventData::Scalar {
                anchor,
                tag,
                value,
                style,
                ..
            } => {
                self.refuse_properties(anchor.as_deref(), tag.is_some(), start, end);
                self.scalar(value, style, start, end);
            }
            EventData::SequenceStart {
                anchor, tag, style, ..
            } => {
                self.refuse_properties(anchor.as_deref(), tag.is_some(), start, end);
                let flow = style == SequenceStyle::Flow;
                return self.begin(Content::Sequence(Vec::new()), flow, start, end);
            }
            EventData::MappingStart {
                anchor, tag, style, ..
            } => {
                self.refuse_properties(anchor.as_deref(), tag.is_some(), start, end);
                // `[a: b]` holds a mapping without braces of its own.
                let flow = style == MappingStyle::Flow && end > start;
                return self.begin(Content::Mapping(Pairs::default()), flow, start, end);
            }
            EventData::SequenceEnd | EventData::MappingEnd => self.end(end),
        }
        Next::Go
    }

    fn document(&mut self, start: usize) -> Next {
        let Some(root) = &self.root else {
            return Next::Go;
        };
        let first = self.source.range(root.span).start;
        let first = self
            .source
            .span(first, line_at(self.source.text, first).end());
        let marker = if self.source.text[start..].starts_with("---") {
            start + 3
        } else {
            start
        };
        self.diags
            .report(
                &codes::SECOND_DOCUMENT,
                self.source.span(start, marker),
                "a second YAML document begins here",
            )
            .label(first, "the first one")
            .help("delete the line `---`, or put the second record into a file of its own");
        Next::Done
    }

    fn alias(&mut self, anchor: &str, start: usize, end: usize) {
        let span = self.source.span(start, end);
        let help = self.quoted(start, end);
        self.diags
            .report(
                &codes::YAML_ALIAS,
                span,
                format!("`*{anchor}` stands for a value from elsewhere in the file"),
            )
            .help(format!(
                "write the value itself; if the words begin with `*`, put quotation marks around them: {help}"
            ));
        // A value all the same, so that its key is not reported as well.
        self.value(Node {
            span,
            value: Value::Scalar {
                text: String::new(),
                plain: true,
            },
        });
    }

    fn refuse_properties(&mut self, anchor: Option<&str>, tag: bool, start: usize, end: usize) {
        if let Some(anchor) = anchor {
            let name = format!("&{anchor}");
            let message = format!("`{name}` names a value to be used again");
            self.refuse_property(&codes::YAML_ANCHOR, &name, message, start, end);
        }
        if tag {
            let written = &self.source.text[start..end];
            let found = written.find('!').unwrap_or(0);
            let word = written[found..].split(char::is_whitespace).next();
            let word = word.unwrap_or_default().to_owned();
            let message = format!("`{word}` declares a type, which records have no use for");
            self.refuse_property(&codes::YAML_TAG, &word, message, start, end);
        }
    }

    fn refuse_property(
        &mut self,
        code: &'static Code,
        word: &str,
        message: String,
        start: usize,
        end: usize,
    ) {
        let found = start + self.source.text[start..end].find(word).unwrap_or(0);
        let help = self.quoted(start, end);
        self.diags
            .report(
                code,
                self.source
                    .span(found, (found + word.len()).min(end.max(found))),
                message,
            )
            .help(format!(
                "delete `{word}`; if it belongs to the text, put quotation marks around it: {help}"
            ));
    }

    /// A value with quotation marks: up to the end of its line, unless brackets may follow.
    fn quoted(&self, start: usize, end: usize) -> String {
        let in_flow = self.open.last().is_some_and(|open| open.flow);
        let end = match in_flow {
            true => end,
            false => line_at(self.source.text, start).end().max(end),
        };
        in_quotation_marks(without_comment(&self.source.text[start..end]))
    }

    fn begin(&mut self, content: Content, flow: bool, start: usize, end: usize) -> Next {
        if self.open.len() == MAX_LEVELS {
            self.diags
                .report(
                    &codes::TOO_DEEP,
                    self.source.span(start, end),
                    format!("values are nested more than {MAX_LEVELS} levels deep"),
                )
                .help("delete the superfluous brackets or dashes");
            return Next::GiveUp;
        }
        if matches!(self.expects(), Expects::Key) {
            let what = match content {
                Content::Sequence(_) => "a list",
                Content::Mapping(_) => "a mapping",
            };
            self.refuse_key(what, start, end);
        }
        self.open.push(Open {
            start,
            flow,
            content,
        });
        Next::Go
    }

    fn refuse_key(&mut self, what: &str, start: usize, end: usize) {
        // One bracket too many makes keys of all that is in it.
        let is_known = |diag: &Diagnostic| diag.code == &codes::KEY_NOT_TEXT;
        if self.diags.iter().last().is_some_and(is_known) && self.open.len() > 1 {
            return;
        }
        self.diags
            .report(
                &codes::KEY_NOT_TEXT,
                self.source.span(start, end),
                format!("{what} where a key is wanted"),
            )
            .help("write a key and a colon; put quotation marks around words that begin with `[` or `{`");
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, start: usize, end: usize) {
        let written = &self.source.text[start..end];
        // A block's range runs on to the next token.
        let end = start + written.trim_end_matches([' ', '\t', '\r', '\n']).len();
        self.last_scalar = start..end;
        let span = self.source.span(start, end);
        if let Some(control) = text.chars().find(|c| is_forbidden(*c)) {
            let message = format!("control character U+{:04X} in a text", control as u32);
            self.diags
                .report(&codes::CONTROL_CHARACTER, span, message)
                .help("delete the escape that stands for it");
        }
        let plain = style == ScalarStyle::Plain;
        match self.expects() {
            Expects::Key => self.key(text, plain, span),
            Expects::Value => {
                let value = Value::Scalar { text, plain };
                self.value(Node { span, value });
            }
        }
    }

    fn key(&mut self, text: String, plain: bool, span: Span) {
        let above = self
            .open
            .len()
            .checked_sub(2)
            .map(|index| &self.open[index]);
        let is_block = |open: &Open| !open.flow;
        let is_item = above
            .is_some_and(|open| is_block(open) && matches!(open.content, Content::Sequence(_)))
            && self.open.last().is_some_and(is_block);
        let Some(Open {
            content: Content::Mapping(pairs),
            ..
        }) = self.open.last_mut()
        else {
            unreachable!("bug: a key outside of a mapping")
        };
        if plain && text == "<<" {
            pairs.pending = Pending::Dropped;
            self.diags
                .report(
                    &codes::YAML_MERGE_KEY,
                    span,
                    "`<<` takes over keys from elsewhere",
                )
                .help("write the keys themselves");
        } else if text.is_empty() {
            pairs.pending = Pending::Dropped;
            self.diags
                .report(
                    &codes::KEY_NOT_TEXT,
                    span,
                    "a colon without a key before it",
                )
                .help(
                    "write a key before the colon, or put quotation marks around the whole value",
                );
        } else if is_item && pairs.pairs.first().is_some_and(|(key, _)| key.text == text) {
            let line = line_at(self.source.text, self.source.range(span).start);
            let dash = pairs.pairs[0].0.span;
            self.diags
                .report(
                    &codes::DUPLICATE_KEY,
                    span,
                    format!("key `{text}` is given twice in one item, as if a dash were missing"),
                )
                .here("no dash before it")
                .label(dash, "the item begins here")
                .help(format!(
                    "if another item begins here, write `{}- {}`; if not, delete one of the two",
                    " ".repeat(line.key_column().saturating_sub(2)),
                    line.text.trim()
                ));
            // Then its other keys are not given twice, either.
            let before = std::mem::take(&mut pairs.pairs);
            pairs.before.push(before);
            pairs.known.clear();
            pairs.pending = Pending::Key(Key { text, span });
        } else if let Some(first) = pairs.place_of(&text) {
            pairs.pending = Pending::Dropped;
            self.diags
                .report(
                    &codes::DUPLICATE_KEY,
                    span,
                    format!("key `{text}` is given twice"),
                )
                .here("given again")
                .label(first, "first given here")
                .help(format!(
                    "delete one of the two, or put both values under one `{text}`"
                ));
        } else {
            pairs.pending = Pending::Key(Key { text, span });
        }
    }

    fn end(&mut self, event_end: usize) {
        let open = self
            .open
            .pop()
            .expect("bug: the parser ended a collection that it never began");
        let last = match &open.content {
            Content::Sequence(items) => items.last().map(|node| node.span),
            Content::Mapping(pairs) => pairs.pairs.last().map(|(key, node)| {
                if node.span.end < key.span.end {
                    key.span
                } else {
                    node.span
                }
            }),
        };
        let end = match last {
            _ if open.flow => event_end,
            Some(last) => self.source.range(last).end,
            None => open.start,
        };
        let mut start = open.start;
        let value = match open.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping(pairs) => {
                if let (Some((key, _)), false) = (pairs.pairs.first(), pairs.before.is_empty()) {
                    start = self.source.range(key.span).start;
                }
                for pairs in pairs.before {
                    let span = match (pairs.first(), pairs.last()) {
                        (Some((first, _)), Some((_, last))) => Span {
                            end: last.span.end.max(first.span.end),
                            ..first.span
                        },
                        _ => continue,
                    };
                    let value = Value::Mapping(pairs);
                    self.value(Node { span, value });
                }
                Value::Mapping(pairs.pairs)
            }
        };
        let span = self.source.span(start, end.max(start));
        self.value(Node { span, value });
    }

    /// Puts a finished value where it belongs.
    fn value(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open {
                content: Content::Sequence(items),
                ..
            }) => items.push(node),
            Some(Open {
                content: Content::Mapping(pairs),
                ..
            }) => match std::mem::take(&mut pairs.pending) {
                Pending::Key(key) => pairs.pairs.push((key, node)),
                // A collection, or an alias, as a key: reported where it began.
                Pending::Nothing => pairs.pending = Pending::Dropped,
                Pending::Dropped => {}
            },
        }
    }

    fn expects(&self) -> Expects {
        match self.open.last() {
            Some(Open {
                content: Content::Mapping(pairs),
                ..
            }) if matches!(pairs.pending, Pending::Nothing) => Expects::Key,
            _ => Expects::Value,
        }
    }
}

enum Expects {
    Key,
    Value,
}

fn offset(index: u64) -> usize {
    usize::try_from(index).expect("bug: an offset past the size limit")
}
