//! Words on which the force of a sentence hangs: negations and modal verbs.
//!
//! The lists are short on purpose. They make a message louder and a warning appear; nothing is
//! accepted or refused by them.

use std::ops::Range;

use crate::text::fold::{fold_words, is_unspaced};

const ENGLISH: &[&str] = &[
    "not", "no", "nor", "never", "none", "neither", "nobody", "nothing", "without", "cannot",
    "shall", "should", "must", "may", "might", "can", "could", "will", "would", "ought", "need",
    "only", "unless", "except",
];
const FRENCH: &[&str] = &[
    "ne",
    "n",
    "pas",
    "non",
    "jamais",
    "aucun",
    "aucune",
    "ni",
    "sans",
    "doit",
    "doivent",
    "devrait",
    "devraient",
    "peut",
    "peuvent",
    "pourrait",
    "pourraient",
];
const GERMAN: &[&str] = &[
    "nicht", "kein", "keine", "keinen", "keiner", "nie", "niemals", "weder", "ohne", "muss",
    "müssen", "soll", "sollen", "sollte", "sollten", "darf", "dürfen", "kann", "können", "könnte",
    "könnten",
];
const SPANISH: &[&str] = &[
    "no",
    "nunca",
    "jamás",
    "ni",
    "ningún",
    "ninguna",
    "sin",
    "debe",
    "deben",
    "debería",
    "deberían",
    "puede",
    "pueden",
    "podría",
    "podrían",
];
const CHINESE: &[&str] = &[
    "不", "没", "无", "未", "勿", "非", "应", "必须", "须", "可以", "可能", "能够", "禁止",
];

/// The negations and modal verbs in some words, as they stand there, in order.
///
/// Which words count depends on the primary subtag of `language` (BCP 47): English, French, German,
/// Spanish and Chinese are known, others go by English.
pub fn force_words(words: &str, language: &str) -> Vec<String> {
    let folded = fold_words(words);
    let list = match language.split('-').next().unwrap_or_default() {
        "fr" => FRENCH,
        "de" => GERMAN,
        "es" => SPANISH,
        "zh" => CHINESE,
        _ => ENGLISH,
    };
    if list == CHINESE {
        return list
            .iter()
            .filter(|word| folded.contains(*word))
            .map(|word| (*word).to_owned())
            .collect();
    }
    folded
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| {
            let lowered = word.to_lowercase();
            // "don't" and "shouldn't" are a verb and a negation.
            lowered.ends_with("n't") || list.contains(&lowered.as_str())
        })
        .map(str::to_owned)
        .collect()
}

/// Whether two runs of words differ in a negation or a modal verb.
pub fn differs_in_force(a: &str, b: &str, language: &str) -> bool {
    let lowered = |words: &str| -> Vec<String> {
        let words = force_words(words, language).into_iter();
        words.map(|word| word.to_lowercase()).collect()
    };
    lowered(a) != lowered(b)
}

/// The words of a folded text with their byte ranges: runs of letters, digits, hyphens and apostrophes;
/// every other mark, and each character of a script without spaces, by itself.
pub(super) fn tokens(folded: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (start, c) in folded.char_indices() {
        let end = start + c.len_utf8();
        let joins = (c.is_alphanumeric() || c == '-' || c == '\'') && !is_unspaced(c);
        match tokens.last_mut() {
            Some(last) if open && joins => last.end = end,
            _ if c == ' ' => {}
            _ => tokens.push(start..end),
        }
        open = joins;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negations_and_modal_verbs_are_found_by_language() {
        let check = |words: &str, language: &str, expected: &[&str]| {
            assert_eq!(
                force_words(words, language),
                expected,
                "{words:?} in {language}"
            );
        };
        check(
            "States should not, and can’t",
            "en",
            &["should", "not", "can't"],
        );
        check("Mayor Noel knots", "en-GB", &[]);
        check("Les États ne doivent pas", "fr", &["ne", "doivent", "pas"]);
        check("各国不应", "zh-Hans", &["不", "应"]);
        assert!(differs_in_force("shall", "should", "en"));
        assert!(!differs_in_force("Shall act", "shall adopt", "en"));
    }

    #[test]
    fn tokens_are_words_or_single_characters() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = tokens(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected);
        };
        check("a bc, \"d\"", &["a", "bc", ",", "\"", "d", "\""]);
        check("soft-law isn't", &["soft-law", "isn't"]);
        check("人工 AI智", &["人", "工", "AI", "智"]);
        check("", &[]);
    }
}
