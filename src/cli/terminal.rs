//! What is printed, and in which colours.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use policy_digest::diag::render::clean_lines;

use super::Loudness;

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
    report(&(clean_lines(message) + "\n"));
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
    is_terminal && !is_dumb() && !is_zero("CLICOLOR")
}

/// Whether the terminal says that it can do nothing but go on.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

impl Loudness {
    /// Says something that is worth knowing and is no mistake.
    pub(super) fn remark(self, message: &str) {
        if !self.quiet {
            complain(message);
        }
    }

    /// Says what only those want to know who ask for it.
    pub(super) fn detail(self, message: &str) {
        if self.verbose {
            complain(message);
        }
    }
}

/// How far long work has come, on one line that is written anew: on a terminal alone.
pub(super) struct Progress {
    total: usize,
    shown: Option<Mutex<Shown>>,
}

/// What stands on the terminal.
struct Shown {
    done: usize,
    /// Since when; never yet, if none.
    since: Option<Instant>,
}

/// What is shown stays so long.
const PATIENCE: Duration = Duration::from_millis(100);

impl Progress {
    /// Begins with nothing done of so many files.
    pub(super) fn of(total: usize, loudness: Loudness) -> Self {
        let is_seen = io::stderr().is_terminal() && !is_dumb() && !loudness.quiet;
        let shown = Shown {
            done: 0,
            since: None,
        };
        Self {
            total,
            shown: is_seen.then(|| Mutex::new(shown)),
        }
    }

    /// Counts one more as done.
    pub(super) fn step(&self) {
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::lock) else {
            return;
        };
        shown.done += 1;
        if shown.since.is_none_or(|since| since.elapsed() >= PATIENCE) {
            report(&format!("\r{} of {} files", shown.done, self.total));
            shown.since = Some(Instant::now());
        }
    }

    /// Takes the line away.
    pub(super) fn end(self) {
        if let Some(Ok(Shown { since: Some(_), .. })) = self.shown.map(Mutex::into_inner) {
            report("\r\u{1b}[2K");
        }
    }
}
