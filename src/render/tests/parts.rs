//! Long pages, divided: here each item stands on a part of its own.

use super::*;

/// The parts of a page, in order.
fn parts<'h>(pages: &'h BTreeMap<String, Html>, path: &str) -> Vec<(String, &'h Html)> {
    let stem = path.strip_suffix(".html").expect("a page");
    let further = (2..).map(|number| format!("{stem}--{number}.html"));
    std::iter::once(path.to_owned())
        .chain(further)
        .map_while(|path| Some((path.clone(), pages.get(&path)?)))
        .collect()
}

fn hrefs(page: &Html, selector: &str) -> Vec<String> {
    let links = all(page, selector);
    let hrefs = links.iter().filter_map(|it| it.value().attr("href"));
    hrefs.map(str::to_owned).collect()
}

#[test]
fn what_stands_on_a_page_stands_on_exactly_one_of_its_parts() {
    let corpus = corpus(&[]);
    let (whole, divided) = (site_of(&corpus), divided_site_of(&corpus));
    let (whole, divided) = (html_pages(&whole), html_pages(&divided));
    let check = |path: &str, selector: &str, expected: usize| {
        let found =
            |page: &Html| -> Vec<String> { all(page, selector).into_iter().map(words).collect() };
        let parts = parts(&divided, path);
        assert_eq!(parts.len(), expected, "{path}");
        let on_parts: Vec<Vec<String>> = parts.iter().map(|(_, page)| found(page)).collect();
        assert!(
            on_parts.iter().all(|it| !it.is_empty()),
            "{path}: {on_parts:?}"
        );
        assert_eq!(on_parts.concat(), found(&whole[path]), "{path}");
    };
    check("questions/rules.html", ".row", 2);
    check("terms/rules.html", "main section[id]", 2);
    check("terms/rules.html", "tbody th", 2);
    check("terms.html", "tbody th", 2);
    check("documents.html", ".documents-list li", 2);
    check("documents.html", "tbody th", 2);
    check("coverage.html", "main section[id]", 2);
    check("matrix.html", "tr[id]", 2);
    check("matrix.html", ".asked", 2);
    check("themes/norms.html", ".propositions > li", 2);
    check("themes/norms.html", "tr[id]", 2);
    check("holders.html", "tbody th", 2);
    check(
        "holders/example-body.html",
        "article, main section section",
        3,
    );
    // A digest with one instrument that one document names, and with one pair.
    check("instruments.html", "tbody th", 1);
    check("instruments/treaties.html", "main section section", 1);
    check("compare.html", "tbody th", 1);
}

#[test]
fn parts_lead_to_each_other_and_say_which_they_are() {
    let corpus = corpus(&[]);
    let site = divided_site_of(&corpus);
    let pages = html_pages(&site);
    let parts = parts(&pages, "holders/example-body.html");
    let paths: Vec<&str> = parts.iter().map(|(path, _)| path.as_str()).collect();
    let mut titles = BTreeSet::new();
    for (index, (path, page)) in parts.iter().enumerate() {
        let turned = |selector: &str| -> Vec<String> {
            let links = hrefs(page, selector);
            links.iter().map(|href| resolved(path, href)).collect()
        };
        let beside = |at: Option<usize>| -> Vec<&str> {
            // Above and below the list.
            at.and_then(|at| paths.get(at))
                .map_or(vec![], |path| vec![*path; 2])
        };
        assert_eq!(turned("[rel=prev]"), beside(index.checked_sub(1)), "{path}");
        assert_eq!(turned("[rel=next]"), beside(Some(index + 1)), "{path}");
        assert_eq!(turned(".parts ol a"), paths, "{path}");
        let this = all(page, ".parts [aria-current]");
        assert_eq!(
            hrefs(page, ".parts [aria-current]"),
            [path.replace("holders/", "../holders/")]
        );
        assert_eq!(this.len(), 1, "{path}");
        let said = words(all(page, ".parts p")[0]);
        let number = index + 1;
        assert_eq!(said, format!("Entries {number} of 3 Part {number} of 3"));
        let canonical = &hrefs(page, "link[rel=canonical]")[0];
        assert_eq!(canonical, &format!("https://example.org/sub/{path}"));
        assert!(titles.insert(words(all(page, "title")[0])), "{path}");
    }
    assert_eq!(paths.len(), 3);
}

#[test]
fn scripts_know_on_which_part_a_kept_place_stands() {
    let corpus = corpus(&[]);
    let pages = html_pages(&divided_site_of(&corpus));
    let moved = |path: &str| {
        let parts = all(&pages[path], ".parts[data-moved]");
        let found = parts.first().map(|it| it.value());
        found.map(|it| {
            (
                it.attr("data-moved").unwrap_or_default(),
                it.attr("data-in-order").is_some(),
            )
        })
    };
    assert_eq!(moved("questions/rules.html"), Some(("alpha|beta", true)));
    assert_eq!(moved("terms/rules.html"), Some(("alpha|beta", true)));
    assert_eq!(moved("coverage.html"), Some(("alpha|beta", true)));
    assert_eq!(moved("matrix.html"), Some(("rules|weather", false)));
    // The others ask the first, and holders have no places.
    assert_eq!(moved("matrix--2.html"), None);
    assert_eq!(moved("holders.html"), None);
    let script = "script[src*='assets/parts-']";
    assert_eq!(all(&pages["matrix--2.html"], script).len(), 1);
    assert_eq!(all(&pages["method.html"], script).len(), 0);
}

#[test]
fn hits_of_the_search_are_on_the_part_that_has_them() {
    let corpus = corpus(&[]);
    let site = divided_site_of(&corpus);
    let texts: String = pages(&site)
        .into_iter()
        .filter(|(path, _)| path.contains("texts-"))
        .map(|(_, text)| text)
        .collect();
    assert!(
        texts.contains("questions/rules.html#alpha--example-body"),
        "{texts}"
    );
    assert!(
        texts.contains("questions/rules--2.html#beta--speaker--example-body"),
        "{texts}"
    );
}

#[test]
fn a_site_of_short_pages_has_no_parts() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let paths: Vec<String> = site.addresses().map(Address::path).collect();
    let is_part = |path: &&String| path.contains("--2.html") || path.contains("assets/parts");
    assert_eq!(paths.iter().find(is_part), None);
}

#[test]
fn addresses_are_rendered_by_the_documents_that_they_are_about() {
    let corpus = corpus(&[]);
    let site = divided_site_of(&corpus);
    let order: Vec<String> = site.by_document().into_iter().map(Address::path).collect();
    let (mut sorted, mut all): (Vec<String>, Vec<String>) =
        (order.clone(), site.addresses().map(Address::path).collect());
    sorted.sort_unstable();
    all.sort_unstable();
    assert_eq!(sorted, all);
    let place = |path: &str| order.iter().position(|it| it == path).expect("an address");
    let [alpha, beta] = ["documents/alpha.html", "documents/beta.html"].map(place);
    for (path, expected) in [
        ("data/positions.csv", 0..alpha),
        ("questions/rules.html", 0..beta),
        ("compare/data/alpha.js", 0..beta),
        ("documents/alpha/record.html", 0..beta),
        ("questions/rules--2.html", alpha..order.len()),
        ("terms/rules--2.html", alpha..order.len()),
    ] {
        assert!(expected.contains(&place(path)), "{path}: {order:#?}");
    }
}

/// Of a document that is named for many, only some are: here all parts but a few.
#[test]
fn long_lists_of_parts_name_some() {
    let theme = |questions: usize| {
        let questions: String = (0..questions)
            .map(|it| format!("  - {{ id: q-{it}, short: Q{it}, proposition: P {it}., kind: claim, subject: s, terms: [t{it}] }}\n"))
            .collect();
        format!("title: More\norder: 2\nsummary: More.\nquestions:\n{questions}")
    };
    let corpus = corpus(&[("content/themes/more.yaml", &theme(199))]);
    let site = divided_site_of(&corpus);
    let addresses = site.addresses();
    let mut found = addresses.filter(|it| it.path() == "matrix--103.html");
    let page = render(&site, found.next().expect("a part")).expect("it is sound");
    let page = Html::parse_document(&String::from_utf8(page).expect("UTF-8"));
    let listed = all(&page, ".parts li");
    let numbers: Vec<usize> = listed
        .iter()
        .filter_map(|it| it.value().attr("value")?.parse().ok())
        .collect();
    assert_eq!(numbers.first(), Some(&1));
    assert_eq!(numbers.last(), Some(&201));
    for near in 100..=106 {
        assert!(numbers.contains(&near), "{near}: {numbers:?}");
    }
    assert!((20..=32).contains(&numbers.len()), "{numbers:?}");
    let summaries = all(&page, ".parts summary");
    let summaries: Vec<String> = summaries.into_iter().map(words).collect();
    assert_eq!(summaries, ["Some of the 201 parts"]);
}

#[test]
fn differences_of_codings_are_on_the_part_that_rows_lead_to() {
    let coding = "note: Again.\nsilent:\n  - { question: rules }\n  - { question: weather }\n";
    let corpus = corpus(&[
        ("content/codings/second/alpha.yaml", coding),
        ("content/codings/second/beta.yaml", coding),
    ]);
    let (whole, divided) = (site_of(&corpus), divided_site_of(&corpus));
    check_links(&divided);
    let (whole, divided) = (html_pages(&whole), html_pages(&divided));
    let names = |page: &Html| -> Vec<String> {
        let all = all(page, ".difference").into_iter();
        all.filter_map(|it| it.value().id().map(str::to_owned))
            .collect()
    };
    let parts = parts(&divided, "reliability.html");
    let on_parts: Vec<Vec<String>> = parts.iter().map(|(_, page)| names(page)).collect();
    // Two documents have been coded twice; they stand first.
    let expected = [vec![], vec![], vec!["alpha--rules"], vec!["beta--rules"]];
    assert_eq!(on_parts, expected);
    assert_eq!(names(&whole["reliability.html"]), on_parts.concat());
    let row = hrefs(
        &divided["questions/rules--2.html"],
        "#beta a[href*=reliability]",
    );
    assert_eq!(row, ["../reliability--4.html#beta--rules"]);
    for page in ["reliability.html", "reliability--2.html"] {
        assert_eq!(all(&divided[page], "#_table-2").len(), 1, "{page}");
    }
    assert_eq!(all(&divided["reliability--3.html"], "table").len(), 0);
}
