//! Changes as people and programs read them.
//!
//! | format | for |
//! | --- | --- |
//! | [`text()`] | a person at a terminal, 80 columns wide |
//! | [`markdown()`] | a comment on a pull request, or the page of a job |
//! | [`json()`] | programs; its shape is documented there |

mod json;
mod markdown;
mod text;

use std::collections::BTreeSet;

use super::{
    Changes, Event, FieldChange, Figures, PairChange, QuoteChange, Quoted, RecordChange,
    ReliabilityChange, ScoreChange, SilenceChange, WordsChange,
};
use crate::compare::{DocumentStance, Relation};
use crate::text::fold::fold_words;

pub use json::json;
pub use markdown::markdown;
pub use text::text;

/// Changes with what they are changes between.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The older side, as it was asked for.
    pub old: &'a Revision,
    /// The newer one.
    pub new: &'a Revision,
    /// What changed.
    pub changes: &'a Changes,
}

/// A side as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The name of the revision; none for the files as they lie in the digest's folder.
    pub name: Option<String>,
    /// The commit that it names.
    pub commit: Option<String>,
    /// Whether there is a digest; where there is none, everything is new.
    pub has_digest: bool,
    /// How many errors were found in it.
    pub errors: usize,
}

impl Revision {
    /// What it is called.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("working tree")
    }
}

/// What is to be known of the two sides before their changes are read.
fn remarks(report: &Report<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    for (side, rest) in [
        (report.old, "everything is new"),
        (report.new, "everything is gone"),
    ] {
        if !side.has_digest {
            remarks.push(format!("There is no digest in {}: {rest}.", side.name()));
        }
        if side.errors > 0 {
            let errors = if side.errors == 1 { "error" } else { "errors" };
            remarks.push(format!(
                "The digest of {} has {} {errors}.",
                side.name(),
                side.errors
            ));
        }
    }
    remarks
}

/// The word for a stance, or for there being none.
fn stance(stance: Option<DocumentStance>) -> &'static str {
    match stance {
        None => "none",
        Some(DocumentStance::NotCoded) => "not coded",
        Some(stance) => stance.id(),
    }
}

/// What a document or a question brings, or takes with it: each stance, with the ids of what has it.
fn brought<'c>(changes: &'c Changes, record: &RecordChange) -> Vec<(&'static str, Vec<&'c str>)> {
    let brought = changes.brought(record).into_iter();
    brought
        .map(|(it, cells)| {
            let ids = cells
                .into_iter()
                .map(|cell| record.beside(cell).id.as_str());
            (stance(Some(it)), ids.collect())
        })
        .collect()
}

/// The word for a relation.
fn words_for(relation: Relation) -> String {
    relation.id().replace('-', " ")
}

/// What happened to a silence on record.
fn silenced(change: &SilenceChange) -> &'static str {
    match change.change {
        Event::Added => "silence recorded",
        Event::Removed => "silence withdrawn",
        Event::Renamed | Event::Changed => "silence explained otherwise",
    }
}

/// What is said of a pair as a whole: `agree 4 → 3, differ 0 → 1; score .80 → .70`.
pub(crate) fn pair_counts(pair: &PairChange) -> String {
    let counts = pair.counts.iter().map(|count| {
        let relation = words_for(count.relation);
        format!("{relation} {} → {}", count.old, count.new)
    });
    let counts: Vec<String> = counts.collect();
    let ScoreChange { old, new } = &pair.score;
    let score = (old != new).then(|| format!("score {} → {}", figure(*old), figure(*new)));
    let parts = [(!counts.is_empty()).then(|| counts.join(", ")), score];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// How many pairs of documents were not looked at, if any.
fn unseen(changes: &Changes) -> Option<String> {
    match changes.relations_left_out {
        0 => None,
        1 => Some("1 more pair was not looked at".to_owned()),
        n => Some(format!("{n} more pairs were not looked at")),
    }
}

/// `alpha .71 (12 of 16 cells agree) → .78 (30 of 36 cells agree)`.
pub(crate) fn reliability(change: &ReliabilityChange) -> String {
    let figures = |figures: Option<Figures>| match figures {
        None => "none (no second codings)".to_owned(),
        Some(it) => {
            let alpha = it
                .alpha
                .map_or("not defined".to_owned(), |alpha| figure(Some(alpha)));
            format!("{alpha} ({} of {} cells agree)", it.agreeing, it.cells)
        }
    };
    format!("alpha {} → {}", figures(change.old), figures(change.new))
}

/// A figure with two decimals.
fn figure(figure: Option<f64>) -> String {
    figure.map_or("none".to_owned(), |figure| format!("{figure:.2}"))
}

/// Words that came, went or changed, with what they are.
pub(crate) struct Reworded<'a> {
    /// What they are: `summary`, `quote`, `translation (de)`.
    pub(crate) what: String,
    /// What they were; none when there were none.
    pub(crate) old: Option<&'a str>,
    /// What they are; none when they are gone.
    pub(crate) new: Option<&'a str>,
}

fn reworded<'a>(what: &str, change: Option<&'a WordsChange>) -> Option<Reworded<'a>> {
    let change = change?;
    Some(Reworded {
        what: what.to_owned(),
        old: change.old.as_deref(),
        new: change.new.as_deref(),
    })
}

/// What changed in a quote: its words, its translations, or both.
pub(crate) fn quote_words(change: &QuoteChange) -> Vec<Reworded<'_>> {
    let (old, new) = (change.old.as_ref(), change.new.as_ref());
    let mut found = Vec::new();
    if !is_same_quote(change) {
        found.push(Reworded {
            what: "quote".to_owned(),
            old: old.map(|it| it.words.as_str()),
            new: new.map(|it| it.words.as_str()),
        });
    }
    let quotes = [old, new].into_iter().flatten();
    let translations = quotes.flat_map(|it| &it.translations);
    let languages: BTreeSet<&String> = translations.map(|(language, _)| language).collect();
    for language in languages {
        let (old, new) = (translation(old, language), translation(new, language));
        if old != new {
            let what = format!("translation ({language})");
            found.push(Reworded { what, old, new });
        }
    }
    found
}

fn translation<'q>(quoted: Option<&'q Quoted>, language: &str) -> Option<&'q str> {
    let mut own = quoted?.translations.iter();
    let (_, words) = own.find(|(tag, _)| tag == language)?;
    Some(words)
}

/// Whether only a quote's translations or its place have changed.
fn is_same_quote(change: &QuoteChange) -> bool {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => fold_words(&old.words) == fold_words(&new.words),
        _ => false,
    }
}

/// Where the same words stand now, if that is elsewhere: `p3 → p5`, as fragments of the page.
pub(crate) fn quote_place(change: &QuoteChange) -> Option<String> {
    let (old, new) = (change.old.as_ref()?, change.new.as_ref()?);
    let is_moved = is_same_quote(change) && old.places != new.places;
    is_moved.then(|| format!("{} → {}", old.places.join(" "), new.places.join(" ")))
}

/// Whether a field's values are too long for a line.
fn is_long(field: &FieldChange) -> bool {
    let length = |text: Option<&String>| text.map_or(0, |text| text.chars().count());
    length(field.old.as_ref()) + length(field.new.as_ref()) > 60
}

/// The sign of an event in lists.
fn sign(event: Event) -> char {
    match event {
        Event::Added => '+',
        Event::Removed => '-',
        Event::Renamed | Event::Changed => '~',
    }
}
