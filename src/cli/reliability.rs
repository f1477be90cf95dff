//! `policy-digest reliability`.

use std::fmt::Write;

use anyhow::Result;
use policy_digest::Analysis;
use policy_digest::compare::reliability::{Agreement, Coder};
use policy_digest::diag::render;

use super::{Loudness, Outcome, Reliability, root, stages, terminal};

const STRING: &str = "a string takes every line";

pub(super) fn run(command: &Reliability, loudness: Loudness) -> Result<Outcome> {
    let root = root(command.folder.as_deref())?;
    let reading = stages::read(&root, loudness)?;
    let Some(analysis) = &reading.analysis else {
        let colour = terminal::colours_on_stderr();
        terminal::report(&render::text(&reading.files, &reading.diagnostics, colour));
        return Ok(Outcome::Mistakes);
    };
    terminal::print(&report(analysis))?;
    Ok(Outcome::Done)
}

fn report(analysis: &Analysis) -> String {
    let Analysis { digest, comparison } = analysis;
    let Some(reliability) = &comparison.reliability else {
        return "No document has been coded a second time: there is nothing below `content/codings`.\n"
            .to_owned();
    };
    let mut rows: Vec<(&str, &Agreement)> = vec![("all questions", &reliability.overall)];
    let themes = reliability.themes.iter();
    rows.extend(themes.map(|(id, it)| (digest.theme(*id).title.as_str(), it)));
    let documents = reliability.documents.iter();
    rows.extend(documents.map(|(id, it)| (digest.document(*id).short.as_str(), it)));
    let questions = reliability.questions.iter();
    let questions: Vec<(&str, &Agreement)> = questions
        .map(|(id, it)| (digest.question(*id).id.as_str(), it))
        .collect();
    let names = rows
        .iter()
        .chain(&questions)
        .map(|(name, _)| name.chars().count());
    let width = names.max().unwrap_or_default();
    let mut text = "Krippendorff's alpha, and in how many cells all codings agree:\n".to_owned();
    for (name, agreement) in rows {
        let alpha = agreement
            .alpha
            .map_or("not defined".to_owned(), |alpha| format!("{alpha:.3}"));
        let agreeing = counts(agreement);
        writeln!(text, "  {name:<width$}  {alpha:>11}  {agreeing}").expect(STRING);
    }
    text.push_str("\nIn how many cells all codings agree, by question:\n");
    for (id, agreement) in questions {
        writeln!(text, "  {id:<width$}  {}", counts(agreement)).expect(STRING);
    }
    let mut differing = reliability
        .units
        .iter()
        .filter(|unit| !unit.agrees())
        .peekable();
    if differing.peek().is_some() {
        text.push_str("\nWhere codings differ:\n");
    }
    for unit in differing {
        let stances: Vec<String> = unit
            .codings
            .iter()
            .map(|(coder, stance)| match coder {
                Coder::First => format!("first coding: {}", stance.id()),
                Coder::Second(index) => {
                    format!("{}: {}", digest.codings[*index].coder, stance.id())
                }
            })
            .collect();
        let document = &digest.document(unit.document).id;
        let question = &digest.question(unit.question).id;
        writeln!(
            text,
            "  {document} on {question}\n    {}",
            stances.join(", ")
        )
        .expect(STRING);
    }
    text
}

fn counts(agreement: &Agreement) -> String {
    format!("{} of {}", agreement.agreeing, agreement.cells)
}
