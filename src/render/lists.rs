//! What lists are in order of, and what belongs to holders and instruments: worked out once, so that no page
//! looks through the whole digest.

use super::views;
use crate::compare::Comparison;
use crate::compare::mentions::Mentioned;
use crate::digest::{Digest, DocumentId, HolderId, InstrumentId};

/// Lists of a site, each in the order in which pages show it.
#[derive(Debug)]
pub(super) struct Lists {
    /// Documents on the timeline.
    pub(super) timeline: views::Timeline,
    /// Holders with positions, by name, then those without.
    pub(super) holders: Vec<HolderId>,
    /// Instruments by name.
    pub(super) instruments: Vec<InstrumentId>,
    /// The cells on which codings differ: by question, then document.
    pub(super) differences: Vec<usize>,
    /// What belongs to each holder, in order of id.
    of_holder: Vec<OfHolder>,
    /// The documents that name each instrument, in order of id.
    of_instrument: Vec<Vec<DocumentId>>,
}

/// What belongs to a holder.
#[derive(Debug, Clone, Default)]
pub(super) struct OfHolder {
    /// Holders that belong to it.
    pub(super) members: Vec<HolderId>,
    /// Documents that it has issued.
    pub(super) issued: Vec<DocumentId>,
    /// Its positions, by their indices in documents: in order of question, then of document.
    pub(super) positions: Vec<(DocumentId, usize)>,
    /// Those of others on its behalf.
    pub(super) behalf: Vec<(DocumentId, usize)>,
    /// Documents that name it.
    pub(super) named_in: Vec<DocumentId>,
}

impl OfHolder {
    /// The documents in which it has positions, in order of id.
    pub(super) fn documents(&self) -> Vec<DocumentId> {
        let mut documents: Vec<DocumentId> = self.positions.iter().map(|(id, _)| *id).collect();
        documents.sort_unstable();
        documents.dedup();
        documents
    }
}

impl Lists {
    /// Looks through a digest once.
    pub(super) fn new(digest: &Digest, comparison: &Comparison) -> Self {
        let of_holder = of_holders(digest, comparison);
        let holders = (0..digest.holders.len()).map(HolderId);
        let mut holders: Vec<HolderId> = holders.collect();
        holders.sort_by_cached_key(|id| {
            let has_positions = !of_holder[id.0].positions.is_empty();
            (!has_positions, digest.holder(*id).name.to_lowercase())
        });
        let instruments = (0..digest.instruments.len()).map(InstrumentId);
        let mut instruments: Vec<InstrumentId> = instruments.collect();
        instruments.sort_by_cached_key(|id| digest.instrument(*id).name.to_lowercase());
        Self {
            differences: differences(comparison),
            timeline: views::Timeline::new(digest),
            holders,
            instruments,
            of_holder,
            of_instrument: of_instruments(digest, comparison),
        }
    }

    /// What belongs to a holder.
    pub(super) fn of_holder(&self, id: HolderId) -> &OfHolder {
        &self.of_holder[id.0]
    }

    /// The documents that name a holder or an instrument, in order of id.
    pub(super) fn naming(&self, wanted: Mentioned) -> &[DocumentId] {
        match wanted {
            Mentioned::Holder(id) => &self.of_holder[id.0].named_in,
            Mentioned::Instrument(id) => &self.of_instrument[id.0],
        }
    }
}

/// Indices of the units whose codings differ.
fn differences(comparison: &Comparison) -> Vec<usize> {
    let units = comparison.reliability.iter().flat_map(|it| it.units.iter());
    let units = units.enumerate();
    units
        .filter(|(_, unit)| !unit.agrees())
        .map(|(index, _)| index)
        .collect()
}

fn of_holders(digest: &Digest, comparison: &Comparison) -> Vec<OfHolder> {
    let mut all = vec![OfHolder::default(); digest.holders.len()];
    for (index, holder) in digest.holders.iter().enumerate() {
        if let Some(whole) = holder.affiliation {
            all[whole.0].members.push(HolderId(index));
        }
    }
    for (index, document) in digest.documents.iter().enumerate() {
        let id = DocumentId(index);
        if let Some(issuer) = document.issuer {
            all[issuer.0].issued.push(id);
        }
        for (index, position) in document.positions.iter().enumerate() {
            all[position.holder.0].positions.push((id, index));
            if let Some(body) = position.on_behalf_of {
                all[body.0].behalf.push((id, index));
            }
        }
        for mention in comparison.mentions(id) {
            if let Mentioned::Holder(holder) = mention.mentioned {
                push_once(&mut all[holder.0].named_in, id);
            }
        }
    }
    let question =
        |&(id, index): &(DocumentId, usize)| (digest.document(id).positions[index].question, id);
    for holder in &mut all {
        holder.positions.sort_by_cached_key(question);
        holder.behalf.sort_by_cached_key(question);
    }
    all
}

/// The name of an adopted text leads to its holder, and names the instrument all the same.
fn of_instruments(digest: &Digest, comparison: &Comparison) -> Vec<Vec<DocumentId>> {
    let mut all = vec![Vec::new(); digest.instruments.len()];
    for (index, in_document) in comparison.documents.iter().enumerate() {
        for mention in &in_document.mentions {
            let instrument = match mention.mentioned {
                Mentioned::Holder(holder) => digest.holder(holder).instrument,
                Mentioned::Instrument(instrument) => Some(instrument),
            };
            if let Some(instrument) = instrument {
                push_once(&mut all[instrument.0], DocumentId(index));
            }
        }
    }
    all
}

/// Adds a document to a list in order of id, unless it is its last.
fn push_once(list: &mut Vec<DocumentId>, id: DocumentId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
