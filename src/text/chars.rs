//! Classes of characters that the rules of reading rest on.
//!
//! No rule assumes Latin script: "ends a sentence" knows the marks of many scripts, and "begins in
//! lower case" holds only where a script has case.

/// Marks that end a sentence or announce what follows, in the scripts that have such marks.
const FINAL: &[char] = &[
    '.', '!', '?', ':', ';', '…', '‽', '⁇', '⁈', '⁉', // Latin, Greek, Cyrillic
    '。', '！', '？', '：', '；', '．', '｡', '︒', // Han, Kana
    '؟', '؛', '۔', '॥', '।', '\u{37e}', '·', // Arabic, Devanagari, Greek
    '։', '՜', '՞', '።', '፧', '፨', '፦', '፤', '។', '៕',
    '။', // Armenian, Ethiopic, Khmer, Burmese
];

/// Whether a sentence may end, or a list be announced, with this mark.
pub(super) fn is_final(c: char) -> bool {
    FINAL.contains(&c)
}

/// Whether it closes a quotation or a bracket, and so may stand behind the end of a sentence.
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '’'
            | '”'
            | '»'
            | '›'
            | '“'
            | '‘'
            | ')'
            | ']'
            | '}'
            | '>'
            | '）'
            | '］'
            | '」'
            | '』'
            | '】'
            | '》'
            | '〉'
    )
}

/// Whether it opens a quotation, a bracket or a Spanish question.
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '‘'
            | '“'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '（'
            | '「'
            | '『'
            | '【'
            | '《'
    )
}

/// A quotation mark of any kind, the apostrophe aside.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '＂'
    )
}

/// A digit written above the line, as notes are numbered.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whether lines are broken before or after it without a space being meant: Han, Kana and the
/// punctuation that goes with them. Hangul is not among them, Korean parts its words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x30ff | 0x31c0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f | 0xff00..=0xffef | 0x20000..=0x3ffff)
}

/// How many columns a text takes in a fixed-width font: two for each character of East Asia.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let columns = |c: char| match u32::from(c) {
        0x1100..=0x115f | 0xac00..=0xd7a3 => 2,
        _ if is_unspaced(c) => 2,
        _ => 1,
    };
    text.chars().map(columns).sum()
}

/// Whether a text ends a sentence or announces what follows, closing quotation marks, brackets and
/// note marks aside: `… participation.⁷`, `… (see below.)`.
pub(super) fn ends_finally(text: &str) -> bool {
    last_mark(text).is_some_and(is_final)
}

/// The last character, closing quotation marks, brackets and note marks aside.
pub(super) fn last_mark(text: &str) -> Option<char> {
    without_end_marks(text).chars().next_back()
}

fn without_end_marks(mut text: &str) -> &str {
    loop {
        let trimmed = text
            .trim_end_matches(|c: char| c.is_whitespace() || is_superscript(c))
            .trim_end();
        let trimmed = without_bracketed_mark(trimmed);
        let trimmed = match trimmed.chars().next_back() {
            Some(c) if is_closing(c) => &trimmed[..trimmed.len() - c.len_utf8()],
            _ => trimmed,
        };
        if trimmed.len() == text.len() {
            return text;
        }
        text = trimmed;
    }
}

/// Takes `[12]` off the end.
fn without_bracketed_mark(text: &str) -> &str {
    let Some(inside) = text.strip_suffix(']') else {
        return text;
    };
    let before = inside.trim_end_matches(|c: char| c.is_ascii_digit());
    match before.strip_suffix('[') {
        Some(before_mark) if before.len() < inside.len() => before_mark,
        _ => text,
    }
}

/// The first character, opening quotation marks and brackets aside.
pub(super) fn first_mark(text: &str) -> Option<char> {
    text.chars().find(|&c| !is_opening(c))
}

/// Whether a text begins in lower case, opening quotation marks and brackets aside. Never so in a
/// script without case.
pub(super) fn begins_in_lower_case(text: &str) -> bool {
    first_mark(text).is_some_and(char::is_lowercase)
}

/// The length in bytes of the superscript digits that a text begins with.
pub(super) fn superscript_length(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_superscript).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_sentences() {
        let check = |text: &str, expected: bool| {
            assert_eq!(ends_finally(text), expected, "{text:?}");
        };
        check("The end.", true);
        check("The end", false);
        // What closes may stand behind the end.
        check("He said, “Stop.”", true);
        check("(See below.)", true);
        check("Rights (2025)", false);
        // So may note marks, in either form.
        check("participation.⁷", true);
        check("participation.[12]", true);
        check("participation.” [12]", true);
        check("participation⁷", false);
        // Every script has its own marks.
        check("人权。", true);
        check("ما هي؟", true);
        check("मानव अधिकार।", true);
        check("", false);
    }

    #[test]
    fn lower_case_only_where_there_is_case() {
        let check = |text: &str, expected: bool| {
            assert_eq!(begins_in_lower_case(text), expected, "{text:?}");
        };
        check("rights", true);
        check("Rights", false);
        check("“open” systems", true);
        check("人权", false);
        check("حقوق", false);
        check("права", true);
        check("2030", false);
        check("", false);
    }
}
