//! `documents.html`: all documents on a timeline.

use serde::Serialize;

use super::Page;
use super::parts::{DocumentRef, date_of, document};
use crate::digest::DocumentId;
use crate::digest::date::Date;
use crate::render::frame::Frame;
use crate::render::html::Html;
use crate::render::issues;
use crate::render::scope::Scope;

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

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let documents = &scope.site.digest.documents;
    let mut frame = Frame::new("documents", "documents", "Documents").described(format!(
        "The {} documents of this digest on a timeline.",
        documents.len()
    ));
    frame.edit.extend(issues::propose_document(scope.site));
    let mut dated: Vec<(DocumentId, f64, f64)> = Vec::new();
    let mut undated: Vec<DocumentId> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        match date_of(document).and_then(|(date, _)| span(date)) {
            Some((start, end)) => dated.push((DocumentId(index), start, end)),
            None => undated.push(DocumentId(index)),
        }
    }
    dated.sort_by(|a, b| {
        a.1.total_cmp(&b.1)
            .then(a.2.total_cmp(&b.2))
            .then(a.0.cmp(&b.0))
    });
    let first = dated.first().map_or(0.0, |it| it.1.floor());
    let last = dated
        .iter()
        .map(|it| it.2.ceil())
        .fold(first + 1.0, f64::max);
    let scale = |year: f64| (year - first) / (last - first) * AXIS;
    let view = View {
        dated: dated
            .iter()
            .map(|&(id, start, end)| {
                let width = (scale(end) - scale(start)).max(NARROWEST);
                entry(scope, id, scale(start).min(AXIS - width), width)
            })
            .collect(),
        undated: undated
            .iter()
            .map(|&id| entry(scope, id, 0.0, 0.0))
            .collect(),
        years: years(first, last, scale),
    };
    Page::new("documents.html", frame, &view)
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
