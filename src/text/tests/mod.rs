//! Sources in, blocks out.

mod seeds;

use crate::text::{Block, BlockKind, Text};

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
