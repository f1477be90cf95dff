//! What a record says of lines that no rule can see.

use super::show_all;
use crate::text::{Format, Lines, Options, Problem, Role, StructureProblem, read};

fn check(source: &str, structure: &[(&str, Role)], expected: &[&str], problems: &[Problem]) {
    let options = Options {
        format: Format::Text,
        lines: Some(Lines::Wrapped),
        structure,
    };
    let reading = read(source.as_bytes(), &options).expect("it is text");
    assert_eq!(show_all(&reading.text), expected, "{source:?}");
    let found: Vec<Problem> = reading
        .problems
        .into_iter()
        .map(|StructureProblem { problem, .. }| problem)
        .collect();
    assert_eq!(found, problems, "{source:?}");
}

#[test]
fn entries_overrule_the_rules() {
    let source = "Heading\n\nText goes\non here.\n\nSigned by\nA name.";
    check(
        source,
        &[],
        &[
            "h1: Heading",
            "p: Text goes on here.",
            "p: Signed by A name.",
        ],
        &[],
    );
    check(
        source,
        &[("Heading", Role::Paragraph)],
        &[
            "p: Heading",
            "p: Text goes on here.",
            "p: Signed by A name.",
        ],
        &[],
    );
    // A block begins where the entry says, a heading also ends with its line.
    check(
        source,
        &[("Text goes", Role::Heading), ("A name", Role::Label)],
        &[
            "h1: Heading",
            "h2: Text goes",
            "p: on here.",
            "h2: Signed by",
            "p: A name.",
        ],
        &[Problem::NoColon],
    );
    check(
        source,
        &[("on here", Role::ListItem)],
        &[
            "h1: Heading",
            "h2: Text goes",
            "li1: on here.",
            "p: Signed by A name.",
        ],
        &[],
    );
    check(
        source,
        &[("Signed", Role::Continues)],
        &["h1: Heading", "p: Text goes on here. Signed by A name."],
        &[],
    );
    // Across notes, and over a heading's end.
    check(
        "One¹\n\n¹ A note.\n\nTwo.",
        &[("Two", Role::Continues)],
        &["p: One¹ Two.", "fn¹: A note."],
        &[],
    );
    check(
        "A\n\nB\n\nText.",
        &[("B", Role::Continues)],
        &["h1: A B", "p: Text."],
        &[],
    );
    check(
        "This is what we have agreed upon: a.",
        &[("This is", Role::Label)],
        &["label \"This is what we have agreed upon:\": This is what we have agreed upon: a."],
        &[],
    );
}

#[test]
fn markers_and_kinds_of_marks_do_not_matter() {
    check(
        "1. It’s  here.\n\n2. There.",
        &[("It's here", Role::Paragraph)],
        &["p: 1. It’s  here.", "li1.2: There."],
        &[],
    );
    check(
        "x It is.",
        &[("x It", Role::ListItem)],
        &["li1: x It is."],
        &[],
    );
}

#[test]
fn entries_that_cannot_be_followed() {
    check(
        "One line.",
        &[("Two", Role::Heading)],
        &["p: One line."],
        &[Problem::NotFound { nearest: None }],
    );
    check(
        "One line.",
        &[("Ome line", Role::Heading)],
        &["p: One line."],
        &[Problem::NotFound {
            nearest: Some(0..8),
        }],
    );
    // A word is not to be cut.
    check(
        "Ones.",
        &[("One", Role::Heading)],
        &["p: Ones."],
        &[Problem::NotFound {
            nearest: Some(0..3),
        }],
    );
    check(
        "One.\n\nOne.",
        &[("One", Role::Heading)],
        &["p: One.", "p: One."],
        &[Problem::Ambiguous {
            places: vec![0..3, 6..9],
        }],
    );
    check(
        "One.",
        &[("One", Role::Continues)],
        &["p: One."],
        &[Problem::NothingBefore],
    );
    check(
        "One.",
        &[("One", Role::Heading), ("One.", Role::Label)],
        &["h1: One."],
        &[Problem::Repeated { first: 0 }],
    );
    check(
        "One.\n\n---",
        &[("", Role::Heading), ("---", Role::Label)],
        &["p: One."],
        &[
            Problem::NotFound { nearest: None },
            Problem::NotFound {
                nearest: Some(6..9),
            },
        ],
    );
}
