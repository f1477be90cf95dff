//! On which questions the documents part, and who stands on which side.

use super::{Comparison, Counted, DocumentStance};
use crate::digest::{Digest, DocumentId, QuestionId};

/// A question on which at least two documents do not say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Parting {
    /// The question.
    pub question: QuestionId,
    /// How far the outermost of their positions are apart on the line of the score: above 0, at most 2.
    pub distance: f64,
    /// How many documents take a side: all that speak but those which only raise the subject.
    pub taking_sides: usize,
    /// Each stance that occurs, from support to opposition, mixed last, with the documents that
    /// have it in the digest's order. Silence is no side.
    pub sides: Vec<(DocumentStance, Vec<DocumentId>)>,
}

/// Finds the questions of some on which documents part: the furthest apart first, then those on which
/// more documents take a side, then in the order given.
pub fn partings(
    digest: &Digest,
    comparison: &Comparison,
    questions: impl IntoIterator<Item = QuestionId>,
) -> Vec<Parting> {
    let questions = questions.into_iter();
    let mut found: Vec<Parting> = questions
        .filter_map(|question| parting(digest, comparison, question))
        .collect();
    found.sort_by(|a, b| {
        let further = b.distance.total_cmp(&a.distance);
        further.then(b.taking_sides.cmp(&a.taking_sides))
    });
    found
}

fn parting(digest: &Digest, comparison: &Comparison, question: QuestionId) -> Option<Parting> {
    let coded = &comparison.coded[question.0];
    let sides: Vec<(DocumentStance, Vec<DocumentId>)> = DocumentStance::ALL
        .into_iter()
        .filter(|stance| stance.is_voiced())
        .map(|stance| (stance, coded.with(Some(stance), Counted::All).collect()))
        .filter(|(_, documents): &(_, Vec<DocumentId>)| !documents.is_empty())
        .collect();
    if sides.len() < 2 {
        return None;
    }
    // A mixed document reaches from its lowest position to its highest.
    let of_mixed = |id: &DocumentId| {
        let positions = &digest.document(*id).positions;
        let own = comparison.cell(*id, question).positions.iter();
        own.filter_map(|index| DocumentStance::from(positions[*index].stance).value())
    };
    let values = sides.iter().flat_map(|(stance, documents)| {
        let mixed = match stance {
            DocumentStance::Mixed => documents.as_slice(),
            _ => &[],
        };
        stance
            .value()
            .into_iter()
            .chain(mixed.iter().flat_map(of_mixed))
    });
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let taking_sides = sides
        .iter()
        .filter(|(stance, _)| *stance != DocumentStance::Raises)
        .map(|(_, documents)| documents.len())
        .sum();
    Some(Parting {
        question,
        distance: high - low,
        taking_sides,
        sides,
    })
}
