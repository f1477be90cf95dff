//! Plain text into parts: runs of lines between blank ones, or one part for each line.
//!
//! A line of dashes or the like has no words and parts like a blank line; below a single line it
//! makes that line a heading.

use crate::text::Lines;
use crate::text::chars::width;
use crate::text::draft::{Inside, Part, PartKind, PartLine};
use crate::text::lines::Line;
use crate::text::run::Run;

/// Parts a plain text.
pub(super) fn parts(source: &str, lines: &[Line], mode: Lines) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    // Whether the line before belongs to the last part, and whether this one would too.
    let (mut is_below, mut is_open) = (false, false);
    for line in lines {
        let words = &source[line.words.clone()];
        if let Some(rule) = rule(words) {
            if let (true, Some(part)) = (is_below, parts.last_mut()) {
                underline(part, words, rule);
            }
            (is_below, is_open) = (false, false);
            continue;
        }
        if line.is_blank() {
            (is_below, is_open) = (false, false);
            continue;
        }
        let part_line = PartLine {
            run: Run::verbatim(source, line.words.clone()),
            indent: line.indent,
        };
        match parts.last_mut() {
            Some(part) if is_open => part.lines.push(part_line),
            _ => parts.push(Part {
                kind: PartKind::Prose,
                inside: Inside::Nothing,
                lines: vec![part_line],
            }),
        }
        (is_below, is_open) = (true, mode == Lines::Wrapped);
    }
    parts
}

/// The character that a line without words is made of, three at least.
fn rule(words: &str) -> Option<char> {
    let first = words.chars().next()?;
    let is_rule = matches!(first, '-' | '=' | '*' | '_' | '~' | '#' | '—' | '–' | '─')
        && words.chars().all(|c| c == first || c.is_whitespace())
        && words.chars().filter(|&c| c == first).count() >= 3;
    is_rule.then_some(first)
}

/// Makes a part of one line a heading when the rule below it is about as long.
fn underline(part: &mut Part, rule: &str, character: char) {
    let level = match character {
        '=' => 1,
        '-' | '─' | '~' => 2,
        _ => return,
    };
    if let [line] = &part.lines[..]
        && width(rule).abs_diff(width(&line.run.text)) <= 2
    {
        part.kind = PartKind::Heading(level);
    }
}
