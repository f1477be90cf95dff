//! Templates of pages: the embedded ones, overridden file by file by those of the digest, read once.
//!
//! What pages have by the thousand is made by templates that are compiled into the program, since filling
//! in those takes a fifth of the time: `templates/compiled/`, each named by the struct that fills it in.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use tera::{ErrorKind, Tera};

use crate::config::TEMPLATES;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{FileId, Files, Span};

/// Templates whose output is markup, where everything is escaped.
const ESCAPED: [&str; 4] = [".html", ".htm", ".xml", ".svg"];

/// The folder of those that are compiled into the program.
const COMPILED: &str = "compiled/";

/// What this module may report.
pub const CODES: &[&Code] = &[&TEMPLATE_ERROR];

const TEMPLATE_ERROR: Code = Code {
    id: "template-error",
    severity: Severity::Error,
    doc: "\
## What it looks for

Templates of the digest that cannot be read, compiled or rendered: broken syntax, unknown filters,
components and templates, fields that a page does not have; and files in `templates/compiled/` that are
not the program's own: these templates are part of it and cannot be replaced.

## Why it matters

A page whose template fails is not written, and a site is published whole or not at all.

## What to do

Mend the template at the place shown, or remove the file: the program's own template of that name
is then used again.
",
};

/// Embedded defaults.
#[derive(RustEmbed)]
#[folder = "templates/"]
struct Defaults;

/// One template or asset: its bytes, and its file if it is the digest's own.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) bytes: Vec<u8>,
    pub(super) file: Option<FileId>,
}

/// Everything below `templates/`, by its path there.
pub(super) type Sources = BTreeMap<String, Source>;

/// Compiles the templates of a digest, which is all that `check` asks of them.
///
/// Reports `template-error`.
pub fn check_templates(files: &Files) -> Diagnostics {
    match compile(&sources(files), files) {
        Ok(_) => Diagnostics::new(),
        Err(diagnostics) => diagnostics,
    }
}

/// The embedded files with those of the digest laid over them.
pub(super) fn sources(files: &Files) -> Sources {
    let mut sources: Sources = Defaults::iter()
        .filter_map(|path| {
            let bytes = Defaults::get(&path)?.data.into_owned();
            Some((path.into_owned(), Source { bytes, file: None }))
        })
        .collect();
    let folder = format!("{TEMPLATES}/");
    for (id, file) in files.under(&folder) {
        let source = Source {
            bytes: file.bytes().to_vec(),
            file: Some(id),
        };
        sources.insert(file.path[folder.len()..].to_owned(), source);
    }
    sources
}

/// Compiles all templates at once, so that they may extend and include each other.
pub(super) fn compile(sources: &Sources, files: &Files) -> Result<Tera, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut templates: Vec<(&str, String)> = Vec::new();
    for (path, source) in sources.iter().filter(|(path, _)| is_template(path)) {
        if path.starts_with(COMPILED) {
            let is_same = Defaults::get(path).is_some_and(|own| own.data == source.bytes);
            let Some(file) = source.file.filter(|_| !is_same) else {
                continue;
            };
            let message = format!("`{TEMPLATES}/{path}` has no effect");
            diagnostics
                .report(&TEMPLATE_ERROR, Span::new(file, 0..0), message)
                .help(
                    "templates in this folder are part of the program; remove the file, and \
                    change the template of the page or a style sheet instead",
                );
            continue;
        }
        match std::str::from_utf8(&source.bytes) {
            Ok(text) => templates.push((path, trimmed(text))),
            Err(error) => {
                let place = error.valid_up_to()..error.valid_up_to();
                let span = span_in(source, place).unwrap_or_else(|| anywhere(sources, files));
                diagnostics.report(&TEMPLATE_ERROR, span, "template is not UTF-8");
            }
        }
    }
    let mut tera = Tera::new();
    tera.autoescape_on(ESCAPED);
    if let Err(error) = tera.add_raw_templates(templates) {
        for diagnostic in explained(&error, sources, files) {
            diagnostics.push(diagnostic);
        }
    }
    if diagnostics.has_errors() {
        Err(diagnostics)
    } else {
        Ok(tera)
    }
}

/// Turns an error of Tera's into diagnostics in the template's own file.
pub(super) fn explained(error: &tera::Error, sources: &Sources, files: &Files) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place = report.span().range.clone();
            vec![diagnostic(
                report.filename(),
                Some(place),
                report.message(),
                sources,
                files,
            )]
        }
        ErrorKind::CircularExtend { tpl, .. }
        | ErrorKind::CircularInclude { tpl, .. }
        | ErrorKind::MissingParent { current: tpl, .. } => {
            vec![diagnostic(tpl, None, &error.to_string(), sources, files)]
        }
        kind => reports(&kind.to_string())
            .into_iter()
            .map(|report| {
                let place = report.line.map(|line| (line, report.column));
                let place = place.and_then(|place| offset_of(sources, &report.template, place));
                let range = place.map(|offset| offset..offset + 1);
                diagnostic(&report.template, range, &report.message, sources, files)
            })
            .collect(),
    }
}

fn is_template(path: &str) -> bool {
    ESCAPED.iter().any(|ending| path.ends_with(ending))
}

/// Drops the indentation of each line, which no reader of a page sees: a fifth of its bytes.
///
/// No template holds preformatted text with indentation of its own.
fn trimmed(template: &str) -> String {
    template
        .split_inclusive('\n')
        .map(|line| line.trim_start_matches([' ', '\t']))
        .collect()
}

/// The byte of the template as written that a byte of the trimmed one was.
fn untrimmed_offset(template: &str, offset: usize) -> usize {
    let (mut written, mut kept) = (0, 0);
    for line in template.split_inclusive('\n') {
        let rest = line.trim_start_matches([' ', '\t']);
        if offset < kept + rest.len() {
            return written + (line.len() - rest.len()) + (offset - kept);
        }
        kept += rest.len();
        written += line.len();
    }
    template.len()
}

/// A mistake that Tera only tells as text.
struct Report {
    message: String,
    template: String,
    line: Option<usize>,
    column: usize,
}

/// Reads the reports that Tera joins into one message when a template uses what does not exist:
/// `error: MESSAGE`, then ` --> TEMPLATE:LINE:COLUMN`, then the line itself.
fn reports(text: &str) -> Vec<Report> {
    let found: Vec<Report> = text.split("\n\n").filter_map(report).collect();
    if !found.is_empty() {
        return found;
    }
    vec![Report {
        message: text.to_owned(),
        template: String::new(),
        line: None,
        column: 0,
    }]
}

fn report(text: &str) -> Option<Report> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?.to_owned();
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    Some(Report {
        message,
        template: parts.next()?.to_owned(),
        line: Some(line),
        column,
    })
}

/// Byte offset in the trimmed template of a line and a column, both counted from 1.
fn offset_of(sources: &Sources, template: &str, (line, column): (usize, usize)) -> Option<usize> {
    let text = trimmed(std::str::from_utf8(&sources.get(template)?.bytes).ok()?);
    let before: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let rest = text.get(before..)?;
    let within = rest.char_indices().nth(column.saturating_sub(1));
    Some(before + within.map_or(0, |(offset, _)| offset))
}

fn diagnostic(
    template: &str,
    place: Option<std::ops::Range<usize>>,
    message: &str,
    sources: &Sources,
    files: &Files,
) -> Diagnostic {
    let message = lowered(message);
    let source = sources.get(template);
    let span = source.and_then(|source| {
        let text = std::str::from_utf8(&source.bytes).ok()?;
        let place = place.unwrap_or(0..0);
        let start = untrimmed_offset(text, place.start);
        let end = untrimmed_offset(text, place.end.saturating_sub(1).max(place.start)) + 1;
        span_in(source, start..end.min(text.len()).max(start))
    });
    match span {
        Some(span) => {
            let help = help(&message);
            let mut diagnostic = Diagnostic::new(&TEMPLATE_ERROR, span, message);
            diagnostic.help(help);
            diagnostic
        }
        None if template.is_empty() => {
            Diagnostic::new(&TEMPLATE_ERROR, anywhere(sources, files), message)
        }
        None => {
            let mut diagnostic = Diagnostic::new(
                &TEMPLATE_ERROR,
                anywhere(sources, files),
                format!("the program's own template `{template}` fails: {message}"),
            );
            diagnostic.help(
                "a template of the digest may have taken away what this one uses; remove it, or \
                 copy this one too and change it",
            );
            diagnostic
        }
    }
}

/// What to do about a mistake that Tera names.
fn help(message: &str) -> &'static str {
    if message.contains("end of input") {
        "close what is open: each `{% if %}`, `{% for %}` and `{% block %}` with `{% endif %}`, `{% endfor %}` or \
         `{% endblock %}`, each `{{` with `}}`"
    } else if message.contains("unknown filter")
        || message.contains("unknown test")
        || message.contains("unknown function")
    {
        "use one that Tera has (https://keats.github.io/tera/), or look into the template that this one takes the place of"
    } else if message.contains("}}") || message.contains("%}") {
        "write `{{ value }}` for a value and `{% tag %}` for a tag, with both braces"
    } else {
        "compare it with the program's own template of this name, or delete it to have that one again"
    }
}

fn lowered(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

fn span_in(source: &Source, range: std::ops::Range<usize>) -> Option<Span> {
    source.file.map(|file| Span::new(file, range))
}

/// A place for mistakes that have none in the digest: its first own template, else its first file.
fn anywhere(sources: &Sources, files: &Files) -> Span {
    let own = sources.values().find_map(|source| source.file);
    let file = own.or_else(|| files.under("").next().map(|(id, _)| id));
    Span::new(file.expect("bug: a digest without files is rendered"), 0..0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Content, File, line_column};

    fn files(list: &[(&str, &str)]) -> Files {
        Files::new(list.iter().map(|(path, text)| File {
            path: (*path).to_owned(),
            content: Content::Bytes(text.as_bytes().to_vec()),
        }))
    }

    /// Path, line and column and message of what is wrong with one overriding template.
    fn check(path: &str, text: &str, expected: &[(usize, usize, &str)]) {
        let files = files(&[("book.toml", ""), (path, text)]);
        let found = check_templates(&files);
        let found: Vec<(usize, usize, &str)> = found
            .iter()
            .map(|diagnostic| {
                let span = diagnostic.span();
                assert_eq!(files.get(span.file).path, path);
                let (line, column) = line_column(text.as_bytes(), span.range().start);
                (line, column, diagnostic.message.as_str())
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn embedded_templates_compile() {
        assert_eq!(
            check_templates(&files(&[("book.toml", "")])),
            Diagnostics::new()
        );
    }

    #[test]
    fn mistakes_are_found_in_the_digests_own_template() {
        check("templates/extra.html", "fine {{ page.title }}", &[]);
        check(
            "templates/extra.html",
            "<p>\n    {{ x | nosuch }}\n</p>",
            &[(2, 12, "unknown filter `nosuch`")],
        );
        check(
            "templates/extra.html",
            "{{ <nosuch/> }}\n  {% include \"none.html\" %}",
            &[
                (1, 4, "unknown component `nosuch`"),
                (2, 14, "unknown template `none.html`"),
            ],
        );
    }

    #[test]
    fn syntax_errors_have_a_place() {
        let files = files(&[("templates/extra.html", "a\n  {% if %}")]);
        let found = check_templates(&files);
        let diagnostic = found.iter().next().expect("the template is broken");
        assert_eq!(
            line_column(b"a\n  {% if %}", diagnostic.span().range().start).0,
            2
        );
    }

    #[test]
    fn offsets_go_back_through_trimming() {
        let template = "a\n    bc\n\td";
        let text = trimmed(template);
        assert_eq!(text, "a\nbc\nd");
        for (offset, c) in text.char_indices() {
            let written = untrimmed_offset(template, offset);
            assert_eq!(template[written..].chars().next(), Some(c));
        }
    }
}
