//! `terms.html` and `terms/QUESTION.html`: where the terms of a question occur, each with the words
//! around it.

use askama::Template;
use serde::Serialize;

use super::Page;
use super::cells::{entries_of, shown_row_href, with_others};
use super::instrument::{Contexts, context_weight, contexts};
use super::parts::{QuestionRef, Stance, question, stance};
use crate::compare::Occurrence;
use crate::compare::TextSize;
use crate::digest::{DocumentId, QuestionId};
use crate::render::Site;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::html::Html;
use crate::render::scope::Scope;
use crate::render::series::{by_question, weight};

#[derive(Serialize)]
struct List {
    questions: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    question: QuestionRef,
    href: String,
    terms: Vec<String>,
    occurrences: usize,
    documents: usize,
}

#[derive(Serialize)]
struct View {
    question: QuestionRef,
    terms: Vec<String>,
    /// Those in which any occurs; those without, too, unless there are too many to name.
    documents: Html,
    /// Where they occur in each.
    occurrences: Html,
    /// How many are not named.
    without: usize,
}

/// How often they occur in one document.
#[derive(Template)]
#[template(path = "compiled/frequency.html")]
struct Frequency<'s> {
    id: &'s str,
    short: &'s str,
    href: String,
    stance: Stance<'s>,
    /// The row on the question's page, if it is shown.
    row: Option<String>,
    count: usize,
    /// How large the document is.
    size: usize,
    unit: &'static str,
    /// How often they occur in a thousand of these: whole ones and tenths.
    rate: (usize, usize),
}

/// Where they occur in one document.
#[derive(Template)]
#[template(path = "compiled/occurrences.html")]
struct Occurrences<'s> {
    id: &'s str,
    href: String,
    contexts: Contexts<'s>,
}

pub(super) fn list(scope: &Scope<'_>) -> Page {
    let mut frame = Frame::new("terms", "terms", "Terms in the texts").described(
        "Where the terms of each question occur in the documents, each with the words around it.",
    );
    let concordances = &scope.site.comparison.concordances;
    frame.parts = scope.parts("Questions", |index| {
        scope.site.digest.questions[index].short.clone()
    });
    let shown = scope.items(concordances.len());
    let view = List {
        questions: shown
            .map(|index| {
                let (id, concordance) = (QuestionId(index), &concordances[index]);
                Entry {
                    question: question(scope, id),
                    href: scope.href(Target::Concordance(id), None),
                    terms: scope.site.digest.question(id).terms.clone(),
                    occurrences: concordance.occurrences,
                    documents: concordance.documents.len(),
                }
            })
            .collect(),
    };
    Page::new("terms.html", frame, &view)
}

pub(super) fn page(scope: &Scope<'_>, id: QuestionId) -> Page {
    let digest = scope.site.digest;
    let own = digest.question(id);
    let mut frame = Frame::new("concordance", "terms", format!("Terms: {}", own.short))
        .described(format!(
            "Where the terms of the question “{}” occur in the documents.",
            own.proposition
        ))
        .below(scope.href(Target::Terms, None), "Terms");
    frame.previous = id.0.checked_sub(1).map(|index| neighbour(scope, index));
    frame.next = (id.0 + 1 < digest.questions.len()).then(|| neighbour(scope, id.0 + 1));
    let comparison = scope.site.comparison;
    let all = digest.documents.len();
    let documents = entries_of(scope.site, id);
    frame.parts = scope.parts("Documents", |index| {
        digest.document(documents[index]).short.clone()
    });
    let shown = &documents[scope.items(documents.len())];
    let occurring = shown.iter();
    let occurring: Vec<(DocumentId, &[Occurrence])> = occurring
        .map(|it| (*it, comparison.occurrences(*it, id)))
        .collect();
    let view = View {
        question: question(scope, id),
        terms: own.terms.clone(),
        without: all - documents.len(),
        documents: Html::lines(
            occurring
                .iter()
                .map(|(document, found)| frequency(scope, id, *document, found.len())),
        ),
        occurrences: Html::lines(
            occurring
                .iter()
                .filter(|(_, found)| !found.is_empty())
                .map(|(document, found)| occurrences(scope, *document, found)),
        ),
    };
    Page::new("concordance.html", frame, &view)
}

/// About how many bytes each question takes in the list.
pub(super) fn list_weights(site: &Site<'_>) -> Vec<usize> {
    let questions = site.digest.questions.iter();
    questions
        .map(|it| {
            let terms: usize = it.terms.iter().map(|term| weight(term) + 2).sum();
            200 + it.id.len() + weight(&it.short) + terms
        })
        .collect()
}

/// About how many bytes each document takes.
pub(super) fn weights(
    site: &Site<'_>,
    on: QuestionId,
    occurring: &[(DocumentId, usize)],
) -> Vec<usize> {
    let without = |id| entry_weight(site, id, &[]);
    with_others(&entries_of(site, on), occurring, without)
}

/// About how many bytes the documents take in which terms of each question occur.
pub(super) fn entry_weights(site: &Site<'_>) -> Vec<Vec<(DocumentId, usize)>> {
    by_question(site, |id| {
        let found = site.comparison.documents[id.0].terms.by_question();
        found.map(move |(question, found)| (QuestionId(question), entry_weight(site, id, found)))
    })
}

fn entry_weight(site: &Site<'_>, id: DocumentId, found: &[Occurrence]) -> usize {
    let document = site.digest.document(id);
    let lines = found.iter().map(|it| context_weight(site, id, &it.range()));
    let names = 4 * document.id.len() + 2 * weight(&document.short);
    270 + names + lines.sum::<usize>()
}

fn neighbour(scope: &Scope<'_>, index: usize) -> Link {
    Link {
        href: scope.href(Target::Concordance(QuestionId(index)), None),
        text: scope.site.digest.questions[index].short.clone(),
    }
}

fn frequency<'s>(scope: &Scope<'s>, on: QuestionId, id: DocumentId, count: usize) -> Frequency<'s> {
    let size = scope.site.comparison.documents[id.0].size;
    let own = scope.site.digest.document(id);
    // How often in a thousand, to the nearest tenth.
    let length = size.count().max(1);
    let tenths = (count * 10_000 + length / 2) / length;
    Frequency {
        id: &own.id,
        short: &own.short,
        href: scope.href(Target::Document(id), None),
        stance: stance(scope, scope.site.comparison.cell(id, on).stance),
        row: shown_row_href(scope, id, on),
        count,
        size: size.count(),
        unit: match size {
            TextSize::Words(_) => "words",
            TextSize::Characters(_) => "characters",
        },
        rate: (tenths / 10, tenths % 10),
    }
}

fn occurrences<'s>(scope: &Scope<'s>, id: DocumentId, found: &'s [Occurrence]) -> Occurrences<'s> {
    Occurrences {
        id: &scope.site.digest.document(id).id,
        href: scope.href(Target::Document(id), None),
        contexts: contexts(scope, id, found.iter().map(Occurrence::range)),
    }
}
