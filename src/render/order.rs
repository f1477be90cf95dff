//! In which order the addresses of a site are quickest rendered.
//!
//! What a document says lies together in memory, and it is shown on many pages: its own, those of questions, terms and
//! instruments. Pages about the same documents, one soon after the other, find it where a processor reaches it at
//! once, however many documents there are.

use super::address::{Address, Target};
use super::{Site, views};
use crate::compare::mentions::Mentioned;
use crate::digest::DocumentId;

impl Site<'_> {
    /// Every address of the site, each once: first what is about the digest as a whole, then by the first document
    /// that it is about.
    ///
    /// Makes the index of the search, as [`addresses`](Self::addresses).
    pub fn by_document(&self) -> Vec<&Address> {
        let mut addresses: Vec<&Address> = self.addresses().collect();
        addresses.sort_by_cached_key(|it| self.first_document(it));
        addresses
    }

    /// The first document that an address is about; none of what is about all of them.
    fn first_document(&self, address: &Address) -> Option<DocumentId> {
        let Address { target, part, .. } = *address;
        let parts = self.divided.get(&target);
        let item = parts.map_or(0, |parts| parts[part].start);
        match target {
            Target::Document(id) | Target::Record(id) | Target::Sides(id) => Some(id),
            Target::Pair(first, _) => Some(first),
            Target::Question(on) => views::rows_of(self, on).get(item).copied(),
            Target::Concordance(on) => views::entries_of(self, on).get(item).copied(),
            Target::Instrument(id) => {
                let documents = self.lists.naming(Mentioned::Instrument(id));
                documents.get(item).copied()
            }
            Target::Coverage => Some(DocumentId(item)),
            _ => None,
        }
    }
}
