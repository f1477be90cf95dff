//! A document's stance on a question, worked out from its positions.
//!
//! The rule is the codebook's ("Holders"): one stance only is that one; holders on both sides make
//! it mixed; else the strongest stance on the side taken counts.

use crate::digest::{DocumentId, Position, QuestionId, Silence, Stance, StanceLabels};

/// The stance of a document on a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentStance {
    /// For the proposition.
    Supports,
    /// For a part or a weaker form of it.
    Qualified,
    /// Brings its subject up and takes no side.
    Raises,
    /// Against it.
    Opposes,
    /// Holders on both sides.
    Mixed,
    /// Looked for and not found, on record.
    Silent,
    /// Nobody has looked yet.
    NotCoded,
}

/// Which positions of documents count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// All that are coded.
    All,
    /// Those whose holder issued the document.
    FirstHand,
}

impl DocumentStance {
    /// All of them, in the order in which pages count and explain them.
    pub const ALL: [Self; 7] = [
        Self::Supports,
        Self::Qualified,
        Self::Raises,
        Self::Opposes,
        Self::Mixed,
        Self::Silent,
        Self::NotCoded,
    ];

    /// Its id in records, exports and class names: `supports`, `not-coded`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Qualified => "qualified",
            Self::Raises => "raises",
            Self::Opposes => "opposes",
            Self::Mixed => "mixed",
            Self::Silent => "silent",
            Self::NotCoded => "not-coded",
        }
    }

    /// Whether somebody says something: neither silent nor not coded.
    pub fn is_voiced(self) -> bool {
        !matches!(self, Self::Silent | Self::NotCoded)
    }

    /// Its place on the line from against (−1) to for (1), where it has one: the values of the
    /// design's score. Mixed, silent and not coded have none.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Supports => Some(1.0),
            Self::Qualified => Some(0.5),
            Self::Raises => Some(0.0),
            Self::Opposes => Some(-1.0),
            Self::Mixed | Self::Silent | Self::NotCoded => None,
        }
    }
}

impl From<Stance> for DocumentStance {
    fn from(stance: Stance) -> Self {
        match stance {
            Stance::Supports => Self::Supports,
            Stance::Qualified => Self::Qualified,
            Stance::Raises => Self::Raises,
            Stance::Opposes => Self::Opposes,
        }
    }
}

impl StanceLabels {
    /// What a stance is called.
    pub fn get(&self, stance: DocumentStance) -> &str {
        match stance {
            DocumentStance::Supports => &self.supports,
            DocumentStance::Qualified => &self.qualified,
            DocumentStance::Raises => &self.raises,
            DocumentStance::Opposes => &self.opposes,
            DocumentStance::Mixed => &self.mixed,
            DocumentStance::Silent => &self.silent,
            DocumentStance::NotCoded => &self.not_coded,
        }
    }
}

/// The stance that follows from those of a document's positions on one question; none without any.
pub fn document_stance(stances: impl IntoIterator<Item = Stance>) -> Option<DocumentStance> {
    let mut taken: Vec<Stance> = stances.into_iter().collect();
    taken.sort_unstable();
    taken.dedup();
    let has = |stance| taken.contains(&stance);
    let backs = has(Stance::Supports) || has(Stance::Qualified);
    if backs && has(Stance::Opposes) {
        return Some(DocumentStance::Mixed);
    }
    BY_STRENGTH
        .into_iter()
        .find(|stance| has(*stance))
        .map(DocumentStance::from)
}

/// Sides before none, and of a side the strongest.
const BY_STRENGTH: [Stance; 4] = [
    Stance::Supports,
    Stance::Qualified,
    Stance::Opposes,
    Stance::Raises,
];

/// One document on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The document's stance.
    pub stance: DocumentStance,
    /// The stance by first-hand positions alone; none when all positions are reported. Silent and not
    /// coded stay what they are.
    pub first_hand: Option<DocumentStance>,
    /// Indices into the document's positions: those that take a side before those that take none,
    /// support before opposition and whole before part; within a stance in their order.
    pub positions: Vec<usize>,
    /// Index into the document's silences, when it is silent.
    pub silence: Option<usize>,
    /// How many holders it rests on, when it rests on reported positions alone; else 0.
    pub reported_holders: usize,
}

impl Cell {
    /// The document's stance by the positions that count; none where only first-hand ones do and all
    /// are reported.
    pub fn stance_of(&self, counted: Counted) -> Option<DocumentStance> {
        self.stances().of(counted)
    }

    /// The document's stance by either.
    pub fn stances(&self) -> Stances {
        Stances {
            all: self.stance,
            first_hand: self.first_hand,
        }
    }
}

/// A document's stance on a question, by all positions and by first-hand ones alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stances {
    /// By all positions.
    pub all: DocumentStance,
    /// By first-hand ones alone; none when all are reported.
    pub first_hand: Option<DocumentStance>,
}

impl Stances {
    /// By the positions that count.
    pub fn of(self, counted: Counted) -> Option<DocumentStance> {
        match counted {
            Counted::All => Some(self.all),
            Counted::FirstHand => self.first_hand,
        }
    }
}

/// The documents that are coded on one question, in order of id, with their stances.
///
/// What is in their cells, too, lies together here: the cells of one question are as far apart in memory as
/// documents are, and there may be many of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodedDocuments {
    documents: Vec<DocumentId>,
    stances: Vec<Stances>,
}

impl CodedDocuments {
    /// Adds a document behind the others.
    pub(super) fn push(&mut self, document: DocumentId, cell: &Cell) {
        self.documents.push(document);
        self.stances.push(cell.stances());
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.documents.shrink_to_fit();
        self.stances.shrink_to_fit();
    }

    /// All of them.
    pub fn documents(&self) -> &[DocumentId] {
        &self.documents
    }

    /// The stances of each, in the same order.
    pub fn stances(&self) -> &[Stances] {
        &self.stances
    }

    /// Those with a stance by the positions that count; without one, those that have none by them.
    pub fn with(
        &self,
        stance: Option<DocumentStance>,
        counted: Counted,
    ) -> impl Iterator<Item = DocumentId> {
        let all = self.documents.iter().zip(&self.stances);
        all.filter(move |(_, stances)| stances.of(counted) == stance)
            .map(|(document, _)| *document)
    }
}

/// How many documents have each stance on a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// By the place of the stance in [`DocumentStance::ALL`]; behind those, without a first-hand one.
    all: [usize; DocumentStance::ALL.len() + 1],
    first_hand: [usize; DocumentStance::ALL.len() + 1],
}

impl Tally {
    /// Counts a document.
    pub(super) fn add(&mut self, cell: &Cell) {
        self.all[slot(Some(cell.stance))] += 1;
        self.first_hand[slot(cell.first_hand)] += 1;
    }

    /// Counts documents that are not coded.
    pub(super) fn add_not_coded(&mut self, count: usize) {
        self.all[slot(Some(NOT_CODED.stance))] += count;
        self.first_hand[slot(NOT_CODED.first_hand)] += count;
    }

    /// How many have a stance by the positions that count; without one, how many have none by them.
    pub fn of(&self, stance: Option<DocumentStance>, counted: Counted) -> usize {
        match counted {
            Counted::All => self.all[slot(stance)],
            Counted::FirstHand => self.first_hand[slot(stance)],
        }
    }
}

fn slot(stance: Option<DocumentStance>) -> usize {
    stance.map_or(DocumentStance::ALL.len(), |stance| stance as usize)
}

/// What is coded nowhere.
static NOT_CODED: Cell = Cell {
    stance: DocumentStance::NotCoded,
    first_hand: Some(DocumentStance::NotCoded),
    positions: Vec::new(),
    silence: None,
    reported_holders: 0,
};

/// The cells of one document, or of one coding of it: one for each question of the digest. Only those that
/// are coded are kept, since of many questions a document touches few.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In order of question.
    coded: Vec<(QuestionId, Cell)>,
    questions: usize,
}

impl Row {
    /// Works out the cells from positions and silences, both in order of question, on the first so many
    /// `questions` of the digest.
    pub fn new(positions: &[Position], silences: &[Silence], questions: usize) -> Self {
        let touched = positions.iter().map(|it| it.question);
        let mut touched: Vec<QuestionId> = touched
            .chain(silences.iter().map(|it| it.question))
            .collect();
        touched.sort_unstable();
        touched.dedup();
        let coded = touched.into_iter();
        Self {
            coded: coded
                .map(|question| (question, cell(positions, silences, question)))
                .collect(),
            questions,
        }
    }

    /// Takes a cell for each question of the digest.
    pub fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut questions = 0;
        let cells = cells.into_iter().enumerate();
        let coded = cells
            .inspect(|_| questions += 1)
            .filter(|(_, cell)| cell.stance != DocumentStance::NotCoded)
            .map(|(index, cell)| (QuestionId(index), cell))
            .collect();
        Self { coded, questions }
    }

    /// The cell of a question.
    pub fn cell(&self, question: QuestionId) -> &Cell {
        match self.coded.binary_search_by_key(&question, |(id, _)| *id) {
            Ok(index) => &self.coded[index].1,
            Err(_) => &NOT_CODED,
        }
    }

    /// All cells, in order of question.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        (0..self.questions).map(|index| self.cell(QuestionId(index)))
    }

    /// Those that are coded, in order of question.
    pub fn coded(&self) -> impl Iterator<Item = (QuestionId, &Cell)> {
        self.coded.iter().map(|(question, cell)| (*question, cell))
    }

    /// How many questions the digest has.
    pub fn questions(&self) -> usize {
        self.questions
    }

    /// How many questions are not coded.
    pub fn not_coded(&self) -> usize {
        self.questions - self.coded.len()
    }

    /// The coded cells of two rows side by side, in order of question: what neither has coded is left out.
    pub fn beside<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (QuestionId, &'a Cell, &'a Cell)> {
        let (mut own, mut others) = (self.coded().peekable(), other.coded().peekable());
        std::iter::from_fn(move || {
            let question = match (own.peek(), others.peek()) {
                (Some((a, _)), Some((b, _))) => *a.min(b),
                (Some((a, _)), None) => *a,
                (None, Some((b, _))) => *b,
                (None, None) => return None,
            };
            let a = own.next_if(|(id, _)| *id == question);
            let b = others.next_if(|(id, _)| *id == question);
            let cell = |found: Option<(QuestionId, &'a Cell)>| found.map_or(&NOT_CODED, |it| it.1);
            Some((question, cell(a), cell(b)))
        })
    }
}

fn cell(positions: &[Position], silences: &[Silence], question: QuestionId) -> Cell {
    // Both lists are in order of question.
    let first = positions.partition_point(|position| position.question < question);
    let count = positions[first..].partition_point(|position| position.question == question);
    let own = &positions[first..first + count];
    let silence = silences
        .binary_search_by_key(&question, |silence| silence.question)
        .ok();
    let without_positions = match silence {
        Some(_) => DocumentStance::Silent,
        None => DocumentStance::NotCoded,
    };
    let first_hand = document_stance(own.iter().filter(|p| p.first_hand).map(|p| p.stance));
    let mut holders: Vec<_> = own.iter().map(|p| (p.holder, p.on_behalf_of)).collect();
    holders.sort_unstable();
    holders.dedup();
    let mut by_strength: Vec<usize> = (first..first + count).collect();
    by_strength.sort_by_key(|&index| {
        let stance = positions[index].stance;
        BY_STRENGTH.into_iter().position(|it| it == stance)
    });
    Cell {
        stance: document_stance(own.iter().map(|p| p.stance)).unwrap_or(without_positions),
        first_hand: if own.is_empty() {
            Some(without_positions)
        } else {
            first_hand
        },
        positions: by_strength,
        silence: if own.is_empty() { silence } else { None },
        reported_holders: if first_hand.is_none() {
            holders.len()
        } else {
            0
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_stance_follows_the_codebook() {
        use Stance::{Opposes, Qualified, Raises, Supports};
        let check = |stances: &[Stance], expected: Option<DocumentStance>| {
            assert_eq!(
                document_stance(stances.iter().copied()),
                expected,
                "{stances:?}"
            );
        };
        check(&[], None);
        check(&[Raises, Raises], Some(DocumentStance::Raises));
        check(&[Qualified], Some(DocumentStance::Qualified));
        // The strongest on the side taken.
        check(
            &[Raises, Qualified, Supports],
            Some(DocumentStance::Supports),
        );
        check(&[Raises, Qualified], Some(DocumentStance::Qualified));
        check(&[Raises, Opposes], Some(DocumentStance::Opposes));
        // Either kind of support beside opposition is both sides.
        check(&[Qualified, Opposes], Some(DocumentStance::Mixed));
        check(&[Supports, Opposes, Raises], Some(DocumentStance::Mixed));
    }
}
