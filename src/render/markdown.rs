//! Our own prose: Markdown of records and of `content/*.md` to markup that is safe to print.
//!
//! Raw HTML is shown as text, images as their description, and a link leads only to the web, to
//! mail, to a page of the site or to a record. Elements deeper than [`DEEPEST_NESTING`] keep their words
//! and lose their tags, since no browser and no minifier is to pay for them.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::highlight::code_block;
use super::html::{Html, is_relative_url, is_safe_url};
use crate::compare::DocumentStance;
use crate::prose::{DEEPEST_NESTING, RecordKind, RecordTarget, is_plain, options};
use crate::text::fold::{is_han_or_kana, spaced};

/// What prose needs to know of the site it stands in.
pub(super) trait Resolve {
    /// Address of a record relative to the page; none when there is no such record.
    fn record(&self, target: &RecordTarget) -> Option<String>;

    /// Address relative to the page of an address relative to the root of the site.
    fn page(&self, address: &str) -> String;

    /// Whether straight quotation marks become curly ones.
    fn smart_punctuation(&self) -> bool;
}

/// A page of prose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Prose {
    /// The words of the heading of the first level that it begins with.
    pub(super) title: Option<String>,
    /// What stands before the first heading of its own.
    pub(super) lead: Html,
    /// The rest, from that heading on.
    pub(super) sections: Html,
}

/// Renders a page of prose. Its headings begin at the second level.
pub(super) fn prose(markdown: &str, resolve: &dyn Resolve) -> Prose {
    let parser = Parser::new_ext(markdown, options(resolve.smart_punctuation()));
    let mut events: Vec<Event<'_>> = tamed(parser, resolve);
    let title = take_title(&mut events);
    let events = with_heading_ids(with_regions(with_code(events)));
    // Both parts come of one rendering, since notes are numbered through.
    let lead = markup(&events[..sections_begin(&events)]);
    let whole = markup(&events);
    Prose {
        title,
        sections: Html::trusted(whole.as_str()[lead.as_str().len()..].to_owned()),
        lead,
    }
}

/// The index of the first heading; one inside a quotation or a list begins no section.
fn sections_begin(events: &[Event<'_>]) -> usize {
    let mut depth = 0_usize;
    let begins = |event: &Event<'_>| {
        let found = depth == 0 && matches!(event, Event::Start(Tag::Heading { .. }));
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        found
    };
    events.iter().position(begins).unwrap_or(events.len())
}

fn markup(events: &[Event<'_>]) -> Html {
    let mut markup = String::new();
    pulldown_cmark::html::push_html(&mut markup, events.iter().cloned());
    Html::trusted(markup)
}

/// A part of a page of prose: what follows a heading, up to the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// The id of its heading on the page; empty for what stands before the first one.
    pub(super) id: String,
    /// The words of its heading.
    pub(super) title: String,
    /// The words below it, without any markup.
    pub(super) words: String,
}

/// Parts a page of prose at its headings, for the search. The heading of the first level that it
/// begins with is the page's title and none of these.
pub(super) fn sections(markdown: &str, resolve: &dyn Resolve) -> Vec<Section> {
    let parser = Parser::new_ext(markdown, options(resolve.smart_punctuation()));
    let mut events: Vec<Event<'_>> = tamed(parser, resolve);
    take_title(&mut events);
    let mut sections = vec![Section::default()];
    let mut in_heading = false;
    for event in with_heading_ids(events) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                in_heading = true;
                sections.push(Section {
                    id: id.map_or(String::new(), |id| id.to_string()),
                    ..Section::default()
                });
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            event => {
                let section = sections.last_mut().expect("there is a first one");
                let words = if in_heading {
                    &mut section.title
                } else {
                    &mut section.words
                };
                push_words(words, &event);
            }
        }
    }
    for section in &mut sections {
        section.title = spaced(&section.title);
        section.words = spaced(&section.words);
    }
    sections.retain(|section| !section.title.is_empty() || !section.words.is_empty());
    sections
}

/// Renders the documentation of a rule: under a heading of the second level, so its own begin at the
/// third and have no ids, since every rule has the same ones.
pub(super) fn rule_doc(markdown: &str, resolve: &dyn Resolve) -> Html {
    let parser = Parser::new_ext(markdown, options(false));
    let mut events = with_code(tamed(parser, resolve));
    for event in &mut events {
        if let Event::Start(Tag::Heading { level, .. }) | Event::End(TagEnd::Heading(level)) = event
        {
            *level = HeadingLevel::H3;
        }
    }
    markup(&events)
}

/// Renders a line of prose: emphasis, code and links stay, blocks are run together.
pub(super) fn inline(markdown: &str, resolve: &dyn Resolve) -> Html {
    match is_plain(markdown) {
        true => Html::text(markdown),
        false => parsed(markdown, resolve),
    }
}

fn parsed(markdown: &str, resolve: &dyn Resolve) -> Html {
    let parser = Parser::new_ext(markdown, options(resolve.smart_punctuation()));
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in tamed(parser, resolve) {
        match event {
            Event::Start(ref tag) if !is_inline(tag) => {}
            Event::End(end) if !is_inline_end(end) => events.push(Event::Text(" ".into())),
            Event::Rule | Event::TaskListMarker(_) | Event::FootnoteReference(_) => {}
            event => events.push(event),
        }
    }
    let mut markup = String::new();
    pulldown_cmark::html::push_html(&mut markup, events.into_iter());
    Html::trusted(markup.trim().to_owned())
}

/// The words of a line of prose, without any markup: for titles and descriptions.
pub(super) fn plain(markdown: &str) -> String {
    if is_plain(markdown) {
        return markdown.to_owned();
    }
    let mut words = String::new();
    for event in join_lines(Parser::new_ext(markdown, options(false)).collect()) {
        push_words(&mut words, &event);
    }
    spaced(&words)
}

/// Appends what is to be read of an event; a space where a block or a line ends.
fn push_words(words: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
            words.push_str(text);
        }
        Event::SoftBreak | Event::HardBreak => words.push(' '),
        Event::End(end) if !is_inline_end(*end) => words.push(' '),
        _ => {}
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }
    )
}

fn is_inline_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link
    )
}

/// Takes out of Markdown whatever must not reach a page.
fn tamed<'a>(parser: Parser<'a>, resolve: &dyn Resolve) -> Vec<Event<'a>> {
    let mut depth = 0_usize;
    let mut links: Vec<bool> = Vec::new();
    let mut notes = Notes::default();
    let mut events = Vec::new();
    for event in parser {
        match event {
            Event::Start(tag) => {
                depth += 1;
                let sign = claimed_stance(&tag);
                let tag = tamed_tag(tag, resolve, &mut links, &mut notes);
                if let Some(tag) = tag.filter(|_| depth <= DEEPEST_NESTING) {
                    events.push(Event::Start(tag));
                    events.extend(sign);
                }
            }
            Event::End(end) => {
                let keep = match end {
                    TagEnd::Link => links.pop().unwrap_or(false),
                    TagEnd::Image | TagEnd::HtmlBlock => false,
                    _ => true,
                };
                if keep && depth <= DEEPEST_NESTING {
                    events.push(Event::End(end));
                } else if matches!(end, TagEnd::HtmlBlock) {
                    events.push(Event::SoftBreak);
                }
                depth -= 1;
            }
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::FootnoteReference(label) => {
                events.push(Event::FootnoteReference(notes.id(&label)));
            }
            event => events.push(event),
        }
    }
    join_lines(events)
}

/// Ids for footnotes, whose labels may be any words.
#[derive(Default)]
struct Notes {
    labels: Vec<String>,
}

impl Notes {
    fn id(&mut self, label: &str) -> CowStr<'static> {
        let index = self.labels.iter().position(|known| known == label);
        let index = index.unwrap_or_else(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        });
        format!("_note-{}", index + 1).into()
    }
}

/// The sign of the stance that a link to a document's row says the document has. The sentence has it
/// in words.
fn claimed_stance(tag: &Tag<'_>) -> Option<Event<'static>> {
    let Tag::Link {
        dest_url, title, ..
    } = tag
    else {
        return None;
    };
    let stance = stance_of_row(dest_url, title)?;
    let sign = format!("<span class=\"sign s-{}\"></span>", stance.id());
    Some(Event::InlineHtml(sign.into()))
}

fn stance_of_row(address: &str, title: &str) -> Option<DocumentStance> {
    let target = RecordTarget::parse(address)?;
    let is_row = target.kind == RecordKind::Question && target.fragment.is_some();
    let mut stances = DocumentStance::ALL.into_iter();
    stances.find(|stance| is_row && stance.id() == title)
}

fn tamed_tag<'a>(
    tag: Tag<'a>,
    resolve: &dyn Resolve,
    links: &mut Vec<bool>,
    notes: &mut Notes,
) -> Option<Tag<'a>> {
    match tag {
        // Pictures would be fetched from elsewhere; their description is enough.
        Tag::Image { .. } | Tag::HtmlBlock => None,
        Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        } => {
            let target = link_target(&dest_url, resolve);
            links.push(target.is_some());
            let is_row = stance_of_row(&dest_url, &title).is_some();
            let title = if is_row { CowStr::from("") } else { title };
            let dest_url = CowStr::from(target?);
            Some(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            })
        }
        Tag::FootnoteDefinition(label) => Some(Tag::FootnoteDefinition(notes.id(&label))),
        Tag::BlockQuote(_) => Some(Tag::BlockQuote(None)),
        Tag::Heading { level, .. } => Some(Tag::Heading {
            level,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        tag => Some(tag),
    }
}

fn link_target(url: &str, resolve: &dyn Resolve) -> Option<String> {
    if let Some(target) = RecordTarget::parse(url) {
        return resolve.record(&target);
    }
    if is_safe_url(url) || (url.starts_with('#') && is_relative_url(url)) {
        return Some(url.to_owned());
    }
    is_relative_url(url).then(|| resolve.page(&without_md(url)))
}

/// `notes.md#part` leads to `notes.html#part`, as with mdBook.
fn without_md(url: &str) -> String {
    let path_end = url.find(['?', '#']).unwrap_or(url.len());
    match url[..path_end].strip_suffix(".md") {
        Some(stem) => format!("{stem}.html{}", &url[path_end..]),
        None => url.to_owned(),
    }
}

/// Drops line breaks between Chinese and Japanese characters, where HTML would show a space.
fn join_lines(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let edge = |event: Option<&Event<'_>>, last: bool| match event {
        Some(Event::Text(text) | Event::Code(text)) => {
            if last {
                text.chars().next_back()
            } else {
                text.chars().next()
            }
        }
        _ => None,
    };
    let mut kept: Vec<Event<'_>> = Vec::with_capacity(events.len());
    for (index, event) in events.iter().enumerate() {
        if matches!(event, Event::SoftBreak) {
            let before = events[..index].iter().rev().find(|event| !is_edge(event));
            let after = events[index + 1..].iter().find(|event| !is_edge(event));
            let joins = |c: Option<char>| c.is_some_and(is_han_or_kana);
            if joins(edge(before, true)) && joins(edge(after, false)) {
                continue;
            }
        }
        kept.push(event.clone());
    }
    kept
}

/// Whether an event only begins or ends emphasis or a link.
fn is_edge(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline(tag),
        Event::End(end) => is_inline_end(*end),
        _ => false,
    }
}

/// Takes the heading of the first level that a text begins with out of it, and makes all others at
/// least of the second, since a page has one heading of the first.
fn take_title(events: &mut Vec<Event<'_>>) -> Option<String> {
    let is_h1 = |event: Option<&Event<'_>>| {
        matches!(
            event,
            Some(Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }))
        )
    };
    let title = if is_h1(events.first()) {
        let end = events
            .iter()
            .position(|event| matches!(event, Event::End(TagEnd::Heading(_))))?;
        let heading: Vec<Event<'_>> = events.drain(..=end).collect();
        Some(words_of(&heading))
    } else {
        None
    };
    for event in events {
        match event {
            Event::Start(Tag::Heading { level, .. }) | Event::End(TagEnd::Heading(level)) => {
                *level = (*level).max(HeadingLevel::H2);
            }
            _ => {}
        }
    }
    title
}

fn words_of(events: &[Event<'_>]) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

/// Gives each heading an id made of its words; a repeated one gets a number.
fn with_heading_ids(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut taken: Vec<String> = Vec::new();
    for index in 0..events.len() {
        if !matches!(events[index], Event::Start(Tag::Heading { .. })) {
            continue;
        }
        let end = events[index..]
            .iter()
            .position(|event| matches!(event, Event::End(TagEnd::Heading(_))))
            .map_or(events.len(), |length| index + length);
        let slug = unused(&slug(&words_of(&events[index..end])), &taken);
        taken.push(slug.clone());
        if let Event::Start(Tag::Heading { id, .. }) = &mut events[index] {
            *id = Some(slug.into());
        }
    }
    events
}

fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    match slug.trim_end_matches('-') {
        "" => "section".to_owned(),
        slug => slug.to_owned(),
    }
}

fn unused(slug: &str, taken: &[String]) -> String {
    let is_free = |candidate: &String| !taken.contains(candidate);
    std::iter::once(slug.to_owned())
        .chain((2_usize..).map(|number| format!("{slug}-{number}")))
        .find(is_free)
        .expect("numbers do not end")
}

/// Replaces code blocks by highlighted ones.
fn with_code(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut kept = Vec::with_capacity(events.len());
    let mut code: Option<(String, String)> = None;
    for event in events {
        match (event, &mut code) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',']).next().unwrap_or_default().to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                code = Some((language, String::new()));
            }
            (Event::End(TagEnd::CodeBlock), Some((language, text))) => {
                let block = code_block(language, text);
                kept.push(Event::Html(block.as_str().to_owned().into()));
                code = None;
            }
            (Event::Text(text), Some((_, lines))) => lines.push_str(&text),
            (event, _) => kept.push(event),
        }
    }
    kept
}

/// Puts each table into a region of its own, so that a wide one scrolls there, by keyboard too, and not
/// the page.
fn with_regions(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut kept = Vec::with_capacity(events.len());
    let mut tables = 0_usize;
    for event in events {
        match event {
            Event::Start(Tag::Table(_)) => {
                tables += 1;
                let start = format!(
                    "<section class=\"scroll\" aria-label=\"Table {tables}\" tabindex=\"0\">\n"
                );
                kept.extend([Event::Html(start.into()), event]);
            }
            Event::End(TagEnd::Table) => kept.extend([event, Event::Html("</section>\n".into())]),
            event => kept.push(event),
        }
    }
    kept
}

#[cfg(test)]
mod tests;
