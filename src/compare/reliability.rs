//! How far independent codings of the same documents agree.
//!
//! Krippendorff's alpha for nominal data with any number of coders and missing values: K.
//! Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). A unit is one document on one
//! question, a value its document stance; what a coder has not coded is missing, while silent is a
//! value like the others.

use super::DocumentStance;
use super::Row;
use crate::digest::{Digest, DocumentId, QuestionId, ThemeId};

/// Agreement of all codings, the first and the second ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Over all questions.
    pub overall: Agreement,
    /// Theme by theme, in the digest's order.
    pub themes: Vec<(ThemeId, Agreement)>,
    /// Document by document, in order of id, those that have been coded more than once.
    pub documents: Vec<(DocumentId, Agreement)>,
    /// Question by question, in the digest's order.
    pub questions: Vec<(QuestionId, Agreement)>,
    /// All cells that have been coded more than once: by question, then document.
    pub units: Vec<Unit>,
    /// How often two codings of a cell give two stances that differ: the most frequent first, then in
    /// order of the stances, the smaller in front.
    pub confusions: Vec<((DocumentStance, DocumentStance), usize)>,
}

/// How far codings agree on some cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Krippendorff's alpha; none where it is not defined, since nothing varies or nothing is coded
    /// more than once.
    pub alpha: Option<f64>,
    /// How many cells have been coded more than once.
    pub cells: usize,
    /// In how many of them all codings give the same stance.
    pub agreeing: usize,
}

/// One document on one question, coded more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The document.
    pub document: DocumentId,
    /// The question.
    pub question: QuestionId,
    /// Each coding's stance, the first coding's in front, then in the digest's order of codings;
    /// what a coding leaves open is left out.
    pub codings: Vec<(Coder, DocumentStance)>,
}

/// Whose coding it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coder {
    /// The document's own record.
    First,
    /// A second coding, by its index among the digest's.
    Second(usize),
}

impl Unit {
    /// Whether all codings give the same stance.
    pub fn agrees(&self) -> bool {
        self.codings.iter().all(|(_, it)| *it == self.codings[0].1)
    }
}

impl Reliability {
    /// The codings of a cell; none when it has been coded once at most.
    pub fn unit(&self, document: DocumentId, question: QuestionId) -> Option<&Unit> {
        let key = (question, document);
        let found = self
            .units
            .binary_search_by_key(&key, |unit| (unit.question, unit.document));
        found.ok().map(|index| &self.units[index])
    }
}

/// Works out the agreement; none when a digest has no second codings.
pub fn reliability(digest: &Digest) -> Option<Reliability> {
    if digest.codings.is_empty() {
        return None;
    }
    let units = units(digest);
    let agreement_of = |wanted: &dyn Fn(&Unit) -> bool| {
        let wanted: Vec<&Unit> = units.iter().filter(|unit| wanted(unit)).collect();
        agreement(&wanted)
    };
    let theme_of = |unit: &Unit| digest.question(unit.question).theme;
    let themes = (0..digest.themes.len()).map(ThemeId);
    let questions = (0..digest.questions.len()).map(QuestionId);
    let documents = (0..digest.documents.len()).map(DocumentId);
    Some(Reliability {
        overall: agreement_of(&|_| true),
        themes: themes
            .map(|id| (id, agreement_of(&|unit| theme_of(unit) == id)))
            .collect(),
        documents: documents
            .map(|id| (id, agreement_of(&|unit| unit.document == id)))
            .filter(|(_, agreement)| agreement.cells > 0)
            .collect(),
        questions: questions
            .map(|id| (id, agreement_of(&|unit| unit.question == id)))
            .collect(),
        confusions: confusions(&units),
        units,
    })
}

/// The cells with two codings or more.
fn units(digest: &Digest) -> Vec<Unit> {
    let mut units = Vec::new();
    for (index, document) in digest.documents.iter().enumerate() {
        let questions = digest.questions.len();
        let first = Row::new(&document.positions, &document.silences, questions);
        let own = digest.codings.iter().enumerate();
        let own = own.filter(|(_, coding)| coding.document == DocumentId(index));
        let seconds = own.map(|(number, coding)| {
            let row = Row::new(&coding.positions, &coding.silences, questions);
            (Coder::Second(number), row)
        });
        let codings: Vec<_> = std::iter::once((Coder::First, first))
            .chain(seconds)
            .collect();
        for question in 0..questions {
            let stances = codings
                .iter()
                .map(|(coder, row)| (*coder, row.cell(QuestionId(question)).stance));
            let coded = stances.filter(|(_, stance)| *stance != DocumentStance::NotCoded);
            units.push(Unit {
                document: DocumentId(index),
                question: QuestionId(question),
                codings: coded.collect(),
            });
        }
    }
    units.retain(|unit| unit.codings.len() >= 2);
    units.sort_by_key(|unit| (unit.question, unit.document));
    units
}

fn agreement(units: &[&Unit]) -> Agreement {
    let values: Vec<Vec<usize>> = units
        .iter()
        .map(|unit| unit.codings.iter().map(|(_, it)| *it as usize).collect())
        .collect();
    Agreement {
        alpha: nominal_alpha(&values),
        cells: units.len(),
        agreeing: units.iter().filter(|unit| unit.agrees()).count(),
    }
}

fn confusions(units: &[Unit]) -> Vec<((DocumentStance, DocumentStance), usize)> {
    let mut pairs = Vec::new();
    for unit in units {
        let stances = unit.codings.iter().map(|(_, stance)| *stance);
        for (index, a) in stances.clone().enumerate() {
            let others = stances.clone().skip(index + 1).filter(|b| a != *b);
            pairs.extend(others.map(|b| (a.min(b), a.max(b))));
        }
    }
    pairs.sort_unstable();
    let mut counted: Vec<_> = pairs
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], same.len()))
        .collect();
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted
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

    /// 200 generated sets of codings with the alpha that another implementation gives them: `krippendorff`
    /// 0.9.0 of the Python Package Index (`alpha(value_counts=…, level_of_measurement="nominal")`), which
    /// knows nothing of this one. 2 to 5 coders, 1 to 30 units, 2 to 7 values, up to half of the values
    /// missing.
    #[test]
    fn alpha_is_that_of_an_independent_implementation() {
        #[derive(serde::Deserialize)]
        struct Case {
            units: Vec<Vec<usize>>,
            alpha: f64,
        }
        let cases: Vec<Case> = serde_json::from_str(include_str!("reliability/krippendorff.json"))
            .expect("the cases are a list of units and alphas");
        assert_eq!(cases.len(), 200);
        for case in cases {
            let alpha = nominal_alpha(&case.units).expect("alpha is defined");
            assert!((alpha - case.alpha).abs() < 1e-9, "{:?}", case.units);
        }
    }
}
