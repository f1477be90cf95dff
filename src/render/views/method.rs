//! `method.html`: stances, relations, themes and questions, as the digest itself has them.

use serde::Serialize;

use super::Page;
use super::compare::SHOWN;
use super::parts::{QuestionRef, Stance, question, stance};
use crate::compare::DocumentStance;
use crate::compare::relation::{FEWEST_QUESTIONS, Relation};
use crate::digest::{QuestionId, ThemeId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::html::Html;
use crate::render::scope::Scope;

#[derive(Serialize)]
struct View<'s> {
    stances: Vec<Explained<'s>>,
    relations: Vec<(&'static str, &'static str)>,
    themes: Vec<Theme>,
    fewest: usize,
}

#[derive(Serialize)]
struct Explained<'s> {
    stance: Stance<'s>,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Theme {
    theme: Link,
    id: String,
    summary: Html,
    questions: Vec<Asked>,
}

#[derive(Serialize)]
struct Asked {
    question: QuestionRef,
    subject: String,
    terms: Vec<String>,
    concordance: String,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let digest = scope.site.digest;
    let frame = Frame::new("method", "method", "Method").described(
        "How the documents are read: the stances, how two documents are compared, and every question that is asked of them.",
    );
    let themes = digest.themes.iter().enumerate();
    let view = View {
        stances: DocumentStance::ALL
            .into_iter()
            .map(|it| Explained {
                stance: stance(scope, it),
                meaning: meaning(it),
            })
            .collect(),
        relations: SHOWN.iter().map(|it| (it.label(), sense(*it))).collect(),
        themes: themes
            .map(|(index, theme)| Theme {
                theme: Link {
                    href: scope.href(Target::Theme(ThemeId(index)), None),
                    text: theme.title.clone(),
                },
                id: theme.id.clone(),
                summary: scope.inline(&theme.summary),
                questions: theme.questions.iter().map(|&id| asked(scope, id)).collect(),
            })
            .collect(),
        fewest: FEWEST_QUESTIONS,
    };
    Page::new("method.html", frame, &view)
}

fn asked(scope: &Scope<'_>, id: QuestionId) -> Asked {
    let own = scope.site.digest.question(id);
    Asked {
        question: question(scope, id),
        subject: own.subject.clone(),
        terms: own.terms.clone(),
        concordance: scope.href(Target::Concordance(id), None),
    }
}

fn meaning(stance: DocumentStance) -> &'static str {
    match stance {
        DocumentStance::Supports => "takes the side of the proposition",
        DocumentStance::Qualified => {
            "backs a weaker form of it, a part of it, or backs it tentatively or under a condition"
        }
        DocumentStance::Raises => "brings its subject up and takes no side",
        DocumentStance::Opposes => "denies it or argues against it",
        DocumentStance::Mixed => "holders within one document stand on both sides",
        DocumentStance::Silent => "somebody has looked for its subject and not found it, on record",
        DocumentStance::NotCoded => "nobody has looked yet",
    }
}

fn sense(relation: Relation) -> &'static str {
    match relation {
        Relation::NotCoded => "at least one document is not coded on the question",
        Relation::NoFirstHand => {
            "with only first-hand positions counted: at least one document has reported positions alone, which is no silence"
        }
        Relation::BothSilent => "both are silent",
        Relation::OneSilent => "one is silent, the other is not",
        Relation::Divided => "within at least one, holders stand on both sides",
        Relation::BothRaise => "both raise the subject",
        Relation::OneTakesSide => "one takes a side, the other only raises the subject",
        Relation::AgreeInPart => "both support in part, or one in part and the other wholly",
        Relation::Agree => "both take the same side",
        Relation::Differ => "they take opposite sides",
    }
}
