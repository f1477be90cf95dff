//! The site: addresses, and for each of them its bytes.
//!
//! ```text
//! Digest, Comparison ──▶ view (a struct per kind of page) ──▶ template ──▶ page ──▶ minified
//! ```
//!
//! 1. [`site`] compiles the templates and lists the addresses, once.
//! 2. [`render`] makes the bytes of one address. It reads no file and no clock, and keeps nothing,
//!    so that addresses may be rendered in any order and in parallel.
//!
//! Text from outside becomes markup in few places: `passage` writes a document's words,
//! `markdown` our prose, `highlight` code. Everything else is escaped by the templates.

mod address;
mod assets;
mod export;
mod frame;
mod highlight;
mod html;
mod layers;
mod markdown;
mod minify;
mod passage;
mod scope;
mod shown;
mod templates;
mod views;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use address::Address;
pub use templates::{CODES, check_templates};

use std::collections::BTreeSet;

use tera::{Context, Tera};

use crate::changes::History;
use crate::compare::Comparison;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::source::Files;
use address::Target;
use assets::Asset;
use frame::Shared;
use scope::Scope;
use shown::Shown;
use templates::Sources;

/// A site: everything that its pages are made from, and the list of their addresses.
pub struct Site<'a> {
    config: &'a Config,
    files: &'a Files,
    digest: &'a Digest,
    comparison: &'a Comparison,
    history: &'a History,
    rules: &'a [&'static Code],
    sources: Sources,
    tera: Tera,
    assets: Vec<Asset>,
    shown: Shown,
    addresses: Vec<Address>,
    targets: BTreeSet<Target>,
}

/// Prepares the site of a digest.
///
/// `history` is what the page of changes tells; `rules` are all kinds of diagnostics that there are, for
/// the page of rules.
///
/// Reports `template-error`; then there is no site.
pub fn site<'a>(
    config: &'a Config,
    files: &'a Files,
    digest: &'a Digest,
    comparison: &'a Comparison,
    history: &'a History,
    rules: &'a [&'static Code],
) -> (Option<Site<'a>>, Diagnostics) {
    let sources = templates::sources(files);
    let tera = match templates::compile(&sources, files) {
        Ok(tera) => tera,
        Err(diagnostics) => return (None, diagnostics),
    };
    let mut site = Site {
        config,
        files,
        digest,
        comparison,
        history,
        rules,
        assets: assets::assets(config, files, &sources),
        sources,
        tera,
        shown: Shown::new(digest),
        addresses: Vec::new(),
        targets: BTreeSet::new(),
    };
    site.addresses = addresses(&site);
    site.targets = site
        .addresses
        .iter()
        .map(|address| address.target)
        .collect();
    let shared = tera::Value::from_serializable(&Shared::new(&site));
    site.tera.global_context().insert_value("site", shared);
    (Some(site), Diagnostics::new())
}

impl Site<'_> {
    /// Every address of the site, each once.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// Whether there is a page for this.
    fn has(&self, target: Target) -> bool {
        self.targets.contains(&target)
    }
}

/// Renders one address.
///
/// # Errors
///
/// `template-error`, when a template asks for what the page does not have.
pub fn render(site: &Site<'_>, address: &Address) -> Result<Vec<u8>, Diagnostic> {
    render_with(site, address, minify::minified)
}

/// Renders one address and leaves pages as the templates write them: for looking at one of them
/// now, where minifying takes longer than all the rest.
///
/// # Errors
///
/// As [`render`].
pub fn render_unminified(site: &Site<'_>, address: &Address) -> Result<Vec<u8>, Diagnostic> {
    render_with(site, address, String::into_bytes)
}

fn render_with(
    site: &Site<'_>,
    address: &Address,
    finish: fn(String) -> Vec<u8>,
) -> Result<Vec<u8>, Diagnostic> {
    match address.target {
        Target::Asset(index) => Ok(site.assets[index].bytes.clone()),
        Target::PositionsCsv => Ok(export::positions_csv(site)),
        Target::CodingsCsv => Ok(export::codings_csv(site)),
        Target::DigestJson => Ok(export::digest_json(site)),
        Target::Robots => Ok(robots(site)),
        Target::NoJekyll => Ok(NO_JEKYLL.into()),
        Target::Cname => Ok(cname(site.config)),
        target => page(site, target, &address.path, finish),
    }
}

const NO_JEKYLL: &str =
    "This file tells GitHub Pages to publish the folder as it is, without Jekyll.\n";

fn page(
    site: &Site<'_>,
    target: Target,
    path: &str,
    finish: fn(String) -> Vec<u8>,
) -> Result<Vec<u8>, Diagnostic> {
    let scope = Scope::new(site, target, path);
    let page = views::page(&scope);
    let frame = page.frame.complete(&scope, path);
    let mut context = Context::new();
    context.insert("page", &frame);
    context.insert_value("view", page.view);
    let text = site
        .tera
        .render(page.template, &context)
        .map_err(|error| templates::explained(&error, &site.sources, site.files).remove(0))?;
    if page.template.ends_with(".html") {
        Ok(finish(text))
    } else {
        Ok(text.into_bytes())
    }
}

/// Lists the addresses: pages, then what hosts and machines want. An address of the configuration
/// (a redirect) never takes the place of a page.
fn addresses(site: &Site<'_>) -> Vec<Address> {
    let reliability = site.comparison.reliability.is_some();
    let mut targets = address::pages(site.digest, site.config.pairs_limit, reliability);
    let knows_origin = site
        .config
        .site_url
        .as_ref()
        .is_some_and(|url| url.origin.is_some());
    targets.extend(knows_origin.then_some(Target::Sitemap));
    targets.extend(views::changes::has_feed(site).then_some(Target::Feed));
    targets.extend([Target::Robots, Target::NoJekyll]);
    targets.extend(site.config.cname.as_ref().map(|_| Target::Cname));
    let fixed = targets.into_iter().filter_map(|target| {
        let path = target.path(site.digest)?;
        Some(Address { path, target })
    });
    let assets = site
        .assets
        .iter()
        .enumerate()
        .map(|(index, asset)| Address {
            path: asset.path.clone(),
            target: Target::Asset(index),
        });
    let redirects = site.config.redirects.iter().enumerate();
    let redirects = redirects.map(|(index, (old, _))| Address {
        path: old.clone(),
        target: Target::Redirect(index),
    });
    let mut taken = BTreeSet::new();
    fixed
        .chain(assets)
        .chain(redirects)
        .filter(|address| taken.insert(address.path.clone()))
        .collect()
}

fn robots(site: &Site<'_>) -> Vec<u8> {
    let sitemap = frame::absolute(site, "sitemap.xml")
        .map_or(String::new(), |url| format!("Sitemap: {url}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}").into_bytes()
}

fn cname(config: &Config) -> Vec<u8> {
    let name = config.cname.as_deref().unwrap_or_default();
    format!("{}\n", name.split_whitespace().next().unwrap_or_default()).into_bytes()
}
