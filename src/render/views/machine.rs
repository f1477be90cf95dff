//! Pages for hosts and machines: `404.html`, `sitemap.xml`, redirects.

use serde::Serialize;

use super::Page;
use crate::render::address::Target;
use crate::render::frame::{Frame, absolute};
use crate::render::html::{is_relative_url, is_safe_url};
use crate::render::scope::Scope;

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Sitemap {
    urls: Vec<String>,
}

#[derive(Serialize)]
struct Redirect {
    target: Option<String>,
    /// The complete address, if it is known.
    canonical: Option<String>,
}

pub(super) fn not_found(_scope: &Scope<'_>) -> Page {
    let frame = Frame::new("not-found", "", "There is no such page")
        .described("The address leads to no page of this digest.");
    Page::new("404.html", frame, &Nothing {})
}

/// All pages, or the files that list them where they are too many for one.
pub(super) fn sitemap(scope: &Scope<'_>) -> Page {
    let site = scope.site;
    if site.sitemaps.len() == 1 {
        return sitemap_part(scope, 0);
    }
    let parts = (0..site.sitemaps.len()).map(Target::SitemapPart);
    let view = Sitemap {
        urls: parts
            .filter_map(|it| absolute(site, &it.path(site.digest)?))
            .collect(),
    };
    Page::new("sitemaps.xml", Frame::default(), &view)
}

/// Some of the pages.
pub(super) fn sitemap_part(scope: &Scope<'_>, index: usize) -> Page {
    let site = scope.site;
    let part = &site.sitemaps[index];
    let pages = site.addresses.iter().filter(|it| it.target.is_indexed());
    let pages = pages.skip(part.start).take(part.len());
    let view = Sitemap {
        urls: pages.filter_map(|it| absolute(site, &it.path)).collect(),
    };
    Page::new("sitemap.xml", Frame::default(), &view)
}

pub(super) fn redirect(scope: &Scope<'_>, index: usize) -> Page {
    let (_, new) = &scope.site.config.redirects[index];
    let rest = new.trim_start_matches('/');
    let (target, canonical) = if is_safe_url(new) {
        (Some(new.clone()), Some(new.clone()))
    } else if !new.starts_with("//") && is_relative_url(rest) {
        let target = format!("{}{rest}", scope.root);
        (Some(target), absolute(scope.site, rest))
    } else {
        (None, None)
    };
    let frame = Frame::new("redirect", "", "This page has moved");
    Page::new("redirect.html", frame, &Redirect { target, canonical })
}
