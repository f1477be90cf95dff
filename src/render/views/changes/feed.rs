//! `feed.xml`: the versions of the digest as an Atom feed ([RFC 4287]).
//!
//! An entry is known by its version, and not by the address of the site: who moves the site does not
//! announce everything anew.
//!
//! [RFC 4287]: https://www.rfc-editor.org/rfc/rfc4287

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{fragment, printable, summary};
use crate::changes::history::{Told, Version};
use crate::changes::{Changes, Event, outline};
use crate::compare::DocumentStance;
use crate::git::Time;
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::{Frame, absolute};
use crate::render::scope::Scope;
use crate::render::views::Page;
use crate::render::views::parts::capitalised;
use crate::source::hex;

/// At most so many lines tell what changed in a version.
const MOST_LINES: usize = 30;

#[derive(Serialize)]
struct View {
    id: String,
    title: String,
    subtitle: String,
    language: String,
    updated: String,
    address: String,
    page: String,
    authors: Vec<String>,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    title: String,
    updated: String,
    page: String,
    summary: String,
    lines: Vec<String>,
    more: usize,
}

/// Whether there is a feed: it needs an address, and a version with a date.
pub(in crate::render) fn has_feed(site: &Site<'_>) -> bool {
    absolute(site, "").is_some() && site.history.versions.iter().any(|it| date(it).is_some())
}

/// The feed's address relative to the page, if there is one.
pub(super) fn address(scope: &Scope<'_>) -> Option<String> {
    let has_feed = scope.site.has(Target::Feed);
    has_feed.then(|| scope.href(Target::Feed, None))
}

pub(in crate::render::views) fn feed(scope: &Scope<'_>) -> Page {
    let site = scope.site;
    let config = site.config;
    let dated = || {
        let versions = site.history.versions.iter();
        versions.filter_map(|version| Some((version, date(version)?)))
    };
    let newest = dated().map(|(_, date)| date).max();
    let updated = newest.expect("bug: a feed without a version").rfc3339();
    let title = printable(&config.title);
    let authors: Vec<String> = config.authors.iter().map(|name| printable(name)).collect();
    let place = |path: &str| absolute(site, path).expect("bug: a feed without an address");
    let view = View {
        id: name(&["feed", &site.history.folder, &config.title]),
        subtitle: format!("What changed in substance from version to version of “{title}”"),
        language: config.language.clone(),
        updated,
        address: place("feed.xml"),
        page: place("changes.html"),
        authors: match authors.is_empty() {
            // There has to be one.
            true => vec![title.clone()],
            false => authors,
        },
        entries: dated()
            .map(|(version, date)| entry(scope, version, date))
            .collect(),
        title,
    };
    Page::new("feed.xml", Frame::default(), &view)
}

/// The date of a version that there is something to tell of.
fn date(version: &Version) -> Option<Time> {
    match version.told {
        Told::Unreadable(_) => None,
        Told::First { .. } | Told::Changes(_) if version.names.is_empty() => None,
        Told::First { .. } | Told::Changes(_) => version.date,
    }
}

fn entry(scope: &Scope<'_>, version: &Version, date: Time) -> Entry {
    let site = scope.site;
    let tag = version.names.first().map_or("", String::as_str);
    let mut lines = match &version.told {
        Told::Changes(changes) => lines(scope, changes),
        _ => Vec::new(),
    };
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    let page = format!("changes.html#{}", fragment(version));
    Entry {
        id: name(&["version", &site.history.folder, tag, &version.commit]),
        title: printable(tag),
        updated: date.rfc3339(),
        page: absolute(site, &page).expect("bug: a feed without an address"),
        summary: summary(version),
        lines,
        more,
    }
}

/// What changed in substance, a line each. No words of documents: the page shows them.
fn lines(scope: &Scope<'_>, changes: &Changes) -> Vec<String> {
    let told = outline(changes);
    let label = |stance: Option<DocumentStance>| {
        let stance = stance.unwrap_or(DocumentStance::NotCoded);
        scope.site.digest.labels.get(stance).to_owned()
    };
    let mut lines = Vec::new();
    for record in told.documents.iter().chain(&told.questions) {
        if record.change != Event::Changed {
            let (kind, change) = (record.kind.as_str(), record.change.as_str());
            lines.push(format!("{} {change}: {}", capitalised(kind), record.name));
        }
    }
    for cell in told.stances.iter().chain(&told.silences) {
        let (document, question) = (&cell.document.name, &cell.question.name);
        lines.push(format!(
            "{document} – {question}: {} → {}",
            label(cell.old),
            label(cell.new)
        ));
    }
    for cell in &told.positions {
        let (document, question) = (&cell.document.name, &cell.question.name);
        lines.push(format!(
            "{document} – {question}: other positions behind the same stance"
        ));
    }
    lines.iter().map(|line| printable(line)).collect()
}

/// A name for ever, made of what never changes: a UUID of version 8 ([RFC 9562]) from the first bytes of
/// a SHA-256.
///
/// [RFC 9562]: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
fn name(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths keep the parts from running into each other.
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let mut bytes: Vec<u8> = hash.iter().take(16).copied().collect();
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let groups = [0..4, 4..6, 6..8, 8..10, 10..16].map(|range| hex(&bytes[range]));
    format!("urn:uuid:{}", groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_uuids_and_differ_where_their_parts_do() {
        let one = name(&["version", "", "v1"]);
        let parts: Vec<&str> = one["urn:uuid:".len()..].split('-').collect();
        assert_eq!(
            parts.iter().map(|it| it.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(
            parts[2].starts_with('8') && parts[3].starts_with(['8', '9', 'a', 'b']),
            "{one}"
        );
        assert_eq!(one, name(&["version", "", "v1"]));
        assert_ne!(one, name(&["version", "v", "1"]));
    }
}
