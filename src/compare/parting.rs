//! On which questions the documents part, and who stands on which side.

use super::{Comparison, DocumentStance};
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
    let stance_of = |id: DocumentId| comparison.cell(id, question).stance;
    let coded = &comparison.coded[question.0];
    let sides: Vec<(DocumentStance, Vec<DocumentId>)> = DocumentStance::ALL
        .into_iter()
        .filter(|stance| stance.is_voiced())
        .map(|stance| {
            let of_stance = coded.iter().copied();
            let of_stance = of_stance.filter(|id| stance_of(*id) == stance);
            (stance, of_stance.collect::<Vec<DocumentId>>())
        })
        .filter(|(_, documents)| !documents.is_empty())
        .collect();
    if sides.len() < 2 {
        return None;
    }
    let voiced = || sides.iter().flat_map(|(_, documents)| documents);
    // A mixed document reaches from its lowest position to its highest.
    let values = voiced().flat_map(|&id| {
        let positions = &digest.document(id).positions;
        let cell = comparison.cell(id, question);
        let reaches = |&&index: &&usize| {
            let stance = DocumentStance::from(positions[index].stance);
            stance == cell.stance || cell.stance == DocumentStance::Mixed
        };
        let own = cell.positions.iter().filter(reaches);
        own.filter_map(|&index| DocumentStance::from(positions[index].stance).value())
    });
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    Some(Parting {
        question,
        distance: high - low,
        taking_sides: voiced()
            .filter(|id| stance_of(**id) != DocumentStance::Raises)
            .count(),
        sides,
    })
}
