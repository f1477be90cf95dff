//! Words compared: whether they are the same, which belong together, and what differs between them.

use similar::{ChangeTag, TextDiff};

use super::WordsChange;
use crate::text::fold::{fold_words, spaced};

/// A piece of two texts that are shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Both have it.
    Same(String),
    /// Only the older one has it.
    Old(String),
    /// Only the newer one has it.
    New(String),
}

/// Longer texts are not looked through word by word: they would take long, and nobody would read it.
const LONGEST: usize = 2_000;

/// Of so many quotes on both sides, each is held against each; beyond it only equal ones are found.
const MOST_TO_MATCH: usize = 400;

/// Texts with less in common are others, and not the same ones changed: the share of their words.
const LEAST_IN_COMMON: f32 = 0.5;

/// What changed from one text to another; none when only white space did. Empty text is none.
pub(super) fn change(old: Option<&str>, new: Option<&str>) -> Option<WordsChange> {
    let given = |text: Option<&str>| text.map(spaced).filter(|text| !text.is_empty());
    let (old, new) = (given(old), given(new));
    (old != new).then_some(WordsChange { old, new })
}

/// Two texts as one, word by word, where they have enough in common; else one after the other.
pub fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let apart = || vec![Piece::Old(old.to_owned()), Piece::New(new.to_owned())];
    if old.len() > LONGEST || new.len() > LONGEST {
        return apart();
    }
    let diff = TextDiff::configure().diff_unicode_words(old, new);
    if diff.ratio() < LEAST_IN_COMMON && !is_part(old, new) {
        return apart();
    }
    let mut pieces: Vec<Piece> = Vec::new();
    // What goes stands before what comes, however the words of a run are mixed.
    let (mut gone, mut come) = (String::new(), String::new());
    let flush = |pieces: &mut Vec<Piece>, gone: &mut String, come: &mut String| {
        // The space behind a change is one of both texts.
        let has_space = gone.ends_with(' ') && come.ends_with(' ');
        if has_space {
            gone.pop();
            come.pop();
        }
        let (gone, come) = (std::mem::take(gone), std::mem::take(come));
        pieces.extend((!gone.is_empty()).then_some(Piece::Old(gone)));
        pieces.extend((!come.is_empty()).then_some(Piece::New(come)));
        pieces.extend(has_space.then(|| Piece::Same(" ".to_owned())));
    };
    for change in diff.iter_all_changes() {
        let word = change.value();
        match change.tag() {
            ChangeTag::Delete => gone.push_str(word),
            ChangeTag::Insert => come.push_str(word),
            // A space alone between two changes would tear them apart.
            ChangeTag::Equal if word == " " && !(gone.is_empty() && come.is_empty()) => {
                gone.push_str(word);
                come.push_str(word);
            }
            ChangeTag::Equal => {
                flush(&mut pieces, &mut gone, &mut come);
                match pieces.last_mut() {
                    Some(Piece::Same(text)) => text.push_str(word),
                    _ => pieces.push(Piece::Same(word.to_owned())),
                }
            }
        }
    }
    flush(&mut pieces, &mut gone, &mut come);
    pieces
}

/// Whether one text is a part of the other, however small.
fn is_part(a: &str, b: &str) -> bool {
    !a.is_empty() && !b.is_empty() && (a.contains(b) || b.contains(a))
}

/// Pairs texts of two lists: equal ones, then those that have most in common. Each index stands in at
/// most one pair; pairs are in order of the newer list.
///
/// Texts are equal when folding makes them so.
pub(super) fn matched(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let old: Vec<String> = old.iter().map(|text| fold_words(text)).collect();
    let new: Vec<String> = new.iter().map(|text| fold_words(text)).collect();
    let mut old_left: Vec<usize> = (0..old.len()).collect();
    let mut new_left: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for (index, text) in new.iter().enumerate() {
        match old_left.iter().position(|other| old[*other] == *text) {
            Some(place) => pairs.push((old_left.remove(place), index)),
            None => new_left.push(index),
        }
    }
    if old_left.len() * new_left.len() <= MOST_TO_MATCH {
        let near = |(a, b): (usize, usize)| {
            let (a_text, b_text) = (&old[a], &new[b]);
            let is_short = a_text.len() <= LONGEST && b_text.len() <= LONGEST;
            let ratio = || {
                TextDiff::configure()
                    .diff_unicode_words(a_text, b_text)
                    .ratio()
            };
            let ratio = if is_short { ratio() } else { 0.0 };
            let ratio = match is_part(a_text, b_text) {
                true => ratio.max(LEAST_IN_COMMON),
                false => ratio,
            };
            (ratio >= LEAST_IN_COMMON).then_some((ratio, a, b))
        };
        let all = old_left
            .iter()
            .flat_map(|a| new_left.iter().map(move |b| (*a, *b)));
        let mut nearest: Vec<(f32, usize, usize)> = all.filter_map(near).collect();
        // Equally near ones in the order of the lists.
        nearest.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
        for (_, a, b) in nearest {
            let is_free = pairs.iter().all(|(x, y)| *x != a && *y != b);
            pairs.extend(is_free.then_some((a, b)));
        }
    }
    pairs.sort_by_key(|(_, new)| *new);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_stands_between_what_does_not() {
        let check = |old: &str, new: &str, expected: &str| {
            let shown: String = pieces(old, new)
                .iter()
                .map(|piece| match piece {
                    Piece::Same(text) => text.clone(),
                    Piece::Old(text) => format!("[-{text}-]"),
                    Piece::New(text) => format!("{{+{text}+}}"),
                })
                .collect();
            assert_eq!(shown, expected);
        };
        check(
            "States should adopt rules that bind",
            "States must adopt rules that bind",
            "States [-should-]{+must+} adopt rules that bind",
        );
        check(
            "We ask for rules",
            "We ask again for rules",
            "We ask {+again +}for rules",
        );
        check(
            "They ask for rules",
            "They ask for rules.",
            "They ask for rules{+.+}",
        );
        // One change, and not a word here and a word there.
        check(
            "We call for two new rules for all states",
            "We call for some old rules for all states",
            "We call for [-two new-]{+some old+} rules for all states",
        );
        // Little in common, but all of one.
        check("a b", "c d e f g h a b", "{+c d e f g h +}a b");
        // Nothing in common.
        check("Rules bind", "Nobody came", "[-Rules bind-]{+Nobody came+}");
        let long = "word ".repeat(LONGEST);
        check(&long, "word", &format!("[-{long}-]{{+word+}}"));
    }

    #[test]
    fn what_belongs_together_is_found() {
        let check = |old: &[&str], new: &[&str], expected: &[(usize, usize)]| {
            assert_eq!(matched(old, new), expected, "{old:?} {new:?}");
        };
        let (a, b) = (
            "States should adopt rules that bind",
            "Nobody may wait any longer",
        );
        let changed = "States must adopt rules that bind";
        check(&[a, b], &[b, changed], &[(1, 0), (0, 1)]);
        check(&[a], &[b], &[]);
        // What folding makes equal is equal, and comes before what is near.
        check(
            &["it’s  so", "it is so"],
            &["it is so", "it's so"],
            &[(1, 0), (0, 1)],
        );
        // The nearest wins, once.
        check(&["a b c d", "a b c e"], &["a b c e f"], &[(1, 0)]);
        // Too many to hold each against each: only equal ones are found.
        let many: Vec<String> = (0..50).map(|n| format!("{a} {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        check(&many[..26], &many[25..], &[(25, 0)]);
    }
}
