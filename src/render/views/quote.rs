//! Quotes: verbatim words with where they stand.

use std::ops::Range;

use askama::Template;
use askama::filters::HtmlSafe;

use super::parts::{other_direction, place};
use crate::digest::{Document, DocumentId, Quote, TextRange};
use crate::render::frame::Link;
use crate::render::html::{Html, is_safe_url};
use crate::render::layers::{Wanted, errors, layers};
use crate::render::original;
use crate::render::passage::passage;
use crate::render::scope::Scope;
use crate::text::MarkKind;

/// Verbatim words and where they stand.
#[derive(Debug, Clone, Template)]
#[template(path = "compiled/quote.html")]
pub(super) struct QuoteView<'s> {
    /// How its document is called.
    pub(super) document: &'s str,
    pub(super) html: Html,
    pub(super) lang: &'s str,
    /// The direction of its words where it is not the interface's.
    pub(super) dir: Option<&'static str>,
    /// Address of the first passage.
    pub(super) cite: String,
    /// Every passage that it touches.
    pub(super) places: Vec<Link>,
    /// Where its document can be read elsewhere, if anybody knows.
    pub(super) original: Option<Original>,
    /// Of reported positions: whether these are the holder's words or the document's.
    pub(super) speech: Option<&'static str>,
    pub(super) translations: Vec<Translation<'s>>,
}

impl HtmlSafe for QuoteView<'_> {}

/// A document's original elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Original {
    /// Its address at the words of a quote, for browsers that find words; none without any words
    /// that must stand there, too.
    pub(super) at_words: Option<String>,
    /// Its address.
    pub(super) whole: String,
}

/// A quote in another language.
#[derive(Debug, Clone)]
pub(super) struct Translation<'s> {
    pub(super) lang: &'s str,
    pub(super) dir: Option<&'static str>,
    pub(super) text: &'s str,
}

/// Shows a quote; of a reported position, with whose words they are.
pub(super) fn quote<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    quote: &'s Quote,
    reported: bool,
) -> QuoteView<'s> {
    let document = scope.site.digest.document(id);
    let places = places(scope, id, quote);
    QuoteView {
        document: &document.short,
        html: quote_html(scope, id, quote),
        lang: &document.language,
        dir: other_direction(scope, &document.language),
        cite: places.first().map(|it| it.href.clone()).unwrap_or_default(),
        places,
        original: original(document, quote),
        speech: reported.then_some(if quote.direct_speech {
            "direct speech"
        } else {
            "paraphrase, in the document’s words"
        }),
        translations: translations(scope, quote),
    }
}

/// Where the words of a quote can be read elsewhere.
fn original(document: &Document, quote: &Quote) -> Option<Original> {
    let url = document.provenance.url.clone();
    let whole = url.filter(|url| is_safe_url(url))?;
    let parts: Vec<Vec<&str>> = quote
        .parts
        .iter()
        .map(|part| {
            let ranges = part.iter();
            ranges.flat_map(|it| original_words(document, it)).collect()
        })
        .collect();
    Some(Original {
        at_words: original::at_words(&whole, &parts),
        whole,
    })
}

/// The words of one block that the original has, too, and without anything between them: marks of
/// notes and errors of transmission are cut out.
fn original_words<'d>(document: &'d Document, range: &TextRange) -> Vec<&'d str> {
    let block = &document.text.blocks[range.block];
    let notes = block.marks.iter().filter_map(|mark| match mark.kind {
        MarkKind::NoteReference { .. } => Some(mark.range.clone()),
        _ => None,
    });
    let errors = errors(document, range.block);
    let mut gaps: Vec<Range<usize>> = notes.chain(errors).collect();
    gaps.sort_unstable_by_key(|gap| (gap.start, gap.end));
    let mut words = Vec::new();
    let mut start = range.start;
    for gap in gaps {
        if gap.end > start && gap.start < range.end {
            words.push(&block.text[start..gap.start.max(start)]);
            start = gap.end.min(range.end);
        }
    }
    words.push(&block.text[start..range.end]);
    words
}

fn translations<'s>(scope: &Scope<'_>, quote: &'s Quote) -> Vec<Translation<'s>> {
    let translations = quote.translations.iter();
    translations
        .map(|(lang, text)| Translation {
            lang,
            dir: other_direction(scope, lang),
            text,
        })
        .collect()
}

/// The passages that a quote touches, in their order, each once.
fn places(scope: &Scope<'_>, id: DocumentId, quote: &Quote) -> Vec<Link> {
    let mut blocks: Vec<usize> = quote.ranges().map(|range| range.block).collect();
    blocks.sort_unstable();
    blocks.dedup();
    blocks
        .into_iter()
        .map(|block| place(scope, id, block))
        .collect()
}

/// Stands for words that are left out.
const GAP: &str = " <span class=\"gap\">[…]</span> ";

/// The words of a quote as they stand in the source: a paragraph per block, left-out words as `[…]`.
fn quote_html(scope: &Scope<'_>, id: DocumentId, quote: &Quote) -> Html {
    let mut markup = String::new();
    let mut open: Option<usize> = None;
    for (index, part) in quote.parts.iter().enumerate() {
        for (nth, range) in part.iter().enumerate() {
            let gap = index > 0 && nth == 0;
            if open != Some(range.block) {
                if open.is_some() {
                    markup.push_str("</p>");
                }
                markup.push_str("<p>");
            }
            if gap {
                markup.push_str(GAP);
            }
            open = Some(range.block);
            markup.push_str(words(scope, id, range).as_str());
        }
    }
    if open.is_some() {
        markup.push_str("</p>");
    }
    Html::trusted(markup)
}

/// Pieces of a text with words left out between each two.
pub(super) fn with_gaps(pieces: &[Html]) -> Html {
    let pieces: Vec<&str> = pieces.iter().map(Html::as_str).collect();
    Html::trusted(pieces.join(GAP))
}

/// Words of one block with its markup, names and corrections.
pub(super) fn words(scope: &Scope<'_>, id: DocumentId, range: &TextRange) -> Html {
    let block = &scope.site.digest.document(id).text.blocks[range.block];
    let layers = layers(scope, id, range.block, Wanted::WORDS);
    passage(&block.text, range.range(), &layers)
}
