//! The questions of a digest and where a text may touch them, as comments of a new record.

use std::fmt::Write;
use std::ops::Range;

use super::one_line;
use crate::compare::concordance::{Terms, Words};
use crate::record::{Entry, QuestionKind, QuestionRecord, ThemeRecord};
use crate::text::{Block, BlockKind, Text};

/// At most so many passages of a question are shown in words; of the others the numbers.
const MAX_PASSAGES: usize = 20;

/// At most so many numbers of further passages are listed.
const MAX_NUMBERS: usize = 50;

/// Passages are shown in words until they have so many bytes together: a record must stay readable.
const MAX_BYTES: usize = 200_000;

/// A passage of at most so many characters is shown whole.
const WHOLE: usize = 300;

/// So many characters of a longer one are shown on each side of a term.
const CONTEXT: usize = 100;

const STRING: &str = "a string takes every line";

/// Lists the questions, theme by theme, each with the passages in which its terms occur.
///
/// Every line is a comment or blank. Themes stand in the order of their pages.
pub(super) fn questions(themes: &[Entry<ThemeRecord>], text: &Text) -> String {
    let mut themes: Vec<&Entry<ThemeRecord>> = themes.iter().collect();
    themes.sort_by(|a, b| (a.record.order, &a.id).cmp(&(b.record.order, &b.id)));
    let questions = || themes.iter().flat_map(|theme| questions_of(theme));
    let mut list = String::new();
    if questions().next().is_none() {
        list.push_str(
            "# The digest has no questions yet: `policy-digest new theme ID` begins a theme.\n",
        );
        return list;
    }
    list.push_str(
        "# Not coded yet. Answer each question by a position, or, when the document says nothing on it, list it\n\
         # under `silent`. Below each stand the passages in which its terms occur: read the others as well. Delete\n\
         # these comments when you are done.\n",
    );
    let terms = Terms::new(questions().map(|question| question.terms.as_slice()), 0);
    let found = terms.find(&Words::new(text));
    let mut found = found.by_question().peekable();
    let mut number = 0;
    for theme in themes {
        if questions_of(theme).next().is_none() {
            continue;
        }
        write!(list, "#\n# == {} ==\n", one_line(&theme.record.title)).expect(STRING);
        for question in questions_of(theme) {
            let own = found.next_if(|(question, _)| *question == number);
            number += 1;
            let occurrences = own.into_iter().flat_map(|(_, occurrences)| occurrences);
            let ranges = occurrences.map(|o| (o.range().block, o.range().range()));
            self::question(&mut list, question, &by_block(ranges), text);
        }
    }
    list
}

/// The questions of a theme. One without an id is not written yet.
fn questions_of(theme: &Entry<ThemeRecord>) -> impl Iterator<Item = &QuestionRecord> {
    let questions = theme.record.questions.iter();
    questions.filter(|question| !question.id.is_empty())
}

/// The ranges of each block that has any, in order.
fn by_block(
    ranges: impl Iterator<Item = (usize, Range<usize>)>,
) -> Vec<(usize, Vec<Range<usize>>)> {
    let mut blocks: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    for (block, range) in ranges {
        match blocks.last_mut() {
            Some((last, ranges)) if *last == block => ranges.push(range),
            _ => blocks.push((block, vec![range])),
        }
    }
    blocks
}

fn question(
    list: &mut String,
    question: &QuestionRecord,
    found: &[(usize, Vec<Range<usize>>)],
    text: &Text,
) {
    write!(
        list,
        "#\n# {} ({}): {}\n#   about: {}\n",
        one_line(&question.id),
        match question.kind {
            QuestionKind::Claim => "claim",
            QuestionKind::Demand => "demand",
        },
        one_line(&question.proposition),
        one_line(&question.subject)
    )
    .expect(STRING);
    if question.terms.is_empty() {
        list.push_str("#   It has no terms to look for.\n");
        return;
    }
    let terms: Vec<String> = question.terms.iter().map(|term| one_line(term)).collect();
    writeln!(list, "#   terms: {}", terms.join(", ")).expect(STRING);
    if found.is_empty() {
        list.push_str("#   None of them occurs.\n");
        return;
    }
    let room = if list.len() < MAX_BYTES {
        MAX_PASSAGES
    } else {
        0
    };
    let shown = found.len().min(room);
    for (block, ranges) in &found[..shown] {
        let block = &text.blocks[*block];
        let words = one_line(&excerpt(&block.text, ranges));
        writeln!(list, "#   {}  {words}", label(block)).expect(STRING);
    }
    let rest = &found[shown..];
    if !rest.is_empty() {
        let mut labels: Vec<String> = rest
            .iter()
            .take(MAX_NUMBERS)
            .map(|(block, _)| label(&text.blocks[*block]))
            .collect();
        if rest.len() > MAX_NUMBERS {
            labels.push(format!("{} more", rest.len() - MAX_NUMBERS));
        }
        writeln!(list, "#   and in {}", labels.join(", ")).expect(STRING);
    }
}

/// How a block is cited.
fn label(block: &Block) -> String {
    match block.kind {
        BlockKind::Heading { .. } => format!("heading {}", block.number),
        BlockKind::Note { .. } => format!("note {}", block.number),
        _ => format!("¶{}", block.number),
    }
}

/// The words around the ranges of a block's text, letter for letter; `…` stands for what is left out.
fn excerpt(text: &str, ranges: &[Range<usize>]) -> String {
    if text.chars().count() <= WHOLE {
        return text.to_owned();
    }
    let mut windows: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let window = before(text, range.start)..behind(text, range.end);
        match windows.last_mut() {
            Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
            _ => windows.push(window),
        }
    }
    let mut words = String::new();
    let mut end = 0;
    for window in windows {
        if window.start > end {
            words.push_str(if end == 0 { "… " } else { " … " });
        }
        words.push_str(&text[window.clone()]);
        end = window.end;
    }
    if end < text.len() {
        words.push_str(" …");
    }
    words
}

/// Where the context before a byte begins: at a word, unless none begins there.
fn before(text: &str, at: usize) -> usize {
    let far = text[..at].char_indices().rev().take(CONTEXT).last();
    let Some((start, _)) = far.filter(|(start, _)| *start > 0) else {
        return 0;
    };
    let space = text[start..at].find(char::is_whitespace);
    space.map_or(start, |space| {
        let rest = &text[start + space..];
        start + space + (rest.len() - rest.trim_start().len())
    })
}

/// Where the context behind a byte ends: at a word's end, unless none ends there.
fn behind(text: &str, at: usize) -> usize {
    let far = text[at..].char_indices().nth(CONTEXT);
    let Some((length, _)) = far else {
        return text.len();
    };
    let space = text[at..at + length].rfind(char::is_whitespace);
    at + space.unwrap_or(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt around words of a text, each of whose parts stands in the text letter for letter.
    fn around(text: &str, words: &[&str]) -> String {
        let ranges: Vec<_> = words
            .iter()
            .map(|word| text.find(word).map(|at| at..at + word.len()).unwrap())
            .collect();
        let excerpt = excerpt(text, &ranges);
        for part in excerpt.split('…') {
            assert!(text.contains(part.trim()), "{part}");
        }
        excerpt
    }

    #[test]
    fn long_passages_are_shown_around_the_terms() {
        assert_eq!(around("One camera.", &["camera"]), "One camera.");
        let filler = "and so on ".repeat(30);
        let long = format!("A first camera {filler}a second lens {filler}the end.");
        let found = around(&long, &["first", "second"]);
        assert_eq!(found.matches('…').count(), 2, "{found}");
        assert!(found.starts_with("A first camera and so"), "{found}");
        assert!(found.contains("so on a second lens and so"), "{found}");
        assert!(found.chars().count() < 400, "{found}");
        // Two that are near each other are shown together.
        let found = around(&long, &["second", "lens"]);
        assert!(found.starts_with("… ") && found.ends_with(" …"), "{found}");
        assert_eq!(found.matches("second lens").count(), 1, "{found}");
        // Without spaces any letter may be the last.
        let filler = "字".repeat(200);
        let around_both = "字".repeat(100);
        assert_eq!(
            around(
                &format!("{filler}摄像头和人脸{filler}"),
                &["摄像头", "人脸"]
            ),
            format!("… {around_both}摄像头和人脸{around_both} …")
        );
    }
}
