//! Where names of holders and instruments stand in texts.

use crate::digest::{HolderId, InstrumentId, TextRange};

/// What is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mentioned {
    /// A holder.
    Holder(HolderId),
    /// An instrument.
    Instrument(InstrumentId),
}

/// A name in a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub range: TextRange,
    /// Who or what they name.
    pub mentioned: Mentioned,
}
