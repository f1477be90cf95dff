//! What several kinds of pages show: documents, holders, stances, positions, quotes.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::cells::{open_on, row_href};
use super::quote::{QuoteView, quote};
use crate::compare::{Cell, Counted, DocumentStance, Relation};
use crate::config::Direction;
use crate::digest::date::Date;
use crate::digest::{Document, DocumentId, HolderId, Position, QuestionId, Silence};
use crate::record::{DocumentKind, HolderKind, QuestionKind};
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::frame::{Link, dir};
use crate::render::html::Html;
use crate::render::scope::Scope;
use crate::render::series::weight;
use crate::source::numbered;
use crate::text::{Block, BlockKind};

/// A stance: its id for signs and colours, and its word.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "compiled/stance.html")]
pub(super) struct Stance<'s> {
    pub(super) id: &'static str,
    pub(super) label: &'s str,
}

impl HtmlSafe for Stance<'_> {}

/// Other templates get the markup, too.
impl Serialize for Stance<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Stance", 3)?;
        fields.serialize_field("id", self.id)?;
        fields.serialize_field("label", self.label)?;
        fields.serialize_field("html", &Html::of(self))?;
        fields.end()
    }
}

/// Puts a stance into words.
pub(super) fn stance<'s>(scope: &Scope<'s>, stance: impl Into<DocumentStance>) -> Stance<'s> {
    let stance = stance.into();
    Stance {
        id: stance.id(),
        label: scope.site.digest.labels.get(stance),
    }
}

/// Puts a stance by the positions that count into words; none is that there is no first-hand one,
/// which is no silence.
pub(super) fn counted_stance<'s>(scope: &Scope<'s>, counted: Option<DocumentStance>) -> Stance<'s> {
    match counted {
        Some(found) => stance(scope, found),
        None => Stance {
            id: Relation::NoFirstHand.id(),
            label: Relation::NoFirstHand.label(),
        },
    }
}

/// Puts a date into words.
///
/// Into words alone: reference managers take the first date for machines on a page for the date of
/// what the page is about. Only a document's page gives that.
pub(super) fn date(date: &Date) -> String {
    date.english()
}

/// Puts the date by which a document is known into words.
pub(super) fn known_date(document: &Document) -> Option<String> {
    let (date, of_event) = date_of(document)?;
    let mut words = date.english();
    if of_event {
        words.push_str(" (date of the event)");
    }
    Some(words)
}

/// The document's date, else its event's.
pub(super) fn date_of(document: &Document) -> Option<(&Date, bool)> {
    let event = document
        .event
        .as_ref()
        .and_then(|event| event.date.as_ref());
    let own = document.date.as_ref().map(|date| (date, false));
    own.or_else(|| event.map(|date| (date, true)))
        .filter(|(date, _)| date.order().is_some())
}

/// A document as lists, columns and rows name it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DocumentRef {
    pub(super) id: String,
    pub(super) short: String,
    pub(super) title: String,
    pub(super) lang: String,
    pub(super) dir: &'static str,
    pub(super) href: String,
    pub(super) kind: &'static str,
    pub(super) date: Option<String>,
    pub(super) issuer: Option<HolderRef>,
}

/// Names a document.
pub(super) fn document(scope: &Scope<'_>, id: DocumentId) -> DocumentRef {
    let document = scope.site.digest.document(id);
    DocumentRef {
        id: document.id.clone(),
        short: document.short.clone(),
        title: document.cited_title().into_owned(),
        lang: document.language.clone(),
        dir: direction(&document.language),
        href: scope.href(Target::Document(id), None),
        kind: kind_of_document(document.kind),
        date: known_date(document),
        issuer: document.issuer.map(|id| holder(scope, id)),
    }
}

/// A holder as positions name it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct HolderRef {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) href: String,
    pub(super) kind: &'static str,
}

/// Names a holder.
pub(super) fn holder(scope: &Scope<'_>, id: HolderId) -> HolderRef {
    let holder = scope.site.digest.holder(id);
    HolderRef {
        id: holder.id.clone(),
        name: holder.name.clone(),
        href: scope.href(Target::Holder(id), None),
        kind: kind_of_holder(holder.kind),
    }
}

/// A question as rows name it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct QuestionRef {
    pub(super) id: String,
    pub(super) short: String,
    pub(super) proposition: String,
    pub(super) kind: &'static str,
    pub(super) href: String,
}

/// Names a question.
pub(super) fn question(scope: &Scope<'_>, id: QuestionId) -> QuestionRef {
    let question = scope.site.digest.question(id);
    QuestionRef {
        id: question.id.clone(),
        short: question.short.clone(),
        proposition: question.proposition.clone(),
        kind: match question.kind {
            QuestionKind::Claim => "claim",
            QuestionKind::Demand => "demand",
        },
        href: scope.href(Target::Question(id), None),
    }
}

/// Leads to a holder.
pub(super) fn holder_link(scope: &Scope<'_>, id: HolderId) -> Link {
    Link {
        href: scope.href(Target::Holder(id), None),
        text: scope.site.digest.holder(id).name.clone(),
    }
}

/// One holder's stance with the words that show it.
#[derive(Debug, Clone, Template)]
#[template(path = "compiled/position.html")]
pub(super) struct PositionView<'s> {
    /// Its id on this page, where there is a link to it.
    pub(super) id: Option<String>,
    /// How its document is called.
    pub(super) document: &'s str,
    pub(super) stance: Stance<'s>,
    /// Whose it is; none on that holder's own page.
    pub(super) holder: Option<Link>,
    pub(super) on_behalf_of: Option<Link>,
    /// How the words come to us, when not first-hand: [`REPORTED`] or [`NOT_NAMED`].
    pub(super) reported: Option<&'static str>,
    pub(super) summary: Html,
    pub(super) quotes: Vec<QuoteView<'s>>,
}

impl HtmlSafe for PositionView<'_> {}

/// Shows a document's position with all its quotes, each with the way to its first word.
pub(super) fn position<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    position: &'s Position,
) -> PositionView<'s> {
    let mut view = coded_position(scope, id, position);
    for (index, quote) in view.quotes.iter_mut().enumerate() {
        if let Some(first) = quote.places.first_mut() {
            let fragment = fragments::of_quote(scope, position, index);
            first.href = scope.href(Target::Document(id), Some(&fragment));
        }
    }
    view
}

/// Shows a position of any coder, whose quotes need not be marked on the document's page.
pub(super) fn coded_position<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    position: &'s Position,
) -> PositionView<'s> {
    let reported = report(scope, id, position);
    let quotes = position.quotes.iter();
    PositionView {
        id: None,
        document: &scope.site.digest.document(id).short,
        stance: stance(scope, position.stance),
        holder: (scope.target != Target::Holder(position.holder))
            .then(|| holder_link(scope, position.holder)),
        on_behalf_of: position.on_behalf_of.map(|id| holder_link(scope, id)),
        reported,
        summary: scope.inline(&position.summary),
        quotes: quotes
            .map(|it| quote(scope, id, it, reported == Some(REPORTED)))
            .collect(),
    }
}

/// About how many bytes a document's position takes.
pub(super) fn position_weight(document: &Document, position: &Position) -> usize {
    let url = document.provenance.url.as_ref();
    let original = url.map_or(0, |url| 250 + 2 * url.len());
    let names = 2 * document.id.len() + 3 * weight(&document.short);
    let quotes = position.quotes.iter().map(|quote| {
        let translations = quote.translations.iter();
        let translations: usize = translations.map(|(_, text)| 100 + weight(text)).sum();
        225 + names + original + weight(&quote.exact) * 11 / 10 + translations
    });
    370 + names + weight(&position.summary) + quotes.sum::<usize>()
}

/// The document tells what its holder said.
pub(super) const REPORTED: &str = "reported";

/// The document speaks for itself, but does not say who issued it, so that nobody can tell whether
/// the words come first-hand.
pub(super) const NOT_NAMED: &str = "author not named";

/// How the words of a position come to us, when its holder did not issue the document.
pub(super) fn report(
    scope: &Scope<'_>,
    id: DocumentId,
    position: &Position,
) -> Option<&'static str> {
    let digest = scope.site.digest;
    let unnamed = digest.holder(position.holder).kind == HolderKind::Unnamed;
    match position.first_hand {
        true => None,
        false if unnamed && digest.document(id).issuer.is_none() => Some(NOT_NAMED),
        false => Some(REPORTED),
    }
}

/// The same, with how a reported position's words were taken down.
pub(super) fn report_in_full(
    scope: &Scope<'_>,
    id: DocumentId,
    position: &Position,
) -> Option<String> {
    let report = report(scope, id, position)?;
    let direct = position.quotes.iter().filter(|it| it.direct_speech).count();
    Some(match direct {
        _ if report == NOT_NAMED => NOT_NAMED.to_owned(),
        0 => format!("{REPORTED}, paraphrase"),
        some if some == position.quotes.len() => format!("{REPORTED}, direct speech"),
        _ => format!("{REPORTED}, direct speech and paraphrase"),
    })
}

/// What is to be said of a cell that rests on no first-hand position; empty otherwise.
pub(super) fn cell_report(
    scope: &Scope<'_>,
    id: DocumentId,
    cell: &Cell,
    counted: Counted,
) -> String {
    let positions = &scope.site.digest.document(id).positions;
    let mut reports = cell
        .positions
        .iter()
        .map(|index| report(scope, id, &positions[*index]));
    // Only those who take the stance that is shown bear it; a mixed one is borne by all, and where no
    // stance is shown, all are counted.
    let bears = |index: &&usize| {
        let stance = DocumentStance::from(positions[**index].stance);
        stance == cell.stance
            || cell.stance == DocumentStance::Mixed
            || counted == Counted::FirstHand
    };
    let bearing = cell.positions.iter().filter(bears).count();
    match (cell.reported_holders, bearing) {
        (0, _) => String::new(),
        _ if reports.all(|report| report == Some(NOT_NAMED)) => NOT_NAMED.to_owned(),
        (1, _) => format!("{REPORTED}, 1 holder"),
        (holders, bearing) if bearing < holders => {
            format!("{REPORTED}, {bearing} of {holders} holders")
        }
        (holders, _) => format!("{REPORTED}, {holders} holders"),
    }
}

/// A cell by first-hand positions alone.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FirstHand<'s> {
    pub(super) stance: Stance<'s>,
    /// Whom its reported positions are of, when there are no others; empty otherwise.
    pub(super) reported: String,
}

/// Shows a cell by first-hand positions alone, where that is not what all of them say.
pub(super) fn first_hand<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    cell: &Cell,
) -> Option<FirstHand<'s>> {
    let counted = Counted::FirstHand;
    (cell.first_hand != Some(cell.stance)).then(|| FirstHand {
        stance: counted_stance(scope, cell.stance_of(counted)),
        reported: cell_report(scope, id, cell, counted),
    })
}

/// A link to a passage.
pub(super) fn place(scope: &Scope<'_>, id: DocumentId, block: usize) -> Link {
    let block = &scope.site.digest.document(id).text.blocks[block];
    Link {
        href: scope.href(Target::Document(id), Some(&block.fragment())),
        text: place_name(block),
    }
}

/// How a block is cited: ¶12, heading 1, note 3.
pub(in crate::render) fn place_name(block: &Block) -> String {
    match block.kind {
        BlockKind::Heading { .. } => numbered("heading ", block.number),
        BlockKind::Note { .. } => numbered("note ", block.number),
        _ => numbered("¶", block.number),
    }
}

/// A silence on record.
#[derive(Debug, Clone, Template)]
#[template(path = "compiled/silence.html")]
pub(super) struct SilenceView<'s> {
    note: Option<Html>,
    seen: &'s [String],
}

impl HtmlSafe for SilenceView<'_> {}

/// Shows a silence.
pub(super) fn silence<'s>(scope: &Scope<'_>, silence: &'s Silence) -> SilenceView<'s> {
    SilenceView {
        note: scope.inline_option(silence.note.as_ref()),
        seen: &silence.seen,
    }
}

/// How many there are of a stance or a relation.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Count {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) count: usize,
    pub(super) href: Option<String>,
}

/// Counts the documents' stances on a question, those that occur.
pub(super) fn stance_counts(scope: &Scope<'_>, question: QuestionId) -> Vec<Count> {
    let comparison = scope.site.comparison;
    let coded = &comparison.coded[question.0];
    let tally = &comparison.tallies[question.0];
    let stances = DocumentStance::ALL.into_iter();
    stances
        .filter_map(|wanted| {
            let first = match wanted {
                DocumentStance::NotCoded => open_on(scope.site, question).next(),
                _ => coded.with(Some(wanted), Counted::All).next(),
            };
            Some(Count {
                id: wanted.id(),
                label: stance(scope, wanted).label.to_owned(),
                count: tally.of(Some(wanted), Counted::All),
                href: Some(row_href(scope, first?, question)),
            })
        })
        .collect()
}

/// Text in square brackets when it is supplied by the digest and not in the source.
pub(super) fn title_html(document: &Document) -> Html {
    Html::text(&document.cited_title())
}

/// The words for a kind of document.
pub(in crate::render) fn kind_of_document(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::JointStatement => "Joint statement",
        DocumentKind::Declaration => "Declaration",
        DocumentKind::Resolution => "Resolution",
        DocumentKind::Treaty => "Treaty",
        DocumentKind::Law => "Law",
        DocumentKind::ConceptNote => "Concept note",
        DocumentKind::Proposal => "Proposal",
        DocumentKind::NewsReport => "News report",
        DocumentKind::Speech => "Speech",
        DocumentKind::Report => "Report",
        DocumentKind::Other => "Document",
    }
}

/// The words for a kind of holder.
pub(super) fn kind_of_holder(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::Organisation => "Organisation",
        HolderKind::Person => "Person",
        HolderKind::Text => "Adopted text",
        HolderKind::Gathering => "Gathering",
        HolderKind::Unnamed => "Unnamed",
    }
}

/// The value of `dir` for a language whose direction is not the one that elements have from the page.
pub(super) fn other_direction(scope: &Scope<'_>, language: &str) -> Option<&'static str> {
    let direction = Direction::of_language(language);
    (direction != scope.site.config.direction).then(|| dir(direction))
}

/// The value of `dir` for a language.
pub(in crate::render) fn direction(language: &str) -> &'static str {
    dir(Direction::of_language(language))
}

/// Words with a capital at their beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}
