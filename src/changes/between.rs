//! Two states of a digest become a list of changes.

use std::collections::BTreeSet;

use super::cells::cells;
use super::gaps::Gaps;
use super::pairing::{Known, Pairing};
use super::records::records;
use super::relations::{relations, reliability};
use super::{CellChange, Changes, Gap, Kind, Name, Side};
use crate::digest::Document;
use crate::record::Publish;

/// Two sides with their records paired.
pub(super) struct Paired<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    pub(super) gaps: Gaps,
    pub(super) documents: Pairing,
    pub(super) themes: Pairing,
    pub(super) questions: Pairing,
    pub(super) holders: Pairing,
    pub(super) instruments: Pairing,
}

/// Says what changed from one state of a digest to another.
///
/// # Errors
///
/// The files that could not be read and without which nothing can be compared.
pub fn between(old: &Side<'_>, new: &Side<'_>) -> Result<Changes, Vec<Gap>> {
    let gaps = Gaps::of(old, new)?;
    let (a, b) = (old.digest, new.digest);
    let paired = Paired {
        old: *old,
        new: *new,
        gaps,
        documents: pairing(&a.documents, &b.documents, |document| {
            (&document.id, &document.provenance.sha256)
        }),
        themes: pairing(&a.themes, &b.themes, |theme| (&theme.id, &theme.title)),
        questions: pairing(&a.questions, &b.questions, |question| {
            (&question.id, &question.proposition)
        }),
        holders: pairing(&a.holders, &b.holders, |holder| (&holder.id, &holder.name)),
        instruments: pairing(&a.instruments, &b.instruments, |instrument| {
            (&instrument.id, &instrument.name)
        }),
    };
    let cells = all_cells(&paired);
    let (relations, relations_left_out) = relations(&paired, &cells);
    Ok(Changes {
        records: records(&paired),
        reliability: reliability(&paired),
        cells: cells.into_iter().flat_map(|(_, cells)| cells).collect(),
        relations,
        relations_left_out,
        excerpts: excerpts(&paired),
        gaps: paired.gaps.files.into_iter().collect(),
    })
}

fn pairing<T>(
    old: &[T],
    new: &[T],
    known: impl for<'r> Fn(&'r T) -> (&'r String, &'r String),
) -> Pairing {
    let plain = |record| {
        let (id, what): (&String, &String) = known(record);
        (id.as_str(), what.as_str())
    };
    let old: Vec<Known<'_>> = old.iter().map(plain).collect();
    let new: Vec<Known<'_>> = new.iter().map(plain).collect();
    Pairing::new(&old, &new)
}

/// The cells that have changed, by the slots of their documents, in order of the documents' ids.
fn all_cells(paired: &Paired<'_>) -> Vec<(usize, Vec<CellChange>)> {
    let mut all: Vec<(usize, Vec<CellChange>)> = paired
        .document_slots()
        .map(|slot| (slot, cells(paired, slot)))
        .collect();
    all.sort_by_cached_key(|(slot, _)| paired.document_name(*slot).id);
    all
}

/// The documents that a side publishes as excerpts, under the ids of both.
fn excerpts(paired: &Paired<'_>) -> BTreeSet<String> {
    let sides = |(old, new): &(Option<usize>, Option<usize>)| {
        let old = old.map(|index| &paired.old.digest.documents[index]);
        let new = new.map(|index| &paired.new.digest.documents[index]);
        [old, new]
    };
    let slots = paired.documents.slots.iter().map(sides);
    let is_excerpts = |document: &Document| document.publish == Publish::Excerpts;
    slots
        .filter(|sides| sides.iter().flatten().any(|document| is_excerpts(document)))
        .flat_map(|sides| sides.into_iter().flatten())
        .map(|document| document.id.clone())
        .collect()
}

impl Paired<'_> {
    /// The slots of the documents that can be compared.
    pub(super) fn document_slots(&self) -> impl Iterator<Item = usize> {
        let slots = 0..self.documents.slots.len();
        slots.filter(|slot| {
            let (old, new) = self.documents.slots[*slot];
            let old = old.map(|index| &self.old.digest.documents[index].id);
            let new = new.map(|index| &self.new.digest.documents[index].id);
            let mut ids = [old, new].into_iter().flatten();
            !ids.any(|id| self.gaps.has(Kind::Document, id))
        })
    }

    /// Names a document.
    pub(super) fn document_name(&self, slot: usize) -> Name {
        let (old, new) = self.documents.slots[slot];
        let document = self.newest(old, new, |side| &side.digest.documents);
        name(&document.id, &document.short)
    }

    /// Names a question.
    pub(super) fn question_name(&self, slot: usize) -> Name {
        let (old, new) = self.questions.slots[slot];
        let question = self.newest(old, new, |side| &side.digest.questions);
        name(&question.id, &question.short)
    }

    /// Names a holder.
    pub(super) fn holder_name(&self, slot: usize) -> Name {
        let (old, new) = self.holders.slots[slot];
        let holder = self.newest(old, new, |side| &side.digest.holders);
        name(&holder.id, &holder.name)
    }

    /// The record of the newer side, if it is there, else that of the older.
    pub(super) fn newest<'s, T>(
        &'s self,
        old: Option<usize>,
        new: Option<usize>,
        list: impl Fn(&'s Side<'_>) -> &'s Vec<T>,
    ) -> &'s T {
        match (old, new) {
            (_, Some(index)) => &list(&self.new)[index],
            (Some(index), None) => &list(&self.old)[index],
            (None, None) => unreachable!("bug: a slot without a record"),
        }
    }
}

/// A record that could be read in part only may have no name.
fn name(id: &str, name: &str) -> Name {
    let name = if name.trim().is_empty() { id } else { name };
    Name {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}
