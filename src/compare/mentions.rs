//! Where names of holders and instruments stand in texts.
//!
//! A name is a record's name or one of its aliases; it is found as whole words, in the case that
//! the record writes, and where names overlap the longest one counts. A holder of kind `unnamed` has
//! a name of the digest's making and is not looked for. A name that a holder and an instrument
//! share is the holder's: an adopted text is reached through its holder.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use super::bounds::begins_word;
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
    /// Those that begin as words do: they are looked for where a word begins with the same byte as one of them.
    at_words: Group,
    first_bytes: [bool; 256],
    /// Those that begin with a mark, or in a script without spaces between words: they are looked for anywhere.
    anywhere: Group,
}

/// Names that are looked for in the same way.
struct Group {
    automaton: AhoCorasick,
    mentioned: Vec<Mentioned>,
}

impl Names {
    /// Takes the names, to be looked for in texts of about so many bytes.
    pub(super) fn new<'n>(names: impl Iterator<Item = (&'n str, Mentioned)>, bytes: usize) -> Self {
        let names = names.map(|(name, mentioned)| (fold_words(name), mentioned));
        let names = names.filter(|(words, _)| !words.is_empty());
        let (at_words, anywhere): (Vec<_>, Vec<_>) =
            names.partition(|(words, _)| begins_word(words));
        let mut first_bytes = [false; 256];
        for (words, _) in &at_words {
            first_bytes[usize::from(words.as_bytes()[0])] = true;
        }
        Self {
            at_words: Group::new(at_words, bytes, StartKind::Anchored),
            first_bytes,
            anywhere: Group::new(anywhere, bytes, StartKind::Unanchored),
        }
    }

    /// Where they stand in a text, in source order.
    pub(super) fn find(&self, words: &Words) -> Vec<Mention> {
        let text = &words.folded.text;
        let mut found: Vec<(usize, Mention)> = Vec::new();
        let bounds = words.bounds.iter().take_while(|at| *at < text.len());
        for at in bounds.filter(|at| self.first_bytes[usize::from(text.as_bytes()[*at])]) {
            let here = Input::new(text).range(at..).anchored(Anchored::Yes);
            self.at_words.find(words, here, &mut found);
        }
        if !self.anywhere.mentioned.is_empty() {
            self.anywhere.find(words, Input::new(text), &mut found);
        }
        longest(found)
    }
}

impl Group {
    fn new(names: Vec<(String, Mentioned)>, bytes: usize, start: StartKind) -> Self {
        let (words, mentioned): (Vec<String>, Vec<Mentioned>) = names.into_iter().unzip();
        Self {
            automaton: automaton(&words, bytes, start),
            mentioned,
        }
    }

    /// Adds the names that stand where the input says, each with its length.
    fn find(&self, words: &Words, within: Input<'_>, found: &mut Vec<(usize, Mention)>) {
        let Words { folded, bounds } = words;
        let mut state = OverlappingState::start();
        let hits = std::iter::from_fn(|| {
            self.automaton.find_overlapping(within.clone(), &mut state);
            state.get_match()
        });
        for hit in hits {
            let accepted = bounds.accept(&folded.text, hit.start(), hit.end(), false);
            if accepted.is_some()
                && let [range] = folded.places(hit.range()).as_slice()
            {
                let mention = Mention {
                    range: range.clone(),
                    mentioned: self.mentioned[hit.pattern().as_usize()],
                };
                found.push((hit.len(), mention));
            }
        }
    }
}

/// Of names that overlap the longest, in source order.
fn longest(mut found: Vec<(usize, Mention)>) -> Vec<Mention> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::testing::paragraphs;

    const NAMES: [&str; 9] = [
        "Ana", "Ana Bo", "Bo", "ana", "“Bo”", "人工", "Élan", "d’Ana", "1Bo",
    ];

    fn mentioned(index: usize) -> Mentioned {
        match index % 2 {
            0 => Mentioned::Holder(HolderId(index)),
            _ => Mentioned::Instrument(InstrumentId(index)),
        }
    }

    fn found(names: &[&str], blocks: &[&str]) -> Vec<Mention> {
        let words = Words::new(&paragraphs(blocks));
        let found = [0, usize::MAX].map(|bytes| {
            let names = names.iter().enumerate();
            let names = names.map(|(index, name)| (*name, mentioned(index)));
            Names::new(names, bytes).find(&words)
        });
        let [found, other] = found;
        assert_eq!(found, other);
        found
    }

    #[test]
    fn names_stand_as_whole_words_in_the_case_that_records_write() {
        let check = |block: &str, expected: &[&str]| {
            let found = found(&NAMES, &[block]);
            let words = found.iter().map(|it| &block[it.range.range()]);
            assert_eq!(words.collect::<Vec<&str>>(), expected, "{block}");
        };
        check("Ana, ana and ANA", &["Ana", "ana"]);
        check("Anas, banAna, x1Bo", &[]);
        check("Ana’s and l’Ana", &["Ana", "Ana"]);
        check("Ana  Bo Ana", &["Ana  Bo", "Ana"]);
        check("x“Bo”x", &["“Bo”"]);
        check("在人工智能", &["人工"]);
        check("d’Ana’s Élan", &["d’Ana", "Élan"]);
        check("E\u{301}lan", &["E\u{301}lan"]);
    }

    #[test]
    fn names_do_not_reach_into_the_next_block() {
        let found = found(&["Ana Bo"], &["Ana", "Bo"]);
        assert_eq!(found, []);
    }

    proptest! {
        #[test]
        fn names_are_found_as_by_trying_each_everywhere(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "Ana", "Bo", "ana", "人工", "智", "Élan", "d", "1", "s", " ", " ", "’", "“", "”", "-", ".",
                ]),
                0..30,
            ),
        ) {
            let text = pieces.concat();
            let words = Words::new(&paragraphs(&[&text]));
            let folded = &words.folded;
            let mut expected = Vec::new();
            for (index, name) in NAMES.iter().enumerate() {
                let name = fold_words(name);
                for (at, _) in folded.text.char_indices() {
                    let end = at + name.len();
                    let here = folded.text[at..].starts_with(&name);
                    if here && words.bounds.accept(&folded.text, at, end, false).is_some() {
                        let range = folded.places(at..end)[0].clone();
                        expected.push((name.len(), Mention { range, mentioned: mentioned(index) }));
                    }
                }
            }
            prop_assert_eq!(found(&NAMES, &[&text]), longest(expected));
        }
    }
}
