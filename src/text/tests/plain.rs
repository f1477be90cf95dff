//! Plain text: the rules of §4, a case each.

use super::read_text;
use crate::text::Lines::{Paragraphs, Wrapped};
use crate::text::{Lines, MarkKind};

fn check(lines: Lines, source: &str, expected: &[&str]) {
    assert_eq!(read_text(source, Some(lines)), expected, "{source:?}");
}

#[test]
fn wrapped_lines_are_joined() {
    let check = |source: &str, expected: &[&str]| check(Wrapped, source, expected);
    check(
        "One\ntwo\n\nThree\nfour.\n",
        &["p: One two", "p: Three four."],
    );
    check("", &[]);
    check("\u{feff}\r\n \n", &[]);
    check("\u{feff}One\r\ntwo.\r\n", &["p: One two."]);
    // Blanks at either end of a line are nobody's words.
    check("One \n  two.", &["p: One two."]);
    // A page break parts like a blank line.
    check("One.\u{c}Two.", &["p: One.", "p: Two."]);
    // Han and Kana are not parted by spaces, Hangul is.
    check("人权是普遍\n的。", &["p: 人权是普遍的。"]);
    check("デジタル\n技術。", &["p: デジタル技術。"]);
    check("디지털\n기술.", &["p: 디지털 기술."]);
    check("关于AI\n的治理。", &["p: 关于AI 的治理。"]);
    // A dash that touches its words goes on touching them.
    check("on AI—\nincluding that", &["p: on AI—including that"]);
    check("on AI —\nincluding that", &["p: on AI — including that"]);
}

#[test]
fn divided_words_are_joined() {
    let check = |source: &str, expected: &str| {
        check(Wrapped, source, &[&format!("p: {expected}")]);
    };
    // The word stands elsewhere whole, or with its hyphen.
    check(
        "A technology is a tech-\nnology.",
        "A technology is a technology.",
    );
    check(
        "A rights-based, rights-\nbased view.",
        "A rights-based, rights-based view.",
    );
    // It stands both ways: the commoner one, and of equally common ones what the source has.
    check(
        "On-line, online, online and on-\nline.",
        "On-line, online, online and online.",
    );
    check(
        "On-line, online and on-\nline.",
        "On-line, online and on-line.",
    );
    // It stands nowhere else: a division, unless the other lines of the source show compounds.
    check("A tech-\nnology.", "A technology.");
    check(
        "A rights-based, rights-\nbased and people-\ncentred view.",
        "A rights-based, rights-based and people-centred view.",
    );
    // Names and numbers are not divided.
    check("The Asia-\nPacific.", "The Asia-Pacific.");
    check("In COVID-\n19 times.", "In COVID-19 times.");
    // A hyphen that is meant.
    check("The short-\nand long-term.", "The short- and long-term.");
    check("The soft\u{ad}\nware.", "The software.");
    // An address is not divided either.
    check(
        "See https://example.org/a-\nb now.",
        "See https://example.org/a- b now.",
    );
}

#[test]
fn headings_stand_for_themselves() {
    let check_wrapped = |source: &str, expected: &[&str]| check(Wrapped, source, expected);
    check_wrapped(
        "Title\n\nText.\n\nHeading\n\nText.",
        &["h1: Title", "p: Text.", "h2: Heading", "p: Text."],
    );
    // Nothing follows, or no text does.
    check_wrapped("Text.\n\nSigned", &["p: Text.", "p: Signed"]);
    check_wrapped(
        "Text.\n\nSigned\n\nA name",
        &["p: Text.", "p: Signed", "p: A name"],
    );
    // A heading and one below it, but an address is none.
    check_wrapped(
        "Text.\n\nPart I\n\nAims\n\nText.",
        &["p: Text.", "h2: Part I", "h2: Aims", "p: Text."],
    );
    check_wrapped(
        "Text.\n\nA name\n\nA street\n\nA town\n\nText.",
        &[
            "p: Text.",
            "p: A name",
            "p: A street",
            "h2: A town",
            "p: Text.",
        ],
    );
    // Punctuation at the end, a small letter at the beginning, no letters at all.
    check_wrapped(
        "Text.\n\nDear Madam,\n\nText.",
        &["p: Text.", "p: Dear Madam,", "p: Text."],
    );
    check_wrapped(
        "Text.\n\nwhereas\n\nText.",
        &["p: Text.", "p: whereas", "p: Text."],
    );
    check_wrapped("Text.\n\n12\n\nText.", &["p: Text.", "p: 12", "p: Text."]);
    // Two lines stand not for themselves, but a title may be long.
    check_wrapped(
        "Text.\n\nTwo\nlines\n\nText.",
        &["p: Text.", "p: Two lines", "p: Text."],
    );
    check_wrapped(
        "The Title\nin Two Lines\n\nText.",
        &["h1: The Title in Two Lines", "p: Text."],
    );
    // Other scripts.
    check_wrapped("总则\n\n人权是普遍的。", &["h1: 总则", "p: 人权是普遍的。"]);
    check_wrapped("المقدمة\n\nما هي؟", &["h1: المقدمة", "p: ما هي؟"]);
    // A rule below it is nearly markup.
    check_wrapped(
        "Why?\n====\nText.\n\nHow?\n----\nText.",
        &["h1: Why?", "p: Text.", "h2: How?", "p: Text."],
    );
    // Each line stands for itself where each is a paragraph.
    check(
        Paragraphs,
        "Text.\nHeading\nText.",
        &["p: Text.", "h2: Heading", "p: Text."],
    );
}

#[test]
fn labels() {
    let check_wrapped = |source: &str, expected: &[&str]| check(Wrapped, source, expected);
    check_wrapped(
        "Speaker 1: A\nSpeaker 2: B",
        &[
            "label \"Speaker 1:\": Speaker 1: A",
            "label \"Speaker 2:\": Speaker 2: B",
        ],
    );
    // It goes on over the following lines, unless nothing stood behind the colon.
    check_wrapped(
        "Aim: to see\nand hear.",
        &["label \"Aim:\": Aim: to see and hear."],
    );
    check_wrapped(
        "Aim:\nTo see\nand hear.",
        &["h2: Aim:", "p: To see and hear."],
    );
    // What follows a bare label is its value, however short.
    check_wrapped(
        "Moderator:\n\nA name\n\nText.",
        &["h2: Moderator:", "p: A name", "p: Text."],
    );
    check_wrapped(
        "We have reached a consensus: yes.",
        &["p: We have reached a consensus: yes."],
    );
    // A word that only came to stand at the beginning of a line.
    check_wrapped(
        "This was decided by all states in\nGeneva: they shall meet in the year after in\nNew York.",
        &[
            "p: This was decided by all states in Geneva: they shall meet in the year after in New York.",
        ],
    );
    check(
        Paragraphs,
        "时间：2025年4月",
        &["label \"时间：\": 时间：2025年4月"],
    );
}

#[test]
fn lists() {
    let check_wrapped = |source: &str, expected: &[&str]| check(Wrapped, source, expected);
    check_wrapped(
        "- one\n  more\n- two\n\n- three",
        &["li1: one more", "li1: two", "li1: three"],
    );
    check_wrapped("1. one\n2. two", &["li1.1: one", "li1.2: two"]);
    // By indentation, or where it is lost by the look of the markers.
    check_wrapped(
        "- one\n  - a\n  - b\n- two",
        &["li1: one", "li1>: a", "li1>: b", "li1: two"],
    );
    check_wrapped(
        "1. one\n(a) a\n(b) b\n2. two",
        &["li1.1: one", "li1>.1: a", "li1>.2: b", "li1.2: two"],
    );
    check_wrapped(
        "(h) a\n(i) b\n(j) c",
        &["li1.8: a", "li1.9: b", "li1.10: c"],
    );
    check_wrapped("(i) a\n(ii) b", &["li1.1: a", "li1.2: b"]);
    // Text between makes two of them, and so does beginning anew.
    check_wrapped(
        "- one\n\nText.\n\n- two",
        &["li1: one", "p: Text.", "li2: two"],
    );
    check_wrapped(
        "1. one\n2. two\n1. one\n2. two",
        &["li1.1: one", "li1.2: two", "li2.1: one", "li2.2: two"],
    );
    // A number without others is a date, or numbers a heading.
    check_wrapped("3. März 2025.", &["p: 3. März 2025."]);
    check_wrapped(
        "1. Aims\n\nText.\n\n2. Means\n\nText.",
        &["h1: 1. Aims", "p: Text.", "h2: 2. Means", "p: Text."],
    );
    // Dashes and numbers that only came to stand at the beginning of a line.
    check_wrapped(
        "Rights are to be protected by the law of all\n- or nearly all - states, as is said in article\n2. This holds for all of them and everywhere.",
        &[
            "p: Rights are to be protected by the law of all - or nearly all - states, as is said in article 2. This holds for all of them and everywhere.",
        ],
    );
    // What announces the list may fill its line, and end without a colon.
    check_wrapped(
        "And therefore we,\nwho call on all the states of the world, wherever they are, to\n- respect rights\n- protect them",
        &[
            "p: And therefore we, who call on all the states of the world, wherever they are, to",
            "li1: respect rights",
            "li1: protect them",
        ],
    );
    check(Paragraphs, "• one\n• two", &["li1: one", "li1: two"]);
    check(
        Paragraphs,
        "（一）甲\n（二）乙",
        &["li1.1: 甲", "li1.2: 乙"],
    );
}

#[test]
fn parts_are_joined_across_notes_blank_lines_and_pages() {
    let check_wrapped = |source: &str, expected: &[&str]| check(Wrapped, source, expected);
    check_wrapped(
        "The states¹\nand\n\n¹ All of them.\n\u{c}the others.",
        &["p: The states¹ and the others.", "fn¹: All of them."],
    );
    check_wrapped(
        "- The rights-\n\nbased way\n\n- more",
        &["li1: The rightsbased way", "li1: more"],
    );
    // It ended: by its own mark, one behind a bracket, or one of another script.
    for end in [".", "!", "?", ":", ";", ".”", ".)", "。", "؟"] {
        let first = format!("These are all the states{end}");
        check_wrapped(
            &format!("{first}\n\nthe others."),
            &[&format!("p: {first}"), "p: the others."],
        );
    }
    // It begins otherwise.
    check_wrapped(
        "The states\nare\n\n- one",
        &["p: The states are", "li1: one"],
    );
    check_wrapped(
        "The states\nare\n\nOthers.",
        &["p: The states are", "p: Others."],
    );
    check_wrapped(
        "Text.\n\nThe states\nare\n\n人权。",
        &["p: Text.", "p: The states are", "p: 人权。"],
    );
    // Headings are never gone on from.
    check_wrapped(
        "Resources\n\ne Policy Brief.",
        &["h1: Resources", "p: e Policy Brief."],
    );
}

#[test]
fn notes() {
    let check_wrapped = |source: &str, expected: &[&str]| check(Wrapped, source, expected);
    check_wrapped(
        "One¹ two.²\n\n¹ A note\nin two lines.\n² Another.",
        &[
            "p: One¹ two.²",
            "fn¹: A note in two lines.",
            "fn²: Another.",
        ],
    );
    check_wrapped(
        "One [1] two.\n\n[1] A note.",
        &["p: One [1] two.", "fn[1]: A note."],
    );
    // Paragraphs numbered in brackets, to which nothing refers.
    check_wrapped(
        "[1] The court.\n\n[2] The claimant.",
        &["p: [1] The court.", "p: [2] The claimant."],
    );
    check(
        Paragraphs,
        "One².\n² A note.",
        &["p: One².", "fn²: A note."],
    );
}

#[test]
fn note_marks_have_notes() {
    let check = |source: &str, expected: &[(&str, u32)]| {
        let text = super::read_all(source, Some(Wrapped));
        let marks = text.blocks.iter().flat_map(|block| {
            block.marks.iter().filter_map(|mark| match mark.kind {
                MarkKind::NoteReference { note } => Some((&block.text[mark.range.clone()], note)),
                _ => None,
            })
        });
        assert_eq!(marks.collect::<Vec<_>>(), expected, "{source:?}");
    };
    check("One¹ two¹.\n\n¹ A note.", &[("¹", 1), ("¹", 1)]);
    check("One¹².\n\n¹ A note.\n² A note.", &[("¹", 1), ("²", 2)]);
    check("One¹².\n\n¹² A note.", &[("¹²", 1)]);
    check("On 10 m² of 10⁶ [2].\n\n² A note.", &[]);
    // Notes that begin anew on each page: the next one, or else the last.
    check(
        "A¹.\n\n¹ B.\n\nC¹.\n\n¹ D.\n\nE¹.",
        &[("¹", 1), ("¹", 2), ("¹", 2)],
    );
    check("In [1].\n\n[1] Ibid. [1]", &[("[1]", 1), ("[1]", 1)]);
}

#[test]
fn not_readable() {
    use crate::text::ReadError;
    let check = |bytes: &[u8], expected: ReadError| {
        assert_eq!(super::try_read(bytes, None), Err(expected), "{bytes:?}");
    };
    check(b"ab\xff", ReadError::NotUtf8 { offset: 2 });
    check(b"a\0b\0", ReadError::Nul { offset: 1 });
}
