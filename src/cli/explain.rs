//! `policy-digest explain`.

use anyhow::{Result, bail};
use policy_digest::diag::{Code, nearest};

use super::{Explain, Outcome, terminal};

pub(super) fn run(command: &Explain) -> Result<Outcome> {
    let codes = policy_digest::codes();
    let text = match &command.rule {
        None => codes.iter().map(|code| line(code)).collect(),
        Some(rule) => match codes.iter().find(|code| code.id == rule) {
            Some(code) => format!("{}\n{}\n", line(code), code.doc.trim()),
            None => bail!(unknown(rule, &codes)),
        },
    };
    terminal::print(&text)?;
    Ok(Outcome::Done)
}

fn line(code: &Code) -> String {
    format!("{} ({})\n", code.id, code.severity.as_str())
}

fn unknown(rule: &str, codes: &[&Code]) -> String {
    let ids: Vec<&str> = codes.iter().map(|code| code.id).collect();
    let hint = match nearest(rule, ids.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    format!(
        "no rule is called `{rule}`{hint}\nrules: {}",
        ids.join(", ")
    )
}
