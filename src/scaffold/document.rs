//! A source → the record of a new document: what can be known from the source, and what is left to say.

use std::collections::BTreeMap;

use super::outline::{Known, outline};
use super::{language, one_line, questions, with_first_line};
use crate::record::{Entry, Kind, ThemeRecord};
use crate::source::{File, line_column};
use crate::text::{BlockKind, Text};

/// What a new document's record is made of.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The source's path below the folder of sources.
    pub source: &'a str,
    /// The source.
    pub file: &'a File,
    /// Its text, as it is read without a record.
    pub text: &'a Text,
    /// The digest's themes, in any order.
    pub themes: &'a [Entry<ThemeRecord>],
    /// The record's first line, when the digest has schemas.
    pub line: Option<&'a str>,
}

/// The record of a new document.
///
/// Written are the source, its checksum, the heading with which it begins as the title, and the language
/// when its words leave no doubt; the last two with a comment that asks for a look. All else that a record must have
/// stands there empty. The digest's questions follow as comments, each with the passages in which its
/// terms occur.
pub fn document(draft: &Draft<'_>) -> String {
    let text = |text: &str| Known {
        text: Some(text.to_owned()),
        note: None,
    };
    let mut known = BTreeMap::from([
        ("source", text(draft.source)),
        ("provenance.sha256", text(&draft.file.sha256())),
    ]);
    known.extend(title(draft).map(|title| ("title", title)));
    let blocks = draft.text.blocks.iter();
    let words: Vec<&str> = blocks.map(|block| &*block.text).collect();
    if let Some(guess) = language::guess(&words.join("\n")) {
        let note = format!("Guessed from its letters: {}. Is it?", guess.name);
        let note = Some(note);
        known.insert(
            "language",
            Known {
                note,
                ..text(guess.tag)
            },
        );
    }
    let questions = questions::questions(draft.themes, draft.text);
    let text = format!("{}\n{questions}", outline(Kind::Document, &known));
    with_first_line(draft.line, &text)
}

/// The first heading, as the title when the source begins with it.
fn title(draft: &Draft<'_>) -> Option<Known> {
    let is_heading = |kind: &BlockKind| matches!(kind, BlockKind::Heading { .. });
    let mut blocks = draft.text.blocks.iter();
    let index = blocks.position(|block| is_heading(&block.kind))?;
    let block = &draft.text.blocks[index];
    let title = one_line(&block.text);
    let start = block.source_range(0..block.text.len()).start;
    let (line, _) = line_column(draft.file.bytes(), start);
    if index > 0 {
        let note = format!(
            "The source does not begin with a heading. Its first is “{title}”, in line {line}."
        );
        let note = Some(note);
        return Some(Known { text: None, note });
    }
    Some(Known {
        text: Some(title),
        note: Some(format!(
            "Guessed: the heading in line {line} of the source. Is it the title?"
        )),
    })
}
