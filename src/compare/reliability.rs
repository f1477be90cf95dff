//! How far second codings agree with the first.
//!
//! Krippendorff's alpha for nominal data with any number of coders and missing values: K.
//! Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). A unit is one document on one
//! question, a value its document stance; what a coder has not coded is missing, while silent is a
//! value like the others.

use super::DocumentStance;
use super::stance::cells;
use crate::digest::{Digest, DocumentId, QuestionId, ThemeId};

/// Agreement of all second codings with the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Over all questions.
    pub overall: Agreement,
    /// Theme by theme, in the digest's order.
    pub themes: Vec<(ThemeId, Agreement)>,
    /// Question by question, in the digest's order.
    pub questions: Vec<(QuestionId, Agreement)>,
    /// Each cell on which a second coding and the first differ: by question, document, coder.
    pub differences: Vec<Difference>,
}

/// How far codings agree on some cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Krippendorff's alpha; none where it is not defined, since nothing varies or nothing is coded
    /// twice.
    pub alpha: Option<f64>,
    /// How many pairs of a first and a second coding of a cell there are.
    pub cells: usize,
    /// In how many of them both stances are the same.
    pub agreeing: usize,
}

/// A cell on which two codings differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The document.
    pub document: DocumentId,
    /// The question.
    pub question: QuestionId,
    /// Index into the digest's codings.
    pub coding: usize,
    /// The first coding's stance.
    pub first: DocumentStance,
    /// The second coding's stance.
    pub second: DocumentStance,
}

/// One document on one question: the first coding's stance, then each second coding's with its index.
struct Unit {
    document: DocumentId,
    question: QuestionId,
    first: DocumentStance,
    seconds: Vec<(usize, DocumentStance)>,
}

/// Works out the agreement; none when a digest has no second codings.
pub fn reliability(digest: &Digest) -> Option<Reliability> {
    if digest.codings.is_empty() {
        return None;
    }
    let units = units(digest);
    let agreement_of =
        |wanted: &dyn Fn(&Unit) -> bool| agreement(units.iter().filter(|unit| wanted(unit)));
    let themes = (0..digest.themes.len()).map(ThemeId);
    let questions = (0..digest.questions.len()).map(QuestionId);
    let mut differences: Vec<Difference> = units.iter().flat_map(differences_of).collect();
    differences.sort_by_key(|d| (d.question, d.document, d.coding));
    Some(Reliability {
        overall: agreement_of(&|_| true),
        themes: themes
            .map(|theme| {
                (
                    theme,
                    agreement_of(&|u| digest.question(u.question).theme == theme),
                )
            })
            .collect(),
        questions: questions
            .map(|question| (question, agreement_of(&|u| u.question == question)))
            .collect(),
        differences,
    })
}

/// The units of documents that have been coded twice, coded or not: not coded values are left out.
fn units(digest: &Digest) -> Vec<Unit> {
    let mut units = Vec::new();
    for (index, document) in digest.documents.iter().enumerate() {
        let stances = |positions: &_, silences: &_| -> Vec<DocumentStance> {
            let cells = cells(positions, silences, digest.questions.len());
            cells.into_iter().map(|cell| cell.stance).collect()
        };
        let seconds: Vec<(usize, Vec<DocumentStance>)> = digest
            .codings
            .iter()
            .enumerate()
            .filter(|(_, coding)| coding.document == DocumentId(index))
            .map(|(number, coding)| (number, stances(&coding.positions, &coding.silences)))
            .collect();
        let first = stances(&document.positions, &document.silences);
        for (question, first) in first.into_iter().enumerate() {
            let coded = |stance: DocumentStance| stance != DocumentStance::NotCoded;
            let seconds = seconds
                .iter()
                .map(|(number, stances)| (*number, stances[question]));
            let seconds: Vec<_> = seconds.filter(|(_, stance)| coded(*stance)).collect();
            units.push(Unit {
                document: DocumentId(index),
                question: QuestionId(question),
                first,
                seconds,
            });
        }
    }
    units
}

fn differences_of(unit: &Unit) -> impl Iterator<Item = Difference> + '_ {
    let coded = unit.first != DocumentStance::NotCoded;
    unit.seconds
        .iter()
        .filter(move |(_, second)| coded && *second != unit.first)
        .map(|(coding, second)| Difference {
            document: unit.document,
            question: unit.question,
            coding: *coding,
            first: unit.first,
            second: *second,
        })
}

fn agreement<'a>(units: impl Iterator<Item = &'a Unit>) -> Agreement {
    let (mut cells, mut agreeing) = (0, 0);
    let mut values: Vec<Vec<usize>> = Vec::new();
    for unit in units {
        let coded = unit.first != DocumentStance::NotCoded;
        if coded {
            cells += unit.seconds.len();
            agreeing += unit
                .seconds
                .iter()
                .filter(|(_, s)| *s == unit.first)
                .count();
        }
        let first = coded.then_some(unit.first as usize);
        let seconds = unit.seconds.iter().map(|(_, stance)| *stance as usize);
        values.push(first.into_iter().chain(seconds).collect());
    }
    Agreement {
        alpha: nominal_alpha(&values),
        cells,
        agreeing,
    }
}

/// Krippendorff's alpha for nominal data: `units` hold the values that coders gave, in any order,
/// values being small whole numbers. Units with fewer than two values say nothing about agreement.
/// None where nothing varies or nothing can be paired, when alpha is not defined.
pub fn nominal_alpha(units: &[Vec<usize>]) -> Option<f64> {
    let categories = units.iter().flatten().max()? + 1;
    // How many pairable values each category has, and how much of them is paired with its like.
    let mut totals = vec![0.0; categories];
    let mut matches = 0.0;
    for unit in units.iter().filter(|unit| unit.len() >= 2) {
        let mut counts = vec![0.0; categories];
        for value in unit {
            counts[*value] += 1.0;
            totals[*value] += 1.0;
        }
        let others = unit.len() as f64 - 1.0;
        matches += counts
            .iter()
            .map(|count| count * (count - 1.0) / others)
            .sum::<f64>();
    }
    let n: f64 = totals.iter().sum();
    let observed = 1.0 - matches / n;
    let by_chance: f64 = totals.iter().map(|total| total * (total - 1.0)).sum();
    let expected = 1.0 - by_chance / (n * (n - 1.0));
    (n > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_is_that_of_the_literature() {
        let check = |units: &[&[usize]], expected: Option<f64>| {
            let units: Vec<Vec<usize>> = units.iter().map(|unit| unit.to_vec()).collect();
            let alpha = nominal_alpha(&units);
            let near = match (alpha, expected) {
                (Some(a), Some(b)) => (a - b).abs() < 0.0005,
                (a, b) => a == b,
            };
            assert!(near, "{alpha:?}, not {expected:?}");
        };
        // Krippendorff 2011, section A: two coders, ten units, binary; alpha = 0.095.
        check(
            &[
                &[0, 0],
                &[1, 1],
                &[0, 1],
                &[0, 0],
                &[0, 0],
                &[0, 0],
                &[0, 0],
                &[1, 0],
                &[0, 1],
                &[0, 1],
            ],
            Some(0.095),
        );
        // Section B: two coders, twelve units, five values; alpha = 0.692.
        check(
            &[
                &[0, 1],
                &[0, 0],
                &[1, 1],
                &[1, 1],
                &[3, 1],
                &[2, 2],
                &[2, 2],
                &[2, 2],
                &[4, 4],
                &[3, 3],
                &[3, 3],
                &[0, 3],
            ],
            Some(0.692),
        );
        // Section C: four coders, twelve units, missing values; alpha = 0.743.
        check(
            &[
                &[1, 1, 1],
                &[2, 2, 3, 2],
                &[3, 3, 3, 3],
                &[3, 3, 3, 3],
                &[2, 2, 2, 2],
                &[1, 2, 3, 4],
                &[4, 4, 4, 4],
                &[1, 1, 2, 1],
                &[2, 2, 2, 2],
                &[5, 5, 5],
                &[1, 1],
                &[3],
            ],
            Some(0.743),
        );
        // Nothing varies, or nothing is coded twice.
        check(&[&[1, 1], &[1, 1]], None);
        check(&[&[1], &[2]], None);
        check(&[], None);
    }
}
