//! The sources of our own digest, read as a person would set them.

use super::show_all;
use crate::text::{Format, MarkKind, Options, Role, Text, read};

pub(super) const NEWS: &[u8] = include_bytes!("../../../seeds/000_b347132741d62901.txt");
pub(super) const CONCEPT: &[u8] = include_bytes!("../../../seeds/001_75242ddc5d9bbec3.txt");
pub(super) const STATEMENT: &[u8] = include_bytes!("../../../seeds/002_3454945f76917e0e.txt");
pub(super) const WORKSHOP: &[u8] = include_bytes!("../../../seeds/003_7a9fd33998c4f376.txt");

fn seed(bytes: &[u8], format: Format, structure: &[(&str, Role)]) -> Text {
    let options = Options {
        format,
        lines: None,
        structure,
    };
    let reading = read(bytes, &options).expect("it is text");
    assert_eq!(reading.problems, []);
    reading.text
}

fn counts(text: &Text) -> (usize, usize, usize) {
    let count = |prefix: &str| {
        let in_family =
            |fragment: &String| fragment.trim_end_matches(|c: char| c.is_ascii_digit()) == prefix;
        text.blocks
            .iter()
            .map(crate::text::Block::fragment)
            .filter(in_family)
            .count()
    };
    (count("p"), count("h"), count("fn"))
}

/// What no rule can see in the concept note: the bullet was read as a letter.
const CONCEPT_STRUCTURE: &[(&str, Role)] =
    &[("e UN Secretary-General’s Policy Brief", Role::ListItem)];

/// What no rule can see in the workshop proposal: a line by itself that heads nothing.
const WORKSHOP_STRUCTURE: &[(&str, Role)] = &[("Panel - Auditorium - 90 Min", Role::Paragraph)];

#[test]
fn passages_headings_and_notes_are_as_many_as_a_person_counts() {
    let check = |bytes, format, structure, expected| {
        assert_eq!(counts(&seed(bytes, format, structure)), expected);
    };
    check(NEWS, Format::Text, &[], (17, 2, 0));
    check(CONCEPT, Format::Text, CONCEPT_STRUCTURE, (18, 4, 0));
    check(STATEMENT, Format::Markdown, &[], (37, 3, 9));
    check(WORKSHOP, Format::Text, WORKSHOP_STRUCTURE, (34, 6, 0));
}

#[test]
fn headings() {
    let check = |text: &Text, expected: &[&str]| {
        let headings: Vec<String> = show_all(text)
            .into_iter()
            .filter(|line| line.starts_with('h'))
            .collect();
        assert_eq!(headings, expected);
    };
    check(
        &seed(NEWS, Format::Text, &[]),
        &[
            "h2: Technology should empower development",
            "h2: Joint efforts needed to address AI risks",
        ],
    );
    check(
        &seed(CONCEPT, Format::Text, CONCEPT_STRUCTURE),
        &[
            "h1: Context and background",
            "h2: Objectives",
            "h2: Guiding questions and possible recommendations",
            "h2: Resources",
        ],
    );
    check(
        &seed(STATEMENT, Format::Markdown, &[]),
        &[
            "h1: Joint Statement on Artificial Intelligence and Human Rights (2025)",
            "h2: Call to Action",
            "h2: Conclusion",
        ],
    );
    check(
        &seed(WORKSHOP, Format::Text, WORKSHOP_STRUCTURE),
        &[
            "h1: IGF 2019 WS #129 Human rights and data governance in China",
            "h2: Policy Question(s):",
            "h2: Onsite Moderator:",
            "h2: Online Moderator:",
            "h2: Discussion Facilitation:",
            "h2: Online Participation:",
        ],
    );
}

#[test]
fn telling_passages() {
    let check = |text: &Text, fragment: &str, expected: &str| {
        let block = text
            .blocks
            .iter()
            .find(|block| block.fragment() == fragment);
        let shown = block.map(super::show).unwrap_or_default();
        assert!(
            shown.starts_with(expected) || shown.ends_with(expected),
            "{fragment} is {shown:?}"
        );
    };
    let concept = seed(CONCEPT, Format::Text, CONCEPT_STRUCTURE);
    // A stray blank at the beginning of a line leaves nothing behind.
    check(
        &concept,
        "p4",
        "the human rights legal and institutional framework to reap the benefits of a digital future for all and prevent the worst outcomes.",
    );
    // An item directly below a heading, and one directly below a label line.
    check(
        &concept,
        "p9",
        "li1.1: What guardrails are needed to make sure that government use of digital technology",
    );
    check(&concept, "p13", "li3.3: Given the central role");
    check(
        &concept,
        "p10",
        "label \"Possible recommendation:\": Possible recommendation: Ensure",
    );
    check(&concept, "p18", "li5: e UN Secretary-General’s");

    let statement = seed(STATEMENT, Format::Markdown, &[]);
    // Page breaks and notes stand between the two halves of a sentence.
    check(
        &statement,
        "p11",
        "AI-enabled disinformation and manipulated content can and are being used to undermine these foundations.",
    );
    check(
        &statement,
        "p28",
        "This supports a human rights-based, sustainable development approach in line with the 2030 Agenda and the Sustainable Development Goals (SDGs).",
    );
    // A link without a target keeps its words; escapes are resolved.
    check(
        &statement,
        "fn3",
        "fn³: UNGA Resolution on AI A/78/L.49 (2024)",
    );
    // One list, although a note and half an item stand between its items.
    check(&statement, "p15", "li1: Take steps");
    check(&statement, "p33", "li1: Welcome the adoption");
    // The last item is followed by a paragraph, and an address goes on nobody's sentence.
    check(
        &statement,
        "p37",
        "p: www.freedomonlinecoalition.com/joint-statement-on-ai-and-human-rights-2025/.",
    );

    let workshop = seed(WORKSHOP, Format::Text, WORKSHOP_STRUCTURE);
    // Values of bare labels are paragraphs, however short.
    check(
        &workshop,
        "p28",
        "p: Kai Mueller, Civil Society, Asia-Pacific Group",
    );
    check(&workshop, "p30", "p: Usage of IGF Tool");
    check(
        &workshop,
        "p24",
        "p: Followed by discussion, questions and answers.",
    );
}

#[test]
fn note_marks_refer_to_their_notes() {
    let statement = seed(STATEMENT, Format::Markdown, &[]);
    let references: Vec<(String, u32)> = statement
        .blocks
        .iter()
        .flat_map(|block| block.marks.iter().map(move |mark| (block, mark)))
        .filter_map(|(block, mark)| match mark.kind {
            MarkKind::NoteReference { note } => {
                Some((block.text[mark.range.clone()].to_owned(), note))
            }
            _ => None,
        })
        .collect();
    let marks: Vec<&str> = references.iter().map(|(mark, _)| mark.as_str()).collect();
    assert_eq!(marks, ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁶", "⁹"]);
    let notes: Vec<u32> = references.iter().map(|(_, note)| *note).collect();
    assert_eq!(notes, [1, 2, 3, 4, 5, 6, 7, 8, 6, 9]);
}
