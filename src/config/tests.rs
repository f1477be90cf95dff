//! `book.toml` right and wrong, and the same files read by mdBook.

use std::str::FromStr;

use super::keys::{KEYS, Kind, Use};
use super::*;
use crate::diag::Diagnostics;
use crate::source::{Content, File, Files, line_column};

const WHOLE: &str = r##"
[book]
title = "Digest of Declarations"
authors = ["The editors"]
description = "Who says what"
src = "content"
language = "ar-EG"

[build]
build-dir = "public"
create-missing = false
use-default-preprocessors = false
extra-watch-dirs = ["templates"]

[output.digest]
pairs-limit = 12
context-words = 5
changes-limit = 3

[output.html]
site-url = "https://owner.github.io/repository/"
cname = "digest.example.org"
git-repository-url = "https://github.com/owner/repository/"
git-repository-icon = "fab-github"
edit-url-template = "https://github.com/owner/repository/edit/main/{path}"
additional-css = ["./extra/a.css"]
additional-js = ["extra/a.js"]
smart-punctuation = false
hash-files = false
input-404 = "404.md"
theme = "templates/"
definition-lists = true
admonitions = true
mathjax-support = false

[output.html.search]
enable = true
limit-results = 12
teaser-word-count = 40
use-boolean-and = true

[output.html.redirect]
"/z.html" = "themes/a.html"
"a.html" = "https://example.org/a#b"
"##;

const LEAST: &str = "[book]\ntitle = \"Digest\"\nsrc = \"content\"\n";

fn files(text: &[u8]) -> Files {
    Files::new([File {
        path: "book.toml".to_owned(),
        content: Content::Bytes(text.to_vec()),
    }])
}

/// What reading gives, and the diagnostics as `line:column: rule: message (help)`.
fn read_text(text: &[u8]) -> (Option<Config>, Vec<String>) {
    let files = files(text);
    let mut diags = Diagnostics::new();
    let config = read(&files, &mut diags);
    let printed = diags
        .sorted(&files)
        .iter()
        .map(|diag| {
            let range = diag.span().range();
            assert!(range.end <= text.len(), "{diag:?}");
            let (line, column) = line_column(text, range.start);
            let help = diag
                .help
                .as_ref()
                .map_or(String::new(), |help| format!(" ({help})"));
            format!("{line}:{column}: {}: {}{help}", diag.code.id, diag.message)
        })
        .collect();
    (config, printed)
}

#[test]
fn every_setting_is_read() {
    let (config, printed) = read_text(WHOLE.as_bytes());
    assert_eq!(printed, Vec::<String>::new());
    let config = config.expect("there are no errors");
    assert_eq!(config.title, "Digest of Declarations");
    assert_eq!(config.content_folder, "content");
    assert_eq!(config.direction, Direction::RightToLeft);
    assert_eq!(config.additional_css, ["extra/a.css"]);
    assert_eq!(
        config.repository_url.as_deref(),
        Some("https://github.com/owner/repository")
    );
    assert_eq!((config.pairs_limit, config.context_words), (12, 5));
    assert_eq!(config.changes_limit, 3);
    assert!(!config.smart_punctuation && !config.hash_files);
    let search = Search {
        limit_results: 12,
        teaser_word_count: 40,
        use_boolean_and: true,
    };
    assert_eq!(config.search, Some(search));
    let redirects: Vec<&str> = config
        .redirects
        .iter()
        .map(|(old, _)| old.as_str())
        .collect();
    assert_eq!(redirects, ["z.html", "a.html"], "in the order of the file");
}

#[test]
fn the_least_file_has_defaults() {
    let (config, printed) = read_text(LEAST.as_bytes());
    assert_eq!(printed, Vec::<String>::new());
    let config = config.expect("there are no errors");
    assert_eq!(config.output_folder, "public");
    assert_eq!(config.language, "en");
    assert_eq!((config.pairs_limit, config.context_words), (200, 8));
    assert_eq!(config.changes_limit, 20);
    assert!(config.smart_punctuation && config.hash_files);
    assert_eq!(config.site_url, None);
    assert_eq!(config.search, Some(Search::default()));
}

#[test]
fn the_search_can_be_switched_off() {
    let (config, printed) =
        read_text(format!("{LEAST}[output.html.search]\nenable = false\n").as_bytes());
    assert_eq!(printed, Vec::<String>::new());
    assert_eq!(config.expect("there are no errors").search, None);
}

#[test]
fn mistakes_are_reported_where_they_stand() {
    let check = |changed: &str, expected: &[&str]| {
        let (config, printed) = read_text(changed.as_bytes());
        assert_eq!(printed, expected, "{changed:?}");
        assert_eq!(config.is_some(), expected.is_empty());
    };
    let with = |more: &str| format!("{LEAST}{more}");
    // A file saved by an editor on Windows.
    check(&format!("\u{feff}{}", LEAST.replace('\n', "\r\n")), &[]);
    check(
        "",
        &[
            "1:1: missing-setting: `book.src` is missing (add `src = \"content\"` below `[book]`)",
            "1:1: missing-setting: `book.title` is missing (add `title = \"…\"` below `[book]`)",
        ],
    );
    check(
        "[book]\ntitle = 1\nsrc = [\"content\"]\n",
        &[
            "2:9: invalid-setting: `book.title` should be a text in quotation marks",
            "3:7: invalid-setting: `book.src` should be a text in quotation marks",
        ],
    );
    check(
        &with("tilte = \"x\"\npairs-limit = 3\n"),
        &[
            "4:1: unknown-setting: unknown key `tilte` in `[book]` (did you mean `title`?)",
            "5:1: unknown-setting: unknown key `pairs-limit` in `[book]` (put it into the table `[output.digest]`)",
        ],
    );
    check(
        &with("[digest]\n[otput]\n[output.pdf]\n"),
        &[
            "4:2: unknown-setting: unknown key `digest` at the top of the file (write `[output.digest]`)",
            "5:2: unknown-setting: unknown key `otput` at the top of the file (did you mean `output`?)",
            "6:9: unknown-setting: unknown key `pdf` in `[output]` (known there: `digest`, `html`)",
        ],
    );
    check(
        &with(
            "[output.html]\nmathjax-support = true\nfold = { enable = true }\n[rust]\nedition = \"2024\"\n",
        ),
        &[
            "5:19: meaningless-setting: `output.html.mathjax-support` can only be `false` (delete it: pages load nothing from elsewhere)",
            "6:1: meaningless-setting: `output.html.fold` has no meaning for a digest (delete it: pages have no sidebar to fold)",
            "7:2: meaningless-setting: `rust` has no meaning for a digest (delete it: a digest runs no code)",
        ],
    );
    check(
        &with(
            "[output.html.search]\nenable = 1\nlimit-results = 0\nexpand = false\nboost-title = 3\n",
        ),
        &[
            "5:10: invalid-setting: `output.html.search.enable` should be `true` or `false`",
            "6:17: invalid-setting: `output.html.search.limit-results` should be a whole number from 1 to 1000",
            "7:1: meaningless-setting: `output.html.search.expand` has no meaning for a digest (delete it: the last word of a search always matches by its beginning, others with a `*`)",
            "8:1: meaningless-setting: `output.html.search.boost-title` has no meaning for a digest (delete it: hits are ordered by how rare their words are and how short what holds them is)",
        ],
    );
    // Paths that leave the folder, or lie in each other.
    check(
        &with(
            "[build]\nbuild-dir = \"../elsewhere\"\n[output.html]\nadditional-css = [\"/etc/a.css\", \"a.less\"]\n",
        ),
        &[
            "5:13: invalid-setting: `build.build-dir` leads out of the digest's folder",
            "7:19: invalid-setting: `output.html.additional-css` should be a path relative to the digest's folder, parted by `/`, such as `a/b`",
            "7:33: invalid-setting: `output.html.additional-css` should name files that end in `.css`",
        ],
    );
    check(
        &with("[build]\nbuild-dir = \"content/site\"\n"),
        &["5:13: invalid-setting: `build.build-dir` and `book.src` lie in each other"],
    );
    check(
        &with("[build]\nbuild-dir = \"seeds\"\n"),
        &["5:13: invalid-setting: `build.build-dir` lies in `seeds`, which has another purpose"],
    );
    check(
        &with("language = \"en_GB\"\ntext-direction = \"up\"\n"),
        &[
            "4:12: invalid-setting: `book.language` should be a language tag such as `en`, `pt-BR` or `zh-Hant`",
            "5:18: invalid-setting: `book.text-direction` should be `ltr` or `rtl`",
        ],
    );
    check(
        &with("[output.digest]\npairs-limit = -1\ncontext-words = \"8\"\n"),
        &[
            "5:15: invalid-setting: `output.digest.pairs-limit` should be a whole number from 0 to 100000",
            "6:17: invalid-setting: `output.digest.context-words` should be a whole number from 1 to 100",
        ],
    );
    check(
        &with(
            "[output.html]\ngit-repository-url = \"javascript:alert(1)\"\nedit-url-template = \"https://example.org/\"\ncname = \"https://example.org\"\n",
        ),
        &[
            "5:22: invalid-setting: `output.html.git-repository-url` should begin with `https://`",
            "6:21: invalid-setting: `output.html.edit-url-template` should hold `{path}`, in whose place the file's path is put",
            "7:9: invalid-setting: `output.html.cname` should be a host name alone, such as `digest.example.org`",
        ],
    );
    check(
        &with(
            "[output.html.redirect]\n\"a.html\" = \"javascript:alert(1)\"\n\"../b.html\" = \"c\"\n\"c\" = \"d\"\n\"d.html\" = \"//evil.example\"\n\"e.html#x\" = \"d\"\n\"f.html\" = \"a\\\"b\"\n\"g.html\" = \"a\"\n\"/g.html\" = \"a\"\n",
        ),
        &[
            "5:12: invalid-setting: `output.html.redirect` has a new address that should begin with `https://`",
            "6:1: invalid-setting: `output.html.redirect` has an old address that leads out of the site",
            "7:1: invalid-setting: `output.html.redirect` has an old address that should end in `.html`",
            "8:12: invalid-setting: `output.html.redirect` has a new address that should name `https:` before `//`",
            "9:1: invalid-setting: `output.html.redirect` has an old address that holds `#` or `?`, behind which no redirect can look",
            "10:12: invalid-setting: `output.html.redirect` has a new address that should be an address, without spaces and quotation marks",
            "12:1: invalid-setting: `output.html.redirect` has `g.html` twice",
        ],
    );
}

#[test]
fn a_file_that_cannot_be_read_is_reported() {
    let check = |content: Content, expected: &str| {
        let files = Files::new([File {
            path: "book.toml".to_owned(),
            content,
        }]);
        let mut diags = Diagnostics::new();
        assert_eq!(read(&files, &mut diags), None);
        let messages: Vec<&str> = diags.iter().map(|diag| diag.message.as_str()).collect();
        assert_eq!(messages, [expected]);
    };
    check(Content::Link, "a symbolic link, which is not followed");
    check(
        Content::TooLarge { bytes: 9, limit: 8 },
        "file has more than 1 MiB",
    );
    check(
        Content::Bytes(vec![b' '; MEBIBYTE + 1]),
        "file has more than 1 MiB",
    );
    check(
        Content::Bytes(b"a = \"\xff\"".to_vec()),
        "byte 5 of the file is no UTF-8",
    );
}

const MEBIBYTE: usize = 1 << 20;

#[test]
fn toml_mistakes_have_a_place() {
    for (text, place) in [
        ("[book\n", "1:6"),
        ("[book]\ntitle = “Digest”\n", "2:9"),
        ("[book]\ntitle = \"a\"\ntitle = \"b\"\n", "3:1"),
        ("title\n", "1:6"),
    ] {
        let (config, printed) = read_text(text.as_bytes());
        assert_eq!(config, None);
        let first = printed.first().expect("there is a mistake");
        assert!(
            first.starts_with(&format!("{place}: toml-syntax: ")),
            "{text:?}: {printed:#?}"
        );
    }
}

#[test]
fn hostile_files_end() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        "[a.".repeat(100_000),
        "[a]\n".repeat(50_000),
    ] {
        let (config, printed) = read_text(text.as_bytes());
        assert_eq!(config, None);
        assert!(!printed.is_empty());
    }
}

/// mdBook's own types read what we accept: its tables keep its meaning.
#[test]
fn mdbook_reads_our_files() {
    for text in [WHOLE, LEAST] {
        let config = mdbook_core::config::Config::from_str(text).expect("mdBook reads it");
        let html = config.get::<mdbook_core::config::HtmlConfig>("output.html");
        html.expect("mdBook reads its table");
    }
}

#[test]
fn mdbook_accepts_every_key_that_we_accept() {
    for key in KEYS
        .iter()
        .filter(|key| !matches!(key.usage, Use::Refused(_)))
    {
        let value = match (key.usage, key.kind) {
            (Use::Only(value, _), Kind::Text) => format!("\"{value}\""),
            (Use::Only(value, _), _) => value.to_owned(),
            (_, Kind::Text) if key.path == "book.text-direction" => "\"rtl\"".to_owned(),
            (_, Kind::Text) => "\"a\"".to_owned(),
            (_, Kind::Texts) => "[\"a\"]".to_owned(),
            (_, Kind::Switch) => "false".to_owned(),
            (_, Kind::Number(least, _)) => least.to_string(),
            (_, Kind::Redirects) => "{ \"a.html\" = \"b.html\" }".to_owned(),
            (_, Kind::Table | Kind::Any) => continue,
        };
        let text = format!("{} = {value}\n", key.path);
        let config = mdbook_core::config::Config::from_str(&text)
            .unwrap_or_else(|error| panic!("{text}: {error:#}"));
        config
            .get::<mdbook_core::config::HtmlConfig>("output.html")
            .unwrap_or_else(|error| panic!("{text}: {error:#}"));
    }
}

/// No key of mdBook is unknown here, so that each is honoured, accepted, or refused with a reason.
#[test]
fn every_key_of_mdbook_is_known() {
    let html = toml::Table::try_from(mdbook_core::config::HtmlConfig::default())
        .expect("mdBook writes its table");
    let mut names: Vec<String> = html
        .keys()
        .map(|name| format!("output.html.{name}"))
        .collect();
    let config = mdbook_core::config::Config::default();
    for (table, written) in [
        ("book", toml::Table::try_from(config.book)),
        ("build", toml::Table::try_from(config.build)),
    ] {
        let written = written.expect("mdBook writes its table");
        names.extend(written.keys().map(|name| format!("{table}.{name}")));
    }
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        assert!(super::keys::find(&name).is_some(), "{name}");
    }
}
