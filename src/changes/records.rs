//! What records say of themselves: each becomes a list of named texts, and two lists are compared.

use std::collections::BTreeMap;

use super::between::Paired;
use super::pairing::Pairing;
use super::words::change;
use super::{Event, FieldChange, Kind, RecordChange, Side, Which};
use crate::compare::{DocumentStance, Row};
use crate::digest::date::Date;
use crate::digest::{
    Coding, Document, Event as Gathering, Holder, HolderId, Instrument, Question, QuestionId, Theme,
};
use crate::record::kind_id;
use crate::text::fold::spaced;

/// A key of a record and what stands there; nothing when it is left out.
type Field = (&'static str, String);

/// All records that came, went or say other things: by kind, then in the digest's order.
pub(super) fn records(paired: &Paired<'_>) -> Vec<RecordChange> {
    let (old, new) = (&paired.old, &paired.new);
    let mut found = Vec::new();
    if !paired.gaps.has(Kind::Digest, "") {
        found.extend(the_digest(old, new));
    }
    found.extend(documents(paired));
    let lists = (&old.digest.themes[..], &new.digest.themes[..]);
    found.extend(changed(paired, Kind::Theme, &paired.themes, lists, theme));
    let lists = (&old.digest.questions[..], &new.digest.questions[..]);
    found.extend(changed(
        paired,
        Kind::Question,
        &paired.questions,
        lists,
        question,
    ));
    let lists = (&old.digest.holders[..], &new.digest.holders[..]);
    found.extend(changed(
        paired,
        Kind::Holder,
        &paired.holders,
        lists,
        holder,
    ));
    let lists = (&old.digest.instruments[..], &new.digest.instruments[..]);
    found.extend(changed(
        paired,
        Kind::Instrument,
        &paired.instruments,
        lists,
        instrument,
    ));
    found.extend(codings(paired));
    found.extend(pages(paired));
    found
}

/// A record for comparing.
struct Known {
    id: String,
    name: String,
    fields: Vec<Field>,
}

fn known(id: &str, name: &str, fields: Vec<Field>) -> Known {
    Known {
        id: id.to_owned(),
        name: name.to_owned(),
        fields,
    }
}

/// Compares the records of one kind. `know` is told whose record it is.
fn changed<T>(
    paired: &Paired<'_>,
    kind: Kind,
    pairing: &Pairing,
    (old, new): (&[T], &[T]),
    know: fn(&Paired<'_>, Which, &T) -> Known,
) -> Vec<RecordChange> {
    let slots = pairing.slots.iter().map(|(before, after)| {
        let before = before.map(|index| know(paired, Which::Old, &old[index]));
        let after = after.map(|index| know(paired, Which::New, &new[index]));
        (before, after)
    });
    let is_read = |known: &Option<Known>| {
        known
            .as_ref()
            .is_none_or(|known| !paired.gaps.has(kind, &known.id))
    };
    slots
        .filter(|(before, after)| is_read(before) && is_read(after))
        .filter_map(|(before, after)| compared(kind, before, after))
        .collect()
}

fn compared(kind: Kind, old: Option<Known>, new: Option<Known>) -> Option<RecordChange> {
    let (event, fields, old_id, record) = match (old, new) {
        (Some(old), None) => (Event::Removed, Vec::new(), None, old),
        (None, Some(new)) => (Event::Added, Vec::new(), None, new),
        (Some(old), Some(new)) => {
            let fields = different(&old.fields, &new.fields);
            let renamed = (old.id != new.id).then_some(old.id);
            match (&renamed, fields.is_empty()) {
                (None, true) => return None,
                (None, false) => (Event::Changed, fields, None, new),
                (Some(_), _) => (Event::Renamed, fields, renamed, new),
            }
        }
        (None, None) => return None,
    };
    let name = match record.name.trim() {
        "" => record.id.clone(),
        name => name.to_owned(),
    };
    Some(RecordChange {
        kind,
        change: event,
        id: record.id,
        old_id,
        name,
        fields,
    })
}

/// Both lists have the same keys in the same order.
fn different(old: &[Field], new: &[Field]) -> Vec<FieldChange> {
    let fields = old.iter().zip(new);
    let different = fields.filter_map(|((field, old), (_, new))| {
        let words = change(Some(old), Some(new))?;
        Some(FieldChange {
            field: (*field).to_owned(),
            old: words.old,
            new: words.new,
        })
    });
    different.collect()
}

fn the_digest(old: &Side<'_>, new: &Side<'_>) -> Option<RecordChange> {
    let know = |side: &Side<'_>| {
        let mut fields = vec![("title", side.config.title.clone())];
        let labels = DocumentStance::ALL.into_iter();
        fields.extend(labels.map(|it| (it.id(), side.digest.labels.get(it).to_owned())));
        known("", &side.config.title, fields)
    };
    let (old, new) = (know(old), know(new));
    // Where there was no digest, everything in it is new.
    let has_title = |known: &Known| !known.name.is_empty();
    (has_title(&old) && has_title(&new))
        .then(|| compared(Kind::Digest, Some(old), Some(new)))
        .flatten()
}

/// Documents are named by their titles when they come or go, and otherwise by their short form.
fn documents(paired: &Paired<'_>) -> Vec<RecordChange> {
    let mut found = Vec::new();
    for slot in paired.document_slots() {
        let (before, after) = paired.documents.slots[slot];
        let before = before.map(|index| &paired.old.digest.documents[index]);
        let after = after.map(|index| &paired.new.digest.documents[index]);
        let is_kept = before.is_some() && after.is_some();
        let know = |side: Which, document: &Document| {
            let name = match is_kept {
                true => document.short.clone(),
                false => document.cited_title().into_owned(),
            };
            known(&document.id, &name, document_fields(paired, side, document))
        };
        let before_known = before.map(|document| know(Which::Old, document));
        let mut after_known = after.map(|document| know(Which::New, document));
        if before
            .zip(after)
            .is_some_and(|(a, b)| is_divided_otherwise(a, b))
        {
            let fields = after_known.iter_mut().flat_map(|known| &mut known.fields);
            for (_, passages) in fields.filter(|(field, _)| *field == PASSAGES) {
                passages.push_str(", divided otherwise");
            }
        }
        found.extend(compared(Kind::Document, before_known, after_known));
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// How many passages a document has.
const PASSAGES: &str = "passages";

/// Whether the same source is divided into as many passages, but others: then numbers of passages mean
/// other words.
fn is_divided_otherwise(old: &Document, new: &Document) -> bool {
    let texts = |document: &Document| -> Vec<String> {
        let blocks = document.text.blocks.iter();
        blocks
            .map(|block| format!("{} {}", block.fragment(), block.text))
            .collect()
    };
    let is_same_source = old.provenance.sha256 == new.provenance.sha256;
    is_same_source && passages(old) == passages(new) && texts(old) != texts(new)
}

/// How many numbered passages a document has.
fn passages(document: &Document) -> String {
    let blocks = document.text.blocks.iter();
    let numbered = blocks.filter(|block| block.fragment().starts_with('p'));
    numbered.count().to_string()
}

fn document_fields(paired: &Paired<'_>, which: Which, document: &Document) -> Vec<Field> {
    let side = match which {
        Which::Old => &paired.old,
        Which::New => &paired.new,
    };
    let corrections = document.corrections.iter().map(|correction| {
        let at = correction.ranges.iter().map(|range| {
            let text = &document.text.blocks[range.block].text;
            text[range.range()].to_owned()
        });
        format!(
            "“{}” read as “{}”",
            at.collect::<Vec<_>>().join(" "),
            correction.read
        )
    });
    let provenance = &document.provenance;
    vec![
        ("source", side.files.get(document.source).path.clone()),
        ("sha256", provenance.sha256.clone()),
        (PASSAGES, passages(document)),
        ("issuer", holder_id(paired, which, document.issuer)),
        ("publish", kind_id(&document.publish)),
        ("date", date(document.date.as_ref())),
        ("event", event(document.event.as_ref())),
        ("kind", kind_id(&document.kind)),
        ("language", document.language.clone()),
        ("title", document.cited_title().into_owned()),
        ("short", document.short.clone()),
        ("summary", document.summary.clone()),
        ("corrections", corrections.collect::<Vec<_>>().join("; ")),
        ("url", given(provenance.url.as_ref())),
        ("retrieved", date(provenance.retrieved.as_ref())),
        ("archive", given(provenance.archive.as_ref())),
        ("statement", given(document.rights_statement.as_ref())),
        ("licence", given(document.licence.as_ref())),
    ]
}

fn theme(_: &Paired<'_>, _: Which, theme: &Theme) -> Known {
    let fields = vec![
        ("title", theme.title.clone()),
        ("summary", theme.summary.clone()),
    ];
    known(&theme.id, &theme.title, fields)
}

fn question(paired: &Paired<'_>, side: Which, question: &Question) -> Known {
    // As the newer side calls it, so that another id of the theme is no change of the question.
    let index = question.theme.0;
    let slot = paired.themes.slot(side, index);
    let (old, new) = paired.themes.slots[slot];
    let theme = paired.newest(old, new, |side| &side.digest.themes);
    let fields = vec![
        ("proposition", question.proposition.clone()),
        ("kind", kind_id(&question.kind)),
        ("subject", question.subject.clone()),
        ("theme", theme.id.clone()),
        ("terms", question.terms.join(", ")),
        ("short", question.short.clone()),
    ];
    known(&question.id, &question.short, fields)
}

fn holder(paired: &Paired<'_>, side: Which, holder: &Holder) -> Known {
    let instrument = holder.instrument.map(|id| {
        let slot = paired.instruments.slot(side, id.0);
        let (old, new) = paired.instruments.slots[slot];
        let instrument = paired.newest(old, new, |side| &side.digest.instruments);
        instrument.id.clone()
    });
    let fields = vec![
        ("name", holder.name.clone()),
        ("kind", kind_id(&holder.kind)),
        ("role", given(holder.role.as_ref())),
        ("affiliation", holder_id(paired, side, holder.affiliation)),
        ("aliases", holder.aliases.join(", ")),
        ("instrument", given(instrument.as_ref())),
    ];
    known(&holder.id, &holder.name, fields)
}

fn instrument(_: &Paired<'_>, _: Which, instrument: &Instrument) -> Known {
    let fields = vec![
        ("name", instrument.name.clone()),
        ("kind", kind_id(&instrument.kind)),
        ("date", date(instrument.date.as_ref())),
        ("aliases", instrument.aliases.join(", ")),
        ("url", given(instrument.url.as_ref())),
    ];
    known(&instrument.id, &instrument.name, fields)
}

/// The id of a holder on the newer side, if it is there; nothing for nobody.
fn holder_id(paired: &Paired<'_>, side: Which, id: Option<HolderId>) -> String {
    let slot = id.map(|id| paired.holders.slot(side, id.0));
    slot.map_or(String::new(), |slot| paired.holder_name(slot).id)
}

fn given(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn date(date: Option<&Date>) -> String {
    date.map_or(String::new(), |date| date.text.clone())
}

fn event(event: Option<&Gathering>) -> String {
    let Some(event) = event else {
        return String::new();
    };
    let parts = [
        given(event.name.as_ref()),
        given(event.place.as_ref()),
        date(event.date.as_ref()),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// Second codings, by coder and document: those of renamed documents under their newer id.
fn codings(paired: &Paired<'_>) -> Vec<RecordChange> {
    let mut all: BTreeMap<String, (Option<&Coding>, Option<&Coding>)> = BTreeMap::new();
    let id = |coding: &Coding, slot: usize| {
        format!("{}/{}", coding.coder, paired.document_name(slot).id)
    };
    for coding in &paired.old.digest.codings {
        let slot = paired.documents.slot(Which::Old, coding.document.0);
        all.entry(id(coding, slot)).or_default().0 = Some(coding);
    }
    for coding in &paired.new.digest.codings {
        let slot = paired.documents.slot(Which::New, coding.document.0);
        all.entry(id(coding, slot)).or_default().1 = Some(coding);
    }
    let is_read = |id: &str| {
        let document = id.split_once('/').map_or("", |(_, document)| document);
        !paired.gaps.has(Kind::Coding, id) && !paired.gaps.has(Kind::Document, document)
    };
    all.into_iter()
        .filter(|(id, _)| is_read(id))
        .filter_map(|(id, (old, new))| {
            let know = |_: &Coding| known(&id, &id, Vec::new());
            match (old, new) {
                (Some(old), Some(new)) => {
                    let fields = coding_fields(paired, old, new);
                    (!fields.is_empty()).then(|| RecordChange {
                        kind: Kind::Coding,
                        change: Event::Changed,
                        id: id.clone(),
                        old_id: None,
                        name: id.clone(),
                        fields,
                    })
                }
                (old, new) => compared(Kind::Coding, old.map(know), new.map(know)),
            }
        })
        .collect()
}

/// The stances that a coding gives otherwise, by question; then whether anything else differs.
fn coding_fields(paired: &Paired<'_>, old: &Coding, new: &Coding) -> Vec<FieldChange> {
    let of = |side: &Side<'_>, coding: &Coding| {
        let questions = side.digest.questions.len();
        Row::new(&coding.positions, &coding.silences, questions)
    };
    let (old_row, new_row) = (of(&paired.old, old), of(&paired.new, new));
    let mut fields = Vec::new();
    for (slot, (before, after)) in paired.questions.slots.iter().enumerate() {
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        let before = old_row.cell(QuestionId(*before)).stance;
        let after = new_row.cell(QuestionId(*after)).stance;
        if before != after {
            fields.push(FieldChange {
                field: paired.question_name(slot).id,
                old: Some(before.id().to_owned()),
                new: Some(after.id().to_owned()),
            });
        }
    }
    let note = |coding: &Coding| coding.note.clone();
    if let Some(words) = change(note(old).as_deref(), note(new).as_deref()) {
        fields.push(FieldChange {
            field: "note".to_owned(),
            old: words.old,
            new: words.new,
        });
    }
    if fields.is_empty() && said(old) != said(new) {
        fields.push(FieldChange {
            field: "positions".to_owned(),
            old: None,
            new: None,
        });
    }
    fields
}

/// Everything that a coding says in words.
fn said(coding: &Coding) -> Vec<String> {
    let positions = coding.positions.iter().flat_map(|position| {
        let quotes = position.quotes.iter().map(|quote| spaced(&quote.exact));
        std::iter::once(spaced(&position.summary)).chain(quotes)
    });
    let silences = coding.silences.iter();
    let notes = silences.map(|silence| spaced(&given(silence.note.as_ref())));
    positions.chain(notes).collect()
}

/// Pages of prose, by path.
fn pages(paired: &Paired<'_>) -> Vec<RecordChange> {
    let mut all: BTreeMap<&str, (Option<&str>, Option<&str>)> = BTreeMap::new();
    for page in &paired.old.digest.pages {
        all.entry(&page.id).or_default().0 = Some(&page.markdown);
    }
    for page in &paired.new.digest.pages {
        all.entry(&page.id).or_default().1 = Some(&page.markdown);
    }
    all.into_iter()
        .filter(|(id, _)| !paired.gaps.has(Kind::Page, id))
        .filter_map(|(id, pages)| {
            let change = match pages {
                (Some(old), Some(new)) if spaced(old) == spaced(new) => return None,
                (Some(_), Some(_)) => Event::Changed,
                (None, _) => Event::Added,
                (_, None) => Event::Removed,
            };
            Some(RecordChange {
                kind: Kind::Page,
                change,
                id: id.to_owned(),
                old_id: None,
                name: id.to_owned(),
                fields: Vec::new(),
            })
        })
        .collect()
}
