//! The typed records: fields are named and nested as in the YAML files.
//!
//! The JSON Schemas of `schema` are made from these types: comments are the descriptions that people read
//! in their editor, and `schemars` attributes say of a text what `serde` does not know.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::forms::short_forms;
use super::schema::{short_forms_of, values};

/// A document: what it is, and who takes which position in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRecord {
    /// Path of the source below `seeds/`.
    #[schemars(transform = values::source)]
    pub source: String,
    /// How the source is written; left out: by the file's ending. Not all formats are read yet.
    pub format: Option<FormatRecord>,
    /// How lines make paragraphs; left out: by a guess.
    pub lines: Option<LinesRecord>,
    /// What no rule of reading can see: how single lines of the source are to be read.
    #[serde(default)]
    pub structure: Vec<StructureRecord>,
    /// Title; in square brackets when supplied by the digest and not in the source.
    #[schemars(
        example = "Declaration of the Example Conference",
        example = "[Report from the Example Conference]"
    )]
    pub title: String,
    /// A short title of at most 24 characters, for column heads and breadcrumbs.
    #[schemars(
        length(max = 24),
        example = "Example 2025",
        example = "Council, April 2025"
    )]
    pub short: String,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// Who issued it: the id of a holder. Left out when the source names nobody; then every position names its holder.
    #[schemars(transform = values::id, example = "example-conference")]
    pub issuer: Option<String>,
    /// When it was issued, in EDTF level 1; only if known.
    #[schemars(transform = values::date)]
    pub date: Option<String>,
    /// The event that the document belongs to.
    pub event: Option<EventRecord>,
    /// The document's language, as a tag of BCP 47.
    #[schemars(transform = values::language)]
    pub language: String,
    /// Where the source comes from.
    pub provenance: ProvenanceRecord,
    /// Who may use the text, and how.
    pub rights: Option<RightsRecord>,
    /// Two or three neutral sentences; inline Markdown is allowed.
    #[schemars(
        example = "The Conference asks for rules on cameras.",
        example = "A report on a meeting. It quotes two speakers."
    )]
    pub summary: String,
    /// Errors of transmission in the source, which itself stays as it is.
    #[serde(default)]
    pub corrections: Vec<CorrectionRecord>,
    /// Who takes which position on which question, in any order.
    #[serde(default)]
    pub positions: Vec<PositionRecord>,
    /// Questions that somebody looked for in the document and did not find. What is neither here nor under `positions` is not coded.
    #[serde(default, deserialize_with = "short_forms")]
    #[schemars(schema_with = "short_forms_of::<SilentRecord>")]
    pub silent: Vec<SilentRecord>,
}

/// `format` of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FormatRecord {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML: not read yet.
    Html,
    /// PDF: not read yet.
    Pdf,
    /// Office Open XML text: not read yet.
    Docx,
}

/// `lines` of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinesRecord {
    /// Hard-wrapped.
    Wrapped,
    /// One paragraph per line.
    Paragraphs,
}

/// How one line of the source is to be read.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StructureRecord {
    /// Words at the beginning of a line, which stand there once.
    #[schemars(example = "Usage of the tool")]
    pub at: String,
    /// What the line is.
    #[serde(rename = "as")]
    pub role: RoleRecord,
}

/// `as` of a structure entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// What the event is called.
    #[schemars(
        example = "Example Conference",
        example = "Second meeting of the Council"
    )]
    pub name: Option<String>,
    /// Where it took place.
    #[schemars(example = "Geneva, Switzerland", example = &"online")]
    pub place: Option<String>,
    /// When it took place, in EDTF level 1.
    #[schemars(transform = values::date)]
    pub date: Option<String>,
}

/// `provenance` of a document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvenanceRecord {
    /// Address at which the original stands.
    #[schemars(transform = values::address)]
    pub url: Option<String>,
    /// Day on which the source was fetched, in EDTF level 1.
    #[schemars(transform = values::date)]
    pub retrieved: Option<String>,
    /// Address of an archived copy.
    #[schemars(transform = values::address)]
    pub archive: Option<String>,
    /// SHA-256 of the source file: 64 hexadecimal digits. `policy-digest check` says what it should be.
    #[schemars(transform = values::checksum)]
    pub sha256: String,
}

/// `rights` of a document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RightsRecord {
    /// What is known, in words.
    #[schemars(
        example = "The source states no terms of use.",
        example = "Reproduction is allowed with attribution."
    )]
    pub statement: Option<String>,
    /// Name or SPDX id of the licence.
    #[schemars(example = "CC-BY-4.0", example = "public domain")]
    pub licence: Option<String>,
    /// How much of the text the site shows; left out: all.
    #[serde(default)]
    pub publish: Publish,
}

/// `publish` of a document's rights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Publish {
    /// The whole text.
    #[default]
    Full,
    /// Passages that carry quotes.
    Excerpts,
}

/// An error of transmission.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRecord {
    /// Words of the source, which stand in it once.
    #[schemars(example = "used by Al models", example = "the the Council")]
    pub at: String,
    /// What they should read.
    #[schemars(transform = values::any_text, example = "used by AI models", example = "the Council")]
    pub read: String,
    /// Why; inline Markdown is allowed.
    #[schemars(
        example = "character recognition",
        example = "a letter lost at the end of a line"
    )]
    pub note: Option<String>,
}

/// One holder's stance on one question.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = values::with_quotes)]
pub struct PositionRecord {
    /// The question, by its id.
    #[schemars(transform = values::id, example = "example-question")]
    pub question: String,
    /// The stance that the words show.
    pub stance: StanceRecord,
    /// Whose position it is: the id of a holder. Left out: the document's issuer.
    #[schemars(transform = values::id, example = "example-speaker")]
    pub holder: Option<String>,
    /// For whom the holder speaks: the id of a holder. Only where the text says so.
    #[schemars(transform = values::id, example = "example-body")]
    pub on_behalf_of: Option<String>,
    /// One neutral sentence in the present tense, with the holder as its subject.
    #[schemars(
        example = "The speaker asks for rules that bind.",
        example = "The Council says that cameras deter people."
    )]
    pub summary: String,
    /// One to three quotes, copied from the source letter for letter.
    #[serde(default, deserialize_with = "short_forms")]
    #[schemars(schema_with = "short_forms_of::<QuoteRecord>", length(min = 1))]
    pub quotes: Vec<QuoteRecord>,
}

/// A stance that a position can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRecord {
    /// The words, copied from the source letter for letter; `[…]` leaves some out.
    #[schemars(
        example = "States should adopt rules that bind",
        example = "cameras […] deter people"
    )]
    pub exact: String,
    /// Words that stand right before them, where the quote stands in several places.
    #[schemars(example = "The Council said that")]
    pub prefix: Option<String>,
    /// Words that stand right after them, where the quote stands in several places.
    #[schemars(example = "by the end of the year")]
    pub suffix: Option<String>,
    /// Translations, each under its language tag.
    #[serde(default)]
    pub translation: BTreeMap<String, String>,
}

/// A question that a document is silent on: its id, or a mapping with more to say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SilentRecord {
    /// The question, by its id.
    #[schemars(transform = values::id, example = "example-question")]
    pub question: String,
    /// Terms of the question that occur in the document all the same.
    #[serde(default)]
    #[schemars(example = ["access"])]
    pub seen: Vec<String>,
    /// Why they do not touch the question's subject; inline Markdown is allowed.
    #[schemars(
        example = "“Access” in ¶4 is access to files, not to technology.",
        example = "“Camera” in ¶2 is the name of a journal."
    )]
    pub note: Option<String>,
}

/// A theme and its questions.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeRecord {
    /// Title.
    #[schemars(example = "Cameras in public places", example = "Access to technology")]
    pub title: String,
    /// Its place among the themes: a whole number. Themes with the same one go by id.
    #[serde(default)]
    #[schemars(example = 2)]
    pub order: i64,
    /// What the theme is about; inline Markdown is allowed.
    #[schemars(
        example = "Who may film whom, and what for.",
        example = "Who has access, and on what terms."
    )]
    pub summary: String,
    /// Its questions, in the order of the page.
    pub questions: Vec<QuestionRecord>,
}

/// A question.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionRecord {
    /// Its id, unique in the digest: lower-case letters, digits, and single hyphens.
    #[schemars(transform = values::id, example = "cameras-deter-people")]
    pub id: String,
    /// A few words: row heads and breadcrumbs.
    #[schemars(example = "Cameras deter people", example = "Register of cameras")]
    pub short: String,
    /// A sentence that one can be for or against.
    #[schemars(
        example = "Cameras keep people from public places.",
        example = "Cities should publish where their cameras stand."
    )]
    pub proposition: String,
    /// Whether it says how things are, or what is to be done.
    pub kind: QuestionKind,
    /// What a document must speak of to touch it.
    #[schemars(
        example = "what cameras do to those who are filmed",
        example = "what the public is told about cameras"
    )]
    pub subject: String,
    /// Words that would show that a document touches it: whole words, `*` at the end for the rest of a word, capitals only for what is written so.
    #[serde(default)]
    #[schemars(example = ["camera*", "face recognition", "CCTV"])]
    pub terms: Vec<String>,
}

/// Whether a proposition says how things are or what is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// How things are.
    Claim,
    /// What is to be done.
    Demand,
}

/// Somebody, or something, whose words are quoted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HolderRecord {
    /// Name, as the texts write it.
    #[schemars(example = "Example Conference", example = "Ana Berg")]
    pub name: String,
    /// What kind of holder it is.
    pub kind: HolderKind,
    /// Office or function as given in a source.
    #[schemars(example = "Secretary of the Conference", example = "Professor of law")]
    pub role: Option<String>,
    /// A holder that this one belongs to, by its id.
    #[schemars(transform = values::id, example = "example-conference")]
    pub affiliation: Option<String>,
    /// Other names that stand in the texts.
    #[serde(default)]
    #[schemars(example = ["ExCon"])]
    pub aliases: Vec<String>,
    /// The instrument that an adopted text is, by its id.
    #[schemars(transform = values::id, example = "example-declaration")]
    pub instrument: Option<String>,
}

/// `kind` of a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentRecord {
    /// Name, as the texts write it.
    #[schemars(example = "Example Charter", example = "Council of Examples")]
    pub name: String,
    /// What kind of instrument it is.
    pub kind: InstrumentKind,
    /// When it was adopted or founded, in EDTF level 1; only if known.
    #[schemars(transform = values::date)]
    pub date: Option<String>,
    /// Other names that stand in the texts.
    #[serde(default)]
    #[schemars(example = ["the Charter"])]
    pub aliases: Vec<String>,
    /// Address at which it stands.
    #[schemars(transform = values::address)]
    pub url: Option<String>,
}

/// `kind` of an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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

/// A second coding of a document, made independently of the first.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodingRecord {
    /// How the coding was made and what the coder had seen; inline Markdown is allowed.
    #[schemars(
        example = "Made from the method and the source alone, without a look at the first coding.",
        example = "Made after a discussion of two documents, of which this is none."
    )]
    pub note: Option<String>,
    /// Positions as the second coder sees them.
    #[serde(default)]
    pub positions: Vec<PositionRecord>,
    /// Questions that the second coder looked for and did not find.
    #[serde(default, deserialize_with = "short_forms")]
    #[schemars(schema_with = "short_forms_of::<SilentRecord>")]
    pub silent: Vec<SilentRecord>,
}

/// Other labels for the stances, shown in the place of the English ones.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StancesRecord {
    /// Shown in the place of “supports”.
    pub supports: Option<String>,
    /// Shown in the place of “supports in part”.
    pub qualified: Option<String>,
    /// Shown in the place of “raises”.
    pub raises: Option<String>,
    /// Shown in the place of “opposes”.
    pub opposes: Option<String>,
    /// Shown in the place of “mixed”.
    pub mixed: Option<String>,
    /// Shown in the place of “silent”.
    pub silent: Option<String>,
    /// Shown in the place of “not coded”.
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
