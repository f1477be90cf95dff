//! Where names of holders and instruments stand in texts.
//!
//! A name is a record's name or one of its aliases; it is found as whole words, in the case that
//! the record writes, and where names overlap the longest one counts. A holder of kind `unnamed` has
//! a name of the digest's making and is not looked for. A name that a holder and an instrument
//! share is the holder's: an adopted text is reached through its holder.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use super::concordance::{Words, automaton};
use crate::digest::{Digest, HolderId, InstrumentId, TextRange};
use crate::record::HolderKind;
use crate::text::fold::fold_words;

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

/// The names of a digest with whom or what they name, holders first.
pub fn names(digest: &Digest) -> impl Iterator<Item = (&str, Mentioned)> {
    let holders = digest
        .holders
        .iter()
        .enumerate()
        .filter(|(_, holder)| holder.kind != HolderKind::Unnamed)
        .flat_map(|(index, holder)| {
            let aliases = holder.aliases.iter().map(String::as_str);
            let mentioned = Mentioned::Holder(HolderId(index));
            std::iter::once(holder.name.as_str())
                .chain(aliases)
                .map(move |name| (name, mentioned))
        });
    let instruments = digest
        .instruments
        .iter()
        .enumerate()
        .flat_map(|(index, instrument)| {
            let aliases = instrument.aliases.iter().map(String::as_str);
            let mentioned = Mentioned::Instrument(InstrumentId(index));
            std::iter::once(instrument.name.as_str())
                .chain(aliases)
                .map(move |name| (name, mentioned))
        });
    holders.chain(instruments)
}

/// The names of a digest, ready to be looked for in many texts.
pub(super) struct Names {
    automaton: AhoCorasick,
    mentioned: Vec<Mentioned>,
}

impl Names {
    /// Takes the names, to be looked for in texts of about so many bytes.
    pub(super) fn new(digest: &Digest, bytes: usize) -> Self {
        let (words, mentioned): (Vec<String>, Vec<Mentioned>) = names(digest)
            .map(|(name, mentioned)| (fold_words(name), mentioned))
            .filter(|(words, _)| !words.is_empty())
            .unzip();
        Self {
            automaton: automaton(&words, bytes),
            mentioned,
        }
    }

    /// Where they stand in a text, in source order.
    pub(super) fn find(&self, words: &Words) -> Vec<Mention> {
        let Words { folded, bounds } = words;
        let mut found: Vec<(usize, Mention)> = Vec::new();
        for hit in self.automaton.find_overlapping_iter(&folded.text) {
            if bounds
                .accept(&folded.text, hit.start(), hit.end(), false)
                .is_none()
            {
                continue;
            }
            if let [range] = folded.places(hit.range()).as_slice() {
                let mentioned = self.mentioned[hit.pattern().as_usize()];
                found.push((
                    hit.len(),
                    Mention {
                        range: range.clone(),
                        mentioned,
                    },
                ));
            }
        }
        // The longest first; of equally long ones in the same place the holder, who was put in first.
        found.sort_by_key(|(length, mention)| {
            (Reverse(*length), mention.range.clone(), mention.mentioned)
        });
        // Kept ranges by block and start: only the one before a candidate's end can touch it.
        let mut kept: BTreeMap<(usize, usize), Mention> = BTreeMap::new();
        for (_, mention) in found {
            let TextRange { block, start, end } = mention.range;
            let before = kept.range((block, 0)..(block, end)).next_back();
            if before.is_none_or(|(_, kept)| kept.range.end <= start) {
                kept.insert((block, start), mention);
            }
        }
        kept.into_values().collect()
    }
}
