//! `policy-digest completions`.

use anyhow::Result;
use clap::CommandFactory;

use super::{Arguments, Completions, Outcome, terminal};

pub(super) fn run(command: &Completions) -> Result<Outcome> {
    let mut script = Vec::new();
    let mut arguments = Arguments::command();
    let name = arguments.get_name().to_owned();
    clap_complete::generate(command.shell, &mut arguments, name, &mut script);
    terminal::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
