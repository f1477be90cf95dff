//! Tables of positions and of codings.

use std::io;

use super::{PlaceData, place};
use crate::compare::reliability::Coder;
use crate::compare::{Cell, DocumentStance};
use crate::digest::{Digest, Document, HolderId, Position, QuestionId, Quote, Silence};
use crate::render::Site;

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

/// The positions and silences as a table.
pub(in crate::render) fn positions_csv(site: &Site<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = Table::new(site, out)?;
    for (document, row) in site.digest.documents.iter().zip(&site.comparison.documents) {
        let stance = |on: QuestionId| row.row.cell(on).stance;
        for position in &document.positions {
            table.add_position(document, stance(position.question), position)?;
        }
        for silence in &document.silences {
            table.add_silence(document, stance(silence.question), silence)?;
        }
    }
    table.rows.flush()
}

/// The same rows for one question.
pub(in crate::render) fn question_csv(
    site: &Site<'_>,
    on: QuestionId,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    /// What documents say on one question lies far apart in memory. So it is looked up for several of them, one
    /// right after the other: a processor then waits for all at once.
    const TOGETHER: usize = 32;
    let mut table = Table::new(site, out)?;
    for documents in site.comparison.coded[on.0].documents().chunks(TOGETHER) {
        let cells = documents.iter().map(|id| {
            let document = site.digest.document(*id);
            (document, site.comparison.cell(*id, on))
        });
        let cells: Vec<(&Document, &Cell)> = cells.collect();
        for (document, cell) in cells {
            for index in &cell.positions {
                table.add_position(document, cell.stance, &document.positions[*index])?;
            }
            if let Some(index) = cell.silence {
                table.add_silence(document, cell.stance, &document.silences[index])?;
            }
        }
    }
    table.rows.flush()
}

/// The table of positions while it is written.
struct Table<'s, 'o> {
    digest: &'s Digest,
    rows: csv::Writer<&'o mut dyn io::Write>,
    /// Room for the places of a quote.
    places: String,
}

impl<'s, 'o> Table<'s, 'o> {
    /// Begins it with the names of its columns.
    fn new(site: &Site<'s>, out: &'o mut dyn io::Write) -> io::Result<Self> {
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(COLUMNS.map(|(name, _)| name))?;
        Ok(Self {
            digest: site.digest,
            rows,
            places: String::new(),
        })
    }

    /// Adds a document's position, whose stance on the question is given: a row for each quote.
    fn add_position(
        &mut self,
        document: &Document,
        stance: DocumentStance,
        position: &Position,
    ) -> io::Result<()> {
        for quote in &position.quotes {
            self.places.clear();
            push_places(&mut self.places, document, quote);
            self.row_start(document, stance, position.question)?;
            let holder = |id: HolderId| self.digest.holder(id).id.as_str();
            let truth = |value: bool| if value { "true" } else { "false" };
            let rest = [
                DocumentStance::from(position.stance).id(),
                holder(position.holder),
                &self.digest.holder(position.holder).name,
                position.on_behalf_of.map_or("", holder),
                truth(position.first_hand),
                &position.summary,
                &quote.exact,
                &document.language,
                truth(quote.direct_speech),
                &self.places,
            ];
            self.rows.write_record(rest)?;
        }
        Ok(())
    }

    /// Adds a document's silence in the same way.
    fn add_silence(
        &mut self,
        document: &Document,
        stance: DocumentStance,
        silence: &Silence,
    ) -> io::Result<()> {
        let note = silence.note.as_deref().unwrap_or_default();
        self.row_start(document, stance, silence.question)?;
        let rest = ["silent", "", "", "", "", note, "", "", "", ""];
        Ok(self.rows.write_record(rest)?)
    }

    /// Begins a row with what all of a document and a question have.
    fn row_start(
        &mut self,
        document: &Document,
        stance: DocumentStance,
        on: QuestionId,
    ) -> io::Result<()> {
        let question = self.digest.question(on);
        let start = [
            document.id.as_str(),
            &document.cited_title(),
            document.date.as_ref().map_or("", |date| &date.text),
            &self.digest.theme(question.theme).id,
            &question.id,
            &question.proposition,
            stance.id(),
        ];
        for field in start {
            self.rows.write_field(field)?;
        }
        Ok(())
    }
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

/// Appends where a quote's words stand, parted by spaces.
fn push_places(places: &mut String, document: &Document, quote: &Quote) {
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
}
