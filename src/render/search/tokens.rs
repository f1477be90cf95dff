//! The words by which texts are found, as `search.js` finds them in what a reader types.
//!
//! 1. A run of letters, digits and the marks upon them is a word; everything else parts words, an
//!    apostrophe and a superscript digit too. Soft hyphens and joiners are read over.
//! 2. In scripts without spaces between words each character makes a token with the one behind it,
//!    and the last of a run stands alone: `人工智能` is `人工`, `工智`, `智能`, `能`. So each character
//!    begins exactly one token, and any string of such a text is a phrase of neighbouring tokens.
//! 3. Tokens are folded: compatibility forms as their plain ones, lower case, no accents.
//!
//! `templates/search.js` does the same; a test holds the two to each other.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::fold::is_unspaced;

/// Longer tokens are cut, since no reader types them: characters of a folded token.
const LONGEST: usize = 32;

/// Calls `take` with each token of a text, in order.
pub(super) fn tokens(text: &str, take: impl FnMut(&str)) {
    let mut reader = Reader {
        take,
        word: String::new(),
        units: Units::default(),
        folded: String::new(),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Most of most texts is runs of plain letters.
        let plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if plain > 0 {
            reader.end_units();
            let (letters, after) = rest.split_at(plain);
            // Most of these are whole words.
            if reader.word.is_empty() && after.bytes().next().is_none_or(|it| it.is_ascii()) {
                reader.plain_word(letters);
            } else {
                reader.word.push_str(letters);
            }
            rest = after;
        } else {
            reader.character(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    reader.end_word();
    reader.end_units();
}

struct Reader<T> {
    take: T,
    /// The word being read, as it is written.
    word: String,
    /// The run without spaces being read.
    units: Units,
    /// Room for a token.
    folded: String,
}

/// The last two characters of a run without spaces, each with the marks upon it.
#[derive(Default)]
struct Units {
    /// Folded.
    before: String,
    /// As it is written; empty outside of a run.
    current: String,
}

impl<T: FnMut(&str)> Reader<T> {
    /// Reads a character that is no plain letter or digit.
    fn character(&mut self, c: char) {
        if c.is_ascii() || !is_part_of_word(c) {
            self.end_word();
            self.end_units();
        } else if !self.units.current.is_empty() && (is_combining_mark(c) || is_ignored(c)) {
            self.units.current.push(c);
        } else if is_without_spaces(c) {
            self.end_word();
            self.end_unit();
            self.units.current.push(c);
        } else {
            self.end_units();
            self.word.push(c);
        }
    }

    /// Takes a word of plain letters and digits.
    fn plain_word(&mut self, word: &str) {
        self.folded.clear();
        self.folded.push_str(&word[..word.len().min(LONGEST)]);
        self.folded.make_ascii_lowercase();
        (self.take)(&self.folded);
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.folded.clear();
            fold(&self.word, &mut self.folded);
            self.word.clear();
            self.emit();
        }
    }

    /// Ends a character of a run: it makes a token with the one before it.
    fn end_unit(&mut self) {
        if self.units.current.is_empty() {
            return;
        }
        self.folded.clear();
        self.folded.push_str(&self.units.before);
        fold(&self.units.current, &mut self.folded);
        let start = self.units.before.len();
        self.units.before.clear();
        self.units.before.push_str(&self.folded[start..]);
        self.units.current.clear();
        if start > 0 {
            self.emit();
        }
    }

    fn end_units(&mut self) {
        self.end_unit();
        if !self.units.before.is_empty() {
            self.folded.clear();
            self.folded.push_str(&self.units.before);
            self.units.before.clear();
            self.emit();
        }
    }

    fn emit(&mut self) {
        if self.folded.len() > LONGEST
            && let Some((end, _)) = self.folded.char_indices().nth(LONGEST)
        {
            self.folded.truncate(end);
        }
        if !self.folded.is_empty() {
            (self.take)(&self.folded);
        }
    }
}

fn is_part_of_word(c: char) -> bool {
    let is_small_digit = matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{209f}');
    let is_letter = c.is_alphabetic() || c.is_numeric() || is_combining_mark(c);
    (is_letter && !is_small_digit) || is_ignored(c)
}

/// Soft hyphen, joiners, byte order mark: they part nothing and mean nothing.
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// Full-width Latin letters and half-width Hangul are spaced like their plain forms.
fn is_without_spaces(c: char) -> bool {
    is_unspaced(c) && !matches!(c, '\u{ff00}'..='\u{ff65}' | '\u{ffa0}'..='\u{ffef}')
}

/// Appends a run of word characters in the form in which it is compared.
fn fold(written: &str, folded: &mut String) {
    if written.is_ascii() {
        let start = folded.len();
        folded.push_str(written);
        folded[start..].make_ascii_lowercase();
        return;
    }
    // Ideographs, by far the most characters of the texts that have any, stand for themselves.
    if written
        .chars()
        .all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
    {
        folded.push_str(written);
        return;
    }
    let plain: String = written.chars().filter(|c| !is_ignored(*c)).nfkd().collect();
    let lower = plain.to_lowercase();
    let bare = lower.chars().filter_map(|c| match c {
        // Some compatibility forms are whole phrases.
        ' ' | '\u{300}'..='\u{36f}' => None,
        'ς' => Some('σ'),
        c => Some(c),
    });
    folded.extend(bare.nfc());
}
