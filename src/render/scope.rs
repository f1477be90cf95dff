//! The site as seen from one page: where everything is, relative to it.

use super::Site;
use super::address::{Target, to_part, way_up};
use super::html::Html;
use super::markdown::{self, Resolve};
use super::views::cells::row_href;
use crate::digest::DocumentId;
use crate::prose::{RecordKind, RecordTarget};

/// One page's view of the site.
#[derive(Clone)]
pub(super) struct Scope<'s> {
    /// The site.
    pub(super) site: &'s Site<'s>,
    /// The page.
    pub(super) target: Target,
    /// Which part of it, where it is divided, counted from 0.
    pub(super) part: usize,
    /// The way up from the page's folder to the root; empty on the page for addresses that do not
    /// exist, which is read below any path and has a `<base>`.
    pub(super) root: String,
}

impl<'s> Scope<'s> {
    /// Looks at the site from the page at `path`, which is not divided, or is the first part.
    pub(super) fn new(site: &'s Site<'s>, target: Target, path: &str) -> Self {
        Self {
            site,
            target,
            part: 0,
            root: way_up(path),
        }
    }

    /// Address of a page, relative to this one. A place on the page itself is its fragment alone; one on a page
    /// that is divided is on the part that has it.
    pub(super) fn href(&self, target: Target, fragment: Option<&str>) -> String {
        let Some(fragment) = fragment else {
            return self.part_href(target, 0);
        };
        self.fragment_href(target, self.site.part_with(target, fragment), fragment)
    }

    /// The same of a place that an item has, whose number is known.
    pub(super) fn item_href(&self, target: Target, item: usize, fragment: &str) -> String {
        self.fragment_href(target, self.site.part_of(target, item), fragment)
    }

    fn fragment_href(&self, target: Target, part: usize, fragment: &str) -> String {
        if (target, part) == (self.target, self.part) {
            return ["#", fragment].concat();
        }
        let mut href = self.part_href(target, part);
        href.extend(["#", fragment]);
        href
    }

    /// Address of a part of a page, counted from 0, relative to this one.
    pub(super) fn part_href(&self, target: Target, part: usize) -> String {
        let mut href = String::with_capacity(96);
        href.push_str(&self.root);
        match target {
            Target::Asset(index) => href.push_str(&self.site.assets[index].path),
            target => target
                .push_path(self.site.digest, &mut href)
                .expect("bug: a link to a page without a path"),
        }
        to_part(&mut href, part);
        href
    }

    /// Address of the comparison of two documents in either order; none for a document with itself
    /// and for pairs beyond the limit.
    pub(super) fn pair(
        &self,
        a: DocumentId,
        b: DocumentId,
        fragment: Option<&str>,
    ) -> Option<String> {
        let target = Target::Pair(a.min(b), a.max(b));
        self.site.has(target).then(|| self.href(target, fragment))
    }

    /// Address at which the comparison of two documents is put together in the browser, in this
    /// order: for any two, with or without a page of their own.
    pub(super) fn chosen(&self, a: DocumentId, b: DocumentId) -> String {
        let digest = self.site.digest;
        let (a, b) = (&digest.document(a).id, &digest.document(b).id);
        format!("{}?a={a}&b={b}", self.href(Target::Compare, None))
    }

    /// Inline Markdown of a record.
    pub(super) fn inline(&self, markdown: &str) -> Html {
        markdown::inline(markdown, self)
    }

    /// Inline Markdown of a record, if there is any.
    pub(super) fn inline_option(&self, markdown: Option<&String>) -> Option<Html> {
        markdown.map(|markdown| self.inline(markdown))
    }

    fn record_target(&self, kind: RecordKind, id: &str) -> Option<Target> {
        let digest = self.site.digest;
        match kind {
            RecordKind::Document => digest.find_document(id).map(Target::Document),
            RecordKind::Question => digest.find_question(id).map(Target::Question),
            RecordKind::Holder => digest.find_holder(id).map(Target::Holder),
            RecordKind::Theme => digest.find_theme(id).map(Target::Theme),
            RecordKind::Instrument => digest.find_instrument(id).map(Target::Instrument),
        }
    }
}

impl Resolve for Scope<'_> {
    fn record(&self, target: &RecordTarget) -> Option<String> {
        let page = self.record_target(target.kind, &target.id)?;
        let fragment = target.fragment.as_deref();
        if let (Target::Question(on), Some(row)) = (page, fragment)
            && let Some(document) = self.site.digest.find_document(row)
        {
            return Some(row_href(self, document, on));
        }
        Some(self.href(page, fragment))
    }

    fn page(&self, address: &str) -> String {
        format!("{}{address}", self.root)
    }

    fn smart_punctuation(&self) -> bool {
        self.site.config.smart_punctuation
    }
}
