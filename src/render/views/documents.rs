//! `documents.html`: all documents on a timeline.

use serde::Serialize;

use super::Page;
use super::parts::{DocumentRef, date_of, document};
use crate::digest::date::Date;
use crate::digest::{Digest, DocumentId};
use crate::render::Site;
use crate::render::frame::Frame;
use crate::render::html::Html;
use crate::render::issues;
use crate::render::scope::Scope;
use crate::render::series::weight;

/// The whole axis, in hundredths of its width.
const AXIS: f64 = 100.0;

/// The narrowest bar.
const NARROWEST: f64 = 1.2;

#[derive(Serialize)]
struct View {
    dated: Vec<Entry>,
    undated: Vec<Entry>,
    /// The first and the last year of the axis, and those between where there is room.
    years: Vec<Year>,
}

#[derive(Serialize)]
struct Year {
    year: String,
    x: String,
}

/// A document and where it lies on the axis.
#[derive(Serialize)]
struct Entry {
    document: DocumentRef,
    summary: Html,
    positions: usize,
    x: String,
    width: String,
}

/// The documents of a digest on a timeline.
#[derive(Debug)]
pub(in crate::render) struct Timeline {
    /// The first and the last year.
    ends: (f64, f64),
    /// Those with a date, the oldest first, each with its first and its last day as years; then the others.
    documents: Vec<(DocumentId, Option<(f64, f64)>)>,
}

impl Timeline {
    /// Puts all documents on a line.
    pub(in crate::render) fn new(digest: &Digest) -> Self {
        let documents = digest.documents.iter().enumerate();
        let mut documents: Vec<(DocumentId, Option<(f64, f64)>)> = documents
            .map(|(index, document)| {
                let found = date_of(document).and_then(|(date, _)| span(date));
                (DocumentId(index), found)
            })
            .collect();
        let key = |span: Option<(f64, f64)>| span.unwrap_or((f64::INFINITY, f64::INFINITY));
        documents.sort_by(|a, b| {
            let (one, other) = (key(a.1), key(b.1));
            one.0
                .total_cmp(&other.0)
                .then(one.1.total_cmp(&other.1))
                .then(a.0.cmp(&b.0))
        });
        let dated = || documents.iter().filter_map(|(_, span)| *span);
        let first = dated().next().map_or(0.0, |(start, _)| start.floor());
        let last = dated()
            .map(|(_, end)| end.ceil())
            .fold(first + 1.0, f64::max);
        Self {
            ends: (first, last),
            documents,
        }
    }
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let mut frame = Frame::new("documents", "documents", "Documents").described(format!(
        "The {} documents of this digest on a timeline.",
        digest.documents.len()
    ));
    frame.edit.extend(issues::propose_document(scope.site));
    let timeline = &scope.site.lists.timeline;
    let documents = &timeline.documents;
    frame.parts = scope.parts("Documents", |index| {
        digest.document(documents[index].0).short.clone()
    });
    let shown = &documents[scope.items(documents.len())];
    let (first, last) = timeline.ends;
    let scale = |year: f64| (year - first) / (last - first) * AXIS;
    let mut view = View {
        dated: Vec::new(),
        undated: Vec::new(),
        years: years(first, last, scale),
    };
    for &(id, span) in shown {
        match span {
            Some((start, end)) => {
                let width = (scale(end) - scale(start)).max(NARROWEST);
                let x = scale(start).min(AXIS - width);
                view.dated.push(entry(scope, id, x, width));
            }
            None => view.undated.push(entry(scope, id, 0.0, 0.0)),
        }
    }
    Page::new("documents.html", frame, &view)
}

/// About how many bytes each document takes.
pub(super) fn weights(site: &Site<'_>) -> Vec<usize> {
    let timeline = &site.lists.timeline;
    let documents = timeline.documents.iter();
    documents
        .map(|(id, _)| {
            let own = site.digest.document(*id);
            let issuer = own.issuer.map_or(0, |id| {
                let holder = site.digest.holder(id);
                40 + holder.id.len() + weight(&holder.name)
            });
            let names = 2 * own.id.len() + weight(&own.short) + weight(&own.title);
            450 + names + issuer + weight(&own.summary)
        })
        .collect()
}

/// First and last day of a date as years with fractions; none when it is unknown.
fn span(date: &Date) -> Option<(f64, f64)> {
    let (year, month, day) = date.order()?;
    let start = years_of(year, month, day) - 1.0 / 372.0;
    let end = date
        .latest
        .map_or(start, |(year, month, day)| years_of(year, month, day));
    Some((start, end.max(start)))
}

/// A day as a year with a fraction, of months of 31 days: near enough for a drawing.
fn years_of(year: i16, month: u8, day: u8) -> f64 {
    let days = f64::from(month.saturating_sub(1)) * 31.0 + f64::from(day);
    f64::from(year) + days / 372.0
}

fn years(first: f64, last: f64, scale: impl Fn(f64) -> f64) -> Vec<Year> {
    // At most ten or so years are named, in even steps.
    let step = ((last - first) / 10.0).ceil().max(1.0);
    let mut years = Vec::new();
    let mut year = first;
    while year <= last - step / 2.0 {
        years.push(Year {
            year: format!("{year:.0}"),
            x: percent(scale(year)),
        });
        year += step;
    }
    years
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn entry(scope: &Scope<'_>, id: DocumentId, x: f64, width: f64) -> Entry {
    let own = scope.site.digest.document(id);
    Entry {
        document: document(scope, id),
        summary: scope.inline(&own.summary),
        positions: own.positions.len(),
        x: percent(x),
        width: percent(width),
    }
}
