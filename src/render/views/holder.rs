//! `holders.html` and `holders/ID.html`: whose words they are.

use serde::Serialize;

use super::Page;
use super::instrument::{MentionGroup, mentions_of};
use super::parts::{
    DocumentRef, HolderRef, PositionView, QuestionRef, document, holder, kind_of_holder, position,
    question,
};
use crate::compare::mentions::Mentioned;
use crate::digest::{DocumentId, HolderId, Position};
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::scope::Scope;

#[derive(Serialize)]
struct List {
    /// Those with positions.
    holders: Vec<Entry>,
    /// Those without.
    named: Vec<Entry>,
}

/// A holder and how much there is of it.
#[derive(Serialize)]
struct Entry {
    holder: HolderRef,
    role: Option<String>,
    affiliation: Option<HolderRef>,
    positions: usize,
    documents: Vec<Link>,
}

#[derive(Serialize)]
struct View {
    kind: &'static str,
    role: Option<String>,
    affiliation: Option<HolderRef>,
    members: Vec<HolderRef>,
    aliases: Vec<String>,
    instrument: Option<Link>,
    issued: Vec<DocumentRef>,
    positions: Vec<Held>,
    /// Positions of others who speak for this holder.
    behalf: Vec<Held>,
    mentions: Vec<MentionGroup>,
}

/// A position and where it is held.
#[derive(Serialize)]
struct Held {
    question: QuestionRef,
    document: DocumentRef,
    /// The position's note on the document's page.
    href: String,
    position: PositionView,
}

pub(super) fn list(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let frame = Frame::new("holders", "holders", "Holders").described(format!(
        "The {} organisations, persons, gatherings and adopted texts whose words these are.",
        digest.holders.len()
    ));
    let mut ids: Vec<HolderId> = (0..digest.holders.len()).map(HolderId).collect();
    ids.sort_by_key(|id| digest.holder(*id).name.to_lowercase());
    let entries = ids.into_iter().map(|id| entry(scope, id));
    let (holders, named) = entries.partition(|entry| entry.positions > 0);
    let view = List { holders, named };
    Page::new("holders.html", frame, &view)
}

fn entry(scope: &Scope<'_>, id: HolderId) -> Entry {
    let digest = scope.site.digest;
    let own = digest.holder(id);
    let counts = digest.documents.iter().map(|document| {
        let held = document.positions.iter().filter(|it| it.holder == id);
        held.count()
    });
    let counts: Vec<usize> = counts.collect();
    let with_any = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    Entry {
        holder: holder(scope, id),
        role: own.role.clone(),
        affiliation: own.affiliation.map(|id| holder(scope, id)),
        positions: counts.iter().sum(),
        documents: with_any
            .map(|(index, _)| {
                let document = document(scope, DocumentId(index));
                Link {
                    href: document.href,
                    text: document.short,
                }
            })
            .collect(),
    }
}

pub(super) fn page(scope: &Scope<'_>, id: HolderId) -> Page {
    let digest = scope.site.digest;
    let own = digest.holder(id);
    let mut frame = Frame::new("holder", "holders", own.name.clone())
        .described(format!("All positions of {} in this digest.", own.name))
        .below(scope.href(Target::Holders, None), "Holders");
    let file = &scope.site.files.get(own.places.file()).path;
    frame.edit = edit_link(scope.site, file, "Edit this record")
        .into_iter()
        .collect();
    let members = (0..digest.holders.len()).map(HolderId);
    let issued = digest.documents.iter().enumerate();
    let view = View {
        kind: kind_of_holder(own.kind),
        role: own.role.clone(),
        affiliation: own.affiliation.map(|id| holder(scope, id)),
        members: members
            .filter(|member| digest.holder(*member).affiliation == Some(id))
            .map(|member| holder(scope, member))
            .collect(),
        aliases: own.aliases.clone(),
        instrument: own.instrument.map(|id| Link {
            href: scope.href(Target::Instrument(id), None),
            text: digest.instrument(id).name.clone(),
        }),
        issued: issued
            .filter(|(_, document)| document.issuer == Some(id))
            .map(|(index, _)| document(scope, DocumentId(index)))
            .collect(),
        positions: held(scope, |position| position.holder == id),
        behalf: held(scope, |position| position.on_behalf_of == Some(id)),
        mentions: mentions_of(scope, Mentioned::Holder(id)),
    };
    Page::new("holder.html", frame, &view)
}

/// The positions that are wanted, in order of question, then of document.
fn held(scope: &Scope<'_>, wanted: impl Fn(&Position) -> bool) -> Vec<Held> {
    let documents = scope.site.digest.documents.iter().enumerate();
    let mut found: Vec<(&Position, DocumentId)> = documents
        .flat_map(|(index, document)| {
            let positions = document.positions.iter();
            positions.map(move |position| (position, DocumentId(index)))
        })
        .filter(|(position, _)| wanted(position))
        .collect();
    found.sort_by_key(|(position, document)| (position.question, *document));
    found
        .into_iter()
        .map(|(it, id)| {
            let fragment = fragments::on_document(scope, it);
            Held {
                question: question(scope, it.question),
                document: document(scope, id),
                href: scope.href(Target::Document(id), Some(&fragment)),
                position: position(scope, id, it),
            }
        })
        .collect()
}
