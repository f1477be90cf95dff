//! Ids as records write them, looked up once.

use std::collections::HashMap;

use super::codes::UNKNOWN_ID;
use super::{DocumentId, HolderId, InstrumentId, QuestionId};
use crate::diag::{Diagnostics, nearest};
use crate::record::id_like;
use crate::source::Span;

/// The ids of a digest.
pub(super) struct Names {
    pub(super) questions: Index<QuestionId>,
    pub(super) holders: Index<HolderId>,
    pub(super) instruments: Index<InstrumentId>,
    pub(super) documents: Index<DocumentId>,
}

/// The ids of one kind of record.
pub(super) struct Index<T> {
    ids: HashMap<String, T>,
    /// What is listed, for messages: `question`.
    kind: &'static str,
    /// Where a new one is defined, for help.
    place: &'static str,
    /// Whether some records could not be read, so that an id which is not here may well exist.
    partial: bool,
}

impl<T: Copy> Index<T> {
    /// Takes the ids in order; `make` makes the typed id of a position in that order. Of equal ids the
    /// first counts.
    pub(super) fn new<'a>(
        kind: &'static str,
        place: &'static str,
        partial: bool,
        ids: impl Iterator<Item = &'a str>,
        make: fn(usize) -> T,
    ) -> Self {
        let mut index = HashMap::new();
        for (position, id) in ids.enumerate() {
            index.entry(id.to_owned()).or_insert_with(|| make(position));
        }
        Self {
            ids: index,
            kind,
            place,
            partial,
        }
    }

    /// Looks an id up; one that does not exist is reported at `span`.
    ///
    /// An empty id stands where a mistake has been reported already.
    pub(super) fn get(&self, id: &str, span: Span, diags: &mut Diagnostics) -> Option<T> {
        let found = self.ids.get(id).copied();
        if found.is_none() && !id.is_empty() && !self.partial {
            self.report(id, span, diags);
        }
        found
    }

    fn report(&self, id: &str, span: Span, diags: &mut Diagnostics) {
        let mut known: Vec<&str> = self.ids.keys().map(String::as_str).collect();
        known.sort_unstable();
        let kind = self.kind;
        let diag = diags.report(&UNKNOWN_ID, span, format!("there is no {kind} `{id}`"));
        match nearest(id, known.iter().copied()) {
            _ if self.are_several(id) => {
                let parts: Vec<&str> = id.split([',', ';']).map(str::trim).collect();
                diag.help(format!(
                    "part items by commas, each by itself: `[{}]`",
                    parts.join(", ")
                ))
            }
            Some(near) => {
                diag.suggest(span, near);
                diag.help(format!("did you mean `{near}`?"))
            }
            None if known.is_empty() => diag.help(format!("define it in {}", self.place(id))),
            None if known.len() <= 30 => diag.help(format!(
                "write one of {}; or define `{id}` in {}",
                list(&known),
                self.place(id)
            )),
            None => diag.help(format!(
                "define it in {}, or correct the id",
                self.place(id)
            )),
        };
    }
}

impl<T> Index<T> {
    /// Whether what stands for an id is a list of known ones.
    fn are_several(&self, id: &str) -> bool {
        let mut parts = id.split([',', ';']).map(str::trim);
        id.contains([',', ';']) && parts.all(|part| self.ids.contains_key(part))
    }

    /// Where an id is to be defined.
    fn place(&self, id: &str) -> String {
        match id_like(id) {
            Some(id) => self.place.replace("ID", &id),
            None => self.place.to_owned(),
        }
    }
}

fn list(known: &[&str]) -> String {
    let quoted: Vec<String> = known.iter().map(|id| format!("`{id}`")).collect();
    quoted.join(", ")
}
