//! `instruments.html` and `instruments/ID.html`: what documents refer to, and where.

use serde::Serialize;

use super::Page;
use super::parts::{DateView, DocumentRef, HolderRef, date, document, holder, place};
use crate::compare::concordance::context;
use crate::compare::mentions::Mentioned;
use crate::digest::{DocumentId, HolderId, InstrumentId};
use crate::record::InstrumentKind;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::is_safe_url;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct List {
    instruments: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    href: String,
    name: String,
    kind: &'static str,
    date: Option<DateView>,
    mentions: usize,
    documents: Vec<Link>,
}

#[derive(Serialize)]
struct View {
    kind: &'static str,
    date: Option<DateView>,
    aliases: Vec<String>,
    url: Option<String>,
    /// Holders that are this instrument's text.
    holders: Vec<HolderRef>,
    mentions: Vec<MentionGroup>,
}

/// Where a name stands in one document.
#[derive(Serialize)]
pub(super) struct MentionGroup {
    document: DocumentRef,
    /// Those in passages that are shown.
    mentions: Vec<Context>,
    hidden: usize,
}

/// Words with what stands before and after them.
#[derive(Serialize)]
pub(super) struct Context {
    pub(super) before: String,
    pub(super) words: String,
    pub(super) after: String,
    pub(super) place: Link,
}

pub(super) fn list(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let frame = Frame::new("instruments", "instruments", "Instruments").described(format!(
        "The {} treaties, resolutions, processes, bodies and principles that the documents refer to.",
        digest.instruments.len()
    ));
    let mut ids: Vec<InstrumentId> = (0..digest.instruments.len()).map(InstrumentId).collect();
    ids.sort_by_key(|id| digest.instrument(*id).name.to_lowercase());
    let view = List {
        instruments: ids.into_iter().map(|id| entry(scope, id)).collect(),
    };
    Page::new("instruments.html", frame, &view)
}

fn entry(scope: &Scope<'_>, id: InstrumentId) -> Entry {
    let own = scope.site.digest.instrument(id);
    let groups = mentions_of(scope, Mentioned::Instrument(id));
    Entry {
        href: scope.href(Target::Instrument(id), None),
        name: own.name.clone(),
        kind: kind_of(own.kind),
        date: own.date.as_ref().map(date),
        mentions: groups
            .iter()
            .map(|group| group.mentions.len() + group.hidden)
            .sum(),
        documents: groups
            .into_iter()
            .map(|group| Link {
                href: group.document.href,
                text: group.document.short,
            })
            .collect(),
    }
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
        mentions: mentions_of(scope, Mentioned::Instrument(id)),
    };
    Page::new("instrument.html", frame, &view)
}

/// Everywhere a holder or instrument is named, document by document. The name of an adopted text leads to
/// its holder, and names the instrument all the same.
pub(super) fn mentions_of(scope: &Scope<'_>, wanted: Mentioned) -> Vec<MentionGroup> {
    let is_wanted = |mentioned: Mentioned| match (wanted, mentioned) {
        (Mentioned::Instrument(instrument), Mentioned::Holder(holder)) => {
            scope.site.digest.holder(holder).instrument == Some(instrument)
        }
        _ => wanted == mentioned,
    };
    let documents = scope.site.comparison.mentions.iter().enumerate();
    documents
        .filter_map(|(index, mentions)| {
            let id = DocumentId(index);
            let found: Vec<_> = mentions
                .iter()
                .filter(|mention| is_wanted(mention.mentioned))
                .collect();
            let shown: Vec<Context> = found
                .iter()
                .filter(|mention| scope.site.shown.is_shown(id, mention.range.block))
                .map(|mention| {
                    let block = &scope.site.digest.document(id).text.blocks[mention.range.block];
                    let words = scope.site.config.context_words;
                    let (before, after) = context(&block.text, mention.range.range(), words);
                    Context {
                        before: before.to_owned(),
                        words: block.text[mention.range.range()].to_owned(),
                        after: after.to_owned(),
                        place: place(scope, id, mention.range.block),
                    }
                })
                .collect();
            (!found.is_empty()).then(|| MentionGroup {
                document: document(scope, id),
                hidden: found.len() - shown.len(),
                mentions: shown,
            })
        })
        .collect()
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
