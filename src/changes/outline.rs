//! The order in which changes are told: substance first, wording second.

use super::{CellChange, Changes, Event, Kind, PairChange, RecordChange, ReliabilityChange};
use crate::compare::DocumentStance;

/// Changes by what they are. Each stands in one list; cells of documents and questions that came or
/// went are told with these, and stand in none.
#[derive(Debug, Default)]
pub struct Outline<'a> {
    /// Documents.
    pub documents: Vec<&'a RecordChange>,
    /// Themes and questions.
    pub questions: Vec<&'a RecordChange>,
    /// Cells whose stance is another, where somebody speaks on at least one side.
    pub stances: Vec<&'a CellChange>,
    /// Cells that are silent on one side and not coded on the other.
    pub silences: Vec<&'a CellChange>,
    /// Cells of the same stance that rests on other positions.
    pub positions: Vec<&'a CellChange>,
    /// Pairs of documents.
    pub relations: Vec<&'a PairChange>,
    /// How far second codings agree.
    pub reliability: Option<&'a ReliabilityChange>,
    /// Second codings.
    pub codings: Vec<&'a RecordChange>,
    /// Holders and instruments.
    pub holders: Vec<&'a RecordChange>,
    /// Cells in which only words have changed: summaries, quotes, notes.
    pub wording: Vec<&'a CellChange>,
    /// The digest as a whole, and pages of prose.
    pub others: Vec<&'a RecordChange>,
}

/// Sorts changes by what they are; each list keeps their order.
pub fn outline(changes: &Changes) -> Outline<'_> {
    let mut outline = Outline {
        relations: changes.relations.iter().collect(),
        reliability: changes.reliability.as_ref(),
        ..Outline::default()
    };
    for record in &changes.records {
        let list = match record.kind {
            Kind::Document => &mut outline.documents,
            Kind::Theme | Kind::Question => &mut outline.questions,
            Kind::Holder | Kind::Instrument => &mut outline.holders,
            Kind::Coding => &mut outline.codings,
            Kind::Digest | Kind::Page => &mut outline.others,
        };
        list.push(record);
    }
    for cell in &changes.cells {
        let list = match (cell.old, cell.new) {
            (Some(old), Some(new)) if old == new && cell.positions.iter().any(is_substance) => {
                &mut outline.positions
            }
            (Some(old), Some(new)) if old == new => &mut outline.wording,
            (Some(old), Some(new)) if !old.is_voiced() && !new.is_voiced() => &mut outline.silences,
            (Some(_), Some(_)) => &mut outline.stances,
            _ => continue,
        };
        list.push(cell);
    }
    outline
}

/// Whether more than words of a position have changed.
fn is_substance(position: &super::PositionChange) -> bool {
    position.old != position.new
}

/// What changed in a few words each, substance first: `1 document added`, `2 stances changed`.
pub fn tally(changes: &Changes) -> Vec<String> {
    let mut parts = Vec::new();
    let mut count = |number: usize, one: &str, many: &str, what: &str| {
        if number > 0 {
            let noun = if number == 1 { one } else { many };
            parts.push(format!("{number} {noun} {what}"));
        }
    };
    let events = [Event::Added, Event::Removed, Event::Renamed, Event::Changed];
    let of = |kind: Kind, event: Event| {
        let records = changes.records.iter();
        records
            .filter(|it| it.kind == kind && it.change == event)
            .count()
    };
    for event in events {
        let what = match event {
            // What it says of itself, and not its positions.
            Event::Changed => "described otherwise",
            event => event.as_str(),
        };
        count(of(Kind::Document, event), "document", "documents", what);
    }
    for (kind, one, many) in [
        (Kind::Theme, "theme", "themes"),
        (Kind::Question, "question", "questions"),
    ] {
        for event in events {
            count(of(kind, event), one, many, event.as_str());
        }
    }
    let both = || changes.cells.iter().filter(|cell| cell.is_on_both_sides());
    let outline = outline(changes);
    count(outline.stances.len(), "stance", "stances", "changed");
    let positions = |event: Event| {
        let positions = both().flat_map(|cell| &cell.positions);
        positions
            .filter(|it| event_of(it.old, it.new) == Some(event))
            .count()
    };
    for event in [Event::Added, Event::Removed, Event::Changed] {
        count(positions(event), "position", "positions", event.as_str());
    }
    let silences = |event: Event| {
        let silences = both().filter_map(|cell| cell.silence.as_ref());
        silences.filter(|silence| silence.change == event).count()
    };
    count(silences(Event::Added), "silence", "silences", "recorded");
    count(silences(Event::Removed), "silence", "silences", "withdrawn");
    let pairs = changes.relations.len() + changes.relations_left_out;
    count(
        pairs,
        "pair of documents",
        "pairs of documents",
        "related otherwise",
    );
    for event in [Event::Added, Event::Removed, Event::Changed] {
        count(
            of(Kind::Coding, event),
            "second coding",
            "second codings",
            event.as_str(),
        );
    }
    for (kind, one, many) in [
        (Kind::Holder, "holder", "holders"),
        (Kind::Instrument, "instrument", "instruments"),
    ] {
        for event in events {
            count(of(kind, event), one, many, event.as_str());
        }
    }
    let kept = || {
        both()
            .flat_map(|cell| &cell.positions)
            .filter(|it| it.old.is_some() && it.new.is_some())
    };
    let quotes = kept().map(|it| it.quotes.len()).sum();
    count(quotes, "quote", "quotes", "changed");
    let summaries = kept().filter(|it| it.summary.is_some()).count();
    count(summaries, "summary", "summaries", "reworded");
    count(
        silences(Event::Changed),
        "note on a silence",
        "notes on silences",
        "changed",
    );
    for event in events {
        count(
            of(Kind::Page, event),
            "page of prose",
            "pages of prose",
            event.as_str(),
        );
    }
    count(
        of(Kind::Digest, Event::Changed),
        "name or label",
        "names and labels",
        "of the digest changed",
    );
    count(
        changes.gaps.len(),
        "file",
        "files",
        "that could not be read",
    );
    parts
}

/// What happened to a position, if its stance is not the same; none where only words changed.
pub(super) fn event_of(old: Option<DocumentStance>, new: Option<DocumentStance>) -> Option<Event> {
    match (old, new) {
        (None, Some(_)) => Some(Event::Added),
        (Some(_), None) => Some(Event::Removed),
        (old, new) => (old != new).then_some(Event::Changed),
    }
}
