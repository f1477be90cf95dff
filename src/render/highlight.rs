//! Colours for code: YAML records, line by line, and the code blocks of prose.
//!
//! Code in other languages than YAML is left to syntect; without the feature `highlight` it comes out without
//! colours. Elements never reach over the end of a line, so that each line can be addressed.

mod record_lines;

use super::html::{Html, push_attribute, push_code};

/// Highlights a YAML record: one piece of markup per line, without line breaks. Keys and texts in quotation marks
/// are `b` and `i`, and marks of lists stay plain: a record has so many of them that elements with a class would be
/// most of its page.
pub(super) fn yaml_lines(text: &str) -> Vec<Html> {
    text.lines().map(yaml_line).collect()
}

fn yaml_line(line: &str) -> Html {
    let mut markup = String::with_capacity(line.len() * 2);
    let mut done = 0;
    for (class, range) in record_lines::classes(line) {
        push_code(&mut markup, &line[done..range.start]);
        let words = &line[range.clone()];
        match class {
            "k" => push_element(&mut markup, "b", words),
            "s" => push_element(&mut markup, "i", words),
            "p" => push_code(&mut markup, words),
            class => push_piece(&mut markup, class, words),
        }
        done = range.end;
    }
    push_code(&mut markup, &line[done..]);
    Html::trusted(markup)
}

fn push_element(markup: &mut String, name: &str, words: &str) {
    markup.extend(["<", name, ">"]);
    push_code(markup, words);
    markup.extend(["</", name, ">"]);
}

/// Writes words of a class.
fn push_piece(markup: &mut String, class: &str, words: &str) {
    markup.push_str("<span class=\"hl-");
    markup.push_str(class);
    markup.push_str("\">");
    push_code(markup, words);
    markup.push_str("</span>");
}

/// Highlights a code block of prose. An unknown language stays plain.
pub(super) fn code_block(language: &str, text: &str) -> Html {
    let mut markup = String::from("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        push_attribute(&mut markup, "class", &format!("language-{language}"));
    }
    markup.push('>');
    let lines = match language {
        "yaml" | "yml" => yaml_lines(text),
        _ => lines(language, text),
    };
    for line in lines {
        markup.push_str(line.as_str());
        markup.push('\n');
    }
    markup.push_str("</code></pre>\n");
    Html::trusted(markup)
}

#[cfg(not(feature = "highlight"))]
fn lines(_language: &str, text: &str) -> Vec<Html> {
    text.lines().map(Html::text).collect()
}

#[cfg(feature = "highlight")]
fn lines(language: &str, text: &str) -> Vec<Html> {
    coloured::lines(language, text).unwrap_or_else(|| text.lines().map(Html::text).collect())
}

#[cfg(feature = "highlight")]
mod coloured {
    use std::sync::LazyLock;

    use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
    use syntect::util::LinesWithEndings;

    use super::{Html, push_code};

    /// Syntaxes of many languages, for the code blocks of prose.
    static ALL: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

    /// Which scopes get which class: a handful, so that the style sheet stays small. The innermost
    /// scope that has one decides, of a scope's prefixes the first listed.
    static CLASSES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
        [
            ("comment", "c"),
            ("entity.name.tag", "k"),
            ("entity.name", "k"),
            ("keyword", "k"),
            ("storage", "k"),
            ("constant", "n"),
            ("string", "s"),
            ("punctuation", "p"),
        ]
        .into_iter()
        .map(|(scope, class)| (Scope::new(scope).expect("scopes are well formed"), class))
        .collect()
    });

    /// Lines longer than this many bytes are left plain: patterns may take long over them.
    const LONGEST_LINE: usize = 4_000;

    pub(super) fn lines(language: &str, text: &str) -> Option<Vec<Html>> {
        let syntaxes: &SyntaxSet = &ALL;
        let syntax = syntaxes.find_syntax_by_token(language)?;
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut lines = Vec::new();
        for line in LinesWithEndings::from(text) {
            if line.len() > LONGEST_LINE {
                return None;
            }
            lines.push(coloured_line(line, syntaxes, &mut state, &mut stack)?);
        }
        Some(lines)
    }

    fn coloured_line(
        line: &str,
        syntaxes: &SyntaxSet,
        state: &mut ParseState,
        stack: &mut ScopeStack,
    ) -> Option<Html> {
        let operations = state.parse_line(line, syntaxes).ok()?;
        let mut markup = String::new();
        let mut done = 0;
        for (offset, operation) in operations {
            push_piece(&mut markup, &line[done..offset], stack);
            done = offset;
            stack.apply(&operation).ok()?;
        }
        push_piece(&mut markup, &line[done..], stack);
        Some(Html::trusted(markup))
    }

    fn push_piece(markup: &mut String, piece: &str, stack: &ScopeStack) {
        let piece = piece.trim_end_matches(['\n', '\r']);
        if piece.is_empty() {
            return;
        }
        match class_of(stack) {
            Some(class) if !piece.trim().is_empty() => super::push_piece(markup, class, piece),
            _ => push_code(markup, piece),
        }
    }

    fn class_of(stack: &ScopeStack) -> Option<&'static str> {
        stack.as_slice().iter().rev().find_map(|scope| {
            CLASSES
                .iter()
                .find(|(prefix, _)| prefix.is_prefix_of(*scope))
                .map(|(_, class)| *class)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Markup without its tags.
    fn words(html: &Html) -> String {
        scraper::Html::parse_fragment(html.as_str())
            .root_element()
            .text()
            .collect()
    }

    #[test]
    fn each_line_keeps_its_words() {
        let text = "# note\nkey: \"a <b> & c\"\nblock: |\n  one\n  two\n\nlist:\n  - x: 1\n";
        let lines = yaml_lines(text);
        let kept: Vec<String> = lines.iter().map(words).collect();
        assert_eq!(kept, text.lines().collect::<Vec<_>>());
    }

    #[cfg(feature = "highlight")]
    #[test]
    fn code_in_other_languages_has_colours_too() {
        let block = code_block("rust", "fn main() {} // <end>\n");
        assert!(
            block.as_str().contains("<span class=\"hl-c\">"),
            "{block:?}"
        );
        assert_eq!(words(&block).trim_end(), "fn main() {} // <end>");
    }

    #[test]
    fn hostile_languages_stay_in_their_attribute() {
        let block = code_block("\"><script>", "x");
        assert!(!block.as_str().contains("<script>"), "{block:?}");
    }
}
