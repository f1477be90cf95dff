//! The whole digest, with the texts of its documents.

use std::io::{self, BufWriter, Write as _};

use serde::Serialize;

use super::{PlaceData, place};
use crate::compare::DocumentStance;
use crate::digest::{Document, DocumentId, HolderId, Quote};
use crate::record::{Publish, QuestionKind};
use crate::render::Site;
use crate::render::views::kind_id;

/// Keys of `digest.json` and what they hold.
pub(in crate::render) const KEYS: [(&str, &str); 12] = [
    ("title", "the digest’s title"),
    ("stances", "id and label of each stance"),
    ("themes", "id, title, summary"),
    (
        "questions",
        "id, theme, short, proposition, kind, subject, terms",
    ),
    ("holders", "id, name, kind, role, affiliation, aliases"),
    ("instruments", "id, name, date, aliases, url"),
    (
        "documents",
        "id, title, short, kind, issuer, date, language, url, sha256, publish, summary, passages, positions, silences, stances",
    ),
    (
        "documents[].passages",
        "id (the fragment on the document’s page) and text of each passage, heading and note that is shown",
    ),
    (
        "documents[].positions",
        "question, stance, holder, on_behalf_of, first_hand, summary, quotes",
    ),
    (
        "documents[].positions[].quotes",
        "exact, direct_speech, translations, parts: one list of ranges for each run of words between two […], each range with passage, start and end",
    ),
    ("documents[].silences", "question, seen, note"),
    (
        "documents[].stances",
        "the document’s stance on each question, in the order of questions",
    ),
];

/// The whole digest.
pub(in crate::render) fn digest_json(site: &Site<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let whole = Whole {
        title: &site.config.title,
        stances: stances(site),
        themes: themes(site),
        questions: questions(site),
        holders: holders(site),
        instruments: instruments(site),
        documents: Documents(site),
    };
    // It is written in many small pieces.
    let mut out = BufWriter::new(out);
    let mut writer = serde_json::Serializer::with_formatter(&mut out, LinePerEntry::default());
    whole.serialize(&mut writer)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[derive(Serialize)]
struct Whole<'d> {
    title: &'d str,
    stances: Vec<StanceData<'d>>,
    themes: Vec<ThemeData<'d>>,
    questions: Vec<QuestionData<'d>>,
    holders: Vec<HolderData<'d>>,
    instruments: Vec<InstrumentData<'d>>,
    documents: Documents<'d>,
}

/// The documents, each made when it is written.
struct Documents<'d>(&'d Site<'d>);

impl Serialize for Documents<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let documents = (0..self.0.digest.documents.len()).map(DocumentId);
        serializer.collect_seq(documents.map(|id| document(self.0, id)))
    }
}

/// Puts each entry of the lists at the top on a line of its own: a file that versions can be compared of, and
/// that does not consist of indentation.
#[derive(Default)]
struct LinePerEntry {
    depth: usize,
}

impl serde_json::ser::Formatter for LinePerEntry {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(if self.depth == 1 { b"\n]" } else { b"]" })
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(match (first, self.depth == 2) {
            (true, true) => b"\n",
            (false, true) => b",\n",
            (true, false) => b"",
            (false, false) => b",",
        })
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(if self.depth == 0 { b"\n}" } else { b"}" })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(match (first, self.depth == 1) {
            (true, true) => b"\n",
            (false, true) => b",\n",
            (true, false) => b"",
            (false, false) => b",",
        })
    }
}

#[derive(Serialize)]
struct StanceData<'d> {
    id: &'static str,
    label: &'d str,
}

#[derive(Serialize)]
struct ThemeData<'d> {
    id: &'d str,
    title: &'d str,
    summary: &'d str,
}

#[derive(Serialize)]
struct QuestionData<'d> {
    id: &'d str,
    theme: &'d str,
    short: &'d str,
    proposition: &'d str,
    kind: &'static str,
    subject: &'d str,
    terms: &'d [String],
}

#[derive(Serialize)]
struct HolderData<'d> {
    id: &'d str,
    name: &'d str,
    kind: String,
    role: Option<&'d str>,
    affiliation: Option<&'d str>,
    aliases: &'d [String],
}

#[derive(Serialize)]
struct InstrumentData<'d> {
    id: &'d str,
    name: &'d str,
    date: Option<&'d str>,
    aliases: &'d [String],
    url: Option<&'d str>,
}

#[derive(Serialize)]
struct DocumentData<'d> {
    id: &'d str,
    title: &'d str,
    title_supplied: bool,
    short: &'d str,
    kind: String,
    issuer: Option<&'d str>,
    date: Option<&'d str>,
    language: &'d str,
    url: Option<&'d str>,
    sha256: &'d str,
    publish: &'static str,
    summary: &'d str,
    passages: Vec<PassageData<'d>>,
    positions: Vec<PositionData<'d>>,
    silences: Vec<SilenceData<'d>>,
    stances: Vec<&'static str>,
}

#[derive(Serialize)]
struct PassageData<'d> {
    id: String,
    text: &'d str,
}

#[derive(Serialize)]
struct PositionData<'d> {
    question: &'d str,
    stance: &'static str,
    holder: &'d str,
    on_behalf_of: Option<&'d str>,
    first_hand: bool,
    summary: &'d str,
    quotes: Vec<QuoteData<'d>>,
}

#[derive(Serialize)]
struct QuoteData<'d> {
    exact: &'d str,
    direct_speech: bool,
    translations: Vec<TranslationData<'d>>,
    parts: Vec<Vec<PlaceData>>,
}

#[derive(Serialize)]
struct TranslationData<'d> {
    language: &'d str,
    text: &'d str,
}

#[derive(Serialize)]
struct SilenceData<'d> {
    question: &'d str,
    seen: &'d [String],
    note: Option<&'d str>,
}

fn stances<'d>(site: &'d Site<'_>) -> Vec<StanceData<'d>> {
    let stances = DocumentStance::ALL.into_iter();
    stances
        .map(|stance| StanceData {
            id: stance.id(),
            label: site.digest.labels.get(stance),
        })
        .collect()
}

fn themes<'d>(site: &'d Site<'_>) -> Vec<ThemeData<'d>> {
    let themes = site.digest.themes.iter();
    themes
        .map(|theme| ThemeData {
            id: &theme.id,
            title: &theme.title,
            summary: &theme.summary,
        })
        .collect()
}

fn questions<'d>(site: &'d Site<'_>) -> Vec<QuestionData<'d>> {
    let questions = site.digest.questions.iter();
    questions
        .map(|question| QuestionData {
            id: &question.id,
            theme: &site.digest.theme(question.theme).id,
            short: &question.short,
            proposition: &question.proposition,
            kind: match question.kind {
                QuestionKind::Claim => "claim",
                QuestionKind::Demand => "demand",
            },
            subject: &question.subject,
            terms: &question.terms,
        })
        .collect()
}

fn holders<'d>(site: &'d Site<'_>) -> Vec<HolderData<'d>> {
    let holders = site.digest.holders.iter();
    holders
        .map(|holder| HolderData {
            id: &holder.id,
            name: &holder.name,
            kind: kind_id(&holder.kind),
            role: holder.role.as_deref(),
            affiliation: holder
                .affiliation
                .map(|id| site.digest.holder(id).id.as_str()),
            aliases: &holder.aliases,
        })
        .collect()
}

fn instruments<'d>(site: &'d Site<'_>) -> Vec<InstrumentData<'d>> {
    let instruments = site.digest.instruments.iter();
    instruments
        .map(|instrument| InstrumentData {
            id: &instrument.id,
            name: &instrument.name,
            date: instrument.date.as_ref().map(|date| date.text.as_str()),
            aliases: &instrument.aliases,
            url: instrument.url.as_deref(),
        })
        .collect()
}

fn document<'d>(site: &'d Site<'_>, id: DocumentId) -> DocumentData<'d> {
    let own = site.digest.document(id);
    let blocks = own.text.blocks.iter().enumerate();
    DocumentData {
        id: &own.id,
        title: &own.title,
        title_supplied: own.title_supplied,
        short: &own.short,
        kind: kind_id(&own.kind),
        issuer: own.issuer.map(|id| site.digest.holder(id).id.as_str()),
        date: own.date.as_ref().map(|date| date.text.as_str()),
        language: &own.language,
        url: own.provenance.url.as_deref(),
        sha256: &own.provenance.sha256,
        publish: match own.publish {
            Publish::Full => "full",
            Publish::Excerpts => "excerpts",
        },
        summary: &own.summary,
        passages: blocks
            .filter(|(index, _)| site.shown.is_shown(id, *index))
            .map(|(_, block)| PassageData {
                id: block.fragment(),
                text: &block.text,
            })
            .collect(),
        positions: positions(site, own),
        silences: silences(site, own),
        stances: site
            .comparison
            .row(id)
            .cells()
            .map(|cell| cell.stance.id())
            .collect(),
    }
}

fn positions<'d>(site: &'d Site<'_>, own: &'d Document) -> Vec<PositionData<'d>> {
    let holder = |id: HolderId| site.digest.holder(id).id.as_str();
    let positions = own.positions.iter();
    positions
        .map(|position| PositionData {
            question: &site.digest.question(position.question).id,
            stance: DocumentStance::from(position.stance).id(),
            holder: holder(position.holder),
            on_behalf_of: position.on_behalf_of.map(holder),
            first_hand: position.first_hand,
            summary: &position.summary,
            quotes: position.quotes.iter().map(|it| quote(own, it)).collect(),
        })
        .collect()
}

fn quote<'d>(own: &Document, quote: &'d Quote) -> QuoteData<'d> {
    let translations = quote.translations.iter();
    QuoteData {
        exact: &quote.exact,
        direct_speech: quote.direct_speech,
        translations: translations
            .map(|(language, text)| TranslationData { language, text })
            .collect(),
        parts: quote
            .parts
            .iter()
            .map(|part| part.iter().map(|range| place(own, range)).collect())
            .collect(),
    }
}

fn silences<'d>(site: &'d Site<'_>, own: &'d Document) -> Vec<SilenceData<'d>> {
    let silences = own.silences.iter();
    silences
        .map(|silence| SilenceData {
            question: &site.digest.question(silence.question).id,
            seen: &silence.seen,
            note: silence.note.as_deref(),
        })
        .collect()
}
