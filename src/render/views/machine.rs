//! Pages for hosts and machines: `404.html`, `sitemap.xml`, redirects.

use serde::Serialize;

use super::Page;
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

pub(super) fn sitemap(scope: &Scope<'_>) -> Page {
    let site = scope.site;
    let pages = site.addresses.iter().filter(|it| it.target.is_indexed());
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
