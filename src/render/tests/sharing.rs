//! What readers pass on: addresses, citations, and what machines are told of a page.

use super::super::testing;
use super::*;

fn attribute<'h>(element: scraper::ElementRef<'h>, name: &str) -> &'h str {
    element.value().attr(name).unwrap_or_default()
}

/// The contents of the `<meta>` of one name.
fn metas<'h>(page: &'h Html, name: &str) -> Vec<&'h str> {
    let selector = format!("meta[name=\"{name}\"], meta[property=\"{name}\"]");
    let found = all(page, &selector);
    found.iter().map(|it| attribute(*it, "content")).collect()
}

#[test]
fn rows_and_positions_have_links_to_themselves() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    for (path, page) in &pages {
        for link in all(page, "a.permalink") {
            let id = attribute(link, "href").trim_start_matches('#');
            let selector = format!("[id=\"{id}\"]");
            assert_eq!(all(page, &selector).len(), 1, "{path}: {id}");
            let name = attribute(link, "aria-label");
            assert!(name.starts_with("Link to this "), "{path}: {name}");
        }
    }
    let check = |path: &str, ids: &[&str]| {
        let links = all(&pages[path], "main a.permalink");
        let found: Vec<&str> = links.iter().map(|it| attribute(*it, "href")).collect();
        assert_eq!(found, ids, "{path}");
    };
    check(
        "questions/rules.html",
        &[
            "#alpha",
            "#alpha--example-body",
            // Once, though its stance by all positions is not that by first-hand ones.
            "#beta",
            "#beta--speaker--example-body",
        ],
    );
    check("documents/alpha.html", &["#rules--example-body"]);
    check("matrix.html", &["#rules", "#weather"]);
    check("themes/norms.html", &["#rules", "#weather"]);
    check(
        "compare/alpha--beta.html",
        &[
            "#rules",
            "#rules--alpha--example-body",
            "#rules--beta--speaker--example-body",
            "#weather",
        ],
    );
    let named = all(&pages["questions/rules.html"], "#beta .position .permalink");
    assert_eq!(
        attribute(named[0], "aria-label"),
        "Link to this position: Beta, Mr Speaker"
    );
}

#[test]
fn quotes_lead_to_their_first_word() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let mut led = Vec::new();
    for figure in all(&pages["questions/rules.html"], ".quote") {
        let within = |selector: &str| {
            let selector = Selector::parse(selector).expect("sound");
            figure.select(&selector).next().expect("each quote has one")
        };
        let quoted = words(within("blockquote"));
        let (path, id) = attribute(within("a.place"), "href")
            .split_once('#')
            .expect("it leads to a place");
        let page = &pages[path.trim_start_matches("../")];
        let place = all(
            page,
            &format!("mark[id=\"{id}\"], mark > span[id=\"{id}\"]"),
        );
        assert_eq!(place.len(), 1, "{id}");
        let mark = match place[0].value().name() {
            "mark" => place[0],
            _ => scraper::ElementRef::wrap(place[0].parent().expect("in a mark")).expect("sound"),
        };
        let marked = words(mark);
        assert!(quoted.starts_with(&marked), "{quoted}: {marked}");
        led.push(id.to_owned());
    }
    let unique: BTreeSet<&String> = led.iter().collect();
    assert_eq!((led.len(), unique.len()), (6, 6), "{led:?}");
    // Other pages mark the same words without ids.
    assert_eq!(all(&pages["compare/alpha--beta.html"], "mark[id]").len(), 0);
}

#[test]
fn quotes_that_begin_together_have_an_id_each() {
    let twice = "\
title: T
order: 1
summary: S.
questions:
  - { id: rules, short: R, proposition: P., kind: demand, subject: s, terms: [rules] }
  - { id: weather, short: W, proposition: W., kind: claim, subject: w, terms: [sunshine] }
  - { id: bind, short: B, proposition: B., kind: demand, subject: b, terms: [bind] }
";
    let record = testing::ALPHA_RECORD.replace(
        "silent:",
        "  - question: bind
    stance: qualified
    summary: It calls for binding.
    quotes: [\"call for rules that bind\"]
silent:",
    );
    let record = testing::with_hash(&record, testing::ALPHA);
    let corpus = corpus(&[
        ("content/themes/norms.yaml", twice),
        ("content/documents/alpha.yaml", &record),
    ]);
    let pages = html_pages(&site_of(&corpus));
    let page = &pages["documents/alpha.html"];
    let first = all(page, "[id=p1] mark")[0];
    assert_eq!(words(first), "call for");
    assert!(attribute(first, "id").starts_with("rules--example-body."));
    let inside = all(page, "[id=p1] mark > span[id]");
    assert_eq!(inside.len(), 1);
    assert!(attribute(inside[0], "id").starts_with("bind--example-body."));
}

#[test]
fn quotes_lead_into_the_original_where_its_address_is_known() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let page = &pages["questions/rules.html"];
    let links = |selector: &str| -> Vec<String> {
        let found = all(page, selector);
        let links = found.iter().map(|it| attribute(*it, "href").to_owned());
        links.collect()
    };
    let origin = "https://example.org/alpha";
    assert_eq!(
        links("#alpha .origin a"),
        [
            &format!("{origin}#:~:text=call%20for%20rules%20that%20bind"),
            origin,
            &format!("{origin}#:~:text=rules%20that%20bind%20AI%20models"),
            origin,
            // The error of transmission is ours, not the original's.
            &format!("{origin}#:~:text=used%20by,models"),
            origin,
            &format!("{origin}#:~:text=make%20rules%20that%20bind"),
            origin,
        ]
    );
    assert_eq!(links("#beta .origin a"), [""; 0]);
}

/// The files of citations that a document's page holds, by name.
fn cited_files(page: &Html) -> BTreeMap<String, String> {
    let links = all(page, ".cite a[download]");
    let files = links.iter().map(|link| {
        let (_, text) = attribute(*link, "href")
            .split_once(',')
            .expect("it holds a file");
        let text = percent_encoding::percent_decode_str(text).decode_utf8();
        let name = attribute(*link, "download");
        (name.to_owned(), text.expect("sound").into_owned())
    });
    files.collect()
}

#[test]
fn a_document_can_be_cited() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let html = html_pages(&site);
    let pages = pages(&site);
    let page = &html["documents/beta.html"];
    let cited: Vec<String> = all(page, ".citation").into_iter().map(words).collect();
    assert_eq!(
        cited[..2],
        [
            "[Beta notes]. News report. Event: Example Forum, Town, June 2021.",
            "A. Editor. Positions in “[Beta notes]”. Digest <of> tests. https://example.org/sub/documents/beta.html",
        ]
    );
    assert_eq!(cited.len(), 3);
    let shown: String = all(page, "pre.citation")[0].text().collect();
    let files = cited_files(page);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["beta.bib", "beta.csl.json", "beta.ris"]);
    assert_eq!(shown, files["beta.bib"]);
    let types = all(page, ".cite a[download]");
    let types: Vec<&str> = types.iter().map(|it| attribute(*it, "type")).collect();
    assert_eq!(
        types,
        [
            "application/x-bibtex",
            "application/x-research-info-systems",
            "application/vnd.citationstyles.csl+json",
        ]
    );
    // Each document once, then the digest.
    let all_cited: serde_json::Value =
        serde_json::from_str(&pages["data/documents.csl.json"]).expect("it is JSON");
    let ids: Vec<&str> = all_cited
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    assert_eq!(ids, ["alpha", "beta", "digest--whole"]);
}

#[test]
fn holders_that_stand_for_nobody_named_are_no_authors() {
    let holder = "name: The authors of the declaration\nkind: unnamed\n";
    let corpus = corpus(&[("content/holders/example-body.yaml", holder)]);
    let pages = html_pages(&site_of(&corpus));
    let files = cited_files(&pages["documents/alpha.html"]);
    assert_eq!(files.len(), 3);
    for name in ["alpha.bib", "alpha.ris"] {
        assert!(!files[name].contains("The authors of the declaration"));
    }
}

#[test]
fn reference_managers_save_the_document_of_its_page() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let page = &pages["documents/alpha.html"];
    let check = |name: &str, contents: &[&str]| assert_eq!(metas(page, name), contents, "{name}");
    check("z:itemType", &["report"]);
    check("citation_title", &["Alpha Declaration"]);
    check("citation_technical_report_institution", &["Example Body"]);
    check("citation_publication_date", &["2020-05-01"]);
    check("citation_language", &["en"]);
    check("citation_public_url", &["https://example.org/alpha"]);
    check("citation_author", &[]);
    check("og:type", &["article"]);
    check("og:site_name", &[]);
    // The first date for machines is taken for the date of what is saved.
    for (path, page) in &pages {
        let times = all(page, "time");
        let expected = usize::from(path == "documents/alpha.html");
        assert_eq!(times.len(), expected, "{path}");
    }
    // Of all other pages they save the page.
    let question = &pages["questions/rules.html"];
    assert_eq!(metas(question, "og:type"), ["website"]);
    assert_eq!(metas(question, "og:site_name"), ["Digest <of> tests"]);
    let all_metas = all(question, "meta[name]");
    let names: Vec<&str> = all_metas.iter().map(|it| attribute(*it, "name")).collect();
    assert_eq!(names, ["viewport", "color-scheme", "description"]);
}

#[test]
fn complete_addresses_follow_the_site() {
    let known = corpus(&[]);
    let site = site_of(&known);
    let addresses = site.addresses();
    let targets: BTreeMap<String, Target> = addresses.map(|it| (it.path(), it.target)).collect();
    for (path, page) in &html_pages(&site) {
        let canonical = all(page, "link[rel=canonical]");
        let canonical = canonical.first().map(|it| attribute(*it, "href"));
        if targets[path].is_indexed() {
            let below = if path == "index.html" { "" } else { path };
            let expected = format!("https://example.org/sub/{below}");
            assert_eq!(canonical, Some(expected.as_str()), "{path}");
            assert_eq!(metas(page, "og:url"), [expected], "{path}");
            let title = words(all(page, "h1")[0]);
            assert_eq!(metas(page, "og:title"), [title], "{path}");
        } else {
            assert_eq!(metas(page, "og:url"), [""; 0], "{path}");
            assert_eq!(metas(page, "robots"), ["noindex"], "{path}");
        }
    }
    let moved = &html_pages(&site)["deep/er.html"];
    let canonical = attribute(all(moved, "link[rel=canonical]")[0], "href");
    assert_eq!(canonical, "https://example.org/sub/questions/rules.html");

    let book = testing::BOOK;
    for site_url in ["site-url = \"/sub/\"", ""] {
        let book = book.replace("site-url = \"https://example.org/sub/\"", site_url);
        let unknown = corpus(&[("book.toml", &book)]);
        for (path, text) in pages(&site_of(&unknown)) {
            assert!(!text.contains("https://example.org/sub"), "{path}");
            for sign in ["canonical", "og:", "ld+json"] {
                assert!(
                    !text.contains(sign) || path == "rules.html",
                    "{path}: {sign}"
                );
            }
        }
    }
}

#[test]
fn search_engines_are_told_what_a_page_is_about() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let data = |path: &str| -> serde_json::Value {
        let scripts = all(&pages[path], "script[type=\"application/ld+json\"]");
        assert_eq!(scripts.len(), 1, "{path}");
        let text: String = scripts[0].text().collect();
        assert!(!text.contains(['<', '>', '&']), "{path}: {text}");
        serde_json::from_str(&text).expect("it is JSON")
    };
    let website = serde_json::json!({
        "@type": "WebSite",
        "name": "Digest <of> tests",
        "url": "https://example.org/sub/",
    });
    assert_eq!(
        data("documents/alpha.html"),
        serde_json::json!({
            "@context": "https://schema.org",
            "@type": "WebPage",
            "url": "https://example.org/sub/documents/alpha.html",
            "inLanguage": "en",
            "isPartOf": website,
            "mainEntity": {
                "@type": "CreativeWork",
                "name": "Alpha Declaration",
                "author": [{ "@type": "Organization", "name": "Example Body" }],
                "datePublished": "2020-05-01",
                "inLanguage": "en",
                "url": "https://example.org/alpha",
            },
        })
    );
    // Nothing is said of what nobody knows.
    assert_eq!(
        data("documents/beta.html")["mainEntity"],
        serde_json::json!({ "@type": "NewsArticle", "name": "[Beta notes]", "inLanguage": "ar" })
    );
    assert_eq!(data("index.html")["@type"], "WebSite");
    let dataset = data("data.html");
    assert_eq!(dataset["@type"], "Dataset");
    assert_eq!(dataset["description"], "What \"two\" documents say.");
    assert_eq!(
        dataset["distribution"][0],
        serde_json::json!({
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": "https://example.org/sub/data/positions.csv",
        })
    );
}

#[test]
fn the_sitemap_lists_every_page_once() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let listed = locations(&pages(&site)["sitemap.xml"]);
    check_locations(&site, listed);
    check_locations(
        &divided_site_of(&corpus),
        locations(&pages(&divided_site_of(&corpus))["sitemap.xml"]),
    );
}

#[test]
fn sitemaps_keep_the_limits_of_the_protocol() {
    let corpus = corpus(&[]);
    let check = |sitemap: (usize, usize), expected: usize| {
        let site = site_of(&corpus).laid_out(&Limits { sitemap, ..LIMITS });
        let pages = pages(&site);
        let files = locations(&pages["sitemap.xml"]);
        assert!(pages["sitemap.xml"].contains("<sitemapindex"), "{files:?}");
        assert_eq!(files.len(), expected);
        let mut listed = Vec::new();
        for url in files {
            let path = url
                .strip_prefix("https://example.org/sub/")
                .expect("its own");
            let text = &pages[path];
            assert!(text.len() <= sitemap.1, "{path}: {} bytes", text.len());
            let found = locations(text);
            assert!(found.len() <= sitemap.0, "{path}: {found:?}");
            listed.extend(found);
        }
        check_locations(&site, listed);
    };
    check((5, 10_000), 6);
    check((1_000, 1_000), 3);
}

/// What a sitemap, or an index of sitemaps, leads to.
fn locations(sitemap: &str) -> Vec<String> {
    let sitemap = roxmltree::Document::parse(sitemap).expect("it is XML");
    let name = ("http://www.sitemaps.org/schemas/sitemap/0.9", "loc");
    let nodes = sitemap.descendants();
    nodes
        .filter(|node| node.has_tag_name(name))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn check_locations(site: &Site<'_>, listed: Vec<String>) {
    let expected: Vec<String> = html_pages(site)
        .values()
        .flat_map(|page| all(page, "link[rel=canonical]"))
        .map(|it| attribute(it, "href").to_owned())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let unique: BTreeSet<&String> = listed.iter().collect();
    assert_eq!(unique.len(), listed.len());
    assert!(unique.into_iter().eq(&expected));
}

#[test]
fn a_question_has_its_rows_as_data() {
    let corpus = corpus(&[]);
    let pages = pages(&site_of(&corpus));
    let rows = |path: &str| -> Vec<csv::StringRecord> {
        let mut rows = csv::Reader::from_reader(pages[path].as_bytes());
        rows.records().map(|it| it.expect("sound")).collect()
    };
    let mut parts = rows("data/questions/rules.csv");
    assert_eq!(parts.len(), 6);
    assert!(parts.iter().all(|row| &row[4] == "rules"));
    parts.extend(rows("data/questions/weather.csv"));
    parts.sort_by_key(|row| row.iter().map(str::to_owned).collect::<Vec<_>>());
    let mut whole = rows("data/positions.csv");
    whole.sort_by_key(|row| row.iter().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(parts, whole);
}

#[test]
fn scripts_are_classic() {
    let sources = templates::sources(&Files::default());
    let scripts = sources.iter().filter(|(path, _)| path.ends_with(".js"));
    // What they may weigh is measured in the browser.
    for (path, source) in scripts {
        let text = String::from_utf8_lossy(&source.bytes);
        for word in [
            "fetch(",
            "XMLHttpRequest",
            "import ",
            "export ",
            "innerHTML",
        ] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
}
