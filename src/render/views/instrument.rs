//! `instruments.html` and `instruments/ID.html`: what documents refer to, and where.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Serialize;

use super::Page;
use super::cells::{Named, named_in_passing};
use super::parts::{HolderRef, date, document, holder, other_direction, place};
use crate::compare::concordance::context;
use crate::compare::mentions::{Mention, Mentioned};
use crate::digest::{DocumentId, HolderId, InstrumentId, TextRange};
use crate::record::InstrumentKind;
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::{Html, is_safe_url};
use crate::render::scope::Scope;
use crate::render::series::weight;

#[derive(Serialize)]
struct List {
    instruments: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    href: String,
    name: String,
    kind: &'static str,
    date: Option<String>,
    mentions: usize,
    documents: Named<Link>,
}

#[derive(Serialize)]
struct View {
    kind: &'static str,
    date: Option<String>,
    aliases: Vec<String>,
    url: Option<String>,
    /// Holders that are this instrument's text.
    holders: Vec<HolderRef>,
    mentions: Html,
}

/// Where a name stands in one document.
#[derive(Template)]
#[template(path = "compiled/mentions.html")]
struct Mentions<'s> {
    href: String,
    contexts: Contexts<'s>,
}

/// Words of one document, each in its context.
#[derive(Template)]
#[template(path = "compiled/contexts.html")]
pub(super) struct Contexts<'s> {
    /// How the document is called.
    pub(super) document: &'s str,
    /// Its language and direction where they are not the interface's.
    lang: Option<&'s str>,
    dir: Option<&'static str>,
    /// Those in passages that are shown.
    lines: Vec<Context<'s>>,
    /// How many there are in others.
    hidden: usize,
}

impl HtmlSafe for Contexts<'_> {}

/// Words with what stands before and after them.
struct Context<'s> {
    before: &'s str,
    words: &'s str,
    after: &'s str,
    place: Link,
}

/// Shows some places of one document in their contexts, in the order given.
pub(super) fn contexts<'s>(
    scope: &Scope<'s>,
    id: DocumentId,
    places: impl Iterator<Item = TextRange>,
) -> Contexts<'s> {
    let own = scope.site.digest.document(id);
    let mut lines = Vec::new();
    let mut hidden = 0;
    for range in places {
        if !scope.site.shown.is_shown(id, range.block) {
            hidden += 1;
            continue;
        }
        let text = &own.text.blocks[range.block].text;
        let (before, after) = context(text, range.range(), scope.site.config.context_words);
        lines.push(Context {
            before,
            words: &text[range.range()],
            after,
            place: place(scope, id, range.block),
        });
    }
    Contexts {
        document: &own.short,
        lang: (own.language != scope.site.config.language).then_some(&own.language),
        dir: other_direction(scope, &own.language),
        lines,
        hidden,
    }
}

pub(super) fn list(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let mut frame = Frame::new("instruments", "instruments", "Instruments").described(format!(
        "The {} treaties, resolutions, processes, bodies and principles that the documents refer to.",
        digest.instruments.len()
    ));
    let ids = &scope.site.lists.instruments;
    frame.parts = scope.parts("Instruments", |index| {
        digest.instrument(ids[index]).name.clone()
    });
    let shown = ids[scope.items(ids.len())].iter();
    let view = List {
        instruments: shown.map(|id| entry(scope, *id)).collect(),
    };
    Page::new("instruments.html", frame, &view)
}

fn entry(scope: &Scope<'_>, id: InstrumentId) -> Entry {
    let own = scope.site.digest.instrument(id);
    let mentioned = Mentioned::Instrument(id);
    let documents = scope.site.lists.naming(mentioned);
    let mentions = |id: &DocumentId| named_in(scope.site, mentioned, *id).count();
    let link = |id: &DocumentId| {
        let document = document(scope, *id);
        Link {
            href: document.href,
            text: document.short,
        }
    };
    Entry {
        href: scope.href(Target::Instrument(id), None),
        name: own.name.clone(),
        kind: kind_of(own.kind),
        date: own.date.as_ref().map(date),
        mentions: documents.iter().map(mentions).sum(),
        documents: named_in_passing(documents.iter(), link),
    }
}

/// About how many bytes each instrument takes in the list.
pub(super) fn list_weights(site: &Site<'_>) -> Vec<usize> {
    let instruments = site.lists.instruments.iter();
    instruments
        .map(|&id| {
            let own = site.digest.instrument(id);
            let documents = site.lists.naming(Mentioned::Instrument(id)).iter();
            let documents = named_in_passing(documents, |id| {
                let document = site.digest.document(*id);
                40 + document.id.len() + weight(&document.short)
            });
            let documents: usize = documents.named.iter().sum();
            250 + own.id.len() + weight(&own.name) + documents
        })
        .collect()
}

pub(super) fn page(scope: &Scope<'_>, id: InstrumentId) -> Page {
    let digest = scope.site.digest;
    let own = digest.instrument(id);
    let mut frame = Frame::new("instrument", "instruments", own.name.clone())
        .described(format!("Where the documents refer to {}.", own.name))
        .below(scope.href(Target::Instruments, None), "Instruments");
    let file = &scope.site.files.get(own.places.file()).path;
    frame.edit = edit_link(scope.site, file, "Edit this record")
        .into_iter()
        .collect();
    let mentioned = Mentioned::Instrument(id);
    let documents = scope.site.lists.naming(mentioned);
    frame.parts = scope.parts("Documents", |index| {
        digest.document(documents[index]).short.clone()
    });
    let shown = &documents[scope.items(documents.len())];
    let holders = (0..digest.holders.len()).map(HolderId);
    let view = View {
        kind: kind_of(own.kind),
        date: own.date.as_ref().map(date),
        aliases: own.aliases.clone(),
        url: own.url.clone().filter(|url| is_safe_url(url)),
        holders: holders
            .filter(|it| digest.holder(*it).instrument == Some(id))
            .map(|it| holder(scope, it))
            .collect(),
        mentions: mentions_of(scope, mentioned, shown),
    };
    Page::new("instrument.html", frame, &view)
}

/// About how many bytes each document takes that names an instrument.
pub(super) fn weights(site: &Site<'_>, id: InstrumentId) -> Vec<usize> {
    let mentioned = Mentioned::Instrument(id);
    let documents = site.lists.naming(mentioned).iter();
    documents
        .map(|id| mention_weight(site, mentioned, *id))
        .collect()
}

/// About how many bytes it takes where one document names something.
pub(super) fn mention_weight(site: &Site<'_>, mentioned: Mentioned, id: DocumentId) -> usize {
    let document = site.digest.document(id);
    let mentions = named_in(site, mentioned, id).map(|it| context_weight(site, id, &it.range));
    130 + document.id.len() + weight(&document.short) + mentions.sum::<usize>()
}

/// About how many bytes words in their context take.
pub(super) fn context_weight(site: &Site<'_>, id: DocumentId, range: &TextRange) -> usize {
    let document = site.digest.document(id);
    // Words of most languages take fewer bytes than this.
    let context = range.range().len() + 2 * 10 * site.config.context_words;
    150 + document.id.len() + context * 11 / 10
}

/// Where a document names a holder or an instrument, in source order. The name of an adopted text leads to
/// its holder, and names the instrument all the same.
fn named_in<'s>(
    site: &'s Site<'_>,
    wanted: Mentioned,
    id: DocumentId,
) -> impl Iterator<Item = &'s Mention> {
    let is_wanted = move |mentioned: Mentioned| match (wanted, mentioned) {
        (Mentioned::Instrument(instrument), Mentioned::Holder(holder)) => {
            site.digest.holder(holder).instrument == Some(instrument)
        }
        _ => wanted == mentioned,
    };
    let mentions = site.comparison.mentions(id).iter();
    mentions.filter(move |mention| is_wanted(mention.mentioned))
}

/// Where a holder or an instrument is named, document by document.
pub(super) fn mentions_of(scope: &Scope<'_>, wanted: Mentioned, documents: &[DocumentId]) -> Html {
    Html::lines(documents.iter().map(|&id| {
        let mentions = named_in(scope.site, wanted, id);
        Mentions {
            href: scope.href(Target::Document(id), None),
            contexts: contexts(scope, id, mentions.map(|it| it.range.clone())),
        }
    }))
}

fn kind_of(kind: InstrumentKind) -> &'static str {
    match kind {
        InstrumentKind::Treaty => "Treaty",
        InstrumentKind::Resolution => "Resolution",
        InstrumentKind::Process => "Process",
        InstrumentKind::Body => "Body",
        InstrumentKind::Principles => "Principles",
        InstrumentKind::Law => "Law",
        InstrumentKind::Programme => "Programme",
    }
}
