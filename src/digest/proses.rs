//! The digest's own prose: what its pages, summaries and notes say, and where they say it.

use std::ops::Range;

use super::{Digest, Position, Silence};
use crate::record::places::Places;
use crate::source::Span;

/// Prose of the digest's own: Markdown, and where it stands.
pub struct Prose<'a> {
    /// The Markdown.
    pub text: &'a str,
    /// Where it stands in its file.
    whole: Span,
    /// Whether the text is byte for byte what stands there.
    verbatim: bool,
}

impl Prose<'_> {
    /// The place of a range of its bytes; of prose inside a record the whole text's.
    pub fn span(&self, range: Range<usize>) -> Span {
        if !self.verbatim {
            return self.whole;
        }
        let start = self.whole.range().start;
        Span::new(self.whole.file, start + range.start..start + range.end)
    }
}

impl Digest {
    /// All prose of the digest, given one after the other: its pages, then the summaries and notes of its
    /// records.
    pub fn each_prose<'a>(&'a self, mut look: impl FnMut(Prose<'a>)) {
        for page in &self.pages {
            let whole = Span::new(page.file, page.start..page.start + page.markdown.len());
            look(Prose {
                text: &page.markdown,
                whole,
                verbatim: true,
            });
        }
        let mut add = |text: &'a str, whole: Span| {
            look(Prose {
                text,
                whole,
                verbatim: false,
            });
        };
        for theme in &self.themes {
            add(&theme.summary, theme.places.at(["summary".into()]).span);
        }
        for document in &self.documents {
            let places = &document.places;
            add(&document.summary, places.at(["summary".into()]).span);
            for correction in &document.corrections {
                if let Some(note) = &correction.note {
                    add(note, places.at(["corrections".into()]).span);
                }
            }
            add_coded(places, &document.positions, &document.silences, &mut add);
        }
        for coding in &self.codings {
            let places = &coding.places;
            if let Some(note) = &coding.note {
                add(note, places.at(["note".into()]).span);
            }
            add_coded(places, &coding.positions, &coding.silences, &mut add);
        }
    }
}

fn add_coded<'a>(
    places: &Places,
    positions: &'a [Position],
    silences: &'a [Silence],
    add: &mut impl FnMut(&'a str, Span),
) {
    for position in positions {
        let route = ["positions".into(), position.index.into(), "summary".into()];
        add(&position.summary, places.at(route).span);
    }
    for silence in silences {
        if let Some(note) = &silence.note {
            add(note, silence.span);
        }
    }
}
