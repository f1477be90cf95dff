//! What can be found: everything that the site shows in words, in groups.
//!
//! A document is a group: its passages as far as they are shown, its title and summary, its positions.
//! So is a theme with its questions, each holder, instrument and page of prose.

use std::borrow::Cow;

use serde::Serialize;

use crate::compare::DocumentStance;
use crate::digest::{Digest, DocumentId, HolderId, InstrumentId, Position, Stance, ThemeId};
use crate::render::address::Target;
use crate::render::fragments::on_question;
use crate::render::layers::words_shown;
use crate::render::markdown::{plain, sections};
use crate::render::scope::Scope;
use crate::render::views::parts::{direction, place_name};
use crate::render::views::prose::title;
use crate::render::views::row_of;

/// A kind of what can be found. Its place here is its number in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(in crate::render) enum Kind {
    Passage,
    Position,
    Question,
    Theme,
    Document,
    Holder,
    Instrument,
    Page,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub(in crate::render) const ALL: [Self; 8] = [
        Self::Passage,
        Self::Position,
        Self::Question,
        Self::Theme,
        Self::Document,
        Self::Holder,
        Self::Instrument,
        Self::Page,
    ];

    /// Its id in addresses, the word for one, the word for many.
    pub(in crate::render) fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Passage => ("passage", "Passage", "Passages"),
            Self::Position => ("position", "Position", "Positions"),
            Self::Question => ("question", "Question", "Questions"),
            Self::Theme => ("theme", "Theme", "Themes"),
            Self::Document => ("document", "Document", "Documents"),
            Self::Holder => ("holder", "Holder", "Holders"),
            Self::Instrument => ("instrument", "Instrument", "Instruments"),
            Self::Page => ("page", "Page", "Pages"),
        }
    }
}

/// The stances that positions have, in the order of their numbers in the index.
pub(in crate::render) const STANCES: [DocumentStance; 4] = [
    DocumentStance::Supports,
    DocumentStance::Qualified,
    DocumentStance::Raises,
    DocumentStance::Opposes,
];

/// Something that can be found.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'s> {
    pub(super) kind: Kind,
    /// The theme that it belongs to and the stance that it takes; of a passage those of each
    /// position that quotes it.
    pub(super) sides: Vec<Side>,
    pub(super) shown: Shown<'s>,
}

/// What the search shows of an entry, as its page writes it.
#[derive(Debug, Serialize)]
pub(super) struct Shown<'s>(
    /// Where it stands, relative to the root; from `#` on, relative to its group's address.
    pub(super) String,
    /// What it is called. Words of it are found, unless it is a passage.
    pub(super) Cow<'s, str>,
    /// Its words, which are found.
    pub(super) Vec<Words<'s>>,
    /// Of a position: the first passage that it quotes, as fragment and name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) Option<(String, String)>,
);

/// Words of an entry, in the language of its kind, or in another one with its direction.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Words<'s> {
    Own(Cow<'s, str>),
    Foreign(&'s str, &'s str, &'static str),
}

/// A theme by its place in the digest, with a stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Side {
    theme: usize,
    stance: Option<usize>,
}

/// Entries that belong together.
#[derive(Debug)]
pub(super) struct Group<'s> {
    /// Of a document its language and direction; otherwise the interface's.
    pub(super) lang: &'s str,
    pub(super) dir: &'static str,
    /// Address of its page.
    pub(super) address: String,
    pub(super) entries: Vec<Entry<'s>>,
}

/// What makes a group.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    Theme(ThemeId),
    Holder(HolderId),
    Instrument(InstrumentId),
    /// A page of prose, by its place in the digest's pages.
    Page(usize),
    Document(DocumentId),
}

/// What makes the groups of a digest, in the order of the index.
pub(super) fn origins(digest: &Digest) -> Vec<Origin> {
    let themes = (0..digest.themes.len()).map(|index| Origin::Theme(ThemeId(index)));
    let holders = (0..digest.holders.len()).map(|index| Origin::Holder(HolderId(index)));
    let instruments = 0..digest.instruments.len();
    let instruments = instruments.map(|index| Origin::Instrument(InstrumentId(index)));
    // The page for missing addresses stands nowhere.
    let pages = (0..digest.pages.len()).filter(|index| digest.pages[*index].id != "404");
    let documents = (0..digest.documents.len()).map(|index| Origin::Document(DocumentId(index)));
    themes
        .chain(holders)
        .chain(instruments)
        .chain(pages.map(Origin::Page))
        .chain(documents)
        .collect()
}

impl Origin {
    /// Of a document its id and short name; otherwise empty.
    pub(super) fn names(self, digest: &Digest) -> (&str, &str) {
        match self {
            Self::Document(id) => (&digest.document(id).id, &digest.document(id).short),
            _ => ("", ""),
        }
    }

    /// The address of its page, as seen from the page of the search.
    pub(super) fn address(self, scope: &Scope<'_>) -> String {
        match self {
            Self::Theme(id) => scope.href(Target::Theme(id), None),
            Self::Holder(id) => scope.href(Target::Holder(id), None),
            Self::Instrument(id) => scope.href(Target::Instrument(id), None),
            // Also where it is the introduction of a page that is made.
            Self::Page(index) => {
                let id = &scope.site.digest.pages[index].id;
                format!("{}{id}.html", scope.root)
            }
            Self::Document(id) => scope.href(Target::Document(id), None),
        }
    }
}

impl<'s> Group<'s> {
    /// What is shown of it as a whole: language, direction and address of its page.
    pub(super) fn header(&self) -> (&str, &'static str, &str) {
        (self.lang, self.dir, &self.address)
    }

    /// Collects what can be found of one thing, as seen from the page of the search.
    pub(super) fn new(scope: &Scope<'s>, origin: Origin) -> Self {
        let address = origin.address(scope);
        match origin {
            Origin::Theme(id) => theme(scope, id, address),
            Origin::Holder(id) => holder(scope, id, address),
            Origin::Instrument(id) => instrument(scope, id, address),
            Origin::Page(index) => page(scope, index, address),
            Origin::Document(id) => document(scope, id, address),
        }
    }

    fn ours(scope: &Scope<'s>, address: String, entries: Vec<Entry<'s>>) -> Self {
        let config = scope.site.config;
        Self {
            lang: &config.language,
            dir: crate::render::frame::dir(config.direction),
            address,
            entries,
        }
    }
}

impl Side {
    /// Its number in the index: each theme has one for each stance, and one for none.
    pub(super) fn number(self) -> usize {
        self.theme * (STANCES.len() + 1) + self.stance.unwrap_or(STANCES.len())
    }

    fn of_theme(id: ThemeId) -> Self {
        Self {
            theme: id.0,
            stance: None,
        }
    }

    fn of_position(digest: &Digest, position: &Position) -> Self {
        Self {
            theme: digest.question(position.question).theme.0,
            stance: stance_number(position.stance),
        }
    }
}

fn stance_number(stance: Stance) -> Option<usize> {
    let stance = DocumentStance::from(stance);
    STANCES.iter().position(|known| *known == stance)
}

impl<'s> Entry<'s> {
    /// One of ours, without sides.
    fn new(
        kind: Kind,
        address: String,
        label: impl Into<Cow<'s, str>>,
        words: impl IntoIterator<Item = Cow<'s, str>>,
    ) -> Self {
        let words = words.into_iter().filter(|words| !words.is_empty());
        let words = words.map(Words::Own).collect();
        Self {
            kind,
            sides: Vec::new(),
            shown: Shown(address, label.into(), words, None),
        }
    }

    /// Everything of it that is found.
    pub(super) fn found(&self) -> impl Iterator<Item = &str> {
        let label = (self.kind != Kind::Passage).then_some(self.shown.1.as_ref());
        let words = self.shown.2.iter().map(|words| match words {
            Words::Own(words) => words.as_ref(),
            Words::Foreign(words, ..) => words,
        });
        label.into_iter().chain(words)
    }
}

fn theme<'s>(scope: &Scope<'s>, id: ThemeId, address: String) -> Group<'s> {
    let digest = scope.site.digest;
    let own = digest.theme(id);
    let words = [plain(&own.summary).into()];
    let mut entries = vec![Entry::new(Kind::Theme, address.clone(), &own.title, words)];
    for &question in &own.questions {
        let address = scope.href(Target::Question(question), None);
        let question = digest.question(question);
        let words = [
            question.proposition.as_str().into(),
            question.subject.as_str().into(),
            question.terms.join(", ").into(),
        ];
        entries.push(Entry::new(Kind::Question, address, &question.short, words));
    }
    for entry in &mut entries {
        entry.sides = vec![Side::of_theme(id)];
    }
    Group::ours(scope, address, entries)
}

fn holder<'s>(scope: &Scope<'s>, id: HolderId, address: String) -> Group<'s> {
    let own = scope.site.digest.holder(id);
    let role = own.role.as_deref().unwrap_or_default();
    let words = [role.into(), own.aliases.join(", ").into()];
    let entry = Entry::new(Kind::Holder, address.clone(), &own.name, words);
    Group::ours(scope, address, vec![entry])
}

fn instrument<'s>(scope: &Scope<'s>, id: InstrumentId, address: String) -> Group<'s> {
    let own = scope.site.digest.instrument(id);
    let words = [own.aliases.join(", ").into()];
    let entry = Entry::new(Kind::Instrument, address.clone(), &own.name, words);
    Group::ours(scope, address, vec![entry])
}

fn page<'s>(scope: &Scope<'s>, index: usize, address: String) -> Group<'s> {
    let own = &scope.site.digest.pages[index];
    let title = title(own);
    let entry = |section: crate::render::markdown::Section| {
        let label = match section.title.as_str() {
            "" => title.clone(),
            heading => format!("{title}: {heading}"),
        };
        let place = match section.id.as_str() {
            "" => address.clone(),
            id => format!("#{id}"),
        };
        Entry::new(Kind::Page, place, label, [section.words.into()])
    };
    let entries = sections(&own.markdown, scope).into_iter().map(entry);
    let entries = entries.collect();
    Group::ours(scope, address, entries)
}

fn document<'s>(scope: &Scope<'s>, id: DocumentId, address: String) -> Group<'s> {
    let digest = scope.site.digest;
    let own = digest.document(id);
    let issuer = own.issuer.map(|id| digest.holder(id).name.as_str());
    let words = [
        own.short.as_str().into(),
        issuer.unwrap_or_default().into(),
        plain(&own.summary).into(),
    ];
    // What nobody edits comes first, so that it stays where it is.
    let blocks = (0..own.text.blocks.len()).filter(|it| scope.site.shown.is_shown(id, *it));
    let mut entries: Vec<Entry<'_>> = blocks.map(|block| of_passage(scope, id, block)).collect();
    entries.push(Entry::new(
        Kind::Document,
        address.clone(),
        own.cited_title(),
        words,
    ));
    let positions = own.positions.iter();
    entries.extend(positions.map(|position| of_position(scope, id, position)));
    Group {
        lang: &own.language,
        dir: direction(&own.language),
        address,
        entries,
    }
}

/// A position: who holds it, what it says, and its quotes in other languages. Its quotes are found in
/// their passages.
fn of_position<'s>(scope: &Scope<'s>, id: DocumentId, position: &'s Position) -> Entry<'s> {
    let digest = scope.site.digest;
    let place = on_question(scope, id, position);
    let name = |id: HolderId| digest.holder(id).name.as_str();
    let holder = match position.on_behalf_of {
        Some(body) => format!("{} on behalf of {}", name(position.holder), name(body)).into(),
        None => Cow::Borrowed(name(position.holder)),
    };
    let question = Target::Question(position.question);
    let row = row_of(scope.site, id, position.question).expect("bug: what is coded has no row");
    let mut entry = Entry::new(
        Kind::Position,
        scope.item_href(question, row, &place),
        &digest.question(position.question).short,
        [holder, plain(&position.summary).into()],
    );
    entry.sides = vec![Side::of_position(digest, position)];
    let translations = position.quotes.iter().flat_map(|it| &it.translations);
    entry
        .shown
        .2
        .extend(translations.map(|(lang, words)| Words::Foreign(words, lang, direction(lang))));
    let first = position
        .quotes
        .iter()
        .flat_map(|quote| quote.ranges())
        .next();
    entry.shown.3 = first.map(|range| {
        let block = &digest.document(id).text.blocks[range.block];
        (block.fragment(), place_name(block))
    });
    entry
}

fn of_passage<'s>(scope: &Scope<'s>, id: DocumentId, block: usize) -> Entry<'s> {
    let document = scope.site.digest.document(id);
    let own = &document.text.blocks[block];
    let quoting = &scope.site.shown.coverage(id).positions[block];
    let positions = quoting.iter().map(|index| &document.positions[*index]);
    let mut sides: Vec<Side> = positions
        .map(|position| Side::of_position(scope.site.digest, position))
        .collect();
    sides.sort_unstable();
    sides.dedup();
    let place = ["#", &own.fragment()].concat();
    let words = [words_shown(document, block)];
    Entry {
        sides,
        ..Entry::new(Kind::Passage, place, place_name(own), words)
    }
}
