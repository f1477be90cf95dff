//! Markers of list items: `-`, `•`, `1.`, `(a)`, `iv)`, `（三）`.

/// What the marker of an item looks like; items of one level of a list share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// A bullet.
    Bullet(char),
    /// A number, and what stands around it.
    Ordered(Numerals, Form),
}

/// How the items of an ordered list are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Numerals {
    /// `1`, `2`, `3`.
    Digits,
    /// `a`, `b`, `c`.
    Letters,
    /// `i`, `ii`, `iii`.
    Roman,
    /// `A`, `B`, `C`.
    Capitals,
    /// `一`, `二`, `三`.
    Han,
}

/// What stands around the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// `1.`
    Dot,
    /// `1)`
    Closed,
    /// `(1)`
    Enclosed,
    /// `一、`
    Comma,
}

/// A marker at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// What it looks like.
    pub(super) style: Style,
    /// The number that it carries.
    pub(super) ordinal: Option<u64>,
    /// What `i`, `v` or `x` means as a Roman numeral, when it may also be a letter.
    pub(super) roman: Option<u64>,
    /// Length in bytes, with the white space behind it.
    pub(super) length: usize,
}

impl Marker {
    /// The same marker, its letter read as a Roman numeral.
    pub(super) fn as_roman(self) -> Self {
        match (self.style, self.roman) {
            (Style::Ordered(_, form), Some(value)) => Self {
                style: Style::Ordered(Numerals::Roman, form),
                ordinal: Some(value),
                ..self
            },
            _ => self,
        }
    }

    /// Whether Markdown has this marker itself, so that where Markdown sees none none is meant.
    pub(super) fn is_markdown(self) -> bool {
        matches!(
            self.style,
            Style::Bullet('-' | '*' | '+')
                | Style::Ordered(Numerals::Digits, Form::Dot | Form::Closed)
        )
    }

    /// Whether it is a bullet that nothing but a list begins with, unlike a dash.
    pub(super) fn is_unmistakable(self) -> bool {
        matches!(self.style, Style::Bullet(c) if is_glyph(c))
    }
}

/// Bullets that are no dashes; a space behind them is often missing.
fn is_glyph(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '◦'
            | '▪'
            | '▫'
            | '●'
            | '○'
            | '■'
            | '□'
            | '⁃'
            | '∙'
            | '◆'
            | '➢'
            | '►'
            | '✓'
            | '\u{f0b7}'
            | '\u{f0a7}'
            | '\u{f0d8}'
    )
}

/// Finds the marker that a line without leading white space begins with.
///
/// Only that it may be one is said here; whether it is, depends on the lines around.
pub(super) fn find(line: &str) -> Option<Marker> {
    match begins_with_word(line.as_bytes()) {
        true => None,
        false => bullet(line).or_else(|| ordered(line)),
    }
}

/// Whether a line begins with plain letters and digits that are no number of an item, as most lines do: too many, or
/// with something else behind them.
fn begins_with_word(line: &[u8]) -> bool {
    let plain = line.iter().take(LONGEST + 1);
    let plain = plain.take_while(|it| it.is_ascii_alphanumeric()).count();
    let is_closed = |behind: &u8| matches!(behind, b')' | b'.') || !behind.is_ascii();
    plain > LONGEST || plain > 0 && !line.get(plain).is_some_and(is_closed)
}

fn bullet(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let is_dash = matches!(first, '-' | '*' | '+' | '–' | '—' | '―' | '−' | '·' | '・');
    if !is_dash && !is_glyph(first) {
        return None;
    }
    let rest = &line[first.len_utf8()..];
    let words = rest.trim_start();
    let spaces = rest.len() - words.len();
    let is_bullet = !is_dash || spaces > 0;
    let has_words = || words.chars().any(char::is_alphanumeric);
    (is_bullet && has_words()).then_some(Marker {
        style: Style::Bullet(first),
        ordinal: None,
        roman: None,
        length: first.len_utf8() + spaces,
    })
}

/// The longest number that is read, in characters: `xxxviii`.
const LONGEST: usize = 7;

fn ordered(line: &str) -> Option<Marker> {
    let enclosed = line.strip_prefix(['(', '（']);
    let rest = enclosed.unwrap_or(line);
    let is_number = |c: &char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => HAN.contains(*c),
    };
    let number = rest.chars().take(LONGEST).take_while(is_number);
    let (number, behind) = rest.split_at(number.map(char::len_utf8).sum());
    let closing = behind.chars().next()?;
    let form = match (enclosed.is_some(), closing) {
        (true, ')' | '）') => Form::Enclosed,
        (false, ')' | '）') => Form::Closed,
        (false, '.' | '．') => Form::Dot,
        (false, '、') => Form::Comma,
        _ => return None,
    };
    let behind = &behind[closing.len_utf8()..];
    let text = behind.trim_start();
    // `1.5` and `(s)he` are no markers; East Asian ones need no space behind them.
    let is_parted = text.len() < behind.len() || matches!(closing, '）' | '．' | '、');
    if !is_parted || !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let (numerals, ordinal, roman) = value(number, form)?;
    Some(Marker {
        style: Style::Ordered(numerals, form),
        ordinal: Some(ordinal),
        roman,
        length: line.len() - text.len(),
    })
}

const HAN: &str = "一二三四五六七八九十";

fn value(number: &str, form: Form) -> Option<(Numerals, u64, Option<u64>)> {
    let first = number.chars().next()?;
    if first.is_ascii_digit() {
        // Longer ones are years.
        let is_short = number.len() <= 3 && form != Form::Comma || number.len() <= 2;
        let ordinal = number.parse().ok().filter(|_| is_short)?;
        return Some((Numerals::Digits, ordinal, None));
    }
    if HAN.contains(first) {
        return Some((Numerals::Han, han(number)?, None));
    }
    if form == Form::Comma {
        return None;
    }
    let roman = roman(number);
    let is_single = number.len() == 1;
    let position = u64::from(u32::from(first.to_ascii_lowercase()).wrapping_sub(96));
    match first {
        'a'..='z' if is_single => Some((Numerals::Letters, position, roman)),
        'a'..='z' => Some((Numerals::Roman, roman?, None)),
        // `A. Smith` is a name far more often than an item.
        'A'..='Z' if is_single && form != Form::Dot => Some((Numerals::Capitals, position, None)),
        _ => None,
    }
}

fn han(number: &str) -> Option<u64> {
    let digit = |c: char| HAN.chars().position(|h| h == c).map(|p| p as u64 + 1);
    let digits: Vec<u64> = number.chars().map(digit).collect::<Option<_>>()?;
    match digits[..] {
        [one] => Some(one),
        [10, ones] if ones < 10 => Some(10 + ones),
        [tens, 10] if tens < 10 => Some(tens * 10),
        [tens, 10, ones] if tens < 10 && ones < 10 => Some(tens * 10 + ones),
        _ => None,
    }
}

/// The value of a Roman numeral in lower case, up to 49.
fn roman(number: &str) -> Option<u64> {
    let tens = number.len() - number.trim_start_matches('x').len();
    let ones = match &number[tens..] {
        "" => 0,
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "ix" => 9,
        _ => return None,
    };
    let value = tens as u64 * 10 + ones;
    (tens <= 4 && value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markers() {
        let check = |line: &str, expected: Option<(Option<u64>, usize)>| {
            let found = find(line).map(|marker| (marker.ordinal, marker.length));
            assert_eq!(found, expected, "{line:?}");
        };
        check("- item", Some((None, 2)));
        check("-  item", Some((None, 3)));
        check("–item", None);
        // Glyphs need no space behind them.
        check("•item", Some((None, 3)));
        // A rule across the page is no item.
        check("- - -", None);
        check("1. item", Some((Some(1), 3)));
        check("12) item", Some((Some(12), 4)));
        check("(a) item", Some((Some(1), 4)));
        check("c) item", Some((Some(3), 3)));
        check("(iv) item", Some((Some(4), 5)));
        check("（三）内容", Some((Some(3), 9)));
        check("二十一、内容", Some((Some(21), 12)));
        // Years, decimal numbers, names, words and e-mail are no markers.
        check("1984. It was", None);
        check("1.5 million", None);
        check("A. Smith", None);
        check("(or) else", None);
        check("(s)he", None);
        check("a", None);
        check("", None);
    }

    #[test]
    fn a_letter_may_be_a_roman_numeral() {
        let marker = find("(i) item").expect("it is a marker");
        assert_eq!(
            (marker.ordinal, marker.as_roman().ordinal),
            (Some(9), Some(1))
        );
        let marker = find("(b) item").expect("it is a marker");
        assert_eq!(marker.as_roman(), marker);
    }

    proptest! {
        #[test]
        fn lines_that_are_told_by_their_first_word_have_no_marker(
            line in "[(（]?([0-9]{1,9}|[a-zA-Z]{1,9}|[ivx]{1,4}|[一二十]{1,3}){1,2}[.．)）、 ]{0,3}[a-z人]{0,2}",
        ) {
            prop_assert_eq!(find(&line), bullet(&line).or_else(|| ordered(&line)));
        }
    }
}
