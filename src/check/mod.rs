//! The rules that a digest is held to: a file, a fixture and a section of documentation for each.
//!
//! A rule looks at the whole digest and reports what breaks it; one that judges each document by itself goes
//! through `Checked::documents`, which are those that may have changed. Rules do not know of each other, and
//! all of them run, in parallel, so that one run shows everything. What keeps a record from meaning anything at all
//! (an unknown id, a missing source) is reported by the stage that finds it.

mod additional_file_missing;
mod address_repeated;
mod checksum_differs;
mod coded_and_silent;
mod conflict_marker;
mod holder_unused;
mod instrument_unmentioned;
mod link_unknown;
mod name_shared;
mod nesting_too_deep;
mod position_repeated;
mod position_without_quote;
mod question_without_terms;
mod quote_ambiguous;
mod quote_leaves_out_force;
mod quote_not_found;
mod quote_parts_apart;
mod schema_line_missing;
mod schema_outdated;
mod seen_term_absent;
mod short_too_long;
mod source_without_record;
mod stance_misstated;
mod term_in_silent_document;

use memchr::memmem;
use rayon::prelude::*;

use crate::compare::Comparison;
use crate::config::{BOOK, Config};
use crate::diag::{Code, Diagnostics};
use crate::digest::{Digest, Document, DocumentId, Quote, Unchanged};
use crate::source::{Files, Span};

/// What a rule looks at.
pub struct Checked<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The files that the digest was read from.
    pub files: &'a Files,
    /// The digest.
    pub digest: &'a Digest,
    /// What follows from it.
    pub comparison: &'a Comparison,
    /// The documents in which nothing that follows from them alone can be wrong, as nothing was.
    pub unchanged: Option<&'a Unchanged<'a>>,
}

impl<'a> Checked<'a> {
    /// The documents that a rule which judges each by itself has to look at.
    fn documents(&self) -> impl Iterator<Item = (DocumentId, &'a Document)> {
        let documents = self.digest.documents.iter().enumerate();
        let documents = documents.map(|(index, document)| (DocumentId(index), &**document));
        documents.filter(|(id, _)| !self.unchanged.is_some_and(|it| it.contains(*id)))
    }

    /// The quotes that such a rule has to look at: of these documents, and of second codings.
    fn quotes(&self) -> impl Iterator<Item = (DocumentId, &'a Quote)> {
        let of_documents = self
            .documents()
            .flat_map(|(id, document)| document.quotes().map(move |quote| (id, quote)));
        let of_codings = self.digest.codings.iter();
        let of_codings =
            of_codings.flat_map(|coding| coding.quotes().map(|quote| (coding.document, quote)));
        of_documents.chain(of_codings)
    }
}

/// One rule.
pub struct Rule {
    /// What it reports.
    pub code: &'static Code,
    /// Looks at a digest and reports what breaks the rule.
    pub run: fn(&Checked<'_>, &mut Diagnostics),
}

/// All rules, in order of id.
pub const RULES: &[Rule] = &[
    additional_file_missing::RULE,
    address_repeated::RULE,
    checksum_differs::RULE,
    coded_and_silent::RULE,
    conflict_marker::RULE,
    holder_unused::RULE,
    instrument_unmentioned::RULE,
    link_unknown::RULE,
    name_shared::RULE,
    nesting_too_deep::RULE,
    position_repeated::RULE,
    position_without_quote::RULE,
    question_without_terms::RULE,
    quote_ambiguous::RULE,
    quote_leaves_out_force::RULE,
    quote_not_found::RULE,
    quote_parts_apart::RULE,
    schema_line_missing::RULE,
    schema_outdated::RULE,
    seen_term_absent::RULE,
    short_too_long::RULE,
    source_without_record::RULE,
    stance_misstated::RULE,
    term_in_silent_document::RULE,
];

/// Holds a digest to all rules, several at once.
pub fn run(checked: &Checked<'_>, diags: &mut Diagnostics) {
    let found: Vec<Diagnostics> = RULES
        .par_iter()
        .with_max_len(1)
        .map(|rule| {
            let mut diags = Diagnostics::new();
            (rule.run)(checked, &mut diags);
            diags
        })
        .collect();
    for found in found {
        diags.append(found);
    }
}

/// Where the configuration writes `value` first; its beginning when it writes it otherwise. None
/// without a configuration file.
fn setting_span(files: &Files, value: &str) -> Option<Span> {
    let book = files.find(BOOK)?;
    let range = memmem::find(files.get(book).bytes(), value.as_bytes())
        .map_or(0..0, |start| start..start + value.len());
    Some(Span::new(book, range))
}
