//! The site: addresses, and for each of them its bytes.
//!
//! ```text
//! Digest, Comparison ──▶ view (a struct per kind of page) ──▶ template ──▶ page ──▶ minified
//! ```
//!
//! 1. [`site`] compiles the templates and lists the addresses, once; the index of the search is made when it
//!    is first asked for.
//! 2. [`render`] makes the bytes of one address. It reads no file and no clock, and keeps nothing,
//!    so that addresses may be rendered in any order and in parallel.
//!
//! Text from outside becomes markup in few places: `passage` writes a document's words,
//! `markdown` our prose, `highlight` code. Everything else is escaped by the templates.

mod address;
mod assets;
mod citation;
mod export;
mod fragments;
mod frame;
mod highlight;
mod html;
mod issues;
mod layers;
mod linked_data;
mod lists;
mod markdown;
mod minify;
mod order;
mod original;
mod passage;
mod scope;
mod script;
mod search;
mod series;
mod shown;
mod templates;
mod views;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use address::Address;
pub use templates::{CODES, check_templates};

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::ops::Range;
use std::sync::OnceLock;

use tera::{Context, Tera};

use crate::changes::History;
use crate::compare::Comparison;
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::digest::{Digest, DocumentId};
use crate::source::{Files, hex};
use address::{Target, to_part};
use assets::Asset;
use citation::{Citation, Format};
use export::Positions;
use frame::Shared;
use lists::Lists;
use scope::Scope;
use search::{Index, SearchFile};
use series::Divided;
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
    lists: Lists,
    /// For each document those with which it has a page of its own, in order of id.
    partners: Vec<Vec<DocumentId>>,
    divided: Divided,
    /// Made when it is asked for, and with it the addresses of its files: looking at a page takes neither.
    search: OnceLock<(Index, Vec<Address>)>,
    /// Made when it is asked for.
    positions: OnceLock<Positions>,
    /// All addresses but those of the search's index.
    addresses: Vec<Address>,
    /// Which of the pages that are to be found each file lists; none where the site's own address is not known.
    sitemaps: Vec<Range<usize>>,
    targets: BTreeSet<Target>,
    /// Changes with what all data of comparisons have in common; none where files are not to be hashed.
    version: Option<String>,
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
    let (shown, lists) = rayon::join(|| Shown::new(digest), || Lists::new(digest, comparison));
    let site = Site {
        config,
        files,
        digest,
        comparison,
        history,
        rules,
        assets: Vec::new(),
        version: config.hash_files.then(|| assets::version(digest, &sources)),
        sources,
        tera,
        shown,
        lists,
        partners: partners(config, digest),
        divided: Divided::new(),
        search: OnceLock::new(),
        positions: OnceLock::new(),
        addresses: Vec::new(),
        sitemaps: Vec::new(),
        targets: BTreeSet::new(),
    };
    (Some(site.laid_out(&LIMITS)), Diagnostics::new())
}

/// How large things get before they are divided.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Of pages: bytes of items.
    page: usize,
    /// Of sitemaps: addresses and bytes.
    sitemap: (usize, usize),
}

/// Those of sitemaps are the protocol's (<https://www.sitemaps.org/protocol.html>): 50,000 addresses, 50 MB.
const LIMITS: Limits = Limits {
    page: series::LONGEST,
    sitemap: (50_000, 50_000_000),
};

/// 64 hexadecimal digits that change with everything that a site is made from, but for its history and what
/// the program's call says: the files of the digest, the templates, the program's version.
pub fn fingerprint(files: &Files) -> String {
    hex(&assets::fingerprint(files, &templates::sources(files)))
}

impl Site<'_> {
    /// Divides what is too long for one page or file, and lists the addresses.
    fn laid_out(mut self, limits: &Limits) -> Self {
        let pages = address::pages(
            self.digest,
            self.config.pairs_limit,
            self.comparison.reliability.is_some(),
            self.config.search.is_some(),
        );
        self.divided = series::divided(&self, &pages, limits.page);
        self.assets = assets::assets(
            self.config,
            self.files,
            &self.sources,
            !self.divided.is_empty(),
            views::compare::has_menu(&self),
        );
        let pages = parts(&self, &pages);
        self.sitemaps = sitemaps(&self, &pages, limits.sitemap);
        self.addresses = addresses(&self, pages);
        self.targets = self.addresses.iter().map(|it| it.target).collect();
        let shared = tera::Value::from_serializable(&Shared::new(&self));
        self.tera.global_context().insert_value("site", shared);
        self
    }

    /// Every address of the site, each once.
    ///
    /// The first call makes the index of the search, on all processors: it must not come from within a task
    /// that others of them wait for.
    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        let of_search = self.search().map(|(_, addresses)| addresses);
        self.addresses.iter().chain(of_search.into_iter().flatten())
    }

    /// What stands at a path. Makes the index of the search if it has to, as [`addresses`](Self::addresses).
    pub fn address(&self, path: &str) -> Option<&Address> {
        let is_there = |address: &&Address| address.path == path;
        let found = self.addresses.iter().find(is_there);
        found.or_else(|| match path.starts_with(search::FOLDER) {
            true => self.addresses().find(is_there),
            false => None,
        })
    }

    /// The index of the search and its addresses; none when it is switched off.
    fn search(&self) -> Option<&(Index, Vec<Address>)> {
        self.config.search?;
        Some(self.search.get_or_init(|| {
            let index = Index::new(self);
            let address = |file: SearchFile| Address {
                path: index.path(file),
                target: Target::SearchFile(file),
                part: 0,
            };
            let addresses = index.files().map(address).collect();
            (index, addresses)
        }))
    }

    /// The rows of the tables of positions.
    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions::new(self))
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
    in_memory(|out| render_into(site, address, out))
}

/// Renders one address into `out`, so that data of which there is much need not be held in memory at once.
///
/// # Errors
///
/// As [`render`], inside; outside what `out` has to say.
pub fn render_into(
    site: &Site<'_>,
    address: &Address,
    out: &mut dyn io::Write,
) -> io::Result<Result<(), Diagnostic>> {
    let few = site.digest.documents.len() <= site.config.minify_limit;
    render_with(site, address, few, out)
}

/// Renders one address and leaves pages as the templates write them: for looking at one of them
/// now, where minifying takes longer than all the rest.
///
/// # Errors
///
/// As [`render`].
pub fn render_unminified(site: &Site<'_>, address: &Address) -> Result<Vec<u8>, Diagnostic> {
    in_memory(|out| render_with(site, address, false, out))
}

/// What is rendered, in a vector, which takes every byte.
fn in_memory(
    render: impl FnOnce(&mut dyn io::Write) -> io::Result<Result<(), Diagnostic>>,
) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let rendered = render(&mut bytes).expect("a vector takes every byte");
    rendered.map(|()| bytes)
}

fn render_with(
    site: &Site<'_>,
    address: &Address,
    is_minified: bool,
    out: &mut dyn io::Write,
) -> io::Result<Result<(), Diagnostic>> {
    let bytes = match address.target {
        Target::PositionsCsv => return site.positions().write(out).map(Ok),
        Target::QuestionCsv(id) => return site.positions().write_on(id, out).map(Ok),
        Target::CodingsCsv => return export::codings_csv(site, out).map(Ok),
        Target::DigestJson => return export::digest_json(site, out).map(Ok),
        Target::Asset(index) => site.assets[index].bytes.clone(),
        Target::Sides(id) => script::sides(site, id),
        Target::Choices => views::compare::choices(site),
        Target::CitedAll(format) => all_cited(site, format),
        Target::SearchFile(file) => {
            let search = site.search();
            let (index, _) = search.expect("bug: a file of an index that there is not");
            index.file(site, file)
        }
        Target::Robots => robots(site),
        Target::NoJekyll => NO_JEKYLL.into(),
        Target::Cname => cname(site.config),
        _ => return page(site, address, is_minified, out),
    };
    out.write_all(&bytes).map(Ok)
}

const NO_JEKYLL: &str =
    "This file tells GitHub Pages to publish the folder as it is, without Jekyll.\n";

fn page(
    site: &Site<'_>,
    address: &Address,
    is_minified: bool,
    out: &mut dyn io::Write,
) -> io::Result<Result<(), Diagnostic>> {
    let scope = Scope {
        part: address.part,
        ..Scope::new(site, address.target, &address.path)
    };
    let page = views::page(&scope);
    let frame = page.frame.complete(&scope, &address.path);
    let mut context = Context::new();
    context.insert("page", &frame);
    context.insert_value("view", page.view);
    if !is_minified || !page.template.ends_with(".html") {
        return fill(site, page.template, &context, out);
    }
    let mut text = Vec::new();
    match fill(site, page.template, &context, &mut text)? {
        Ok(()) => out.write_all(&minify::minified(text)).map(Ok),
        Err(diagnostic) => Ok(Err(diagnostic)),
    }
}

/// Writes the text of a template.
fn fill(
    site: &Site<'_>,
    template: &str,
    context: &Context,
    out: &mut dyn io::Write,
) -> io::Result<Result<(), Diagnostic>> {
    let mut failed = None;
    let out = Kept {
        out,
        failed: &mut failed,
    };
    let filled = site.tera.render_to(template, context, out);
    if let Some(error) = failed {
        return Err(error);
    }
    let explained = |error| templates::explained(&error, &site.sources, site.files).remove(0);
    Ok(filled.map_err(explained))
}

/// Keeps the error of a writer apart from those of a template that is written to it.
struct Kept<'o> {
    out: &'o mut dyn io::Write,
    failed: &'o mut Option<io::Error>,
}

impl io::Write for Kept<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes).map_err(|error| {
            let kind = error.kind();
            *self.failed = Some(error);
            kind.into()
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The addresses of pages and of the data that belong to them: of what is divided each part.
fn parts(site: &Site<'_>, pages: &[Target]) -> Vec<Address> {
    let mut addresses = Vec::new();
    for &target in pages {
        let Some(path) = target.path(site.digest) else {
            continue;
        };
        let count = site.divided.get(&target).map_or(1, Vec::len);
        let paths = std::iter::repeat_n(path, count).enumerate();
        addresses.extend(paths.map(|(part, mut path)| {
            to_part(&mut path, part);
            Address { path, target, part }
        }));
    }
    addresses
}

/// Parts the pages that are to be found among files that keep the limits of sitemaps.
fn sitemaps(
    site: &Site<'_>,
    pages: &[Address],
    (addresses, bytes): (usize, usize),
) -> Vec<Range<usize>> {
    /// Of a file as a whole and of each address in it; a little more than the templates have.
    const HEAD: usize = 150;
    const MARKUP: usize = 25;
    let room = bytes - HEAD;
    let indexed = pages.iter().filter(|it| it.target.is_indexed());
    let sizes = indexed.filter_map(|it| {
        let url = frame::absolute(site, &it.path)?;
        // No less than the share of one address, so that no file has more addresses than it may.
        Some((series::weight(&url) + MARKUP).max(room / addresses))
    });
    series::runs(sizes, room)
}

/// Lists the addresses: pages, then what hosts and machines want. An address of the configuration
/// (a redirect) never takes the place of a page.
fn addresses(site: &Site<'_>, pages: Vec<Address>) -> Vec<Address> {
    let whole = |path: String, target| Address {
        path,
        target,
        part: 0,
    };
    let mut targets = Vec::new();
    targets.extend((!views::compare::has_menu(site)).then_some(Target::Choices));
    let sitemaps = site.sitemaps.len();
    targets.extend((sitemaps > 0).then_some(Target::Sitemap));
    if sitemaps > 1 {
        targets.extend((0..sitemaps).map(Target::SitemapPart));
    }
    targets.extend(views::changes::has_feed(site).then_some(Target::Feed));
    targets.extend([Target::Robots, Target::NoJekyll]);
    targets.extend(site.config.cname.as_ref().map(|_| Target::Cname));
    let fixed = targets.into_iter();
    let fixed = fixed.filter_map(|it: Target| Some(whole(it.path(site.digest)?, it)));
    let assets = site.assets.iter().enumerate();
    let assets = assets.map(|(index, it)| whole(it.path.clone(), Target::Asset(index)));
    let redirects = site.config.redirects.iter().enumerate();
    let redirects = redirects.map(|(index, (old, _))| whole(old.clone(), Target::Redirect(index)));
    let mut taken = HashSet::with_capacity(pages.len());
    pages
        .into_iter()
        .chain(fixed)
        .chain(assets)
        .chain(redirects)
        .filter(|address| taken.insert(address.path.clone()))
        .collect()
}

fn partners(config: &Config, digest: &Digest) -> Vec<Vec<DocumentId>> {
    let mut partners = vec![Vec::new(); digest.documents.len()];
    for (a, b) in address::pairs(digest, config.pairs_limit) {
        partners[a.0].push(b);
        partners[b.0].push(a);
    }
    for list in &mut partners {
        list.sort_unstable();
    }
    partners
}

/// All documents, then the digest.
fn all_cited(site: &Site<'_>, format: Format) -> Vec<u8> {
    let documents = (0..site.digest.documents.len()).map(DocumentId);
    let mut citations: Vec<Citation> = documents.map(|id| citation::document(site, id)).collect();
    citations.push(citation::digest(site));
    format.write(&citations).into_bytes()
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
