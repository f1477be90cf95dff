//! Citations as RIS: lines of a tag and a value.

use super::{Citation, Kind, event_words, line};
use crate::digest::date::{Date, Numbers};
use crate::record::DocumentKind;

/// Writes one entry for each citation. Lines end in CR and LF, as the format wants them.
pub(super) fn write(citations: &[Citation]) -> String {
    citations.iter().map(entry).collect()
}

fn entry(citation: &Citation) -> String {
    let reference = reference(citation.kind);
    let mut lines = vec![("TY", reference.to_owned())];
    for author in &citation.authors {
        lines.push(name(&line(&author.name)));
    }
    lines.push(("TI", line(&citation.title.whole())));
    let container = match reference {
        // A newspaper is the only one among these that stands in something.
        "NEWS" => citation.authors.first().map(|author| author.name.as_str()),
        _ => citation.container.as_deref(),
    };
    lines.extend(container.map(|it| ("T2", line(it))));
    if matches!(reference, "RPRT" | "SLIDE") {
        lines.extend(citation.kind.words().map(|it| ("M3", it.to_owned())));
    }
    lines.extend(citation.date.iter().flat_map(dates));
    let event = citation.event.as_ref().and_then(event_words);
    lines.extend(event.map(|it| ("N1", line(&format!("Event: {it}")))));
    lines.push(("LA", citation.language.clone()));
    lines.extend(citation.url.as_deref().map(|url| ("UR", line(url))));
    let retrieved = citation.retrieved.iter().flat_map(|date| date.numbers());
    lines.extend(retrieved.take(1).map(|day| ("Y2", slashed(day))));
    lines.push(("ER", String::new()));
    lines
        .into_iter()
        .filter(|(tag, value)| *tag == "ER" || !value.is_empty())
        .map(|(tag, value)| format!("{tag}  - {value}\r\n"))
        .collect()
}

/// The type of reference.
fn reference(kind: Kind) -> &'static str {
    use DocumentKind::{
        ConceptNote, Declaration, JointStatement, Law, NewsReport, Other, Proposal, Report,
        Resolution, Speech, Treaty,
    };
    match kind {
        Kind::Page => "ELEC",
        Kind::Digest => "DATA",
        Kind::Document(kind) => match kind {
            Law => "STAT",
            NewsReport => "NEWS",
            Speech => "SLIDE",
            // Readers take `GEN`, the type for anything else, for an article in a journal.
            JointStatement | Declaration | Resolution | Treaty | ConceptNote | Proposal
            | Report | Other => "RPRT",
        },
    }
}

/// A name that nothing takes apart: readers take what stands before the first comma for the family
/// name, so a name is ended by one, and one that holds a comma is given as the publisher's.
fn name(name: &str) -> (&'static str, String) {
    match name.contains(',') {
        true => ("PB", name.to_owned()),
        false => ("AU", format!("{name},")),
    }
}

/// The year, and the date as `year/month/day/words`, where words say what numbers do not.
fn dates(date: &Date) -> Vec<(&'static str, String)> {
    let numbers = date.numbers();
    let Some(first) = numbers.first() else {
        // The format has no date without a year.
        return vec![("N1", format!("Date: {}", date.english()))];
    };
    let words = match date.html() {
        Some(_) => String::new(),
        None => date.english(),
    };
    vec![
        ("PY", format!("{:04}", first.year)),
        ("DA", format!("{}{words}", slashed(*first))),
    ]
}

/// `2025/04/19/`, `2025/04//`, `2025///`.
fn slashed(date: Numbers) -> String {
    let two = |number: Option<u8>| number.map_or(String::new(), |it| format!("{it:02}"));
    format!("{:04}/{}/{}/", date.year, two(date.month), two(date.day))
}
