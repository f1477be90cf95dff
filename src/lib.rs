//! Reads source documents and hand-written records, and turns them into a comparative policy digest.
//!
//! ```text
//! load ──▶ Files ──▶ Records ──▶ Texts ──▶ Digest ──▶ Comparison ──▶ (checked) ──▶ Site ──▶ write
//! disk               as written  blocks    ids resolved,  stances per              list of  disk
//!                    + places    + offsets quotes anchored document                addresses
//! ```
//!
//! Between reading and writing stand two pure functions: [`analyse`] reads a digest out of its files,
//! and [`render::render`] makes the bytes of one page. What is wrong with a digest is a value
//! ([`diag::Diagnostics`]); an `Err` means that the machine failed.

pub mod anchor;
pub mod check;
pub mod compare;
pub mod config;
pub mod diag;
pub mod digest;
pub mod load;
pub mod prose;
pub mod record;
pub mod render;
pub mod source;
pub mod text;
pub mod write;

use check::Checked;
use compare::Comparison;
use config::Config;
use diag::{Code, Diagnostics};
use digest::Digest;
use source::Files;

/// A digest without mistakes, and what follows from it.
#[derive(Debug)]
pub struct Analysis {
    /// The digest.
    pub digest: Digest,
    /// What comparing its documents gives.
    pub comparison: Comparison,
}

/// Reads a digest out of its files and holds it to all rules. No I/O, no clock, no randomness.
///
/// The analysis is there unless a diagnostic is an error. Every stage goes on past mistakes as far as
/// its input allows, so that one run shows everything that is wrong. The diagnostics are sorted.
pub fn analyse(config: &Config, files: &Files) -> (Option<Analysis>, Diagnostics) {
    let mut diags = Diagnostics::new();
    let records = record::read(files, &config.content_folder, &mut diags);
    let digest = digest::resolve(
        &records,
        files,
        &config.content_folder,
        config::SEEDS,
        &mut diags,
    );
    let comparison = Comparison::new(&digest);
    let checked = Checked {
        config,
        files,
        digest: &digest,
        comparison: &comparison,
    };
    check::run(&checked, &mut diags);
    let analysis = (!diags.has_errors()).then_some(Analysis { digest, comparison });
    (analysis, diags.sorted(files))
}

/// Every kind of diagnostic that the program knows, in order of id.
pub fn codes() -> Vec<&'static Code> {
    let stages = [config::CODES, record::CODES, digest::CODES, render::CODES];
    let stages = stages.into_iter().flatten().copied();
    let mut codes: Vec<&Code> = stages
        .chain(check::RULES.iter().map(|rule| rule.code))
        .collect();
    codes.sort_by_key(|code| code.id);
    codes
}
