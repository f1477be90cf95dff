//! `policy-digest find`.

use anyhow::Result;
use policy_digest::compare::Occurrence;
use policy_digest::compare::concordance::{Terms, Words, context};
use policy_digest::config;
use policy_digest::diag::Diagnostics;
use policy_digest::diag::render::clean;
use policy_digest::digest::{self, Document};
use policy_digest::load;
use policy_digest::record;
use policy_digest::text::{Block, BlockKind};

use super::{Find, Outcome, root, terminal};

/// The words before an occurrence take so many columns, so that occurrences stand below each other.
const BEFORE: usize = 44;

pub(super) fn run(command: &Find) -> Result<Outcome> {
    let root = root(command.digest.as_deref())?;
    let files = load::digest(&root)?;
    // What is wrong with it stands in nobody's way here.
    let mut ignored = Diagnostics::new();
    let config = config::read(&files, &mut ignored).unwrap_or_default();
    let folder = &config.content_folder;
    let listed = record::list(&files, folder, &mut ignored);
    let digest = digest::resolve(listed, &files, folder, config::SEEDS, None, &mut ignored);
    let bytes = digest.documents.iter().map(|it| it.text.bytes()).sum();
    let terms = Terms::new([command.words.as_slice()], bytes);
    let style = Style {
        words: command.context.map_or(config.context_words, usize::from),
        colours: terminal::colours_on_stdout(),
    };
    let (mut text, mut count, mut documents) = (String::new(), 0, 0);
    for document in &digest.documents {
        let found = terms.find(&Words::new(&document.text));
        let Some((_, found)) = found.by_question().next() else {
            continue;
        };
        count += found.len();
        documents += 1;
        text.push_str(&clean(&format!("{} ({})", document.title, document.id)));
        text.push('\n');
        for occurrence in found {
            text.push_str(&style.line(document, occurrence));
        }
        text.push('\n');
    }
    let all = match digest.documents.len() {
        1 => "1 document".to_owned(),
        all => format!("{all} documents"),
    };
    text.push_str(&match count {
        0 => format!("no occurrence in {all}\n"),
        1 => format!("1 occurrence in {documents} of {all}\n"),
        _ => format!("{count} occurrences in {documents} of {all}\n"),
    });
    terminal::print(&text)?;
    Ok(Outcome::Done)
}

/// How occurrences are shown.
struct Style {
    /// Words of context on each side.
    words: usize,
    colours: bool,
}

impl Style {
    fn line(&self, document: &Document, occurrence: &Occurrence) -> String {
        let range = occurrence.range();
        let block = &document.text.blocks[range.block];
        let range = range.range();
        let (before, after) = context(&block.text, range.clone(), self.words);
        let before = clean(before);
        let before = last_words(&before);
        let (on, off) = if self.colours {
            ("\x1b[1m", "\x1b[0m")
        } else {
            ("", "")
        };
        format!(
            "  {:>4}  {before:>BEFORE$}{on}{}{off}{}\n",
            label(block),
            clean(&block.text[range]),
            clean(after)
        )
    }
}

/// As many whole words at a text's end as the columns hold; where words have no spaces, characters.
fn last_words(text: &str) -> &str {
    let Some((start, _)) = text.char_indices().rev().nth(BEFORE - 1) else {
        return text;
    };
    let end = &text[start..];
    match end.split_once(' ') {
        Some((_, whole)) if start > 0 && !whole.is_empty() => whole,
        _ => end,
    }
}

/// How a block is cited, in a few columns.
fn label(block: &Block) -> String {
    match block.kind {
        BlockKind::Heading { .. } | BlockKind::Note { .. } => block.fragment(),
        _ => format!("¶{}", block.number),
    }
}
