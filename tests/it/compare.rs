//! Comparisons are worked out twice: by the program, and by `templates/relations.js` in the browser.
//! Both are held to each other here, on stances of every kind and on our own site. Needs Node.js.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use policy_digest::compare::relation::{likeness, relation};
use policy_digest::compare::{Cell, Counted, DocumentStance, Relation, Row};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};

use crate::site::our_site;
use crate::support::{Copy, Tree, repository, tree, words_of};

/// A stance by the positions that count; none where there is no first-hand one.
type Counting = Option<DocumentStance>;

/// What the script calls it.
fn id(stance: Counting) -> &'static str {
    stance.map_or("no-first-hand", DocumentStance::id)
}

/// What the script works out of lists of pairs of stances: for each list its relations and likeness.
fn scripted(lists: &[Vec<(&str, &str)>]) -> Vec<Value> {
    let script = fs::read_to_string(repository().join("templates/relations.js")).unwrap();
    let call = "
        const lists = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
        console.log(JSON.stringify(lists.map((pairs) => {
            const { n, counts, score, bounds } = policyDigest.likeness(pairs);
            const figures = score === undefined ? [] : [score, ...bounds];
            return {
                relations: pairs.map(([a, b]) => policyDigest.relation(a, b)),
                counts, n, figures: figures.map(String), printed: figures.map(policyDigest.twoDigits),
            };
        })));";
    let mut node = Command::new("node")
        .args(["--eval", &format!("{script}\n{call}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js is not installed: apt-get install nodejs");
    let mut input = node.stdin.take().unwrap();
    input
        .write_all(json!(lists).to_string().as_bytes())
        .unwrap();
    drop(input);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The likeness of two documents with these stances, as [`scripted`] gives it.
fn worked_out(pairs: &[(Counting, Counting)]) -> Value {
    let row = |of: fn(&(Counting, Counting)) -> Counting| Row::of(pairs.iter().map(of).map(cell));
    let likeness = likeness(&row(|it| it.0), &row(|it| it.1), Counted::FirstHand);
    let counts: BTreeMap<&str, usize> = Relation::ALL
        .iter()
        .map(|relation| (relation.id(), likeness.counts[*relation as usize]))
        .filter(|(_, count)| *count > 0)
        .collect();
    let bounds = likeness.bounds.map(|(low, high)| [low, high]);
    let figures: Vec<f64> = likeness
        .score
        .into_iter()
        .chain(bounds.into_iter().flatten())
        .collect();
    let printed = figures
        .iter()
        .map(|value| format!("{:.2}", (value * 100.0).round() / 100.0));
    json!({
        "relations": pairs.iter().map(|(a, b)| relation(*a, *b).id()).collect::<Vec<_>>(),
        "counts": counts,
        "n": likeness.n,
        "printed": printed.collect::<Vec<_>>(),
        // As texts, which both write with as few digits as tell a number from all others.
        "figures": figures.iter().map(f64::to_string).collect::<Vec<_>>(),
    })
}

fn cell(first_hand: Counting) -> Cell {
    Cell {
        stance: DocumentStance::Raises,
        first_hand,
        positions: Vec::new(),
        silence: None,
        reported_holders: 0,
    }
}

#[test]
fn the_script_has_the_programs_relations_and_scores() {
    let stances: Vec<Counting> = DocumentStance::ALL
        .map(Some)
        .into_iter()
        .chain([None])
        .collect();
    let all = stances
        .iter()
        .flat_map(|a| stances.iter().map(|b| (*a, *b)));
    // Every pair once and each alone; then as many lists as find each border of n and each tie of
    // rounding, drawn by a fixed sequence.
    let mut lists: Vec<Vec<(Counting, Counting)>> = all.clone().map(|pair| vec![pair]).collect();
    lists.push(all.collect());
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..2_000 {
        let length = draw(24);
        // Lists of stances that have a value alone give the most ties.
        let kinds = if draw(2) == 0 { 4 } else { stances.len() };
        lists.push(
            (0..length)
                .map(|_| (stances[draw(kinds)], stances[draw(kinds)]))
                .collect(),
        );
    }
    let named: Vec<Vec<(&str, &str)>> = lists
        .iter()
        .map(|list| list.iter().map(|(a, b)| (id(*a), id(*b))).collect())
        .collect();
    let mut scores = 0;
    for (list, found) in lists.iter().zip(scripted(&named)) {
        let expected = worked_out(list);
        assert_eq!(found, expected, "{list:?}");
        scores += usize::from(expected["printed"] != json!([]));
    }
    assert!(scores > 500, "{scores} lists have a score");
}

#[test]
fn our_pages_of_pairs_are_what_the_script_makes_of_the_data() {
    let site = our_site(None);
    let (mut pages, mut lists) = (Vec::new(), Vec::new());
    for path in site.keys() {
        let name = path
            .strip_prefix("compare/")
            .and_then(|it| it.strip_suffix(".html"));
        let Some((a, b)) = name.and_then(|name| name.split_once("--")) else {
            continue;
        };
        let (a, b) = (stances(&site, a), stances(&site, b));
        let pairs: Vec<[(String, String); 2]> = a.into_iter().zip(b).map(<[_; 2]>::from).collect();
        for (index, [(question, _), (same, _)]) in pairs.iter().enumerate() {
            assert_eq!(question, same, "{path}: row {index}");
        }
        pages.push((path, page(&site, path)));
        lists.push(pairs);
    }
    assert!(pages.len() > 5);
    let named: Vec<Vec<(&str, &str)>> = lists
        .iter()
        .map(|list| {
            list.iter()
                .map(|[a, b]| (a.1.as_str(), b.1.as_str()))
                .collect()
        })
        .collect();
    for (((path, page), list), found) in pages.iter().zip(&lists).zip(scripted(&named)) {
        let relations: Vec<&str> = found["relations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        for section in select(page.root_element(), "section.relation") {
            let id = select(section, "h2")[0].attr("id").unwrap();
            let rows = select(section, "article");
            let rows: Vec<&str> = rows.iter().map(|row| row.attr("id").unwrap()).collect();
            let of_relation = list.iter().zip(&relations);
            let expected: Vec<&str> = of_relation
                .filter(|(_, relation)| id.strip_prefix('_') == Some(**relation))
                .map(|([(question, _), _], _)| question.as_str())
                .collect();
            assert_eq!(rows, expected, "{path}: {id}");
        }
        assert_eq!(
            select(page.root_element(), "article").len(),
            list.len(),
            "{path}"
        );
        let told: String = select(page.root_element(), "[aria-labelledby=_likeness] p")[0]
            .text()
            .collect();
        for figure in found["printed"].as_array().unwrap() {
            assert!(
                told.contains(figure.as_str().unwrap()),
                "{path}: {figure} is not in {told}"
            );
        }
        assert!(
            told.contains(&format!("n = {} ", found["n"])),
            "{path}: {told}"
        );
    }
}

#[test]
fn pairs_beyond_the_limit_have_an_address_all_the_same() {
    let whole = our_site(None);
    let table = page(&whole, "compare.html");
    // Two documents by their short names, with their score.
    let scores: Vec<(String, String, String)> = select(table.root_element(), ".likeness tbody tr")
        .into_iter()
        .map(|row| {
            let names = words_of(select(row, "th a")[0]);
            let (a, b) = names.split_once(" and ").unwrap();
            let score = words_of(select(row, "td")[0]);
            let score = score.split(' ').next().unwrap();
            (a.to_owned(), b.to_owned(), score.to_owned())
        })
        .collect();
    let limited = limited_to_one_pair();
    let pairs = |site: &Tree| site.keys().filter(|path| path.contains("--")).count();
    assert_eq!((pairs(&whole), pairs(&limited)), (scores.len(), 1));
    let told = page(&limited, "compare.html");
    let documents = select(told.root_element(), "select[name=a] option:not([value=''])");
    assert_eq!(documents.len(), 4);
    for document in documents {
        let (id, short) = (document.attr("value").unwrap(), words_of(document));
        let own = scores.iter().filter(|(a, b, _)| [a, b].contains(&&short));
        let mut own: Vec<&str> = own.map(|(_, _, score)| score.as_str()).collect();
        own.sort_unstable();
        let page = page(&limited, &format!("documents/{id}.html"));
        let alike = select(page.root_element(), ".alike")[0];
        let expected = (own[own.len() - 1], own[0]);
        let (nearest, farthest) = words_of(alike)
            .split_once("Farthest")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        assert!(
            nearest.contains(expected.0) && farthest.contains(expected.1),
            "{}",
            words_of(alike)
        );
        for link in &select(alike, "a")[..2] {
            let href = link.attr("href").unwrap();
            let is_page = limited.contains_key(href.trim_start_matches("../"));
            assert!(
                is_page || href.starts_with(&format!("../compare.html?a={id}&b=")),
                "{href}"
            );
        }
        assert!(limited.contains_key(&format!("compare/data/{id}.js")));
    }
}

/// Our own site with a page for one pair only.
fn limited_to_one_pair() -> Tree {
    let copy = Copy::of(&[]);
    for folder in ["content", "seeds"] {
        for (path, bytes) in tree(&repository().join(folder)) {
            copy.put(&format!("{folder}/{path}"), bytes);
        }
    }
    let book = fs::read_to_string(repository().join("book.toml")).unwrap();
    let limited = book.replace("pairs-limit = 200", "pairs-limit = 1");
    assert_ne!(book, limited);
    copy.put("book.toml", limited);
    copy.build(&[]).exits(0);
    tree(&copy.out())
}

fn page(site: &Tree, path: &str) -> Html {
    Html::parse_document(str::from_utf8(&site[path]).unwrap())
}

fn select<'h>(within: ElementRef<'h>, selector: &str) -> Vec<ElementRef<'h>> {
    let selector = Selector::parse(selector).expect("a selector of ours");
    within.select(&selector).collect()
}

/// The stances of a document as its data have them: question and stance, all positions counted.
fn stances(site: &Tree, id: &str) -> Vec<(String, String)> {
    let data = str::from_utf8(&site[&format!("compare/data/{id}.js")]).unwrap();
    let (_, markup) = data.split_once('`').unwrap();
    // What is escaped in it stands in no attribute that is looked at.
    let sides = Html::parse_fragment(markup.strip_suffix("`);\n").unwrap());
    let attribute = |side: &ElementRef<'_>, name: &str| side.attr(name).unwrap().to_owned();
    select(
        sides.root_element(),
        "[data-question]:not([data-first-hand])",
    )
    .iter()
    .map(|side| {
        (
            attribute(side, "data-question"),
            attribute(side, "data-stance"),
        )
    })
    .collect()
}
