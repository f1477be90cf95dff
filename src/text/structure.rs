//! What a record says about lines that no rule of reading can see.
//!
//! Each entry names words at the beginning of a line. Leading blanks, list markers and (in Markdown)
//! marks such as `#` and `**` may stand before them; white space, apostrophes, quotation marks and
//! dashes need not be of the same kind.

use std::ops::Range;

use crate::text::lines::Line;
use crate::text::{Format, Problem, Role, StructureProblem, chars, marker};

/// The entries of a record, at their places.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// In order of place; the physical line, what it is, and which entry says so.
    places: Vec<Place>,
    problems: Vec<StructureProblem>,
}

#[derive(Debug)]
struct Place {
    line: Range<usize>,
    role: Role,
    entry: usize,
    is_used: bool,
}

impl Structure {
    /// Looks for the line of each entry.
    pub(super) fn new(
        source: &str,
        lines: &[Line],
        format: Format,
        entries: &[(&str, Role)],
    ) -> Self {
        let mut structure = Self::default();
        for (entry, &(at, role)) in entries.iter().enumerate() {
            let found = find(source, lines, format, at);
            match &found[..] {
                [place] => {
                    let line = lines[place.line].words.clone();
                    structure.places.push(Place {
                        line,
                        role,
                        entry,
                        is_used: false,
                    });
                }
                [] => structure.report(
                    entry,
                    Problem::NotFound {
                        nearest: nearest(source, lines, at),
                    },
                ),
                places => structure.report(
                    entry,
                    Problem::Ambiguous {
                        places: places.iter().map(|place| place.words.clone()).collect(),
                    },
                ),
            }
        }
        structure.refuse_repeats();
        structure
    }

    fn refuse_repeats(&mut self) {
        self.places
            .sort_by_key(|place| (place.line.start, place.entry));
        let mut kept: Vec<Place> = Vec::new();
        for place in std::mem::take(&mut self.places) {
            match kept.last() {
                Some(first) if first.line == place.line => {
                    let first = first.entry;
                    self.report(place.entry, Problem::Repeated { first });
                }
                _ => kept.push(place),
            }
        }
        self.places = kept;
    }

    /// What the record says of the line that this byte of the file lies in. To be asked once for
    /// each line, at its first word.
    pub(super) fn take(&mut self, offset: usize) -> Option<(usize, Role)> {
        let index = self
            .places
            .partition_point(|place| place.line.end <= offset);
        let place = self.places.get_mut(index)?;
        if place.line.start > offset || place.is_used {
            return None;
        }
        place.is_used = true;
        Some((place.entry, place.role))
    }

    /// Notes that an entry cannot be followed.
    pub(super) fn report(&mut self, entry: usize, problem: Problem) {
        self.problems.push(StructureProblem { entry, problem });
    }

    /// What went wrong, in order of entry.
    ///
    /// A line that no block begins with (a rule across the page, say) was found and is nothing to
    /// be read otherwise.
    pub(super) fn into_problems(mut self) -> Vec<StructureProblem> {
        for place in std::mem::take(&mut self.places) {
            if !place.is_used {
                let nearest = Some(place.line);
                self.report(place.entry, Problem::NotFound { nearest });
            }
        }
        self.problems.sort_by_key(|problem| problem.entry);
        self.problems
    }
}

/// Where an entry's words stand.
struct Found {
    line: usize,
    words: Range<usize>,
}

fn find(source: &str, lines: &[Line], format: Format, at: &str) -> Vec<Found> {
    let at = at.trim();
    if at.is_empty() {
        return Vec::new();
    }
    let in_line = |(line, at_line): (usize, &Line)| {
        beginnings(source, at_line, format)
            .into_iter()
            .find_map(|start| {
                let length = begins_with(&source[start..], at, format)?;
                let words = start..start + length;
                Some(Found { line, words })
            })
    };
    let words = lines.iter().enumerate().filter(|(_, l)| !l.is_blank());
    words.filter_map(in_line).collect()
}

/// The places of a line at which its words may be said to begin.
fn beginnings(source: &str, line: &Line, format: Format) -> Vec<usize> {
    let mut start = line.words.start;
    let mut starts = vec![start];
    // Markers may stand inside each other; more than a few is not worth the time.
    for _ in 0..8 {
        let rest = &source[start..line.words.end];
        let length = marker::find(rest).map_or(0, |marker| marker.length);
        let length = length.max(match format {
            Format::Text => 0,
            Format::Markdown => markup_length(rest),
        });
        if length == 0 {
            break;
        }
        start += length;
        starts.push(start);
    }
    starts
}

fn markup_length(rest: &str) -> usize {
    let behind = rest.trim_start_matches(['#', '>', '*', '_', '~', '[', '<']);
    rest.len() - behind.trim_start().len()
}

/// The length of the source's words, if it begins with `at` and no word is cut at the end.
fn begins_with(source: &str, at: &str, format: Format) -> Option<usize> {
    let mut rest = source;
    let mut wanted = at.chars().peekable();
    while let Some(c) = wanted.next() {
        if c.is_whitespace() {
            while wanted.next_if(|c| c.is_whitespace()).is_some() {}
            let behind = rest.trim_start();
            if behind.len() == rest.len() {
                return None;
            }
            rest = behind;
            continue;
        }
        if format == Format::Markdown && c != '\\' {
            rest = rest.strip_prefix('\\').unwrap_or(rest);
        }
        let found = rest.chars().next().filter(|&f| class(f) == class(c))?;
        rest = &rest[found.len_utf8()..];
    }
    let ends_in_word = at.chars().next_back().is_some_and(char::is_alphanumeric);
    let cuts_word = ends_in_word
        && rest
            .chars()
            .next()
            .is_some_and(|c| c.is_alphanumeric() && !chars::is_unspaced(c));
    (!cuts_word).then(|| source.len() - rest.len())
}

/// One character for all that may stand for each other.
fn class(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '‐'..='―' | '−' => '-',
        c => c,
    }
}

/// Lines farther into the file are not looked at for a near one: it is only a hint.
const HINT_LINES: usize = 5_000;

/// The beginning of the line that is nearest to `at`, if at most a third of it would have to change.
fn nearest(source: &str, lines: &[Line], at: &str) -> Option<Range<usize>> {
    let at: String = at.trim().chars().take(60).collect();
    let length = at.chars().count();
    let candidate = |line: &Line| {
        let text = &source[line.words.clone()];
        let text = &text[marker::find(text).map_or(0, |marker| marker.length)..];
        let start = line.words.end - text.len();
        let beginning: String = text.chars().take(length).collect();
        let distance = strsim::levenshtein(&beginning, &at);
        (distance, start..start + beginning.len())
    };
    let words = lines.iter().take(HINT_LINES).filter(|l| !l.is_blank());
    words
        .map(candidate)
        .filter(|(distance, _)| *distance <= length.div_ceil(3) && *distance < length)
        .min_by_key(|(distance, range)| (*distance, range.start))
        .map(|(_, range)| range)
}
