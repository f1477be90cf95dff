//! Which documents are most and least alike one of them.

use std::cmp::Ordering;
use std::sync::Arc;

use super::bits::ones;
use super::relation::FEWEST_QUESTIONS;
use super::{Comparison, DocumentStance, InDocument, Row};
use crate::digest::{DocumentId, QuestionId};

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

/// The values that all documents' stances have on the line from against to for.
///
/// They are gone through for each document, and of many documents there are many. So there is a byte for each, and a
/// processor takes many of them at once; and documents with values on the same questions stand together, so that most
/// of the others need not be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// By the first questions on which they have values, then in order of id.
    documents: Vec<DocumentId>,
    /// The lowest id among each [`FEW`] of them.
    lowest: Vec<DocumentId>,
    questions: Vec<OnQuestion>,
}

/// The values on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OnQuestion {
    /// In halves, in the order of documents, up to a multiple of [`FEW`]; [`NONE`] for a stance without a value.
    values: Vec<u8>,
    /// A bit for each [`FEW`] documents, from the lowest of the first word on: whether any of them has a value.
    any: Vec<u64>,
}

impl OnQuestion {
    /// Whether any document of a portion has a value.
    fn has_any(&self, portion: usize) -> bool {
        self.any[portion / WORD] >> (portion % WORD) & 1 == 1
    }
}

/// Stands for no value: so far from all values that it is close to none of them.
const NONE: u8 = u8::MAX;

/// So many documents are looked at together.
const FEW: usize = 32;

/// So many questions say where a document stands among the others.
const FIRST_QUESTIONS: usize = 4;

/// So many bits has a word.
const WORD: usize = u64::BITS as usize;

impl Values {
    /// Lays out the values that documents have, which are in order of id, on so many questions.
    pub(super) fn of(documents: &[Arc<InDocument>], questions: usize) -> Self {
        let mut order: Vec<([usize; FIRST_QUESTIONS], DocumentId)> = documents
            .iter()
            .enumerate()
            .map(|(index, document)| {
                let mut first = [usize::MAX; FIRST_QUESTIONS];
                let with_value = valued(&document.row).zip(&mut first);
                with_value.for_each(|((question, _), place)| *place = question.0);
                (first, DocumentId(index))
            })
            .collect();
        order.sort_unstable();
        let documents_in_order: Vec<DocumentId> = order.into_iter().map(|(_, id)| id).collect();
        let nothing = OnQuestion {
            values: vec![NONE; documents.len().next_multiple_of(FEW)],
            any: vec![0; documents.len().div_ceil(FEW * WORD)],
        };
        let mut all = vec![nothing; questions];
        for (place, id) in documents_in_order.iter().enumerate() {
            for (question, value) in valued(&documents[id.0].row) {
                let own = &mut all[question.0];
                own.values[place] = value;
                own.any[place / FEW / WORD] |= 1 << (place / FEW % WORD);
            }
        }
        let few = documents_in_order.chunks(FEW);
        Self {
            lowest: few.filter_map(|few| few.iter().min().copied()).collect(),
            documents: documents_in_order,
            questions: all,
        }
    }
}

/// The values that a document has, in order of question.
fn valued(row: &Row) -> impl Iterator<Item = (QuestionId, u8)> {
    let coded = row.coded();
    coded.filter_map(|(question, cell)| Some((question, in_halves(cell.stance)?)))
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

    /// Compares the scores: shares as they are.
    fn compare(self, with: Self) -> Ordering {
        let own = u64::from(self.quarters) * u64::from(with.n);
        own.cmp(&(u64::from(with.quarters) * u64::from(self.n)))
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
    fn of(questions: &[(u8, &OnQuestion)], first: usize) -> Self {
        let mut sums = Self {
            n: [0; FEW],
            quarters: [0; FEW],
        };
        let portion = first / FEW;
        for (own, all) in questions.iter().filter(|(_, all)| all.has_any(portion)) {
            let values = &all.values[first..first + FEW];
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
    both: Option<[(DocumentId, Sum); 2]>,
    /// How many were looked at that have a score; of those that change nothing not all may be counted.
    scored: usize,
}

impl Extremes {
    fn take(&mut self, id: DocumentId, sum: Sum) {
        if !sum.has_score() {
            return;
        }
        self.scored += 1;
        let [nearest, farthest] = self.both.get_or_insert([(id, sum); 2]);
        // Of equal ones the first.
        if sum.compare(nearest.1).then(nearest.0.cmp(&id)).is_gt() {
            *nearest = (id, sum);
        }
        if sum.compare(farthest.1).then(id.cmp(&farthest.0)).is_lt() {
            *farthest = (id, sum);
        }
    }

    /// Whether looking at some documents may change anything, none of which has a lower id than the one given. Most
    /// are neither nearer nor farther than those that were looked at before, which is found out of many at once.
    fn may_change(&self, sums: &Sums, lowest: DocumentId) -> bool {
        let Some([nearest, farthest]) = self.both.filter(|_| self.scored > 1) else {
            return true;
        };
        // What goes into a byte has products that go into two.
        let narrow = |number: u32| number as u16;
        let (near_n, near) = (narrow(nearest.1.n), narrow(nearest.1.quarters));
        let (far_n, far) = (narrow(farthest.1.n), narrow(farthest.1.quarters));
        // With a lower id an equal one changes something, too.
        let near_enough = u16::from(lowest < nearest.0);
        let far_enough = u16::from(lowest < farthest.0);
        let mut may_change = false;
        for (n, quarters) in sums.n.iter().zip(&sums.quarters) {
            let (n, quarters) = (u16::from(*n), u16::from(*quarters));
            let has_score = n >= FEWEST_QUESTIONS as u16;
            let is_near = quarters * near_n + near_enough > near * n;
            let is_far = quarters * far_n < far * n + far_enough;
            may_change |= has_score & (is_near | is_far);
        }
        may_change
    }
}

/// Which portions of [`FEW`] documents have values on enough of some questions for a score, by one word of bits for
/// each question.
fn with_enough(questions: &[(u8, &OnQuestion)], word: usize) -> u64 {
    // For each number of questions, from one on, the portions that have values on so many at least.
    let mut at_least = [0_u64; FEWEST_QUESTIONS];
    for (_, all) in questions {
        let any = all.any[word];
        for number in (1..FEWEST_QUESTIONS).rev() {
            at_least[number] |= at_least[number - 1] & any;
        }
        at_least[0] |= any;
    }
    at_least[FEWEST_QUESTIONS - 1]
}

/// Of the other documents whose likeness to one of them has a score, by all positions, the nearest and the
/// farthest: those with the highest and the lowest score, of equal ones the first in order of id. None when fewer
/// than two have one.
///
/// The same as asking for each [`likeness`](super::relation::likeness), in a fraction of the time.
pub fn nearest_and_farthest(comparison: &Comparison, id: DocumentId) -> Option<(Alike, Alike)> {
    let values = &comparison.values;
    let own = valued(comparison.row(id));
    let questions: Vec<(u8, &OnQuestion)> = own
        .map(|(question, value)| (value, &values.questions[question.0]))
        .collect();
    let mut extremes = Extremes::default();
    let words = values.lowest.len().div_ceil(WORD);
    let enough = (0..words)
        .flat_map(|word| ones(with_enough(&questions, word)).map(move |bit| word * WORD + bit));
    for portion in enough {
        let first = portion * FEW;
        let parts = questions.chunks(IN_A_BYTE).map(|it| Sums::of(it, first));
        let parts: Vec<Sums> = parts.collect();
        if let [all] = parts.as_slice()
            && !extremes.may_change(all, values.lowest[portion])
        {
            continue;
        }
        for (place, other) in values.documents[first..].iter().take(FEW).enumerate() {
            if *other != id {
                let sums = parts.iter().map(|part| part.get(place));
                extremes.take(*other, sums.fold(Sum::default(), Sum::plus));
            }
        }
    }
    let alike = |(document, Sum { n, quarters })| Alike {
        document,
        n: n as usize,
        score: f64::from(quarters) / 4.0 / f64::from(n),
    };
    let [nearest, farthest] = extremes.both?.map(alike);
    (extremes.scored > 1).then_some((nearest, farthest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::concordance::Found;
    use crate::compare::relation::likeness;
    use crate::compare::{Cell, Counted, Likeness, TextSize};
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
        // On as many questions as go into a byte, and on more; all of them coded, and a few of which only some
        // documents have enough in common.
        for (questions, every) in [(IN_A_BYTE, 1), (2 * IN_A_BYTE + 5, 1), (IN_A_BYTE, 11)] {
            let stance = |document: usize, question| match (document + question) % every {
                0 => stance(document, question),
                _ => NotCoded,
            };
            let row = |document| (0..questions).map(|it| stance(document, it)).collect();
            let documents = (0..documents).map(|it| self::document(row(it)));
            let comparison = Comparison::of(documents.collect(), questions, None);
            for id in [0, 1, 20 * FEW, 40 * FEW + 6].map(DocumentId) {
                let found = nearest_and_farthest(&comparison, id);
                assert!(
                    every > 1 || id.0 > 1 || found.is_some_and(|(_, it)| it.document.0 > 20 * FEW)
                );
                assert_eq!(found, one_by_one(&comparison, id));
            }
        }
    }
}
