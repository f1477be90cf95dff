//! `holders.html` and `holders/ID.html`: whose words they are.

use askama::Template;
use serde::Serialize;

use super::Page;
use super::cells::{Named, named, named_in_passing};
use super::instrument::{mention_weight, mentions_of};
use super::parts::{
    DocumentRef, HolderRef, PositionView, document, holder, kind_of_holder, position,
};
use crate::compare::mentions::Mentioned;
use crate::digest::{DocumentId, HolderId, QuestionId};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::fragments;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::Html;
use crate::render::lists::OfHolder;
use crate::render::scope::Scope;
use crate::render::series::weight;

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
    documents: Named<Link>,
}

#[derive(Serialize)]
struct View {
    kind: &'static str,
    role: Option<String>,
    affiliation: Option<HolderRef>,
    members: Named<HolderRef>,
    aliases: Vec<String>,
    instrument: Option<Link>,
    issued: Named<DocumentRef>,
    /// Whether none of its positions are coded, which the first part says.
    without_positions: bool,
    positions: Html,
    /// Positions of others who speak for this holder.
    behalf: Html,
    mentions: Html,
}

/// A position and where it is held.
#[derive(Template)]
#[template(path = "compiled/held.html")]
struct Held<'s> {
    /// The question, if it is not that of the position before.
    question: Option<Link>,
    /// The position's note on the document's page.
    href: String,
    position: PositionView<'s>,
}

pub(super) fn list(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let mut frame = Frame::new("holders", "holders", "Holders").described(format!(
        "The {} organisations, persons, gatherings and adopted texts whose words these are.",
        digest.holders.len()
    ));
    let ids = &scope.site.lists.holders;
    frame.parts = scope.parts("Holders", |index| digest.holder(ids[index]).name.clone());
    let shown = ids[scope.items(ids.len())].iter();
    let (holders, named) = shown
        .map(|id| entry(scope, *id))
        .partition(|entry| entry.positions > 0);
    let view = List { holders, named };
    Page::new("holders.html", frame, &view)
}

fn entry(scope: &Scope<'_>, id: HolderId) -> Entry {
    let own = scope.site.digest.holder(id);
    let held = scope.site.lists.of_holder(id);
    let link = |id: DocumentId| {
        let document = document(scope, id);
        Link {
            href: document.href,
            text: document.short,
        }
    };
    Entry {
        holder: holder(scope, id),
        role: own.role.clone(),
        affiliation: own.affiliation.map(|id| holder(scope, id)),
        positions: held.positions.len(),
        documents: named_in_passing(held.documents().into_iter(), link),
    }
}

/// About how many bytes each holder takes in the list.
pub(super) fn list_weights(site: &Site<'_>) -> Vec<usize> {
    let holders = site.lists.holders.iter();
    holders
        .map(|&id| {
            let own = site.digest.holder(id);
            let link = |id: DocumentId| {
                let document = site.digest.document(id);
                40 + document.id.len() + weight(&document.short)
            };
            let documents =
                named_in_passing(site.lists.of_holder(id).documents().into_iter(), link);
            let affiliation = own.affiliation.map(|id| site.digest.holder(id));
            200 + own.id.len()
                + weight(&own.name)
                + own.role.as_ref().map_or(0, |it| 30 + weight(it))
                + affiliation.map_or(0, |it| 30 + weight(&it.name))
                + documents.named.iter().sum::<usize>()
        })
        .collect()
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
    let lists = &scope.site.lists;
    let of = lists.of_holder(id);
    let documents = lists.naming(Mentioned::Holder(id));
    // On the page stand its positions, then those of others on its behalf, then where it is named.
    let behalf = of.positions.len();
    let mentions = behalf + of.behalf.len();
    frame.parts = scope.parts("Entries", |index| {
        let (id, on) =
            if let Some((id, position)) = of.positions.iter().chain(&of.behalf).nth(index) {
                (
                    *id,
                    Some(digest.document(*id).positions[*position].question),
                )
            } else {
                (documents[index - mentions], None)
            };
        let document = &digest.document(id).short;
        match on {
            Some(on) => format!("{}, {document}", digest.question(on).short),
            None => format!("named in {document}"),
        }
    });
    let items = scope.items(mentions + documents.len());
    let within = |from: usize, length: usize| {
        items.start.clamp(from, from + length) - from..items.end.clamp(from, from + length) - from
    };
    let view = View {
        kind: kind_of_holder(own.kind),
        role: own.role.clone(),
        affiliation: own.affiliation.map(|id| holder(scope, id)),
        members: named(of.members.iter(), |id| holder(scope, *id)),
        aliases: own.aliases.clone(),
        instrument: own.instrument.map(|id| Link {
            href: scope.href(Target::Instrument(id), None),
            text: digest.instrument(id).name.clone(),
        }),
        issued: named(of.issued.iter(), |id| document(scope, *id)),
        without_positions: of.positions.is_empty() && scope.is_first_part(),
        positions: held(scope, &of.positions[within(0, behalf)]),
        behalf: held(scope, &of.behalf[within(behalf, of.behalf.len())]),
        mentions: mentions_of(
            scope,
            Mentioned::Holder(id),
            &documents[within(mentions, documents.len())],
        ),
    };
    Page::new("holder.html", frame, &view)
}

/// About how many bytes each thing that belongs to a holder takes.
pub(super) fn weights(
    site: &Site<'_>,
    id: HolderId,
    said: &[Vec<(QuestionId, usize)>],
) -> Vec<usize> {
    let OfHolder {
        positions, behalf, ..
    } = site.lists.of_holder(id);
    let held = positions.iter().chain(behalf).map(|(id, index)| {
        let (question, position) = said[id.0][*index];
        50 + weight(&site.digest.question(question).proposition) + position
    });
    let mentioned = Mentioned::Holder(id);
    let documents = site.lists.naming(mentioned).iter();
    held.chain(documents.map(|id| mention_weight(site, mentioned, *id)))
        .collect()
}

/// Shows positions, which stand in the order of their questions.
fn held(scope: &Scope<'_>, positions: &[(DocumentId, usize)]) -> Html {
    let mut last = None;
    Html::lines(positions.iter().map(|&(id, index)| {
        let own = &scope.site.digest.document(id).positions[index];
        let fragment = fragments::on_document(scope, own);
        let is_next = last.replace(own.question) != Some(own.question);
        Held {
            question: is_next.then(|| Link {
                href: scope.href(Target::Question(own.question), None),
                text: scope.site.digest.question(own.question).proposition.clone(),
            }),
            href: scope.href(Target::Document(id), Some(&fragment)),
            position: position(scope, id, own),
        }
    }))
}
