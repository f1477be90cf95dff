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

/// A link to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLink {
    /// The bytes of the whole link in the Markdown.
    pub range: Range<usize>,
    /// What it links to.
    pub target: RecordTarget,
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
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '’' | '“' | '”');
    let mut before = ' ';
    let is_sound = line.chars().all(|c| {
        let sound = match c {
            ' ' => before != ' ',
            '.' | ',' | ';' | '-' => is_word(before),
            c => is_word(c),
        };
        before = c;
        sound
    });
    is_sound && before != ' ' && line.starts_with(char::is_alphabetic)
}

/// The events of some Markdown with the bytes that they stand for; none of a line that [is plain](is_plain).
fn events(markdown: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let parsed = || Parser::new_ext(markdown, options(false)).into_offset_iter();
    let events = (!is_plain(markdown)).then(parsed);
    events.into_iter().flatten()
}

/// The links to records in some Markdown, in order.
pub fn record_links(markdown: &str) -> Vec<RecordLink> {
    events(markdown)
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => {
                let target = RecordTarget::parse(&dest_url)?;
                let title = title.into_string();
                Some(RecordLink {
                    range,
                    target,
                    title,
                })
            }
            _ => None,
        })
        .collect()
}

/// The links that lead to no record, in order: the bytes of the whole link, and its address.
pub fn foreign_links(markdown: &str) -> Vec<(Range<usize>, String)> {
    let links = events(markdown).filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((range, dest_url.into_string())),
        _ => None,
    });
    links
        .filter(|(_, address)| RecordTarget::parse(address).is_none())
        .collect()
}

/// The links to pages of the site (`[words](notes.md#part)`, `[words](compare.html)`) in some Markdown, in
/// order: the bytes of the whole link, and the page's path from the site's root.
pub fn page_links(markdown: &str) -> Vec<(Range<usize>, String)> {
    events(markdown)
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let path = dest_url.split(['#', '?']).next().unwrap_or_default();
                let is_page = path.ends_with(".md") || path.ends_with(".html");
                let is_page = is_page && !path.contains(':');
                is_page.then(|| (range, path.to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// The first byte of the first thing in some Markdown that is nested deeper than
/// [`DEEPEST_NESTING`].
pub fn too_deep(markdown: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (event, range) in events(markdown) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST_NESTING {
            return Some(range.start);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_records_are_found() {
        let markdown = "See [this](document:a-b#p12), [that](question:q) and [web](https://x.org).";
        let links = record_links(markdown);
        let found: Vec<(&str, &str, &str, Option<&str>)> = links
            .iter()
            .map(|link| {
                let target = &link.target;
                let words = &markdown[link.range.clone()];
                (
                    words,
                    target.kind.as_str(),
                    target.id.as_str(),
                    target.fragment.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("[this](document:a-b#p12)", "document", "a-b", Some("p12")),
                ("[that](question:q)", "question", "q", None),
            ]
        );
    }

    #[test]
    fn links_to_pages_are_found() {
        let markdown = "[a](notes.md#part), [b](https://x.org/y.md), [c](notes.txt), [d](e.html)";
        let found: Vec<String> = page_links(markdown)
            .into_iter()
            .map(|link| link.1)
            .collect();
        assert_eq!(found, ["notes.md", "e.html"]);
    }

    #[test]
    fn deep_nesting_is_found_wherever_it_begins() {
        assert_eq!(too_deep("> > a *b*"), None);
        assert!(too_deep(&">".repeat(5000)).is_some());
        assert!(too_deep(&format!("fine\n\n{}a", "- ".repeat(100))).is_some());
        // Each mark of a list begins two levels.
        assert!(too_deep(&format!("{}a", "- ".repeat(33))).is_some());
        assert!(too_deep(&format!("{}a", "- ".repeat(31))).is_none());
    }
}
