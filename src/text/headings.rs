//! Headings without markup: short lines that stand for themselves.
//!
//! A line is a heading by rule if
//!
//! 1. it stands for itself: no other line in its part, and neither in a list nor in a quotation (a title
//!    may run over a few lines if it is set in capitals: `Declaration of the Conference`; so may what the
//!    record says continues);
//! 2. it is short, has a letter, begins with a letter or digit that is no small letter, and does not end
//!    in punctuation;
//! 3. it is not the value of a bare label before it (`Online Moderator:`);
//! 4. text follows it, notes aside. Two such lines on end are a heading and one below it (`Part I`,
//!    `General provisions`); of three or more (an address, names) only the last can be one. What
//!    begins the whole text is its title whatever follows.
//!
//! A number by itself, with no other item of its list before or behind, numbers a heading.

use crate::text::chars::{first_mark, is_final, last_mark, width};
use crate::text::draft::{Draft, Inside, Item, Kind};
use crate::text::marker::{Numerals, Style};
use crate::text::run::Run;

/// Wider lines are no headings, in columns.
const WIDEST: usize = 100;

/// What may run over several lines may run over so many.
const TITLE_LINES: usize = 3;

/// So many headings may follow each other without text between.
const LONGEST_CHAIN: usize = 2;

/// Makes headings of the drafts that are headings by rule.
pub(super) fn find(drafts: &mut [Draft], source: &str) {
    let order: Vec<usize> = (0..drafts.len())
        .filter(|&i| !drafts[i].is_note())
        .collect();
    let looks: Vec<Look> = (0..order.len())
        .map(|at| look(drafts, &order, at))
        .collect();
    let mut chain = 0;
    let mut text_follows = false;
    for at in (0..order.len()).rev() {
        let is_title = at == 0 && order.len() > 1;
        match looks[at] {
            Look::Line => {
                chain += 1;
                if is_title && title_may_precede(&drafts[order[1]])
                    || text_follows && is_in_chain(chain, at, &looks)
                {
                    make_heading(&mut drafts[order[at]], source);
                }
            }
            Look::Heading => (chain, text_follows) = (0, false),
            Look::Text => (chain, text_follows) = (0, true),
        }
    }
}

/// How a draft looks to this rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It could be a heading.
    Line,
    /// It is one already.
    Heading,
    /// It is something else.
    Text,
}

fn look(drafts: &[Draft], order: &[usize], at: usize) -> Look {
    let draft = &drafts[order[at]];
    let before = at.checked_sub(1).map(|before| &drafts[order[before]]);
    let after = order.get(at + 1).map(|&after| &drafts[after]);
    let is_item = |d: Option<&Draft>| d.is_some_and(|d| matches!(d.kind, Kind::Item(_)));
    let may_be = match &draft.kind {
        Kind::Heading { .. } => return Look::Heading,
        Kind::Paragraph => !is_value(before),
        Kind::Item(item) => is_outermost_number(item) && !is_item(before) && !is_item(after),
        _ => false,
    };
    let is_title = at == 0 && is_in_capitals(&draft.run.text);
    let may_run_on = (is_title || draft.is_joined) && draft.lines <= TITLE_LINES;
    let stands_alone = (draft.lines == 1 || may_run_on)
        && draft.forced.is_none()
        && draft.inside == Inside::Nothing;
    if may_be && stands_alone && is_heading_like(&draft.run.text, draft.lines) {
        Look::Line
    } else {
        Look::Text
    }
}

/// Whether what follows a bare label is its value.
fn is_value(before: Option<&Draft>) -> bool {
    before.is_some_and(|draft| matches!(draft.kind, Kind::Heading { is_field: true, .. }))
}

fn is_outermost_number(item: &Item) -> bool {
    let is_number = match item.style {
        Some(Style::Ordered(numerals, _)) => numerals != Numerals::Letters,
        Some(Style::Bullet(_)) => false,
        None => item.ordinal.is_some(),
    };
    is_number && item.depth == 0
}

fn is_heading_like(text: &str, lines: usize) -> bool {
    let ends = last_mark(text).is_some_and(|c| {
        is_final(c) || matches!(c, ',' | '،' | '、' | '，' | '-' | '–' | '—' | '/' | '&')
    });
    let begins = first_mark(text)
        .is_some_and(|c| matches!(c, '§' | '#' | '№') || c.is_alphanumeric() && !c.is_lowercase());
    text.len() <= WIDEST * 4 * lines
        && width(text) <= WIDEST * lines
        && text.chars().any(char::is_alphabetic)
        && begins
        && !ends
}

/// Whether all longer words begin with capitals, as titles do in many languages.
fn is_in_capitals(text: &str) -> bool {
    let is_long = |word: &&str| word.chars().count() > 3;
    let has_capital = |word: &str| word.chars().any(char::is_uppercase);
    let mut long = text.split_whitespace().filter(is_long).peekable();
    long.peek().is_some() && long.all(has_capital)
}

/// A title by rule stands before everything but a heading of the first level by markup, which is the
/// title itself.
fn title_may_precede(next: &Draft) -> bool {
    !matches!(next.kind, Kind::Heading { level: Some(1), .. })
}

/// Whether the line, counted `chain` from the text behind, is one of at most two. The title does not
/// count.
fn is_in_chain(chain: usize, at: usize, looks: &[Look]) -> bool {
    let lines_before = looks[..at]
        .iter()
        .rev()
        .take(LONGEST_CHAIN)
        .take_while(|&&look| look == Look::Line)
        .count();
    let reaches_title = lines_before == at;
    let whole = chain + lines_before - usize::from(reaches_title && at > 0);
    chain == 1 || whole <= LONGEST_CHAIN
}

fn make_heading(draft: &mut Draft, source: &str) {
    if let Kind::Item(item) = &draft.kind
        && let Some(marker_start) = item.marker_start
    {
        let marker = marker_start..draft.run.source_start();
        let rest = std::mem::replace(&mut draft.run, Run::verbatim(source, marker));
        let seam = draft.run.text.len();
        draft.run.append(rest, seam);
    }
    draft.kind = Kind::Heading {
        level: None,
        is_field: false,
    };
}
