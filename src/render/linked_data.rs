//! What a page is about, for search engines: JSON-LD in the words of schema.org.
//!
//! Only where the site's own address is known: without it nobody can link to what is described.

use serde::Serialize;

use super::Site;
use super::address::Target;
use super::citation::{Author, Citation, Format, Kind};
use super::frame::absolute;
use super::html::Html;
use crate::record::{DocumentKind, HolderKind};

const CONTEXT: &str = "https://schema.org";

/// A page with what it is about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'s> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
    in_language: &'s str,
    is_part_of: Website<'s>,
    main_entity: Work<'s>,
}

/// A document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Work<'s> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Agent<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'s str>,
    in_language: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'s str>,
}

/// A person or an organisation.
#[derive(Serialize)]
struct Agent<'s> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'s str,
}

/// The site.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Website<'s> {
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'s str,
    url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    in_language: &'s str,
}

/// The digest as a set of data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dataset<'s> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'s str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'s str,
    url: String,
    in_language: &'s str,
    distribution: Vec<Download>,
}

/// A file of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Download {
    #[serde(rename = "@type")]
    kind: &'static str,
    encoding_format: &'static str,
    content_url: String,
}

/// A document's page, and the document on it.
pub(super) fn document(site: &Site<'_>, target: Target, citation: &Citation) -> Option<Html> {
    Some(script(&Page {
        context: CONTEXT,
        kind: "WebPage",
        url: address(site, target)?,
        in_language: &site.config.language,
        is_part_of: website(site)?,
        main_entity: work(citation),
    }))
}

/// The home page: the site.
pub(super) fn home(site: &Site<'_>) -> Option<Html> {
    Some(script(&Website {
        context: Some(CONTEXT),
        description: &site.config.description,
        in_language: &site.config.language,
        ..website(site)?
    }))
}

/// The page of data: the digest, with its files.
pub(super) fn dataset(site: &Site<'_>) -> Option<Html> {
    let files = [
        (Target::PositionsCsv, "text/csv"),
        (Target::DigestJson, "application/json"),
    ];
    let cited = Format::ALL.map(|format| (Target::CitedAll(format), format.media_type()));
    let files = files.into_iter().chain(cited);
    let distribution: Option<Vec<Download>> = files
        .map(|(target, encoding_format)| {
            Some(Download {
                kind: "DataDownload",
                encoding_format,
                content_url: address(site, target)?,
            })
        })
        .collect();
    Some(script(&Dataset {
        context: CONTEXT,
        kind: "Dataset",
        name: &site.config.title,
        description: &site.config.description,
        url: address(site, Target::Data)?,
        in_language: &site.config.language,
        distribution: distribution?,
    }))
}

fn website<'s>(site: &'s Site<'_>) -> Option<Website<'s>> {
    Some(Website {
        context: None,
        kind: "WebSite",
        name: &site.config.title,
        url: address(site, Target::Index)?,
        description: "",
        in_language: "",
    })
}

fn work(citation: &Citation) -> Work<'_> {
    let date = citation.date.as_ref();
    Work {
        kind: work_type(citation.kind),
        name: citation.title.whole(),
        author: citation.authors.iter().filter_map(agent).collect(),
        date_published: date.and_then(|date| date.html()),
        in_language: &citation.language,
        url: citation.url.as_deref(),
    }
}

fn work_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Page => "WebPage",
        Kind::Digest => "Dataset",
        Kind::Document(kind) => match kind {
            DocumentKind::Treaty | DocumentKind::Law => "Legislation",
            DocumentKind::NewsReport => "NewsArticle",
            DocumentKind::Report => "Report",
            DocumentKind::JointStatement
            | DocumentKind::Declaration
            | DocumentKind::Resolution
            | DocumentKind::ConceptNote
            | DocumentKind::Proposal
            | DocumentKind::Speech
            | DocumentKind::Other => "CreativeWork",
        },
    }
}

/// A gathering or a text is neither of what an author can be.
fn agent(author: &Author) -> Option<Agent<'_>> {
    let kind = match author.kind? {
        HolderKind::Person => "Person",
        HolderKind::Organisation => "Organization",
        HolderKind::Text | HolderKind::Gathering | HolderKind::Unnamed => return None,
    };
    Some(Agent {
        kind,
        name: &author.name,
    })
}

fn address(site: &Site<'_>, target: Target) -> Option<String> {
    absolute(site, &target.path(site.digest)?)
}

/// Writes JSON so that nothing in it ends the script or begins markup.
fn script(data: &impl Serialize) -> Html {
    let text = serde_json::to_string(data).expect("every key is a text");
    let mut script = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                script.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => script.push(c),
        }
    }
    Html::trusted(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let hostile = "</script><!--<script>&\u{2028}\"";
        let script = script(&hostile);
        assert!(!script.as_str().contains(['<', '>', '&', '\u{2028}']));
        let read: String = serde_json::from_str(script.as_str()).expect("it is JSON");
        assert_eq!(read, hostile);
    }
}
