//! Documents on questions: positions, their quotes, and silences.

use std::collections::BTreeMap;

use super::between::Paired;
use super::words::{change, matched};
use super::{CellChange, Event, PositionChange, QuoteChange, Quoted, Side, SilenceChange, Which};
use crate::compare::DocumentStance;
use crate::digest::{Document, DocumentId, HolderId, Position, QuestionId, Quote, Silence};
use crate::text::fold::fold_words;

/// What one side says of a document on a question.
#[derive(Default)]
struct Own<'a> {
    /// None when the side lacks the document or the question.
    stance: Option<DocumentStance>,
    positions: Vec<&'a Position>,
    silence: Option<&'a Silence>,
}

/// Tells the positions of a cell apart: the slots of the holder and of whom it speaks for, and a number
/// that counts those which share both, as only broken records have them.
type Key = (usize, Option<usize>, usize);

/// The cells of a document that have changed, in the order of the questions' slots.
pub(super) fn cells(paired: &Paired<'_>, slot: usize) -> Vec<CellChange> {
    let (old_index, new_index) = paired.documents.slots[slot];
    let (old, new) = (&paired.old, &paired.new);
    let old_document = old_index.map(|index| old.digest.document(DocumentId(index)));
    let new_document = new_index.map(|index| new.digest.document(DocumentId(index)));
    let mut found = Vec::new();
    for (question, (old_question, new_question)) in paired.questions.slots.iter().enumerate() {
        let before = own(old, old_index, *old_question);
        let after = own(new, new_index, *new_question);
        let positions = positions(paired, old_document, new_document, &before, &after);
        let silence = silence(before.silence, after.silence);
        let is_open = |stance: Option<DocumentStance>| {
            stance.is_none_or(|stance| stance == DocumentStance::NotCoded)
        };
        let moved = before.stance != after.stance;
        // That a new document is not coded on a question is no news, nor is it of a new question.
        let is_news = moved && !(is_open(before.stance) && is_open(after.stance));
        if !is_news && positions.is_empty() && silence.is_none() {
            continue;
        }
        let document = new_document.or(old_document);
        found.push(CellChange {
            document: paired.document_name(slot),
            language: document.map_or(String::new(), |it| it.language.clone()),
            question: paired.question_name(question),
            old: before.stance,
            new: after.stance,
            positions,
            silence,
        });
    }
    found
}

fn own<'a>(side: &Side<'a>, document: Option<usize>, question: Option<usize>) -> Own<'a> {
    let (Some(index), Some(question)) = (document, question) else {
        return Own::default();
    };
    let document = &side.digest.documents[index];
    let cell = side
        .comparison
        .cell(DocumentId(index), QuestionId(question));
    // Beside a position too, in broken records.
    let silence = document
        .silences
        .iter()
        .find(|silence| silence.question == QuestionId(question));
    Own {
        stance: Some(cell.stance),
        positions: cell
            .positions
            .iter()
            .map(|index| &document.positions[*index])
            .collect(),
        silence,
    }
}

fn positions(
    paired: &Paired<'_>,
    old_document: Option<&Document>,
    new_document: Option<&Document>,
    before: &Own<'_>,
    after: &Own<'_>,
) -> Vec<PositionChange> {
    let old_slot = |id: HolderId| paired.holders.slot(Which::Old, id.0);
    let new_slot = |id: HolderId| paired.holders.slot(Which::New, id.0);
    let mut gone = keyed(&before.positions, old_slot);
    let come = keyed(&after.positions, new_slot);
    // Places say nothing when the text itself is another.
    let same_text = match (old_document, new_document) {
        (Some(a), Some(b)) => a.text == b.text,
        _ => false,
    };
    let mut found = Vec::new();
    for (key, position) in come {
        let old = take(&mut gone, key);
        let documents = (old_document, new_document);
        let change = position_change(paired, documents, key, old, Some(position), same_text);
        let is_same = old.is_some_and(|old| old.stance == position.stance)
            && change.summary.is_none()
            && change.quotes.is_empty();
        found.extend((!is_same).then_some(change));
    }
    for (key, position) in gone {
        let documents = (old_document, new_document);
        let change = position_change(paired, documents, key, Some(position), None, same_text);
        found.push(change);
    }
    found
}

/// Positions with their keys, in their order.
fn keyed<'a>(
    positions: &[&'a Position],
    slot: impl Fn(HolderId) -> usize,
) -> Vec<(Key, &'a Position)> {
    let mut seen: BTreeMap<(usize, Option<usize>), usize> = BTreeMap::new();
    let key = |position: &&'a Position| {
        let (holder, body) = (slot(position.holder), position.on_behalf_of.map(&slot));
        let count = seen.entry((holder, body)).or_default();
        *count += 1;
        ((holder, body, *count), *position)
    };
    positions.iter().map(key).collect()
}

fn take<'a>(list: &mut Vec<(Key, &'a Position)>, key: Key) -> Option<&'a Position> {
    let place = list.iter().position(|(other, _)| *other == key)?;
    Some(list.remove(place).1)
}

fn position_change(
    paired: &Paired<'_>,
    documents: (Option<&Document>, Option<&Document>),
    (holder, body, _): Key,
    old: Option<&Position>,
    new: Option<&Position>,
    same_text: bool,
) -> PositionChange {
    let stance = |position: Option<&Position>| position.map(|it| it.stance.into());
    let summary = |position: Option<&'_ Position>| position.map(|it| it.summary.clone());
    let quotes =
        |position: Option<&Position>, document: Option<&Document>| match (position, document) {
            (Some(position), Some(document)) => {
                let quotes = position.quotes.iter();
                quotes.map(|quote| quoted(document, quote)).collect()
            }
            _ => Vec::new(),
        };
    PositionChange {
        holder: paired.holder_name(holder),
        on_behalf_of: body.map(|slot| paired.holder_name(slot)),
        old: stance(old),
        new: stance(new),
        summary: change(summary(old).as_deref(), summary(new).as_deref()),
        quotes: quote_changes(
            quotes(old, documents.0),
            quotes(new, documents.1),
            same_text,
        ),
    }
}

fn quoted(document: &Document, quote: &Quote) -> Quoted {
    let mut blocks: Vec<usize> = quote.ranges().map(|range| range.block).collect();
    blocks.sort_unstable();
    blocks.dedup();
    let fragment = |block: usize| document.text.blocks[block].fragment();
    Quoted {
        words: quote.exact.clone(),
        places: blocks.into_iter().map(fragment).collect(),
        translations: quote.translations.to_vec(),
    }
}

/// Quotes that came, went or changed: those of the newer list in its order, then what has gone.
fn quote_changes(old: Vec<Quoted>, new: Vec<Quoted>, same_text: bool) -> Vec<QuoteChange> {
    let old_words: Vec<&str> = old.iter().map(|quote| quote.words.as_str()).collect();
    let new_words: Vec<&str> = new.iter().map(|quote| quote.words.as_str()).collect();
    let pairs = matched(&old_words, &new_words);
    let mut old: Vec<Option<Quoted>> = old.into_iter().map(Some).collect();
    let mut found = Vec::new();
    for (index, quote) in new.into_iter().enumerate() {
        let pair = pairs.iter().find(|(_, new)| *new == index);
        let before = pair.and_then(|(place, _)| old[*place].take());
        let is_same = before.as_ref().is_some_and(|before| {
            fold_words(&before.words) == fold_words(&quote.words)
                && before.translations == quote.translations
                && (before.places == quote.places || !same_text)
        });
        if !is_same {
            let (old, new) = (before, Some(quote));
            found.push(QuoteChange { old, new });
        }
    }
    let gone = old.into_iter().flatten();
    found.extend(gone.map(|quote| QuoteChange {
        old: Some(quote),
        new: None,
    }));
    found
}

fn silence(old: Option<&Silence>, new: Option<&Silence>) -> Option<SilenceChange> {
    let note = |silence: Option<&'_ Silence>| silence.and_then(|it| it.note.clone());
    let seen = |silence: Option<&Silence>| silence.map(|it| it.seen.join(", "));
    let found = SilenceChange {
        change: match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => Event::Added,
            (Some(_), None) => Event::Removed,
            (Some(_), Some(_)) => Event::Changed,
        },
        note: change(note(old).as_deref(), note(new).as_deref()),
        seen: change(seen(old).as_deref(), seen(new).as_deref()),
    };
    let says_nothing = found.note.is_none() && found.seen.is_none();
    (found.change != Event::Changed || !says_nothing).then_some(found)
}
