//! The index as the script reads it.

mod change;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use scraper::{Html, Selector};
use serde_json::Value;

use super::entries::Kind;
use super::*;
use crate::config::Search;
use crate::render::testing::{Corpus, corpus};
use crate::render::tests::{pages, site_of};

/// The data of each file, by its name; that of the first one stands at `index`.
type Files = BTreeMap<String, Value>;

fn files(site: &Site<'_>, index: &Index) -> Files {
    let files = index.files().map(|file| {
        let script = String::from_utf8(index.file(site, file)).expect("UTF-8");
        let call = script.strip_prefix("policyDigestSearch(").expect("a call");
        let call = call.strip_suffix(");\n").expect("nothing but a call");
        let call: Value = serde_json::from_str(&format!("[{call}]")).expect("JSON");
        assert_eq!(index.path(file), format!("search/{}.js", text(&call[0])));
        let name = match file {
            SearchFile::Index => "index",
            _ => text(&call[0]),
        };
        (name.to_owned(), call[1].clone())
    });
    files.collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small one")
}

/// The data of the file that the first one names so.
fn named<'f>(files: &'f Files, kind: &str, name: &Value) -> &'f Value {
    &files[&format!("{kind}-{}", text(name))]
}

/// The positions of each word.
fn words(files: &Files) -> BTreeMap<String, Vec<usize>> {
    let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for file in list(&files["index"]["words"]) {
        let parts: Vec<&str> = text(named(files, "words", &file[1])).split(' ').collect();
        assert_eq!(parts[0], text(&file[0]));
        for part in parts.chunks(2) {
            let mut position = 0;
            let positions = words.entry(part[0].to_owned()).or_default();
            for step in numbers::read(part[1]) {
                position += step;
                positions.push(position);
            }
        }
    }
    words
}

/// An entry as the script puts it together.
#[derive(Debug, PartialEq)]
struct Read {
    document: String,
    kind: usize,
    sides: Vec<usize>,
    position: usize,
    positions: usize,
    page: String,
    address: String,
    /// Everything of it that is found.
    found: Vec<String>,
}

fn entries(files: &Files) -> Vec<Read> {
    let mut entries = Vec::new();
    for table in list(&files["index"]["tables"]) {
        assert_eq!(number(&table[0]), entries.len());
        for group in list(named(files, "table", &table[2])) {
            let mut position = number(&table[1]) + number(&group[2]);
            let mut numbers = numbers::read(text(&group[3]));
            while let Some(number) = numbers.next() {
                if number / 2 % 8 != Kind::Passage as usize {
                    position = position.next_multiple_of(64);
                }
                let count = if number % 2 == 1 {
                    numbers.next()
                } else {
                    None
                };
                entries.push(Read {
                    document: text(&group[0]).to_owned(),
                    kind: number / 2 % 8,
                    sides: numbers.by_ref().take(count.unwrap_or(0)).collect(),
                    position,
                    positions: number / 16,
                    page: String::new(),
                    address: String::new(),
                    found: Vec::new(),
                });
                position += number / 16;
            }
        }
    }
    assert_eq!(entries.len(), number(&files["index"]["entries"]));
    let mut at = 0;
    for file in list(&files["index"]["texts"]) {
        assert_eq!(number(&file[0]), at);
        for group in list(named(files, "texts", &file[1])) {
            for shown in list(&group[3]) {
                let entry = &mut entries[at];
                at += 1;
                text(&group[2]).clone_into(&mut entry.page);
                text(&shown[0]).clone_into(&mut entry.address);
                if entry.kind != Kind::Passage as usize {
                    entry.found.push(text(&shown[1]).to_owned());
                }
                let words = list(&shown[2]).iter();
                let words = words.map(|words| words.as_str().unwrap_or_else(|| text(&words[0])));
                entry.found.extend(words.map(str::to_owned));
            }
        }
    }
    assert_eq!(at, entries.len());
    entries
}

/// The positions of each word as they must be, from what the files say that is shown.
fn expected(entries: &[Read]) -> BTreeMap<String, Vec<usize>> {
    let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut end = 0;
    for entry in entries {
        let mut position = entry.position;
        assert!(position >= end, "{entry:?} begins where another one ends");
        for found in &entry.found {
            tokens::tokens(found, |token| {
                words.entry(token.to_owned()).or_default().push(position);
                position += 1;
            });
            position += 1;
        }
        assert_eq!(position - entry.position, entry.positions, "{entry:?}");
        end = position;
    }
    words
}

#[test]
fn every_word_stands_where_the_index_says() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    for limits in [LIMITS, TINY] {
        let files = files(&site, &Index::with_limits(&site, limits));
        assert_eq!(words(&files), expected(&entries(&files)));
    }
}

/// Limits that part the smallest index.
const TINY: Limits = Limits {
    words: 100,
    table: 3,
    texts: 200,
};

#[test]
fn no_file_is_larger_than_its_limit_and_what_is_in_them_is_the_same() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let index = Index::with_limits(&site, TINY);
    let whole = entries(&files(&site, &Index::new(&site)));
    assert_eq!(entries(&files(&site, &index)), whole);
    let counts = [index.words.len(), index.tables.len(), index.texts.len()];
    assert!(counts.iter().all(|count| *count > 4), "{counts:?}");
    for file in &index.words {
        assert!(file.json.len() <= TINY.words + 2, "{file:?}");
    }
    for (number, texts) in index.texts.iter().enumerate() {
        let bytes = index.file(&site, SearchFile::Texts(number)).len();
        assert!(
            texts.entries.len() == 1 || bytes <= 2 * TINY.texts,
            "{texts:?}: {bytes} bytes"
        );
    }
}

#[test]
fn every_shown_passage_is_found_by_each_of_its_words_and_no_other_is() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let files = files(&site, &Index::new(&site));
    let words = words(&files);
    let entries = entries(&files);
    let mut shown = 0;
    for (id, document) in corpus.analysis.digest.documents.iter().enumerate() {
        for (index, block) in document.text.blocks.iter().enumerate() {
            let address = format!("#{}", block.fragment());
            let entry = entries
                .iter()
                .find(|it| it.document == document.id && it.address == address);
            let is_shown = site.shown.is_shown(crate::digest::DocumentId(id), index);
            assert_eq!(entry.is_some(), is_shown, "{} {address}", document.id);
            shown += usize::from(is_shown);
        }
    }
    assert!(shown > 5, "{shown}");
    // What stands in passages that are not shown, and nowhere else.
    for word in ["beginning", "end", "hidden"] {
        assert!(!words.contains_key(word), "{word}");
    }
    // An error of transmission is found by both readings; a note's mark is none of a passage's words.
    assert!(words.contains_key("al") && words.contains_key("ai"));
    let first = entries
        .iter()
        .find(|it| it.document == "alpha" && it.address == "#p1");
    let first = &first.expect("it is shown").found[0];
    assert_eq!(
        first,
        "We, the Example Body, call for rules that bind AI models. See https://example.org/a."
    );
}

#[test]
fn hits_lead_to_places_that_are_there() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let pages: BTreeMap<String, Html> = pages(&site)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path, Html::parse_document(&text)))
        .collect();
    let mut kinds = BTreeSet::new();
    for entry in entries(&files(&site, &Index::new(&site))) {
        kinds.insert(entry.kind);
        let address = match entry.address.strip_prefix('#') {
            Some(_) => format!("{}{}", entry.page, entry.address),
            None => entry.address.clone(),
        };
        let (path, fragment) = address.split_once('#').unwrap_or((&address, ""));
        let page = pages
            .get(path)
            .unwrap_or_else(|| panic!("{address} leads nowhere"));
        let selector = match fragment {
            "" => "main".to_owned(),
            fragment => format!("[id=\"{fragment}\"]"),
        };
        let selector = Selector::parse(&selector).expect("sound");
        assert_eq!(page.select(&selector).count(), 1, "{address}");
    }
    assert_eq!(kinds, (0..8).collect::<BTreeSet<_>>());
}

#[test]
fn sides_are_those_of_positions() {
    let corpus = corpus(&[]);
    let site = site_of(&corpus);
    let entries = entries(&files(&site, &Index::new(&site)));
    let of = |document: &str, address: &str| {
        let entry = entries
            .iter()
            .find(|it| it.document == document && it.address == address);
        entry
            .unwrap_or_else(|| panic!("{document} {address}"))
            .sides
            .clone()
    };
    let (supports, opposes, none) = (0, 3, 4);
    // One theme, so that a side's number is its stance's.
    assert_eq!(
        of("alpha", "questions/rules.html#alpha--example-body"),
        [supports]
    );
    assert_eq!(
        of("beta", "questions/rules.html#beta--speaker--example-body"),
        [opposes]
    );
    assert_eq!(of("alpha", "#p1"), [supports]);
    assert_eq!(of("beta", "#p2"), [opposes]);
    assert_eq!(of("alpha", "#h1"), [0; 0]);
    assert_eq!(of("", "questions/weather.html"), [none]);
}

#[test]
fn the_index_is_the_same_however_many_threads_make_it() {
    // Enough groups for several threads.
    let holders: Vec<(String, String)> = (0..1500)
        .map(|number| {
            let path = format!("content/holders/holder-{number}.yaml");
            (
                path,
                format!("name: Holder {} of {number}\nkind: person\n", number % 7),
            )
        })
        .collect();
    let holders: Vec<(&str, &str)> = holders
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let corpus = corpus(&holders);
    let site = site_of(&corpus);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let index = pool
            .expect("threads can be had")
            .install(|| Index::new(&site));
        (index.first(), files(&site, &index))
    };
    assert!(row::runs(&scope(&site), &entries::origins(site.digest)).len() > 4);
    let one = with(1);
    assert_eq!(one, with(5));
    assert_eq!(words(&one.1), expected(&entries(&one.1)));
}

#[test]
fn the_search_can_be_switched_off() {
    let with = |search: Option<Search>| {
        let corpus = corpus(&[]);
        let config = crate::config::Config {
            search,
            ..corpus.config
        };
        let corpus = Corpus { config, ..corpus };
        pages(&site_of(&corpus))
    };
    let on = with(Some(Search::default()));
    assert!(on.keys().any(|path| path.starts_with("search/")));
    assert!(on["index.html"].contains("search.html"));
    let off = with(None);
    assert!(!off.keys().any(|path| path.contains("search")));
    assert!(off.values().all(|page| !page.contains("search.html")));
}

/// Texts with what the two ways of finding words could see differently.
const TEXTS: [&str; 24] = [
    "",
    "One, two-three; it’s l'intelligence.",
    "COVID-19 and 5G: 3.14 ½ ① Ⅷ x_y",
    "participation⁷ m² H₂O ⁱⁿ",
    "人工智能治理，AI治理。数字人权",
    "AI人工",
    "人",
    "データガバナンスと人権 ｶﾞﾊﾞﾅﾝｽ",
    "か\u{3099}がハ\u{309a}",
    "ปัญญาประดิษฐ์ น้ำ",
    "ပြည်သူ ປະຊາຊົນ មនុស្ស",
    "인공지능 거버넌스",
    "Straße STRASSE ẞ İstanbul ıI ﬁn ﬀ",
    "ΣΊΣΥΦΟΣ Σίσυφος ΣΑΣ ς",
    "café cafe\u{301} naïve Ångström Å ñ",
    "Йод йод Ёлка ёлка",
    "حقوق الإنسان مُحَمَّد ﷺ می\u{200c}خواهم",
    "זְכֻיּוֹת הָאָדָם",
    "मानव अधिकार क्\u{200d}ष",
    "co\u{ad}operate \u{ad} \u{feff}x \u{ad}人",
    "ＡＩ ＡＩ治理 １２３",
    "𠀀𠀁 𝐀𝐈 😀a👍🏽b",
    "\u{301}a \u{301} a\u{e31}b ก\u{301}ข",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀",
];

/// Finds the tokens of texts with the script, and holds their places to them. Texts with characters that
/// this version of Node.js does not know yet come back empty-handed.
const SCRIPT: &str = r#"
const fs = require("fs");
globalThis.document = { getElementById: () => null };
require("vm").runInThisContext(fs.readFileSync(process.argv[1], "utf8"));
const { tokens } = globalThis.policyDigestSearch;
const answers = JSON.parse(fs.readFileSync(0, "utf8")).map((text) => {
  if (/\p{Cn}/u.test(text)) return null;
  let before = 0;
  return tokens(text).map((token) => {
    const alone = tokens(text.slice(token.start, token.end))[0];
    const fits = alone && alone.text === token.text && token.start >= before
      && (!token.middle || (token.middle > token.start && token.middle <= token.end));
    if (!fits) throw new Error(JSON.stringify([text, token, alone]));
    before = token.middle || token.end;
    return token.text;
  });
});
process.stdout.write(JSON.stringify(answers));
"#;

#[test]
fn the_script_finds_the_same_words() {
    let mut texts: Vec<String> = TEXTS.into_iter().map(str::to_owned).collect();
    let mut runner = TestRunner::deterministic();
    // Anything, and what meets in scripts that are more than letters and spaces.
    for pattern in [
        "\\PC{0,40}",
        "[a-cA-C \\-’'\u{ad}\u{301}\u{200d}1²é]{0,20}",
        "[人工智能aA \u{3099}かガｶﾞ、\u{ad}ーＡ]{0,20}",
        "[ก-ฮ\u{e31}\u{e33}\u{e34}\u{e49}ກ-ຮa ]{0,20}",
        "[Α-ωϊ\u{345}ς ’]{0,20}",
        "[\u{600}-\u{6ff}\u{fe70}-\u{fefc} ]{0,20}",
        "[\u{1100}-\u{1112}\u{ac00}-\u{ac20} a]{0,12}",
    ] {
        for _ in 0..400 {
            let tree = pattern.new_tree(&mut runner).expect("a pattern of ours");
            texts.push(tree.current());
        }
    }
    let mut unknown = 0;
    for (text, theirs) in texts.iter().zip(by_script(&texts)) {
        let Some(theirs) = theirs else {
            unknown += 1;
            continue;
        };
        let mut ours: Vec<String> = Vec::new();
        tokens::tokens(text, |token| ours.push(token.to_owned()));
        assert_eq!(ours, theirs, "{text:?} {}", text.escape_unicode());
    }
    assert!(unknown < texts.len() / 8, "{unknown} of {}", texts.len());
}

fn by_script(texts: &[String]) -> Vec<Option<Vec<String>>> {
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/search.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is not installed: apt-get install nodejs");
    let input = serde_json::to_vec(texts).expect("texts");
    let mut stdin = node.stdin.take().expect("it is piped");
    stdin.write_all(&input).expect("node reads");
    drop(stdin);
    let output = node.wait_with_output().expect("node ends");
    assert!(output.status.success(), "the script fails");
    serde_json::from_slice(&output.stdout).expect("what the script writes")
}

#[test]
fn words_are_found_in_every_script() {
    let check = |text: &str, expected: &[&str]| {
        let mut found: Vec<String> = Vec::new();
        tokens::tokens(text, |token| found.push(token.to_owned()));
        assert_eq!(found, expected, "{text:?}");
    };
    check("One, two-three", &["one", "two", "three"]);
    check("China’s", &["china", "s"]);
    check("co\u{ad}operate", &["cooperate"]);
    check("participation⁷", &["participation"]);
    check("Café Ångström", &["cafe", "angstrom"]);
    check("人工智能", &["人工", "工智", "智能", "能"]);
    check("AI治理", &["ai", "治理", "理"]);
    check("ＡＩ", &["ai"]);
    // A vowel sign belongs to the character below it.
    check("กินข้าว", &["กิน", "นข้", "ข้า", "าว", "ว"]);
    check("", &[]);
}
