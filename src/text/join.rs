//! Joins what the source has parted: lines of a paragraph, and parts of one across notes and pages.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::text::chars::{begins_in_lower_case, ends_finally, is_unspaced};
use crate::text::draft::{Draft, Kind};
use crate::text::lines::{Line, is_break};
use crate::text::run::Run;
use crate::text::structure::Structure;
use crate::text::{Problem, Role};

/// What comes between two lines that are read as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seam {
    /// A space.
    Space,
    /// Nothing.
    Nothing,
    /// Nothing, and so many bytes before it are dropped: the hyphen of a divided word.
    Divided(usize),
}

/// Joins lines of one source.
///
/// A word divided at the end of a line and a compound broken at its hyphen look the same. Which it is
/// shows where the word stands elsewhere, whole or with its hyphen. If it stands nowhere else, what
/// the other lines of this source show decides; a compound of a name or a number is never a division.
#[derive(Debug)]
pub(super) struct Joiner<'a> {
    source: &'a str,
    lines: &'a [Line],
    vocabulary: OnceCell<Vocabulary>,
    divides: OnceCell<bool>,
}

/// The words of a source and its compounds, in lower case, and how often they stand.
#[derive(Debug, Default)]
struct Vocabulary {
    words: HashMap<String, u32>,
    compounds: HashMap<String, u32>,
}

impl<'a> Joiner<'a> {
    pub(super) fn new(source: &'a str, lines: &'a [Line]) -> Self {
        Self {
            source,
            lines,
            vocabulary: OnceCell::new(),
            divides: OnceCell::new(),
        }
    }

    /// Adds a run to the one before it.
    pub(super) fn join(&self, before: &mut Run, after: Run) {
        let seam = self.seam(&before.text, &after.text);
        self.join_with(seam, before, after);
    }

    /// Adds a line of code, whose words are nobody's prose.
    pub(super) fn join_literally(&self, before: &mut Run, after: Run) {
        self.join_with(Seam::Space, before, after);
    }

    fn join_with(&self, seam: Seam, before: &mut Run, after: Run) {
        let full_length = before.text.len();
        let source = before.source_end()..after.source_start();
        match seam {
            Seam::Space => before.push_replaced(" ", self.break_in(source)),
            Seam::Nothing => {}
            Seam::Divided(length) => before.truncate(full_length - length),
        }
        let seam_start = full_length.min(before.text.len());
        before.append(after, seam_start);
    }

    /// The part of the file between two runs that a space stands for: all of it, or when more than
    /// white space stands between them (notes) only the first line break.
    fn break_in(&self, between: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let Some(text) = self.source.get(between.clone()) else {
            return between.start..between.start;
        };
        if text.chars().all(char::is_whitespace) {
            return between;
        }
        let length = text.find(is_break).unwrap_or(text.len());
        let rest = text[length..].chars().next();
        between.start..between.start + length + rest.map_or(0, char::len_utf8)
    }

    fn seam(&self, before: &str, after: &str) -> Seam {
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
            return Seam::Nothing;
        };
        match last {
            '\u{ad}' => Seam::Divided(last.len_utf8()),
            '-' | '\u{2010}' => self.hyphen_seam(before, last, after),
            '\u{2011}' => Seam::Nothing,
            // “AI—including” is broken behind its dash, “exist — particularly” at a space.
            '—' | '/' if touches_word(before, last) && !in_address(before) => Seam::Nothing,
            _ if is_unspaced(last) && is_unspaced(first) => Seam::Nothing,
            _ => Seam::Space,
        }
    }

    fn hyphen_seam(&self, before: &str, hyphen: char, after: &str) -> Seam {
        let head = last_word(&before[..before.len() - hyphen.len_utf8()]);
        let tail = first_word(after);
        let Some(next) = after.chars().next().filter(|c| c.is_alphanumeric()) else {
            return Seam::Space;
        };
        let Some(previous) = before.chars().rev().nth(1).filter(|c| c.is_alphanumeric()) else {
            return Seam::Space;
        };
        if in_address(before) || SUSPENDED.contains(&tail) {
            return Seam::Space;
        }
        if next.is_numeric() || previous.is_numeric() || is_capitalised(tail) {
            return Seam::Nothing;
        }
        match self.vocabulary().stands(head, tail) {
            Some(false) => Seam::Nothing,
            None if !self.divides() => Seam::Nothing,
            Some(true) | None => Seam::Divided(hyphen.len_utf8()),
        }
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary
            .get_or_init(|| Vocabulary::new(self.source, self.lines))
    }

    /// Whether this source divides words, as far as its other lines show. When they show nothing, it
    /// does: divided words are commoner than broken compounds.
    fn divides(&self) -> bool {
        *self.divides.get_or_init(|| {
            let (mut divided, mut compounds) = (0_usize, 0_usize);
            for pair in self.lines.windows(2) {
                let before = &self.source[pair[0].words.clone()];
                let Some(before) = before.strip_suffix(['-', '\u{2010}']) else {
                    continue;
                };
                let tail = first_word(&self.source[pair[1].words.clone()]);
                match self.vocabulary().stands(last_word(before), tail) {
                    Some(true) => divided += 1,
                    Some(false) => compounds += 1,
                    None => {}
                }
            }
            divided >= compounds
        })
    }
}

impl Vocabulary {
    fn new(source: &str, lines: &[Line]) -> Self {
        let mut vocabulary = Self::default();
        for line in lines {
            let text = &source[line.words.clone()];
            for token in text.split(|c: char| !is_in_word(c) && !is_hyphen(c)) {
                vocabulary.add(token);
            }
        }
        vocabulary
    }

    fn add(&mut self, token: &str) {
        let mut before: Option<String> = None;
        for word in token.split(is_hyphen) {
            let word = word.to_lowercase();
            if word.is_empty() {
                before = None;
                continue;
            }
            if let Some(before) = before {
                *self
                    .compounds
                    .entry(format!("{before}-{word}"))
                    .or_default() += 1;
            }
            *self.words.entry(word.clone()).or_default() += 1;
            before = Some(word);
        }
    }

    /// Whether a word stands elsewhere whole (true) or as a compound (false); none when it stands
    /// nowhere. If both, the commoner one, and the compound if they are equally common: it leaves
    /// the source's characters as they are.
    fn stands(&self, head: &str, tail: &str) -> Option<bool> {
        let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
        let count = |of: &HashMap<String, u32>, word: String| of.get(&word).copied().unwrap_or(0);
        let whole = count(&self.words, format!("{head}{tail}"));
        let compound = count(&self.compounds, format!("{head}-{tail}"));
        (whole + compound > 0).then_some(whole > compound)
    }
}

/// Words behind a hyphen that is meant: “short- and long-term”.
const SUSPENDED: &[&str] = &[
    "and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of", "och", "og",
    "i", "и",
];

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// More characters than a word has. Without a bound, a file made of hyphens alone would take time
/// with the square of its size.
const LONGEST_WORD: usize = 80;

/// More characters than an address has that is broken over lines, for the same reason.
const LONGEST_ADDRESS: usize = 200;

fn last_word(text: &str) -> &str {
    let is_letter = |c: &char| is_in_word(*c);
    let letters = text.chars().rev().take(LONGEST_WORD).take_while(is_letter);
    &text[text.len() - letters.map(char::len_utf8).sum::<usize>()..]
}

fn first_word(text: &str) -> &str {
    let is_letter = |c: &char| is_in_word(*c);
    let letters = text.chars().take(LONGEST_WORD).take_while(is_letter);
    &text[..letters.map(char::len_utf8).sum::<usize>()]
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a letter or digit stands directly before the last character.
fn touches_word(before: &str, last: char) -> bool {
    let head = &before[..before.len() - last.len_utf8()];
    head.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether a text ends inside a web or mail address, where a hyphen divides nothing.
fn in_address(text: &str) -> bool {
    let is_token = |c: &char| !c.is_whitespace();
    let token = text
        .chars()
        .rev()
        .take(LONGEST_ADDRESS)
        .take_while(is_token);
    let token = &text[text.len() - token.map(char::len_utf8).sum::<usize>()..];
    token.contains("://") || token.contains("www.") || token.contains('@')
}

/// Joins the lines that the record says continue the block before them, notes aside.
pub(super) fn follow_record(
    drafts: Vec<Draft>,
    joiner: &Joiner<'_>,
    structure: &mut Structure,
) -> Vec<Draft> {
    let continues = |draft: &Draft| matches!(draft.forced, Some((_, Role::Continues)));
    let mut drafts = join_where(drafts, joiner, |_, after| continues(after));
    for draft in &mut drafts {
        if let Some((entry, Role::Continues)) = draft.forced {
            structure.report(entry, Problem::NothingBefore);
            draft.forced = None;
        }
    }
    drafts
}

/// Joins parts of one paragraph that notes, blank lines or pages stand between.
///
/// A part goes on from the one before it (notes aside) if that one is no heading, table or code and
/// does not end in `.` `!` `?` `:` `;`, and the part begins in lower case and without a marker.
pub(super) fn join_parts(drafts: Vec<Draft>, joiner: &Joiner<'_>) -> Vec<Draft> {
    join_where(drafts, joiner, goes_on)
}

fn join_where(
    drafts: Vec<Draft>,
    joiner: &Joiner<'_>,
    goes_on: impl Fn(&Draft, &Draft) -> bool,
) -> Vec<Draft> {
    let mut joined: Vec<Draft> = Vec::with_capacity(drafts.len());
    // The last block that is no note.
    let mut last: Option<usize> = None;
    for draft in drafts {
        match last.filter(|&index| goes_on(&joined[index], &draft)) {
            Some(index) => {
                let before = &mut joined[index];
                joiner.join(&mut before.run, draft.run);
                before.lines += draft.lines;
                before.is_joined = true;
            }
            None => {
                if !draft.is_note() {
                    last = Some(joined.len());
                }
                joined.push(draft);
            }
        }
    }
    joined
}

fn goes_on(before: &Draft, after: &Draft) -> bool {
    let can_go_on = matches!(
        before.kind,
        Kind::Paragraph | Kind::Label { .. } | Kind::Item(_)
    );
    can_go_on
        && after.forced.is_none()
        && matches!(after.kind, Kind::Paragraph)
        && begins_in_lower_case(&after.run.text)
        && !ends_finally(&before.run.text)
}
