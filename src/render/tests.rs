//! The site as a reader's browser gets it.

mod parts;
mod sharing;

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use super::testing::{BOOK, Corpus, corpus, files};
use super::*;
use crate::text::fold::spaced;

/// The site where each item of a page that may be divided stands on a part of its own.
fn divided_site_of(corpus: &Corpus) -> Site<'_> {
    site_of(corpus).laid_out(&Limits { page: 1, ..LIMITS })
}

pub(super) fn site_of(corpus: &Corpus) -> Site<'_> {
    let (site, diagnostics) = site(
        &corpus.config,
        &corpus.files,
        &corpus.analysis.digest,
        &corpus.analysis.comparison,
        &corpus.history,
        CODES,
    );
    assert_eq!(diagnostics, Diagnostics::new());
    site.expect("the templates are sound")
}

pub(super) fn pages(site: &Site<'_>) -> BTreeMap<String, String> {
    let page = |address: &Address| {
        let bytes = render(site, address).unwrap_or_else(|it| panic!("{address:?}: {it:?}"));
        (address.path(), String::from_utf8(bytes).expect("UTF-8"))
    };
    site.addresses().map(page).collect()
}

fn html_pages(site: &Site<'_>) -> BTreeMap<String, Html> {
    pages(site)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path, Html::parse_document(&text)))
        .collect()
}

/// What scripts are given of each document, by its id.
fn sides(site: &Site<'_>) -> BTreeMap<String, Html> {
    let calls = pages(site).into_iter().filter_map(|(path, text)| {
        let id = path.strip_prefix("compare/data/")?.strip_suffix(".js")?;
        let markup = text.strip_prefix(&format!("policyDigest.sides(\"{id}\", `"))?;
        let markup = script::unescaped(markup.strip_suffix("`);\n")?);
        Some((id.to_owned(), Html::parse_fragment(&markup)))
    });
    calls.collect()
}

fn all<'h>(page: &'h Html, selector: &str) -> Vec<scraper::ElementRef<'h>> {
    let selector = Selector::parse(selector).expect("selectors of tests are sound");
    page.select(&selector).collect()
}

fn words(element: scraper::ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    spaced(&text)
}

#[test]
fn every_page_of_the_design_is_there_once() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let paths: Vec<String> = site.addresses().map(Address::path).collect();
    let unique: BTreeSet<&String> = paths.iter().collect();
    assert_eq!(unique.len(), paths.len());
    for path in [
        "index.html",
        "matrix.html",
        "themes/norms.html",
        "questions/rules.html",
        "documents.html",
        "documents/alpha.html",
        "documents/alpha/record.html",
        "compare.html",
        "compare/alpha--beta.html",
        "compare/data/alpha.js",
        "pinned.html",
        "holders.html",
        "holders/speaker.html",
        "instruments.html",
        "instruments/treaties.html",
        "terms.html",
        "terms/rules.html",
        "coverage.html",
        "method.html",
        "rules.html",
        "reference.html",
        "data.html",
        "data/positions.csv",
        "data/digest.json",
        "data/questions/rules.csv",
        "data/documents.bib",
        "data/documents.ris",
        "data/documents.csl.json",
        "search.html",
        "notes.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        ".nojekyll",
        "CNAME",
        "old.html",
        "deep/er.html",
    ] {
        assert!(unique.contains(&path.to_owned()), "{path} is missing");
    }
    // There are no second codings.
    assert!(!unique.contains(&"reliability.html".to_owned()));
}

#[test]
fn what_cannot_be_written_is_no_mistake_of_a_template() {
    /// A disk that is full after so many bytes.
    struct Full(usize);

    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let room = self.0.checked_sub(bytes.len());
            self.0 = room.ok_or_else(|| std::io::Error::other("no room"))?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let unminified = format!("{BOOK}minify-limit = 0\n");
    for further in [&[][..], &[("book.toml", unminified.as_str())][..]] {
        let corpus = corpus(further);
        let site = site_of(&corpus);
        for path in [
            "index.html",
            "data/digest.json",
            "sitemap.xml",
            "robots.txt",
        ] {
            let address = site.address(path).expect("it is there");
            for room in [0, 20] {
                let error = render_into(&site, address, &mut Full(room));
                let error = error.expect_err("there is no room").to_string();
                assert_eq!(error, "no room", "{path}");
            }
        }
    }
}

#[test]
fn the_check_of_links_knows_which_pages_there_are() {
    let few =
        format!("{BOOK}[output.html.search]\nenable = false\n").replace("limit = 10", "limit = 0");
    let less = [("book.toml", few.as_str())];
    let more = [("content/codings/second/alpha.yaml", "silent: [weather]\n")];
    let candidates: BTreeSet<String> = [&less[..], &more[..]]
        .into_iter()
        .flat_map(|further| own_pages(&corpus(further)))
        .collect();
    for further in [&less[..], &more[..]] {
        let linking: String = candidates
            .iter()
            .map(|path| format!("[to]({path})\n"))
            .collect();
        let files = files(&[further, &[("content/notes.md", linking.as_str())]].concat());
        let config = crate::config::read(&files, &mut Diagnostics::new()).expect("it is sound");
        let (_, diagnostics) = crate::analyse(&config, &files);
        let missing: Vec<String> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code.id == "link-unknown")
            .map(|diagnostic| diagnostic.message.clone())
            .collect();
        let here = own_pages(&corpus(further));
        let absent = candidates.difference(&here);
        let absent: Vec<String> = absent
            .map(|path| format!("there is no page `{path}`"))
            .collect();
        assert_eq!(missing, absent);
        assert_eq!(absent.is_empty(), further == more);
    }
}

/// The paths of all pages that stand for themselves.
fn own_pages(corpus: &Corpus) -> BTreeSet<String> {
    let site = site_of(corpus);
    let is_moved = |address: &&Address| !matches!(address.target, Target::Redirect(_));
    let paths = site.addresses().filter(is_moved).map(Address::path);
    paths.filter(|path| path.ends_with(".html")).collect()
}

#[test]
fn equal_digests_give_equal_bytes() {
    let (first, second) = (corpus(&[]), corpus(&[]));
    assert_eq!(pages(&site_of(&first)), pages(&site_of(&second)));
}

#[test]
fn links_lead_somewhere_and_are_relative() {
    let corpus = corpus(&[]);
    check_links(&site_of(&corpus));
    check_links(&divided_site_of(&corpus));
}

fn check_links(site: &Site<'_>) {
    let paths: BTreeSet<String> = site.addresses().map(Address::path).collect();
    let pages = html_pages(site);
    // Scripts put sides into pages at the root.
    let sides = sides(site);
    assert_eq!(sides.len(), 2);
    let sides = sides.values().map(|side| ("compare.html", side));
    let wholes = pages.iter().map(|(path, page)| (path.as_str(), page));
    for (path, page) in wholes.chain(sides) {
        for link in all(page, "a[href], link[href], script[src]") {
            let value = link.value();
            let href = value.attr("href").or(value.attr("src")).expect("selected");
            // The icon stands in the page itself, as do citations as files.
            if href.starts_with("https://") || href.starts_with("data:") {
                continue;
            }
            let (file, fragment) = href.split_once('#').unwrap_or((href, ""));
            let target = resolved(path, file.split('?').next().unwrap_or_default());
            assert!(paths.contains(&target), "{path}: {href} leads to {target}");
            if !fragment.is_empty() && target.ends_with(".html") {
                let selector = format!("[id=\"{fragment}\"]");
                let on = if file.is_empty() {
                    page
                } else {
                    &pages[&target]
                };
                assert!(!all(on, &selector).is_empty(), "{path}: {href}");
            }
        }
    }
}

/// The path that a relative address leads to.
fn resolved(from: &str, href: &str) -> String {
    if href.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop().expect("no link leads above the root");
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_page_is_sound() {
    let corpus = corpus(&[]);
    let whole = html_pages(&site_of(&corpus));
    let divided = html_pages(&divided_site_of(&corpus));
    assert!(divided.len() > whole.len());
    for (path, page) in whole.into_iter().chain(divided) {
        assert_eq!(all(&page, "h1").len(), 1, "{path}");
        assert_eq!(all(&page, "main").len(), 1, "{path}");
        assert_eq!(all(&page, "html[lang=en][dir=ltr]").len(), 1, "{path}");
        assert_eq!(all(&page, "title").len(), 1, "{path}");
        let described = all(&page, "meta[name=description][content]");
        assert_eq!(described.len(), 1, "{path}");
        assert_ne!(described[0].value().attr("content"), Some(""), "{path}");
        let ids: Vec<&str> = all(&page, "[id]")
            .iter()
            .filter_map(|it| it.value().attr("id"))
            .collect();
        let unique: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{path}: {ids:?}");
        assert_eq!(all(&page, "a a").len(), 0, "{path}");
        for table in all(&page, "table") {
            let selector = Selector::parse("caption").expect("sound");
            assert_eq!(table.select(&selector).count(), 1, "{path}");
        }
        let based = all(&page, "base").len();
        assert_eq!(based, usize::from(path == "404.html"), "{path}");
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    for (path, page) in html_pages(&site).into_iter().chain(sides(&site)) {
        for script in all(&page, "script") {
            // Our own files, and data that no browser runs.
            let source = script.value().attr("src").unwrap_or_default();
            let is_data = script.value().attr("type") == Some("application/ld+json");
            let is_own = source.trim_start_matches("../").starts_with("assets/");
            assert!(is_own != is_data, "{path}: {source}");
            let text: String = script.text().collect();
            assert_eq!(text.is_empty(), is_own, "{path}: {text}");
        }
        let foreign = "main i i, main b b, main :not(code) > i";
        assert_eq!(all(&page, foreign).len(), 0, "{path}");
        // Only texts in quotation marks, in the code of records.
        for element in all(&page, "main i") {
            let is_ours = words(element).starts_with(['"', '\'']);
            assert!(is_ours, "{path}: {}", element.html());
        }
        for element in all(&page, "*") {
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on"), "{path}: {name}={value}");
                assert!(!value.starts_with("javascript:"), "{path}: {name}={value}");
            }
        }
    }
}

#[test]
fn templates_never_vouch_for_a_text() {
    let files = Files::default();
    for (path, source) in templates::sources(&files) {
        let text = String::from_utf8_lossy(&source.bytes).into_owned();
        assert!(!text.contains("| safe"), "{path} switches escaping off");
    }
}

#[test]
fn excerpts_hide_everything_else() {
    let corpus = corpus(&[]);
    for (path, text) in pages(&site_of(&corpus)) {
        assert!(!text.contains("hidden beginning"), "{path}");
        assert!(!text.contains("hidden end"), "{path}");
        // The instrument is named in a passage that is not shown.
        assert!(!text.contains("about treaties"), "{path}");
    }
    let pages = html_pages(&site_of(&corpus));
    let gaps: Vec<String> = all(&pages["documents/beta.html"], ".gap .words")
        .into_iter()
        .map(words)
        .collect();
    assert_eq!(gaps, ["¶1 not shown", "¶3 not shown"]);
    let hidden = all(&pages["instruments/treaties.html"], "main .ours");
    assert_eq!(words(hidden[0]), "1 more in passages that are not shown.");
}

#[test]
fn a_question_shows_every_document() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let page = &pages["questions/rules.html"];
    assert_eq!(words(all(page, "h1")[0]), "AI needs rules that bind.");
    assert_eq!(all(page, ".row").len(), 2);
    assert_eq!(words(all(page, "#alpha > header .stance")[0]), "Supports");
    assert_eq!(
        words(all(page, "#beta > header .reported")[0]),
        "reported, 1 holder"
    );
    let quotes: Vec<String> = all(page, "[id=\"beta--speaker--example-body\"] blockquote")
        .into_iter()
        .map(words)
        .collect();
    assert_eq!(
        quotes,
        [
            "states should not adopt rules. […] hold us back",
            "keine <i>Regeln</i>",
            "Rules that bind hold us back",
        ]
    );
    let first = all(page, "#beta blockquote")[0].value();
    assert_eq!(first.attr("lang"), Some("ar"));
    assert_eq!(first.attr("dir"), Some("rtl"));
    let speech: Vec<String> = all(page, "#beta figcaption .ours:last-child")
        .into_iter()
        .map(words)
        .collect();
    assert_eq!(
        speech,
        ["paraphrase, in the document’s words", "direct speech"]
    );
    let silent = &pages["questions/weather.html"];
    assert_eq!(words(all(silent, "#alpha > header .stance")[0]), "Silent");
    assert_eq!(words(all(silent, "#beta > header .stance")[0]), "Not coded");
    let silence = words(all(silent, "#alpha .silence")[0]);
    assert!(silence.contains("looked <b>everywhere</b>"), "{silence}");
}

#[test]
fn only_first_hand_positions_are_no_silence() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let pages = html_pages(&site);
    let check = |path: &str, selector: &str, expected: &[&str]| {
        let found: Vec<String> = all(&pages[path], selector).into_iter().map(words).collect();
        assert_eq!(found, expected, "{path}: {selector}");
    };
    let reported = "No first-hand position reported, 1 holder";
    check("matrix.html", "td > .first-hand", &[reported]);
    check(
        "matrix.html",
        "td > .with-reported",
        &["Opposes reported, 1 holder"],
    );
    check(
        "questions/rules.html",
        "#beta > header .first-hand",
        &["No first-hand position"],
    );
    // Said once where it is said of both.
    check(
        "questions/rules.html",
        "#beta > header .reported",
        &["reported, 1 holder"],
    );
    check(
        "questions/rules.html",
        ".row[data-first-hand=no-first-hand] h2",
        &["Beta"],
    );
    // What is counted is counted again.
    check(
        "questions/rules.html",
        ".groups.first-hand dt",
        &["Supports 1", "No first-hand position 1"],
    );
    check(
        "questions/rules.html",
        ".with-reported.position .holding a:not(.permalink)",
        &["Mr Speaker", "Example Body"],
    );
    // Without such positions there is nothing to filter by.
    check(
        "questions/weather.html",
        "[name=first-hand], .first-hand",
        &[],
    );
    let beta = &sides(&site)["beta"];
    let stances: Vec<Option<&str>> = all(beta, "[data-question=rules]")
        .iter()
        .map(|it| it.value().attr("data-stance"))
        .collect();
    assert_eq!(stances, [Some("opposes"), Some("no-first-hand")]);
    assert_eq!(all(beta, "[data-first-hand] blockquote").len(), 0);
}

#[test]
fn sides_of_excerpts_are_quotes_alone() {
    let corpus = corpus(&[]);
    let sides = sides(&site_of(&corpus));
    let words_of = |id: &str| -> Vec<String> {
        all(&sides[id], "blockquote")
            .into_iter()
            .map(words)
            .collect()
    };
    assert_eq!(
        words_of("beta"),
        ["states should not adopt rules. […] Rules that bind hold us back"]
    );
    assert!(words_of("alpha")[0].starts_with("We, the Example Body, call for"));
}

#[test]
fn what_browsers_keep_is_not_mixed() {
    let version = |further: &[(&str, &str)]| {
        let corpus = corpus(further);
        let pages = html_pages(&site_of(&corpus));
        let rows = all(&pages["pinned.html"], "template[data-sides]")[0].value();
        rows.attr("data-sides")
            .map(str::to_owned)
            .expect("selected")
    };
    let plain = version(&[]);
    assert!(plain.starts_with("compare/data/*.js?v="), "{plain}");
    assert_eq!(plain, version(&[]));
    assert_ne!(plain, version(&[("templates/sides.html", "")]));
    // What of documents is not coded may stand there once for all questions: for those of one build.
    let further = "title: Further\norder: 9\nsummary: Of one.\nquestions:\n  - id: further\n    short: Further\n    proposition: There should be more.\n    kind: demand\n    subject: more\n    terms: [more]\n";
    assert_ne!(plain, version(&[("content/themes/further.yaml", further)]));
    // Another record changes no page that only leads to such data.
    assert_eq!(plain, version(&[("content/notes.md", "# Other notes")]));
}

#[test]
fn a_document_shows_its_text_with_positions() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let page = &pages["documents/alpha.html"];
    let marked: Vec<String> = all(page, "[id=p1] mark").into_iter().map(words).collect();
    assert_eq!(
        marked,
        ["call for", "rules that bind", "AI models."].map(|it| it.trim_end_matches('.'))
    );
    assert_eq!(words(all(page, "[id=p3] .sic")[0]), "Al [AI]");
    assert_eq!(all(page, "[id=p1] .note").len(), 1);
    assert_eq!(all(page, "[id=\"rules--example-body\"]").len(), 1);
    assert_eq!(all(page, "[id=\"alpha--example-body\"]").len(), 1);
    // A note's mark leads to the note and back.
    assert_eq!(all(page, "[id=p1] a.note-mark[href=\"#fn1\"]").len(), 1);
    assert_eq!(all(page, "[id=fn1] .back a[href=\"#fnref1-p1\"]").len(), 1);
    assert_eq!(
        words(all(page, ".citation")[0]),
        "Example Body. Alpha Declaration. Declaration. 1 May 2020. https://example.org/alpha"
    );
    let text: String = all(page, "[id=p2] .words").into_iter().map(words).collect();
    assert_eq!(text, "• Rules <script>alert(1)</script> for all");
}

#[test]
fn the_home_page_begins_with_its_prose() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let page = &pages["index.html"];
    assert_eq!(words(all(page, "h1")[0]), "Welcome");
    assert_eq!(words(all(page, ".intro")[0]), "It is.");
    assert_eq!(all(page, ".parting .side").len(), 2);
}

#[test]
fn exports_count_code_points() {
    let corpus = corpus(&[]);
    let pages = pages(&site_of(&corpus));
    let mut rows = csv::Reader::from_reader(pages["data/positions.csv"].as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(|it| it.expect("sound")).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(&rows[0][13], "call for rules that bind");
    let json: serde_json::Value = serde_json::from_str(&pages["data/digest.json"]).expect("sound");
    let alpha = &json["documents"][0];
    let place = &alpha["positions"][0]["quotes"][0]["parts"][0][0];
    let (start, end) = (&place["start"], &place["end"]);
    let passages = alpha["passages"].as_array().expect("a list");
    let text = passages
        .iter()
        .find(|it| it["id"] == place["passage"])
        .and_then(|it| it["text"].as_str())
        .expect("the passage is given");
    let number = |value: &serde_json::Value| value.as_u64().expect("a number") as usize;
    let quoted: String = text
        .chars()
        .skip(number(start))
        .take(number(end) - number(start))
        .collect();
    assert_eq!(quoted, "call for rules that bind");
    let beta = &json["documents"][1]["passages"];
    assert_eq!(beta.as_array().expect("a list").len(), 1);
}

#[test]
fn own_templates_go_before_the_programs() {
    let page = "{% extends \"base.html\" %}{% block main %}<p class=\"own\">{{ view.html }}</p>{% endblock main %}";
    let mine = corpus(&[("templates/prose.html", page)]);
    let pages = html_pages(&site_of(&mine));
    assert_eq!(all(&pages["notes.html"], "p.own").len(), 1);
}

#[test]
fn mistakes_of_templates_are_found_in_them() {
    let text = "line\n  {{ view.nosuch }}\n";
    let mine = corpus(&[("templates/prose.html", text)]);
    let site = site_of(&mine);
    let address = site
        .addresses()
        .find(|it| it.path() == "notes.html")
        .expect("there is such a page");
    let diagnostic = render(&site, address).expect_err("the field does not exist");
    let span = diagnostic.span();
    assert_eq!(mine.files.get(span.file).path, "templates/prose.html");
    assert_eq!(&text[span.range().start..][..6], "nosuch");
    let broken = corpus(&[("templates/prose.html", "{% nonsense %}")]);
    assert_eq!(
        check_templates(&broken.files).count(crate::diag::Severity::Error),
        1
    );
}

#[test]
fn a_record_is_shown_line_by_line_as_it_is_written() {
    let corpus = corpus(&[]);
    let pages = html_pages(&site_of(&corpus));
    let lines: Vec<String> = all(&pages["documents/alpha/record.html"], "li[id] > code")
        .into_iter()
        .map(|line| line.text().collect())
        .collect();
    let id = corpus.files.find("content/documents/alpha.yaml");
    let file = corpus.files.get(id.expect("the corpus has it"));
    let written = String::from_utf8_lossy(file.bytes()).into_owned();
    assert_eq!(lines, written.lines().collect::<Vec<_>>());
}
