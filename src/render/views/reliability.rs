//! `reliability.html`: how far independent codings agree, whatever it is, and where they do not.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Page;
use super::cells::{Named, named, row_href};
use super::parts::{
    DocumentRef, QuestionRef, Stance, capitalised, coded_position, document, position_weight,
    question, silence, stance,
};
use crate::compare::reliability::{Agreement, Coder, Unit};
use crate::digest::{Coding, DocumentId, Position, QuestionId, Silence};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::Html;
use crate::render::scope::Scope;
use crate::render::series::weight;

#[derive(Serialize)]
struct View<'s> {
    /// Whether this part has all but documents and differences.
    is_first: bool,
    overall: AgreementView,
    /// How many codings there are of a document at most, the first one included.
    codings: usize,
    table: String,
    coders: Vec<CoderView>,
    themes: Vec<Of<Link>>,
    documents: Vec<Of<DocumentRef>>,
    questions: Vec<Of<QuestionRef>>,
    confusions: Vec<Confusion<'s>>,
    differences: Vec<DifferenceView<'s>>,
}

#[derive(Serialize)]
struct AgreementView {
    alpha: Option<String>,
    cells: usize,
    agreeing: usize,
}

/// The agreement on a theme, a document or a question.
#[derive(Serialize)]
struct Of<T> {
    of: T,
    agreement: AgreementView,
}

/// Two stances between which codings differ, and how often.
#[derive(Serialize)]
struct Confusion<'s> {
    one: Stance<'s>,
    other: Stance<'s>,
    count: usize,
}

/// What somebody coded.
#[derive(Serialize)]
struct CoderView {
    name: String,
    /// Each of the coder's notes once, with the documents whose coding has it.
    notes: Vec<Note>,
}

#[derive(Serialize)]
struct Note {
    text: Option<Html>,
    documents: Named<DocumentRef>,
    edit: Vec<Link>,
}

#[derive(Serialize)]
struct DifferenceView<'s> {
    /// Its name on the page: [`name_of`].
    name: String,
    document: DocumentRef,
    question: QuestionRef,
    row: String,
    sides: Vec<Side<'s>>,
}

/// What one coder recorded.
#[derive(Serialize)]
struct Side<'s> {
    coder: String,
    stance: Stance<'s>,
    positions: Vec<Html>,
    silence: Option<Html>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let reliability = scope
        .site
        .comparison
        .reliability
        .as_ref()
        .expect("bug: a page of reliability without second codings");
    let overall = &reliability.overall;
    let mut frame = Frame::new("reliability", "", "Reliability").described(format!(
        "All codings agree on {} of {} cells.",
        overall.agreeing, overall.cells
    ));
    // On the page stand the documents that have been coded more than once, then the cells that differ.
    let documents = &reliability.documents;
    let differences = &scope.site.lists.differences;
    let unit = |index: usize| &reliability.units[differences[index - documents.len()]];
    frame.parts = scope.parts("Entries", |index| match documents.get(index) {
        Some((id, _)) => digest.document(*id).short.clone(),
        None => {
            let (id, on) = (unit(index).document, unit(index).question);
            format!(
                "{}: {}",
                digest.document(id).short,
                digest.question(on).short
            )
        }
    });
    let items = scope.items(documents.len() + differences.len());
    let (first, last) = (items.start, items.end);
    let among = first.min(documents.len())..last.min(documents.len());
    let is_first = scope.is_first_part();
    let view = View {
        is_first,
        overall: agreement(overall),
        codings: reliability
            .units
            .iter()
            .map(|it| it.codings.len())
            .max()
            .unwrap_or(0),
        table: scope.href(Target::CodingsCsv, None),
        coders: if is_first { coders(scope) } else { Vec::new() },
        themes: of(&reliability.themes, |id| Link {
            href: scope.href(Target::Theme(id), None),
            text: scope.site.digest.theme(id).title.clone(),
        }),
        documents: of(&documents[among], |id| document(scope, id)),
        questions: of(&reliability.questions, |id| question(scope, id)),
        confusions: reliability
            .confusions
            .iter()
            .map(|((one, other), count)| Confusion {
                one: stance(scope, *one),
                other: stance(scope, *other),
                count: *count,
            })
            .collect(),
        differences: (first.max(documents.len())..last)
            .map(|index| difference(scope, unit(index)))
            .collect(),
    };
    Page::new("reliability.html", frame, &view)
}

fn agreement(agreement: &Agreement) -> AgreementView {
    AgreementView {
        alpha: agreement.alpha.map(|alpha| format!("{alpha:.2}")),
        cells: agreement.cells,
        agreeing: agreement.agreeing,
    }
}

fn of<Id: Copy, T>(list: &[(Id, Agreement)], name: impl Fn(Id) -> T) -> Vec<Of<T>> {
    list.iter()
        .map(|(id, it)| Of {
            of: name(*id),
            agreement: agreement(it),
        })
        .collect()
}

fn coders(scope: &Scope<'_>) -> Vec<CoderView> {
    let codings = &scope.site.digest.codings;
    codings
        .chunk_by(|a, b| a.coder == b.coder)
        .map(|own| CoderView {
            name: name(&own[0].coder),
            notes: notes(scope, own),
        })
        .collect()
}

fn notes(scope: &Scope<'_>, codings: &[Coding]) -> Vec<Note> {
    let mut notes: BTreeMap<&Option<String>, Vec<&Coding>> = BTreeMap::new();
    let mut order: Vec<&Option<String>> = Vec::new();
    for coding in codings {
        let with_note = notes.entry(&coding.note).or_default();
        if with_note.is_empty() {
            order.push(&coding.note);
        }
        with_note.push(coding);
    }
    let note = |text: &Option<String>| {
        let codings = notes[text].iter();
        let edit = |coding: &&Coding| {
            let path = &scope.site.files.get(coding.places.file()).path;
            let short = &scope.site.digest.document(coding.document).short;
            edit_link(scope.site, path, short)
        };
        let edits = named(codings.clone(), edit);
        Note {
            text: scope.inline_option(text.as_ref()),
            documents: named(codings, |it| document(scope, it.document)),
            edit: edits.named.into_iter().flatten().collect(),
        }
    };
    order.into_iter().map(note).collect()
}

/// The place of a cell on which codings differ among what is listed.
pub(in crate::render) fn difference_of(
    site: &Site<'_>,
    id: DocumentId,
    on: QuestionId,
) -> Option<usize> {
    let reliability = site.comparison.reliability.as_ref()?;
    let differences = &site.lists.differences;
    let place = differences.binary_search_by_key(&(on, id), |index| {
        let unit = &reliability.units[*index];
        (unit.question, unit.document)
    });
    Some(reliability.documents.len() + place.ok()?)
}

/// About how many bytes each document and each difference takes; with the first, what stands above them.
pub(super) fn weights(site: &Site<'_>) -> Vec<usize> {
    let Some(reliability) = &site.comparison.reliability else {
        return Vec::new();
    };
    let digest = site.digest;
    let documents = reliability.documents.iter().map(|(id, _)| {
        let document = digest.document(*id);
        200 + document.id.len() + weight(&document.short)
    });
    let differences = site.lists.differences.iter().map(|index| {
        let unit = &reliability.units[*index];
        let document = digest.document(unit.document);
        let sides = unit.codings.iter().map(|(coder, _)| {
            let positions = match *coder {
                Coder::First => &document.positions,
                Coder::Second(index) => &digest.codings[index].positions,
            };
            let own = positions.iter().filter(|it| it.question == unit.question);
            300 + own.map(|it| position_weight(document, it)).sum::<usize>()
        });
        let question = digest.question(unit.question);
        400 + weight(&document.short) + weight(&question.proposition) + sides.sum::<usize>()
    });
    let mut weights: Vec<usize> = documents.chain(differences).collect();
    if let Some(first) = weights.first_mut() {
        let questions = digest
            .questions
            .iter()
            .map(|it| 200 + it.id.len() + weight(&it.short));
        let themes = digest
            .themes
            .iter()
            .map(|it| 200 + it.id.len() + weight(&it.title));
        *first += questions.chain(themes).sum::<usize>();
    }
    weights
}

/// A coder's id in words: `second-coder` is "Second coder".
fn name(coder: &str) -> String {
    capitalised(&coder.replace('-', " "))
}

/// The name on this page of a cell on which codings differ.
pub(super) fn name_of(scope: &Scope<'_>, unit: &Unit) -> String {
    let digest = scope.site.digest;
    let (document, question) = (
        digest.document(unit.document),
        digest.question(unit.question),
    );
    format!("{}--{}", document.id, question.id)
}

fn difference<'s>(scope: &Scope<'s>, unit: &Unit) -> DifferenceView<'s> {
    let digest = scope.site.digest;
    let (id, on) = (unit.document, unit.question);
    let own = digest.document(id);
    let side = |(coder, taken): &(Coder, _)| {
        let (coder, list, silences) = match *coder {
            Coder::First => ("First coding".to_owned(), &own.positions, &own.silences),
            Coder::Second(index) => {
                let coding = &digest.codings[index];
                (name(&coding.coder), &coding.positions, &coding.silences)
            }
        };
        Side {
            coder,
            stance: stance(scope, *taken),
            positions: positions(scope, id, list, on),
            silence: silence_on(scope, silences, on),
        }
    };
    DifferenceView {
        name: name_of(scope, unit),
        document: document(scope, id),
        question: question(scope, on),
        row: row_href(scope, id, on),
        sides: unit.codings.iter().map(side).collect(),
    }
}

fn positions(scope: &Scope<'_>, id: DocumentId, list: &[Position], on: QuestionId) -> Vec<Html> {
    list.iter()
        .filter(|it| it.question == on)
        .map(|it| Html::of(&coded_position(scope, id, it)))
        .collect()
}

fn silence_on(scope: &Scope<'_>, list: &[Silence], on: QuestionId) -> Option<Html> {
    let found = list.iter().find(|it| it.question == on)?;
    Some(Html::of(&silence(scope, found)))
}
