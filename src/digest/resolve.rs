//! Records become a digest: ids are looked up, sources read, quotes anchored, lists put in order.
//!
//! 1. Themes and their questions are put in order, holders and instruments follow.
//! 2. Each document's record is read, its source is read into its text, and its positions are anchored
//!    there (documents are independent of each other, and read in parallel).
//! 3. Second codings are anchored in the texts of their documents.
//! 4. Quotes that were found nowhere are looked for in the other documents.
//!
//! A position that names something unknown is left out of the digest; the diagnostic is an error, so
//! such a digest is never published.

use std::sync::Arc;

use rayon::prelude::*;

use super::codes::{ID_REPEATED, PAGE_UNREADABLE};
use super::document::Reader;
use super::names::{Index, Names};
use super::quotes::look_elsewhere;
use super::values::{address, date};
use super::{
    Coding, Digest, Document, DocumentId, Holder, HolderId, Instrument, InstrumentId, Page, Prose,
    Question, QuestionId, StanceLabels, Theme, ThemeId, Unchanged,
};
use crate::diag::Diagnostics;
use crate::record::{
    CodingEntry, Documents, Entry, HolderRecord, InstrumentRecord, Listed, Records, StancesRecord,
    ThemeRecord,
};
use crate::source::{Content, FileId, Files, Span};

/// Turns records into a digest. `content_folder` and `seeds_folder` are relative to the digest's
/// folder, without a slash at their end. Documents that are `unchanged` since an earlier reading are taken over
/// from there.
///
/// May report any of [`super::CODES`], and of the records of documents any of [`crate::record::CODES`].
pub fn resolve(
    listed: Listed,
    files: &Files,
    content_folder: &str,
    seeds_folder: &str,
    unchanged: Option<&Unchanged<'_>>,
    diags: &mut Diagnostics,
) -> Digest {
    let Listed { records, documents } = listed;
    let (themes, questions) = themes(&records.themes, diags);
    let names = names(&records, &documents, &questions);
    let reader = Reader {
        files,
        seeds_folder,
        names: &names,
    };
    // Each record is let go as soon as its document is read: of thousands only those being read are held.
    let indices = (0..documents.count()).into_par_iter();
    let read = indices.with_max_len(super::TOGETHER).map(|index| {
        let mut diags = Diagnostics::new();
        if let Some(known) = unchanged.and_then(|it| it.get(DocumentId(index))) {
            return (Arc::clone(known), diags);
        }
        let record = documents.read(files, index, &mut diags);
        (Arc::new(reader.document(record, &mut diags)), diags)
    });
    let (documents, found): (Vec<Arc<Document>>, Vec<Diagnostics>) = read.unzip();
    found.into_iter().for_each(|found| diags.append(found));
    let is_whole = |document: &Arc<Document>| document.record_read && document.source_read;
    let incomplete = !records.unread.is_empty() || !documents.iter().all(is_whole);
    let codings = codings(&records.codings, &reader, &documents, diags);
    let pages = pages(files, content_folder, diags);
    let mut digest = Digest {
        prose: Prose::of_others(&pages, &themes, &codings),
        codings,
        documents,
        themes,
        questions,
        holders: holders(&records.holders, &names, diags),
        instruments: instruments(&records.instruments, diags),
        pages,
        incomplete,
        labels: labels(records.stances.as_ref().map(|entry| &entry.record)),
    };
    look_elsewhere(&mut digest);
    digest
}

fn themes(entries: &[Entry<ThemeRecord>], diags: &mut Diagnostics) -> (Vec<Theme>, Vec<Question>) {
    let mut ordered: Vec<&Entry<ThemeRecord>> = entries.iter().collect();
    ordered.sort_by(|a, b| (a.record.order, &a.id).cmp(&(b.record.order, &b.id)));
    let mut themes = Vec::new();
    let mut questions: Vec<Question> = Vec::new();
    for (index, entry) in ordered.into_iter().enumerate() {
        let mut own = Vec::new();
        for (position, record) in entry.record.questions.iter().enumerate() {
            let node = entry.places.at(["questions".into(), position.into()]);
            let span = node.at(["id".into()]).span;
            if record.id.is_empty() || is_repeated(&record.id, span, &questions, diags) {
                continue;
            }
            own.push(QuestionId(questions.len()));
            questions.push(Question {
                id: record.id.clone(),
                theme: ThemeId(index),
                short: record.short.clone(),
                proposition: record.proposition.clone(),
                kind: record.kind,
                subject: record.subject.clone(),
                terms: record.terms.clone(),
                span,
            });
        }
        themes.push(Theme {
            id: entry.id.clone(),
            places: entry.places.clone(),
            title: entry.record.title.clone(),
            summary: entry.record.summary.clone(),
            questions: own,
        });
    }
    (themes, questions)
}

fn is_repeated(id: &str, span: Span, questions: &[Question], diags: &mut Diagnostics) -> bool {
    let Some(first) = questions.iter().find(|question| question.id == id) else {
        return false;
    };
    diags
        .report(
            &ID_REPEATED,
            span,
            format!("question `{id}` is defined twice"),
        )
        .label(first.span, "first defined here")
        .help("give one of the two another id");
    true
}

fn names(records: &Records, documents: &Documents, questions: &[Question]) -> Names {
    let unread = |file: FileId| records.unread.contains(&file);
    Names {
        questions: Index::new(
            "question",
            "the `questions` of a theme",
            records.themes.iter().any(|entry| unread(entry.file)),
            questions.iter().map(|question| question.id.as_str()),
            QuestionId,
        ),
        holders: Index::new(
            "holder",
            "`content/holders/ID.yaml`",
            false,
            records.holders.iter().map(|entry| entry.id.as_str()),
            HolderId,
        ),
        instruments: Index::new(
            "instrument",
            "`content/instruments/ID.yaml`",
            false,
            records.instruments.iter().map(|entry| entry.id.as_str()),
            InstrumentId,
        ),
        documents: Index::new(
            "document",
            "`content/documents/ID.yaml`",
            false,
            documents.ids(),
            DocumentId,
        ),
    }
}

fn holders(entries: &[Entry<HolderRecord>], names: &Names, diags: &mut Diagnostics) -> Vec<Holder> {
    let mut holder = |entry: &Entry<HolderRecord>| {
        let record = &entry.record;
        let span = |key: &str| entry.places.at([key.into()]).span;
        let affiliation = record.affiliation.as_deref();
        let instrument = record.instrument.as_deref();
        Holder {
            id: entry.id.clone(),
            places: entry.places.clone(),
            name: record.name.clone(),
            kind: record.kind,
            role: record.role.clone(),
            affiliation: affiliation
                .and_then(|id| names.holders.get(id, span("affiliation"), diags)),
            aliases: record.aliases.clone(),
            instrument: instrument
                .and_then(|id| names.instruments.get(id, span("instrument"), diags)),
        }
    };
    entries.iter().map(&mut holder).collect()
}

fn instruments(entries: &[Entry<InstrumentRecord>], diags: &mut Diagnostics) -> Vec<Instrument> {
    let mut instrument = |entry: &Entry<InstrumentRecord>| {
        let record = &entry.record;
        Instrument {
            id: entry.id.clone(),
            places: entry.places.clone(),
            name: record.name.clone(),
            kind: record.kind,
            date: date(
                record.date.as_deref(),
                entry.places.at(["date".into()]),
                diags,
            ),
            aliases: record.aliases.clone(),
            url: address(
                record.url.as_deref(),
                entry.places.at(["url".into()]),
                diags,
            ),
        }
    };
    entries.iter().map(&mut instrument).collect()
}

fn codings(
    entries: &[CodingEntry],
    reader: &Reader<'_>,
    documents: &[Arc<Document>],
    diags: &mut Diagnostics,
) -> Vec<Coding> {
    let mut codings = Vec::new();
    for coding in entries {
        let entry = &coding.entry;
        let Some(document) = reader
            .names
            .documents
            .get(&entry.id, entry.places.root().span, diags)
        else {
            continue;
        };
        let coded = reader.coding(&documents[document.0], &entry.record, &entry.places, diags);
        codings.push(Coding {
            coder: coding.coder.clone(),
            document,
            places: entry.places.clone(),
            note: entry.record.note.clone(),
            positions: coded.positions,
            silences: coded.silences,
            loose_quotes: coded.loose_quotes,
        });
    }
    codings
}

/// The pages of prose: every Markdown file of the content folder.
fn pages(files: &Files, content_folder: &str, diags: &mut Diagnostics) -> Vec<Page> {
    let prefix = format!("{content_folder}/");
    let mut pages = Vec::new();
    for (file, found) in files.under(&prefix) {
        let id = found.path[prefix.len()..].strip_suffix(".md");
        let Some(id) = id else { continue };
        match page_text(&found.content) {
            Ok((markdown, start)) => pages.push(Page {
                file,
                id: id.to_owned(),
                markdown: markdown.to_owned(),
                start,
            }),
            Err((offset, wrong)) => {
                diags
                    .report(&PAGE_UNREADABLE, Span::new(file, offset..offset), wrong)
                    .help("save the page as a UTF-8 text file of its own");
            }
        }
    }
    pages
}

/// A page's Markdown and the byte at which it begins; or the byte at which it is wrong, and how.
fn page_text(content: &Content) -> Result<(&str, usize), (usize, String)> {
    match content {
        Content::Bytes(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let at = error.valid_up_to();
                (at, format!("byte {at} is no UTF-8 text"))
            })?;
            let markdown = text.strip_prefix('\u{feff}').unwrap_or(text);
            Ok((markdown, text.len() - markdown.len()))
        }
        Content::TooLarge { limit, .. } => {
            Err((0, format!("the page has more than {} KB", limit >> 10)))
        }
        Content::Link => Err((0, "the page is a link to another file".to_owned())),
    }
}

fn labels(record: Option<&StancesRecord>) -> StanceLabels {
    let own = StanceLabels::default();
    let Some(record) = record else {
        return own;
    };
    let pick = |label: &Option<String>, own: String| label.clone().unwrap_or(own);
    StanceLabels {
        supports: pick(&record.supports, own.supports),
        qualified: pick(&record.qualified, own.qualified),
        raises: pick(&record.raises, own.raises),
        opposes: pick(&record.opposes, own.opposes),
        mixed: pick(&record.mixed, own.mixed),
        silent: pick(&record.silent, own.silent),
        not_coded: pick(&record.not_coded, own.not_coded),
    }
}
