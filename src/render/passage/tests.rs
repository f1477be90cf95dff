use proptest::prelude::*;
use scraper::Html as Parsed;

use super::*;

fn link(range: Range<usize>, href: &str) -> Layer {
    let anchor = Anchor {
        href: href.to_owned(),
        ..Anchor::default()
    };
    Layer {
        range,
        kind: LayerKind::Link(anchor),
    }
}

fn element(range: Range<usize>, name: &'static str) -> Layer {
    Layer {
        range,
        kind: LayerKind::Element(name),
    }
}

fn quote(range: Range<usize>, stance: &'static str) -> Layer {
    Layer {
        range,
        kind: LayerKind::Quote { stance, id: None },
    }
}

fn correction(range: Range<usize>, read: &str) -> Layer {
    Layer {
        range,
        kind: LayerKind::Correction {
            read: Some(read.to_owned()),
        },
    }
}

fn check(text: &str, layers: &[Layer], expected: &str) {
    assert_eq!(passage(text, 0..text.len(), layers).as_str(), expected);
}

#[test]
fn plain_words_are_escaped() {
    check("a < b & c", &[], "a &lt; b &amp; c");
    check("", &[], "");
}

#[test]
fn nested_elements_nest() {
    check(
        "abcdef",
        &[element(0..6, "em"), element(2..4, "strong")],
        "<em>ab<strong>cd</strong>ef</em>",
    );
    // The order of the list does not matter, the ranges do.
    check(
        "abcdef",
        &[element(2..4, "strong"), element(0..6, "em")],
        "<em>ab<strong>cd</strong>ef</em>",
    );
}

#[test]
fn overlapping_quotes_become_three_marks() {
    check(
        "abcdef",
        &[quote(0..4, "supports"), quote(2..6, "opposes")],
        "<mark class=\"s-supports\">ab</mark>\
         <mark class=\"s-opposes s-supports many\">cd</mark>\
         <mark class=\"s-opposes\">ef</mark>",
    );
    // Two questions may rest on the same words.
    check(
        "abc",
        &[quote(0..3, "raises"), quote(0..3, "raises")],
        "<mark class=\"s-raises many\">abc</mark>",
    );
}

#[test]
fn links_are_never_cut_nor_nested() {
    check(
        "abcdef",
        &[quote(0..3, "supports"), link(2..5, "x.html")],
        "<mark class=\"s-supports\">ab</mark>\
         <a href=\"x.html\"><mark class=\"s-supports\">c</mark>de</a>f",
    );
    // The source's own link stands first in the list, so the name inside it is not linked again.
    check(
        "abcdef",
        &[link(0..6, "one"), link(2..4, "two")],
        "<a href=\"one\">abcdef</a>",
    );
    check(
        "abcd",
        &[element(0..3, "em"), link(2..4, "x")],
        "<em>ab</em><a href=\"x\"><em>c</em>d</a>",
    );
}

#[test]
fn corrections_show_both_readings() {
    check(
        "used by Al models",
        &[correction(8..10, "AI"), quote(5..17, "raises")],
        "used <mark class=\"s-raises\">by <span class=\"sic\">Al</span> \
         models</mark>"
            .replace("</span>", "<ins class=\"reading\"> [AI]</ins></span>")
            .as_str(),
    );
}

#[test]
fn clips_keep_only_what_they_cover() {
    let layers = [element(0..4, "em"), quote(3..9, "supports")];
    assert_eq!(
        passage("abcdefghi", 2..5, &layers).as_str(),
        "<em>c</em><em><mark class=\"s-supports\">d</mark></em><mark class=\"s-supports\">e</mark>"
            .replace("</em><em>", "")
    );
}

#[test]
fn attributes_cannot_be_left() {
    check(
        "a",
        &[link(0..1, "x\" onclick=\"y")],
        "<a href=\"x&quot; onclick=&quot;y\">a</a>",
    );
}

/// The text of the markup as a browser reads it, without the readings of corrections.
fn words(markup: &str) -> String {
    let parsed = Parsed::parse_fragment(markup);
    let nodes = parsed.tree.root().descendants();
    nodes
        .filter(|node| {
            !node.ancestors().any(|up| {
                up.value()
                    .as_element()
                    .is_some_and(|element| element.name() == "ins")
            })
        })
        .filter_map(|node| node.value().as_text().map(|text| text.to_string()))
        .collect()
}

fn layers(len: usize) -> impl Strategy<Value = Vec<Layer>> {
    let range = (0..=len, 0..=len).prop_map(|(a, b)| a.min(b)..a.max(b));
    let layer = (range, 0..6).prop_map(|(range, kind)| match kind {
        0 => link(range, "x"),
        1 => element(range, "em"),
        2 => element(range, "code"),
        3 => quote(range, "supports"),
        4 => quote(range, "opposes"),
        _ => correction(range, "<read>"),
    });
    proptest::collection::vec(layer, 0..12)
}

proptest! {
    #[test]
    fn words_come_out_as_they_went_in(text in "[a-z<>&\"' ]{1,30}", layers in layers(30)) {
        let layers: Vec<Layer> = layers
            .into_iter()
            .map(|mut layer| {
                layer.range = layer.range.start.min(text.len())..layer.range.end.min(text.len());
                layer
            })
            .collect();
        let html = passage(&text, 0..text.len(), &layers);
        prop_assert_eq!(words(html.as_str()), text);
        prop_assert!(!html.as_str().contains("<a href=\"x\"><a"));
    }
}
