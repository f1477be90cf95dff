//! A citation in words, to be selected and copied.

use super::{Citation, Title, event_words, line};
use crate::config::Direction;
use crate::digest::date::Date;
use crate::render::frame::dir;
use crate::render::html::{Html, push_attribute, push_text};

/// Writes a citation as one line: who, what, of which kind, when, where.
///
/// Nothing follows an address, so that it can be copied with the line.
pub(in crate::render) fn words(citation: &Citation) -> Html {
    let mut line = Line::default();
    let names = citation.authors.iter().map(|author| author.name.as_str());
    line.sentence(&names.collect::<Vec<_>>().join(", "));
    line.title(&citation.title);
    let kind = citation.kind.words();
    let event = citation.event.as_ref().and_then(event_words);
    let date = citation.date.as_ref().map(Date::english);
    let facts = [
        citation.container.clone(),
        kind.map(str::to_owned),
        event.map(|event| format!("Event: {event}")),
        date,
    ];
    for fact in facts.into_iter().flatten() {
        line.sentence(&fact);
    }
    line.address(citation.url.as_deref());
    Html::trusted(line.markup)
}

#[derive(Default)]
struct Line {
    markup: String,
}

impl Line {
    /// Adds a sentence with a full stop, unless it ends in a mark of its own.
    fn sentence(&mut self, text: &str) {
        let text = line(text);
        if text.is_empty() {
            return;
        }
        self.space();
        push_text(&mut self.markup, &text);
        self.stop(&text);
    }

    /// The same with a title, which has a language and a direction of its own.
    fn title(&mut self, title: &Title) {
        let whole = line(&title.whole());
        if whole.is_empty() {
            return;
        }
        self.space();
        push_text(&mut self.markup, title.before);
        self.markup.push_str("<cite");
        let direction = dir(Direction::of_language(&title.language));
        push_attribute(&mut self.markup, "lang", &title.language);
        push_attribute(&mut self.markup, "dir", direction);
        self.markup.push('>');
        push_text(&mut self.markup, &line(&title.words));
        self.markup.push_str("</cite>");
        push_text(&mut self.markup, title.after);
        self.stop(&whole);
    }

    fn address(&mut self, url: Option<&str>) {
        if let Some(url) = url {
            self.space();
            push_text(&mut self.markup, url);
        }
    }

    fn space(&mut self) {
        if !self.markup.is_empty() {
            self.markup.push(' ');
        }
    }

    fn stop(&mut self, text: &str) {
        if !text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) {
            self.markup.push('.');
        }
    }
}
