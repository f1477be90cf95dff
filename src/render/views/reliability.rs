//! `reliability.html`: how far independent codings agree, whatever it is, and where they do not.

use serde::Serialize;

use super::Page;
use super::cells::row_href;
use super::parts::{
    DocumentRef, PositionView, QuestionRef, SilenceView, Stance, capitalised, coded_position,
    document, question, silence, stance,
};
use crate::compare::reliability::{Agreement, Coder, Unit};
use crate::digest::{Coding, DocumentId, Position, QuestionId, Silence};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link, edit_link};
use crate::render::html::Html;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View {
    overall: AgreementView,
    /// How many codings there are of a document at most, the first one included.
    codings: usize,
    table: String,
    coders: Vec<CoderView>,
    themes: Vec<Of<Link>>,
    documents: Vec<Of<DocumentRef>>,
    questions: Vec<Of<QuestionRef>>,
    confusions: Vec<Confusion>,
    differences: Vec<DifferenceView>,
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
struct Confusion {
    one: Stance,
    other: Stance,
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
    documents: Vec<DocumentRef>,
    edit: Vec<Link>,
}

#[derive(Serialize)]
struct DifferenceView {
    /// Its name on the page: [`name_of`].
    name: String,
    document: DocumentRef,
    question: QuestionRef,
    row: String,
    sides: Vec<Side>,
}

/// What one coder recorded.
#[derive(Serialize)]
struct Side {
    coder: String,
    stance: Stance,
    positions: Vec<PositionView>,
    silence: Option<SilenceView>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let reliability = scope
        .site
        .comparison
        .reliability
        .as_ref()
        .expect("bug: a page of reliability without second codings");
    let overall = &reliability.overall;
    let frame = Frame::new("reliability", "", "Reliability").described(format!(
        "All codings agree on {} of {} cells.",
        overall.agreeing, overall.cells
    ));
    let differing = reliability.units.iter().filter(|unit| !unit.agrees());
    let view = View {
        overall: agreement(overall),
        codings: reliability
            .units
            .iter()
            .map(|it| it.codings.len())
            .max()
            .unwrap_or(0),
        table: scope.href(Target::CodingsCsv, None),
        coders: coders(scope),
        themes: of(&reliability.themes, |id| Link {
            href: scope.href(Target::Theme(id), None),
            text: scope.site.digest.theme(id).title.clone(),
        }),
        documents: of(&reliability.documents, |id| document(scope, id)),
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
        differences: differing.map(|it| difference(scope, it)).collect(),
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
    let mut notes: Vec<(&Option<String>, Note)> = Vec::new();
    for coding in codings {
        let known = notes.iter().position(|(text, _)| **text == coding.note);
        let index = known.unwrap_or_else(|| {
            let text = scope.inline_option(coding.note.as_ref());
            let (documents, edit) = (Vec::new(), Vec::new());
            let note = Note {
                text,
                documents,
                edit,
            };
            notes.push((&coding.note, note));
            notes.len() - 1
        });
        let note = &mut notes[index].1;
        note.documents.push(document(scope, coding.document));
        let path = &scope.site.files.get(coding.places.file()).path;
        let short = &scope.site.digest.document(coding.document).short;
        note.edit.extend(edit_link(scope.site, path, short));
    }
    notes.into_iter().map(|(_, note)| note).collect()
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

fn difference(scope: &Scope<'_>, unit: &Unit) -> DifferenceView {
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

fn positions(
    scope: &Scope<'_>,
    id: DocumentId,
    list: &[Position],
    on: QuestionId,
) -> Vec<PositionView> {
    list.iter()
        .filter(|it| it.question == on)
        .map(|it| coded_position(scope, id, it))
        .collect()
}

fn silence_on(scope: &Scope<'_>, list: &[Silence], on: QuestionId) -> Option<SilenceView> {
    let found = list.iter().find(|it| it.question == on)?;
    Some(silence(scope, found))
}
