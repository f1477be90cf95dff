//! Quotes: anchored in the text of their document, or told why they have no place there.

use rayon::prelude::*;

use super::{Digest, DocumentId, Marks, Nearly, Quote, QuoteProblem, TextRange};
use crate::anchor::{self, Anchor, Closest, Difference, Source, Wanted};
use crate::record::edits::edits;
use crate::record::inside::inside;
use crate::record::places::Place;
use crate::record::{PositionRecord, QuoteRecord};
use crate::source::{Files, Span};
use crate::text::Text;
use crate::text::fold::fold_words_with_places;

/// What the quotes of one document are anchored with.
pub(super) struct Quoting<'a> {
    pub(super) files: &'a Files,
    pub(super) text: &'a Text,
    /// None when the source could not be read: then nothing can be said of a quote.
    pub(super) source: Option<Source<'a>>,
    /// The document's language, BCP 47.
    pub(super) language: &'a str,
}

impl Quoting<'_> {
    /// Anchors the quotes of a position; `place` is the position's.
    pub(super) fn quotes(&self, record: &PositionRecord, place: Place<'_>) -> Vec<Quote> {
        let quote = |(index, quote): (usize, &QuoteRecord)| {
            let place = place.at(["quotes".into(), index.into(), "exact".into()]);
            let (parts, problem) = match &self.source {
                // Without its source nothing can be said of a quote; that has been reported.
                None => (Vec::new(), None),
                Some(_) if quote.exact.is_empty() => (Vec::new(), None),
                Some(source) => self.anchored(quote, place, source),
            };
            Quote {
                exact: quote.exact.clone(),
                direct_speech: parts
                    .iter()
                    .all(|part| anchor::is_direct_speech(self.text, part))
                    && !parts.is_empty(),
                left_out: left_out(self.text, &parts),
                parts: parts.into_iter().collect(),
                problem,
                translations: quote
                    .translation
                    .iter()
                    .map(|(language, words)| (language.clone(), words.clone()))
                    .collect(),
                span: place.span,
            }
        };
        record.quotes.iter().enumerate().map(quote).collect()
    }

    fn anchored(
        &self,
        quote: &QuoteRecord,
        place: Place<'_>,
        source: &Source<'_>,
    ) -> (Vec<Vec<TextRange>>, Option<Box<QuoteProblem>>) {
        let wanted = Wanted {
            exact: &quote.exact,
            prefix: quote.prefix.as_deref(),
            suffix: quote.suffix.as_deref(),
        };
        let problem = match source.anchor(wanted) {
            Anchor::Found(parts) => return (parts, None),
            Anchor::Ambiguous { part, places } => QuoteProblem::Ambiguous { part, places },
            Anchor::Apart { before, after } => QuoteProblem::Apart { before, after },
            Anchor::Missing {
                part,
                without_context,
            } => {
                let closest = anchor::closest(source, &part, self.language);
                QuoteProblem::Missing {
                    differing: self.differing(quote, &part, closest.as_ref(), place),
                    part,
                    nearly: match without_context.is_empty() {
                        true => self.nearly(source, wanted, place),
                        false => None,
                    },
                    without_context,
                    closest,
                    elsewhere: Vec::new(),
                }
            }
        };
        (Vec::new(), Some(Box::new(problem)))
    }

    /// How a quote that does not stand in its document would do so with other marks.
    fn nearly(&self, source: &Source<'_>, wanted: Wanted<'_>, place: Place<'_>) -> Option<Nearly> {
        let respelt = anchor::respelt(source, wanted.exact).filter(|changes| {
            let exact = &anchor::changed(wanted.exact, changes);
            let wanted = Wanted { exact, ..wanted };
            matches!(source.anchor(wanted), Anchor::Found(_))
        });
        let respelt = respelt.map(|changes| (Marks::Spacing, changes));
        let (marks, changes) = respelt.or_else(|| {
            let changes = anchor::with_brackets(source, wanted)?;
            Some((Marks::Brackets, changes))
        })?;
        Some(Nearly {
            marks,
            words: anchor::changed(wanted.exact, &changes),
            edits: edits(self.files, place.span, wanted.exact, &changes),
        })
    }

    /// Where the record has the words in which a part of a quote differs from the closest ones.
    fn differing(
        &self,
        quote: &QuoteRecord,
        part: &str,
        closest: Option<&Closest>,
        place: Place<'_>,
    ) -> Vec<Option<Span>> {
        let folded = fold_words_with_places(&quote.exact);
        let start = folded.text.find(part);
        let span = |difference: &Difference| {
            let range = difference.wanted_range.clone();
            if range.is_empty() {
                return None;
            }
            let places = folded.places(start? + range.start..start? + range.end);
            let (first, last) = (places.first()?, places.last()?);
            let range = first.start..last.end;
            Some(inside(self.files, place.span, &quote.exact, range))
        };
        let differences = closest.into_iter().flat_map(|closest| &closest.differences);
        differences.map(span).collect()
    }
}

/// The words that a quote leaves out, one entry per mark of omission.
fn left_out(text: &Text, parts: &[Vec<TextRange>]) -> Box<[String]> {
    parts
        .windows(2)
        .filter_map(|pair| Some((pair[0].last()?, pair[1].first()?)))
        .map(|(before, after)| anchor::words_between(text, before, after))
        .collect()
}

/// Looks for the quotes that were found nowhere in the other documents, so that a quote under the wrong
/// document can be told from a wrong quote.
pub(super) fn look_elsewhere(digest: &mut Digest) {
    let missing =
        |quote: &Quote| matches!(quote.problem.as_deref(), Some(QuoteProblem::Missing { .. }));
    let documents = digest.documents.par_iter();
    let is_any_missing = documents.any(|document| document.quotes().any(missing))
        || digest
            .codings
            .iter()
            .any(|coding| coding.quotes().any(missing));
    if !is_any_missing {
        return;
    }
    let wanted: Vec<String> = digest
        .all_quotes()
        .filter(|quote| missing(quote))
        .map(|quote| quote.exact.clone())
        .collect();
    let found: Vec<Vec<DocumentId>> = {
        let sources: Vec<Source<'_>> = digest
            .documents
            .par_iter()
            .map(|document| Source::new(&document.text, document.format, &[]))
            .collect();
        let in_which = |exact: &String| {
            let wanted = Wanted {
                exact,
                ..Wanted::default()
            };
            let stands_in =
                |source: &Source<'_>| !matches!(source.anchor(wanted), Anchor::Missing { .. });
            let all = sources.iter().enumerate();
            all.filter(|(_, source)| stands_in(source))
                .map(|(index, _)| DocumentId(index))
                .collect()
        };
        wanted.par_iter().map(in_which).collect()
    };
    let problems = digest.problems_mut();
    let lists = problems.filter_map(|problem| match problem {
        QuoteProblem::Missing { elsewhere, .. } => Some(elsewhere),
        _ => None,
    });
    for (elsewhere, documents) in lists.zip(found) {
        *elsewhere = documents;
    }
}
