//! `coverage.html`: which passages carry a position and which none, with their words, and which cells
//! nobody has coded.

use serde::Serialize;

use super::Page;
use super::cells::{NotCoded, names_them, not_coded};
use super::matrix::fits;
use super::parts::{DocumentRef, document, place};
use super::quote::words;
use crate::compare::DocumentStance;
use crate::compare::coverage::Coverage;
use crate::digest::{DocumentId, TextRange};
use crate::render::Site;
use crate::render::frame::{Frame, Link};
use crate::render::html::Html;
use crate::render::scope::Scope;
use crate::render::series::weight;

#[derive(Serialize)]
struct View {
    documents: Vec<Covered>,
    /// Whether each document has its passages here, which many would make too long.
    in_full: bool,
    questions: usize,
}

#[derive(Serialize)]
struct Covered {
    document: DocumentRef,
    passages: usize,
    quoted: usize,
    /// A piece of the strip for each passage, in source order.
    strip: Vec<Piece>,
    uncovered: Vec<Uncovered>,
    coded: usize,
    silent: usize,
    not_coded: NotCoded,
}

/// A passage in the strip, as long as its words are: in thousandths of the strip.
#[derive(Serialize)]
struct Piece {
    x: String,
    width: String,
    quoted: bool,
}

/// A passage without a position.
#[derive(Serialize)]
struct Uncovered {
    /// Without address where the passage is not shown.
    place: Link,
    /// Its words, where they are shown.
    words: Option<Html>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let mut frame = Frame::new("coverage", "", "Coverage").described(
        "Which passages carry no position, and which questions nobody has looked for yet.",
    );
    frame.parts = scope.parts("Documents", |index| digest.documents[index].short.clone());
    let documents = scope.items(digest.documents.len()).map(DocumentId);
    let view = View {
        documents: documents.map(|id| covered(scope, id)).collect(),
        in_full: fits(scope.site),
        questions: digest.questions.len(),
    };
    Page::new("coverage.html", frame, &view)
}

/// About how many bytes each document takes.
pub(super) fn weights(site: &Site<'_>) -> Vec<usize> {
    let documents = site.digest.documents.iter().enumerate();
    documents
        .map(|(index, document)| {
            let names = document.id.len() + weight(&document.short);
            if !fits(site) {
                return 300 + names;
            }
            let coverage = site.shown.coverage(DocumentId(index));
            let uncovered = coverage.uncovered.iter().map(|block| {
                let text = &document.text.blocks[*block].text;
                200 + names + weight(text) * 11 / 10
            });
            let open = site.comparison.row(DocumentId(index)).not_coded();
            let open = if names_them(open) { 120 * open } else { 0 };
            1_200 + 4 * names + 70 * coverage.passages + uncovered.sum::<usize>() + open
        })
        .collect()
}

fn covered(scope: &Scope<'_>, id: DocumentId) -> Covered {
    let coverage = scope.site.shown.coverage(id);
    let row = scope.site.comparison.row(id);
    let cells = || row.coded().map(|(_, cell)| cell);
    let silent = cells().filter(|it| it.stance == DocumentStance::Silent);
    let silent = silent.count();
    Covered {
        document: document(scope, id),
        passages: coverage.passages,
        quoted: coverage.passages - coverage.uncovered.len(),
        strip: match fits(scope.site) {
            true => strip(scope, id, coverage),
            false => Vec::new(),
        },
        uncovered: coverage
            .uncovered
            .iter()
            .filter(|_| fits(scope.site))
            .map(|&block| uncovered(scope, id, block))
            .collect(),
        coded: cells().count() - silent,
        silent,
        not_coded: not_coded(scope, id),
    }
}

fn uncovered(scope: &Scope<'_>, id: DocumentId, block: usize) -> Uncovered {
    let mut place = place(scope, id, block);
    if !scope.site.shown.is_shown(id, block) {
        place.href.clear();
        return Uncovered { place, words: None };
    }
    let end = scope.site.digest.document(id).text.blocks[block].text.len();
    let whole = TextRange {
        block,
        start: 0,
        end,
    };
    let words = Some(words(scope, id, &whole));
    Uncovered { place, words }
}

fn strip(scope: &Scope<'_>, id: DocumentId, coverage: &Coverage) -> Vec<Piece> {
    let blocks = scope
        .site
        .digest
        .document(id)
        .text
        .blocks
        .iter()
        .enumerate();
    let passages: Vec<(usize, usize)> = blocks
        .filter(|(_, block)| block.is_passage())
        .map(|(index, block)| (index, block.text.len().max(1)))
        .collect();
    let all: usize = passages.iter().map(|(_, length)| length).sum();
    let scale = |bytes: usize| bytes as f64 * 1000.0 / all as f64;
    let mut before = 0;
    let mut pieces = Vec::with_capacity(passages.len());
    for (index, length) in passages {
        pieces.push(Piece {
            x: format!("{:.1}", scale(before)),
            width: format!("{:.1}", scale(length)),
            quoted: !coverage.positions[index].is_empty(),
        });
        before += length;
    }
    pieces
}
