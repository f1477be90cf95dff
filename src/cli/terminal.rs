//! What is printed, and in which colours.

use std::io::{self, ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};
use policy_digest::diag::render::clean;

/// Prints a result. That nobody reads it to its end (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("writing to standard output")
        }
        _ => Ok(()),
    }
}

/// Prints what stands beside the result: diagnostics of a build, counts.
pub(super) fn report(text: &str) {
    // When standard error is closed there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints why the program failed. Names of files may stand in it.
pub(super) fn complain(message: &str) {
    let lines: Vec<String> = message.lines().map(clean).collect();
    report(&(lines.join("\n") + "\n"));
}

/// Whether results are printed in colours.
pub(super) fn colours_on_stdout() -> bool {
    wants_colours(io::stdout().is_terminal())
}

/// Whether everything else is printed in colours.
pub(super) fn colours_on_stderr() -> bool {
    wants_colours(io::stderr().is_terminal())
}

/// Asks the environment: <https://no-color.org> and <https://bixense.com/clicolors/>.
fn wants_colours(is_terminal: bool) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_zero = |name: &str| std::env::var_os(name).is_some_and(|value| value == "0");
    if is_set("NO_COLOR") {
        return false;
    }
    if is_set("CLICOLOR_FORCE") && !is_zero("CLICOLOR_FORCE") {
        return true;
    }
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_terminal && !is_dumb && !is_zero("CLICOLOR")
}
