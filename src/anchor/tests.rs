//! Quotes of small texts, and what becomes of them.

use super::*;
use crate::text::testing::paragraphs;
use proptest::prelude::*;

const TEXT: &[&str] = &[
    "States should adopt rules that bind, unable to wait.",
    "“Non-binding rules—they say—are weak.” States should act.",
    "A third passage, far away: rules.",
];

/// The outcome in short: the words of each part, `missing`, `ambiguous N`, `apart`.
fn outcome(blocks: &[&str], wanted: Wanted<'_>) -> String {
    let text = paragraphs(blocks);
    match Source::new(&text, Format::Text, &[]).anchor(wanted) {
        Anchor::Found(parts) => {
            let part = |ranges: &Vec<TextRange>| {
                let words = ranges.iter().map(|r| &text.blocks[r.block].text[r.range()]);
                words.collect::<Vec<_>>().join(" / ")
            };
            parts.iter().map(part).collect::<Vec<_>>().join(" … ")
        }
        Anchor::Missing {
            part,
            without_context,
        } if without_context.is_empty() => {
            format!("missing: {part}")
        }
        Anchor::Missing { .. } => "missing there".to_owned(),
        Anchor::Ambiguous { places, .. } => format!("ambiguous {}", places.len()),
        Anchor::Apart { .. } => "apart".to_owned(),
    }
}

/// A quote without words before and behind it.
fn only(exact: &str) -> Wanted<'_> {
    Wanted {
        exact,
        ..Wanted::default()
    }
}

/// What becomes of a quote of [`TEXT`].
fn check(exact: &str, expected: &str) {
    assert_eq!(outcome(TEXT, only(exact)), expected, "{exact:?}");
}

#[test]
fn quotes_are_found_word_for_word_or_not_at_all() {
    check("States should adopt", "States should adopt");
    check("states should adopt", "missing: states should adopt");
    check("adopt   rules\nthat", "adopt rules that");
    // Classes of marks are one, on both sides.
    check("\"Non-binding rules", "“Non-binding rules");
    check("weak.\" States", "weak.” States");
    // Words begin and end where words do: "able" does not stand in "unable", nor "binding" in
    // "non-binding". A dash parts words, though.
    check("able to wait", "missing: able to wait");
    check("should ad", "missing: should ad");
    check("binding rules", "missing: binding rules");
    check("they say", "they say");
    check("States should", "ambiguous 2");
    // A quote may run over passages.
    check("wait. \"Non-binding", "wait. / “Non-binding");
    check("", "missing: ");
    check("[…]", "missing: ");
}

#[test]
fn omissions_stay_within_a_passage_or_reach_into_the_next() {
    check(
        "States should adopt […] that bind",
        "States should adopt … that bind",
    );
    check(
        "States should adopt [...] that bind",
        "States should adopt … that bind",
    );
    check("that bind […] they say", "that bind … they say");
    check("that bind […] States should adopt", "apart");
    check("that bind […] third passage", "apart");
    check("that bind […] States should", "ambiguous 2");
    check("that bind […] nowhere", "missing: nowhere");
    // A source that holds the mark itself is quoted with it.
    let text = &["It left […] out.", "out."];
    let exact = "left […] out";
    assert_eq!(outcome(text, only(exact)), "left […] out");
}

#[test]
fn context_settles_which_place_is_meant() {
    let check = |exact: &str, prefix: Option<&str>, suffix: Option<&str>, expected: &str| {
        assert_eq!(
            outcome(
                TEXT,
                Wanted {
                    exact,
                    prefix,
                    suffix
                }
            ),
            expected,
            "{exact:?}"
        );
    };
    check("States should", Some("weak.\""), None, "States should");
    check("States should", None, Some("act"), "States should");
    // Context must stand there even where the words stand once.
    check("third passage", Some("The"), None, "missing there");
    check("third passage", Some("A"), Some(", far"), "third passage");
}

#[test]
fn a_quote_matches_the_source_or_its_corrected_reading() {
    let text = paragraphs(&["used by Al models today"]);
    let correction = Replacement {
        place: TextRange::new(0, 8..10),
        read: "AI",
    };
    let source = Source::new(&text, Format::Text, &[correction]);
    let whole = || Anchor::Found(vec![vec![TextRange::new(0, 0..17)]]);
    for exact in ["used by Al models", "used by AI models"] {
        assert_eq!(source.anchor(only(exact)), whole());
    }
}

#[test]
fn every_run_of_words_is_found_at_its_own_place() {
    let words: Vec<String> = (0..12)
        .map(|n| format!("w{n}{}", ["", ",", "’s", "—x"][n % 4]))
        .collect();
    let text = words.join(" ");
    let starts: Vec<usize> = (0..12)
        .map(|n| words[..n].iter().map(|w| w.len() + 1).sum())
        .collect();
    let blocks = paragraphs(&[&text]);
    let source = Source::new(&blocks, Format::Text, &[]);
    for first in 0..12 {
        for last in first..12 {
            let range = starts[first]..starts[last] + words[last].len();
            // Wrapped anew, and with other marks of the same class.
            let exact = text[range.clone()].replace(' ', "\n ").replace('’', "'");
            let expected = Anchor::Found(vec![vec![TextRange::new(0, range)]]);
            assert_eq!(source.anchor(only(&exact)), expected);
        }
    }
}

/// Words that begin as many others do are compared to their ends, whether they are looked for as a whole or not.
#[test]
fn words_that_begin_alike_are_told_apart() {
    for length in [SOUGHT, MOST_COMPARED, 2 * MOST_COMPARED] {
        let same = "the states should ".repeat(length / 18 + 1);
        let text = format!("{same}act, and {same}wait.");
        let blocks = paragraphs(&[&text]);
        let source = Source::new(&blocks, Format::Text, &[]);
        let anchor = |exact: &str| source.anchor(only(exact));
        let start = format!("{same}act, and ").len();
        let range = TextRange::new(0, start..text.len() - 1);
        assert_eq!(
            anchor(&format!("{same}wait")),
            Anchor::Found(vec![vec![range]])
        );
        let missing = anchor(&format!("{same}help"));
        assert!(matches!(missing, Anchor::Missing { .. }), "{missing:?}");
    }
}

proptest! {
    /// Zero false anchors: a quote with a letter, a digit or another mark changed is refused.
    #[test]
    fn no_falsified_quote_is_found(
        words in prop::collection::vec("[a-z]{2,8}", 4..30),
        first in 0_usize..26,
        length in 1_usize..4,
        at in 0_usize..1000,
        with in "[A-Z0-9;]",
    ) {
        let text = words.join(" ");
        let blocks = paragraphs(&[&text]);
        let source = Source::new(&blocks, Format::Text, &[]);
        let first = first.min(words.len() - 1);
        let quote = words[first..(first + length).min(words.len())].join(" ");
        let mut letters: Vec<char> = quote.chars().collect();
        let at = at % letters.len();
        letters[at] = with.chars().next().expect("one letter");
        let falsified: String = letters.into_iter().collect();
        let anchor = source.anchor(only(&falsified));
        prop_assert!(matches!(anchor, Anchor::Missing { .. }), "{falsified:?} in {text:?}: {anchor:?}");
    }

    /// Whatever is found reads, folded, as the quote does.
    #[test]
    fn what_is_found_reads_as_the_quote(text in "[a-c “”’—\\u{ad}\\u{301}人-]{1,60}", from in 0_usize..60, length in 1_usize..30) {
        let chars: Vec<char> = text.chars().collect();
        let from = from.min(chars.len() - 1);
        let exact: String = chars[from..(from + length).min(chars.len())].iter().collect();
        let blocks = paragraphs(&[&text]);
        let source = Source::new(&blocks, Format::Text, &[]);
        if let Anchor::Found(parts) = source.anchor(only(&exact)) {
            let words: Vec<&str> = parts.iter().flatten().map(|r| &text[r.range()]).collect();
            prop_assert_eq!(fold_words(&words.join(" ")), fold_words(&exact));
        }
    }
}
