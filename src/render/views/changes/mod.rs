//! `changes.html` and `feed.xml`: what changed from version to version.
//!
//! What is told of former states comes from former records, which nobody checks any more: every text is
//! cleaned here, and links lead only to what the site still has.

mod entries;
mod feed;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Page;
use super::parts::{capitalised, date};
use crate::changes::history::{Known, Told, Version};
use crate::changes::{CellChange, Changes, Event, Kind, RecordChange, outline, print, tally};
use crate::digest::date::Date;
use crate::git::Time;
use crate::record::Publish;
use crate::render::Site;
use crate::render::frame::Frame;
use crate::render::html::is_forbidden;
use crate::render::scope::Scope;
use entries::{Entry, Teller};

pub(super) use feed::feed;
pub(in crate::render) use feed::has_feed;

/// At most so many entries of one kind are shown of a version.
const MOST_ENTRIES: usize = 100;

#[derive(Serialize)]
struct View<'a> {
    /// What is not known, and why.
    remark: Option<&'static str>,
    versions: Vec<VersionView<'a>>,
    has_earlier: bool,
    feed: Option<String>,
}

#[derive(Serialize)]
struct VersionView<'a> {
    /// Its name on the page.
    name: String,
    heading: String,
    /// Further tags of the same commit.
    further: Vec<String>,
    date: Option<String>,
    since: Option<String>,
    /// What there is to tell in one sentence.
    summary: String,
    /// Files that could not be read.
    unread: Vec<String>,
    groups: Vec<Group<'a>>,
}

/// Changes of one kind.
#[derive(Serialize)]
struct Group<'a> {
    heading: &'static str,
    /// Whether it is about words alone, and opens when it is asked for.
    folded: bool,
    entries: Vec<Entry<'a>>,
    /// How many there are besides.
    more: usize,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let history = scope.site.history;
    let frame = Frame::new("changes", "", "Changes").described(
        "What changed in substance from version to version: documents, positions, stances, silences.",
    );
    let hidden = hidden(scope.site);
    let versions = history.versions.iter();
    let view = View {
        remark: remark(history.known, history.versions.is_empty()),
        versions: versions.map(|it| version(scope, it, &hidden)).collect(),
        has_earlier: history.has_earlier,
        feed: feed::address(scope),
    };
    Page::new("changes.html", frame, &view)
}

fn remark(known: Known, is_empty: bool) -> Option<&'static str> {
    Some(match (known, is_empty) {
        (Known::NotRead, _) => "The history of the digest was not read when this site was built.",
        (Known::Nothing, _) => {
            "Where this site was built, the history of the digest could not be read, so nothing can be said of earlier versions."
        }
        (Known::CutOff, true) => {
            "This site was built from a copy of the repository that lacks its history, so nothing can be said of earlier versions."
        }
        (Known::CutOff, false) => {
            "This site was built from a copy of the repository that lacks a part of its history: what stands before the earliest version here is missing."
        }
        (Known::Whole, true) => "No version of the digest has been tagged yet.",
        (Known::Whole, false) => return None,
    })
}

fn version<'a>(
    scope: &'a Scope<'a>,
    version: &'a Version,
    hidden: &'a BTreeMap<String, bool>,
) -> VersionView<'a> {
    let names: Vec<String> = version.names.iter().map(|name| printable(name)).collect();
    let (heading, further) = match names.split_first() {
        Some((first, rest)) => (first.clone(), rest.to_vec()),
        None => ("Not yet in a version".to_owned(), Vec::new()),
    };
    let (groups, unread) = match &version.told {
        Told::Changes(changes) => (groups(scope, changes, hidden), &changes.gaps),
        Told::Unreadable(gaps) => (Vec::new(), gaps),
        Told::First { .. } => (Vec::new(), &Vec::new()),
    };
    VersionView {
        name: fragment(version),
        heading,
        further,
        date: version.date.and_then(day),
        since: version.since.as_deref().map(printable),
        summary: summary(version),
        unread: unread.iter().map(|gap| printable(&gap.path)).collect(),
        groups,
    }
}

/// What there is to tell of a version, in a sentence.
fn summary(version: &Version) -> String {
    match &version.told {
        Told::First {
            documents,
            questions,
            positions,
        } => {
            let count = |number: &usize, one: &str| match number {
                1 => format!("1 {one}"),
                number => format!("{number} {one}s"),
            };
            let (documents, questions) =
                (count(documents, "document"), count(questions, "question"));
            format!(
                "The first version: {documents}, {questions}, {}.",
                count(positions, "position")
            )
        }
        Told::Changes(changes) => match tally(changes) {
            parts if parts.is_empty() => "Nothing has changed in substance.".to_owned(),
            parts => format!("{}.", capitalised(&parts.join(", "))),
        },
        Told::Unreadable(gaps) if gaps.is_empty() => {
            "What is in this version could not be read.".to_owned()
        }
        Told::Unreadable(_) => "This version cannot be compared with others.".to_owned(),
    }
}

/// The name of a version on the page: after its tag, where that is fit for an address.
fn fragment(version: &Version) -> String {
    let is_fit = |name: &&String| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        name.len() <= 60 && name.chars().all(fits)
    };
    match version.names.first().filter(is_fit) {
        Some(name) => format!("version-{name}"),
        None if version.names.is_empty() => "version-next".to_owned(),
        None => format!("version-{}", version.commit),
    }
}

fn day(time: Time) -> Option<String> {
    Some(date(&Date::parse(&time.day()).ok()?))
}

fn groups<'a>(
    scope: &'a Scope<'a>,
    changes: &'a Changes,
    hidden: &'a BTreeMap<String, bool>,
) -> Vec<Group<'a>> {
    let told = outline(changes);
    let teller = Teller {
        scope,
        changes,
        hidden,
    };
    let records = |heading: &'static str, list: &[&RecordChange]| {
        let shown = list.iter().take(MOST_ENTRIES);
        group(
            heading,
            list.len(),
            shown.map(|it| teller.record(it)).collect(),
        )
    };
    let cells = |heading: &'static str, list: &[&CellChange]| {
        let shown = list.iter().take(MOST_ENTRIES);
        group(
            heading,
            list.len(),
            shown.map(|it| teller.cell(it)).collect(),
        )
    };
    let pairs = told.relations.iter().take(MOST_ENTRIES);
    let pairs: Vec<Entry<'_>> = pairs.map(|it| teller.pair(it)).collect();
    let all_pairs = told.relations.len() + changes.relations_left_out;
    let reliability = told.reliability.into_iter();
    let reliability: Vec<Entry<'_>> = reliability
        .map(|it| Entry::note(capitalised(&print::reliability(it))))
        .collect();
    [
        records("Documents", &told.documents),
        records("Themes and questions", &told.questions),
        cells("Stances", &told.stances),
        cells("Silences", &told.silences),
        cells("Positions behind the same stance", &told.positions),
        group("Relations of documents", all_pairs, pairs),
        group("Reliability", reliability.len(), reliability),
        records("Second codings", &told.codings),
        records("Holders and instruments", &told.holders),
        cells(WORDING, &told.wording),
        records("The digest and its prose", &told.others),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Entries of one kind, of which there may be more than are shown; nothing without any.
fn group<'a>(heading: &'static str, all: usize, entries: Vec<Entry<'a>>) -> Option<Group<'a>> {
    (all > 0).then(|| Group {
        heading,
        folded: heading == WORDING,
        more: all - entries.len(),
        entries,
    })
}

const WORDING: &str = "Wording";

/// For each document that changes may name, whether words of it that are no longer quoted must not be
/// shown: those published as excerpts today, and former ones that ever were. Under former ids too.
fn hidden(site: &Site<'_>) -> BTreeMap<String, bool> {
    let mut hidden: BTreeMap<String, bool> = site
        .digest
        .documents
        .iter()
        .map(|document| (document.id.clone(), document.publish == Publish::Excerpts))
        .collect();
    // From the newest version to the oldest, as a former document goes by the status that it had last.
    for version in &site.history.versions {
        let Told::Changes(changes) = &version.told else {
            continue;
        };
        for record in changes
            .records
            .iter()
            .filter(|it| it.kind == Kind::Document)
        {
            if let (Event::Renamed, Some(old)) = (record.change, &record.old_id) {
                let is_hidden = hidden.get(&record.id).copied().unwrap_or(false);
                *hidden.entry(old.clone()).or_insert(false) |= is_hidden;
            }
        }
        for id in &changes.excerpts {
            hidden.entry(id.clone()).or_insert(true);
        }
    }
    hidden
}

/// Text without what no page and no feed may hold.
fn printable(text: &str) -> String {
    let printable = |c: char| if is_forbidden(c) { '\u{fffd}' } else { c };
    text.chars().map(printable).collect()
}
