//! How two documents stand to each other, on one question and as a whole.

use super::{Comparison, Counted, DocumentStance, Row};
use crate::digest::{DocumentId, QuestionId};

/// How two documents stand to each other on one question: the first of these that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// At least one is not coded.
    NotCoded,
    /// At least one has reported positions alone, where only first-hand ones count.
    NoFirstHand,
    /// Both are silent.
    BothSilent,
    /// One is silent.
    OneSilent,
    /// Within at least one, holders stand on both sides.
    Divided,
    /// Both raise the subject.
    BothRaise,
    /// One takes a side, the other raises the subject.
    OneTakesSide,
    /// Both support in part, or one in part and the other wholly.
    AgreeInPart,
    /// The same stance.
    Agree,
    /// Opposite sides.
    Differ,
}

/// How alike two documents are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// How many questions have each relation, in the order of `Relation::ALL`.
    pub counts: [usize; 10],
    /// On how many questions both have a stance that counts.
    pub n: usize,
    /// Mean closeness over those questions, 0 to 1; none below n = 5.
    pub score: Option<f64>,
    /// The lowest and highest that the score could be if silences were stances; none where the score is.
    pub bounds: Option<(f64, f64)>,
}

/// Fewer questions than this give no score: one cell more or less would turn it over.
pub const FEWEST_QUESTIONS: usize = 5;

impl Relation {
    /// All of them, in the order in which the first that applies is taken.
    pub const ALL: [Self; 10] = [
        Self::NotCoded,
        Self::NoFirstHand,
        Self::BothSilent,
        Self::OneSilent,
        Self::Divided,
        Self::BothRaise,
        Self::OneTakesSide,
        Self::AgreeInPart,
        Self::Agree,
        Self::Differ,
    ];

    /// Its id in exports, addresses and class names.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotCoded => "not-coded",
            Self::NoFirstHand => "no-first-hand",
            Self::BothSilent => "both-silent",
            Self::OneSilent => "one-silent",
            Self::Divided => "divided",
            Self::BothRaise => "both-raise",
            Self::OneTakesSide => "one-takes-a-side",
            Self::AgreeInPart => "agree-in-part",
            Self::Agree => "agree",
            Self::Differ => "differ",
        }
    }

    /// What pages call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotCoded => "Not coded",
            Self::NoFirstHand => "No first-hand position",
            Self::BothSilent => "Both silent",
            Self::OneSilent => "One silent",
            Self::Divided => "Divided",
            Self::BothRaise => "Both raise",
            Self::OneTakesSide => "One takes a side",
            Self::AgreeInPart => "Agree in part",
            Self::Agree => "Agree",
            Self::Differ => "Differ",
        }
    }
}

/// How two stances on one question stand to each other (design, section 6). The order of the two
/// makes no difference; no stance is one that rests on reported positions alone, where only
/// first-hand ones count.
pub fn relation(a: Option<DocumentStance>, b: Option<DocumentStance>) -> Relation {
    use DocumentStance::{Mixed, NotCoded, Opposes, Qualified, Raises, Silent, Supports};
    match (a, b) {
        (Some(NotCoded), _) | (_, Some(NotCoded)) => Relation::NotCoded,
        (None, _) | (_, None) => Relation::NoFirstHand,
        (Some(Silent), Some(Silent)) => Relation::BothSilent,
        (Some(Silent), _) | (_, Some(Silent)) => Relation::OneSilent,
        (Some(Mixed), _) | (_, Some(Mixed)) => Relation::Divided,
        (Some(Raises), Some(Raises)) => Relation::BothRaise,
        (Some(Raises), _) | (_, Some(Raises)) => Relation::OneTakesSide,
        (Some(Qualified), Some(Qualified | Supports)) | (Some(Supports), Some(Qualified)) => {
            Relation::AgreeInPart
        }
        (Some(Supports), Some(Supports)) | (Some(Opposes), Some(Opposes)) => Relation::Agree,
        (Some(Opposes), Some(Supports | Qualified))
        | (Some(Supports | Qualified), Some(Opposes)) => Relation::Differ,
    }
}

/// The mean of 1 − |a − b| / 2 over the questions on which both documents have a value, with the
/// bounds that it could have if silences were stances (design, section 6).
pub fn likeness(a: &Row, b: &Row, counted: Counted) -> Likeness {
    let cells = a.beside(b).map(|(_, a, b)| (a, b));
    let mut likeness =
        likeness_of(cells.map(|(a, b)| (a.stance_of(counted), b.stance_of(counted))));
    // What neither has coded.
    let compared: usize = likeness.counts.iter().sum();
    likeness.counts[Relation::NotCoded as usize] += a.questions() - compared;
    likeness
}

/// A document that is like another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The other document.
    pub document: DocumentId,
    /// On how many questions both have a value.
    pub n: usize,
    /// As in [`Likeness`].
    pub score: f64,
}

/// The value that each document's stance on one question has on the line from against to for.
///
/// They are gone through for each document, and of many documents there are many: so there is a byte for each,
/// and a processor takes many of them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Valued {
    /// By their places in the digest, in order: nothing for a stance without a value, else from [`LOWEST`] for
    /// against to five for supports, in halves. None behind the last that has one.
    values: Vec<u8>,
}

/// The value of the stance against, as [`Valued`] keeps it.
const LOWEST: u8 = 1;

impl Valued {
    /// Adds a document, if its stance has a value; they come in order of id.
    pub(super) fn add(&mut self, document: DocumentId, stance: DocumentStance) {
        if let Some(value) = in_halves(stance) {
            self.values.resize(document.0, 0);
            self.values.push(value);
        }
    }
}

/// The value of a stance as [`Valued`] keeps it: all values are halves, from −1 to 1.
fn in_halves(stance: DocumentStance) -> Option<u8> {
    stance
        .value()
        .map(|value| LOWEST + ((value + 1.0) * 2.0) as u8)
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
}

/// How one document stands to those whose values are looked at together: few enough to stay close to the
/// processor.
struct Sums {
    n: [u8; TOGETHER],
    quarters: [u8; TOGETHER],
}

const TOGETHER: usize = 1 << 10;

/// So many questions are added up in a byte: each adds up to four quarters.
const IN_A_BYTE: usize = 63;

impl Sums {
    /// Adds up so many questions as go into a byte, of the documents from one on: the value of one document, and
    /// those of all.
    fn of(questions: &[(u8, &[u8])], first: usize) -> Self {
        let mut sums = Self {
            n: [0; TOGETHER],
            quarters: [0; TOGETHER],
        };
        for (own, values) in questions {
            let values = values.get(first..).unwrap_or_default();
            let places = sums.n.iter_mut().zip(&mut sums.quarters);
            for (value, (n, quarters)) in values.iter().zip(places) {
                // No branch: so many are added at once.
                let has_value = u8::from(*value >= LOWEST);
                *n += has_value;
                *quarters += has_value * 4_u8.wrapping_sub(own.abs_diff(*value));
            }
        }
        sums
    }
}

/// Of the other documents whose likeness to one of them has a score, by all positions, the nearest and the
/// farthest: those with the highest and the lowest score, of equal ones the first in order of id. None when fewer
/// than two have one.
///
/// The same as asking for each [`likeness`], in a fraction of the time.
pub fn nearest_and_farthest(comparison: &Comparison, id: DocumentId) -> Option<(Alike, Alike)> {
    let coded = comparison.row(id).coded();
    let questions: Vec<(u8, &[u8])> = coded
        .filter_map(|(question, cell)| {
            let values = &comparison.valued[question.0].values;
            Some((in_halves(cell.stance)?, values.as_slice()))
        })
        .collect();
    let documents = comparison.documents.len();
    let mut both: Option<[(usize, Sum); 2]> = None;
    let mut scored = 0;
    let mut take = |index: usize, sum: Sum| {
        if !sum.has_score() || index == id.0 {
            return;
        }
        scored += 1;
        let [nearest, farthest] = both.get_or_insert([(index, sum); 2]);
        if nearest.1.is_less(sum) {
            *nearest = (index, sum);
        }
        if sum.is_less(farthest.1) {
            *farthest = (index, sum);
        }
    };
    for first in (0..documents).step_by(TOGETHER) {
        let last = documents.min(first + TOGETHER);
        let mut parts = questions.chunks(IN_A_BYTE).map(|it| Sums::of(it, first));
        // Most documents are coded on no more than that.
        let (Some(part), more) = (parts.next(), parts.collect::<Vec<Sums>>()) else {
            break;
        };
        for (place, index) in (first..last).enumerate() {
            let of_part = |part: &Sums| Sum {
                n: part.n[place].into(),
                quarters: part.quarters[place].into(),
            };
            let sum = more.iter().map(of_part).fold(of_part(&part), |a, b| Sum {
                n: a.n + b.n,
                quarters: a.quarters + b.quarters,
            });
            take(index, sum);
        }
    }
    let alike = |(index, Sum { n, quarters })| Alike {
        document: DocumentId(index),
        n: n as usize,
        score: f64::from(quarters) / 4.0 / f64::from(n),
    };
    let [nearest, farthest] = both?.map(alike);
    (scored > 1).then_some((nearest, farthest))
}

/// The questions on which two documents have a relation, in the digest's order.
pub fn questions_with(
    comparison: &Comparison,
    a: DocumentId,
    b: DocumentId,
    wanted: Relation,
) -> Vec<QuestionId> {
    let rows = (comparison.row(a), comparison.row(b));
    let cells = rows.0.cells().zip(rows.1.cells());
    cells
        .enumerate()
        .filter(|(_, (a, b))| relation(Some(a.stance), Some(b.stance)) == wanted)
        .map(|(index, _)| QuestionId(index))
        .collect()
}

fn likeness_of(
    pairs: impl Iterator<Item = (Option<DocumentStance>, Option<DocumentStance>)>,
) -> Likeness {
    let mut counts = [0; 10];
    let (mut n, mut sum) = (0_usize, 0.0);
    let (mut silences, mut lowest, mut highest) = (0_usize, 0.0, 0.0);
    for (a, b) in pairs {
        counts[relation(a, b) as usize] += 1;
        let (Some(a), Some(b)) = (a, b) else { continue };
        match (a.value(), b.value()) {
            (Some(a), Some(b)) => {
                n += 1;
                sum += closeness(a, b);
            }
            _ => {
                if let Some((low, high)) = silence_bounds(a, b) {
                    silences += 1;
                    lowest += low;
                    highest += high;
                }
            }
        }
    }
    let shown = n >= FEWEST_QUESTIONS;
    let all = (n + silences) as f64;
    Likeness {
        counts,
        n,
        score: shown.then(|| sum / n as f64),
        bounds: shown.then(|| ((sum + lowest) / all, (sum + highest) / all)),
    }
}

/// 1 for the same value, 0 for the two ends of the line.
fn closeness(a: f64, b: f64) -> f64 {
    1.0 - (a - b).abs() / 2.0
}

/// The lowest and highest closeness of two stances of which at least one is silent and the other,
/// if it is not silent too, has a value.
fn silence_bounds(a: DocumentStance, b: DocumentStance) -> Option<(f64, f64)> {
    let spoken = match (a, b) {
        (DocumentStance::Silent, DocumentStance::Silent) => return Some((0.0, 1.0)),
        (DocumentStance::Silent, other) | (other, DocumentStance::Silent) => other.value()?,
        _ => return None,
    };
    Some((closeness(spoken, -1.0).min(closeness(spoken, 1.0)), 1.0))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::compare::concordance::Found;
    use crate::compare::{Cell, InDocument, TextSize};
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
    fn more_documents_and_questions_than_are_added_up_at_once_are_alike_in_the_same_way() {
        let stances = [
            Supports, Qualified, Raises, Opposes, Raises, Supports, Silent,
        ];
        let (documents, questions) = (2 * TOGETHER + 7, 2 * IN_A_BYTE + 5);
        // The later a document, the more it differs from the first: the farthest ones are in the last part.
        let stance = |document: usize, question: usize| match (document * 31 + question * 7) % 41 {
            drawn if drawn * TOGETHER < document * 10 => Opposes,
            drawn => stances[drawn % stances.len()],
        };
        let row = |document| (0..questions).map(|it| stance(document, it)).collect();
        let documents = (0..documents).map(|it| super::tests::document(row(it)));
        let comparison = Comparison::of(documents.collect(), questions, None);
        for id in [0, 1, TOGETHER, 2 * TOGETHER + 6].map(DocumentId) {
            let found = nearest_and_farthest(&comparison, id);
            assert!(found.is_some_and(|(_, farthest)| farthest.n > IN_A_BYTE));
            assert_eq!(found, one_by_one(&comparison, id));
        }
    }

    #[test]
    fn the_first_relation_that_applies_is_taken_whichever_comes_first() {
        let either_way = |a, b, expected| {
            assert_eq!(relation(a, b), expected, "{a:?} {b:?}");
            assert_eq!(relation(b, a), expected, "{b:?} {a:?}");
        };
        let check = |a, b, expected| either_way(Some(a), Some(b), expected);
        check(NotCoded, Silent, Relation::NotCoded);
        check(NotCoded, Mixed, Relation::NotCoded);
        check(Silent, Silent, Relation::BothSilent);
        check(Silent, Mixed, Relation::OneSilent);
        check(Mixed, Mixed, Relation::Divided);
        check(Mixed, Raises, Relation::Divided);
        check(Raises, Raises, Relation::BothRaise);
        check(Raises, Opposes, Relation::OneTakesSide);
        check(Qualified, Qualified, Relation::AgreeInPart);
        check(Qualified, Supports, Relation::AgreeInPart);
        check(Supports, Supports, Relation::Agree);
        check(Opposes, Opposes, Relation::Agree);
        check(Supports, Opposes, Relation::Differ);
        check(Qualified, Opposes, Relation::Differ);
        // Reported positions alone are neither silence nor a stance, but what nobody has looked at
        // says nothing of either.
        either_way(None, Some(NotCoded), Relation::NotCoded);
        either_way(None, Some(Silent), Relation::NoFirstHand);
        either_way(None, Some(Supports), Relation::NoFirstHand);
        either_way(None, None, Relation::NoFirstHand);
    }

    #[test]
    fn all_relations_stand_at_their_own_index() {
        for (index, relation) in Relation::ALL.into_iter().enumerate() {
            assert_eq!(relation as usize, index);
        }
    }

    #[test]
    fn the_score_counts_values_and_its_bounds_add_silences() {
        let check = |pairs: &[(DocumentStance, DocumentStance)], n, score, bounds| {
            let likeness = likeness_of(pairs.iter().map(|(a, b)| (Some(*a), Some(*b))));
            assert_eq!(
                (likeness.n, likeness.score, likeness.bounds),
                (n, score, bounds)
            );
        };
        let five = [
            (Supports, Supports),  // 1
            (Supports, Opposes),   // 0
            (Supports, Qualified), // 0.75
            (Qualified, Opposes),  // 0.25
            (Raises, Supports),    // 0.5
        ];
        check(&five, 5, Some(0.5), Some((0.5, 0.5)));
        // Four say too little, and mixed or not coded do not make a fifth.
        check(&five[..4], 4, None, None);
        let mut more = five[..4].to_vec();
        more.extend([(Mixed, Supports), (NotCoded, Supports), (Silent, Mixed)]);
        check(&more, 4, None, None);
        // Silent against supports can be anything from opposite (0) to the same (1), against
        // supports in part from 0.25, against raises from 0.5; two silences anything at all.
        let mut silent = five.to_vec();
        silent.extend([
            (Silent, Supports),
            (Qualified, Silent),
            (Silent, Raises),
            (Silent, Silent),
        ]);
        let low = (2.5 + 0.0 + 0.25 + 0.5 + 0.0) / 9.0;
        check(&silent, 5, Some(0.5), Some((low, 6.5 / 9.0)));
    }
}
