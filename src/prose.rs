//! Our own Markdown, in pages, summaries and notes: its links to records, and how deep it is nested.
//!
//! A link to a record is written `[words](question:ID)`; a document's may name a passage:
//! `[words](document:ID#p12)`, a question's the row of a document, with the stance that the words
//! claim: `[words](question:ID#DOCUMENT "supports")`.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// Deeper nesting is refused: what minifies pages would run out of stack.
pub const DEEPEST_NESTING: usize = 64;

/// A kind of record that prose can link to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordKind {
    /// `document:`.
    Document,
    /// `question:`.
    Question,
    /// `holder:`.
    Holder,
    /// `theme:`.
    Theme,
    /// `instrument:`.
    Instrument,
}

/// What some Markdown holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Its links, in order.
    pub links: Vec<Link>,
    /// The first byte of the first thing that is nested deeper than [`DEEPEST_NESTING`].
    pub too_deep: Option<usize>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The bytes of the whole link in the Markdown.
    pub range: Range<usize>,
    /// Its address, as written.
    pub address: String,
    /// Its title; empty without one. On a link to a document's row of a question it is the stance
    /// that the prose says the document has.
    pub title: String,
}

/// What a link to a record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordTarget {
    /// The kind of record.
    pub kind: RecordKind,
    /// Its id, as written.
    pub id: String,
    /// What follows `#`.
    pub fragment: Option<String>,
}

impl RecordKind {
    /// All kinds with the words that begin their links.
    pub const ALL: [(&'static str, Self); 5] = [
        ("document", Self::Document),
        ("question", Self::Question),
        ("holder", Self::Holder),
        ("theme", Self::Theme),
        ("instrument", Self::Instrument),
    ];

    /// The word that begins its links.
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(_, kind)| *kind == self);
        found.expect("every kind stands in the table").0
    }
}

impl RecordTarget {
    /// Reads the address of a link; none when it does not name a record.
    pub fn parse(address: &str) -> Option<Self> {
        let (scheme, rest) = address.split_once(':')?;
        let (_, kind) = RecordKind::ALL
            .into_iter()
            .find(|(word, _)| *word == scheme)?;
        let (id, fragment) = match rest.split_once('#') {
            Some((id, fragment)) => (id, Some(fragment.to_owned())),
            None => (rest, None),
        };
        Some(Self {
            kind,
            id: id.to_owned(),
            fragment,
        })
    }
}

/// What our Markdown may hold beside `CommonMark`.
pub fn options(smart_punctuation: bool) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, smart_punctuation);
    options
}

/// Whether a line is surely the same with and without Markdown, as most summaries are, and need not be parsed to
/// know it: one that begins with a letter and has nothing but letters, digits, single spaces, and of commas,
/// semicolons, full stops and hyphens one at a time behind words.
pub fn is_plain(line: &str) -> bool {
    if !line.starts_with(char::is_alphabetic) || line.ends_with(' ') {
        return false;
    }
    let is_mark = |c: char| matches!(c, '.' | ',' | ';' | '-');
    if line.is_ascii() {
        let is_sound = |before: u8, byte: u8| {
            byte.is_ascii_alphanumeric()
                | (byte == b' ') & (before != b' ')
                | is_mark(byte.into()) & before.is_ascii_alphanumeric()
        };
        let bytes = line.as_bytes();
        // All are looked at, which takes many of them at once.
        let pairs = bytes.iter().zip(&bytes[1..]);
        return pairs.fold(true, |all, (before, byte)| all & is_sound(*before, *byte));
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '’' | '“' | '”');
    let mut before = ' ';
    line.chars().all(|c| {
        let sound = match c {
            ' ' => before != ' ',
            c if is_mark(c) => is_word(before),
            c => is_word(c),
        };
        before = c;
        sound
    })
}

/// Looks through some Markdown.
pub fn read(markdown: &str) -> Read {
    let mut read = Read::default();
    if is_plain(markdown) {
        return read;
    }
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(markdown, options(false)).into_offset_iter() {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST_NESTING {
            read.too_deep.get_or_insert(range.start);
        }
        if let Event::Start(Tag::Link {
            dest_url, title, ..
        }) = event
        {
            read.links.push(Link {
                range,
                address: dest_url.into_string(),
                title: title.into_string(),
            });
        }
    }
    read
}

impl Link {
    /// The record that it leads to, if it names one.
    pub fn record(&self) -> Option<RecordTarget> {
        RecordTarget::parse(&self.address)
    }

    /// The page of the site that it leads to (`[words](notes.md#part)`, `[words](compare.html)`), by its path
    /// from the site's root.
    pub fn page(&self) -> Option<&str> {
        let path = self.address.split(['#', '?']).next().unwrap_or_default();
        let is_page = path.ends_with(".md") || path.ends_with(".html");
        (is_page && !path.contains(':')).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_records_are_found() {
        let markdown = "See [this](document:a-b#p12), [that](question:q) and [web](https://x.org).";
        let links = read(markdown).links;
        let found: Vec<(&str, RecordTarget)> = links
            .iter()
            .filter_map(|link| Some((&markdown[link.range.clone()], link.record()?)))
            .collect();
        let target = |kind, id: &str, fragment: Option<&str>| RecordTarget {
            kind,
            id: id.to_owned(),
            fragment: fragment.map(str::to_owned),
        };
        assert_eq!(
            found,
            [
                (
                    "[this](document:a-b#p12)",
                    target(RecordKind::Document, "a-b", Some("p12"))
                ),
                (
                    "[that](question:q)",
                    target(RecordKind::Question, "q", None)
                ),
            ]
        );
    }

    #[test]
    fn links_to_pages_are_found() {
        let markdown = "[a](notes.md#part), [b](https://x.org/y.md), [c](notes.txt), [d](e.html)";
        let links = read(markdown).links;
        let found: Vec<&str> = links.iter().filter_map(Link::page).collect();
        assert_eq!(found, ["notes.md", "e.html"]);
    }

    #[test]
    fn deep_nesting_is_found_wherever_it_begins() {
        let too_deep = |markdown: &str| read(markdown).too_deep;
        assert_eq!(too_deep("> > a *b*"), None);
        assert!(too_deep(&">".repeat(5000)).is_some());
        assert!(too_deep(&format!("fine\n\n{}a", "- ".repeat(100))).is_some());
        // Each mark of a list begins two levels.
        assert!(too_deep(&format!("{}a", "- ".repeat(33))).is_some());
        assert!(too_deep(&format!("{}a", "- ".repeat(31))).is_none());
    }
}
