use super::*;
use crate::diag::{Code, Edit};
use crate::source::Content;

static ERROR: Code = Code {
    id: "quote-not-found",
    severity: Severity::Error,
    doc: "",
};
static WARNING: Code = Code {
    id: "term-in-silence",
    severity: Severity::Warning,
    doc: "",
};

const RECORD: &str = "\
source: example.txt
positions:
  - question: example
    quotes:
      - \"States shall adopt rules\"
";
const SOURCE: &str = "Title\n\nParticipants said that States should adopt rules that bind.\n";

fn files(list: &[(&str, &[u8])]) -> Files {
    Files::new(list.iter().map(|(path, bytes)| File {
        path: (*path).to_owned(),
        content: Content::Bytes(bytes.to_vec()),
    }))
}

fn example() -> Files {
    files(&[
        ("content/documents/example.yaml", RECORD.as_bytes()),
        ("seeds/example.txt", SOURCE.as_bytes()),
    ])
}

fn span(files: &Files, path: &str, words: &str) -> Span {
    let file = files.find(path).unwrap();
    let text = str::from_utf8(files.get(file).bytes()).unwrap();
    let start = text.find(words).unwrap();
    Span::new(file, start..start + words.len())
}

fn not_found(files: &Files) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let record = "content/documents/example.yaml";
    let quote = span(files, record, "\"States shall adopt rules\"");
    diagnostics
        .report(&ERROR, quote, "quote does not appear in its document")
        .here("`shall` is not what the source says")
        .label(
            span(files, "seeds/example.txt", "States should adopt rules"),
            "closest passage",
        )
        .help("copy the words from the source");
    diagnostics
}

fn eq(actual: &str, expected: &str) {
    assert!(actual == expected, "{actual}\n--- is not ---\n{expected}");
}

#[test]
fn text_shows_record_and_source_together() {
    let files = example();
    eq(
        &text(&files, &not_found(&files), false),
        "\
error[quote-not-found]: quote does not appear in its document
 --> content/documents/example.yaml:5:9
  |
5 |       - \"States shall adopt rules\"
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^ `shall` is not what the source says
  |
 ::: seeds/example.txt:3:24
  |
3 | Participants said that States should adopt rules that bind.
  |                        ------------------------- closest passage
  |
  = help: copy the words from the source

1 error; to read more about a rule: policy-digest explain quote-not-found
",
    );
}

#[test]
fn colours_only_when_asked_for() {
    let files = example();
    let diagnostics = not_found(&files);
    assert!(text(&files, &diagnostics, true).contains("\u{1b}["));
    assert!(!text(&files, &diagnostics, false).contains('\u{1b}'));
}

#[test]
fn nothing_to_say_is_said() {
    let files = example();
    eq(
        &text(&files, &Diagnostics::new(), false),
        "no errors, no warnings\n",
    );
    eq(&short(&files, &Diagnostics::new()), "");
    eq(
        &json(&files, &Diagnostics::new()),
        "{\n  \"errors\": 0,\n  \"warnings\": 0,\n  \"diagnostics\": []\n}\n",
    );
    eq(
        &github_summary(&files, &Diagnostics::new()),
        "## policy-digest: no errors, no warnings\n",
    );
}

#[test]
fn short_is_one_line_each() {
    let files = example();
    let mut diagnostics = not_found(&files);
    let question = span(&files, "content/documents/example.yaml", "example\n");
    diagnostics.report(&WARNING, question, "a message\nof two lines");
    eq(
        &short(&files, &diagnostics),
        "\
content/documents/example.yaml:5:9: error[quote-not-found]: quote does not appear in its document
content/documents/example.yaml:3:15: warning[term-in-silence]: a message of two lines
",
    );
}

#[test]
fn json_has_every_place() {
    let files = example();
    let json: serde_json::Value = serde_json::from_str(&json(&files, &not_found(&files))).unwrap();
    let expected = serde_json::json!({
        "errors": 1,
        "warnings": 0,
        "diagnostics": [{
            "severity": "error",
            "code": "quote-not-found",
            "message": "quote does not appear in its document",
            "path": "content/documents/example.yaml",
            "line": 5, "column": 9, "end_line": 5, "end_column": 35,
            "labels": [
                {
                    "path": "content/documents/example.yaml",
                    "line": 5, "column": 9, "end_line": 5, "end_column": 35,
                    "text": "`shall` is not what the source says",
                },
                {
                    "path": "seeds/example.txt",
                    "line": 3, "column": 24, "end_line": 3, "end_column": 49,
                    "text": "closest passage",
                },
            ],
            "help": "copy the words from the source",
            "fix": null,
        }],
    });
    assert_eq!(json, expected);
}

#[test]
fn json_has_the_edits_of_fixes() {
    let files = example();
    let mut diagnostics = not_found(&files);
    let place = diagnostics.iter().next().unwrap().span();
    let diagnostic = diagnostics.report(&WARNING, place, "a message");
    diagnostic.fix([Edit::new(place, "other words")]);
    let json: serde_json::Value = serde_json::from_str(&json(&files, &diagnostics)).unwrap();
    let expected = serde_json::json!({
        "safe": true,
        "edits": [{
            "path": "content/documents/example.yaml",
            "line": 5, "column": 9, "end_line": 5, "end_column": 35,
            "start": place.range().start, "end": place.range().end,
            "replacement": "other words",
        }],
    });
    assert_eq!(json["diagnostics"][1]["fix"], expected);
    assert!(
        text(&files, &diagnostics, false).contains("; policy-digest check --fix mends 1 of them; ")
    );
}

#[test]
fn no_place_in_no_file_panics() {
    // Among them: nothing, a byte order mark alone, CRLF and CR, wide and combining characters,
    // sequences cut short, bytes of no character, controls, marks of direction.
    let nasty: [&[u8]; 9] = [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbfa\r\nb\rc\r\n\r\n",
        "é\u{301}\n\u{1f468}\u{200d}\u{1f469}語".as_bytes(),
        b"\xe2\x82\n\xff\xfe\xf0\x9f\x98",
        b"a\x80\x80\x80\x80\x80b\n",
        b"\x00\x1b[31m\x7f\xc2\x9bm\tx\n",
        "\u{202e}abc\u{2028}\u{2066}\n".as_bytes(),
    ];
    for bytes in nasty {
        let files = files(&[("content/a.yaml", bytes), ("content/b.yaml", b"b\n")]);
        let file = files.find("content/a.yaml").unwrap();
        let other = span(&files, "content/b.yaml", "b");
        // Two past the end, too: a bug elsewhere must not hide what is wrong.
        for start in 0..bytes.len() + 2 {
            for end in start..bytes.len() + 2 {
                let mut diagnostics = Diagnostics::new();
                let here = Span::new(file, start..end);
                diagnostics
                    .report(&ERROR, here, "x")
                    .here("y")
                    .label(other, "z");
                diagnostics.report(&WARNING, other, "x").label(here, "z");
                for colour in [true, false] {
                    let text = text(&files, &diagnostics, colour);
                    assert!(
                        colour || is_clean(&text),
                        "{bytes:?} {start}..{end}: {text:?}"
                    );
                }
                json(&files, &diagnostics);
                assert!(is_clean(&github(&files, &diagnostics, "")));
                assert!(is_clean(&sarif(&files, &diagnostics, &[&ERROR], "")));
                assert!(is_clean(&short(&files, &diagnostics)));
            }
        }
    }
}

fn is_clean(text: &str) -> bool {
    !text.contains(|c: char| c != '\n' && c.is_control() || c == '\u{202e}')
}

#[test]
fn what_strangers_write_is_cleaned() {
    let path = "content/\u{1b}[2J\nx.yaml";
    let files = files(&[(path, b"a\n")]);
    let mut diagnostics = Diagnostics::new();
    diagnostics
        .report(&ERROR, span(&files, path, "a"), "message \u{1b}[31m")
        .here("label \u{9b}")
        .help("help \u{7}\nsecond line");
    eq(
        &text(&files, &diagnostics, false),
        "\
error[quote-not-found]: message ␛[31m
 --> content/␛[2J x.yaml:1:1
  |
1 | a
  | ^ label \u{fffd}
  |
  = help: help ␇
          second line

1 error; to read more about a rule: policy-digest explain quote-not-found
",
    );
    assert!(is_clean(&github(&files, &diagnostics, "")));
    assert!(is_clean(&github_summary(&files, &diagnostics)));
    assert!(is_clean(&sarif(&files, &diagnostics, &[&ERROR], "")));
}

#[test]
fn marks_stand_under_what_they_mark() {
    let check = |bytes: &[u8], range: std::ops::Range<usize>, expected: &str| {
        let files = files(&[("a", bytes)]);
        let mut diagnostics = Diagnostics::new();
        let span = Span::new(files.find("a").unwrap(), range);
        diagnostics.report(&ERROR, span, "m");
        let text = text(&files, &diagnostics, false);
        let picture: Vec<&str> = text.lines().skip(1).take_while(|l| !l.is_empty()).collect();
        eq(&(picture.join("\n") + "\n"), expected);
    };
    // The mark of byte order is no column.
    check(
        b"\xef\xbb\xbfab\r\n",
        3..4,
        " --> a:1:1\n  |\n1 | ab\n  | ^\n",
    );
    // A carriage return does not show.
    check(b"ab\r\ncd\r\n", 4..6, " --> a:2:1\n  |\n2 | cd\n  | ^^\n");
    // A whole line with its break is that line alone.
    check(b"ab\r\ncd\r\n", 0..4, " --> a:1:1\n  |\n1 | ab\n  | ^^\n");
    // What is no UTF-8 is one replacement each.
    check(
        b"\xff\xffab\n",
        2..4,
        " --> a:1:3\n  |\n1 | \u{fffd}\u{fffd}ab\n  |   ^^\n",
    );
    // From within a character to within another: both.
    check("éé\n".as_bytes(), 1..3, " --> a:1:1\n  |\n1 | éé\n  | ^^\n");
    // A file that is empty, or was not read, has no line to show.
    check(b"", 0..0, "--> a\n");
    // A missing key is reported at the end of the file.
    check(b"ab\n", 3..3, "--> a:2:1\n");
}

#[test]
fn a_passage_too_large_to_show_is_named() {
    let long = "x".repeat(WINDOW);
    let text_of = |bytes: &str| {
        let files = files(&[("a", bytes.as_bytes())]);
        let mut diagnostics = Diagnostics::new();
        let file = files.find("a").unwrap();
        let end = bytes.len();
        diagnostics
            .report(&ERROR, Span::new(file, end - 1..end), "m")
            .here("here")
            .label(Span::new(file, 0..1), "there");
        text(&files, &diagnostics, false)
    };
    // One line is too long for a picture.
    let text = text_of(&long);
    assert!(text.contains("--> a:1:20000\n = note: here\n"), "{text}");
    assert!(text.contains("::: a:1:1\n"), "{text}");
    assert!(text.len() < 1000, "{text}");
    // Two labels far apart have a picture each.
    let text = text_of(&format!("y\n{}\nz", "line\n".repeat(10_000)));
    assert!(text.contains("10003 | z\n"), "{text}");
    assert!(text.contains("    1 | y\n"), "{text}");
}

/// More than one picture shows.
const WINDOW: usize = 20_000;

#[test]
fn annotations_are_escaped_and_no_more_than_are_shown() {
    let files = files(&[("content/50%,a:b.yaml", b"a\nb\nc\n")]);
    let file = files.find("content/50%,a:b.yaml").unwrap();
    let mut diagnostics = Diagnostics::new();
    for n in 0..12 {
        diagnostics
            .report(
                &ERROR,
                Span::new(file, 0..1),
                format!("100% {n}\n::error::injected"),
            )
            .help("do\nthis");
    }
    // In several lines: without columns.
    diagnostics.report(&WARNING, Span::new(file, 2..5), "w");
    let out = github(&files, &diagnostics, "digests/ai");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[0],
        "::error file=digests/ai/content/50%25%2Ca%3Ab.yaml,line=1,endLine=1,col=1,endColumn=2,\
         title=quote-not-found::content/50%25,a:b.yaml:1:1: error[quote-not-found]: \
         100%25 0 ::error::injected%0Ahelp: do%0Athis"
    );
    assert!(lines[8].ends_with("%0Athis"), "{}", lines[8]);
    assert!(lines[9].contains("… and 2 more"), "{}", lines[9]);
    assert!(
        lines[10].starts_with(
            "::warning file=digests/ai/content/50%25%2Ca%3Ab.yaml,line=2,endLine=3,title="
        ),
        "{}",
        lines[10]
    );
    // Everything a contributor wrote stands where no commands are looked for.
    let word = lines[11].strip_prefix("::stop-commands::").unwrap();
    assert_eq!(word.len(), 64);
    assert_eq!(lines.last(), Some(&format!("::{word}::").as_str()));
}

#[test]
fn how_many_are_left_out_is_said_behind_any_message() {
    let files = files(&[("a", b"x\n")]);
    let file = files.find("a").unwrap();
    let mut diagnostics = Diagnostics::new();
    for n in 0..11 {
        let long = format!("{n} {}", "é%\n".repeat(3000));
        diagnostics.report(&ERROR, Span::new(file, 0..1), long);
    }
    let out = github(&files, &diagnostics, "");
    let last = out.lines().nth(9).unwrap();
    let (_, message) = last.split_once("::a:1:1: ").unwrap();
    let message = message.replace("%0A", "\n").replace("%25", "%");
    assert!(message.ends_with("…\n… and 1 more: see the job's summary or its log"));
    // The runner's limit.
    assert!(
        message.chars().count() < 4096,
        "{}",
        message.chars().count()
    );
}

#[test]
fn a_summary_stays_below_its_limit_and_in_its_fence() {
    let files = files(&[("a", "x\n".repeat(30).as_bytes())]);
    let file = files.find("a").unwrap();
    let mut diagnostics = Diagnostics::new();
    let message = "`````` m ".repeat(1000);
    for n in 0..200 {
        diagnostics.report(&ERROR, Span::new(file, 0..1), format!("{message}{n}"));
    }
    let summary = github_summary(&files, &diagnostics);
    assert!(summary.len() < 1024 * 1024);
    assert!(summary.starts_with("## policy-digest: 200 errors\n\n```````text\n"));
    let (_, end) = summary.rsplit_once("\n```````\n").unwrap();
    assert_eq!(end, "\n… and 90 more, in the job's log.\n");
}
