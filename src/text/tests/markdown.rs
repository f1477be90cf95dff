//! Markdown: its markup, then the same rules.

use super::{read_markdown, show_all};
use crate::text::{Format, Lines, MarkKind, Options, ReadError, Text, read};

fn check(source: &str, expected: &[&str]) {
    assert_eq!(show_all(&read_markdown(source)), expected, "{source:?}");
}

#[test]
fn blocks() {
    check(
        "# One\n\nTwo\nthree.\n\n## Four\n",
        &["h1: One", "p: Two three.", "h2: Four"],
    );
    check("One\n===\n\nText.", &["h1: One", "p: Text."]);
    // Without markup, below the heading before.
    check(
        "## One\n\nText.\n\nTwo\n\nText.",
        &["h2: One", "p: Text.", "h3: Two", "p: Text."],
    );
    check(
        "- one\n  1. a\n  2. b\n- two\n\n  More.",
        &["li1: one", "li1>.1: a", "li1>.2: b", "li1: two", "p: More."],
    );
    check("3. three\n4. four", &["li1.3: three", "li1.4: four"]);
    check("- one\n\n* two", &["li1: one", "li2: two"]);
    check("> One.\n>\n> Two.", &["p: One.", "p: Two."]);
    // Code and raw HTML are text.
    check("```\nlet a\nb\n```\n\n    c: d", &["p: let a b", "p: c: d"]);
    check(
        "<p>One</p>\n\n<script>\nalert(1)\n</script>",
        &["p: <p>One</p>", "p: <script> alert(1) </script>"],
    );
    check("One<br>two.", &["p: One<br>two."]);
    check(
        "One.\u{c}\nTwo.\u{c}Three.",
        &["p: One.", "p: Two.", "p: Three."],
    );
    check(
        "\u{feff}# One\r\n\r\nTwo\r\nthree.\r\n",
        &["h1: One", "p: Two three."],
    );
}

#[test]
fn the_same_rules() {
    check(
        "Speaker 1: A\n**Speaker 2:** B",
        &[
            "label \"Speaker 1:\": Speaker 1: A",
            "label \"Speaker 2:\": Speaker 2: B",
        ],
    );
    check("• one\n• two", &["li1: one", "li1: two"]);
    check("(a) one\n\n(b) two", &["li1.1: one", "li1.2: two"]);
    // What Markdown would have as an item and was told not to is none.
    check("\\- one\n\n1\\. two", &["p: - one", "p: 1. two"]);
    check(
        "- The states¹ and\n\n¹ A note.\n\nthe others.\n\n- more.",
        &[
            "li1: The states¹ and the others.",
            "fn¹: A note.",
            "li1: more.",
        ],
    );
    check(
        "One \\[1\\] two.\n\n\\[1\\] A note.",
        &["p: One [1] two.", "fn[1]: A note."],
    );
    check(
        "1. Aims\n\nText.\n\n2. Means\n\nText.",
        &["h1: 1. Aims", "p: Text.", "h2: 2. Means", "p: Text."],
    );
    check("A tech-\nnology.", &["p: A technology."]);
}

#[test]
fn notes() {
    check(
        "One[^a] two.\n\n[^a]: A note\n    in two lines.\n\n    And more.\n\nText.",
        &[
            "p: One[a] two.",
            "fn[a]: A note in two lines. And more.",
            "p: Text.",
        ],
    );
    // Markdown takes it for a link.
    check(
        "One [1] two.\n\n[1]: Ibid.\n",
        &["p: One [1] two.", "fn[1]: Ibid."],
    );
    let text = read_markdown("One[^a].\n\n[^a]: A note.");
    let kinds: Vec<&MarkKind> = text.blocks[0].marks.iter().map(|mark| &mark.kind).collect();
    assert_eq!(kinds, [&MarkKind::NoteReference { note: 1 }]);
}

#[test]
fn tables() {
    let text = read_markdown("| a | b |\n|---|---|\n| *c* d | |\n");
    assert_eq!(show_all(&text), ["th1: a b", "tr1: c d"]);
    let cells = |index: usize| match &text.blocks[index].kind {
        crate::text::BlockKind::TableRow { cells, .. } => cells.clone(),
        kind => panic!("{kind:?} is no row"),
    };
    assert_eq!(*cells(0), [0..1, 2..3]);
    assert_eq!(*cells(1), [0..3, 3..3]);
}

#[test]
fn one_line_one_passage_where_lines_are_paragraphs() {
    let options = Options {
        format: Format::Markdown,
        lines: Some(Lines::Paragraphs),
        structure: &[],
    };
    let reading = read("One.\n*Two.*\n\n- a\nThree.".as_bytes(), &options);
    let text = reading.expect("it is text").text;
    assert_eq!(
        show_all(&text),
        ["p: One.", "p: Two.", "li1: a", "p: Three."]
    );
}

/// The marks of a text of one block: what they cover, and their kinds.
fn marks(text: &Text) -> Vec<String> {
    let block = &text.blocks[0];
    let show = |kind: &MarkKind| match kind {
        MarkKind::Emphasis => "em".to_owned(),
        MarkKind::Strong => "strong".to_owned(),
        MarkKind::Code => "code".to_owned(),
        MarkKind::Strikethrough => "s".to_owned(),
        MarkKind::Link { target } => target.clone(),
        MarkKind::NoteReference { note } => format!("note {note}"),
    };
    let marks = block.marks.iter();
    marks
        .map(|mark| format!("{}: {}", show(&mark.kind), &block.text[mark.range.clone()]))
        .collect()
}

#[test]
fn inline_markup() {
    let check = |source: &str, text: &str, expected: &[&str]| {
        let read = read_markdown(source);
        assert_eq!(&*read.blocks[0].text, text, "{source:?}");
        assert_eq!(marks(&read), expected, "{source:?}");
    };
    check(
        "a *b **c*** ~~d~~ `e`.",
        "a b c d e.",
        &["em: b c", "strong: c", "s: d", "code: e"],
    );
    // It goes on over the end of a line.
    check("a *b\nc* d.", "a b c d.", &["em: b c"]);
    // Only addresses that may be followed are; the words stay in any case.
    check("[a](https://b.org).", "a.", &["https://b.org: a"]);
    check(
        "[a](#), [b](), [c](x.md), [d](javascript:e).",
        "a, b, c, d.",
        &[],
    );
    check("![a](https://b.org/c.png) d.", "a d.", &[]);
    check(
        "<https://a.org> and <b@c.org>.",
        "https://a.org and b@c.org.",
        &["https://a.org: https://a.org", "mailto:b@c.org: b@c.org"],
    );
    check(
        "See www.a.org.",
        "See www.a.org.",
        &["https://www.a.org: www.a.org"],
    );
    // Within a link, and in code, addresses are words.
    check(
        "[www.a.org](https://b.org) `www.c.org`.",
        "www.a.org www.c.org.",
        &["https://b.org: www.a.org", "code: www.c.org"],
    );
    // A mark may not cross another.
    check(
        "*see http://a.org*/b.",
        "see http://a.org/b.",
        &["em: see http://a.org"],
    );
    // One can follow a link or its note, not both at once.
    check(
        "[a¹ b](https://c.org).\n\n¹ Note.",
        "a¹ b.",
        &["https://c.org: a", "note 1: ¹", "https://c.org:  b"],
    );
}

#[test]
fn escapes_and_entities_have_their_places() {
    let source = "A \\(b\\) &amp; c &nbsp;d.";
    let text = read_markdown(source);
    let block = &text.blocks[0];
    assert_eq!(&*block.text, "A (b) & c \u{a0}d.");
    let source_of = |words: &str| {
        let start = block.text.find(words).expect("it is there");
        &source[block.source_range(start..start + words.len())]
    };
    assert_eq!(source_of("b"), "b");
    assert_eq!(source_of("&"), "&amp;");
    assert_eq!(source_of("\u{a0}"), "&nbsp;");
    assert_eq!(source_of("(b) & c"), "(b\\) &amp; c");
}

#[test]
fn nesting_is_bounded() {
    let options = Options {
        format: Format::Markdown,
        lines: None,
        structure: &[],
    };
    let quotes = ">".repeat(65);
    let error = read(format!("{quotes} a").as_bytes(), &options);
    assert!(matches!(error, Err(ReadError::TooDeep { .. })), "{error:?}");
    let quotes = ">".repeat(60);
    assert!(read(format!("{quotes} a").as_bytes(), &options).is_ok());
}
