//! What templates get: one struct per kind of page, made from the digest and its comparison.

mod alike;
pub(super) mod cells;
pub(super) mod changes;
mod cited;
pub(super) mod compare;
mod concordance;
mod coverage;
mod data;
mod document;
mod documents;
mod holder;
mod index;
mod instrument;
mod machine;
mod matrix;
mod method;
mod pair;
mod parting;
pub(super) mod parts;
mod pinned;
pub(super) mod prose;
mod question;
mod quote;
mod record;
mod reference;
mod reliability;
mod rows;
mod rules;
mod search;
pub(super) mod side;
mod text;
mod theme;

pub(super) use cells::{entries_of, entry_of, row_of, rows_of};
pub(super) use documents::Timeline;
pub(super) use parts::kind_of_document;
use parts::position_weight;
pub(super) use reliability::difference_of;

use rayon::prelude::*;
use serde::Serialize;

use super::Site;
use super::address::Target;
use super::frame::Frame;
use super::scope::Scope;
use crate::digest::{DocumentId, QuestionId};
pub(super) use crate::record::kind_id;

/// A page before its template.
pub(super) struct Page {
    /// Name of the template.
    pub(super) template: &'static str,
    /// What stands around the content.
    pub(super) frame: Frame,
    /// What the template knows as `view`.
    pub(super) view: tera::Value,
}

impl Page {
    fn new(template: &'static str, frame: Frame, view: &impl Serialize) -> Self {
        Self {
            template,
            frame,
            view: tera::Value::from_serializable(view),
        }
    }
}

/// About how many bytes what documents say takes, wherever it is shown. Told document by document, as what a
/// document says lies together in memory.
pub(super) struct Said {
    /// Each document's positions, with their questions.
    positions: Vec<Vec<(QuestionId, usize)>>,
    /// The documents that are coded on each question, on its page.
    rows: Vec<Vec<(DocumentId, usize)>>,
    /// The documents in which terms of each question occur, in its concordance.
    entries: Vec<Vec<(DocumentId, usize)>>,
}

impl Said {
    pub(super) fn new(site: &Site<'_>) -> Self {
        let positions = || {
            let documents = site.digest.documents.par_iter();
            let weights = documents.map(|document| {
                let positions = document.positions.iter();
                positions
                    .map(|it| (it.question, position_weight(document, it)))
                    .collect()
            });
            weights.collect()
        };
        let (positions, entries): (Vec<Vec<_>>, _) =
            rayon::join(positions, || concordance::entry_weights(site));
        Self {
            rows: question::row_weights(site, &positions),
            positions,
            entries,
        }
    }
}

/// About how many bytes each item of a page takes that may be divided; with the first counts what stands on
/// the first part alone. Cheap to say, and without regard to how the site is divided. None of other pages.
pub(super) fn weights(site: &Site<'_>, said: &Said, page: Target) -> Option<Vec<usize>> {
    Some(match page {
        Target::Matrix => matrix::weights(site),
        Target::Theme(id) => theme::weights(site, id),
        Target::Question(id) => question::weights(site, id, &said.rows[id.0]),
        Target::Documents => documents::weights(site),
        Target::Compare => compare::weights(site),
        Target::Holders => holder::list_weights(site),
        Target::Holder(id) => holder::weights(site, id, &said.positions),
        Target::Instruments => instrument::list_weights(site),
        Target::Instrument(id) => instrument::weights(site, id),
        Target::Terms => concordance::list_weights(site),
        Target::Concordance(id) => concordance::weights(site, id, &said.entries[id.0]),
        Target::Coverage => coverage::weights(site),
        Target::Reliability => reliability::weights(site),
        _ => return None,
    })
}

/// Makes the view of the scope's page.
pub(super) fn page(scope: &Scope<'_>) -> Page {
    match scope.target {
        Target::Index => index::page(scope),
        Target::Matrix => matrix::page(scope),
        Target::Theme(id) => theme::page(scope, id),
        Target::Question(id) => question::page(scope, id),
        Target::Documents => documents::page(scope),
        Target::Document(id) => document::page(scope, id),
        Target::Record(id) => record::page(scope, id),
        Target::Compare => compare::page(scope),
        Target::Pair(a, b) => pair::page(scope, a, b),
        Target::Pinned => pinned::page(scope),
        Target::Holders => holder::list(scope),
        Target::Holder(id) => holder::page(scope, id),
        Target::Instruments => instrument::list(scope),
        Target::Instrument(id) => instrument::page(scope, id),
        Target::Terms => concordance::list(scope),
        Target::Concordance(id) => concordance::page(scope, id),
        Target::Coverage => coverage::page(scope),
        Target::Method => method::page(scope),
        Target::Rules => rules::page(scope),
        Target::Reference => reference::page(scope),
        Target::Reliability => reliability::page(scope),
        Target::Changes => changes::page(scope),
        Target::Data => data::page(scope),
        Target::Search => search::page(scope),
        Target::Prose(index) => prose::page(scope, index),
        Target::NotFound => machine::not_found(scope),
        Target::Sitemap => machine::sitemap(scope),
        Target::SitemapPart(index) => machine::sitemap_part(scope, index),
        Target::Feed => changes::feed(scope),
        Target::Redirect(index) => machine::redirect(scope, index),
        Target::PositionsCsv
        | Target::QuestionCsv(_)
        | Target::CodingsCsv
        | Target::DigestJson
        | Target::CitedAll(_)
        | Target::Asset(_)
        | Target::SearchFile(_)
        | Target::Sides(_)
        | Target::Choices
        | Target::Robots
        | Target::NoJekyll
        | Target::Cname => unreachable!("bug: made without a template"),
    }
}
