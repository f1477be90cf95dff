//! A file's bytes → its text, unless it holds what no record holds: too many bytes, bytes that are no
//! UTF-8, control characters.

use std::borrow::Cow;

use super::codes;
use crate::diag::Diagnostics;
use crate::source::{FileId, Span};

/// Files of more bytes are not read. The parser inside `serde_yaml` takes time that grows with the
/// square of flow nesting, even in a value that nobody asked for.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// A file's text without its byte order mark, and where it begins in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The file.
    pub(super) file: FileId,
    /// Its text, without a byte order mark.
    pub(super) text: &'a str,
    /// The bytes of the byte order mark: 0 or 3.
    pub(super) shift: usize,
}

impl Source<'_> {
    /// The place of a range of bytes of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start + self.shift..end + self.shift)
    }

    /// The range of bytes of the text that a place of this file covers.
    pub(super) fn range(&self, span: Span) -> std::ops::Range<usize> {
        let range = span.range();
        range.start - self.shift..range.end - self.shift
    }

    /// The text at a place of this file.
    pub(super) fn at(&self, span: Span) -> &str {
        &self.text[self.range(span)]
    }
}

/// Reads a file's bytes as a text.
///
/// Reports `file-too-large`, `not-utf-8`, `control-character`; then there is none.
pub(super) fn read<'a>(
    file: FileId,
    bytes: &'a [u8],
    diags: &mut Diagnostics,
) -> Option<Source<'a>> {
    if bytes.len() > MAX_BYTES {
        codes::too_large(file, bytes.len() as u64, MAX_BYTES as u64, diags);
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            not_utf8(file, bytes, error, diags);
            return None;
        }
    };
    let without = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Source {
        file,
        text: without,
        shift: text.len() - without.len(),
    };
    if let Some((at, character)) = without.char_indices().find(|(_, c)| is_forbidden(*c)) {
        let span = source.span(at, at + character.len_utf8());
        diags
            .report(
                &codes::CONTROL_CHARACTER,
                span,
                format!("control character U+{:04X} in the file", character as u32),
            )
            .help("delete the character; it is invisible in most editors");
        return None;
    }
    Some(source)
}

/// What the parser would refuse, and the line break that YAML 1.1 knows and no editor shows.
pub(super) fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        _ => character.is_control(),
    }
}

fn not_utf8(file: FileId, bytes: &[u8], error: std::str::Utf8Error, diags: &mut Diagnostics) {
    let start = error.valid_up_to();
    let end = error
        .error_len()
        .map_or(bytes.len(), |length| start + length);
    let message = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "file is UTF-16, not UTF-8".to_owned()
    } else {
        format!("byte {start} of the file is no UTF-8")
    };
    // In the encoding that older editors for Windows take, most of its upper half is Latin-1.
    let meant = bytes
        .get(start)
        .copied()
        .filter(|byte| *byte >= 0xa0 && bytes[0] < 0xfe);
    let help = "open the file in an editor and save it with the encoding UTF-8".to_owned();
    diags
        .report(&codes::NOT_UTF_8, Span::new(file, start..end), message)
        .help(match meant {
            Some(byte) => format!("{help}; there probably stands `{}`", char::from(byte)),
            None => help,
        });
}

/// A text with a line break at its end, without which the parser panics in a block scalar and behind a
/// backslash.
pub(super) fn ended(text: &str) -> Cow<'_, str> {
    if text.ends_with('\n') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{text}\n"))
    }
}
