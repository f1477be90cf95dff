//! What every page has around its content: title, description, way through the site, styles.

use serde::Serialize;

use super::Site;
use super::address::Target;
use super::assets::AssetKind;
use super::html::Html;
use super::issues;
use super::markdown::{Prose, prose};
use super::scope::Scope;
use super::series::Parts;
use crate::config::Direction;

/// A link with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) text: String,
}

/// Everything around a page's content.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Frame {
    /// The heading of the first level.
    pub(super) heading: String,
    /// Language and direction of the heading where they are not the interface's.
    pub(super) heading_lang: Option<String>,
    pub(super) heading_dir: Option<&'static str>,
    /// One sentence for search engines.
    pub(super) description: String,
    /// The way from the home page to this one, without either.
    pub(super) crumbs: Vec<Link>,
    pub(super) previous: Option<Link>,
    pub(super) next: Option<Link>,
    /// The way through the parts of a page that is divided.
    pub(super) parts: Option<Parts>,
    /// Links to edit what the page is made from.
    pub(super) edit: Vec<Link>,
    /// Further `<meta>`: name and content.
    pub(super) metas: Vec<(&'static str, String)>,
    /// What the page is about, as JSON-LD.
    pub(super) linked_data: Option<Html>,
    /// Whether the page stands for something else, which is what reference managers save of it.
    pub(super) stands_for_another: bool,
    /// Prose that introduces the page: what stands before its first heading.
    pub(super) intro: Option<Html>,
    /// The rest of that prose.
    pub(super) sections: Option<Html>,
    /// Which entry of the navigation is the current one.
    pub(super) section: &'static str,
    /// What page it is: class of `<body>`, so no class of anything inside.
    pub(super) kind: &'static str,
    root: String,
    canonical: Option<String>,
    base: Option<String>,
    /// The site's sign.
    icon: String,
    styles: Vec<String>,
    scripts: Vec<String>,
    is_home: bool,
    is_indexed: bool,
}

/// What all pages share, once per site: the context that templates know as `site`.
#[derive(Debug, Serialize)]
pub(super) struct Shared {
    title: String,
    language: String,
    direction: &'static str,
    description: String,
    authors: Vec<String>,
    repository: Option<String>,
    /// Sections in the head of each page; addresses relative to the root.
    navigation: Vec<Entry>,
    /// Pages named at the foot of each page.
    footer: Vec<Entry>,
    /// The feed of changes, if there is one; relative to the root.
    feed: Option<String>,
}

/// An entry of the navigation.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    id: &'static str,
    path: String,
    text: String,
}

impl Frame {
    /// Begins a frame with its heading.
    pub(super) fn new(
        kind: &'static str,
        section: &'static str,
        heading: impl Into<String>,
    ) -> Self {
        Self {
            heading: heading.into(),
            kind,
            section,
            ..Self::default()
        }
    }

    /// Says in a sentence what the page is.
    pub(super) fn described(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Adds a step on the way from the home page.
    pub(super) fn below(mut self, href: String, text: impl Into<String>) -> Self {
        let text = text.into();
        self.crumbs.push(Link { href, text });
        self
    }

    /// Fills in what follows from the page's place in the site.
    pub(super) fn complete(mut self, scope: &Scope<'_>, path: &str) -> Self {
        let site = scope.site;
        self.root.clone_from(&scope.root);
        self.is_home = scope.target == Target::Index;
        self.is_indexed = scope.target.is_indexed();
        if self.is_indexed {
            self.canonical = absolute(site, path);
        }
        if scope.target == Target::NotFound {
            self.base = site.config.site_url.as_ref().map(|url| url.path.clone());
        }
        let assets = site.assets.iter().enumerate();
        let part = self.parts.as_ref().map(|_| scope.part);
        for (index, asset) in assets.filter(|(_, it)| (it.is_wanted)(scope.target, part)) {
            let href = scope.href(Target::Asset(index), None);
            match asset.kind {
                AssetKind::Icon => self.icon = href,
                AssetKind::Style => self.styles.push(href),
                AssetKind::Script => self.scripts.push(href),
            }
        }
        // A page of prose is its own text, and needs no introduction.
        if !matches!(scope.target, Target::Prose(_)) {
            self.introduce(scope, path);
        }
        // The page of missing addresses stands at all of them.
        if scope.target != Target::NotFound {
            let address = absolute(site, path).unwrap_or_else(|| path.to_owned());
            self.edit.extend(issues::report_error(site, &address));
        }
        if self.description.is_empty() {
            self.description = format!("{} – {}", self.heading, site.config.title);
        }
        if let Some(parts) = &self.parts {
            self.description = format!("{} {}", self.description, parts.sentence());
        }
        self
    }

    /// Puts the page of prose that is named like this one in front of it.
    fn introduce(&mut self, scope: &Scope<'_>, path: &str) {
        let pages = &scope.site.digest.pages;
        let own = |id: &str| path.strip_suffix(".html") == Some(id);
        let Some(page) = pages.iter().find(|page| own(&page.id)) else {
            return;
        };
        let Prose {
            title,
            lead,
            sections,
        } = prose(&page.markdown, scope);
        if let Some(title) = title {
            self.heading = title;
        }
        let given = |html: Html| (!html.is_empty()).then_some(html);
        self.intro = given(lead);
        self.sections = given(sections);
        let file = &scope.site.files.get(page.file).path;
        self.edit
            .extend(edit_link(scope.site, file, "Edit this text"));
    }
}

impl Shared {
    /// Collects what all pages share.
    pub(super) fn new(site: &Site<'_>) -> Self {
        let config = site.config;
        Self {
            title: config.title.clone(),
            language: config.language.clone(),
            direction: dir(config.direction),
            description: config.description.clone(),
            authors: config.authors.clone(),
            repository: config
                .repository_url
                .clone()
                .filter(|url| super::html::is_safe_url(url)),
            navigation: navigation(site),
            footer: footer(site),
            feed: site
                .has(Target::Feed)
                .then(|| Target::Feed.path(site.digest))
                .flatten(),
        }
    }
}

fn navigation(site: &Site<'_>) -> Vec<Entry> {
    [
        ("matrix", Target::Matrix, "Matrix"),
        ("documents", Target::Documents, "Documents"),
        ("compare", Target::Compare, "Compare"),
        ("holders", Target::Holders, "Holders"),
        ("instruments", Target::Instruments, "Instruments"),
        ("terms", Target::Terms, "Terms"),
        ("method", Target::Method, "Method"),
        ("data", Target::Data, "Data"),
        ("search", Target::Search, "Search"),
    ]
    .into_iter()
    .filter(|(_, target, _)| site.has(*target))
    .map(|(id, target, text)| entry(site, id, target, text.to_owned()))
    .collect()
}

fn footer(site: &Site<'_>) -> Vec<Entry> {
    let fixed = [
        (Target::Coverage, "Coverage"),
        (Target::Reliability, "Reliability"),
        (Target::Changes, "Changes"),
        (Target::Rules, "Rules"),
        (Target::Reference, "Records"),
    ];
    let prose = site
        .addresses
        .iter()
        .filter_map(|address| match address.target {
            Target::Prose(index) => {
                let page = &site.digest.pages[index];
                Some((address.target, super::views::prose::title(page)))
            }
            _ => None,
        });
    fixed
        .into_iter()
        .filter(|(target, _)| site.has(*target))
        .map(|(target, text)| (target, text.to_owned()))
        .chain(prose)
        .map(|(target, text)| entry(site, "", target, text))
        .collect()
}

fn entry(site: &Site<'_>, id: &'static str, target: Target, text: String) -> Entry {
    let path = target
        .path(site.digest)
        .expect("bug: navigation to nowhere");
    Entry { id, path, text }
}

/// The complete address of a page, if the site's own is known.
pub(super) fn absolute(site: &Site<'_>, path: &str) -> Option<String> {
    let url = site.config.site_url.as_ref()?;
    let origin = url.origin.as_ref()?;
    let path = path
        .strip_suffix("index.html")
        .filter(|rest| rest.is_empty())
        .unwrap_or(path);
    Some(format!("{origin}{}{path}", url.path))
}

/// A link to edit a file of the digest, if the configuration says where.
pub(super) fn edit_link(site: &Site<'_>, path: &str, text: &str) -> Option<Link> {
    let template = site.config.edit_url_template.as_ref()?;
    let href = template.replace("{path}", path);
    super::html::is_safe_url(&href).then(|| Link {
        href,
        text: text.to_owned(),
    })
}

/// The value of `dir`.
pub(super) fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}
