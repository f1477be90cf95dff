use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jsonschema::Validator;
use policy_digest::config::{self, is_language_tag};
use policy_digest::diag::{Diagnostic, Diagnostics, Severity};
use policy_digest::digest::date::Date;
use policy_digest::load;
use policy_digest::record::{Kind, is_id, schema};
use policy_digest::scaffold;
use policy_digest::source::{Content, File, Files};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

use crate::support::{Copy, Goldens, folders, program, repository, run, tests, tree};

/// The folder of records in all digests of the tests.
const CONTENT: &str = "content/";

/// Mistakes of a record's shape: a schema sees them, too.
const SHAPE: [&str; 5] = [
    "empty-value",
    "missing-key",
    "unknown-key",
    "unknown-value",
    "wrong-type",
];

/// Mistakes inside a text that a schema sees where the text is one to editors, too.
const TEXTS: [&str; 7] = [
    "invalid-date",
    "invalid-id",
    "invalid-language",
    "position-without-quote",
    "short-too-long",
    "source-outside-folder",
    "unsafe-address",
];

/// The schemas of all kinds, ready to be held against records.
struct Schemas(BTreeMap<Kind, Validator>);

impl Schemas {
    fn new() -> Self {
        let validator = |kind: Kind| {
            let schema = serde_json::from_str(&schema::schema(kind)).unwrap();
            jsonschema::draft7::meta::validate(&schema).expect("schemas are draft-07");
            (kind, jsonschema::draft7::new(&schema).unwrap())
        };
        Self(Kind::ALL.map(validator).into())
    }

    /// What a schema finds wrong with a record; nothing when the file is none, or no YAML.
    ///
    /// `serde_yaml` reads untyped values as editors do, by the core schema of YAML 1.2.
    fn verdict(&self, path: &str, bytes: &[u8]) -> Option<Vec<String>> {
        let kind = Kind::of(path.strip_prefix(CONTENT)?)?;
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let value: Value = serde_yaml::from_slice(bytes).ok()?;
        let value = serde_json::to_value(&value).ok()?;
        let errors = self.0[&kind].iter_errors(&value);
        Some(
            errors
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect(),
        )
    }

    /// Holds the verdicts on all records of a digest against each other. Returns the mistakes that both
    /// have seen, and says of each difference that it is one.
    fn compare(&self, checked: &Checked, sees: impl Fn(&Diagnostic) -> bool) -> Vec<&'static str> {
        let mut agreed = Vec::new();
        for (file, content) in checked.files.under(CONTENT) {
            let Some(wrong) = self.verdict(&content.path, content.bytes()) else {
                continue;
            };
            let errors: Vec<&Diagnostic> = checked
                .diagnostics
                .iter()
                .filter(|diag| diag.span().file == file && diag.code.severity == Severity::Error)
                .collect();
            let text = String::from_utf8_lossy(content.bytes());
            assert!(
                wrong.is_empty() || !errors.is_empty(),
                "the schema alone refuses {}: {wrong:?}\n{text}",
                content.path
            );
            for error in errors.iter().filter(|error| sees(error)) {
                let code = error.code.id;
                assert!(
                    !wrong.is_empty(),
                    "the program alone reports {code} in {}: {}\n{text}",
                    content.path,
                    error.message
                );
                agreed.push(code);
            }
        }
        agreed
    }
}

/// The files of a digest and what is wrong with them.
struct Checked {
    files: Files,
    diagnostics: Diagnostics,
}

impl Checked {
    fn folder(root: &Path) -> Self {
        Self::files(load::digest(root).unwrap())
    }

    fn texts(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| File {
            path: (*path).to_owned(),
            content: Content::Bytes(text.as_bytes().to_vec()),
        });
        Self::files(Files::new(files))
    }

    fn files(files: Files) -> Self {
        let mut diagnostics = Diagnostics::new();
        let config = config::read(&files, &mut diagnostics).unwrap_or_default();
        diagnostics.append(policy_digest::analyse(&config, &files).1);
        Self { files, diagnostics }
    }
}

/// What a schema should see of the mistakes that people make.
fn is_seen(diag: &Diagnostic) -> bool {
    let message = &diag.message;
    match diag.code.id {
        // How many days a February has, and which of two dates is the earlier.
        "invalid-date" => !message.contains("has no day") && !message.contains("ends before"),
        // The names of files.
        "invalid-id" => !diag.span().range().is_empty(),
        // A link.
        "source-outside-folder" => message.contains("leaves"),
        id => SHAPE.contains(&id) || TEXTS.contains(&id),
    }
}

#[test]
fn committed_schemas_are_those_of_the_program() {
    let mut goldens = Goldens::new();
    let folder = repository().join(config::SCHEMAS);
    for kind in Kind::ALL {
        let printed = run(program().args(["schema", kind.name()])).exits(0).stdout;
        goldens.compare(printed.as_bytes(), &repository().join(schema::path(kind)));
    }
    for name in tree(&folder).into_keys() {
        if !Kind::ALL
            .iter()
            .any(|kind| schema::path(*kind).ends_with(&format!("/{name}")))
        {
            goldens.left_over(&folder.join(name));
        }
    }
    goldens.finish();
}

#[test]
fn schema_and_program_agree_on_good_records() {
    let schemas = Schemas::new();
    let corpora = folders(&tests().join("corpora"));
    let roots = corpora.into_iter().map(|(_, root)| root);
    let mut kinds = BTreeSet::new();
    for root in roots.chain([repository().to_owned(), tests().join("rules-base")]) {
        let files = load::digest(&root).unwrap();
        for (_, file) in files.under(CONTENT) {
            if let Some(wrong) = schemas.verdict(&file.path, file.bytes()) {
                assert_eq!(wrong, [""; 0], "{} of {}", file.path, root.display());
                kinds.extend(Kind::of(&file.path[CONTENT.len()..]));
            }
        }
    }
    let full = Checked::texts(&full());
    assert!(!full.diagnostics.has_errors(), "{:?}", full.diagnostics);
    for (_, file) in full.files.under(CONTENT) {
        let wrong = schemas.verdict(&file.path, file.bytes());
        assert_eq!(wrong.unwrap(), [""; 0], "{}", file.path);
        kinds.extend(Kind::of(&file.path[CONTENT.len()..]));
    }
    assert!(kinds.iter().eq(&Kind::ALL), "{kinds:?}");
}

#[test]
fn schema_and_program_agree_on_the_mistakes_of_all_rules() {
    let schemas = Schemas::new();
    let base = tests().join("rules-base");
    let mut agreed = BTreeSet::new();
    for (name, folder) in folders(&tests().join("rules")) {
        let setup = folder.join(".setup").is_file();
        let copy = Copy::of(&[&base, &folder]);
        agreed.extend(schemas.compare(&Checked::folder(&copy.root()), is_seen));
        assert!(
            !setup || !SHAPE.contains(&name.as_str()),
            "{name} is set up elsewhere"
        );
    }
    for code in SHAPE.iter().chain(&TEXTS) {
        assert!(agreed.contains(code), "{code} occurs in no fixture");
    }
}

/// A digest in which every key of every record has a value.
fn full() -> Vec<(&'static str, &'static str)> {
    vec![
        ("book.toml", "[book]\ntitle = \"Full\"\nsrc = \"content\"\n"),
        ("seeds/a.txt", "Title\n\nRules must bind. Nobody spoke of access."),
        (
            "content/documents/a.yaml",
            "source: a.txt
format: text
lines: paragraphs
structure: [{ at: Rules, as: paragraph }]
title: A title
short: A
kind: report
issuer: b
date: 2019~
event: { name: An event, place: Here, date: 2025-04 }
language: en
provenance: { url: 'https://example.org/a', retrieved: 2025, archive: 'https://example.org/b', sha256: 9bda4656b5be33fb0a19d4c84ed8d491b2fdea96f9a09ffcf5e16521cd6bf8da }
rights: { statement: None., licence: CC0-1.0, publish: full }
summary: A summary.
corrections: [{ at: bind, read: bound, note: A note. }]
positions:
  - question: rules
    stance: supports
    holder: c
    on_behalf_of: b
    summary: They ask for rules.
    quotes: [Rules must, { exact: spoke of, prefix: Nobody, suffix: access, translation: { de: sprach von } }]
silent: [other, { question: access, seen: [access], note: A note. }]
",
        ),
        (
            "content/themes/a.yaml",
            "title: A theme
order: 2
summary: A summary.
questions:
  - { id: rules, short: Rules, proposition: Rules bind., kind: claim, subject: rules, terms: [rule*] }
  - { id: access, short: Access, proposition: All have access., kind: demand, subject: access, terms: [access] }
  - { id: other, short: Other, proposition: There is more., kind: claim, subject: more, terms: [more] }
",
        ),
        ("content/holders/b.yaml", "name: B\nkind: text\nrole: Chair\naffiliation: c\naliases: [Be]\ninstrument: d\n"),
        ("content/holders/c.yaml", "name: C\nkind: person\n"),
        ("content/instruments/d.yaml", "name: D\nkind: law\ndate: 2025-04-19\naliases: [De]\nurl: 'https://example.org'\n"),
        (
            "content/codings/e/a.yaml",
            "note: A note.\npositions: [{ question: rules, stance: raises, summary: Rules., quotes: [Rules must] }]\nsilent: [access]\n",
        ),
        (
            "content/stances.yaml",
            "supports: For\nqualified: Partly\nraises: Raised\nopposes: Against\nmixed: Both\nsilent: Silent\nnot_coded: Open\n",
        ),
    ]
}

/// Every value that is one mistake away: keys left out and misspelt, values of every other kind.
fn mutants(value: &Value) -> Vec<Value> {
    let mut mutants = vec![
        Value::Null,
        Value::from(""),
        Value::from(" "),
        Value::from("Some words"),
        Value::from(7),
        Value::from(true),
        Value::Sequence(Vec::new()),
        Value::Sequence(vec![Value::from("word")]),
        Value::Sequence(vec![value.clone()]),
        Value::from(Mapping::new()),
        Mapping::from_iter([(Value::from("key"), Value::from("word"))]).into(),
    ];
    match value {
        Value::Mapping(pairs) => {
            for (key, inner) in pairs {
                let without = || pairs.iter().filter(|(other, _)| *other != key);
                let clone = |(key, value): (&Value, &Value)| (key.clone(), value.clone());
                let rest = || without().map(clone).collect::<Mapping>();
                mutants.push(rest().into());
                let mut misspelt = rest();
                misspelt.insert(format!("{}x", key.as_str().unwrap()).into(), inner.clone());
                mutants.push(misspelt.into());
                for mutant in self::mutants(inner) {
                    let mut changed = pairs.clone();
                    changed.insert(key.clone(), mutant);
                    mutants.push(changed.into());
                }
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                for mutant in self::mutants(item) {
                    let mut changed = items.clone();
                    changed[index] = mutant;
                    mutants.push(changed.into());
                }
            }
        }
        _ => {}
    }
    mutants
}

#[test]
fn schema_and_program_agree_on_every_mistake_of_shape() {
    let schemas = Schemas::new();
    let files = full();
    let (mut count, mut agreed) = (0, BTreeMap::new());
    for (index, (path, text)) in files.iter().enumerate() {
        if !path.starts_with(CONTENT) {
            continue;
        }
        for mutant in mutants(&serde_yaml::from_str(text).unwrap()) {
            let text = serde_yaml::to_string(&mutant).unwrap();
            let mut files = files.clone();
            files[index].1 = &text;
            let checked = Checked::texts(&files);
            for code in schemas.compare(&checked, |diag| SHAPE.contains(&diag.code.id)) {
                *agreed.entry(code).or_insert(0) += 1;
            }
            count += 1;
        }
    }
    assert!(count > 1000, "{count}");
    assert!(agreed.keys().eq(&SHAPE), "{agreed:?}");
}

/// A part of a schema on its own.
fn part(kind: Kind, pointer: &str) -> Validator {
    let schema: serde_json::Value = serde_json::from_str(&schema::schema(kind)).unwrap();
    jsonschema::draft7::new(schema.pointer(pointer).unwrap()).unwrap()
}

thread_local! {
    static ID: Validator = part(Kind::Document, "/properties/issuer");
    static DATE: Validator = part(Kind::Document, "/properties/date");
    static LANGUAGE: Validator = part(Kind::Document, "/properties/language");
}

fn takes(validator: &'static std::thread::LocalKey<Validator>, text: &str) -> bool {
    validator.with(|validator| validator.is_valid(&text.into()))
}

proptest! {
    #[test]
    fn the_pattern_of_ids_is_that_of_the_program(text in "[a-c0-1A_ é-]{0,6}") {
        prop_assert_eq!(takes(&ID, &text), is_id(&text));
    }

    #[test]
    fn the_pattern_of_languages_is_that_of_the_program(
        text in "[a-zA-Z]{1,9}(-([a-zA-Z]{1,5}|[0-9]{1,4}|[a-z0-9]{1,9}|[xX]|[ué_])){0,5}-?"
    ) {
        prop_assert_eq!(takes(&LANGUAGE, &text), is_language_tag(&text));
    }

    #[test]
    fn the_pattern_of_dates_takes_all_dates(
        text in "([0-9]{4}|[0-9]{2}XX|[0-9]{3}X)(-([01][0-9]|2[0-5]|XX)(-([0-3][0-9]|XX))?)?[~?%]?|.{0,6}",
        end in "(/([0-9]{4}(-[01][0-9](-[0-3][0-9])?)?[~?%]?|\\.\\.)?)?",
    ) {
        for text in [format!("{text}{end}"), format!("/{text}"), format!("../{text}")] {
            match Date::parse(&text) {
                Ok(_) => prop_assert!(takes(&DATE, &text), "{}", text),
                Err(wrong) => {
                    let is_arithmetic = wrong.contains("has no day") || wrong.contains("ends before");
                    prop_assert!(is_arithmetic || !takes(&DATE, &text), "{}: {}", text, wrong);
                }
            }
        }
    }
}

#[test]
fn the_pattern_of_sources_and_addresses_takes_what_the_program_takes() {
    let check = |pointer: &str, text: &str, expected: bool| {
        let validator = part(Kind::Document, pointer);
        assert_eq!(validator.is_valid(&text.into()), expected, "{text:?}");
    };
    let source = "/properties/source";
    for inside in [
        "a.txt",
        "a/b.txt",
        "a..b.txt",
        "..a/b",
        ".hidden",
        "日本.txt",
    ] {
        check(source, inside, true);
    }
    for outside in [
        "",
        "/a",
        "../a",
        "a/../../b",
        "a//b",
        "./a",
        "C:/a",
        "a\\b",
        "a/",
        "..",
    ] {
        check(source, outside, false);
    }
    let address = "/properties/provenance/properties/url";
    for web in [
        "https://example.org",
        "http://[::1]/a?b=c#d",
        "https://例え.jp/道",
    ] {
        check(address, web, true);
    }
    for other in [
        "example.org",
        "ftp://a",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https:// a",
        "https://a\"b",
    ] {
        check(address, other, false);
    }
}

#[test]
fn write_gives_a_digest_its_schemas_and_every_record_its_line() {
    let copy = Copy::base();
    // As somebody on Windows has saved it, in another folder.
    copy.put(
        "content/codings/cora/beta.yaml",
        "note: Made alone.\r\nsilent: [open-access]\r\n",
    );
    copy.put(
        "content/holders/ana-berg.yaml",
        "# yaml-language-server: $schema=old.json\nname: Ana Berg\nkind: person\n",
    );
    let write = || {
        run(program().args(["schema", "--write"]).arg(copy.root()))
            .exits(0)
            .stdout
    };
    assert_eq!(
        write(),
        "schemas: 6 of 6 written; first line put into 7 records\n"
    );
    let check = copy.check(&["--strict"]).exits(0);
    assert_eq!(check.stdout, "no errors, no warnings\n");
    assert_eq!(
        copy.get("content/codings/cora/beta.yaml"),
        "# yaml-language-server: $schema=../../../schemas/coding.json\r\nnote: Made alone.\r\nsilent: [open-access]\r\n"
    );
    assert_eq!(
        copy.get("content/holders/ana-berg.yaml"),
        "# yaml-language-server: $schema=../../schemas/holder.json\nname: Ana Berg\nkind: person\n"
    );
    let before = tree(&copy.root());
    assert_eq!(
        write(),
        "schemas: 0 of 6 written; first line put into 0 records\n"
    );
    assert!(tree(&copy.root()) == before);
}

#[test]
fn editors_find_the_schema_of_every_kind_without_the_first_line_too() {
    let settings = std::fs::read(repository().join(".vscode/settings.json")).unwrap();
    let settings: serde_json::Value = serde_json::from_slice(&settings).unwrap();
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    assert_eq!(schemas.len(), Kind::ALL.len());
    for kind in Kind::ALL {
        let place = kind.place().replace("CODER", "*").replace("ID", "*");
        let found = schemas[&format!("./{}", schema::path(kind))].as_str();
        assert_eq!(found, Some(format!("{CONTENT}{place}").as_str()));
    }
}

/// Every schema inside a schema, with the route of keys to it.
fn parts<'s>(
    schema: &'s serde_json::Value,
    route: &str,
    all: &mut Vec<(String, &'s serde_json::Value)>,
) {
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let route = format!("{route}.{key}");
        all.push((route.clone(), inner));
        parts(inner, &route, all);
        parts(&inner["items"], &route, all);
    }
}

#[test]
fn examples_of_values_are_values() {
    let mut count = 0;
    for kind in Kind::ALL {
        let schema: serde_json::Value = serde_json::from_str(&schema::schema(kind)).unwrap();
        let mut all = Vec::new();
        parts(&schema, kind.name(), &mut all);
        for (route, part) in all {
            let validator = jsonschema::draft7::new(part).unwrap();
            for example in part["examples"].as_array().into_iter().flatten() {
                assert!(validator.is_valid(example), "{route}: {example}");
                // As the page of records writes it, it is read as what it is.
                let written = scaffold::written(example);
                let read: serde_json::Value = serde_yaml::from_str(&written).unwrap();
                assert_eq!(read, *example, "{route}: {written}");
                count += 1;
            }
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn schemas_say_which_formats_are_not_read() {
    let schema = run(program().args(["schema", "document"])).exits(0).stdout;
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let format = &schema["properties"]["format"];
    let copy = Copy::base();
    let record = copy.get("content/documents/alpha.yaml");
    let words = format["enum"].as_sequence().unwrap().iter();
    let meanings = format["enumDescriptions"].as_sequence().unwrap();
    let mut unread = 0;
    for (word, meaning) in words.zip(meanings) {
        let (word, meaning) = (word.as_str().unwrap(), meaning.as_str().unwrap());
        copy.put(
            "content/documents/alpha.yaml",
            format!("format: {word}\n{record}"),
        );
        let found = run(program().arg("check").arg(copy.root())).stdout;
        let is_unread = found.contains("format-unsupported");
        assert_eq!(
            meaning.ends_with("not read yet."),
            is_unread,
            "{word}: {meaning}\n{found}"
        );
        unread += usize::from(is_unread);
    }
    assert!(unread < meanings.len() && unread > 0, "{meanings:?}");
}

#[test]
fn examples_of_records_are_records_of_one_digest() {
    let copy = Copy::of(&[]);
    for file in scaffold::digest() {
        copy.put(&file.path, file.bytes());
    }
    for kind in Kind::ALL {
        let example = scaffold::example(kind);
        assert_eq!(Kind::of(&example.path[CONTENT.len()..]), Some(kind));
        copy.put(&example.path, example.text);
    }
    // Nothing but that nobody speaks of the charter.
    let found = copy.check(&["--format", "short"]).exits(0).stdout;
    let rules: Vec<&str> = found
        .lines()
        .map(|line| line.split(['[', ']']).nth(1).unwrap())
        .collect();
    assert_eq!(rules, ["instrument-unmentioned"], "{found}");
}

#[test]
fn the_page_of_records_has_every_key_and_word() {
    let copy = Copy::base();
    copy.build(&[]).exits(0);
    let page = std::fs::read_to_string(copy.out().join("reference.html")).unwrap();
    let page = scraper::Html::parse_document(&page);
    let all = |selector: &str| -> Vec<scraper::ElementRef<'_>> {
        page.select(&scraper::Selector::parse(selector).unwrap())
            .collect()
    };
    let text = |element: &scraper::ElementRef<'_>| element.text().collect::<String>();
    let mut keys = Vec::new();
    let mut words = Vec::new();
    for kind in Kind::ALL {
        let schema: serde_json::Value = serde_json::from_str(&schema::schema(kind)).unwrap();
        let mut all = Vec::new();
        parts(&schema, kind.name(), &mut all);
        for (route, part) in all {
            keys.push(route);
            let list = part["enum"].as_array().into_iter().flatten();
            words.extend(list.map(|word| word.as_str().unwrap().to_owned()));
        }
    }
    let terms = all("dl.keys dt");
    let ids: Vec<&str> = terms.iter().map(|it| it.attr("id").unwrap()).collect();
    assert_eq!(ids, keys);
    for term in &terms {
        let (_, route) = term.attr("id").unwrap().split_once('.').unwrap();
        assert_eq!(text(term).split_whitespace().next(), Some(route));
    }
    let shown: Vec<String> = all("dl.keys dd code").iter().map(text).collect();
    for word in words {
        assert!(shown.contains(&word), "{word}");
    }
    for (kind, example) in Kind::ALL.into_iter().zip(all(".reference pre")) {
        assert_eq!(
            text(&example).trim_end(),
            scaffold::example(kind).text.trim_end()
        );
    }
}
