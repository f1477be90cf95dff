//! For a comment on a pull request, or the page of a job: GitHub's Markdown.
//!
//! Whatever a record says is a stranger's. Nothing of it may become markup, a link, an image, a mention
//! of somebody (`@name`), a reference (`#1`, a commit) or HTML. Escapes do not keep GitHub from that: it
//! looks for mentions and references in the text that is left when Markdown has been read. It does not
//! in code. So:
//!
//! 1. names that consist of letters, digits and single spaces stand as they are ([`name`]);
//! 2. everything else of a line stands in a code span whose fence is longer than any in it ([`code`]);
//! 3. longer words stand in a block of code, each line behind `-` or `+`, so that none ends it.

use super::{
    Report, Reworded, brought, is_long, pair_counts, quote_place, quote_words, reliability,
    remarks, reworded, silenced, stance, unseen, words_for,
};
use crate::changes::outline::event_of;
use crate::changes::{
    CellChange, Changes, Event, FieldChange, Kind, PairChange, PositionChange, RecordChange, Which,
    outline, tally,
};
use crate::diag::render::{clean, fence};

/// The most bytes of the whole. A comment may have 65,536 characters, however one counts them.
const LIMIT: usize = 65_000;

/// What is kept free for the sentence on what was left out, and for closing what is open.
const RESERVE: usize = 500;

/// The most characters of one text; longer ones are cut.
const LONGEST: usize = 1_200;

/// Lines of code do not wrap on a page, so they are wrapped here.
const WIDTH: usize = 90;

/// Makes the whole comment: at most 65,000 bytes, with a sentence on how much was left out.
pub fn markdown(report: &Report<'_>) -> String {
    let changes = report.changes;
    let mut page = Page::default();
    let (old, new) = (report.old.name(), report.new.name());
    page.text = format!(
        "### Changes in substance: {} → {}\n\n",
        code(old),
        code(new)
    );
    for remark in remarks(report) {
        // Made of our words and the names of revisions.
        page.text.push_str(&format!("{}\n\n", code(&remark)));
    }
    let parts = tally(changes);
    match parts.is_empty() {
        true => page.text.push_str("Nothing has changed in substance.\n"),
        false => page.text.push_str(&format!("**{}**\n", parts.join(", "))),
    }
    page.section("Not compared, as it cannot be read", &changes.gaps, |gap| {
        let side = match gap.side {
            Which::Old => old,
            Which::New => new,
        };
        format!("- {} of {}\n", code(&gap.path), code(side))
    });
    let told = outline(changes);
    page.section("Documents", &told.documents, |it| subject(changes, it));
    page.section("Themes and questions", &told.questions, |it| {
        subject(changes, it)
    });
    page.section("Stances", &told.stances, |it| cell(it));
    page.section("Silences", &told.silences, |it| cell(it));
    page.section("Positions behind the same stance", &told.positions, |it| {
        cell(it)
    });
    page.section("Relations of documents", &told.relations, |it| pair(it));
    if let Some(unseen) = unseen(changes) {
        page.text.push_str(&format!("\n{unseen}\n"));
    }
    let second: Vec<String> = told.reliability.map(reliability).into_iter().collect();
    page.section("Reliability", &second, |it| format!("- {it}\n"));
    page.section("Second codings", &told.codings, |it| record(it));
    page.section("Holders and instruments", &told.holders, |it| record(it));
    page.folded("Wording", &told.wording, |it| cell(it));
    page.section("Digest and prose", &told.others, |it| record(it));
    if page.left_out > 0 {
        page.text.push_str(&format!(
            "\n… and {} more: `policy-digest diff` on your own computer shows all of them.\n",
            page.left_out
        ));
    }
    page.text
}

/// What is being written.
#[derive(Default)]
struct Page {
    text: String,
    /// How many items had no room. Behind the first of them there is room for none.
    left_out: usize,
}

impl Page {
    fn section<T>(&mut self, heading: &str, items: &[T], write: impl Fn(&T) -> String) {
        self.items(&format!("\n#### {heading}\n\n"), "", items, write);
    }

    /// A section that opens when it is asked for.
    fn folded<T>(&mut self, heading: &str, items: &[T], write: impl Fn(&T) -> String) {
        let open = format!(
            "\n<details><summary>{heading} ({})</summary>\n\n",
            items.len()
        );
        self.items(&open, "\n</details>\n", items, write);
    }

    /// Writes as many items as there is room for, between what opens and closes them.
    fn items<T>(&mut self, open: &str, close: &str, items: &[T], write: impl Fn(&T) -> String) {
        let mut is_open = false;
        for item in items {
            let item = write(item);
            let head = if is_open { "" } else { open };
            let length = self.text.len() + head.len() + item.len() + close.len();
            if self.left_out > 0 || length > LIMIT - RESERVE {
                self.left_out += 1;
                continue;
            }
            self.text.push_str(head);
            self.text.push_str(&item);
            is_open = true;
        }
        if is_open {
            self.text.push_str(close);
        }
    }
}

/// A document, a theme or a question, with the stances that it brings or takes with it.
fn subject(changes: &Changes, change: &RecordChange) -> String {
    let mut item = record(change);
    for (stance, ids) in brought(changes, change) {
        let ids: Vec<String> = ids.into_iter().map(code).collect();
        item += &format!("  - {stance}: {}\n", ids.join(", "));
    }
    item
}

fn record(change: &RecordChange) -> String {
    let mut item = format!("- {} ", change.kind.as_str());
    if change.kind != Kind::Digest {
        item += &format!("{} ", code(&change.id));
    }
    if !change.name.is_empty() && change.name != change.id {
        item += &format!("**{}** ", name(&change.name));
    }
    match &change.old_id {
        Some(old) => item += &format!("renamed, formerly {}\n", code(old)),
        None => item += &format!("{}\n", change.change.as_str()),
    }
    for it in &change.fields {
        item += &field(it);
    }
    item
}

fn field(change: &FieldChange) -> String {
    let FieldChange { field, old, new } = change;
    match (old, new) {
        (None, None) => format!("  - {}\n", code(field)),
        _ if is_long(change) => {
            let (old, new) = (old.as_deref(), new.as_deref());
            let what = field.clone();
            words("  ", &code(field), &Reworded { what, old, new })
        }
        _ => {
            let value = |value: &Option<String>| match value {
                Some(value) => code(value),
                None => "none".to_owned(),
            };
            format!("  - {}: {} → {}\n", code(field), value(old), value(new))
        }
    }
}

fn cell(cell: &CellChange) -> String {
    let mut item = format!(
        "- **{}** on {}",
        name(&cell.document.name),
        code(&cell.question.id)
    );
    if cell.old != cell.new {
        item += &format!(": {} → **{}**", stance(cell.old), stance(cell.new));
    }
    item.push('\n');
    for it in &cell.positions {
        item += &position(it);
    }
    if let Some(silence) = &cell.silence {
        item += &format!("  - {}\n", silenced(silence));
        for (what, change) in [("note", &silence.note), ("seen", &silence.seen)] {
            if let Some(change) = reworded(what, change.as_ref()) {
                item += &words("    ", what, &change);
            }
        }
    }
    item
}

fn position(change: &PositionChange) -> String {
    let mut item = format!("  - {}", name(&change.holder.name));
    if let Some(body) = &change.on_behalf_of {
        item += &format!(" on behalf of {}", name(&body.name));
    }
    let (old, new) = (stance(change.old), stance(change.new));
    item += &match event_of(change.old, change.new) {
        Some(Event::Added) => format!(": {new} (added)\n"),
        Some(Event::Removed) => format!(": {old} (removed)\n"),
        Some(_) => format!(": {old} → {new}\n"),
        None => format!(": {new}\n"),
    };
    if let Some(summary) = reworded("summary", change.summary.as_ref()) {
        item += &words("    ", "summary", &summary);
    }
    for quote in &change.quotes {
        for it in quote_words(quote) {
            item += &words("    ", &name(&it.what), &it);
        }
        if let Some(places) = quote_place(quote) {
            item += &format!("    - quote stands elsewhere: {}\n", code(&places));
        }
    }
    item
}

fn pair(pair: &PairChange) -> String {
    let mut item = format!(
        "- **{}** and **{}**\n",
        name(&pair.a.name),
        name(&pair.b.name)
    );
    for it in &pair.questions {
        let (old, new) = (words_for(it.old), words_for(it.new));
        item += &format!("  - on {}: {old} → **{new}**\n", code(&it.question.id));
    }
    let counts = pair_counts(pair);
    if !counts.is_empty() {
        item += &format!("  - {counts}\n");
    }
    item
}

/// Words before and after, as an item of a list with a block of code: GitHub colours its lines.
fn words(indent: &str, what: &str, words: &Reworded<'_>) -> String {
    let mut item = format!("{indent}- {what}\n");
    let lines: Vec<String> = [('-', words.old), ('+', words.new)]
        .into_iter()
        .filter_map(|(sign, text)| Some((sign, text?)))
        .flat_map(|(sign, text)| wrapped(&cut(&clean(text)), sign))
        .collect();
    let fence = fence(&lines.concat(), 3);
    item += &format!("{indent}  {fence}diff\n");
    for line in lines {
        item += &format!("{indent}  {line}\n");
    }
    item += &format!("{indent}  {fence}\n");
    item
}

/// Divides a text into lines, each behind the sign.
fn wrapped(text: &str, sign: char) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = sign.to_string();
    for word in text.split_whitespace() {
        let length = line.chars().count() + 1 + word.chars().count();
        if length > WIDTH && line.chars().count() > 1 {
            lines.push(std::mem::replace(&mut line, sign.to_string()));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(line);
    lines
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A name in plain text where nothing in it can mean anything, else in a code span.
fn name(text: &str) -> String {
    let is_plain = text.split(' ').all(is_plain_word);
    if is_plain {
        text.to_owned()
    } else {
        code(text)
    }
}

/// A word of letters and digits that could not be the name of a commit.
fn is_plain_word(word: &str) -> bool {
    let is_name_of_commit = word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    !word.is_empty() && word.chars().all(char::is_alphanumeric) && !is_name_of_commit
}

/// A code span that holds the text as it is, on one line.
fn code(text: &str) -> String {
    let text = cut(&clean(text));
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    let fence = fence(&text, 1);
    // One space on each side is taken off again by whoever reads it.
    let needs_space = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if needs_space { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::print::Revision;

    #[test]
    fn names_are_plain_only_when_nothing_in_them_means_anything() {
        let check = |text: &str, expected: &str| assert_eq!(name(text), expected);
        check("Alpha 2025", "Alpha 2025");
        check("大会 Ελλάδα", "大会 Ελλάδα");
        check("@everybody", "`@everybody`");
        check("see #12", "`see #12`");
        check("GH-12", "`GH-12`");
        check("www.example.org", "`www.example.org`");
        check("a  b", "`a  b`");
        check("<img src=x>", "`<img src=x>`");
        check("1) first", "`1) first`");
        // GitHub would link it to a commit.
        check("was 0123abc", "`was 0123abc`");
        check("a ``fence`` and `", "``` a ``fence`` and ` ```");
        check("two\nlines", "`two lines`");
        check(" ", "(empty)");
    }

    #[test]
    fn pairs_that_were_not_looked_at_take_the_room_of_nothing() {
        let page = RecordChange {
            kind: Kind::Page,
            change: Event::Added,
            id: "about".to_owned(),
            old_id: None,
            name: "about".to_owned(),
            fields: Vec::new(),
        };
        let changes = Changes {
            records: vec![page],
            relations_left_out: 3,
            ..Changes::default()
        };
        let side = Revision {
            name: None,
            commit: None,
            has_digest: true,
            errors: 0,
        };
        let (old, new, changes) = (&side, &side, &changes);
        let comment = markdown(&Report { old, new, changes });
        assert!(
            comment.contains("3 more pairs were not looked at"),
            "{comment}"
        );
        assert!(comment.contains("- page `about` added"), "{comment}");
        assert!(!comment.contains("on your own computer"), "{comment}");
    }

    #[test]
    fn no_text_ends_its_block() {
        let reworded = Reworded {
            what: "quote".to_owned(),
            old: Some("```` \n```\n</details> @name"),
            new: None,
        };
        let block = words("  ", "quote", &reworded);
        assert_eq!(
            block,
            "  - quote\n    `````diff\n    - ```` ``` </details> @name\n    `````\n"
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = "é".repeat(LONGEST + 1);
        assert_eq!(cut(&text), format!("{}…", "é".repeat(LONGEST)));
        assert_eq!(cut("é"), "é");
    }
}
