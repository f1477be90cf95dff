//! What holds for every source.

use proptest::prelude::*;

use super::{read_all, read_markdown, seeds};
use crate::text::{Block, Format, Lines, MarkKind, Options, Origin, Piece, Role, Text, read};

/// Pieces cover the text, sources never go backwards and hold what they say, marks nest, and numbers
/// run from 1.
fn assert_whole(source: &str, text: &Text) {
    let mut last_start = 0;
    let mut numbers = [0, 0, 0];
    for block in &text.blocks {
        assert_pieces(source, block);
        assert_marks(block);
        assert!(!block.text.trim().is_empty(), "{block:?}");
        let start = pieces(block)[0].source.start as usize;
        assert!(last_start <= start, "{block:?}");
        last_start = start;
        let fragment = block.fragment();
        let family = fragment.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &mut numbers[["p", "h", "fn"]
            .iter()
            .position(|f| *f == family)
            .expect("it is one of three")];
        *number += 1;
        assert_eq!(*number, block.number);
    }
}

/// The pieces of a block, also where it keeps none.
fn pieces(block: &Block) -> Vec<Piece> {
    match &block.origin {
        Origin::Aligned(start) => vec![Piece {
            text_start: 0,
            source: *start..*start + u32::try_from(block.text.len()).expect("it is short"),
            aligned: true,
        }],
        Origin::Pieces(pieces) => pieces.to_vec(),
    }
}

fn assert_pieces(source: &str, block: &Block) {
    let mut text_end = 0;
    let mut source_end = 0;
    let pieces = pieces(block);
    for (index, piece) in pieces.iter().enumerate() {
        let place = piece.source.start as usize..piece.source.end as usize;
        assert_eq!(piece.text_start as usize, text_end, "{block:?}");
        assert!(source_end <= place.start, "{block:?}");
        assert!(place.start <= place.end, "{block:?}");
        let next = pieces.get(index + 1);
        let next = next.map(|next| next.text_start as usize);
        let words = &block.text[text_end..next.unwrap_or(block.text.len())];
        text_end += words.len();
        source_end = place.end;
        assert!(!words.is_empty(), "{block:?}");
        if piece.aligned {
            let source = &source[place.clone()];
            assert_eq!(words.len(), source.len(), "{block:?}");
            for (read, written) in words.bytes().zip(source.bytes()) {
                assert!(
                    read == written || read == b' ',
                    "{read} {written} {block:?}"
                );
            }
        }
    }
    assert_eq!(text_end, block.text.len());
    // What the block says of a run's ends is what the run says.
    for piece in &pieces {
        let start = piece.text_start as usize;
        let end = pieces
            .iter()
            .map(|it| it.text_start as usize)
            .find(|it| *it > start);
        let range = start..end.unwrap_or(block.text.len());
        let place = piece.source.start as usize..piece.source.end as usize;
        assert_eq!(block.source_range(range), place, "{block:?}");
    }
}

fn assert_marks(block: &Block) {
    for (index, mark) in block.marks.iter().enumerate() {
        assert!(mark.range.start < mark.range.end, "{block:?}");
        assert!(block.text.get(mark.range.clone()).is_some(), "{block:?}");
        if let MarkKind::Link { target } = &mark.kind {
            let scheme = target.split(':').next().unwrap_or("").to_ascii_lowercase();
            assert!(["http", "https", "mailto"].contains(&&*scheme), "{block:?}");
        }
        for other in &block.marks[index + 1..] {
            let (a, b) = (&mark.range, &other.range);
            assert!(
                (a.start, b.end) <= (b.start, a.end) || a.end <= b.start || b.start == a.start,
                "{block:?}"
            );
            assert!(a.end <= b.start || b.end <= a.end, "{block:?}");
        }
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// A word of one of several scripts, without punctuation.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,9}",
        "[A-Z][a-z]{1,9}",
        "[а-я]{1,9}",
        "[ا-ي]{1,6}",
        "[0-9]{1,4}"
    ]
}

/// A paragraph: it begins with a capital and ends with a full stop, so that no rule but wrapping has
/// a say.
fn paragraph() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z]{1,12}", 2..60).prop_map(|mut words| {
        words[0].insert(0, 'T');
        words.last_mut().expect("there are two").push('.');
        words
    })
}

fn wrap(paragraph: &[String], columns: usize) -> String {
    let mut text = String::new();
    let mut used = 0;
    for word in paragraph {
        if used > 0 && used + 1 + word.len() > columns {
            text.push('\n');
            used = 0;
        } else if used > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += word.len();
    }
    text
}

/// Pieces of markup and of everything that a rule looks at.
const SCRAPS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    "\u{c}",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "(a) ",
    "• ",
    "    ",
    "\t",
    "> ",
    "# ",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "~~",
    "[",
    "](",
    "]",
    ")",
    "(#)",
    "<",
    ">",
    "<b>",
    "&amp;",
    "\\",
    "|",
    "|---|---|\n",
    "| a | b |\n",
    "---\n",
    "===\n",
    "¹",
    "² ",
    "\n¹ ",
    "[1]",
    "\n[1] ",
    "[^1]",
    "\n[^1]: ",
    "\n[1]: ",
    "www.a.org",
    "https://a.org/b",
    "a@b.org",
    "Label: ",
    "Label:\n",
    "word",
    "Word ",
    ". ",
    "-\n",
    "\u{ad}\n",
    "人",
    "权。",
    "ا",
    "\u{feff}",
    "\u{2029}",
    "!",
    "[a](https://b.org)",
    "![a](b)",
];

fn scrap() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(SCRAPS).prop_map(str::to_owned),
        1 => ".{0,4}",
    ]
}

fn scraps() -> impl Strategy<Value = String> {
    prop::collection::vec(scrap(), 0..40).prop_map(|scraps| scraps.concat())
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(
        &[
            Role::Heading,
            Role::Paragraph,
            Role::ListItem,
            Role::Label,
            Role::Continues,
        ][..],
    )
}

proptest! {
    #[test]
    fn every_reading_is_whole(
        source in scraps(),
        at in "[a-zA-Z]{1,3}|word|Word|Label|人|-",
        role in role(),
    ) {
        for format in [Format::Text, Format::Markdown] {
            for lines in [None, Some(Lines::Wrapped), Some(Lines::Paragraphs)] {
                let structure = [(at.as_str(), role)];
                let options = Options { format, lines, structure: &structure };
                if let Ok(reading) = read(source.as_bytes(), &options) {
                    assert_whole(&source, &reading.text);
                }
            }
        }
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in [Format::Text, Format::Markdown] {
            let options = Options { format, lines: None, structure: &[] };
            let _ = read(&bytes, &options);
        }
    }

    #[test]
    fn every_word_survives_in_order(
        lines in prop::collection::vec(prop::collection::vec(word(), 0..8), 0..30),
        wrapped in any::<bool>(),
    ) {
        let lines: Vec<String> = lines.iter().map(|words| words.join(" ")).collect();
        let source = lines.join("\n");
        let mode = if wrapped { Lines::Wrapped } else { Lines::Paragraphs };
        let text = read_all(&source, Some(mode));
        let read: Vec<String> = text.blocks.iter().flat_map(|block| words(&block.text)).collect();
        prop_assert_eq!(read, words(&source));
    }

    #[test]
    fn wrapping_anew_changes_nothing(
        paragraphs in prop::collection::vec(paragraph(), 1..6),
        columns in 12_usize..100,
    ) {
        let wrapped = |columns| {
            let paragraphs = paragraphs.iter().map(|paragraph| wrap(paragraph, columns));
            paragraphs.collect::<Vec<_>>().join("\n\n")
        };
        let texts = |source: &str| {
            let text = read_all(source, Some(Lines::Wrapped));
            text.blocks.iter().map(|block| block.text.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(texts(&wrapped(columns)), texts(&wrapped(usize::MAX)));
    }
}

#[test]
fn seeds_are_whole() {
    for bytes in [
        seeds::NEWS,
        seeds::CONCEPT,
        seeds::STATEMENT,
        seeds::WORKSHOP,
    ] {
        let source = std::str::from_utf8(bytes).expect("a seed is text");
        assert_whole(source, &read_all(source, None));
        assert_whole(source, &read_markdown(source));
        let other = source.replace('\n', "\r\n");
        assert_whole(&other, &read_all(&other, None));
        let blocks = |text: &Text| super::show_all(text);
        assert_eq!(
            blocks(&read_all(&other, None)),
            blocks(&read_all(source, None))
        );
    }
}

/// Reads hostile input in each way, and says when one of them takes long.
#[test]
fn hostile_input_takes_no_machine_down() {
    let many = 100_000;
    let repeated = |text: &str| text.repeat(many / 5);
    let sources = [
        ("brackets", "[".repeat(many)),
        ("both brackets", "[".repeat(many) + &"]".repeat(many)),
        ("links", repeated("[a](")),
        ("images", repeated("![a](")),
        ("references", repeated("[1]")),
        ("quotations", ">".repeat(many)),
        ("nested items", repeated("- ")),
        ("emphasis", repeated("*a ")),
        ("stars", repeated("*")),
        ("emphasised lines", repeated("*a*\n")),
        ("backticks", (1..400).map(|n| "`".repeat(n) + " ").collect()),
        ("entities", repeated("&amp")),
        ("tags", repeated("<a ")),
        ("comments", repeated("<!--")),
        ("hyphens", repeated("a-\n")),
        ("unfinished lines", repeated("a\n\n")),
        ("marks", repeated("¹ a\n")),
        ("labels", repeated("Label: ")),
        ("label lines", repeated("Label: a\n")),
        ("addresses", repeated("http://a.org/")),
        ("mail", repeated("a@b.org@")),
        ("dots", repeated(".")),
        ("at signs", repeated("a@")),
        ("closing", repeated(")")),
        ("schemes", repeated("http://")),
        ("items", repeated("1. a\n")),
        ("page breaks", repeated("\u{c}a")),
        (
            "tables",
            "|".repeat(1000) + "\n" + &"|-".repeat(1000) + "|\n" + &repeated("|\n"),
        ),
        ("notes", repeated("[^1]: a\n\n[^1]")),
        (
            "indented",
            (0..2000).map(|n| " ".repeat(n) + "- a\n").collect(),
        ),
    ];
    for (name, source) in &sources {
        for format in [Format::Text, Format::Markdown] {
            let options = Options {
                format,
                lines: None,
                structure: &[],
            };
            // Whatever it says, it comes back: what is quadratic here would take hours.
            if let Ok(reading) = read(source.as_bytes(), &options) {
                assert!(reading.text.blocks.len() <= source.len(), "{name}");
            }
        }
    }
}

#[test]
fn a_line_of_two_megabytes_is_one_passage() {
    let source = "Human rights apply online and offline, as www.example.org says. ".repeat(30_000);
    for format in [Format::Text, Format::Markdown] {
        let options = Options {
            format,
            lines: None,
            structure: &[],
        };
        let reading = read(source.as_bytes(), &options).expect("it is text");
        assert_eq!(reading.text.blocks.len(), 1);
    }
}
