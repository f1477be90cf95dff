//! Language tags of BCP 47, and which way their script runs.

use super::Direction;

/// Whether a tag has the form of BCP 47 ([RFC 5646, section 2.1]): `en`, `pt-BR`, `zh-Hant-TW`.
///
/// That its parts are registered is not checked; but no language of four letters and more is, so that
/// `English` is none. Nor are tags kept from before 2006 (`i-klingon`).
///
/// [RFC 5646, section 2.1]: https://www.rfc-editor.org/rfc/rfc5646#section-2.1
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-').peekable();
    let Some(language) = parts.next() else {
        return false;
    };
    if language.eq_ignore_ascii_case("x") {
        return is_private(parts);
    }
    if !is_letters(language, 2..=3) {
        return false;
    }
    for _ in 0..3 {
        parts.next_if(|part| is_letters(part, 3..=3));
    }
    parts.next_if(|part| is_letters(part, 4..=4));
    parts.next_if(|part| is_letters(part, 2..=2) || is_digits(part, 3));
    while parts.next_if(|part| is_variant(part)).is_some() {}
    extensions(parts)
}

fn is_private<'a>(parts: impl Iterator<Item = &'a str>) -> bool {
    let mut parts = parts.peekable();
    parts.peek().is_some() && parts.all(|part| is_word(part, 1..=8))
}

/// Whether what is left is extensions, each a single character and at least one part, and at the end
/// perhaps private use.
fn extensions<'a>(parts: impl Iterator<Item = &'a str>) -> bool {
    let mut parts = parts.peekable();
    while let Some(single) = parts.next() {
        if single.eq_ignore_ascii_case("x") {
            return is_private(parts);
        }
        if !is_word(single, 1..=1) || parts.next_if(|part| is_word(part, 2..=8)).is_none() {
            return false;
        }
        while parts.next_if(|part| is_word(part, 2..=8)).is_some() {}
    }
    true
}

fn is_variant(part: &str) -> bool {
    is_word(part, 5..=8) || (is_word(part, 4..=4) && part.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_word(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_letters(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic())
}

fn is_digits(part: &str, length: usize) -> bool {
    part.len() == length && part.chars().all(|c| c.is_ascii_digit())
}

/// The tag of a language that somebody named in English, or wrote down with an underscore.
pub fn language_tag_like(name: &str) -> Option<String> {
    const NAMES: [(&str, &str); 24] = [
        ("arabic", "ar"),
        ("bengali", "bn"),
        ("chinese", "zh"),
        ("czech", "cs"),
        ("danish", "da"),
        ("dutch", "nl"),
        ("english", "en"),
        ("finnish", "fi"),
        ("french", "fr"),
        ("german", "de"),
        ("greek", "el"),
        ("hebrew", "he"),
        ("hindi", "hi"),
        ("indonesian", "id"),
        ("italian", "it"),
        ("japanese", "ja"),
        ("korean", "ko"),
        ("persian", "fa"),
        ("polish", "pl"),
        ("portuguese", "pt"),
        ("russian", "ru"),
        ("spanish", "es"),
        ("swahili", "sw"),
        ("turkish", "tr"),
    ];
    let lower = name.trim().to_lowercase();
    let named = NAMES.into_iter().find(|(name, _)| *name == lower);
    let tag = named.map_or_else(|| name.trim().replace('_', "-"), |(_, tag)| tag.to_owned());
    is_language_tag(&tag).then_some(tag)
}

/// Scripts that run from right to left (Unicode, `Bidi_Class` R or AL).
const SCRIPTS: [&str; 14] = [
    "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "phnx", "rohg", "samr", "syrc", "thaa",
    "yezi", "egyd",
];

/// Languages usually written in one of them: mdBook's list, and those it leaves out.
const LANGUAGES: [&str; 45] = [
    "ae", "ar", "ara", "arb", "arc", "ary", "arz", "ave", "azb", "bal", "ckb", "div", "dv", "egy",
    "fa", "fas", "glk", "he", "heb", "iw", "ks", "ku", "kur", "lrc", "mzn", "nqo", "pal", "per",
    "phn", "pnb", "prs", "ps", "pus", "rhg", "sam", "sd", "skr", "snd", "syc", "syr", "ug", "ur",
    "urd", "yi", "yid",
];

/// Languages whose script depends on the country.
const REGIONS: [(&str, &str, Direction); 6] = [
    ("az", "ir", Direction::RightToLeft),
    ("ku", "tr", Direction::LeftToRight),
    ("ku", "sy", Direction::LeftToRight),
    ("pa", "pk", Direction::RightToLeft),
    ("sd", "in", Direction::LeftToRight),
    ("uz", "af", Direction::RightToLeft),
];

impl Direction {
    /// The direction in which a language is written: by the tag's script, else by language and country.
    ///
    /// mdBook looks at the whole tag, so that `ar-EG` runs from left to right there.
    pub fn of_language(tag: &str) -> Self {
        // Asked for each quote; most tags have no subtags.
        if !tag.contains('-') {
            return Self::right_to_left_if(LANGUAGES.iter().any(|it| it.eq_ignore_ascii_case(tag)));
        }
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.take_while(|part| part.len() > 1).collect();
        if let Some(script) = rest.iter().find(|part| is_letters(part, 4..=4)) {
            return Self::right_to_left_if(SCRIPTS.contains(script));
        }
        REGIONS
            .iter()
            .find(|(of, region, _)| *of == language && rest.contains(region))
            .map_or_else(
                || Self::right_to_left_if(LANGUAGES.contains(&language)),
                |(.., direction)| *direction,
            )
    }

    fn right_to_left_if(condition: bool) -> Self {
        if condition {
            Self::RightToLeft
        } else {
            Self::LeftToRight
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_the_form_of_bcp_47() {
        let check = |tag: &str, expected: bool| {
            assert_eq!(is_language_tag(tag), expected, "{tag:?}");
        };
        check("en", true);
        check("pt-BR", true);
        check("zh-Hant-TW", true);
        check("zh-cmn-Hans-CN", true);
        check("es-419", true);
        check("de-CH-1901", true);
        check("sl-rozaj-biske", true);
        check("en-u-ca-gregory", true);
        check("x-digest", true);
        check("de-x-legal", true);
        check("", false);
        check("e", false);
        // The words that people write instead.
        check("English", false);
        check("en_GB", false);
        check("en-", false);
        check("-en", false);
        check("en GB", false);
        check("en-u", false);
        check("x", false);
        check("français", false);
    }

    #[test]
    fn names_of_languages_have_tags() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(language_tag_like(name).as_deref(), expected, "{name:?}");
        };
        check("English", Some("en"));
        check(" french", Some("fr"));
        check("zh_Hans", Some("zh-Hans"));
        check("Elvish", None);
        check("", None);
    }

    #[test]
    fn the_script_decides_then_language_and_country() {
        let check = |tag: &str, expected: Direction| {
            assert_eq!(Direction::of_language(tag), expected, "{tag:?}");
        };
        check("en", Direction::LeftToRight);
        check("ar", Direction::RightToLeft);
        // mdBook's list knows the bare language only.
        check("ar-EG", Direction::RightToLeft);
        check("AR-eg", Direction::RightToLeft);
        check("ar-Latn", Direction::LeftToRight);
        check("az", Direction::LeftToRight);
        check("az-Arab", Direction::RightToLeft);
        check("az-IR", Direction::RightToLeft);
        check("ku", Direction::RightToLeft);
        check("ku-TR", Direction::LeftToRight);
        check("dv-MV", Direction::RightToLeft);
        // Behind `x` everything is private.
        check("en-x-arab", Direction::LeftToRight);
    }
}
