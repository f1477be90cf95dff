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
pub mod git;
pub mod load;
pub mod prose;
pub mod record;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod text;
pub mod write;

use check::Checked;
use compare::Comparison;
use config::{Config, SiteUrl};
use diag::{Code, Diagnostics};
use digest::Digest;
use render::Site;
use source::Files;

/// A digest without mistakes, and what follows from it.
#[derive(Debug)]
pub struct Analysis {
    /// The digest.
    pub digest: Digest,
    /// What comparing its documents gives.
    pub comparison: Comparison,
}

/// A digest, read and analysed: what every command begins with.
#[derive(Debug)]
pub struct Reading {
    /// What it was read from.
    pub files: Files,
    /// What was found wrong, in the order in which it is printed.
    pub diagnostics: Diagnostics,
    /// Nothing when `book.toml` is broken.
    pub config: Option<Config>,
    /// Nothing when the digest has errors.
    pub analysis: Option<Analysis>,
}

impl Reading {
    /// Prepares the site; see [`render::site`]. There is none while the digest has errors.
    pub fn site<'a>(&'a self, rules: &'a [&'static Code]) -> (Option<Site<'a>>, Diagnostics) {
        let (Some(config), Some(analysis)) = (&self.config, &self.analysis) else {
            return (None, Diagnostics::new());
        };
        let Analysis { digest, comparison } = analysis;
        render::site(config, &self.files, digest, comparison, rules)
    }

    /// Adds what a later stage has to say.
    pub fn report(&mut self, found: Diagnostics) {
        self.diagnostics.append(found);
        self.diagnostics = std::mem::take(&mut self.diagnostics).sorted(&self.files);
    }
}

/// Reads the configuration, [analyses](analyse), and compiles the templates. No I/O either.
///
/// `site_url` takes the place of the one in `book.toml`.
pub fn read(files: Files, site_url: Option<SiteUrl>) -> Reading {
    let mut diagnostics = Diagnostics::new();
    let mut config = config::read(&files, &mut diagnostics);
    let mut analysis = None;
    if let Some(config) = &mut config {
        config.site_url = site_url.or(config.site_url.take());
        let (analysed, templates) = rayon::join(
            || analyse(config, &files),
            || render::check_templates(&files),
        );
        let (found, more) = analysed;
        analysis = found;
        diagnostics.append(more);
        diagnostics.append(templates);
    }
    if config.is_none() {
        diagnostics.append(of_broken_configuration(&files));
    }
    Reading {
        diagnostics: diagnostics.sorted(&files),
        files,
        config,
        analysis,
    }
}

/// What is wrong with the records and templates of a digest whose configuration is broken, so that
/// one run shows that, too.
fn of_broken_configuration(files: &Files) -> Diagnostics {
    let assumed = Config::default();
    let prefix = format!("{}/", assumed.content_folder);
    let mut diagnostics = render::check_templates(files);
    if files.under(&prefix).next().is_some() {
        let (_, found) = analyse(&assumed, files);
        diagnostics.append(found);
    }
    diagnostics
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
