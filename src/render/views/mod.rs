//! What templates get: one struct per kind of page, made from the digest and its comparison.

mod alike;
pub(super) mod cells;
pub(super) mod changes;
mod cited;
mod compare;
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
mod record;
mod reference;
mod reliability;
mod rows;
mod rules;
mod search;
pub(super) mod side;
mod text;
mod theme;

pub(super) use parts::kind_of_document;

use serde::Serialize;

use super::address::Target;
use super::frame::Frame;
use super::scope::Scope;
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
        Target::Feed => changes::feed(scope),
        Target::Redirect(index) => machine::redirect(scope, index),
        Target::Cited(..)
        | Target::PositionsCsv
        | Target::QuestionCsv(_)
        | Target::CodingsCsv
        | Target::DigestJson
        | Target::CitedAll(_)
        | Target::Asset(_)
        | Target::SearchFile(_)
        | Target::Sides(_)
        | Target::Robots
        | Target::NoJekyll
        | Target::Cname => unreachable!("bug: made without a template"),
    }
}
