//! Which documents are most and least alike one of them.

use super::relation::FEWEST_QUESTIONS;
use super::{Comparison, DocumentStance};
use crate::digest::DocumentId;

/// A document that is like another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The other document.
    pub document: DocumentId,
    /// On how many questions both have a value.
    pub n: usize,
    /// As in [`Likeness`](super::Likeness).
    pub score: f64,
}

/// The value that each document's stance on one question has on the line from against to for.
///
/// They are gone through for each document, and of many documents there are many: so there is a byte for each,
/// and a processor takes many of them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Valued {
    /// In halves, by their places in the digest, in order, up to a multiple of [`FEW`]; [`NONE`] for a stance without
    /// a value.
    values: Vec<u8>,
}

/// Stands for no value: so far from all values that it is close to none of them.
const NONE: u8 = u8::MAX;

/// So many documents are looked at together.
const FEW: usize = 32;

impl Valued {
    /// Has no value for any of so many documents.
    pub(super) fn new(documents: usize) -> Self {
        Self {
            values: vec![NONE; documents.next_multiple_of(FEW)],
        }
    }

    /// Takes a document's stance, if it has a value.
    pub(super) fn take(&mut self, document: DocumentId, stance: DocumentStance) {
        if let Some(value) = in_halves(stance) {
            self.values[document.0] = value;
        }
    }
}

/// The value of a stance in halves above the lowest, which is against: all values are halves.
fn in_halves(stance: DocumentStance) -> Option<u8> {
    let value = stance.value()?;
    Some(((value + 1.0) * 2.0) as u8)
}

/// On how many questions two documents have a value both, and how close these are, in quarters.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    n: u32,
    quarters: u32,
}

impl Sum {
    fn has_score(self) -> bool {
        self.n as usize >= FEWEST_QUESTIONS
    }

    /// Whether its score is less than another one's: shares are compared as they are.
    fn is_less(self, than: Self) -> bool {
        u64::from(self.quarters) * u64::from(than.n) < u64::from(than.quarters) * u64::from(self.n)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            quarters: self.quarters + other.quarters,
        }
    }
}

/// So many questions are added up in a byte, since each adds up to four quarters.
const IN_A_BYTE: usize = 63;

/// How one document stands to a few on some questions: the same as [`Sum`], of each of them a byte.
struct Sums {
    n: [u8; FEW],
    quarters: [u8; FEW],
}

impl Sums {
    /// Adds up no more questions than go into a byte, each with the value of one document and those of all, for
    /// the documents from one on.
    fn of(questions: &[(u8, &[u8])], first: usize) -> Self {
        let mut sums = Self {
            n: [0; FEW],
            quarters: [0; FEW],
        };
        for (own, values) in questions {
            let values = &values[first..first + FEW];
            let places = sums.n.iter_mut().zip(&mut sums.quarters);
            // Without branches and multiplications all are added at once.
            for (value, (n, quarters)) in values.iter().zip(places) {
                *n += u8::from(*value != NONE);
                let apart = own.max(value) - own.min(value);
                *quarters += 4_u8.saturating_sub(apart);
            }
        }
        sums
    }

    fn get(&self, place: usize) -> Sum {
        Sum {
            n: self.n[place].into(),
            quarters: self.quarters[place].into(),
        }
    }
}

/// The nearest and the farthest of those that were looked at.
#[derive(Default)]
struct Extremes {
    both: Option<[(usize, Sum); 2]>,
    /// How many were looked at that have a score; of those that change nothing not all may be counted.
    scored: usize,
}

impl Extremes {
    fn take(&mut self, index: usize, sum: Sum) {
        if !sum.has_score() {
            return;
        }
        self.scored += 1;
        let [nearest, farthest] = self.both.get_or_insert([(index, sum); 2]);
        if nearest.1.is_less(sum) {
            *nearest = (index, sum);
        }
        if sum.is_less(farthest.1) {
            *farthest = (index, sum);
        }
    }

    /// Whether looking at some documents may change anything. Most are neither nearer nor farther than those that
    /// were looked at before, which is found out of many at once.
    fn may_change(&self, sums: &Sums) -> bool {
        let Some([(_, nearest), (_, farthest)]) = self.both.filter(|_| self.scored > 1) else {
            return true;
        };
        // What goes into a byte has products that go into two.
        let narrow = |number: u32| number as u16;
        let (near_n, near) = (narrow(nearest.n), narrow(nearest.quarters));
        let (far_n, far) = (narrow(farthest.n), narrow(farthest.quarters));
        let mut may_change = false;
        for (n, quarters) in sums.n.iter().zip(&sums.quarters) {
            let (n, quarters) = (u16::from(*n), u16::from(*quarters));
            let has_score = n >= FEWEST_QUESTIONS as u16;
            let is_outside = (quarters * near_n > near * n) | (quarters * far_n < far * n);
            may_change |= has_score & is_outside;
        }
        may_change
    }
}

/// Of the other documents whose likeness to one of them has a score, by all positions, the nearest and the
/// farthest: those with the highest and the lowest score, of equal ones the first in order of id. None when fewer
/// than two have one.
///
/// The same as asking for each [`likeness`](super::relation::likeness), in a fraction of the time.
pub fn nearest_and_farthest(comparison: &Comparison, id: DocumentId) -> Option<(Alike, Alike)> {
    let coded = comparison.row(id).coded();
    let questions: Vec<(u8, &[u8])> = coded
        .filter_map(|(question, cell)| {
            let values = &comparison.valued[question.0].values;
            Some((in_halves(cell.stance)?, values.as_slice()))
        })
        .collect();
    let mut extremes = Extremes::default();
    let take_one_by_one = |parts: &[Sums], first: usize, extremes: &mut Extremes| {
        for place in (0..FEW).filter(|place| first + place != id.0) {
            let sums = parts.iter().map(|part| part.get(place));
            extremes.take(first + place, sums.fold(Sum::default(), Sum::plus));
        }
    };
    for first in (0..comparison.documents.len()).step_by(FEW) {
        if questions.len() > IN_A_BYTE {
            let parts = questions.chunks(IN_A_BYTE).map(|it| Sums::of(it, first));
            take_one_by_one(&parts.collect::<Vec<Sums>>(), first, &mut extremes);
            continue;
        }
        let sums = Sums::of(&questions, first);
        if extremes.may_change(&sums) {
            take_one_by_one(&[sums], first, &mut extremes);
        }
    }
    let alike = |(index, Sum { n, quarters })| Alike {
        document: DocumentId(index),
        n: n as usize,
        score: f64::from(quarters) / 4.0 / f64::from(n),
    };
    let [nearest, farthest] = extremes.both?.map(alike);
    (extremes.scored > 1).then_some((nearest, farthest))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::compare::concordance::Found;
    use crate::compare::relation::likeness;
    use crate::compare::{Cell, Counted, InDocument, Likeness, Row, TextSize};
    use DocumentStance::{Mixed, NotCoded, Opposes, Qualified, Raises, Silent, Supports};

    /// Documents of which each is coded on few of several questions, or on most.
    fn comparison() -> impl Strategy<Value = Comparison> {
        let stance =
            prop::sample::select(vec![Supports, Qualified, Raises, Opposes, Mixed, Silent]);
        let sizes = (2_usize..90, 5_usize..12, 1_usize..6);
        sizes.prop_flat_map(move |(documents, questions, rare)| {
            let cell = (0..rare, stance.clone());
            let cell = cell.prop_map(|(drawn, stance)| match drawn {
                0 => stance,
                _ => NotCoded,
            });
            let row = prop::collection::vec(cell, questions);
            let rows = prop::collection::vec(row, documents);
            rows.prop_map(move |rows| {
                Comparison::of(rows.into_iter().map(document).collect(), questions, None)
            })
        })
    }

    fn document(stances: Vec<DocumentStance>) -> Arc<InDocument> {
        let cell = |stance: DocumentStance| Cell {
            stance,
            first_hand: Some(stance),
            positions: Vec::new(),
            silence: None,
            reported_holders: 0,
        };
        Arc::new(InDocument {
            row: Row::of(stances.into_iter().map(cell)),
            size: TextSize::Words(0),
            terms: Found::default(),
            mentions: Vec::new(),
        })
    }

    /// The nearest and the farthest by asking for the likeness of each.
    fn one_by_one(comparison: &Comparison, id: DocumentId) -> Option<(Alike, Alike)> {
        let others = (0..comparison.documents.len()).map(DocumentId);
        let others = others.filter(|other| *other != id);
        let scored = others.filter_map(|document| {
            let rows = (comparison.row(id), comparison.row(document));
            let Likeness { n, score, .. } = likeness(rows.0, rows.1, Counted::All);
            Some(Alike {
                document,
                n,
                score: score?,
            })
        });
        let scored: Vec<Alike> = scored.collect();
        let order = |a: &&Alike, b: &&Alike| a.score.total_cmp(&b.score);
        // Of equal ones the last is the greatest and the first the least.
        let nearest = scored.iter().rev().max_by(order);
        let both = nearest.zip(scored.iter().min_by(order));
        both.filter(|_| scored.len() > 1).map(|(a, b)| (*a, *b))
    }

    proptest! {
        #[test]
        fn documents_are_alike_by_their_likeness(comparison in comparison()) {
            for id in (0..comparison.documents.len()).map(DocumentId) {
                prop_assert_eq!(nearest_and_farthest(&comparison, id), one_by_one(&comparison, id));
            }
        }
    }

    #[test]
    fn more_documents_than_are_looked_at_together_are_alike_in_the_same_way() {
        let stances = [
            Supports, Qualified, Raises, Opposes, Raises, Supports, Silent,
        ];
        let documents = 40 * FEW + 7;
        // The later a document, the more it differs from the first: the farthest from the first are among the last.
        let stance = |document: usize, question: usize| match (document * 31 + question * 7) % 41 {
            drawn if drawn * FEW * 20 < document * 10 => Opposes,
            drawn => stances[drawn % stances.len()],
        };
        // On as many questions as go into a byte, and on more.
        for questions in [IN_A_BYTE, 2 * IN_A_BYTE + 5] {
            let row = |document| (0..questions).map(|it| stance(document, it)).collect();
            let documents = (0..documents).map(|it| self::document(row(it)));
            let comparison = Comparison::of(documents.collect(), questions, None);
            for id in [0, 1, 20 * FEW, 40 * FEW + 6].map(DocumentId) {
                let found = nearest_and_farthest(&comparison, id);
                assert!(id.0 > 1 || found.is_some_and(|(_, it)| it.document.0 > 20 * FEW));
                assert_eq!(found, one_by_one(&comparison, id));
            }
        }
    }
}
