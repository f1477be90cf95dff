//! Citations as BibTeX, for LaTeX with either BibTeX or biblatex.

use super::{Author, Citation, Kind, event_words, line};
use crate::digest::date::Date;
use crate::record::DocumentKind;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Writes one entry for each citation, with an empty line between two.
pub(super) fn write(citations: &[Citation]) -> String {
    let entries: Vec<String> = citations.iter().map(entry).collect();
    entries.join("\n")
}

fn entry(citation: &Citation) -> String {
    let is_report = matches!(citation.kind, Kind::Document(kind) if is_report(kind));
    let (kind, kind_field) = match is_report {
        true => ("techreport", "type"),
        false => ("misc", "howpublished"),
    };
    let mut fields: Vec<(&str, String)> = Vec::new();
    if !citation.authors.is_empty() {
        fields.push(("author", authors(&citation.authors)));
    }
    // Inner braces keep names and capital letters as they are.
    fields.push(("title", whole(&citation.title.whole())));
    let kind_words = citation.kind.words().map(escaped);
    let container = citation.container.as_deref().map(whole);
    fields.extend(container.or(kind_words).map(|words| (kind_field, words)));
    if let Some(date) = &citation.date {
        fields.extend(dates(date));
    }
    let event = citation.event.as_ref().and_then(event_words);
    fields.extend(event.map(|it| ("note", escaped(&format!("Event: {it}")))));
    fields.extend(citation.url.as_deref().map(|url| ("url", verbatim(url))));
    let read = citation.retrieved.as_ref().and_then(Date::html);
    fields.extend(read.map(|day| ("urldate", day.to_owned())));
    let fields: Vec<String> = fields
        .into_iter()
        .map(|(name, value)| match name {
            // The names of months are words of BibTeX's own.
            "month" => format!("  {name} = {value},\n"),
            _ => format!("  {name} = {{{value}}},\n"),
        })
        .collect();
    format!("@{kind}{{{},\n{}}}\n", citation.key, fields.concat())
}

/// Whether BibTeX's type for a report says more of it than its type for anything else.
fn is_report(kind: DocumentKind) -> bool {
    use DocumentKind::{
        ConceptNote, Declaration, JointStatement, Law, NewsReport, Other, Proposal, Report,
        Resolution, Speech, Treaty,
    };
    match kind {
        JointStatement | Declaration | Resolution | ConceptNote | Proposal | Report => true,
        Treaty | Law | NewsReport | Speech | Other => false,
    }
}

/// Names in braces of their own are neither taken apart nor read as several.
fn authors(authors: &[Author]) -> String {
    let names: Vec<String> = authors.iter().map(|author| whole(&author.name)).collect();
    names.join(" and ")
}

/// A year, or a year and a month, as both programs read them. What else numbers can say stands in
/// `date`, which biblatex reads as EDTF. What they cannot stands in words in `year`, which both print
/// as it stands.
fn dates(date: &Date) -> Vec<(&'static str, String)> {
    let month = |month: u8| ("month", MONTHS[usize::from(month) - 1].to_owned());
    let certain = !date.approximate && !date.uncertain;
    let exact = date.html().is_some();
    match date.numbers().as_slice() {
        [only] if certain && exact => {
            let mut fields = vec![("year", format!("{:04}", only.year))];
            fields.extend(only.month.map(month));
            if only.day.is_some() {
                fields.insert(0, ("date", date.text.clone()));
            }
            fields
        }
        [] => vec![("year", escaped(&date.english()))],
        _ => vec![
            ("date", date.text.clone()),
            ("year", escaped(&date.english())),
        ],
    }
}

/// A text that styles neither take apart nor write in small letters.
fn whole(text: &str) -> String {
    format!("{{{}}}", escaped(text))
}

/// A text without the signs that mean something to LaTeX.
fn escaped(text: &str) -> String {
    let text = line(text);
    // BibTeX counts braces, escaped ones too.
    let balanced = is_balanced(&text);
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => written.push_str("{\\textbackslash}"),
            '~' => written.push_str("{\\textasciitilde}"),
            '^' => written.push_str("{\\textasciicircum}"),
            '{' if !balanced => written.push_str("{\\textbraceleft}"),
            '}' if !balanced => written.push_str("{\\textbraceright}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => {
                written.push('\\');
                written.push(c);
            }
            c => written.push(c),
        }
    }
    written
}

fn is_balanced(text: &str) -> bool {
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return false,
            '}' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// An address, which is printed as it stands; what would end the field is percent-encoded.
fn verbatim(url: &str) -> String {
    url.replace('\\', "%5C")
        .replace('{', "%7B")
        .replace('}', "%7D")
}
