//! Our own site, built by the program and read by a crawler that knows no web server: what it finds
//! at a path is what GitHub Pages would send, or what a browser finds in a folder.

use std::collections::{BTreeMap, BTreeSet};

use policy_digest::Analysis;
use policy_digest::compare::DocumentStance;
use scraper::{Html, Selector};

use crate::support::{Tree, program, repository, run, tree};

/// Where the site is thought to stand; its pages must not lead out of it.
const BASE: &str = "a/b/";
const ORIGIN: &str = "https://example.org/";

#[test]
fn our_own_digest_has_nothing_wrong() {
    run(program().args(["check", "--strict"]).arg(repository())).exits(0);
}

/// Nobody has to guess whether a gap is silence: each of our documents is coded on each question, by
/// each coder.
#[test]
fn no_cell_of_our_own_digest_is_left_open() {
    let files = policy_digest::load::digest(repository()).unwrap();
    let reading = policy_digest::read(files, None);
    let Some(Analysis { digest, comparison }) = reading.analysis else {
        panic!("our own digest has errors");
    };
    let cells = digest.documents.len() * digest.questions.len();
    let coded = comparison.documents.iter().flat_map(|it| it.row.cells());
    let coded = coded.filter(|cell| cell.stance != DocumentStance::NotCoded);
    assert_eq!(coded.count(), cells);
    let reliability = comparison.reliability.unwrap();
    assert_eq!(reliability.units.len(), cells);
    assert!(reliability.units.iter().all(|unit| unit.codings.len() == 3));
}

#[test]
fn our_own_site_has_no_broken_link() {
    // Without an address, as it is built at home; with one, as it is built for a host.
    for site_url in [None, Some(format!("{ORIGIN}{BASE}"))] {
        let site = our_site(site_url.as_deref());
        let pages = site.keys().filter(|path| path.ends_with(".html")).count();
        assert!(pages > 20, "{pages} pages");
        let problems = problems(&site);
        assert!(
            problems.is_empty(),
            "{site_url:?}:\n{}",
            problems.join("\n")
        );
    }
}

#[test]
fn our_own_site_is_the_same_each_time() {
    assert!(our_site(None) == our_site(None));
}

#[test]
fn our_own_site_has_what_hosts_want() {
    let site = our_site(Some(&format!("{ORIGIN}{BASE}")));
    for path in [
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        ".nojekyll",
    ] {
        assert!(site.contains_key(path), "{path}");
    }
    let dotted = site
        .keys()
        .filter(|path| path.starts_with('.') || path.contains("/."));
    assert_eq!(
        dotted.collect::<Vec<_>>(),
        [".nojekyll", policy_digest::write::MANIFEST]
    );
    let bytes: usize = site.values().map(Vec::len).sum();
    assert!(
        bytes < 200_000_000,
        "a site of {bytes} bytes is near the limit of hosts"
    );
}

/// Builds our own digest to an empty folder.
pub(crate) fn our_site(site_url: Option<&str>) -> Tree {
    let out = tempfile::tempdir().unwrap();
    let mut command = program();
    command
        .arg("build")
        .arg(repository())
        .arg("--out")
        .arg(out.path());
    if let Some(site_url) = site_url {
        command.args(["--site-url", site_url]);
    }
    run(&mut command).exits(0);
    tree(out.path())
}

/// A page as far as links are concerned.
#[derive(Default)]
struct Page {
    ids: BTreeSet<String>,
    /// What it links to, as written; and whether a browser fetches it by itself.
    links: Vec<(String, bool)>,
    base: Option<String>,
    is_redirect: bool,
}

impl Page {
    fn read(html: &str) -> Self {
        let html = Html::parse_document(html);
        let all = |selector: &str, attribute: &str| -> Vec<String> {
            let selector = Selector::parse(selector).expect("a selector of ours");
            html.select(&selector)
                .filter_map(|element| element.attr(attribute))
                .map(str::to_owned)
                .collect()
        };
        let mut page = Self {
            ids: all("[id]", "id").into_iter().collect(),
            base: all("base", "href").pop(),
            is_redirect: !all("meta[http-equiv=refresh]", "content").is_empty(),
            ..Self::default()
        };
        for (selector, attribute) in [("a, area", "href"), ("form", "action")] {
            page.links.extend(
                all(selector, attribute)
                    .into_iter()
                    .map(|link| (link, false)),
            );
        }
        let fetched = [
            (
                "link[rel~=stylesheet], link[rel~=icon], link[rel~=preload]",
                "href",
            ),
            ("script, img, iframe, source, video, audio, embed", "src"),
            ("use, image", "href"),
        ];
        for (selector, attribute) in fetched {
            page.links.extend(
                all(selector, attribute)
                    .into_iter()
                    .map(|link| (link, true)),
            );
        }
        page
    }
}

/// Everything that is wrong with the links of a site.
pub(crate) fn problems(site: &Tree) -> Vec<String> {
    let mut problems = Vec::new();
    let text = |path: &str| String::from_utf8(site[path].clone()).expect("pages are UTF-8");
    let pages: BTreeMap<&str, Page> = site
        .keys()
        .filter(|path| path.ends_with(".html"))
        .map(|path| (path.as_str(), Page::read(&text(path))))
        .collect();
    let mut linked: BTreeSet<String> =
        BTreeSet::from(["index.html".to_owned(), "404.html".to_owned()]);
    for (path, page) in &pages {
        if page.base.is_some() && *path != "404.html" {
            problems.push(format!("{path}: has a <base>"));
        }
        for (link, is_fetched) in &page.links {
            match follow(site, &pages, path, page, link, *is_fetched) {
                Ok(Some(target)) => {
                    linked.insert(target);
                }
                Ok(None) => {}
                Err(problem) => problems.push(format!("{path}: `{link}` {problem}")),
            }
        }
    }
    for (path, page) in &pages {
        if !linked.contains(*path) && !page.is_redirect {
            problems.push(format!("{path}: nothing links to it"));
        }
    }
    for path in site.keys().filter(|path| path.ends_with(".css")) {
        let style = text(path);
        for url in style.split("url(").skip(1) {
            let url = url
                .split(')')
                .next()
                .unwrap_or_default()
                .trim_matches(['"', '\'']);
            if let Err(problem) = follow(site, &pages, path, &Page::default(), url, true) {
                problems.push(format!("{path}: `{url}` {problem}"));
            }
        }
    }
    if site.contains_key("sitemap.xml") {
        let sitemap = text("sitemap.xml");
        for location in sitemap.split("<loc>").skip(1) {
            let location = location.split("</loc>").next().unwrap_or_default();
            let path = location
                .strip_prefix(ORIGIN)
                .and_then(|path| path.strip_prefix(BASE));
            if !path.is_some_and(|path| path.is_empty() || site.contains_key(path)) {
                problems.push(format!("sitemap.xml: {location}"));
            }
        }
    }
    problems
}

/// Finds what a link leads to in the site; nothing when it leads to another.
fn follow(
    site: &Tree,
    pages: &BTreeMap<&str, Page>,
    path: &str,
    page: &Page,
    link: &str,
    is_fetched: bool,
) -> Result<Option<String>, String> {
    // Pictures that style sheets hold, and citations as files.
    if link.starts_with(if is_fetched {
        "data:"
    } else {
        "data:application/"
    }) {
        return Ok(None);
    }
    if ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
    {
        return match is_fetched {
            true => Err("is fetched from elsewhere".to_owned()),
            false => Ok(None),
        };
    }
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let link = link.split('?').next().unwrap_or_default();
    if link.contains(':') || link.starts_with("//") {
        return Err("has a scheme that no page should use".to_owned());
    }
    // A host sends 404.html at any depth; all other pages know where they are.
    let here = match &page.base {
        Some(base) if base == &format!("/{BASE}") || base == &format!("{ORIGIN}{BASE}") => "",
        // Without an address nobody can know where the site stands.
        Some(base) if base == "/" => "",
        Some(base) => return Err(format!("stands on the base `{base}`")),
        None => path,
    };
    if link.starts_with('/') {
        return Err("is absolute: it breaks under another path".to_owned());
    }
    let target = match link {
        "" => path.to_owned(),
        _ => resolve(here, &decoded(link)).ok_or("leads out of the site")?,
    };
    if !site.contains_key(&target) {
        // A folder on disk has no index page.
        return Err(format!("leads to {target}, which is not there"));
    }
    let fragment = decoded(fragment);
    let is_there = pages
        .get(target.as_str())
        .is_none_or(|page| page.ids.contains(&fragment));
    if !fragment.is_empty() && fragment != "top" && !is_there {
        return Err(format!("leads to {target}, which has no such place"));
    }
    Ok(Some(target))
}

/// The path of `link` as seen from the file `here`; nothing when it leads out of the site.
fn resolve(here: &str, link: &str) -> Option<String> {
    let mut names: Vec<&str> = here.split('/').collect();
    names.pop();
    for name in link.split('/') {
        match name {
            "." => {}
            ".." => {
                names.pop()?;
            }
            _ => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// Undoes percent-encoding.
fn decoded(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match byte {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn the_crawler_sees_what_is_broken() {
    let check = |links: &str, expected: &[&str]| {
        let index =
            format!("<p id=here>{links}<a href=d/page.html></a><link rel=stylesheet href=s.css>");
        let site: Tree = [
            ("index.html", index.as_str()),
            (
                "d/page.html",
                "<p id='¶1'><a href='../index.html#here'></a>",
            ),
            (
                "s.css",
                "a { background: url(x.png) } b { background: url('data:,') }",
            ),
            ("x.png", ""),
        ]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into();
        let problems = problems(&site);
        assert_eq!(problems.len(), expected.len(), "{links}: {problems:?}");
        for (problem, expected) in problems.iter().zip(expected) {
            assert!(problem.contains(expected), "{links}: {problem}");
        }
    };
    check("", &[]);
    check(
        "<a href='#here'></a><a href='d/page.html#%C2%B61'></a><a href='?q=1#top'></a>",
        &[],
    );
    check(
        "<a href=https://example.org></a><a href=mailto:a@example.org></a>",
        &[],
    );
    check("<a href=none.html></a>", &["none.html, which is not there"]);
    check("<a href=#none></a>", &["no such place"]);
    check("<a href=d/page.html#none></a>", &["no such place"]);
    check("<a href=d/></a>", &["is not there"]);
    check("<a href=d></a>", &["is not there"]);
    check("<a href=../index.html></a>", &["leads out of the site"]);
    check("<a href=/index.html></a>", &["is absolute"]);
    check("<a href=javascript:alert(1)></a>", &["has a scheme"]);
    check("<a href=//example.org></a>", &["has a scheme"]);
    check(
        "<script src=https://example.org/x.js></script>",
        &["is fetched from elsewhere"],
    );
    check("<img src=none.png>", &["is not there"]);
    check(
        "<base href=/x/>",
        &[
            "has a <base>",
            "stands on the base",
            "stands on the base",
            "nothing links to it",
        ],
    );
}

#[test]
fn pages_that_nothing_links_to_are_found() {
    let site: Tree = [
        ("index.html", ""),
        ("404.html", "<base href=/a/b/><a href=index.html></a>"),
        ("alone.html", ""),
        (
            "old.html",
            "<meta http-equiv=refresh content='0; URL=index.html'>",
        ),
    ]
    .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
    .into();
    assert_eq!(problems(&site), ["alone.html: nothing links to it"]);
}
