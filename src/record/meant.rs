//! What people meant by a word that is none of those that a key allows.

use crate::diag::nearest;

/// Words that people write for stances, as the codebook calls them and as pages show them.
const STANCES: [(&str, &[&str]); 4] = [
    (
        "supports",
        &[
            "agree",
            "agrees",
            "for",
            "yes",
            "pro",
            "in favour",
            "in favor",
            "endorses",
            "approves",
            "positive",
        ],
    ),
    (
        "qualified",
        &[
            "supports in part",
            "in part",
            "partly",
            "partially",
            "partial",
            "partly supports",
            "partially supports",
            "supports partly",
            "conditional",
            "qualified support",
        ],
    ),
    (
        "raises",
        &[
            "mentions",
            "mentioned",
            "neutral",
            "notes",
            "discusses",
            "touches",
            "no side",
            "unclear",
        ],
    ),
    (
        "opposes",
        &[
            "disagree",
            "disagrees",
            "against",
            "no",
            "contra",
            "rejects",
            "denies",
            "negative",
        ],
    ),
];

/// The word that was most likely meant: the nearest in spelling, one of which the word is a part or the
/// reverse, or one that means the same.
pub(super) fn meant<'a>(word: &str, key: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let bare = word
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let dashed = bare.replace([' ', '_'], "-");
    let same = STANCES.iter().filter(|_| key == "stance");
    let mut same = same.filter(|(_, words)| words.contains(&bare.as_str()));
    let same = same.next().map(|(stance, _)| *stance);
    let parts = |word: &str| word.split('-').map(str::to_owned).collect::<Vec<_>>();
    let wanted = parts(&dashed);
    let by_part = || {
        let mut found = allowed.iter().filter(|allowed| {
            let parts = parts(allowed);
            let shares = |a: &[String], b: &[String]| a.iter().all(|part| b.contains(part));
            !bare.is_empty() && (shares(&parts, &wanted) || shares(&wanted, &parts))
        });
        found.next().copied()
    };
    same.and_then(|same| allowed.iter().find(|allowed| **allowed == same).copied())
        .or_else(|| nearest(&dashed, allowed.iter().copied()))
        .or_else(by_part)
}

/// What to do about a word that stands for something that is recorded in another place.
pub(super) fn elsewhere(word: &str, key: &str) -> Option<&'static str> {
    let bare = word.trim().to_lowercase();
    match (key, bare.as_str()) {
        ("stance", "silent" | "silence" | "none" | "not mentioned" | "absent") => Some(
            "delete this position, and write its question below `silent:`, as in `silent: [example-question]`",
        ),
        ("stance", "mixed") => {
            Some("write one position for each holder; that a document is mixed follows from them")
        }
        ("stance", "not coded" | "not-coded" | "todo" | "tbd" | "unknown") => Some(
            "delete this position until somebody has coded it: a question without one is not coded",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_understood() {
        let stances = ["supports", "qualified", "raises", "opposes"];
        let kinds = [
            "joint-statement",
            "concept-note",
            "news-report",
            "report",
            "other",
        ];
        let check = |word: &str, key: &str, allowed: &[&'static str], expected: Option<&str>| {
            assert_eq!(meant(word, key, allowed), expected, "{word:?}");
        };
        check("suports", "stance", &stances, Some("supports"));
        check("Supports in part", "stance", &stances, Some("qualified"));
        check("against", "stance", &stances, Some("opposes"));
        check("purple", "stance", &stances, None);
        check("Statement", "kind", &kinds, Some("joint-statement"));
        check("news report", "kind", &kinds, Some("news-report"));
        check("concept", "kind", &kinds, Some("concept-note"));
        check("against", "kind", &kinds, None);
        check("", "kind", &kinds, None);
        assert!(elsewhere("Silent", "stance").is_some());
        assert_eq!(elsewhere("silent", "kind"), None);
    }
}
