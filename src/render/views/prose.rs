//! Pages of prose: `content/*.md`.

use serde::Serialize;

use super::Page;
use super::parts::capitalised;
use crate::digest;
use crate::render::frame::{Frame, edit_link};
use crate::render::html::Html;
use crate::render::markdown;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    html: Html,
}

pub(super) fn page(scope: &Scope<'_>, index: usize) -> Page {
    let own = &scope.site.digest.pages[index];
    let prose = markdown::prose(&own.markdown, scope);
    let heading = prose.title.unwrap_or_else(|| from_id(&own.id));
    let mut frame = Frame::new("page", "", heading);
    let path = &scope.site.files.get(own.file).path;
    frame.edit = edit_link(scope.site, path, "Edit this page")
        .into_iter()
        .collect();
    let whole = prose.lead.as_str().to_owned() + prose.sections.as_str();
    let view = View {
        html: Html::trusted(whole),
    };
    Page::new("prose.html", frame, &view)
}

/// A page's title: its first heading, else its id.
pub(in crate::render) fn title(page: &digest::Page) -> String {
    let first = page.markdown.trim_start().lines().next();
    first
        .and_then(|line| line.strip_prefix("# "))
        .map(markdown::plain)
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| from_id(&page.id))
}

/// `notes/open-questions` is called "Open questions".
fn from_id(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id);
    capitalised(&name.replace('-', " "))
}
