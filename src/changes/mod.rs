//! What changed in substance between two states of a digest: two digests with their comparisons in, a
//! list of changes out.
//!
//! ```text
//! Side, Side ──▶ records paired ──▶ Changes ──▶ outline: substance first ──▶ text, Markdown, JSON, page
//! ```
//!
//! 1. `pairing` finds out which record of one side is which of the other, renamed ones included.
//! 2. `gaps` leaves out what could not be read of either side: nothing is said of it.
//! 3. `records` compares what records say of themselves, `cells` positions, quotes and silences,
//!    `relations` what follows for pairs of documents.
//! 4. `outline` puts it all in the order in which it is told.
//!
//! [`Changes`] refers to neither side: it outlives both. White space, and what folding makes equal in
//! quotes, is no change. Nothing here is escaped: `print` and the pages do that.

mod between;
mod cells;
mod gaps;
pub mod history;
mod outline;
mod pairing;
pub mod print;
mod records;
mod relations;
mod words;

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::compare::{Comparison, DocumentStance, Relation};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::digest::Digest;
use crate::source::Files;

pub use between::between;
pub use history::History;
pub use outline::{Outline, outline, tally};
pub use words::{Piece, pieces};

/// One of the two states that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it was read from.
    pub files: &'a Files,
    /// Its configuration.
    pub config: &'a Config,
    /// The digest, as far as it could be read.
    pub digest: &'a Digest,
    /// What follows from it.
    pub comparison: &'a Comparison,
    /// What was found wrong in reading it. What rules find wrong later keeps nothing from being read.
    pub diagnostics: &'a Diagnostics,
}

/// All changes from an older state of a digest to a newer one. Empty lists and none: no change.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Changes {
    /// What was not compared, since one side of it could not be read: by path, the older side first.
    pub gaps: Vec<Gap>,
    /// Records that came, went, or say other things of themselves: by kind, then in the digest's order.
    pub records: Vec<RecordChange>,
    /// Documents on questions: by document in order of id, then in the digest's order of questions,
    /// what has gone last.
    pub cells: Vec<CellChange>,
    /// Pairs of documents, both of which are on both sides, with other relations: in order of ids.
    pub relations: Vec<PairChange>,
    /// How many pairs were not looked at, as there are too many.
    pub relations_left_out: usize,
    /// How far second codings agree, where that has changed.
    pub reliability: Option<ReliabilityChange>,
    /// Ids of the documents that a side publishes as excerpts: words of theirs that are no longer quoted
    /// are not for pages. Says nothing of changes.
    #[serde(skip)]
    pub excerpts: BTreeSet<String>,
}

/// A file that kept something from being compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gap {
    /// Whose file it is.
    pub side: Which,
    /// Path relative to the digest's folder.
    pub path: String,
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// The older one.
    Old,
    /// The newer one.
    New,
}

/// A record as changes name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its id: on the newer side, if it is there.
    pub id: String,
    /// What pages call it: the short form of documents and questions, else title or name.
    pub name: String,
}

/// A kind of record. The order is that of [`Changes::records`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The digest as a whole: its title, what stances are called.
    Digest,
    /// A document; its id is the record's.
    Document,
    /// A theme.
    Theme,
    /// A question.
    Question,
    /// A holder.
    Holder,
    /// An instrument.
    Instrument,
    /// A second coding; its id is `CODER/DOCUMENT`.
    Coding,
    /// A page of prose; its id is its path without `.md`.
    Page,
}

/// What happened to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// Only the newer side has it.
    Added,
    /// Only the older side has it.
    Removed,
    /// Both have it, under different ids.
    Renamed,
    /// Both have it, and it says other things.
    Changed,
}

/// A record that came, went, or says other things of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordChange {
    /// The kind of record.
    pub kind: Kind,
    /// What happened to it.
    pub change: Event,
    /// Its id, on the newer side if it is there.
    pub id: String,
    /// The older id of a renamed record.
    pub old_id: Option<String>,
    /// What pages call it; of a document that came or went its title.
    pub name: String,
    /// What it says of itself, as far as that has changed: what weighs more first. Of second codings
    /// also the stances, under the ids of their questions. Empty for what came or went.
    pub fields: Vec<FieldChange>,
}

/// One thing that a record says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The key of the record, as far as there is one.
    pub field: String,
    /// What it was; none when it was not there.
    pub old: Option<String>,
    /// What it is; none when it is gone.
    pub new: Option<String>,
}

/// A document on a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// The document.
    pub document: Name,
    /// BCP 47 tag of its language, and so of its quotes.
    pub language: String,
    /// The question.
    pub question: Name,
    /// The document's stance; none when the older side lacks the document or the question.
    #[serde(serialize_with = "stance_id")]
    pub old: Option<DocumentStance>,
    /// The same for the newer side.
    #[serde(serialize_with = "stance_id")]
    pub new: Option<DocumentStance>,
    /// Positions that came, went or changed: those of the newer side first, in its order.
    pub positions: Vec<PositionChange>,
    /// What happened to a silence on record.
    pub silence: Option<SilenceChange>,
}

/// A position that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PositionChange {
    /// Whose it is.
    pub holder: Name,
    /// For whom the holder speaks.
    pub on_behalf_of: Option<Name>,
    /// Its stance; none when it is new.
    #[serde(serialize_with = "stance_id")]
    pub old: Option<DocumentStance>,
    /// Its stance; none when it is gone.
    #[serde(serialize_with = "stance_id")]
    pub new: Option<DocumentStance>,
    /// Its summary, if that has changed; inline Markdown.
    pub summary: Option<WordsChange>,
    /// Its quotes, as far as they have changed: those of the newer side first, in its order.
    pub quotes: Vec<QuoteChange>,
}

/// Words that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordsChange {
    /// What they were; none when there were none.
    pub old: Option<String>,
    /// What they are; none when they are gone.
    pub new: Option<String>,
}

/// A quote that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteChange {
    /// What it was; none when it is new.
    pub old: Option<Quoted>,
    /// What it is; none when it is gone.
    pub new: Option<Quoted>,
}

/// A quote on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The words as the record has them.
    pub words: String,
    /// The passages in which they stand, as fragments of the document's page: `p12`. Empty when they
    /// stand nowhere.
    pub places: Vec<String>,
    /// Translations: language and words.
    pub translations: Vec<(String, String)>,
}

/// What happened to a silence on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SilenceChange {
    /// Recorded (`added`), withdrawn (`removed`), or otherwise explained (`changed`).
    pub change: Event,
    /// Its note, where that came, went or changed; inline Markdown.
    pub note: Option<WordsChange>,
    /// The words that were seen all the same, where they changed: as a list parted by commas.
    pub seen: Option<WordsChange>,
}

/// Two documents with other relations, or another score, than before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairChange {
    /// The document with the lower id.
    pub a: Name,
    /// The other one.
    pub b: Name,
    /// The questions on which their relation is another, in the digest's order; none when only the score
    /// is.
    pub questions: Vec<RelationChange>,
    /// How many questions have each relation, where the number has changed.
    pub counts: Vec<CountChange>,
    /// Their score; none below the fewest questions that give one.
    pub score: ScoreChange,
}

/// The relation of two documents on one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RelationChange {
    /// The question.
    pub question: Name,
    /// What it was.
    #[serde(serialize_with = "relation_id")]
    pub old: Relation,
    /// What it is.
    #[serde(serialize_with = "relation_id")]
    pub new: Relation,
}

/// On how many questions two documents have a relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountChange {
    /// The relation.
    #[serde(serialize_with = "relation_id")]
    pub relation: Relation,
    /// On how many they had it.
    pub old: usize,
    /// On how many they have it.
    pub new: usize,
}

/// A score of two documents, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScoreChange {
    /// What it was.
    pub old: Option<f64>,
    /// What it is.
    pub new: Option<f64>,
}

/// How far second codings agree with the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReliabilityChange {
    /// What it was; none without second codings.
    pub old: Option<Figures>,
    /// What it is; none without second codings.
    pub new: Option<Figures>,
}

/// The agreement of all codings over all questions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// Krippendorff's alpha; none where it is not defined.
    pub alpha: Option<f64>,
    /// How many cells have been coded more than once.
    pub cells: usize,
    /// In how many of them all codings give the same stance.
    pub agreeing: usize,
}

impl Changes {
    /// Whether nothing has changed, and everything could be compared.
    pub fn is_empty(&self) -> bool {
        let nothing = Self {
            excerpts: self.excerpts.clone(),
            ..Self::default()
        };
        *self == nothing
    }

    /// The cells of a document.
    pub fn cells_of(&self, document: &str) -> &[CellChange] {
        let id = |cell: &CellChange| cell.document.id.as_str().cmp(document);
        let first = self.cells.partition_point(|cell| id(cell).is_lt());
        let count = self.cells[first..].partition_point(|cell| id(cell).is_eq());
        &self.cells[first..first + count]
    }

    /// The stances that a document or a question brings, or takes with it, in the order of stances: each
    /// with the cells that have it. None for a record that is on both sides, and for other kinds.
    pub fn brought(&self, record: &RecordChange) -> Vec<(DocumentStance, Vec<&CellChange>)> {
        let cells: Vec<&CellChange> = match record.kind {
            Kind::Document => self.cells_of(&record.id).iter().collect(),
            Kind::Question => {
                let cells = self.cells.iter();
                cells.filter(|it| it.question.id == record.id).collect()
            }
            _ => Vec::new(),
        };
        let stance = |cell: &CellChange| match record.change {
            Event::Added => cell.new,
            Event::Removed => cell.old,
            Event::Renamed | Event::Changed => None,
        };
        let of = |wanted: DocumentStance| {
            let own = cells.iter().filter(|cell| stance(cell) == Some(wanted));
            (wanted, own.copied().collect())
        };
        DocumentStance::ALL
            .into_iter()
            .map(of)
            .filter(|(_, cells): &(_, Vec<_>)| !cells.is_empty())
            .collect()
    }
}

impl CellChange {
    /// Whether both sides have the document and the question.
    pub fn is_on_both_sides(&self) -> bool {
        self.old.is_some() && self.new.is_some()
    }
}

impl RecordChange {
    /// What stands beside a document or a question in a cell of it: the question, or the document.
    pub fn beside<'c>(&self, cell: &'c CellChange) -> &'c Name {
        match self.kind {
            Kind::Document => &cell.question,
            _ => &cell.document,
        }
    }
}

impl Kind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Document => "document",
            Self::Theme => "theme",
            Self::Question => "question",
            Self::Holder => "holder",
            Self::Instrument => "instrument",
            Self::Coding => "second coding",
            Self::Page => "page",
        }
    }
}

impl Event {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

#[expect(clippy::ref_option, reason = "serde asks for this form")]
fn stance_id<S: Serializer>(
    stance: &Option<DocumentStance>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    stance.map(DocumentStance::id).serialize(serializer)
}

fn relation_id<S: Serializer>(relation: &Relation, serializer: S) -> Result<S::Ok, S::Error> {
    relation.id().serialize(serializer)
}
