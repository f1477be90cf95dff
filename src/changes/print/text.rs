//! For a person at a terminal.

use super::{
    Report, Reworded, brought, is_long, pair_counts, quote_place, quote_words, reliability,
    remarks, reworded, sign, silenced, stance, unseen, words_for,
};
use crate::changes::outline::event_of;
use crate::changes::{
    CellChange, Changes, Event, FieldChange, Kind, PairChange, PositionChange, RecordChange, Which,
    outline, tally,
};
use crate::diag::render::clean;

/// Columns of a terminal.
const WIDTH: usize = 80;

/// Makes the whole of what is printed: a heading, then a list for each kind of change.
pub fn text(report: &Report<'_>) -> String {
    let changes = report.changes;
    let mut page = Page::default();
    let (old, new) = (report.old.name(), report.new.name());
    page.line("", &format!("{old} → {new}"));
    for remark in remarks(report) {
        page.line("", &remark);
    }
    let parts = tally(changes);
    if parts.is_empty() {
        page.line("", "nothing has changed in substance");
    } else {
        page.line("", &parts.join(", "));
    }
    page.section(
        "Not compared, as it cannot be read",
        &changes.gaps,
        |page, gap| {
            let side = match gap.side {
                Which::Old => old,
                Which::New => new,
            };
            page.line("  ", &format!("{} of {side}", gap.path));
        },
    );
    let told = outline(changes);
    page.section("Documents", &told.documents, |page, it| {
        subject(page, changes, it);
    });
    page.section("Themes and questions", &told.questions, |page, it| {
        subject(page, changes, it);
    });
    page.section("Stances", &told.stances, |page, it| {
        cell(page, it);
    });
    page.section("Silences", &told.silences, |page, it| {
        cell(page, it);
    });
    page.section(
        "Positions behind the same stance",
        &told.positions,
        |page, it| cell(page, it),
    );
    page.section("Relations of documents", &told.relations, |page, it| {
        pair(page, it);
    });
    if let Some(unseen) = unseen(changes) {
        page.line("  ", &unseen);
    }
    let second: Vec<String> = told.reliability.map(reliability).into_iter().collect();
    page.section("Reliability", &second, |page, it| page.line("  ", it));
    page.section("Second codings", &told.codings, |page, it| {
        record(page, it);
    });
    page.section("Holders and instruments", &told.holders, |page, it| {
        record(page, it);
    });
    page.section("Wording", &told.wording, |page, it| {
        cell(page, it);
    });
    page.section("Digest and prose", &told.others, |page, it| {
        record(page, it);
    });
    page.text
}

/// What is being written.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    /// Writes a text behind an indentation, and goes on below it where the line is full.
    fn line(&mut self, indent: &str, text: &str) {
        self.hanging(indent, "", text);
    }

    /// Writes a text behind an indentation and a sign, which is not repeated where the line is full.
    fn hanging(&mut self, indent: &str, sign: &str, text: &str) {
        let (sign, text) = (clean(sign), clean(text));
        let margin = indent.chars().count() + sign.chars().count();
        let mut line = format!("{indent}{sign}");
        let mut used = margin;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if used > margin && used + 1 + length > WIDTH {
                self.text.push_str(line.trim_end());
                self.text.push('\n');
                line = " ".repeat(margin);
                used = margin;
            }
            if used > margin {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Writes a heading and each item below it; nothing without items.
    fn section<T>(&mut self, heading: &str, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.text.push('\n');
        self.line("", heading);
        for item in items {
            write(self, item);
        }
    }
}

/// A document, a theme or a question, with the stances that it brings or takes with it.
fn subject(page: &mut Page, changes: &Changes, change: &RecordChange) {
    record(page, change);
    for (stance, ids) in brought(changes, change) {
        page.hanging("      ", &format!("{stance}: "), &ids.join(", "));
    }
}

fn record(page: &mut Page, change: &RecordChange) {
    let sign = format!("{} ", sign(change.change));
    let id = match change.kind {
        Kind::Digest => String::new(),
        _ => format!(" {}", change.id),
    };
    let mut head = format!("{}{id}", change.kind.as_str());
    if !change.name.is_empty() && change.name != change.id {
        head.push_str(&format!(": {}", change.name));
    }
    if let Some(old) = &change.old_id {
        head.push_str(&format!(" (formerly {old})"));
    }
    page.hanging("  ", &sign, &head);
    for it in &change.fields {
        field(page, it);
    }
}

fn field(page: &mut Page, change: &FieldChange) {
    let FieldChange { field, old, new } = change;
    match (old, new) {
        (None, None) => page.line("      ", field),
        _ if is_long(change) => words(
            page,
            "      ",
            &Reworded {
                what: field.clone(),
                old: old.as_deref(),
                new: new.as_deref(),
            },
        ),
        _ => {
            let value = |value: &Option<String>| value.clone().unwrap_or("none".to_owned());
            page.hanging(
                "      ",
                &format!("{field}: "),
                &format!("{} → {}", value(old), value(new)),
            );
        }
    }
}

fn words(page: &mut Page, indent: &str, words: &Reworded<'_>) {
    page.line(indent, &words.what);
    for (sign, text) in [("- ", words.old), ("+ ", words.new)] {
        if let Some(text) = text {
            page.hanging(&format!("{indent}  "), sign, text);
        }
    }
}

fn cell(page: &mut Page, cell: &CellChange) {
    let mut head = format!("{} on {}", cell.document.name, cell.question.id);
    if cell.old != cell.new {
        head.push_str(&format!(": {} → {}", stance(cell.old), stance(cell.new)));
    }
    page.line("  ", &head);
    for it in &cell.positions {
        position(page, it);
    }
    if let Some(silence) = &cell.silence {
        let sign = format!("{} ", sign(silence.change));
        page.hanging("    ", &sign, silenced(silence));
        for (what, change) in [("note", &silence.note), ("seen", &silence.seen)] {
            if let Some(change) = reworded(what, change.as_ref()) {
                words(page, "      ", &change);
            }
        }
    }
}

fn position(page: &mut Page, change: &PositionChange) {
    let event = event_of(change.old, change.new).unwrap_or(Event::Changed);
    let mut head = change.holder.name.clone();
    if let Some(body) = &change.on_behalf_of {
        head.push_str(&format!(" on behalf of {}", body.name));
    }
    match (change.old, change.new) {
        (Some(old), Some(new)) if old != new => {
            head.push_str(&format!(": {} → {}", stance(Some(old)), stance(Some(new))));
        }
        (old, new) => head.push_str(&format!(": {}", stance(new.or(old)))),
    }
    page.hanging("    ", &format!("{} ", sign(event)), &head);
    if let Some(summary) = reworded("summary", change.summary.as_ref()) {
        words(page, "      ", &summary);
    }
    for quote in &change.quotes {
        for it in quote_words(quote) {
            words(page, "      ", &it);
        }
        if let Some(places) = quote_place(quote) {
            page.line("      ", &format!("quote stands elsewhere: {places}"));
        }
    }
}

fn pair(page: &mut Page, pair: &PairChange) {
    page.line("  ", &format!("{} and {}", pair.a.name, pair.b.name));
    for it in &pair.questions {
        let (old, new) = (words_for(it.old), words_for(it.new));
        page.hanging(
            "    ",
            "~ ",
            &format!("on {}: {old} → {new}", it.question.id),
        );
    }
    let counts = pair_counts(pair);
    if !counts.is_empty() {
        page.line("      ", &counts);
    }
}
