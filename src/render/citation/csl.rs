//! Citations as CSL-JSON, the data of the Citation Style Language.

use serde::Serialize;

use super::{Citation, Kind, line};
use crate::digest::date::{Date, Numbers};
use crate::record::DocumentKind;

/// An entry; its names are those of the format.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Entry {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_date: Option<CslDate>,
    language: String,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<CslDate>,
}

/// A name that styles take as it stands.
#[derive(Serialize)]
struct Name {
    literal: String,
}

/// A date: parts for one day or both ends of an interval, or words where no parts say the same.
#[derive(Serialize, Default)]
#[serde(rename_all = "kebab-case")]
struct CslDate {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_parts: Vec<Vec<i16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    circa: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

/// Writes a list with one entry for each citation, each on a line of its own.
pub(super) fn write(citations: &[Citation]) -> String {
    let entry = |it| serde_json::to_string(&entry(it)).expect("every key is a text");
    let entries: Vec<String> = citations.iter().map(entry).collect();
    format!("[\n{}\n]\n", entries.join(",\n"))
}

fn entry(citation: &Citation) -> Entry {
    let names = citation.authors.iter();
    let event = citation.event.as_ref();
    Entry {
        id: citation.key.clone(),
        kind: kind(citation.kind),
        title: line(&citation.title.whole()),
        author: names
            .map(|author| Name {
                literal: line(&author.name),
            })
            .collect(),
        container_title: citation.container.clone(),
        genre: citation.kind.words(),
        issued: citation.date.as_ref().and_then(date),
        event_title: event.and_then(|it| it.name.clone()),
        event_place: event.and_then(|it| it.place.clone()),
        event_date: event.and_then(|it| it.date.as_ref()).and_then(date),
        language: citation.language.clone(),
        url: citation.url.clone(),
        accessed: citation.retrieved.as_ref().and_then(date),
    }
}

/// The type of item.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Page => "webpage",
        Kind::Digest => "dataset",
        Kind::Document(kind) => match kind {
            DocumentKind::JointStatement
            | DocumentKind::Declaration
            | DocumentKind::Resolution
            | DocumentKind::ConceptNote
            | DocumentKind::Proposal
            | DocumentKind::Report => "report",
            DocumentKind::Treaty => "treaty",
            DocumentKind::Law => "legislation",
            DocumentKind::NewsReport => "article-newspaper",
            DocumentKind::Speech => "speech",
            DocumentKind::Other => "document",
        },
    }
}

fn date(date: &Date) -> Option<CslDate> {
    date.order()?;
    let numbers = date.numbers();
    // Readers take a year 0 for none, and write seasons as numbers.
    let is_sayable = |it: &Numbers| it.year > 0 && it.season.is_none();
    if numbers.is_empty() || !numbers.iter().all(is_sayable) {
        return Some(CslDate {
            literal: Some(date.english()),
            ..CslDate::default()
        });
    }
    Some(CslDate {
        date_parts: numbers.iter().copied().map(parts).collect(),
        circa: (date.approximate || date.uncertain).then_some(true),
        literal: None,
    })
}

fn parts(numbers: Numbers) -> Vec<i16> {
    let mut parts = vec![numbers.year];
    parts.extend(numbers.month.map(i16::from));
    parts.extend(numbers.day.map(i16::from));
    parts
}
