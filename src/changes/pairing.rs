//! Which record of the older side is which of the newer.
//!
//! Records with the same id are the same. Of what is left, two are the same record under another id when
//! they share what makes them what they are (a document its source, a question its proposition, …), and
//! no other record on either side shares it.

use std::collections::{BTreeMap, BTreeSet};

use super::Which;

/// The records of one kind, those of both sides together.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// One slot for each record: its index on the older side and on the newer one, at least one of which
    /// is there.
    pub(super) slots: Vec<(Option<usize>, Option<usize>)>,
    of_old: Vec<usize>,
    of_new: Vec<usize>,
}

/// A record as pairing sees it: its id, and what makes it what it is; the latter may be empty.
pub(super) type Known<'a> = (&'a str, &'a str);

impl Pairing {
    /// Pairs the records of both sides. Slots are in the newer side's order, what has gone last, in the
    /// older side's order.
    pub(super) fn new(old: &[Known<'_>], new: &[Known<'_>]) -> Self {
        let mut old_of_new = same_ids(old, new);
        for (gone, came) in renamed(old, new, &old_of_new) {
            old_of_new[came] = Some(gone);
        }
        let mut pairing = Self {
            slots: Vec::new(),
            of_old: vec![0; old.len()],
            of_new: vec![0; new.len()],
        };
        for (index, before) in old_of_new.iter().enumerate() {
            pairing.put(*before, Some(index));
        }
        let kept: BTreeSet<usize> = old_of_new.into_iter().flatten().collect();
        for index in (0..old.len()).filter(|index| !kept.contains(index)) {
            pairing.put(Some(index), None);
        }
        pairing
    }

    fn put(&mut self, old: Option<usize>, new: Option<usize>) {
        let slot = self.slots.len();
        self.slots.push((old, new));
        if let Some(index) = old {
            self.of_old[index] = slot;
        }
        if let Some(index) = new {
            self.of_new[index] = slot;
        }
    }

    /// The slot of a side's record.
    pub(super) fn slot(&self, side: Which, index: usize) -> usize {
        match side {
            Which::Old => self.of_old[index],
            Which::New => self.of_new[index],
        }
    }
}

/// For each record of the newer side the one of the older side with its id. Of equal ids the first
/// counts.
fn same_ids(old: &[Known<'_>], new: &[Known<'_>]) -> Vec<Option<usize>> {
    let mut by_id = BTreeMap::new();
    for (index, (id, _)) in old.iter().enumerate() {
        by_id.entry(*id).or_insert(index);
    }
    // Taken out, so that no record of the older side is two of the newer.
    new.iter().map(|(id, _)| by_id.remove(id)).collect()
}

/// Pairs of a record that has gone and one that came which are the same.
fn renamed(
    old: &[Known<'_>],
    new: &[Known<'_>],
    old_of_new: &[Option<usize>],
) -> Vec<(usize, usize)> {
    let kept: BTreeSet<usize> = old_of_new.iter().flatten().copied().collect();
    let gone = unique(old, |index| !kept.contains(&index));
    let came = unique(new, |index| old_of_new[index].is_none());
    let pair = |(what, came): (&&str, &Option<usize>)| {
        let gone = gone.get(what).copied().flatten()?;
        Some((gone, (*came)?))
    };
    came.iter().filter_map(pair).collect()
}

/// The records by what makes them what they are; none where several share it.
fn unique<'a>(
    records: &[Known<'a>],
    is_wanted: impl Fn(usize) -> bool,
) -> BTreeMap<&'a str, Option<usize>> {
    let mut found = BTreeMap::new();
    for (index, (_, what)) in records.iter().enumerate() {
        if is_wanted(index) && !what.is_empty() {
            found
                .entry(*what)
                .and_modify(|known| *known = None)
                .or_insert(Some(index));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_paired_by_id_and_else_by_what_they_are() {
        let check = |old: &[Known<'_>], new: &[Known<'_>], expected: &[(isize, isize)]| {
            let pairing = Pairing::new(old, new);
            let index = |side: Option<usize>| side.map_or(-1, usize::cast_signed);
            let slots = pairing.slots.iter();
            let slots: Vec<_> = slots.map(|(a, b)| (index(*a), index(*b))).collect();
            assert_eq!(slots, expected, "{old:?} {new:?}");
        };
        check(&[], &[("a", "x")], &[(-1, 0)]);
        check(&[("a", "x")], &[("a", "y")], &[(0, 0)]);
        // Renamed, and what has gone stands last.
        check(
            &[("a", "x"), ("b", "y"), ("c", "z")],
            &[("c", "z"), ("d", "x")],
            &[(2, 0), (0, 1), (1, -1)],
        );
        // The id counts more: two that exchange their contents have changed.
        check(
            &[("a", "x"), ("b", "y")],
            &[("a", "y"), ("b", "x")],
            &[(0, 0), (1, 1)],
        );
        // Nobody can tell which is which, or there is nothing to tell by.
        check(
            &[("a", "x"), ("b", "x")],
            &[("c", "x")],
            &[(-1, 0), (0, -1), (1, -1)],
        );
        check(
            &[("a", "x")],
            &[("b", "x"), ("c", "x")],
            &[(-1, 0), (-1, 1), (0, -1)],
        );
        check(&[("a", "")], &[("b", "")], &[(-1, 0), (0, -1)]);
        // Broken records may share an id.
        check(&[("a", "x")], &[("a", "x"), ("a", "y")], &[(0, 0), (-1, 1)]);
    }
}
