//! What changed stances mean for pairs of documents, and what second codings say.

use std::collections::BTreeSet;

use super::between::Paired;
use super::{
    CellChange, CountChange, Figures, PairChange, RelationChange, ReliabilityChange, ScoreChange,
    Side,
};
use crate::compare::relation::{Likeness, likeness, relation};
use crate::compare::{Counted, DocumentStance, Relation};
use crate::digest::{DocumentId, QuestionId};

/// At most so many pairs are looked at: they grow with the square of the documents.
const MOST_PAIRS: usize = 20_000;

/// The pairs of documents with other relations or another score, in order of ids, and how many pairs were
/// not looked at. `cells` are those that changed, by the slots of their documents in order of ids.
///
/// A new question changes how many questions have each relation, and is by itself no change of
/// relations; nor are the relations of a new document.
pub(super) fn relations(
    paired: &Paired<'_>,
    cells: &[(usize, Vec<CellChange>)],
) -> (Vec<PairChange>, usize) {
    let is_moved = |cell: &CellChange| cell.is_on_both_sides() && cell.old != cell.new;
    let moved: BTreeSet<usize> = cells
        .iter()
        .filter(|(_, cells)| cells.iter().any(is_moved))
        .map(|(slot, _)| *slot)
        .collect();
    let stayed: Vec<usize> = cells
        .iter()
        .map(|(slot, _)| *slot)
        .filter(|slot| matches!(paired.documents.slots[*slot], (Some(_), Some(_))))
        .collect();
    let (mut found, mut looked_at, mut left_out) = (Vec::new(), 0, 0);
    for (index, a) in stayed.iter().enumerate() {
        for b in &stayed[index + 1..] {
            if !moved.contains(a) && !moved.contains(b) {
                continue;
            }
            if looked_at == MOST_PAIRS {
                left_out += 1;
                continue;
            }
            looked_at += 1;
            found.extend(pair(paired, *a, *b));
        }
    }
    (found, left_out)
}

fn pair(paired: &Paired<'_>, a: usize, b: usize) -> Option<PairChange> {
    let (old_a, new_a) = both(paired.documents.slots[a]);
    let (old_b, new_b) = both(paired.documents.slots[b]);
    let mut questions = Vec::new();
    for (slot, question) in paired.questions.slots.iter().enumerate() {
        let (Some(old), Some(new)) = *question else {
            continue;
        };
        let old = on_question(&paired.old, old_a, old_b, old);
        let new = on_question(&paired.new, new_a, new_b, new);
        if old != new {
            let question = paired.question_name(slot);
            questions.push(RelationChange { question, old, new });
        }
    }
    let old = alike(&paired.old, old_a, old_b);
    let new = alike(&paired.new, new_a, new_b);
    let score = ScoreChange {
        old: old.score.map(rounded),
        new: new.score.map(rounded),
    };
    // The same relations may be closer or less close: whoever supports in part comes nearer to whoever
    // only raises the subject.
    if questions.is_empty() && score.old == score.new {
        return None;
    }
    let counts = Relation::ALL.into_iter().enumerate();
    let counts = counts.map(|(index, relation)| CountChange {
        relation,
        old: old.counts[index],
        new: new.counts[index],
    });
    Some(PairChange {
        a: paired.document_name(a),
        b: paired.document_name(b),
        questions,
        counts: counts.filter(|count| count.old != count.new).collect(),
        score,
    })
}

fn both(slot: (Option<usize>, Option<usize>)) -> (DocumentId, DocumentId) {
    let (Some(old), Some(new)) = slot else {
        unreachable!("bug: a pair with a document that came or went");
    };
    (DocumentId(old), DocumentId(new))
}

fn on_question(side: &Side<'_>, a: DocumentId, b: DocumentId, question: usize) -> Relation {
    let stance = |id: DocumentId| -> DocumentStance {
        side.comparison.cell(id, QuestionId(question)).stance
    };
    relation(Some(stance(a)), Some(stance(b)))
}

fn alike(side: &Side<'_>, a: DocumentId, b: DocumentId) -> Likeness {
    likeness(side.comparison.row(a), side.comparison.row(b), Counted::All)
}

/// What second codings say, where that has changed.
pub(super) fn reliability(paired: &Paired<'_>) -> Option<ReliabilityChange> {
    if paired.gaps.touch_codings() {
        return None;
    }
    let figures = |side: &Side<'_>| {
        let overall = &side.comparison.reliability.as_ref()?.overall;
        Some(Figures {
            alpha: overall.alpha.map(rounded),
            cells: overall.cells,
            agreeing: overall.agreeing,
        })
    };
    let (old, new) = (figures(&paired.old), figures(&paired.new));
    (old != new).then_some(ReliabilityChange { old, new })
}

/// Four decimals: more would be noise of the arithmetic.
fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}
