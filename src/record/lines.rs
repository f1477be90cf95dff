//! Lines of a YAML file as people see them: indentation, dash, key, value.
//!
//! Good enough to guess what somebody meant where the parser gave up; nothing is read by it.

/// A line without its line break.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its first byte in the text.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

/// The line that a byte of a text stands on.
pub(super) fn line_at(text: &str, at: usize) -> Line<'_> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[start..]
        .find('\n')
        .map_or(text.len(), |length| start + length);
    let text = &text[start..end];
    let text = text.strip_suffix('\r').unwrap_or(text);
    Line { start, text }
}

impl<'a> Line<'a> {
    /// The byte behind it.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Its leading white space.
    pub(super) fn indentation(self) -> &'a str {
        let rest = self.text.trim_start_matches([' ', '\t']);
        &self.text[..self.text.len() - rest.len()]
    }

    /// Whether it begins with a dash and a space.
    pub(super) fn is_item(self) -> bool {
        let rest = self.text.trim_start();
        rest == "-" || rest.starts_with("- ")
    }

    /// The column, from 0, in which a key or text begins: behind dashes.
    pub(super) fn key_column(self) -> usize {
        let mut rest = self.text.trim_start();
        while let Some(behind) = rest.strip_prefix("- ") {
            rest = behind.trim_start();
        }
        self.text.len() - rest.len()
    }

    /// The key that it begins with, if it looks like one.
    pub(super) fn key(self) -> Option<&'a str> {
        key_of(self.text)
    }

    /// Where its first word behind dashes begins in the text, and the word without a colon.
    pub(super) fn first_word(self) -> (usize, &'a str) {
        let column = self.key_column();
        let rest = &self.text[column..];
        let end = rest.find([' ', ':', '\t']).unwrap_or(rest.len());
        (self.start + column, &rest[..end])
    }

    /// A space that YAML does not take for one, where one is wanted: in the indentation, behind a
    /// dash or a key's colon. Its place in the line.
    pub(super) fn odd_space(self) -> Option<(usize, char)> {
        let odd_at = |at: usize| {
            let space = self.text[at..].chars().next()?;
            is_odd_space(space).then_some((at, space))
        };
        let column = self.key_column();
        odd_at(column).or_else(|| {
            let rest = &self.text[column..];
            let behind_dash = rest.strip_prefix('-').map(|_| column + 1);
            let word = rest.bytes().take_while(|byte| is_key_byte(*byte)).count();
            let behind_colon = rest[word..].strip_prefix(':').map(|_| column + word + 1);
            behind_dash
                .and_then(odd_at)
                .or_else(|| behind_colon.and_then(odd_at))
        })
    }

    /// A dash or a colon with a word right behind it: its place in the line, its name, and what to
    /// write.
    pub(super) fn missing_space(self) -> Option<(usize, &'static str, String)> {
        let column = self.key_column();
        let rest = without_comment(&self.text[column..]);
        if let Some(item) = rest.strip_prefix('-')
            && item.starts_with(|c: char| c.is_alphanumeric() || "\"'[{“".contains(c))
        {
            return Some((column, DASH, format!("write `- {item}`")));
        }
        let word = rest.bytes().take_while(|byte| is_key_byte(*byte)).count();
        let value = rest[word..].strip_prefix(':')?;
        let is_key = rest.starts_with(|c: char| c.is_ascii_alphabetic());
        let glued = is_key && !value.is_empty() && !value.starts_with([' ', '/']);
        glued.then(|| {
            (
                column + word,
                "colon",
                format!("write `{}: {value}`", &rest[..word]),
            )
        })
    }
}

/// What [`Line::missing_space`] calls a dash.
pub(super) const DASH: &str = "dash";

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The key that a line begins with, behind dashes: a single word, a colon, and a space or the end.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let mut rest = line.trim();
    while let Some(behind) = rest.strip_prefix("- ") {
        rest = behind.trim_start();
    }
    let word = rest
        .bytes()
        .take_while(|byte| is_key_byte(*byte) || *byte == b'-')
        .count();
    let behind = rest[word..].strip_prefix(':')?;
    (word > 0 && (behind.is_empty() || behind.starts_with(' '))).then(|| &rest[..word])
}

/// A value without the comment behind it.
pub(super) fn without_comment(value: &str) -> &str {
    value
        .find(" # ")
        .map_or(value, |comment| &value[..comment])
        .trim_end()
}

/// Spaces that look like the one of the space bar, or like nothing, and are letters to YAML.
pub(super) fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'
            ..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// Names a space that YAML does not take for one.
pub(super) fn odd_space_message(space: char) -> String {
    match space {
        '\u{a0}' => "a no-break space where an ordinary space is wanted".to_owned(),
        _ => format!(
            "U+{:04X}, which looks like a space or nothing, where an ordinary space is wanted",
            space as u32
        ),
    }
}

/// A character between back-ticks: the back-tick itself has a name.
pub(super) fn literal(c: char) -> String {
    match c {
        '`' => "` ` `".to_owned(),
        _ => c.to_string(),
    }
}

/// `1 space`, `4 spaces`, `no space`.
pub(super) fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        _ => format!("{count} spaces"),
    }
}

/// The columns in which keys above a line begin and may go on, each with the key nearest above; those
/// that a line further down has closed are left out. From the innermost outwards.
pub(super) fn columns_above(text: &str, before: usize) -> Vec<(usize, &str)> {
    let mut columns: Vec<(usize, &str)> = Vec::new();
    let mut limit = usize::MAX;
    for line in text[..before]
        .lines()
        .rev()
        .filter(|line| !line.trim().is_empty())
        .take(MAX_LINES)
    {
        let line = Line {
            start: 0,
            text: line,
        };
        let column = line.key_column();
        if let Some(key) = line.key()
            && column < limit
        {
            columns.push((column, key));
            // What stands before a dash belongs to lists outside of it.
            limit = if line.is_item() {
                line.indentation().len()
            } else {
                column
            };
            limit = limit.max(1);
        }
        if limit <= 1 && column == 0 {
            break;
        }
    }
    columns
}

/// Further up nobody looks for the column of a key.
const MAX_LINES: usize = 500;

/// Says where a key should begin, by the column nearest to where it does.
pub(super) fn nearest_column(columns: &[(usize, &str)], column: usize, key: &str) -> String {
    // Of two equally near the inner one: people rather indent too little.
    match columns
        .iter()
        .min_by_key(|(known, _)| known.abs_diff(column))
    {
        Some((known, above)) => format!(
            "begin `{key}` in the same column as `{above}`, with {} before it",
            spaces(*known)
        ),
        None => "let all keys of a part begin in the same column".to_owned(),
    }
}

/// The nearest line above with a dash that is about as far in.
pub(super) fn dash_above<'a>(text: &'a str, line: Line<'_>) -> Option<Line<'a>> {
    let column = line.indentation().len();
    let mut at = line.start;
    while at > 0 {
        let above = line_at(text, at - 1);
        let distance = above.indentation().len().abs_diff(column);
        if above.is_item() && distance == 1 {
            return Some(above);
        }
        at = above.start;
    }
    None
}

/// The list whose items begin with a key, if only one does.
pub(super) fn list_that_begins_with(key: &str) -> Option<&'static str> {
    match key {
        "question" => Some("positions"),
        "id" => Some("questions"),
        "exact" => Some("quotes"),
        _ => None,
    }
}
