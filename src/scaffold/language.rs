//! The language that a text is written in, as far as its letters tell.

/// The tags of BCP 47 for the languages that can be told apart, by their codes of ISO 639-3.
const TAGS: [(&str, &str); 70] = [
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// A language that a text is most likely written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    /// Its tag.
    pub(super) tag: &'static str,
    /// Its English name.
    pub(super) name: &'static str,
}

/// Guesses the language of a text by its script and its runs of three letters; nothing when the text is
/// too short for that, or too much like another language's.
pub(super) fn guess(text: &str) -> Option<Guess> {
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    let language = found.lang();
    let tag = TAGS.iter().find(|(code, _)| *code == language.code());
    tag.map(|(_, tag)| Guess {
        tag,
        name: language.eng_name(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::is_language_tag;

    #[test]
    fn every_language_has_a_tag() {
        assert_eq!(whatlang::Lang::all().len(), TAGS.len());
        for language in whatlang::Lang::all() {
            let tag = TAGS.iter().find(|(code, _)| *code == language.code());
            assert!(
                tag.is_some_and(|(_, tag)| is_language_tag(tag)),
                "{language}"
            );
        }
    }

    #[test]
    fn languages_are_guessed_or_left_open() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(guess(text).map(|guess| guess.tag), expected, "{text}");
        };
        check(
            "Every city should publish where its cameras stand, and what for.",
            Some("en"),
        );
        check(
            "Jede Stadt soll veröffentlichen, wo ihre Kameras stehen und wofür sie da sind.",
            Some("de"),
        );
        check("每个城市都应公布其摄像头的位置。", Some("zh"));
        check("ينبغي لكل مدينة أن تنشر أماكن كاميراتها.", Some("ar"));
        // Too little to tell.
        check("Camera", None);
        check("2025", None);
        check("", None);
    }
}
