//! Zero false anchors: every quote of our own records is found, and none of them once it is falsified.

use policy_digest::anchor::{Anchor, Source, Wanted};
use policy_digest::config;
use policy_digest::diag::Diagnostics;
use policy_digest::digest::Document;
use policy_digest::text::fold::Replacement;
use policy_digest::{analyse, load};

use crate::support::repository;

/// A quote, falsified in every way that is tried: what was done, and the words that come out.
fn falsified(exact: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = exact.split(' ').collect();
    let mut all = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let with = |new: &[&str]| {
            let changed = [&words[..index], new, &words[index + 1..]].concat();
            changed.join(" ")
        };
        all.push((format!("`not` before `{word}`"), with(&["not", word])));
        let other_case: String = word
            .chars()
            .map(|c| {
                if c.is_lowercase() {
                    c.to_ascii_uppercase()
                } else {
                    c.to_ascii_lowercase()
                }
            })
            .collect();
        if other_case != *word {
            all.push((format!("`{word}` in another case"), with(&[&other_case])));
        }
        if word.chars().any(char::is_alphabetic) {
            let stretched = format!("{word}x");
            all.push((format!("`{stretched}` for `{word}`"), with(&[&stretched])));
        }
        // Without a word in its middle; at its ends, and beside an omission, a quote is only shorter.
        let is_end = |at: Option<&&str>| at.is_none_or(|word| *word == "[…]");
        let before = index.checked_sub(1).and_then(|index| words.get(index));
        let inside = !is_end(before) && !is_end(words.get(index + 1));
        if inside && word.chars().any(char::is_alphanumeric) {
            all.push((format!("without `{word}`"), with(&[])));
        }
        for (modal, other) in [
            ("must", "should"),
            ("should", "may"),
            ("shall", "must"),
            ("not", ""),
        ] {
            if *word == modal {
                all.push((format!("`{other}` for `{modal}`"), with(&[other])));
            }
        }
        if let Some(next) = words.get(index + 1)
            && next != word
            // Moved, an omission leaves out other words, and may be as true.
            && ![*word, *next].contains(&"[…]")
        {
            let swapped = [&words[..index], &[next, word], &words[index + 2..]].concat();
            all.push((format!("`{word}` behind `{next}`"), swapped.join(" ")));
        }
    }
    all
}

fn source(document: &Document) -> Source<'_> {
    let corrections = document.corrections.iter();
    let corrections: Vec<Replacement> = corrections
        .map(|correction| Replacement {
            place: correction.ranges[0].clone(),
            read: &correction.read,
        })
        .collect();
    Source::new(&document.text, document.format, &corrections)
}

#[test]
fn no_falsified_quote_of_our_own_is_found() {
    let files = load::digest(repository()).unwrap();
    let config = config::read(&files, &mut Diagnostics::new()).unwrap();
    let (analysis, _) = analyse(&config, &files);
    let digest = analysis.unwrap().digest;
    let mut tried = 0;
    for document in &digest.documents {
        let source = source(document);
        let is_found = |exact: &str| {
            let wanted = Wanted {
                exact,
                ..Wanted::default()
            };
            !matches!(source.anchor(wanted), Anchor::Missing { .. })
        };
        for quote in document
            .positions
            .iter()
            .flat_map(|position| &position.quotes)
        {
            assert!(is_found(&quote.exact), "{}", quote.exact);
            for (what, exact) in falsified(&quote.exact) {
                assert!(!is_found(&exact), "{what} in {}: {exact}", document.id);
                tried += 1;
            }
        }
    }
    assert!(tried > 5_000, "{tried} falsifications");
}
