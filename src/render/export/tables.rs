//! Tables of positions and of codings.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use super::{PlaceData, place};
use crate::compare::reliability::Coder;
use crate::compare::{DocumentStance, Row};
use crate::digest::{Digest, Document, HolderId, Position, QuestionId, Quote, Silence};
use crate::render::Site;
use crate::source::narrow;

/// Columns of `positions.csv` and what they hold. One row per quote; a silence is a row without one.
pub(in crate::render) const COLUMNS: [(&str, &str); 17] = [
    ("document", "id of the document"),
    ("document_title", "its title"),
    ("date", "its date (EDTF level 1), if known"),
    ("theme", "id of the theme"),
    ("question", "id of the question"),
    ("proposition", "the question’s proposition"),
    (
        "document_stance",
        "the document’s stance on the question, worked out from its positions",
    ),
    (
        "stance",
        "the position’s stance; silent for a silence on record",
    ),
    ("holder", "id of the holder"),
    ("holder_name", "the holder’s name"),
    ("on_behalf_of", "id of the body that the holder speaks for"),
    (
        "first_hand",
        "true when the holder issued the document, else false: a reported position",
    ),
    (
        "summary",
        "the position in one sentence, or the note of a silence",
    ),
    ("quote", "the words, verbatim"),
    ("language", "BCP 47 tag of the quote’s language"),
    (
        "direct_speech",
        "true when the words stand inside the source’s quotation marks",
    ),
    (
        "places",
        "where the words stand: passage:start-end, parted by spaces",
    ),
];

/// Columns of `codings.csv` and what they hold. One row per coding of a cell that has been coded more
/// than once, so that anybody can work out the agreement anew.
pub(in crate::render) const CODING_COLUMNS: [(&str, &str); 4] = [
    ("document", "id of the document"),
    ("question", "id of the question"),
    (
        "coder",
        "id of the coder; empty for the first coding, which the digest shows",
    ),
    (
        "stance",
        "the document’s stance on the question by this coding",
    ),
];

/// The rows of positions and silences, which stand in a table of all and in one for each question.
///
/// What a document says lies together in memory, and what is said on a question does not. So all rows are made document
/// by document, once.
pub(in crate::render) struct Positions {
    /// Document after document, in order of id: positions, then silences, each in order of question.
    rows: Vec<Vec<u8>>,
    /// Where the rows on each question stand: by document, positions as their cell has them.
    by_question: Vec<Vec<Place>>,
}

/// Where rows stand: in which part of them, and their bytes there.
#[derive(Clone, Copy)]
struct Place {
    part: u32,
    start: u32,
    end: u32,
}

impl Positions {
    /// Makes the rows, on one processor: it may be called from within a task that others wait for.
    pub(in crate::render) fn new(site: &Site<'_>) -> Self {
        /// Rows of so many documents are a part, so that no list gets so long that moving it counts.
        const TOGETHER: usize = 64;
        let mut rows = Vec::new();
        let mut by_question = vec![Vec::new(); site.digest.questions.len()];
        let documents = site.digest.documents.iter();
        let documents: Vec<_> = documents.zip(&site.comparison.documents).collect();
        for (part, documents) in documents.chunks(TOGETHER).enumerate() {
            let mut table = Table::new(site.digest);
            for (document, own) in documents {
                for (question, rows) in table.document(document, &own.row) {
                    by_question[question.0].push(Place {
                        part: narrow(part),
                        start: narrow(rows.start),
                        end: narrow(rows.end),
                    });
                }
            }
            rows.push(table.rows());
        }
        Self { rows, by_question }
    }

    /// Writes the table of all.
    pub(in crate::render) fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(&head())?;
        self.rows.iter().try_for_each(|rows| out.write_all(rows))
    }

    /// Writes the table of one question.
    pub(in crate::render) fn write_on(
        &self,
        question: QuestionId,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        out.write_all(&head())?;
        self.by_question[question.0].iter().try_for_each(|place| {
            let rows = &self.rows[place.part as usize];
            out.write_all(&rows[place.start as usize..place.end as usize])
        })
    }
}

/// The names of the columns, as a row.
fn head() -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS.map(|(name, _)| name))
        .expect(TAKES_ALL);
    csv.into_inner().expect(TAKES_ALL)
}

/// Rows of positions while they are written.
struct Table<'s> {
    digest: &'s Digest,
    csv: csv::Writer<Vec<u8>>,
}

const TAKES_ALL: &str = "a vector takes every byte, and all rows have as many fields";

impl<'s> Table<'s> {
    fn new(digest: &'s Digest) -> Self {
        Self {
            digest,
            csv: csv::Writer::from_writer(Vec::new()),
        }
    }

    /// Adds a document's positions and silences. Gives back where those on each question stand, in the order of its
    /// cell.
    fn document(&mut self, document: &Document, row: &Row) -> Vec<(QuestionId, Range<usize>)> {
        let stance = |on: QuestionId| row.cell(on).stance;
        let positions = document.positions.iter();
        let positions: Vec<Range<usize>> = positions
            .map(|it| self.position(document, stance(it.question), it))
            .collect();
        let silences = document.silences.iter();
        let silences: Vec<Range<usize>> = silences
            .map(|it| self.silence(document, stance(it.question), it))
            .collect();
        let mut rows = Vec::with_capacity(positions.len() + silences.len());
        for (question, cell) in row.coded() {
            let own = cell.positions.iter().map(|it| &positions[*it]);
            let own = own.chain(cell.silence.map(|it| &silences[it]));
            rows.extend(own.map(|range| (question, range.clone())));
        }
        rows
    }

    /// Adds a document's position, whose stance on the question is given: a row for each quote. Gives back where they
    /// stand.
    fn position(
        &mut self,
        document: &Document,
        stance: DocumentStance,
        position: &Position,
    ) -> Range<usize> {
        let start = self.length();
        let digest = self.digest;
        let holder = |id: HolderId| digest.holder(id).id.as_str();
        let truth = |value: bool| if value { "true" } else { "false" };
        let first = of_cell(digest, document, stance, position.question);
        for quote in &position.quotes {
            let rest = [
                DocumentStance::from(position.stance).id(),
                holder(position.holder),
                &digest.holder(position.holder).name,
                position.on_behalf_of.map_or("", holder),
                truth(position.first_hand),
                &position.summary,
                &quote.exact,
                &document.language,
                truth(quote.direct_speech),
                &places(document, quote),
            ];
            self.row(&first, rest);
        }
        start..self.length()
    }

    /// Adds a document's silence in the same way.
    fn silence(
        &mut self,
        document: &Document,
        stance: DocumentStance,
        silence: &Silence,
    ) -> Range<usize> {
        let start = self.length();
        let note = silence.note.as_deref().unwrap_or_default();
        let first = of_cell(self.digest, document, stance, silence.question);
        self.row(&first, ["silent", "", "", "", "", note, "", "", "", ""]);
        start..self.length()
    }

    fn row(&mut self, first: &[Cow<'_, str>; 7], rest: [&str; 10]) {
        let row = first.iter().map(AsRef::as_ref).chain(rest);
        self.csv.write_record(row).expect(TAKES_ALL);
    }

    /// How many bytes there are.
    fn length(&mut self) -> usize {
        self.csv.flush().expect(TAKES_ALL);
        self.csv.get_ref().len()
    }

    fn rows(self) -> Vec<u8> {
        let mut rows = self.csv.into_inner().expect(TAKES_ALL);
        rows.shrink_to_fit();
        rows
    }
}

/// What a document and a question have in all of their rows.
fn of_cell<'s>(
    digest: &'s Digest,
    document: &'s Document,
    stance: DocumentStance,
    on: QuestionId,
) -> [Cow<'s, str>; 7] {
    let question = digest.question(on);
    [
        document.id.as_str().into(),
        document.cited_title(),
        document.date.as_ref().map_or("", |date| &date.text).into(),
        digest.theme(question.theme).id.as_str().into(),
        question.id.as_str().into(),
        question.proposition.as_str().into(),
        stance.id().into(),
    ]
}

/// The stances that each coding gives to the cells coded more than once, as a table: by question, then
/// document, then coder.
pub(in crate::render) fn codings_csv(site: &Site<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(CODING_COLUMNS.map(|(name, _)| name))?;
    let reliability = site.comparison.reliability.as_ref();
    for unit in reliability.iter().flat_map(|it| &it.units) {
        let document = &site.digest.document(unit.document).id;
        let question = &site.digest.question(unit.question).id;
        for (coder, stance) in &unit.codings {
            let coder = match coder {
                Coder::First => "",
                Coder::Second(index) => &site.digest.codings[*index].coder,
            };
            rows.write_record([document, question, coder, stance.id()])?;
        }
    }
    rows.flush()
}

/// Where a quote's words stand, parted by spaces.
fn places(document: &Document, quote: &Quote) -> String {
    let mut places = String::new();
    for range in quote.ranges() {
        let PlaceData {
            passage,
            start,
            end,
        } = place(document, &range);
        if !places.is_empty() {
            places.push(' ');
        }
        let mut number = itoa::Buffer::new();
        places.extend([&passage, ":", number.format(start), "-"]);
        places.push_str(number.format(end));
    }
    places
}
