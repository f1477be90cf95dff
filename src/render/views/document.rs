//! `documents/ID.html`: the text with its passages numbered, its quotes marked and its positions in
//! the margin.

use askama::Template;
use serde::Serialize;

use super::Page;
use super::alike::{Alike, alike};
use super::cells::{NotCoded, not_coded, row_href};
use super::cited::Cited;
use super::parts::{DocumentRef, Stance, date, document, report, stance, title_html};
use super::text::laid_out;
use crate::compare::DocumentStance;
use crate::digest::{Document, DocumentId, TextRange};
use crate::record::Publish;
use crate::render::address::Target;
use crate::render::citation::{self, Format};
use crate::render::fragments;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html;
use crate::render::html::Html;
use crate::render::issues;
use crate::render::linked_data;
use crate::render::markdown::plain;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    document: DocumentRef,
    title: Html,
    title_supplied: bool,
    summary: Html,
    event: Option<Event>,
    date: Option<OwnDate>,
    origin: Option<String>,
    archive: Option<String>,
    retrieved: Option<String>,
    sha256: String,
    rights: Option<String>,
    licence: Option<String>,
    excerpts: bool,
    strip: Html,
    passages: usize,
    quoted: usize,
    coded: usize,
    positions: Html,
    text: Html,
    notes: Html,
    silences: Vec<Silent>,
    not_coded: NotCoded,
    corrections: Vec<Correction>,
    cited: Cited,
    record: String,
    comparisons: Vec<Link>,
    alike: Alike,
}

#[derive(Serialize)]
struct Event {
    name: Option<String>,
    place: Option<String>,
    date: Option<String>,
}

/// The document's date in words and, where HTML has a form for it, for machines.
#[derive(Serialize)]
struct OwnDate {
    text: String,
    datetime: Option<String>,
}

/// The quotes of one stance on the strip.
#[derive(Template)]
#[template(path = "compiled/bars.html")]
struct Bars {
    stance: DocumentStance,
    /// Where its line of the four of the strip begins.
    y: u8,
    /// Where each quote begins and how long it is, in thousandths of the text's length.
    quotes: Vec<(usize, usize)>,
}

/// A position in the list of positions.
#[derive(Template)]
#[template(path = "compiled/entry.html")]
struct Entry<'s> {
    /// Where its note stands on the page.
    fragment: String,
    stance: Stance<'s>,
    question: &'s str,
    holder: Option<&'s str>,
    reported: Option<&'static str>,
}

#[derive(Serialize)]
struct Silent {
    question: Link,
    note: Option<Html>,
}

#[derive(Serialize)]
struct Correction {
    place: Link,
    at: String,
    read: String,
    note: Option<Html>,
}

pub(super) fn page(scope: &Scope<'_>, id: DocumentId) -> Page {
    let site = scope.site;
    let own = site.digest.document(id);
    let text = laid_out(scope, id);
    let coverage = site.shown.coverage(id);
    let view = View {
        document: document(scope, id),
        title: title_html(own),
        title_supplied: own.title_supplied,
        summary: scope.inline(&own.summary),
        event: event(own),
        date: own.date.as_ref().map(|own| OwnDate {
            text: date(own),
            datetime: own.html().map(str::to_owned),
        }),
        origin: own
            .provenance
            .url
            .clone()
            .filter(|url| html::is_safe_url(url)),
        archive: own
            .provenance
            .archive
            .clone()
            .filter(|url| html::is_safe_url(url)),
        retrieved: own.provenance.retrieved.as_ref().map(date),
        sha256: own.provenance.sha256.clone(),
        rights: own.rights_statement.clone(),
        licence: own.licence.clone(),
        excerpts: own.publish == Publish::Excerpts,
        strip: strip(own),
        passages: coverage.passages,
        quoted: coverage.passages - coverage.uncovered.len(),
        coded: own.positions.len(),
        positions: positions(scope, id, own),
        text: text.text,
        notes: text.notes,
        silences: silences(scope, id, own),
        not_coded: not_coded(scope, id),
        corrections: corrections(scope, id),
        cited: Cited::of(
            &[citation::document(site, id), citation::page(site, id)],
            &own.id,
            Format::data_url,
        ),
        record: scope.href(Target::Record(id), None),
        comparisons: comparisons(scope, id),
        alike: alike(scope, id),
    };
    Page::new("document.html", frame(scope, id, own), &view)
}

fn frame(scope: &Scope<'_>, id: DocumentId, own: &Document) -> Frame {
    let site = scope.site;
    let heading = title_html(own);
    let mut frame = Frame::new("document", "documents", plain_title(own))
        .described(plain(&own.summary))
        .below(scope.href(Target::Documents, None), "Documents");
    debug_assert!(!heading.is_empty() || own.title.is_empty());
    if own.language != site.config.language {
        frame.heading_lang = Some(own.language.clone());
        frame.heading_dir = Some(document(scope, id).dir);
    }
    frame.previous = id.0.checked_sub(1).map(|index| neighbour(scope, index));
    frame.next = (id.0 + 1 < site.digest.documents.len()).then(|| neighbour(scope, id.0 + 1));
    let record = &site.files.get(own.places.file()).path;
    let source = &site.files.get(own.source).path;
    frame.edit = [
        edit_link(site, record, "Edit this record"),
        edit_link(site, source, "See the source file"),
        issues::correct_position(site, &own.id, None),
    ]
    .into_iter()
    .flatten()
    .collect();
    let citation = citation::document(site, id);
    frame.metas = citation::metas(&citation);
    frame.linked_data = linked_data::document(site, scope.target, &citation);
    frame.stands_for_another = true;
    frame
}

fn plain_title(own: &Document) -> String {
    if own.title_supplied {
        format!("[{}]", own.title)
    } else {
        own.title.clone()
    }
}

fn neighbour(scope: &Scope<'_>, index: usize) -> Link {
    let document = document(scope, DocumentId(index));
    Link {
        href: document.href,
        text: document.short,
    }
}

fn event(own: &Document) -> Option<Event> {
    let event = own.event.as_ref()?;
    Some(Event {
        name: event.name.clone(),
        place: event.place.clone(),
        date: event.date.as_ref().map(date),
    })
}

/// Where quotes lie in the text, by their characters.
fn strip(own: &Document) -> Html {
    let mut starts = Vec::with_capacity(own.text.blocks.len());
    let mut length = 0_usize;
    for block in &own.text.blocks {
        starts.push(length);
        length += block.text.len() + 1;
    }
    let scale = |bytes: usize| (bytes * 1000 + length / 2) / length.max(1);
    let bars = DocumentStance::ALL.into_iter().map(|stance| {
        let positions = own.positions.iter();
        let quotes = positions
            .filter(|position| DocumentStance::from(position.stance) == stance)
            .flat_map(|position| &position.quotes);
        let bar = |range: TextRange| {
            let start = scale(starts[range.block] + range.start);
            (start, scale(range.end - range.start).max(3))
        };
        Bars {
            stance,
            y: line_of(stance),
            quotes: quotes.flat_map(|quote| quote.ranges()).map(bar).collect(),
        }
    });
    Html::lines(bars.filter(|bars| !bars.quotes.is_empty()))
}

fn line_of(stance: DocumentStance) -> u8 {
    use DocumentStance::{Qualified, Raises, Supports};
    match stance {
        Supports => 0,
        Qualified => 6,
        Raises => 12,
        _ => 18,
    }
}

/// The positions in the digest's order, each with the way to its note.
fn positions(scope: &Scope<'_>, id: DocumentId, own: &Document) -> Html {
    let digest = scope.site.digest;
    Html::lines(own.positions.iter().map(|position| Entry {
        fragment: fragments::on_document(scope, position),
        stance: stance(scope, position.stance),
        question: &digest.question(position.question).short,
        holder: (!position.first_hand).then(|| digest.holder(position.holder).name.as_str()),
        reported: report(scope, id, position),
    }))
}

fn silences(scope: &Scope<'_>, id: DocumentId, own: &Document) -> Vec<Silent> {
    own.silences
        .iter()
        .map(|it| Silent {
            question: Link {
                href: row_href(scope, id, it.question),
                text: scope.site.digest.question(it.question).short.clone(),
            },
            note: scope.inline_option(it.note.as_ref()),
        })
        .collect()
}

/// The corrections in passages that are shown.
fn corrections(scope: &Scope<'_>, id: DocumentId) -> Vec<Correction> {
    let own = scope.site.digest.document(id);
    own.corrections
        .iter()
        .filter(|it| {
            let mut ranges = it.ranges.iter();
            ranges.all(|range| scope.site.shown.is_shown(id, range.block))
        })
        .filter_map(|it| {
            let words: Vec<&str> = it
                .ranges
                .iter()
                .map(|range| &own.text.blocks[range.block].text[range.range()])
                .collect();
            Some(Correction {
                place: super::parts::place(scope, id, it.ranges.first()?.block),
                at: words.join(" "),
                read: it.read.clone(),
                note: scope.inline_option(it.note.as_ref()),
            })
        })
        .collect()
}

fn comparisons(scope: &Scope<'_>, id: DocumentId) -> Vec<Link> {
    let partners = scope.site.partners[id.0].iter();
    partners
        .filter_map(|&other| {
            Some(Link {
                href: scope.pair(id, other, None)?,
                text: scope.site.digest.document(other).short.clone(),
            })
        })
        .collect()
}
