//! The typed records: fields are named and nested as in the YAML files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::forms::short_forms;

/// A document: what it is, and who takes which position in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRecord {
    /// Path of the source below `seeds/`.
    pub source: String,
    /// How the source is written; left out: by the file's ending.
    pub format: Option<FormatRecord>,
    /// How lines make paragraphs; left out: by a guess.
    pub lines: Option<LinesRecord>,
    /// What no rule of reading can see.
    #[serde(default)]
    pub structure: Vec<StructureRecord>,
    /// Title; in square brackets when supplied by the digest and not in the source.
    pub title: String,
    /// At most 24 characters: column heads and breadcrumbs.
    pub short: String,
    /// Kind of document.
    pub kind: DocumentKind,
    /// A holder; left out when the source names none.
    pub issuer: Option<String>,
    /// EDTF level 1, only if known.
    pub date: Option<String>,
    /// The event that the document belongs to.
    pub event: Option<EventRecord>,
    /// BCP 47 tag of the document's language.
    pub language: String,
    /// Where the source comes from.
    pub provenance: ProvenanceRecord,
    /// Who may use the text, and how.
    pub rights: Option<RightsRecord>,
    /// Two or three neutral sentences.
    pub summary: String,
    /// Errors of transmission in the source.
    #[serde(default)]
    pub corrections: Vec<CorrectionRecord>,
    /// Positions, in any order.
    #[serde(default)]
    pub positions: Vec<PositionRecord>,
    /// Questions looked for and not found.
    #[serde(default, deserialize_with = "short_forms")]
    pub silent: Vec<SilentRecord>,
}

/// `format` of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormatRecord {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// PDF.
    Pdf,
    /// Office Open XML text.
    Docx,
}

/// `lines` of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinesRecord {
    /// Hard-wrapped.
    Wrapped,
    /// One paragraph per line.
    Paragraphs,
}

/// How a line of the source is to be read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureRecord {
    /// Words at the beginning of a line, which stand there once.
    pub at: String,
    /// What the line is.
    #[serde(rename = "as")]
    pub role: RoleRecord,
}

/// `as` of a structure entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleRecord {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A label line.
    Label,
    /// Continues the block before it.
    Continues,
}

/// `kind` of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the record")]
pub enum DocumentKind {
    JointStatement,
    Declaration,
    Resolution,
    Treaty,
    Law,
    ConceptNote,
    Proposal,
    NewsReport,
    Speech,
    Report,
    Other,
}

/// `event` of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// What the event is called.
    pub name: Option<String>,
    /// Where it took place.
    pub place: Option<String>,
    /// When, EDTF level 1.
    pub date: Option<String>,
}

/// `provenance` of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenanceRecord {
    /// Address of the original.
    pub url: Option<String>,
    /// Day on which the source was fetched, EDTF level 1.
    pub retrieved: Option<String>,
    /// Address of an archived copy.
    pub archive: Option<String>,
    /// SHA-256 of the source file, 64 hexadecimal digits.
    pub sha256: String,
}

/// `rights` of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightsRecord {
    /// What is known, in words.
    pub statement: Option<String>,
    /// Name or SPDX id of the licence.
    pub licence: Option<String>,
    /// How much of the text the site shows.
    #[serde(default)]
    pub publish: Publish,
}

/// `publish` of a document's rights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Publish {
    /// The whole text.
    #[default]
    Full,
    /// Passages that carry quotes.
    Excerpts,
}

/// An error of transmission.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRecord {
    /// Words of the source, which stand in it once.
    pub at: String,
    /// What they should read.
    pub read: String,
    /// Why.
    pub note: Option<String>,
}

/// One holder's stance on one question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PositionRecord {
    /// The question.
    pub question: String,
    /// The stance.
    pub stance: StanceRecord,
    /// Whose position; left out: the issuer's.
    pub holder: Option<String>,
    /// For whom the holder speaks, only where the text says so.
    pub on_behalf_of: Option<String>,
    /// One neutral sentence.
    pub summary: String,
    /// One to three quotes.
    #[serde(default, deserialize_with = "short_forms")]
    pub quotes: Vec<QuoteRecord>,
}

/// A stance that a position can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StanceRecord {
    /// For the proposition.
    Supports,
    /// For a part or a weaker form of it.
    Qualified,
    /// Brings its subject up and takes no side.
    Raises,
    /// Against it.
    Opposes,
}

/// Verbatim words: a string, or a mapping with more to say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRecord {
    /// The words; `[…]` leaves some out.
    pub exact: String,
    /// Words that stand before them.
    pub prefix: Option<String>,
    /// Words that stand after them.
    pub suffix: Option<String>,
    /// Translations by BCP 47 tag.
    #[serde(default)]
    pub translation: BTreeMap<String, String>,
}

/// A question that a document is silent on: its id, or a mapping with more to say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilentRecord {
    /// The question.
    pub question: String,
    /// Terms of the question that occur all the same.
    #[serde(default)]
    pub seen: Vec<String>,
    /// Why they do not touch the subject.
    pub note: Option<String>,
}

/// A theme and its questions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeRecord {
    /// Title.
    pub title: String,
    /// Place among the themes; equal ones go by id.
    #[serde(default)]
    pub order: i64,
    /// What the theme is about.
    pub summary: String,
    /// Questions, in the order of the page.
    pub questions: Vec<QuestionRecord>,
}

/// A question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRecord {
    /// Id, unique in the digest.
    pub id: String,
    /// A few words: row heads and breadcrumbs.
    pub short: String,
    /// What one can be for or against.
    pub proposition: String,
    /// Claim or demand.
    pub kind: QuestionKind,
    /// What touches its subject.
    pub subject: String,
    /// Words that would show that a document touches it.
    #[serde(default)]
    pub terms: Vec<String>,
}

/// Whether a proposition says how things are or what is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// How things are.
    Claim,
    /// What is to be done.
    Demand,
}

/// Somebody, or something, whose words are quoted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolderRecord {
    /// Name.
    pub name: String,
    /// Kind of holder.
    pub kind: HolderKind,
    /// Office or function as given in a source.
    pub role: Option<String>,
    /// A holder that this one belongs to.
    pub affiliation: Option<String>,
    /// Other names that stand in the texts.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The instrument that an adopted text is.
    pub instrument: Option<String>,
}

/// `kind` of a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolderKind {
    /// An organisation.
    Organisation,
    /// A person.
    Person,
    /// An adopted text.
    Text,
    /// The participants of an event as a body.
    Gathering,
    /// Nobody who is named.
    Unnamed,
}

/// Something that documents refer to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentRecord {
    /// Name.
    pub name: String,
    /// Kind of instrument.
    pub kind: InstrumentKind,
    /// EDTF level 1, only if known.
    pub date: Option<String>,
    /// Other names that stand in the texts.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its address.
    pub url: Option<String>,
}

/// `kind` of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the record")]
pub enum InstrumentKind {
    Treaty,
    Resolution,
    Process,
    Body,
    Principles,
    Law,
    Programme,
}

/// A second coding of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodingRecord {
    /// How the coding was made and what the coder had seen.
    pub note: Option<String>,
    /// Positions as the second coder sees them.
    #[serde(default)]
    pub positions: Vec<PositionRecord>,
    /// Questions that the second coder looked for and did not find.
    #[serde(default, deserialize_with = "short_forms")]
    pub silent: Vec<SilentRecord>,
}

/// Other labels for the stances.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are the stances'")]
pub struct StancesRecord {
    pub supports: Option<String>,
    pub qualified: Option<String>,
    pub raises: Option<String>,
    pub opposes: Option<String>,
    pub mixed: Option<String>,
    pub silent: Option<String>,
    pub not_coded: Option<String>,
}

/// The word of a record for a kind, from the name of its variant: `JointStatement` is
/// `joint-statement`. A test holds it to what records accept.
pub fn kind_id(kind: &impl std::fmt::Debug) -> String {
    let mut id = String::new();
    for c in format!("{kind:?}").chars() {
        if c.is_uppercase() && !id.is_empty() {
            id.push('-');
        }
        id.extend(c.to_lowercase());
    }
    id
}
