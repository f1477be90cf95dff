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
    use super::*;
    use DocumentStance::{Mixed, NotCoded, Opposes, Qualified, Raises, Silent, Supports};

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
