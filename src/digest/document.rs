//! One document: its source read, its corrections and quotes anchored.

use std::collections::BTreeMap;

use super::codes::{
    CORRECTION_NOT_FOUND, FORMAT_UNSUPPORTED, HOLDER_MISSING, INVALID_LANGUAGE, SOURCE_EMPTY,
};
use super::names::Names;
use super::quotes::Quoting;
use super::source::{self, SourceFile};
use super::values::{address, date};
use super::{
    Correction, Document, Event, HolderId, Position, Prose, Provenance, Quote, Silence, TextRange,
};
use crate::anchor::Source;
use crate::config::{is_language_tag, language_tag_like};
use crate::diag::Diagnostics;
use crate::record::{
    CodingRecord, DocumentRecord, Entry, FormatRecord, PositionRecord, SilentRecord,
    places::{Place, Places},
};
use crate::source::{FileId, Files, Span};
use crate::text::fold::Replacement;
use crate::text::{Format, Text};

/// What documents are read with.
pub(super) struct Reader<'a> {
    pub(super) files: &'a Files,
    pub(super) seeds_folder: &'a str,
    pub(super) names: &'a Names,
}

/// What a coding says of a document.
pub(super) struct Coded {
    pub(super) positions: Vec<Position>,
    pub(super) silences: Vec<Silence>,
    /// Quotes of positions that name something unknown.
    pub(super) loose_quotes: Vec<Quote>,
}

impl Reader<'_> {
    /// Reads a document with all that its record says, and whether anything of that could be read. What cannot be
    /// read is reported and left out.
    pub(super) fn document(
        &self,
        (entry, record_read): (Entry<DocumentRecord>, bool),
        diags: &mut Diagnostics,
    ) -> Document {
        let record = &entry.record;
        let at = |key: &str| entry.places.at([key.into()]);
        let format = format(record, at("format"), diags);
        let source = self.source_file(&entry, format, diags);
        let (file, text) = match source {
            Some(source) => (Some(source.file), source.text),
            None => (None, Text::default()),
        };
        let corrections = match file {
            Some(file) => corrections(record, &entry.places, &text, file, format, diags),
            None => Vec::new(),
        };
        let issuer = record
            .issuer
            .as_deref()
            .and_then(|id| self.names.holders.get(id, at("issuer").span, diags));
        let coding = Coding {
            positions: &record.positions,
            silent: &record.silent,
            places: &entry.places,
            issuer,
            // One without a value has been reported.
            has_issuer: record.issuer.is_some()
                || entry.places.root().step("issuer".into()).is_some(),
            language: &record.language,
        };
        let coded = self.coded(&coding, file.is_some(), &text, format, &corrections, diags);
        if !record.language.is_empty() && !is_language_tag(&record.language) {
            let place = at("language").span;
            let message = format!("`{}` is no language tag", record.language);
            let diag = diags.report(&INVALID_LANGUAGE, place, message);
            match language_tag_like(&record.language) {
                Some(tag) => {
                    diag.help(format!("write `{tag}`"));
                    diag.suggest(place, tag);
                }
                None => {
                    diag.help("write a BCP 47 tag such as `en`, `fr-CA` or `zh-Hans`");
                }
            }
        }
        let (title, title_supplied) = title(&record.title);
        let prose = Prose::of_document(
            &entry.places,
            &record.summary,
            &corrections,
            &coded.positions,
            &coded.silences,
        );
        let rights = record.rights.as_ref();
        Document {
            source: file.unwrap_or(entry.file),
            record_read,
            source_read: file.is_some(),
            title,
            title_supplied,
            short: record.short.clone(),
            kind: record.kind,
            issuer,
            date: date(record.date.as_deref(), at("date"), diags),
            event: event(record, at("event"), diags),
            language: record.language.clone(),
            format,
            provenance: provenance(record, at("provenance"), diags),
            rights_statement: rights.and_then(|rights| rights.statement.clone()),
            licence: rights.and_then(|rights| rights.licence.clone()),
            publish: rights.map(|rights| rights.publish).unwrap_or_default(),
            summary: record.summary.clone(),
            text,
            corrections,
            positions: coded.positions,
            silences: coded.silences,
            loose_quotes: coded.loose_quotes,
            prose,
            id: entry.id,
            places: entry.places,
        }
    }

    /// Reads a second coding of a document.
    pub(super) fn coding(
        &self,
        document: &Document,
        record: &CodingRecord,
        places: &Places,
        diags: &mut Diagnostics,
    ) -> Coded {
        let coding = Coding {
            positions: &record.positions,
            silent: &record.silent,
            places,
            issuer: document.issuer,
            has_issuer: document.issuer.is_some(),
            language: &document.language,
        };
        self.coded(
            &coding,
            document.source_read,
            &document.text,
            document.format,
            &document.corrections,
            diags,
        )
    }

    fn source_file(
        &self,
        entry: &Entry<DocumentRecord>,
        format: Format,
        diags: &mut Diagnostics,
    ) -> Option<SourceFile> {
        let record = &entry.record;
        let place = entry.places.at(["source".into()]);
        let found = source::find(self.files, self.seeds_folder, &record.source, place, diags)?;
        let source = found.read(self.files, record, &entry.places, format, diags)?;
        if source.text.blocks.is_empty() {
            diags
                .report(
                    &SOURCE_EMPTY,
                    entry.places.at(["source".into()]).span,
                    format!(
                        "`{}/{}` has no words in it",
                        self.seeds_folder, record.source
                    ),
                )
                .help("put the document's text into the file");
            return None;
        }
        Some(source)
    }

    fn coded(
        &self,
        coding: &Coding<'_>,
        source_read: bool,
        text: &Text,
        format: Format,
        corrections: &[Correction],
        diags: &mut Diagnostics,
    ) -> Coded {
        let replacements = replacements(corrections);
        let quoting = Quoting {
            files: self.files,
            text,
            source: source_read.then(|| Source::new(text, format, &replacements)),
            language: coding.language,
        };
        let mut coded = Coded {
            positions: Vec::new(),
            silences: Vec::new(),
            loose_quotes: Vec::new(),
        };
        for (index, record) in coding.positions.iter().enumerate() {
            let place = coding.places.at(["positions".into(), index.into()]);
            let quotes = quoting.quotes(record, place);
            match self.position(record, place, index, coding, diags) {
                Some(position) => coded.positions.push(Position { quotes, ..position }),
                None => coded.loose_quotes.extend(quotes),
            }
        }
        // As their words stand in the source, so that pages tell them in the document's order.
        coded.positions.sort_by(|a, b| {
            let key = |position: &Position| {
                let first = position.quotes.iter().flat_map(Quote::ranges).min();
                (
                    position.question,
                    first.is_none(),
                    first,
                    position.holder,
                    position.on_behalf_of,
                )
            };
            key(a).cmp(&key(b))
        });
        for (index, record) in coding.silent.iter().enumerate() {
            let place = coding.places.at(["silent".into(), index.into()]);
            coded.silences.extend(self.silence(record, place, diags));
        }
        coded.silences.sort_by_key(|silence| silence.question);
        // They are kept for as long as the digest is.
        coded.positions.shrink_to_fit();
        coded.silences.shrink_to_fit();
        coded
    }

    fn position(
        &self,
        record: &PositionRecord,
        place: Place<'_>,
        index: usize,
        coding: &Coding<'_>,
        diags: &mut Diagnostics,
    ) -> Option<Position> {
        let span = |key: &str| place.at([key.into()]).span;
        let question = self
            .names
            .questions
            .get(&record.question, span("question"), diags);
        let on_behalf_of = record
            .on_behalf_of
            .as_deref()
            .and_then(|id| self.names.holders.get(id, span("on_behalf_of"), diags));
        let holder = match record.holder.as_deref() {
            Some(id) => self.names.holders.get(id, span("holder"), diags),
            None if coding.has_issuer => coding.issuer,
            None => {
                diags
                    .report(
                        &HOLDER_MISSING,
                        place.at(["question".into()]).span,
                        "neither this position has a `holder` nor the document an `issuer`",
                    )
                    .help("add `holder: ID`, the holder whose words are quoted");
                None
            }
        };
        Some(Position {
            question: question?,
            stance: record.stance,
            holder: holder?,
            on_behalf_of,
            first_hand: holder == coding.issuer,
            summary: record.summary.clone(),
            quotes: Vec::new(),
            index,
            span: place.span,
        })
    }

    fn silence(
        &self,
        record: &SilentRecord,
        place: Place<'_>,
        diags: &mut Diagnostics,
    ) -> Option<Silence> {
        let span = place.at(["question".into()]).span;
        let question = self.names.questions.get(&record.question, span, diags)?;
        Some(Silence {
            question,
            seen: record.seen.clone(),
            note: record.note.clone(),
            span: place.span,
        })
    }
}

/// What a record, or a second coding, says of a document.
struct Coding<'a> {
    positions: &'a [PositionRecord],
    silent: &'a [SilentRecord],
    places: &'a Places,
    issuer: Option<HolderId>,
    has_issuer: bool,
    language: &'a str,
}

/// The format of a source: as a record says, else by the file's ending.
///
/// # Errors
///
/// The name of the format when sources in it are not read.
pub fn format_of(source: &str, written: Option<FormatRecord>) -> Result<Format, &'static str> {
    let by_ending = || {
        let ending = source
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown") => FormatRecord::Markdown,
            Some("html" | "htm" | "xhtml") => FormatRecord::Html,
            Some("pdf") => FormatRecord::Pdf,
            Some("docx") => FormatRecord::Docx,
            _ => FormatRecord::Text,
        }
    };
    match written.unwrap_or_else(by_ending) {
        FormatRecord::Text => Ok(Format::Text),
        FormatRecord::Markdown => Ok(Format::Markdown),
        FormatRecord::Html => Err("HTML"),
        FormatRecord::Pdf => Err("PDF"),
        FormatRecord::Docx => Err("DOCX"),
    }
}

/// What to do about a source in a format that is not read.
pub const SAVE_AS_TEXT: &str =
    "save the document as plain text or Markdown below `seeds/`, and name that file";

fn format(record: &DocumentRecord, place: Place<'_>, diags: &mut Diagnostics) -> Format {
    format_of(&record.source, record.format).unwrap_or_else(|unsupported| {
        let message = format!("{unsupported} sources are not read");
        diags
            .report(&FORMAT_UNSUPPORTED, place.span, message)
            .help(SAVE_AS_TEXT);
        Format::Text
    })
}

/// A title without the square brackets that mark it as supplied, and whether they were there.
fn title(title: &str) -> (String, bool) {
    let supplied = title
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match supplied {
        Some(inner) => (inner.trim().to_owned(), true),
        None => (title.to_owned(), false),
    }
}

fn event(record: &DocumentRecord, place: Place<'_>, diags: &mut Diagnostics) -> Option<Event> {
    let event = record.event.as_ref()?;
    Some(Event {
        name: event.name.clone(),
        place: event.place.clone(),
        date: date(event.date.as_deref(), place.at(["date".into()]), diags),
    })
}

fn provenance(record: &DocumentRecord, place: Place<'_>, diags: &mut Diagnostics) -> Provenance {
    let provenance = &record.provenance;
    let at = |key: &str| place.at([key.into()]);
    Provenance {
        url: address(provenance.url.as_deref(), at("url"), diags),
        retrieved: date(provenance.retrieved.as_deref(), at("retrieved"), diags),
        archive: address(provenance.archive.as_deref(), at("archive"), diags),
        sha256: provenance.sha256.clone(),
    }
}

/// Finds the place of each correction; in source order.
fn corrections(
    record: &DocumentRecord,
    places: &Places,
    text: &Text,
    file: FileId,
    format: Format,
    diags: &mut Diagnostics,
) -> Vec<Correction> {
    if record.corrections.is_empty() {
        return Vec::new();
    }
    let source = Source::new(text, format, &[]);
    let mut read: BTreeMap<TextRange, Correction> = BTreeMap::new();
    for (index, correction) in record.corrections.iter().enumerate() {
        let span = places
            .at(["corrections".into(), index.into(), "at".into()])
            .span;
        if correction.at.is_empty() {
            continue;
        }
        let mut found = source.places(&correction.at);
        let wrong = match found.as_slice() {
            [] => "stands nowhere in the source",
            [ranges] if ranges.len() > 1 => "runs over several passages",
            [ranges] if overlaps(&read, &ranges[0]) => "overlaps another correction",
            [_] => {
                let ranges = found.remove(0);
                read.insert(
                    ranges[0].clone(),
                    Correction {
                        ranges,
                        read: correction.read.clone(),
                        note: correction.note.clone(),
                    },
                );
                continue;
            }
            _ => "stands in several places",
        };
        let diag = diags
            .report(
                &CORRECTION_NOT_FOUND,
                span,
                format!("`{}` {wrong}", correction.at),
            )
            .help("copy the words from the source, as many as stand there once");
        for ranges in found.iter().take(3) {
            let range = &ranges[0];
            let place = text.blocks[range.block].source_range(range.range());
            diag.label(Span::new(file, place), "here");
        }
    }
    read.into_values().collect()
}

fn overlaps(read: &BTreeMap<TextRange, Correction>, range: &TextRange) -> bool {
    read.keys().any(|other| {
        other.block == range.block && other.start < range.end && range.start < other.end
    })
}

fn replacements(corrections: &[Correction]) -> Vec<Replacement<'_>> {
    let places = corrections.iter().filter_map(|correction| {
        let place = correction.ranges.first()?.clone();
        Some(Replacement {
            place,
            read: &correction.read,
        })
    });
    places.collect()
}
