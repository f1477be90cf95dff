//! `book.toml` → [`Config`].
//!
//! 1. The text is parsed into a tree with a byte range for each key and value.
//! 2. Every key is looked up in `keys`: unknown and refused ones are reported, values of the wrong kind
//!    too. What is left is kept by its path.
//! 3. The configuration is put together from what was kept; each value is checked on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Kind, Use};
use super::{BOOK, Config, Direction, SEEDS, Search, SiteUrl, TEMPLATES, codes, language, values};
use crate::diag::{Diagnostics, nearest};
use crate::source::{Content, FileId, Files, Span, line_column, without_conflicts};

/// Larger files are not read.
const MAX_BYTES: usize = 1 << 20;

/// Behind so many mistakes of syntax the rest are consequences.
const MAX_SYNTAX_ERRORS: usize = 20;

/// Folders of a digest that cannot be the content or output folder.
const TAKEN: [&str; 2] = [SEEDS, TEMPLATES];

/// Reads `book.toml`.
///
/// None when it has errors; all of them are reported. May report any of [`super::CODES`]. Without any
/// file there is nothing to report at, and nothing is reported.
pub fn read(files: &Files, diags: &mut Diagnostics) -> Option<Config> {
    let (file, text, shift) = text(files, diags)?;
    let text = without_conflicts(text);
    let (table, errors) = DeTable::parse_recoverable(&text);
    let mut reader = Reader {
        file,
        shift,
        kept: BTreeMap::new(),
        wrong: BTreeSet::new(),
        diags: Diagnostics::new(),
    };
    let mut last_line = 0;
    for error in errors.iter().take(MAX_SYNTAX_ERRORS) {
        let range = error.span().unwrap_or(0..0);
        // What else is wrong on a line follows from what is wrong first.
        let (line, _) = line_column(text.as_bytes(), range.start);
        if line != last_line {
            reader.report_syntax(&text, error.message(), range);
        }
        last_line = line;
    }
    if errors.is_empty() {
        reader.table("", table.get_ref());
    }
    let config = errors.is_empty().then(|| reader.config());
    let reported = reader.diags;
    let sound = !reported.has_errors();
    diags.append(reported);
    config.filter(|_| sound)
}

/// The file, its text without a byte order mark, and the mark's bytes.
fn text<'a>(files: &'a Files, diags: &mut Diagnostics) -> Option<(FileId, &'a str, usize)> {
    let Some(file) = files.find(BOOK) else {
        if let Some((first, _)) = files.under("").next() {
            diags
                .report(
                    &codes::UNREADABLE_CONFIGURATION,
                    Span::new(first, 0..0),
                    "the digest has no `book.toml`",
                )
                .help(
                    "write one; `policy-digest new digest` makes a folder with all that is needed",
                );
        }
        return None;
    };
    let whole = Span::new(file, 0..0);
    let mut refuse = |span: Span, message: &str, help: &str| {
        diags
            .report(&codes::UNREADABLE_CONFIGURATION, span, message)
            .help(help);
    };
    let bytes = match &files.get(file).content {
        Content::Bytes(bytes) if bytes.len() <= MAX_BYTES => bytes,
        Content::Bytes(_) | Content::TooLarge { .. } => {
            refuse(
                whole,
                "file has more than 1 MiB",
                "delete what does not belong into it",
            );
            return None;
        }
        Content::Link => {
            refuse(
                whole,
                "a symbolic link, which is not followed",
                "put the file itself in its place",
            );
            return None;
        }
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let without = text.strip_prefix('\u{feff}').unwrap_or(text);
            Some((file, without, text.len() - without.len()))
        }
        Err(error) => {
            let start = error.valid_up_to();
            let end = error
                .error_len()
                .map_or(bytes.len(), |length| start + length);
            refuse(
                Span::new(file, start..end),
                &format!("byte {start} of the file is no UTF-8"),
                "open the file in an editor and save it with the encoding UTF-8",
            );
            None
        }
    }
}

/// A value that may be used, and where it stands.
struct Kept<'a> {
    value: &'a DeValue<'a>,
    span: Span,
}

/// What people write who know YAML, or who write with a word processor: what is wrong with a line, and
/// what to write instead.
fn slip(line: &str) -> Option<(&'static str, String)> {
    if let Some(name) = line.strip_prefix('[')
        && !name.contains([']', '='])
    {
        return Some(("the bracket is not closed", format!("[{}]", name.trim())));
    }
    let is_key = |key: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        !key.is_empty() && key.chars().all(allowed)
    };
    let quoted = |value: &str| {
        let words = value.trim_matches(|c: char| "\"'“”„‘’«» ".contains(c));
        format!("\"{words}\"")
    };
    if let Some((key, value)) = line.split_once('=') {
        let (key, value) = (key.trim(), value.trim());
        let message = match value.chars().next()? {
            '“' | '”' | '„' | '‘' | '’' | '«' => "these are no straight quotation marks",
            '"' | '\'' if value.matches(['"', '\'']).count() == 1 => {
                "the quotation mark is not closed"
            }
            c if c.is_alphabetic() => "a text stands in quotation marks",
            _ => return None,
        };
        return is_key(key).then(|| (message, format!("{key} = {}", quoted(value))));
    }
    let (key, value) = line.split_once(':')?;
    let value = value.trim();
    let value = match value.parse::<i64>().is_ok() || matches!(value, "true" | "false") {
        true => value.to_owned(),
        false => quoted(value),
    };
    is_key(key.trim()).then(|| {
        (
            "a key and its value are parted by `=`",
            format!("{} = {value}", key.trim()),
        )
    })
}

struct Reader<'a> {
    file: FileId,
    shift: usize,
    /// By path.
    kept: BTreeMap<&'static str, Kept<'a>>,
    /// Paths whose values have been reported.
    wrong: BTreeSet<String>,
    diags: Diagnostics,
}

impl<'a> Reader<'a> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.shift..range.end + self.shift)
    }

    /// What is probably wrong on a line, else what the parser says.
    fn report_syntax(&mut self, text: &str, message: &str, range: Range<usize>) {
        let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let slip = slip(line.trim());
        let (message, help) = match slip {
            Some((message, instead)) => (message.to_owned(), format!("write `{instead}`")),
            // Some messages of the parser go on with what it expected, on a line of their own.
            None => (
                message.replace('\n', ", "),
                "write `key = \"value\"`, with straight quotation marks, below a `[table]`"
                    .to_owned(),
            ),
        };
        let span = self.span(range);
        self.diags
            .report(&codes::TOML_SYNTAX, span, message)
            .help(help);
    }

    fn table(&mut self, path: &str, table: &'a DeTable<'a>) {
        for (name, value) in table {
            let inner = match path {
                "" => name.get_ref().to_string(),
                _ => format!("{path}.{}", name.get_ref()),
            };
            self.key(path, &inner, name, value);
        }
    }

    fn key(
        &mut self,
        table: &str,
        path: &str,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &'a Spanned<DeValue<'a>>,
    ) {
        let key_span = self.span(name.span());
        let Some(key) = keys::find(path) else {
            return self.unknown(table, name.get_ref(), key_span);
        };
        let refuse = |diags: &mut Diagnostics, reason: &str| {
            diags
                .report(
                    &codes::MEANINGLESS_SETTING,
                    key_span,
                    format!("`{path}` has no meaning for a digest"),
                )
                .help(format!("delete it: {reason}"));
        };
        if let Use::Refused(reason) = key.usage {
            return refuse(&mut self.diags, reason);
        }
        let span = self.span(value.span());
        if let Err(wrong) = check_kind(key.kind, value.get_ref()) {
            return self.invalid(span, path, &wrong);
        }
        if let Use::Only(allowed, reason) = key.usage
            && written(value.get_ref()) != allowed
        {
            self.diags
                .report(
                    &codes::MEANINGLESS_SETTING,
                    span,
                    format!("`{path}` can only be `{allowed}`"),
                )
                .help(format!("delete it: {reason}"));
            return;
        }
        match (key.kind, value.get_ref()) {
            (Kind::Table, DeValue::Table(inner)) => self.table(path, inner),
            (_, value) => {
                self.kept.insert(key.path, Kept { value, span });
            }
        }
    }

    fn unknown(&mut self, table: &str, name: &str, span: Span) {
        let place = match table {
            "" => "at the top of the file".to_owned(),
            _ => format!("in `[{table}]`"),
        };
        let known: Vec<&str> = keys::usable(table).collect();
        let help = if let Some(help) = keys::elsewhere(name) {
            help
        } else if let Some(near) = nearest(name, known.iter().copied()) {
            // It is not missing as well.
            self.wrong.insert(format!("{table}.{near}"));
            format!("did you mean `{near}`?")
        } else {
            format!("known there: `{}`", known.join("`, `"))
        };
        self.diags
            .report(
                &codes::UNKNOWN_SETTING,
                span,
                format!("unknown key `{name}` {place}"),
            )
            .help(help);
    }

    fn invalid(&mut self, span: Span, path: &str, wrong: &str) {
        self.wrong.insert(path.to_owned());
        self.diags
            .report(&codes::INVALID_SETTING, span, format!("`{path}` {wrong}"));
    }
}

/// Whether a value is of its key's kind, else what it should be.
fn check_kind(kind: Kind, value: &DeValue<'_>) -> Result<(), String> {
    let all_texts = |value: &DeValue<'_>| {
        value
            .as_array()
            .is_some_and(|items| items.iter().all(|item| item.get_ref().is_str()))
    };
    let (sound, wanted) = match kind {
        Kind::Any => (true, ""),
        Kind::Text => (value.is_str(), "should be a text in quotation marks"),
        Kind::Texts => (
            all_texts(value),
            "should be a list of texts: `[\"…\", \"…\"]`",
        ),
        Kind::Switch => (value.is_bool(), "should be `true` or `false`"),
        Kind::Table => (
            value.is_table(),
            "should be a table: `[…]` on a line of its own",
        ),
        Kind::Redirects => (
            value
                .as_table()
                .is_some_and(|table| table.values().all(|value| value.get_ref().is_str())),
            "should be a table of texts: `\"old.html\" = \"new.html\"`",
        ),
        Kind::Number(least, most) => {
            let inside = number(value).is_some_and(|number| (least..=most).contains(&number));
            return inside
                .then_some(())
                .ok_or_else(|| format!("should be a whole number from {least} to {most}"));
        }
    };
    sound.then_some(()).ok_or_else(|| wanted.to_owned())
}

fn number(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// A text or switch as the table of keys writes it.
fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.trim_end_matches('/').to_owned(),
        DeValue::Boolean(switch) => switch.to_string(),
        _ => String::new(),
    }
}

impl Reader<'_> {
    fn config(&mut self) -> Config {
        let title = self.required_title();
        let content_folder = self.content_folder();
        let language = self
            .checked("book.language", language_tag)
            .unwrap_or_else(|| "en".to_owned());
        let direction = self
            .checked("book.text-direction", text_direction)
            .unwrap_or_else(|| Direction::of_language(&language));
        let output_folder = self
            .checked("build.build-dir", values::inside_path)
            .unwrap_or_else(|| "public".to_owned());
        self.check_folders(&content_folder, &output_folder);
        Config {
            title,
            authors: self
                .texts("book.authors")
                .into_iter()
                .map(|(text, _)| text)
                .collect(),
            description: self
                .text("book.description")
                .map_or_else(String::new, |(text, _)| text),
            content_folder,
            language,
            direction,
            output_folder,
            site_url: self.checked("output.html.site-url", SiteUrl::parse),
            cname: self.checked("output.html.cname", values::host_name),
            repository_url: self.checked("output.html.git-repository-url", values::web_address),
            edit_url_template: self.checked("output.html.edit-url-template", values::edit_template),
            additional_css: self.paths("output.html.additional-css", ".css"),
            additional_js: self.paths("output.html.additional-js", ".js"),
            smart_punctuation: self.switch("output.html.smart-punctuation"),
            hash_files: self.switch("output.html.hash-files"),
            search: self.search(),
            redirects: self.redirects(),
            pairs_limit: self.count("output.digest.pairs-limit", 200),
            minify_limit: self.count("output.digest.minify-limit", 1000),
            context_words: self.count("output.digest.context-words", 8),
            changes_limit: self.count("output.digest.changes-limit", 20),
        }
    }

    fn required_title(&mut self) -> String {
        match self.text("book.title") {
            Some((title, span)) if title.trim().is_empty() => {
                self.invalid(span, "book.title", "is empty");
                title
            }
            Some((title, _)) => title,
            None => self.missing("title", "title = \"…\""),
        }
    }

    fn content_folder(&mut self) -> String {
        if self.kept.contains_key("book.src") {
            self.checked("book.src", values::inside_path)
                .unwrap_or_default()
        } else {
            self.missing("src", "src = \"content\"")
        }
    }

    fn missing(&mut self, name: &str, line: &str) -> String {
        let span = self.span(0..0);
        let path = format!("book.{name}");
        if !self.wrong.contains(&path) {
            self.diags
                .report(
                    &codes::MISSING_SETTING,
                    span,
                    format!("`{path}` is missing"),
                )
                .help(format!("add `{line}` below `[book]`"));
        }
        String::new()
    }

    /// The content folder is read and the output folder written: neither may hold the other, nor what
    /// has another purpose.
    fn check_folders(&mut self, content: &str, output: &str) {
        let holds = |a: &str, b: &str| {
            let (a, b) = (a.to_lowercase(), b.to_lowercase());
            a == b || b.strip_prefix(&a).is_some_and(|rest| rest.starts_with('/'))
        };
        let overlap = |a: &str, b: &str| holds(a, b) || holds(b, a);
        let named = [("book.src", content), ("build.build-dir", output)];
        for (path, folder) in named {
            if let Some(taken) = TAKEN.iter().find(|taken| overlap(taken, folder)) {
                let span = self.place(path);
                self.invalid(
                    span,
                    path,
                    &format!("lies in `{taken}`, which has another purpose"),
                );
            }
        }
        if !content.is_empty() && overlap(content, output) {
            let span = self.place("build.build-dir");
            self.invalid(span, "build.build-dir", "and `book.src` lie in each other");
        }
    }

    fn place(&self, path: &str) -> Span {
        self.kept
            .get(path)
            .map_or_else(|| self.span(0..0), |kept| kept.span)
    }

    fn text(&self, path: &str) -> Option<(String, Span)> {
        let kept = self.kept.get(path)?;
        Some((kept.value.as_str()?.to_owned(), kept.span))
    }

    /// The text at `path` as `check` has it; none when there is none, or it is reported.
    fn checked<T>(&mut self, path: &str, check: fn(&str) -> Result<T, String>) -> Option<T> {
        let (text, span) = self.text(path)?;
        check(&text)
            .map_err(|wrong| self.invalid(span, path, &wrong))
            .ok()
    }

    fn texts(&self, path: &str) -> Vec<(String, Span)> {
        let items = self.kept.get(path).and_then(|kept| kept.value.as_array());
        items
            .into_iter()
            .flat_map(|items| items.iter())
            .filter_map(|item| {
                let text = item.get_ref().as_str()?;
                Some((text.to_owned(), self.span(item.span())))
            })
            .collect()
    }

    fn paths(&mut self, path: &str, extension: &str) -> Vec<String> {
        let mut paths = Vec::new();
        for (text, span) in self.texts(path) {
            match values::file_path(&text, extension) {
                Ok(inside) => paths.push(inside),
                Err(wrong) => self.invalid(span, path, &wrong),
            }
        }
        paths
    }

    /// None when it is switched off.
    fn search(&self) -> Option<Search> {
        let default = Search::default();
        let count =
            |name: &str, default| self.count(&format!("output.html.search.{name}"), default);
        self.switch("output.html.search.enable").then(|| Search {
            limit_results: count("limit-results", default.limit_results),
            teaser_word_count: count("teaser-word-count", default.teaser_word_count),
            use_boolean_and: self
                .boolean("output.html.search.use-boolean-and")
                .unwrap_or(default.use_boolean_and),
        })
    }

    /// On unless switched off, like most of mdBook's.
    fn switch(&self, path: &str) -> bool {
        self.boolean(path).unwrap_or(true)
    }

    fn boolean(&self, path: &str) -> Option<bool> {
        self.kept.get(path)?.value.as_bool()
    }

    fn count(&self, path: &str, default: usize) -> usize {
        self.kept
            .get(path)
            .and_then(|kept| number(kept.value))
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(default)
    }

    fn redirects(&mut self) -> Vec<(String, String)> {
        const PATH: &str = "output.html.redirect";
        let Some(table) = self.kept.get(PATH).and_then(|kept| kept.value.as_table()) else {
            return Vec::new();
        };
        let mut pairs: Vec<_> = table.iter().collect();
        // The map has its own order.
        pairs.sort_by_key(|(name, _)| name.span().start);
        let mut redirects: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs {
            let old = values::old_address(name.get_ref());
            let new = values::new_address(value.get_ref().as_str().unwrap_or_default());
            let (old_span, new_span) = (self.span(name.span()), self.span(value.span()));
            match (old, new) {
                (Ok(old), Ok(_)) if redirects.iter().any(|(other, _)| *other == old) => {
                    self.invalid(old_span, PATH, &format!("has `{old}` twice"));
                }
                (Ok(old), Ok(new)) => redirects.push((old, new)),
                (Err(wrong), _) => {
                    self.invalid(old_span, PATH, &format!("has an old address that {wrong}"));
                }
                (_, Err(wrong)) => {
                    self.invalid(new_span, PATH, &format!("has a new address that {wrong}"));
                }
            }
        }
        redirects
    }
}

fn language_tag(text: &str) -> Result<String, String> {
    if language::is_language_tag(text) {
        Ok(text.to_owned())
    } else {
        Err("should be a language tag such as `en`, `pt-BR` or `zh-Hant`".to_owned())
    }
}

fn text_direction(text: &str) -> Result<Direction, String> {
    match text {
        "ltr" => Ok(Direction::LeftToRight),
        "rtl" => Ok(Direction::RightToLeft),
        _ => Err("should be `ltr` or `rtl`".to_owned()),
    }
}
