//! What changed from version to version of a digest, as its pages tell it.

use super::{Changes, Gap};
use crate::git::Time;

/// The versions of a digest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// How much is known.
    pub known: Known,
    /// The newest first.
    pub versions: Vec<Version>,
    /// Whether there are earlier ones, which are not told.
    pub has_earlier: bool,
    /// The digest's folder in its repository: with it versions of two digests in one repository can be
    /// told apart. `""` when it is the whole repository.
    pub folder: String,
}

/// How much is known of a history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Known {
    /// Nobody has looked.
    #[default]
    NotRead,
    /// There is none, or none that can be read.
    Nothing,
    /// What the repository has; the beginning is missing: a shallow copy.
    CutOff,
    /// All of it.
    Whole,
}

/// A version: a tag, or the present state if nobody has tagged it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its tags; none for what has changed since the newest of them.
    pub names: Vec<String>,
    /// Name of its commit; empty for the present state.
    pub commit: String,
    /// When it was tagged, as git keeps it.
    pub date: Option<Time>,
    /// The first tag of the version that it is compared with.
    pub since: Option<String>,
    /// What there is to tell.
    pub told: Told,
}

/// What there is to tell of a version.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// It is the first one: what it has.
    First {
        /// How many documents.
        documents: usize,
        /// How many questions.
        questions: usize,
        /// How many positions.
        positions: usize,
    },
    /// What changed since the version before it that can be read.
    Changes(Box<Changes>),
    /// It cannot be compared, because of these files; none when git does not have what is in it.
    Unreadable(Vec<Gap>),
}
