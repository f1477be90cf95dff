//! `rules.html`: every kind of diagnostic, documented.

use serde::Serialize;

use super::Page;
use crate::render::frame::Frame;
use crate::render::html::Html;
use crate::render::markdown::rule_doc;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    severity: &'static str,
    doc: Html,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let mut codes = scope.site.rules.to_vec();
    codes.sort_by_key(|code| code.id);
    codes.dedup_by_key(|code| code.id);
    let frame =
        Frame::new("rules", "", "Rules that every change is checked against").described(format!(
            "The {} checks that this digest passes before it is published.",
            codes.len()
        ));
    let view = View {
        rules: codes
            .into_iter()
            .map(|code| Rule {
                id: code.id,
                severity: code.severity.as_str(),
                doc: rule_doc(code.doc, scope),
            })
            .collect(),
    };
    Page::new("rules.html", frame, &view)
}
