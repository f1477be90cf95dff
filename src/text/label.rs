//! Label lines: `Speaker 1: Sharon Hom`.

use crate::text::chars::{begins_in_lower_case, is_double_quote, is_unspaced};

/// The most words that a label has before its colon.
const MOST_WORDS: usize = 4;

/// Longer words end a sentence with their full stop, which is counted.
const LONGEST_ABBREVIATION: usize = 4;

/// So many characters of a script without spaces count as one word.
const CHARACTERS_PER_WORD: usize = 2;

/// The length of the label that a line begins with, colon included.
///
/// The colon must be followed by white space or the end (a time or an address is no label), and
/// nothing before it may look like a sentence. A line that begins in lower case is none: it goes on
/// from somewhere.
pub(super) fn length(line: &str) -> Option<usize> {
    let colon = match line.is_ascii() {
        true => memchr::memchr(b':', line.as_bytes()),
        false => line.find([':', '：']),
    }?;
    let label = &line[..colon];
    let is_wide = line[colon..].starts_with('：');
    let end = colon + if is_wide { '：'.len_utf8() } else { 1 };
    let is_parted = is_wide || line[end..].chars().next().is_none_or(char::is_whitespace);
    let has_words = label.chars().any(char::is_alphabetic);
    let is_label = is_parted
        && has_words
        && words(label) <= MOST_WORDS
        && !begins_in_lower_case(label)
        && !has_sentence(label);
    is_label.then_some(end)
}

/// The length of what stands before the first colon of a line, colon included, for a line that the
/// record says is a label line.
pub(super) fn to_first_colon(line: &str) -> Option<usize> {
    line.char_indices()
        .find(|(_, c)| matches!(c, ':' | '：'))
        .map(|(offset, c)| offset + c.len_utf8())
}

/// Whether a line is a label with nothing behind it.
pub(super) fn is_bare(line: &str) -> bool {
    length(line).is_some_and(|end| line[end..].trim().is_empty())
}

fn words(label: &str) -> usize {
    let count = |word: &str| {
        let wide = word.chars().filter(|&c| is_unspaced(c)).count();
        wide.div_ceil(CHARACTERS_PER_WORD).max(1)
    };
    label.split_whitespace().map(count).sum()
}

/// Whether something inside ends or parts a sentence: `It is over. Result`, `Here, too`. A full stop
/// behind a short word or before the colon is an abbreviation's: `No. 5`, `Distr.`.
fn has_sentence(label: &str) -> bool {
    let parts = |c: char| {
        matches!(
            c,
            ',' | ';' | '!' | '?' | '。' | '，' | '、' | '؟' | '،' | '؛'
        )
    };
    let ends = |word: &str| word.ends_with('.') && word.chars().count() > LONGEST_ABBREVIATION;
    let mut words = label.split_whitespace();
    words.next_back();
    label.contains(parts) || label.contains(is_double_quote) || words.any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(length(line).map(|end| &line[..end]), expected, "{line:?}");
        };
        check("Speaker 1: Sharon Hom", Some("Speaker 1:"));
        check(
            "Relevance to Internet Governance: As",
            Some("Relevance to Internet Governance:"),
        );
        check("The forum reached a joint consensus: Technology", None);
        check("Policy Question(s): ", Some("Policy Question(s):"));
        check("No. 5: a case", Some("No. 5:"));
        check("Distr.: General", Some("Distr.:"));
        check("It is over. Result: none", None);
        check("Yes, Minister: no", None);
        // Addresses and times have colons too.
        check("https://example.org", None);
        check("10:30 Opening", None);
        check("2030: a year", None);
        // It goes on from the line before.
        check("these: a and b", None);
        check("时间：2025年4月", Some("时间："));
        check("中国外交部发言人在北京表示：我们", None);
        check("", None);
    }

    #[test]
    fn bare_labels() {
        assert!(is_bare("Online Moderator: "));
        assert!(!is_bare("Online Moderator: Kai"));
        assert!(!is_bare("Online Moderator"));
    }
}
