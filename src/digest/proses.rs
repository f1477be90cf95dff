//! The digest's own prose: what its pages, summaries and notes link to, and where they say it.

use std::ops::Range;

use super::{Coding, Correction, Digest, Page, Position, Silence, Theme};
use crate::prose::{self, Link};
use crate::record::places::Places;
use crate::source::Span;

/// What rules look at in prose, and where it stands: of prose inside a record the whole text's place.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// Its links.
    pub links: Vec<(Span, Link)>,
    /// Where it is nested deeper than [`prose::DEEPEST_NESTING`].
    pub too_deep: Vec<Span>,
}

impl Prose {
    fn add(&mut self, markdown: &str, span: impl Fn(Range<usize>) -> Span) {
        let read = prose::read(markdown);
        let links = read.links.into_iter();
        self.links
            .extend(links.map(|link| (span(link.range.clone()), link)));
        self.too_deep.extend(read.too_deep.map(|at| span(at..at)));
    }

    fn add_inside(&mut self, markdown: &str, whole: Span) {
        self.add(markdown, |_| whole);
    }

    fn add_coded(&mut self, places: &Places, positions: &[Position], silences: &[Silence]) {
        for position in positions {
            let route = ["positions".into(), position.index.into(), "summary".into()];
            self.add_inside(&position.summary, places.at(route).span);
        }
        for silence in silences {
            if let Some(note) = &silence.note {
                self.add_inside(note, silence.span);
            }
        }
    }

    /// Looks at what a document's record says.
    pub(super) fn of_document(
        places: &Places,
        summary: &str,
        corrections: &[Correction],
        positions: &[Position],
        silences: &[Silence],
    ) -> Self {
        let mut prose = Self::default();
        prose.add_inside(summary, places.at(["summary".into()]).span);
        for note in corrections.iter().filter_map(|it| it.note.as_deref()) {
            prose.add_inside(note, places.at(["corrections".into()]).span);
        }
        prose.add_coded(places, positions, silences);
        prose
    }

    /// Looks at what pages, themes and second codings say.
    pub(super) fn of_others(pages: &[Page], themes: &[Theme], codings: &[Coding]) -> Self {
        let mut prose = Self::default();
        for page in pages {
            prose.add(&page.markdown, |range| {
                Span::new(page.file, page.start + range.start..page.start + range.end)
            });
        }
        for theme in themes {
            prose.add_inside(&theme.summary, theme.places.at(["summary".into()]).span);
        }
        for coding in codings {
            let places = &coding.places;
            if let Some(note) = &coding.note {
                prose.add_inside(note, places.at(["note".into()]).span);
            }
            prose.add_coded(places, &coding.positions, &coding.silences);
        }
        prose
    }
}

impl Digest {
    /// All prose of the digest, record by record.
    pub fn proses(&self) -> impl Iterator<Item = &Prose> {
        let of_documents = self.documents.iter().map(|document| &document.prose);
        of_documents.chain([&self.prose])
    }

    /// All links in it, with their places.
    pub fn links(&self) -> impl Iterator<Item = (Span, &Link)> {
        let links = self.proses().flat_map(|prose| &prose.links);
        links.map(|(span, link)| (*span, link))
    }
}
