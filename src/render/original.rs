//! Links to the words of a quote in a document's original: `#:~:text=`.
//!
//! A browser that finds the words scrolls to them and marks them; one that does not opens the page
//! from its beginning. <https://wicg.github.io/scroll-to-text-fragment/>

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_segmentation::UnicodeSegmentation;

/// A run of words of up to so many is given whole; of a longer one, its beginning and its end.
const MOST_WORDS: usize = 12;

/// So many words, and so many code points, make a beginning or an end. Of Chinese, where a sign
/// counts as a word, the second is more.
const FEWEST_WORDS: usize = 5;
const FEWEST_CHARS: usize = 16;

/// The address `url` at some words; nothing without any words.
///
/// A quote has a part for each run of words between two `[…]`, and a part has a piece for each
/// stretch of text that stands together in the original. Pieces without a letter or digit are left
/// out.
pub(super) fn at_words(url: &str, parts: &[Vec<&str>]) -> Option<String> {
    let directives: Vec<String> = parts.iter().filter_map(|part| directive(part)).collect();
    if directives.is_empty() {
        return None;
    }
    // What a page makes of its own fragment stands before the words.
    let start = match url.split_once('#') {
        None => "#:~:",
        Some((_, fragment)) if fragment.contains(":~:") => "&",
        Some(_) => ":~:",
    };
    Some(format!("{url}{start}{}", directives.join("&")))
}

/// `text=words`, or `text=beginning,end`.
fn directive(part: &[&str]) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric();
    let pieces: Vec<&str> = part
        .iter()
        .map(|piece| piece.trim_matches(|c| !is_word(c)))
        .filter(|piece| !piece.is_empty())
        .collect();
    let (first, last) = (pieces.first()?, pieces.last()?);
    let start = beginning(first);
    let end = ending(last);
    let is_short = first.unicode_words().count() <= MOST_WORDS;
    let overlap = pieces.len() == 1 && start.len() + end.len() >= first.len();
    Some(if pieces.len() == 1 && (is_short || overlap) {
        format!("text={}", encoded(first))
    } else {
        format!("text={},{}", encoded(start), encoded(end))
    })
}

/// Commas, `&` and `-` mean something in a directive, so everything but letters and digits of ASCII
/// is encoded.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn beginning(text: &str) -> &str {
    let words = text.unicode_word_indices();
    let ends = words.map(|(start, word)| start + word.len());
    let enough = |(nth, end): &(usize, usize)| is_enough(*nth, &text[..*end]);
    let end = ends.enumerate().find(enough);
    &text[..end.map_or(text.len(), |(_, end)| end)]
}

fn ending(text: &str) -> &str {
    let starts = text.unicode_word_indices().rev().map(|(start, _)| start);
    let enough = |(nth, start): &(usize, usize)| is_enough(*nth, &text[*start..]);
    let start = starts.enumerate().find(enough);
    &text[start.map_or(0, |(_, start)| start)..]
}

/// Whether a text with the `nth` word, from 0, at its end is long enough.
fn is_enough(nth: usize, text: &str) -> bool {
    nth + 1 >= FEWEST_WORDS && text.chars().count() >= FEWEST_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_the_original() {
        let check = |url: &str, parts: &[&[&str]], expected: &str| {
            let parts: Vec<Vec<&str>> = parts.iter().map(|part| part.to_vec()).collect();
            assert_eq!(
                at_words(url, &parts).as_deref(),
                Some(expected),
                "{parts:?}"
            );
        };
        let url = "https://example.org/a";
        check(
            url,
            &[&["rules that bind"]],
            "https://example.org/a#:~:text=rules%20that%20bind",
        );
        // Signs of the directive's own, and marks at the ends that editions print differently.
        check(
            url,
            &[&["“so-called, rules & words”."]],
            "https://example.org/a#:~:text=so%2Dcalled%2C%20rules%20%26%20words",
        );
        check(
            url,
            &[&["one two three four five six seven eight nine ten eleven twelve thirteen"]],
            "https://example.org/a#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen",
        );
        // Left-out words part two directives; several pieces, such as paragraphs, make a range.
        check(
            url,
            &[&["first part"], &["of one piece", ", ", "and another"]],
            "https://example.org/a#:~:text=first%20part&text=of%20one%20piece,and%20another",
        );
        check(
            url,
            &[&[
                "各国应当制定具有约束力的规则，不应等待他人，也不应把规则留给别人制定，这是大会的要求",
            ]],
            &format!(
                "https://example.org/a#:~:text={},{}",
                encoded("各国应当制定具有约束力的规则，不"),
                encoded("规则留给别人制定，这是大会的要求")
            ),
        );
        check(
            "https://example.org/a#part-2",
            &[&["words"]],
            "https://example.org/a#part-2:~:text=words",
        );
        check(
            "https://example.org/a#:~:text=x",
            &[&["words"]],
            "https://example.org/a#:~:text=x&text=words",
        );
        assert_eq!(at_words(url, &[vec!["…"], vec![]]), None);
        assert_eq!(at_words(url, &[]), None);
    }

    #[test]
    fn few_long_words_are_not_given_twice() {
        let text = "a b c d e f g h i j k l m n";
        let url = at_words("https://example.org/", &[vec![text]]);
        let expected = format!("https://example.org/#:~:text={}", encoded(text));
        assert_eq!(url, Some(expected));
    }
}
