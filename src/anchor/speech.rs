//! Whether words stand inside quotation marks of the source.

use std::ops::Range;

use crate::text::{Text, TextRange};

/// Whether all `ranges` stand wholly inside quotation marks of their blocks, the marks themselves
/// included or not.
pub fn is_direct_speech(text: &Text, ranges: &[TextRange]) -> bool {
    !ranges.is_empty()
        && ranges.iter().all(|range| {
            quoted(&text.blocks[range.block].text)
                .iter()
                .any(|speech| speech.start <= range.start && range.end <= speech.end)
        })
}

/// The ranges of a block's text between a pair of quotation marks, the marks included.
///
/// Pairs are `“…”`, `„…“`, `«…»`, `「…」`, `"…"`, and `‘…’` where the closing mark is no apostrophe. A
/// mark that is never closed opens nothing.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    // Most blocks have none of the marks.
    if text.is_ascii() && memchr::memchr(b'"', text.as_bytes()).is_none() {
        return spans;
    }
    let mut open: Option<(usize, char)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_letter = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        match open {
            Some((start, closing)) if c == closing && !(c == '’' && next_is_letter) => {
                spans.push(start..at + c.len_utf8());
                open = None;
            }
            Some(_) => {}
            None => open = closing_mark(c).map(|closing| (at, closing)),
        }
    }
    spans
}

fn closing_mark(opening: char) -> Option<char> {
    match opening {
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        '‘' => Some('’'),
        '「' => Some('」'),
        '『' => Some('』'),
        '"' => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::testing::paragraphs;

    #[test]
    fn speech_is_what_stands_between_marks() {
        let check = |text: &str, words: &str, expected: bool| {
            let start = text.find(words).expect("the words are in the text");
            let range = TextRange::new(0, start..start + words.len());
            let text = paragraphs(&[text]);
            assert_eq!(is_direct_speech(&text, &[range]), expected, "{words:?}");
        };
        let report = "He said, \"Rules must bind,\" and asked for \"more\" of them.";
        check(report, "Rules must bind", true);
        check(report, "\"Rules must bind,\"", true);
        check(report, "and asked for", false);
        check(report, "said, \"Rules", false);
        // Words that begin in one pair of marks and end in another were not said in one breath.
        check(report, "bind,\" and asked for \"more", false);
        check("‘It’s the states’ duty’, he said", "the states", true);
        check("the states’ duty ‘now", "now", false);
        check("Er sagt: „Regeln gelten.“", "Regeln gelten", true);
        check("« Les règles », dit-il", "Les règles", true);
    }
}
