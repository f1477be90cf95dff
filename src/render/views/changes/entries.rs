//! One change as the page shows it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::printable;
use crate::changes::print::{pair_counts, quote_place, quote_words};
use crate::changes::{
    CellChange, Changes, Event, FieldChange, Kind, Name, PairChange, Piece, PositionChange,
    RecordChange, pieces,
};
use crate::compare::{DocumentStance, Relation};
use crate::config::Direction;
use crate::render::address::Target;
use crate::render::frame::dir;
use crate::render::markdown::plain;
use crate::render::scope::Scope;
use crate::render::views::parts::{Stance, capitalised, stance};
use crate::text::fold::fold_words;

/// A change with what it consists of.
#[derive(Serialize, Default)]
pub(super) struct Entry<'a> {
    /// What it is about.
    title: Option<Linked>,
    /// The question, where it is about a document on one.
    on: Option<Linked>,
    event: Option<&'static str>,
    moved: Option<Moved<'a>>,
    note: String,
    details: Vec<Detail<'a>>,
}

/// Words, with a link where the site still has what they name.
#[derive(Serialize)]
pub(super) struct Linked {
    text: String,
    href: Option<String>,
}

/// From one stance to another; the same one twice where it stayed.
#[derive(Serialize)]
struct Moved<'a> {
    old: Option<Stance<'a>>,
    new: Option<Stance<'a>>,
}

/// A part of a change.
#[derive(Serialize, Default)]
pub(super) struct Detail<'a> {
    event: Option<&'static str>,
    what: String,
    moved: Option<Moved<'a>>,
    /// Words of values, before and after.
    values: Option<(String, String)>,
    links: Vec<Linked>,
    /// Words that changed, in pieces: what kind of piece, and its text.
    pieces: Vec<(&'static str, String)>,
    /// Of words of a document: their language and its direction.
    lang: Option<(String, &'static str)>,
}

/// Tells the changes of one version.
pub(super) struct Teller<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) changes: &'a Changes,
    /// [`super::hidden`].
    pub(super) hidden: &'a BTreeMap<String, bool>,
}

impl Entry<'_> {
    /// A change that is said in a sentence.
    pub(super) fn note(note: String) -> Self {
        Self {
            note,
            ..Self::default()
        }
    }
}

impl<'a> Teller<'a> {
    /// A record that came, went, or says other things of itself.
    pub(super) fn record(&self, change: &RecordChange) -> Entry<'a> {
        let name = printable(&change.name);
        let name = match change.kind {
            Kind::Document | Kind::Question | Kind::Digest => name,
            Kind::Coding => self.coding(&change.id),
            kind => format!("{}: {name}", capitalised(kind.as_str())),
        };
        let target = self.target(change.kind, &change.id);
        let is_kept = !matches!(change.change, Event::Added | Event::Removed);
        let fields = change.fields.iter();
        Entry {
            title: Some(self.linked(name, target, None)),
            event: Some(change.change.as_str()),
            note: match &change.old_id {
                Some(old) => format!("formerly {}", printable(old)),
                None => String::new(),
            },
            details: match is_kept {
                true => fields.map(|it| self.field(change, it)).collect(),
                false => self.brought(change),
            },
            ..Entry::default()
        }
    }

    /// Names a second coding by its id, `CODER/DOCUMENT`.
    fn coding(&self, id: &str) -> String {
        let (coder, document) = id.split_once('/').unwrap_or(("", id));
        let short = self.scope.site.digest.find_document(document);
        let short = short.map(|id| &self.scope.site.digest.document(id).short);
        let document = printable(short.map_or(document, String::as_str));
        format!("{document}, by {}", printable(coder))
    }

    /// The stances that a document or a question brings, or takes with it.
    fn brought(&self, change: &RecordChange) -> Vec<Detail<'a>> {
        let brought = self.changes.brought(change).into_iter();
        brought
            .map(|(it, cells)| {
                let row = |cell: &CellChange| {
                    self.row(change.beside(cell), &cell.document, &cell.question)
                };
                Detail {
                    moved: Some(Moved {
                        old: None,
                        new: Some(stance(self.scope, it)),
                    }),
                    links: cells.into_iter().map(row).collect(),
                    ..Detail::default()
                }
            })
            .collect()
    }

    fn field(&self, record: &RecordChange, change: &FieldChange) -> Detail<'a> {
        // Corrections quote the source.
        let is_hidden = record.kind == Kind::Document
            && change.field == "corrections"
            && self.is_hidden(&record.id);
        let what = label(record.kind, &change.field);
        let (old, new) = (change.old.as_deref(), change.new.as_deref());
        if let Some(detail) = self.coded(record.kind, change) {
            return detail;
        }
        match (old, new) {
            _ if is_hidden => Detail {
                what: format!("{what} changed"),
                ..Detail::default()
            },
            (None, None) => Detail {
                what: format!("{what} changed"),
                ..Detail::default()
            },
            (Some(old), Some(new)) if is_prose(record.kind, &change.field) => {
                words(what, Some(old), Some(new))
            }
            (old, new) => {
                let value = |value: Option<&str>| value.map_or("none".to_owned(), printable);
                Detail {
                    what,
                    values: Some((value(old), value(new))),
                    ..Detail::default()
                }
            }
        }
    }

    /// The stance that a second coding gives otherwise; none for what else a record says.
    fn coded(&self, kind: Kind, change: &FieldChange) -> Option<Detail<'a>> {
        let stance = |id: &Option<String>| {
            let id = id.as_deref()?;
            DocumentStance::ALL.into_iter().find(|it| it.id() == id)
        };
        let (old, new) = (stance(&change.old)?, stance(&change.new)?);
        let target = self.target(Kind::Question, &change.field);
        (kind == Kind::Coding).then(|| Detail {
            links: vec![self.linked(printable(&change.field), target, None)],
            moved: Some(self.moved(Some(old), Some(new))),
            ..Detail::default()
        })
    }

    /// A document on a question.
    pub(super) fn cell(&self, change: &CellChange) -> Entry<'a> {
        let mut details: Vec<Detail<'a>> = Vec::new();
        for it in &change.positions {
            self.position(change, it, &mut details);
        }
        if let Some(silence) = &change.silence {
            details.push(Detail {
                event: Some(silence.change.as_str()),
                what: "Silence on record".to_owned(),
                ..Detail::default()
            });
            for (what, change) in [("Note", &silence.note), ("Words seen", &silence.seen)] {
                let (old, new) = match change {
                    Some(change) => (change.old.as_deref(), change.new.as_deref()),
                    None => continue,
                };
                let inline = |text: Option<&str>| text.map(plain);
                let (old, new) = (inline(old), inline(new));
                details.push(words(what.to_owned(), old.as_deref(), new.as_deref()));
            }
        }
        Entry {
            title: Some(self.row(&change.document, &change.document, &change.question)),
            on: Some(self.linked(
                printable(&change.question.name),
                self.target(Kind::Question, &change.question.id),
                None,
            )),
            moved: (change.old != change.new).then(|| self.moved(change.old, change.new)),
            details,
            ..Entry::default()
        }
    }

    fn position(&self, cell: &CellChange, change: &PositionChange, details: &mut Vec<Detail<'a>>) {
        let mut what = printable(&change.holder.name);
        if let Some(body) = &change.on_behalf_of {
            what.push_str(&format!(" on behalf of {}", printable(&body.name)));
        }
        details.push(Detail {
            event: match (change.old, change.new) {
                (None, _) => Some(Event::Added.as_str()),
                (_, None) => Some(Event::Removed.as_str()),
                _ => None,
            },
            what,
            moved: Some(self.moved(change.old, change.new)),
            ..Detail::default()
        });
        if let Some(summary) = &change.summary {
            let inline = |text: &Option<String>| text.as_deref().map(plain);
            let (old, new) = (inline(&summary.old), inline(&summary.new));
            details.push(words("Summary".to_owned(), old.as_deref(), new.as_deref()));
        }
        for quote in &change.quotes {
            for it in quote_words(quote) {
                let what = capitalised(&printable(&it.what));
                let is_translation = it.what != "quote";
                let may_show = |text: Option<&str>| {
                    text.is_none_or(|text| self.may_show(&cell.document.id, text))
                };
                if !may_show(it.old) || !may_show(it.new) {
                    let what =
                        format!("{what} changed; words that are no longer quoted are not shown");
                    details.push(Detail {
                        what,
                        ..Detail::default()
                    });
                    continue;
                }
                let mut detail = words(what, it.old, it.new);
                if !is_translation {
                    let direction = dir(Direction::of_language(&cell.language));
                    detail.lang = Some((cell.language.clone(), direction));
                }
                details.push(detail);
            }
            if quote_place(quote).is_some() {
                details.push(Detail {
                    what: "The same words stand in another passage".to_owned(),
                    ..Detail::default()
                });
            }
        }
    }

    /// Two documents with other relations.
    pub(super) fn pair(&self, change: &PairChange) -> Entry<'a> {
        let find = |id: &str| self.scope.site.digest.find_document(id);
        let target = find(&change.a.id).zip(find(&change.b.id));
        let target = target.map(|(a, b)| Target::Pair(a.min(b), a.max(b)));
        let (a, b) = (printable(&change.a.name), printable(&change.b.name));
        let name = |relation: Relation| relation.label().to_owned();
        let questions = change.questions.iter().map(|it| Detail {
            links: vec![self.linked(
                printable(&it.question.name),
                self.target(Kind::Question, &it.question.id),
                None,
            )],
            values: Some((name(it.old), name(it.new))),
            ..Detail::default()
        });
        Entry {
            title: Some(self.linked(format!("{a} and {b}"), target, None)),
            note: pair_counts(change),
            details: questions.collect(),
            ..Entry::default()
        }
    }

    fn moved(&self, old: Option<DocumentStance>, new: Option<DocumentStance>) -> Moved<'a> {
        let named = |it: Option<DocumentStance>| it.map(|it| stance(self.scope, it));
        Moved {
            old: named(old),
            new: named(new),
        }
    }

    /// The name of a document or a question, with a link to the row of the one on the page of the other.
    fn row(&self, shown: &Name, document: &Name, question: &Name) -> Linked {
        let target = self.target(Kind::Question, &question.id);
        let is_there = self.scope.site.digest.find_document(&document.id).is_some();
        self.linked(
            printable(&shown.name),
            target.filter(|_| is_there),
            Some(&document.id),
        )
    }

    fn linked(&self, text: String, target: Option<Target>, fragment: Option<&str>) -> Linked {
        let target = target.filter(|target| self.scope.site.has(*target));
        Linked {
            text,
            href: target.map(|target| self.scope.href(target, fragment)),
        }
    }

    /// The page of a record, if the site has one.
    fn target(&self, kind: Kind, id: &str) -> Option<Target> {
        let digest = self.scope.site.digest;
        match kind {
            Kind::Document => digest.find_document(id).map(Target::Document),
            Kind::Theme => digest.find_theme(id).map(Target::Theme),
            Kind::Question => digest.find_question(id).map(Target::Question),
            Kind::Holder => digest.find_holder(id).map(Target::Holder),
            Kind::Instrument => digest.find_instrument(id).map(Target::Instrument),
            // The page that it is, or that it introduces.
            Kind::Page => {
                let path = format!("{id}.html");
                let mut addresses = self.scope.site.addresses.iter();
                addresses.find(|it| it.path == path).map(|it| it.target)
            }
            Kind::Coding => Some(Target::Reliability),
            Kind::Digest => None,
        }
    }

    fn is_hidden(&self, document: &str) -> bool {
        self.hidden.get(document).copied().unwrap_or(false)
    }

    /// Whether words of a document may stand on the page: of excerpts only what is quoted today.
    fn may_show(&self, document: &str, words: &str) -> bool {
        if !self.is_hidden(document) {
            return true;
        }
        let Some(id) = self.scope.site.digest.find_document(document) else {
            return false;
        };
        let words = fold_words(words);
        let positions = &self.scope.site.digest.document(id).positions;
        let mut quotes = positions.iter().flat_map(|position| &position.quotes);
        quotes.any(|quote| fold_words(&quote.exact) == words)
    }
}

/// What pages call a key of a record.
fn label(kind: Kind, field: &str) -> String {
    match (kind, field) {
        (Kind::Digest, "title") => "Title".to_owned(),
        (Kind::Digest, stance) => format!("The word for “{}”", printable(stance)),
        (_, "sha256") => "Checksum (SHA-256)".to_owned(),
        (_, "url") => "Web address".to_owned(),
        (_, "archive") => "Archived copy".to_owned(),
        (_, "statement") => "Rights".to_owned(),
        (_, "publish") => "Shown".to_owned(),
        (_, "short") => "Short form".to_owned(),
        (_, "terms") => "Search words".to_owned(),
        (_, field) => capitalised(&printable(field)),
    }
}

/// Whether a field holds sentences, which are compared word by word.
fn is_prose(kind: Kind, field: &str) -> bool {
    match kind {
        Kind::Document => matches!(field, "title" | "summary" | "statement"),
        Kind::Theme | Kind::Coding => matches!(field, "summary" | "note"),
        Kind::Question => matches!(field, "proposition" | "subject" | "terms"),
        _ => false,
    }
}

fn words<'a>(what: String, old: Option<&str>, new: Option<&str>) -> Detail<'a> {
    let pieces = match (old, new) {
        (Some(old), Some(new)) => pieces(old, new),
        (Some(old), None) => vec![Piece::Old(old.to_owned())],
        (None, Some(new)) => vec![Piece::New(new.to_owned())],
        (None, None) => Vec::new(),
    };
    let piece = |piece: Piece| match piece {
        Piece::Same(text) => ("same", printable(&text)),
        Piece::Old(text) => ("old", printable(&text)),
        Piece::New(text) => ("new", printable(&text)),
    };
    Detail {
        what,
        pieces: pieces.into_iter().map(piece).collect(),
        ..Detail::default()
    }
}
