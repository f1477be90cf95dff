//! `policy-digest check`.

use std::path::Path;

use anyhow::Result;
use policy_digest::Reading;
use policy_digest::diag::render;
use policy_digest::fix::{self, Change};
use policy_digest::write;

use super::{Check, Format, Loudness, Outcome, root, stages, terminal};

pub(super) fn run(command: &Check, loudness: Loudness) -> Result<Outcome> {
    let root = root(command.digest.folder.as_deref())?;
    let mut digest = stages::read(&root, loudness)?;
    if command.fix {
        digest = mend(&root, digest, loudness)?;
    }
    let (files, diagnostics) = (&digest.files, &digest.diagnostics);
    match command.format {
        // A report of nothing is one for whoever asks for it.
        Format::Text if loudness.quiet && diagnostics.is_empty() => {}
        Format::Text => {
            let colour = terminal::colours_on_stdout();
            terminal::print(&render::text(files, diagnostics, colour))?;
        }
        Format::Short => {
            terminal::print(&render::short(files, diagnostics))?;
            loudness.remark(&render::count(diagnostics));
        }
        Format::Json => terminal::print(&render::json(files, diagnostics))?,
        Format::Github => {
            terminal::print(&render::github(files, diagnostics, &folder(&root)))?;
            summarise(&digest)?;
        }
        Format::Sarif => {
            let codes = policy_digest::codes();
            let folder = folder(&root);
            terminal::print(&render::sarif(files, diagnostics, &codes, &folder))?;
        }
    }
    let outcome = Outcome::of(diagnostics, command.digest.strict);
    // The program ends: what a large digest consists of need not be freed piece by piece first.
    std::mem::forget(digest);
    Ok(outcome)
}

/// Mending may uncover other mistakes. More rounds than this would be a bug of ours.
const MOST_ROUNDS: usize = 8;

/// Makes the fixes that are safe, says what they were, and reads the digest again.
fn mend(root: &Path, mut digest: Reading, loudness: Loudness) -> Result<Reading> {
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let mended = fix::mend(&digest.files, &digest.diagnostics);
        if mended.files.is_empty() {
            break;
        }
        write::replace(root, &mended.files)?;
        for change in &mended.changes {
            loudness.remark(&told(change));
        }
        count += mended.changes.len();
        digest = stages::read(root, loudness)?;
    }
    loudness.remark(&match count {
        0 => "nothing to mend".to_owned(),
        1 => "1 mistake mended\n\n".to_owned(),
        n => format!("{n} mistakes mended\n\n"),
    });
    Ok(digest)
}

/// A change as its place, the lines before it, and the lines after it.
fn told(change: &Change) -> String {
    let before = change.before.iter().map(|line| format!("\n- {line}"));
    let after = change.after.iter().map(|line| format!("\n+ {line}"));
    let lines: String = before.chain(after).collect();
    let Change {
        path, line, code, ..
    } = change;
    format!("mended {path}:{line} [{code}]{lines}")
}

/// Adds the report to the page of the job.
fn summarise(digest: &Reading) -> Result<()> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let summary = render::github_summary(&digest.files, &digest.diagnostics);
    write::append(Path::new(&path), &summary)
}

/// The digest's folder as the repository knows it; `""` when it is the whole repository.
fn folder(root: &Path) -> String {
    let repository = std::env::var_os("GITHUB_WORKSPACE").map(Into::into);
    let repository = repository.or_else(|| std::env::current_dir().ok());
    let below = |repository: std::path::PathBuf| {
        let root = root.canonicalize().ok()?;
        let below = root.strip_prefix(repository.canonicalize().ok()?).ok()?;
        let names: Option<Vec<&str>> = below.iter().map(|name| name.to_str()).collect();
        Some(names?.join("/"))
    };
    repository.and_then(below).unwrap_or_default()
}
