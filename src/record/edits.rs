//! Changes of a decoded text as edits of the file that it was read from.

use std::ops::Range;

use super::inside::inside;
use super::mistakes::quoted_value;
use crate::diag::Edit;
use crate::source::{Files, Span};

/// The edits that make changes of a scalar's decoded text, in the style in which it is written: each a
/// range of bytes of the text with what is to stand there instead, in order and apart from each other.
///
/// `value` is the place of the scalar, `text` what it was decoded to. Line breaks and comments around it
/// stay. A text without quotation marks gets some when it has to. None when the changes cannot be brought
/// into the file.
pub fn edits(
    files: &Files,
    value: Span,
    text: &str,
    changes: &[(Range<usize>, String)],
) -> Vec<Edit> {
    let bytes = &files.get(value.file).bytes()[value.range()];
    let Ok(raw) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    let style = raw.chars().next().unwrap_or_default();
    let plain = !matches!(style, '"' | '\'' | '|' | '>');
    let mut new = text.to_owned();
    for (range, replacement) in changes.iter().rev() {
        new.replace_range(range.clone(), replacement);
    }
    if plain && !is_plain(&new) {
        return match raw.contains('\n') {
            true => Vec::new(),
            false => vec![Edit::new(value, quoted_value(&new))],
        };
    }
    let mut edits = Vec::new();
    for (range, replacement) in changes {
        let span = inside(files, value, text, range.clone());
        if span == value && *range != (0..text.len()) {
            return Vec::new();
        }
        let replacement = match style {
            '"' => replacement.replace('\\', "\\\\").replace('"', "\\\""),
            '\'' => replacement.replace('\'', "''"),
            _ => replacement.clone(),
        };
        edits.push(Edit::new(span, replacement));
    }
    edits
}

/// Whether a text may surely stand without quotation marks, outside of brackets.
fn is_plain(text: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || ".“”‘’".contains(c));
    ends(text.chars().next())
        && ends(text.chars().next_back())
        && !text.contains([':', '#', ',', '[', ']', '{', '}'])
        && !text.contains("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::record::node::{Step, Value};
    use crate::record::{events, text};
    use crate::source::{Content, File};

    /// Puts `new` in the place of `old` in the value of `a`.
    fn edited(yaml: &str, old: &str, new: &str) -> String {
        let files = Files::new([File {
            path: "a.yaml".to_owned(),
            content: Content::Bytes(yaml.as_bytes().to_vec()),
        }]);
        let file = files.find("a.yaml").expect("it was put in");
        let mut diags = Diagnostics::new();
        let source = text::read(file, files.get(file).bytes(), &mut diags).expect("it is text");
        let root = events::tree(source, &mut diags).expect("it is YAML");
        let node = root.at([Step::Key("a")]);
        let Value::Scalar { text, .. } = &node.value else {
            panic!("no scalar: {node:?}");
        };
        let start = text.find(old).expect("it is there");
        let changes = [(start..start + old.len(), new.to_owned())];
        let mut whole = yaml.to_owned();
        for edit in edits(&files, node.span, text, &changes).iter().rev() {
            assert_eq!(edit.span, Span { file, ..edit.span });
            whole.replace_range(edit.span.range(), &edit.replacement);
        }
        whole
    }

    #[test]
    fn texts_keep_their_style_and_layout() {
        let check = |yaml: &str, (old, new): (&str, &str), expected: &str| {
            assert_eq!(edited(yaml, old, new), expected, "{yaml:?}");
        };
        let marks = ("b ", "\"b\" ");
        check("a: x b c  # d\n", marks, "a: x \"b\" c  # d\n");
        check("a: \"x b c\"\n", marks, "a: \"x \\\"b\\\" c\"\n");
        check("a: 'x b c'\n", ("b ", "'b' "), "a: 'x ''b'' c'\n");
        check(
            "a: >-\n  x\n  b c\ne: f\n",
            marks,
            "a: >-\n  x\n  \"b\" c\ne: f\n",
        );
        check("a: x\n  b c\n", marks, "a: x\n  \"b\" c\n");
        // What would no longer be one text without quotation marks.
        check("a: x:b c\n", ("b", " b"), "a: \"x: b c\"\n");
        check("a: b c\n", marks, "a: '\"b\" c'\n");
        check("a: x:b\n  c\n", ("b", " b"), "a: x:b\n  c\n");
    }
}
