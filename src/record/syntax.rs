//! Syntax errors, in words for people.
//!
//! The parser says in its own terms where it gave up. Here the lines concerned are looked at for what
//! people do in fact: each function knows one slip, and the first that recognises its own speaks.

use libyaml_safer::Error;

use super::codes;
use super::lines::{self, Line};
use super::mistakes::{PARTS, in_quotation_marks, requoted};
use super::text::Source;
use crate::diag::{Code, Diagnostic};

/// What is known when the parser gives up.
pub(super) struct Scene<'a> {
    pub(super) source: Source<'a>,
    /// The parser's words.
    problem: &'static str,
    context: &'static str,
    /// Where it gave up, and where the thing began that it was reading.
    at: usize,
    began: usize,
    /// The last scalar that was read to its end.
    scalar: std::ops::Range<usize>,
}

/// Says what is probably wrong where the parser gave up, and how to mend it.
///
/// `scalar` is the range of the last scalar before that place.
pub(super) fn explain(
    source: Source<'_>,
    error: &Error,
    scalar: std::ops::Range<usize>,
) -> Diagnostic {
    let offset = |mark: Option<libyaml_safer::Mark>| {
        let index = mark.map_or(0, |mark| usize::try_from(mark.index).unwrap_or(0));
        index.min(source.text.len())
    };
    let at = offset(error.problem_mark());
    let scene = Scene {
        source,
        problem: error.problem(),
        context: error.context().unwrap_or_default(),
        at,
        began: error.context_mark().map_or(at, |mark| offset(Some(mark))),
        scalar,
    };
    SLIPS
        .iter()
        .find_map(|slip| slip(&scene))
        .unwrap_or_else(|| unknown(source, at))
}

/// Says that the parser failed behind `after`: at the next tag with a comma right behind it, as far as
/// is known.
pub(super) fn unreadable(source: Source<'_>, after: usize) -> Diagnostic {
    let rest = &source.text[after..];
    let mut tags = rest.match_indices('!').map(|(at, _)| {
        let word = rest[at..].split([' ', '\n', ',', ']', '}']).next();
        (after + at, word.unwrap_or_default())
    });
    let found = tags.find(|(at, word)| source.text[at + word.len()..].starts_with(','));
    let Some((start, word)) = found else {
        return unknown(source, after);
    };
    let mut diag = Diagnostic::new(
        &codes::UNQUOTED_MARK,
        source.span(start, start + word.len()),
        "a text that begins with `!` stands without quotation marks",
    );
    diag.help(format!(
        "put quotation marks around it: {}",
        in_quotation_marks(word)
    ));
    diag
}

type Slip = fn(&Scene<'_>) -> Option<Diagnostic>;

const SLIPS: [Slip; 15] = [
    tab,
    no_break_space,
    unclosed_quotation_mark,
    text_after_quotation_mark,
    escape,
    special_beginning,
    text_behind_block_mark,
    list_behind_key,
    text_behind_comment,
    missing_space,
    missing_colon,
    colon_in_value,
    text_after_bracket,
    bracket,
    indentation,
];

impl<'a> Scene<'a> {
    fn text(&self) -> &'a str {
        self.source.text
    }

    fn line(&self) -> Line<'a> {
        lines::line_at(self.text(), self.at)
    }

    /// The line of what was being read; for most problems the more telling one.
    fn first_line(&self) -> Line<'a> {
        lines::line_at(self.text(), self.began)
    }

    /// The lines on which the slip may be: where the parser gave up, where what it was reading began,
    /// and where the last text began, which may have swallowed what follows.
    fn suspects(&self) -> [Line<'a>; 3] {
        let swallowing = lines::line_at(self.text(), self.scalar.start);
        [self.line(), self.first_line(), swallowing]
    }

    fn says(&self, words: &str) -> bool {
        self.problem.contains(words)
    }

    fn report(
        &self,
        code: &'static Code,
        start: usize,
        end: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<Diagnostic> {
        let mut diag = Diagnostic::new(code, self.source.span(start, end), message);
        diag.help(help);
        Some(diag)
    }
}

fn unknown(source: Source<'_>, at: usize) -> Diagnostic {
    let end = lines::line_at(source.text, at).end().max(at);
    let mut diag = Diagnostic::new(
        &codes::YAML_SYNTAX,
        source.span(at, end),
        "the file cannot be read from here on",
    );
    diag.help(
        "look at indentation, quotation marks, brackets and colons here and on the line before; a text in quotation marks may hold anything",
    );
    diag
}

fn tab(scene: &Scene<'_>) -> Option<Diagnostic> {
    [scene.line(), scene.first_line()]
        .into_iter()
        .find_map(|line| {
            let tab = line.indentation().find('\t')?;
            let start = line.start + tab;
            let count = line.text[tab..]
                .bytes()
                .take_while(|byte| *byte == b'\t')
                .count();
            scene.report(
                &codes::TAB_IN_INDENTATION,
                start,
                start + count,
                "a tab in the indentation",
                "replace each tab by two spaces",
            )
        })
}

fn no_break_space(scene: &Scene<'_>) -> Option<Diagnostic> {
    scene.suspects().into_iter().find_map(|line| {
        let (at, space) = line.odd_space()?;
        let start = line.start + at;
        scene.report(
            &codes::NO_BREAK_SPACE,
            start,
            start + space.len_utf8(),
            lines::odd_space_message(space),
            "delete it and type an ordinary space",
        )
    })
}

fn unclosed_quotation_mark(scene: &Scene<'_>) -> Option<Diagnostic> {
    let in_scalar = scene.context.contains("quoted scalar");
    if in_scalar && (scene.says("end of stream") || scene.says("document indicator")) {
        return unclosed_at(scene, scene.began);
    }
    // Closed by a mark that was meant to open or to be an apostrophe further down: the text has
    // swallowed lines with keys.
    let written = &scene.text()[scene.scalar.clone()];
    let swallowed = written
        .lines()
        .skip(1)
        .any(|line| lines::key_of(line).is_some());
    (written.starts_with(['"', '\'']) && swallowed && scene.says("did not find expected"))
        .then(|| unclosed_at(scene, scene.scalar.start))
        .flatten()
}

fn unclosed_at(scene: &Scene<'_>, start: usize) -> Option<Diagnostic> {
    let mark = &scene.text()[start..=start];
    scene.report(
        &codes::UNCLOSED_QUOTATION_MARK,
        start,
        start + 1,
        format!("the quotation mark `{mark}` is never closed"),
        format!("write `{mark}` at the end of the text as well"),
    )
}

fn text_after_quotation_mark(scene: &Scene<'_>) -> Option<Diagnostic> {
    let quoted = scene.text()[scene.scalar.clone()].starts_with(['"', '\'']);
    let between = scene.text().get(scene.scalar.end..scene.at)?;
    if !quoted || !between.chars().all(|c| c == ' ') || !scene.says("did not find expected") {
        return None;
    }
    let line = scene.line();
    if scene.at >= line.end() {
        return None;
    }
    let start = scene.scalar.start.max(line.start);
    let whole = &scene.text()[start..line.end()];
    scene
        .report(
            &codes::TEXT_AFTER_QUOTATION_MARK,
            scene.at,
            line.end(),
            "words behind the quotation mark that closes the text",
            requoted(whole),
        )
        .map(|mut diag| {
            diag.label(
                scene.source.span(scene.scalar.end - 1, scene.scalar.end),
                "the text ends here",
            );
            diag
        })
}

fn escape(scene: &Scene<'_>) -> Option<Diagnostic> {
    if !scene.context.contains("quoted scalar") {
        return None;
    }
    // The parser points at the backslash or right behind it.
    let before = scene.text()[..scene.at].ends_with('\\');
    let start = if before { scene.at - 1 } else { scene.at };
    let escape: String = scene.text()[start..].chars().take(2).collect();
    let end = start + escape.len();
    scene.report(
        &codes::YAML_SYNTAX,
        start,
        end,
        format!(
            "`{}` has no meaning between double quotation marks",
            escape.trim_end()
        ),
        "write `\\\\` for a backslash, or put single quotation marks around the text",
    )
}

/// A value that begins with a character to which YAML gives a meaning.
fn special_beginning(scene: &Scene<'_>) -> Option<Diagnostic> {
    let in_name = ["alias", "anchor", "tag", "directive"]
        .iter()
        .any(|name| scene.context.contains(name));
    let refused = scene.says("cannot start any token")
        || scene.says("node content")
        || scene.says("mapping keys are not allowed");
    let start = match (in_name, refused) {
        (true, _) => scene.began,
        (_, true) => scene.at,
        _ => return None,
    };
    let mark = scene.text()[start..]
        .chars()
        .next()
        .filter(|c| "@`%*&!|>[]{},?".contains(*c))?;
    let line = lines::line_at(scene.text(), start);
    let before = &scene.text()[line.start..start];
    if let (Some(words), true) = (
        scene.text()[start..line.end()].strip_prefix("* "),
        before.trim().is_empty(),
    ) {
        return scene.report(
            &codes::YAML_SYNTAX,
            start,
            start + 1,
            "items of a list begin with a dash, not with `*`",
            format!("write `- {}`", words.trim()),
        );
    }
    if !before.trim_end().is_empty() && !before.trim_end().ends_with([':', '-']) {
        return scene.report(
            &codes::UNCLOSED_BRACKET,
            start,
            start + mark.len_utf8(),
            format!("`{mark}` with nothing before it"),
            "write one value between two commas, and close each bracket once",
        );
    }
    let value = lines::without_comment(&scene.text()[start..line.end()]);
    scene.report(
        &codes::UNQUOTED_MARK,
        start,
        start + mark.len_utf8(),
        format!(
            "a text that begins with `{}` stands without quotation marks",
            lines::literal(mark)
        ),
        format!(
            "put quotation marks around it: {}",
            in_quotation_marks(value)
        ),
    )
}

fn text_behind_block_mark(scene: &Scene<'_>) -> Option<Diagnostic> {
    if !(scene.context.contains("block scalar") && scene.says("comment or line break")) {
        return None;
    }
    let mark = &scene.text()[scene.began..=scene.began];
    let line = scene.first_line();
    scene.report(
        &codes::UNQUOTED_MARK,
        scene.began,
        line.end(),
        format!("words behind `{mark}` on its line"),
        format!("begin the text on the next line, or put quotation marks around it if `{mark}` belongs to it"),
    )
}

fn list_behind_key(scene: &Scene<'_>) -> Option<Diagnostic> {
    if !scene.says("block sequence entries are not allowed") {
        return None;
    }
    let value = lines::without_comment(&scene.text()[scene.at..scene.line().end()]);
    scene.report(
        &codes::YAML_SYNTAX,
        scene.at,
        scene.at + 1,
        "a list begins on the line of its key",
        format!(
            "put each `- ` on a line of its own, indented by two spaces; if the dash belongs to a text, put quotation marks around it: {}",
            in_quotation_marks(value)
        ),
    )
}

/// `x: y: z`, and a key that is indented too far and so became part of the text above it.
fn colon_in_value(scene: &Scene<'_>) -> Option<Diagnostic> {
    if !scene.says("mapping values are not allowed") {
        return None;
    }
    let line = scene.line();
    let before = &scene.text()[line.start..scene.at];
    match before.find(": ") {
        Some(first) => {
            let start = line.start + first + 2;
            let value = lines::without_comment(&scene.text()[start..line.end()]);
            scene.report(
                &codes::UNQUOTED_COLON,
                scene.at,
                scene.at + 1,
                "a colon in a text without quotation marks",
                format!(
                    "put quotation marks around it: {}",
                    in_quotation_marks(value)
                ),
            )
        }
        None if before.trim().contains(' ') && !before.trim_start().starts_with("- ") => scene
            .report(
                &codes::UNQUOTED_COLON,
                scene.at,
                scene.at + 1,
                "a colon in a text without quotation marks",
                "put quotation marks around the whole text, from its first line to its last",
            ),
        None => too_far(scene, line),
    }
}

fn too_far(scene: &Scene<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let above = lines::line_at(scene.text(), scene.scalar.start);
    let (start, key) = line.first_word();
    if let (true, Some(list)) = (line.is_item(), lines::list_that_begins_with(key)) {
        return scene.report(
            &codes::WRONG_INDENTATION,
            start,
            start + key.len(),
            format!("an item of a list that belongs to no key: `{list}:` is missing above it"),
            format!(
                "put a line `{list}:` before it, with less space before it than before the dash"
            ),
        );
    }
    let (Some(above_key), true) = (above.key(), above.start < line.start) else {
        return scene.report(
            &codes::UNQUOTED_COLON,
            scene.at,
            scene.at + 1,
            "a colon where none is expected",
            "put quotation marks around the text that it belongs to",
        );
    };
    scene
        .report(
            &codes::WRONG_INDENTATION,
            start,
            start + key.len(),
            format!("`{key}` is indented further than the key above it"),
            format!(
                "begin it in the same column as `{above_key}`, with {} before it",
                lines::spaces(above.key_column())
            ),
        )
        .map(|mut diag| {
            let start = above.start + above.key_column();
            diag.label(
                scene.source.span(start, start + above_key.len()),
                "the key above",
            );
            diag
        })
}

/// A text of several lines in one of which ` #` began a comment.
fn text_behind_comment(scene: &Scene<'_>) -> Option<Diagnostic> {
    let line = lines::line_at(scene.text(), scene.scalar.end);
    let rest = &scene.text()[scene.scalar.end..line.end()];
    let next = if scene.context.contains("simple key") {
        scene.first_line()
    } else {
        scene.line()
    };
    let goes_on = next.start > line.start && next.key().is_none() && !next.text.trim().is_empty();
    if !goes_on || !rest.trim_start().starts_with('#') || next.text.trim_start().starts_with("- ") {
        return None;
    }
    scene.report(
        &codes::YAML_SYNTAX,
        line.end() - rest.trim_start().len(),
        line.end(),
        "` #` begins a comment, and the text goes on behind it",
        "put quotation marks around the whole text, from its first line to its last",
    )
}

fn missing_space(scene: &Scene<'_>) -> Option<Diagnostic> {
    let says = scene.says("could not find expected ':'")
        || scene.says("did not find expected")
        || scene.says("mapping values are not allowed");
    let mut suspects = scene.suspects().into_iter().filter(|_| says);
    suspects.find_map(|line| {
        let (at, mark, help) = line.missing_space()?;
        scene.report(
            &codes::MISSING_SPACE,
            line.start + at,
            line.start + at + 1,
            format!("no space behind the {mark}"),
            help,
        )
    })
}

/// `kind claim`, and the colon of East Asian scripts.
fn missing_colon(scene: &Scene<'_>) -> Option<Diagnostic> {
    let line = match scene.says("mapping values are not allowed") {
        true => lines::line_at(scene.text(), scene.scalar.start),
        false => scene.first_line(),
    };
    let (start, word) = line.first_word();
    if line.key().is_some() {
        return None;
    }
    if let Some(colon) = line.text.find('：') {
        return scene.report(
            &codes::YAML_SYNTAX,
            line.start + colon,
            line.start + colon + '：'.len_utf8(),
            "a full-width colon, which has no meaning in YAML",
            "write an ordinary colon and a space: `: `",
        );
    }
    let known = PARTS.iter().any(|(_, keys)| keys.contains(&word));
    let says = scene.says("could not find expected ':'") || scene.says("mapping values");
    if !says || !known {
        return None;
    }
    let rest = line.text[start - line.start + word.len()..].trim();
    let rest = rest.trim_start_matches(['=', '-', ' ']);
    scene.report(
        &codes::YAML_SYNTAX,
        start,
        start + word.len(),
        format!("no colon behind `{word}`"),
        format!("write `{word}: {rest}`"),
    )
}

/// `title: [Concept note] on technology`.
fn text_after_bracket(scene: &Scene<'_>) -> Option<Diagnostic> {
    let line = scene.line();
    let before = scene.text()[line.start..scene.at].trim_end();
    if !before.ends_with([']', '}']) || !scene.says("did not find expected") {
        return None;
    }
    let value = line.text.find([']', '}']).and(line.text.find(['[', '{']))?;
    let start = line.start + value;
    let whole = lines::without_comment(&scene.text()[start..line.end()]);
    scene.report(
        &codes::UNQUOTED_MARK,
        start,
        start + 1,
        "a text that begins with a bracket stands without quotation marks",
        format!(
            "put quotation marks around it: {}",
            in_quotation_marks(whole)
        ),
    )
}

fn bracket(scene: &Scene<'_>) -> Option<Diagnostic> {
    if !scene.context.contains("flow") {
        return None;
    }
    let line = lines::line_at(scene.text(), scene.scalar.end);
    let rest = &scene.text()[scene.scalar.end..line.end()];
    if rest.trim_start().starts_with('#') && rest.contains([']', '}']) {
        return scene.report(
            &codes::UNCLOSED_BRACKET,
            line.end() - rest.trim_start().len(),
            line.end(),
            "` #` begins a comment, in which the closing bracket stands",
            "put quotation marks around the text that holds `#`",
        );
    }
    let open = scene.text()[scene.began..].chars().next()?;
    let close = if open == '{' { '}' } else { ']' };
    scene.report(
        &codes::UNCLOSED_BRACKET,
        scene.began,
        scene.began + open.len_utf8(),
        format!("`{open}` is not closed, or a comma is missing behind it"),
        format!("part the items by commas and write `{close}` behind the last; put quotation marks around texts that hold brackets, commas or colons"),
    )
}

/// A line that begins where nothing above it begins.
fn indentation(scene: &Scene<'_>) -> Option<Diagnostic> {
    let line = if scene.says("could not find expected ':'") {
        scene.first_line()
    } else {
        scene.line()
    };
    let (start, word) = line.first_word();
    if word.is_empty() || (scene.at > start && scene.at < line.end() && !scene.says("':'")) {
        return None;
    }
    let columns = lines::columns_above(scene.text(), line.start);
    let column = line.key_column();
    let (message, help) = match (line.key(), line.is_item()) {
        (Some(key), false) => (
            format!("`{key}` begins in a column where no key can stand"),
            lines::nearest_column(&columns, column, key),
        ),
        (_, true) => match lines::dash_above(scene.text(), line) {
            Some(dash) => (
                "this dash stands in another column than those above it".to_owned(),
                format!(
                    "write {} before it, as before the dash above: `{}{}`",
                    lines::spaces(dash.indentation().len()),
                    dash.indentation(),
                    line.text.trim()
                ),
            ),
            None => (
                "an item of a list where a key is expected".to_owned(),
                "let all items of a list begin in the same column, below the key that they belong to".to_owned(),
            ),
        },
        (None, false) => (
            "this line belongs to no key".to_owned(),
            "indent it further than the key whose text it continues, or put quotation marks around the whole text".to_owned(),
        ),
    };
    let start = if line.is_item() {
        line.start + line.indentation().len()
    } else {
        start
    };
    let end = match line.key() {
        Some(_) if !line.is_item() => start + word.len(),
        _ => line.end(),
    };
    scene.report(&codes::WRONG_INDENTATION, start, end, message, help)
}
