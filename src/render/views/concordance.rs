//! `terms.html` and `terms/QUESTION.html`: where the terms of a question occur, each with the words
//! around it.

use serde::Serialize;

use super::Page;
use super::instrument::Context;
use super::parts::{DocumentRef, QuestionRef, Stance, document, place, question, stance};
use crate::compare::Occurrence;
use crate::compare::concordance::{DocumentOccurrences, TextSize, context};
use crate::digest::QuestionId;
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;

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
    documents: Vec<InDocument>,
}

/// What occurs in one document.
#[derive(Serialize)]
struct InDocument {
    document: DocumentRef,
    stance: Stance,
    /// The row on the question's page.
    row: String,
    count: usize,
    /// How large the document is, with its unit.
    size: String,
    rate: String,
    /// Occurrences in passages that are shown.
    lines: Vec<Context>,
    hidden: usize,
}

pub(super) fn list(scope: &Scope<'_>) -> Page {
    let frame = Frame::new("terms", "terms", "Terms in the texts").described(
        "Where the terms of each question occur in the documents, each with the words around it.",
    );
    let concordances = scope.site.comparison.concordances.iter();
    let view = List {
        questions: concordances
            .map(|concordance| {
                let counts = concordance.documents.iter().map(|it| it.occurrences.len());
                let counts: Vec<usize> = counts.collect();
                let id = concordance.question;
                Entry {
                    question: question(scope, id),
                    href: scope.href(Target::Concordance(id), None),
                    terms: scope.site.digest.question(id).terms.clone(),
                    occurrences: counts.iter().sum(),
                    documents: counts.iter().filter(|count| **count > 0).count(),
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
    let concordance = &scope.site.comparison.concordances[id.0];
    let view = View {
        question: question(scope, id),
        terms: own.terms.clone(),
        documents: concordance
            .documents
            .iter()
            .map(|it| in_document(scope, id, it))
            .collect(),
    };
    Page::new("concordance.html", frame, &view)
}

fn neighbour(scope: &Scope<'_>, index: usize) -> Link {
    Link {
        href: scope.href(Target::Concordance(QuestionId(index)), None),
        text: scope.site.digest.questions[index].short.clone(),
    }
}

fn in_document(scope: &Scope<'_>, on: QuestionId, found: &DocumentOccurrences) -> InDocument {
    let id = found.document;
    let own = scope.site.digest.document(id);
    let shown = |it: &&Occurrence| scope.site.shown.is_shown(id, it.range.block);
    let lines: Vec<Context> = found
        .occurrences
        .iter()
        .filter(shown)
        .map(|it| {
            let text = &own.text.blocks[it.range.block].text;
            let words = scope.site.config.context_words;
            let (before, after) = context(text, it.range.range(), words);
            Context {
                before: before.to_owned(),
                words: text[it.range.range()].to_owned(),
                after: after.to_owned(),
                place: place(scope, id, it.range.block),
            }
        })
        .collect();
    let count = found.occurrences.len();
    let rate = count as f64 * 1000.0 / found.size.count().max(1) as f64;
    InDocument {
        document: document(scope, id),
        stance: stance(scope, scope.site.comparison.cell(id, on).stance),
        row: scope.href(Target::Question(on), Some(&own.id)),
        count,
        size: match found.size {
            TextSize::Words(count) => format!("{count} words"),
            TextSize::Characters(count) => format!("{count} characters"),
        },
        rate: format!("{rate:.1}"),
        hidden: count - lines.len(),
        lines,
    }
}
