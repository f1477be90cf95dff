use proptest::prelude::*;

use super::*;

struct Site;

impl Resolve for Site {
    fn record(&self, target: &RecordTarget) -> Option<String> {
        let fragment = target.fragment.iter().map(|words| format!("#{words}"));
        let (kind, id) = (target.kind.as_str(), &target.id);
        let address = format!("../{kind}s/{id}.html{}", fragment.collect::<String>());
        (id == "known").then_some(address)
    }

    fn page(&self, address: &str) -> String {
        format!("../{address}")
    }

    fn smart_punctuation(&self) -> bool {
        false
    }
}

/// The whole of a page of prose.
fn html(markdown: &str) -> String {
    let prose = prose(markdown, &Site);
    prose.lead.as_str().to_owned() + prose.sections.as_str()
}

fn check(markdown: &str, expected: &str) {
    assert_eq!(html(markdown).trim_end(), expected, "{markdown:?}");
}

proptest! {
    #[test]
    fn a_line_that_is_plain_says_the_same_without_being_parsed(
        line in "[A-Za-zé1 .,;’“”()*_-]{0,12}( ?[a-zé.,;’1-]{0,4}){0,6}",
    ) {
        if is_plain(&line) {
            prop_assert_eq!(Html::text(&line), parsed(&line, &Site));
        }
        // Of ASCII many characters are looked at together, of others one by one.
        let with = |last: char| is_plain(&format!("{line}{last}"));
        prop_assert_eq!(with('e'), with('é'));
    }
}

#[test]
fn most_summaries_are_plain() {
    assert!(is_plain(
        "The signatories’ states ask for human-rights rules, in 2025."
    ));
    for line in [
        "", " a", "a ", "a  b", "1. a", "a*b*", "a & b", "a..", "a--b", "a -b", "- a", "[a](b)",
        "a\nb",
    ] {
        assert!(!is_plain(line), "{line:?}");
    }
}

#[test]
fn hostile_prose_is_shown_as_text() {
    check(
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    );
    check(
        "a <b onmouseover=alert(1)>b</b>",
        "<p>a &lt;b onmouseover=alert(1)&gt;b&lt;/b&gt;</p>",
    );
    check("[a](javascript:alert(1))", "<p>a</p>");
    check("[a](JAVASCRIPT:alert)", "<p>a</p>");
    check("[a](<java&#9;script:alert(1)>)", "<p>a</p>");
    check("[a](data:text/html,x)", "<p>a</p>");
    check("[a](//example.org)", "<p>a</p>");
    check("<javascript:alert(1)>", "<p>javascript:alert(1)</p>");
    check(
        "[a](x.html \"\\\" onclick=\\\"y\")",
        "<p><a href=\"../x.html\" title=\"&quot; onclick=&quot;y\">a</a></p>",
    );
    // Nothing is fetched from elsewhere.
    check("![a *b*](https://example.org/c.png)", "<p>a <em>b</em></p>");
}

#[test]
fn each_table_scrolls_by_itself() {
    let region = |number: usize, cell: &str| {
        format!(
            "<section class=\"scroll\" aria-label=\"Table {number}\" tabindex=\"0\">\n\
             <table><thead><tr><th>{cell}</th></tr></thead><tbody>\n</tbody></table>\n</section>"
        )
    };
    check(
        "|a|\n|-|\n\nand\n\n|b|\n|-|",
        &format!("{}\n<p>and</p>\n{}", region(1, "a"), region(2, "b")),
    );
}

#[test]
fn hostile_summaries_are_shown_as_text() {
    let check = |markdown: &str, expected: &str| {
        assert_eq!(inline(markdown, &Site).as_str(), expected, "{markdown:?}");
    };
    check("a *b* `c`", "a <em>b</em> <code>c</code>");
    check("# a\n\n- b", "a b");
    check(
        "<img src=x onerror=alert(1)>",
        "&lt;img src=x onerror=alert(1)&gt;",
    );
    check("[a](javascript:alert(1)) b", "a b");
    check("| a |\n|---|\n| b |", "a  b");
}

#[test]
fn deep_nesting_keeps_its_words_and_loses_its_tags() {
    let html = html(&format!("{} deep", ">".repeat(5_000)));
    assert_eq!(html.matches("<blockquote>").count(), DEEPEST_NESTING);
    assert_eq!(html.matches("</blockquote>").count(), DEEPEST_NESTING);
    assert!(html.contains("deep"));
}

#[test]
fn links_to_records_are_resolved() {
    check(
        "[a](document:known#p12)",
        "<p><a href=\"../documents/known.html#p12\">a</a></p>",
    );
    // A check elsewhere says so; here the words stay.
    check("[a](document:unknown)", "<p>a</p>");
    check(
        "[a](other.md#x)",
        "<p><a href=\"../other.html#x\">a</a></p>",
    );
}

#[test]
fn footnotes_have_ids_of_ours() {
    let html = html("a[^\"x y\"]\n\n[^\"x y\"]: b");
    assert!(html.contains("href=\"#_note-1\""), "{html:?}");
    assert!(html.contains("id=\"_note-1\""), "{html:?}");
}

#[test]
fn a_page_has_one_heading_of_the_first_level() {
    let page = prose("# Title *here*\n\n# Two\n\n## Two\n\n### Three", &Site);
    assert_eq!(page.title.as_deref(), Some("Title here"));
    assert_eq!(
        page.sections.as_str(),
        "<h2 id=\"two\">Two</h2>\n<h2 id=\"two-2\">Two</h2>\n<h3 id=\"three\">Three</h3>\n"
    );
}

#[test]
fn lines_of_han_and_kana_are_joined() {
    check("日本語の文\nが続く", "<p>日本語の文が続く</p>");
    check("文*字*\n列", "<p>文<em>字</em>列</p>");
    check("one\ntwo", "<p>one\ntwo</p>");
    check("文\ntwo", "<p>文\ntwo</p>");
    // Korean is written with spaces.
    check("한국\n어", "<p>한국\n어</p>");
}

#[test]
fn words_without_markup() {
    assert_eq!(plain("a *b* [c](theme:d)\n\ne `f`"), "a b c e f");
}

#[test]
fn the_first_heading_begins_the_sections() {
    let check = |markdown: &str, lead: &str, sections: &str| {
        let prose = prose(markdown, &Site);
        assert_eq!(prose.lead.as_str().trim_end(), lead, "{markdown:?}");
        assert_eq!(prose.sections.as_str().trim_end(), sections, "{markdown:?}");
    };
    check(
        "# T\n\na\n\n## b\n\nc",
        "<p>a</p>",
        "<h2 id=\"b\">b</h2>\n<p>c</p>",
    );
    check("## b", "", "<h2 id=\"b\">b</h2>");
    check("a", "<p>a</p>", "");
    // Not one in a quotation.
    let quotation = "<blockquote>\n<h2 id=\"b\">b</h2>\n</blockquote>";
    check("> ## b", quotation, "");
}

#[test]
fn a_link_to_a_row_bears_the_sign_of_the_stance_it_claims() {
    let sign = "<span class=\"sign s-silent\"></span>";
    check(
        "[a](question:known#d \"silent\")",
        &format!("<p><a href=\"../questions/known.html#d\">{sign}a</a></p>"),
    );
    // Any other title stays one.
    check(
        "[a](question:known#d \"quiet\")",
        "<p><a href=\"../questions/known.html#d\" title=\"quiet\">a</a></p>",
    );
    check(
        "[a](question:known \"silent\")",
        "<p><a href=\"../questions/known.html\" title=\"silent\">a</a></p>",
    );
}
