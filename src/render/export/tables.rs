//! Tables of positions and of codings.

use std::io;

use super::{PlaceData, place};
use crate::compare::DocumentStance;
use crate::compare::reliability::Coder;
use crate::digest::{Document, DocumentId, HolderId, Position, QuestionId, Quote, Silence};
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
    for (index, document) in site.digest.documents.iter().enumerate() {
        table.add(DocumentId(index), &document.positions, &document.silences)?;
    }
    table.rows.flush()
}

/// The same rows for one question.
pub(in crate::render) fn question_csv(
    site: &Site<'_>,
    on: QuestionId,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut table = Table::new(site, out)?;
    for &id in &site.comparison.coded[on.0] {
        let document = site.digest.document(id);
        let cell = site.comparison.cell(id, on);
        let positions = cell.positions.iter().map(|it| &document.positions[*it]);
        let silence = cell.silence.map(|it| &document.silences[it]);
        table.add(id, positions, silence)?;
    }
    table.rows.flush()
}

/// The table of positions while it is written.
struct Table<'s, 'o> {
    site: &'s Site<'s>,
    rows: csv::Writer<&'o mut dyn io::Write>,
    /// Room for the places of a quote.
    places: String,
}

impl<'s, 'o> Table<'s, 'o> {
    /// Begins it with the names of its columns.
    fn new(site: &'s Site<'_>, out: &'o mut dyn io::Write) -> io::Result<Self> {
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(COLUMNS.map(|(name, _)| name))?;
        Ok(Self {
            site,
            rows,
            places: String::new(),
        })
    }

    /// Adds positions and silences of a document.
    fn add<'d>(
        &mut self,
        id: DocumentId,
        positions: impl IntoIterator<Item = &'d Position>,
        silences: impl IntoIterator<Item = &'d Silence>,
    ) -> io::Result<()> {
        let document = self.site.digest.document(id);
        let title = document.cited_title();
        for position in positions {
            for quote in &position.quotes {
                self.places.clear();
                push_places(&mut self.places, document, quote);
                let start = row_start(self.site, id, &title, position.question);
                let rest = of_position(self.site, document, position, quote, &self.places);
                self.rows.write_record(start.into_iter().chain(rest))?;
            }
        }
        for silence in silences {
            let note = silence.note.as_deref().unwrap_or_default();
            let start = row_start(self.site, id, &title, silence.question);
            let rest = ["silent", "", "", "", "", note, "", "", "", ""];
            self.rows.write_record(start.into_iter().chain(rest))?;
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

/// What a document and a question have in all of their rows.
fn row_start<'s>(site: &Site<'s>, id: DocumentId, title: &'s str, on: QuestionId) -> [&'s str; 7] {
    let document = site.digest.document(id);
    let question = site.digest.question(on);
    let date = document.date.as_ref();
    [
        &document.id,
        title,
        date.map_or("", |date| &date.text),
        &site.digest.theme(question.theme).id,
        &question.id,
        &question.proposition,
        site.comparison.cell(id, on).stance.id(),
    ]
}

/// What a quote's row has of its position, and of the quote.
fn of_position<'s>(
    site: &Site<'s>,
    document: &'s Document,
    position: &'s Position,
    quote: &'s Quote,
    places: &'s str,
) -> [&'s str; 10] {
    let holder = |id: HolderId| site.digest.holder(id).id.as_str();
    let truth = |value: bool| if value { "true" } else { "false" };
    [
        DocumentStance::from(position.stance).id(),
        holder(position.holder),
        &site.digest.holder(position.holder).name,
        position.on_behalf_of.map_or("", holder),
        truth(position.first_hand),
        &position.summary,
        &quote.exact,
        &document.language,
        truth(quote.direct_speech),
        places,
    ]
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
