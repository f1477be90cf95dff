//! Sources in, blocks out.

mod markdown;
mod plain;
mod properties;
mod seeds;
mod structure;

use crate::text::{Block, BlockKind, Format, Lines, Options, ReadError, Text, read};

/// A block in a line: `p: …`, `h2: …`, `li1: …`.
fn show(block: &Block) -> String {
    let head = match &block.kind {
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Label { label } => format!("label {:?}", &block.text[..*label]),
        BlockKind::ListItem {
            list,
            ordinal,
            depth,
        } => {
            let ordinal = ordinal.map_or(String::new(), |ordinal| format!(".{ordinal}"));
            format!("li{list}{}{ordinal}", ">".repeat(usize::from(*depth)))
        }
        BlockKind::TableRow { table, head, .. } => {
            format!("{}{table}", if *head { "th" } else { "tr" })
        }
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Note { mark } => format!("fn{mark}"),
    };
    format!("{head}: {}", block.text)
}

fn show_all(text: &Text) -> Vec<String> {
    text.blocks.iter().map(show).collect()
}

fn try_read(bytes: &[u8], lines: Option<Lines>) -> Result<Text, ReadError> {
    let options = Options {
        format: Format::Text,
        lines,
        structure: &[],
    };
    read(bytes, &options).map(|reading| reading.text)
}

fn read_all(source: &str, lines: Option<Lines>) -> Text {
    try_read(source.as_bytes(), lines).expect("it is text")
}

fn read_text(source: &str, lines: Option<Lines>) -> Vec<String> {
    show_all(&read_all(source, lines))
}

fn read_markdown(source: &str) -> Text {
    let options = Options {
        format: Format::Markdown,
        lines: None,
        structure: &[],
    };
    let reading = read(source.as_bytes(), &options);
    reading.expect("it is text").text
}
