//! The stages of the library as the commands call them: read, analyse, render, write.

use std::path::Path;

use anyhow::{Result, anyhow};
use policy_digest::config::{self, Config, SiteUrl};
use policy_digest::diag::{Code, Diagnostics};
use policy_digest::load::{self, Input};
use policy_digest::render::{self, Address};
use policy_digest::source::Files;
use policy_digest::write::{Output, Written};
use policy_digest::{Analysis, analyse};

/// A digest, read and analysed.
pub(super) struct Digest {
    pub(super) files: Files,
    /// What was found wrong, in the order in which it is printed.
    pub(super) diagnostics: Diagnostics,
    /// Nothing when `book.toml` is broken.
    pub(super) config: Option<Config>,
    /// Nothing when the digest has errors.
    analysis: Option<Analysis>,
}

/// Reads and analyses the digest in `root`; `site_url` takes the place of the one in `book.toml`.
pub(super) fn read(root: &Path, site_url: Option<&str>) -> Result<Digest> {
    let site_url = site_url.map(SiteUrl::parse).transpose();
    let site_url = site_url.map_err(|problem| anyhow!("`--site-url` {problem}"))?;

    // What is to be read stands in a file that has to be read first.
    let book = load::book(root)?;
    let config = config::read(&book, &mut Diagnostics::new());
    let files = match &config {
        Some(config) => load::load(root, &inputs(config))?,
        None => book,
    };
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
    Ok(Digest {
        diagnostics: diagnostics.sorted(&files),
        files,
        config,
        analysis,
    })
}

/// Everything that a digest is read from.
pub(super) fn inputs(config: &Config) -> Vec<Input<'_>> {
    let folders = [&config.content_folder, config::TEMPLATES];
    let files = config.additional_css.iter().chain(&config.additional_js);
    let mut inputs: Vec<Input> = [config::BOOK]
        .into_iter()
        .chain(folders)
        .chain(files.map(String::as_str))
        .map(|path| Input {
            path,
            limit: load::TEXT_LIMIT,
        })
        .collect();
    inputs.push(Input {
        path: config::SEEDS,
        limit: load::SOURCE_LIMIT,
    });
    inputs
}

/// Every kind of diagnostic, in order of id.
pub(super) fn codes() -> Vec<&'static Code> {
    policy_digest::codes()
}

impl Digest {
    /// Renders and writes the site.
    ///
    /// Nothing when it cannot be rendered, or the digest has errors: the diagnostics say why.
    pub(super) fn write(&mut self, output: Output) -> Result<Option<Written>> {
        let (Some(config), Some(analysis)) = (&self.config, &self.analysis) else {
            return Ok(None);
        };
        let codes = codes();
        let (site, found) = render::site(
            config,
            &self.files,
            &analysis.digest,
            &analysis.comparison,
            &codes,
        );
        let Some(site) = site else {
            self.diagnostics.append(found);
            self.diagnostics = std::mem::take(&mut self.diagnostics).sorted(&self.files);
            return Ok(None);
        };
        let addresses: Vec<String> = site.addresses().iter().map(Address::path).collect();
        let render = |index: usize| render::render(&site, &site.addresses()[index]);

        match output.write(&addresses, render)? {
            Ok(written) => Ok(Some(written)),
            Err(failed) => {
                let mut diagnostics = std::mem::take(&mut self.diagnostics);
                diagnostics.append(failed.into_iter().collect());
                self.diagnostics = diagnostics.sorted(&self.files);
                Ok(None)
            }
        }
    }
}
