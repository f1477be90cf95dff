//! `search.html`: the search, and for readers without script an index of all questions and terms.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Page;
use super::parts::{QuestionRef, Stance, question, stance};
use crate::digest::{QuestionId, ThemeId};
use crate::render::address::Target;
use crate::render::frame::{Frame, Link};
use crate::render::scope::Scope;
use crate::render::search::entries::{Kind, STANCES};
use crate::text::fold::fold_words;

#[derive(Serialize)]
struct View<'s> {
    /// The first file of the index, relative to the page.
    index: String,
    limit: usize,
    words: usize,
    every: bool,
    kinds: Vec<KindOption>,
    stances: Vec<Stance<'s>>,
    themes: Vec<Theme>,
    letters: Vec<Letter>,
}

/// A kind of hit, in the order of the index.
#[derive(Serialize)]
struct KindOption {
    id: &'static str,
    one: &'static str,
    many: &'static str,
}

#[derive(Serialize)]
struct Theme {
    id: String,
    title: String,
    href: String,
    questions: Vec<QuestionRef>,
}

/// The terms that begin with a letter.
#[derive(Serialize)]
struct Letter {
    letter: String,
    terms: Vec<Term>,
}

/// A term and the concordances of the questions that have it.
#[derive(Serialize)]
struct Term {
    term: String,
    concordances: Vec<Link>,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let site = scope.site;
    let frame = Frame::new("search", "search", "Search").described(
        "Looks through the documents’ words, the positions, questions, holders and instruments. All questions and terms are listed, too.",
    );
    let settings = site.config.search.unwrap_or_default();
    let index = site.search().map(|(index, _)| index.first());
    let view = View {
        index: index.unwrap_or_default(),
        limit: settings.limit_results,
        words: settings.teaser_word_count,
        every: settings.use_boolean_and,
        kinds: Kind::ALL
            .map(|kind| {
                let (id, one, many) = kind.words();
                KindOption { id, one, many }
            })
            .into(),
        stances: STANCES.map(|it| stance(scope, it)).into(),
        themes: (0..site.digest.themes.len())
            .map(|index| theme(scope, ThemeId(index)))
            .collect(),
        letters: letters(scope),
    };
    Page::new("search.html", frame, &view)
}

fn theme(scope: &Scope<'_>, id: ThemeId) -> Theme {
    let own = scope.site.digest.theme(id);
    let questions = own.questions.iter();
    Theme {
        id: own.id.clone(),
        title: own.title.clone(),
        href: scope.href(Target::Theme(id), None),
        questions: questions.map(|id| question(scope, *id)).collect(),
    }
}

/// All terms of all questions, by the letter that they begin with.
fn letters(scope: &Scope<'_>) -> Vec<Letter> {
    let mut terms: BTreeMap<(String, &str), Vec<Link>> = BTreeMap::new();
    for (index, question) in scope.site.digest.questions.iter().enumerate() {
        for term in &question.terms {
            let concordances = terms
                .entry((fold_words(term).to_lowercase(), term))
                .or_default();
            concordances.push(Link {
                href: scope.href(Target::Concordance(QuestionId(index)), None),
                text: question.short.clone(),
            });
        }
    }
    let mut letters: Vec<Letter> = Vec::new();
    for ((folded, term), concordances) in terms {
        let letter: String = folded
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .collect();
        let term = Term {
            term: term.to_owned(),
            concordances,
        };
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.terms.push(term),
            _ => letters.push(Letter {
                letter,
                terms: vec![term],
            }),
        }
    }
    letters
}
