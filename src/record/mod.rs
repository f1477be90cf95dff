//! The YAML records of a digest as they are written, and the place of each of their values.
//!
//! ```text
//! bytes ──▶ parse events: places, bounds, traps ──▶ tree, in doubt serde_yaml: typed record ──▶ Records
//! ```
//!
//! Field names are those of the files. What the records mean is worked out in `digest`.

mod codes;
pub mod edits;
mod events;
mod folders;
mod forms;
mod from_tree;
mod further;
pub mod inside;
mod kind;
mod lines;
mod meant;
mod mistakes;
pub mod node;
pub mod places;
pub mod schema;
mod syntax;
#[cfg(test)]
mod tests;
mod text;
mod traps;
mod typed;
mod types;

use crate::source::FileId;
use places::Places;

pub use folders::{Documents, Listed, id_like, is_id, list, read};
pub use kind::Kind;
pub use types::*;

pub use codes::CODES;

/// A record, its file and the places of its values.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// The file's name without its extension.
    pub id: String,
    /// The file.
    pub file: FileId,
    /// What it says. Where a diagnostic has been reported, a text may be empty and a list shorter
    /// than in the file.
    pub record: T,
    /// Where its values stand.
    pub places: Places,
}

/// All records of a digest, each kind in order of id.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// `content/documents/ID.yaml`.
    pub documents: Vec<Entry<DocumentRecord>>,
    /// `content/themes/ID.yaml`.
    pub themes: Vec<Entry<ThemeRecord>>,
    /// `content/holders/ID.yaml`.
    pub holders: Vec<Entry<HolderRecord>>,
    /// `content/instruments/ID.yaml`.
    pub instruments: Vec<Entry<InstrumentRecord>>,
    /// `content/codings/CODER/ID.yaml`, by coder, then document.
    pub codings: Vec<CodingEntry>,
    /// `content/stances.yaml`.
    pub stances: Option<Entry<StancesRecord>>,
    /// Files of which nothing could be read, which has been reported. Each has an entry all the same,
    /// in which every text is empty: what names it is no mistake, and what would follow from its
    /// content (the questions of a theme) cannot be said.
    pub unread: Vec<FileId>,
}

/// A second coding of one document.
#[derive(Debug, Clone)]
pub struct CodingEntry {
    /// The folder's name.
    pub coder: String,
    /// The document's id and what the coder recorded.
    pub entry: Entry<CodingRecord>,
}
