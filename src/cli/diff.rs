//! `policy-digest diff`.

use std::path::Path;

use anyhow::{Context, Result};
use policy_digest::Edition;
use policy_digest::changes::print::{self, Report, Revision};
use policy_digest::changes::{self, Gap};
use policy_digest::diag::{Diagnostics, Severity, render};
use policy_digest::git::Repository;
use policy_digest::load;
use policy_digest::source::Files;

use super::{Diff, DiffFormat, Outcome, root, terminal};

/// A side of the comparison, and what was found wrong with it.
struct Read {
    revision: Revision,
    edition: Edition,
    errors: Diagnostics,
}

pub(super) fn run(command: &Diff) -> Result<Outcome> {
    let root = root(None)?;
    let mut repository = Repository::open(&root)?;
    // Names that mean nothing are said before anything is read.
    let named = |name: &String| repository.commit(name).map(|commit| (name.clone(), commit));
    let old_name = named(&command.old)?;
    let new_name = command.new.as_ref().map(named).transpose()?;

    let old = at_commit(&mut repository, old_name)?;
    let new = match new_name {
        Some(name) => at_commit(&mut repository, name)?,
        None => in_folder(&root)?,
    };
    for side in [&old, &new] {
        complain(side);
    }
    let changes = match changes::between(&old.edition.side(), &new.edition.side()) {
        Ok(changes) => changes,
        Err(obstacles) => {
            obstruct(&obstacles, &old, &new);
            return Ok(Outcome::Mistakes);
        }
    };
    let report = Report {
        old: &old.revision,
        new: &new.revision,
        changes: &changes,
    };
    terminal::print(&match command.format {
        DiffFormat::Text => print::text(&report),
        DiffFormat::Markdown => print::markdown(&report),
        DiffFormat::Json => print::json(&report),
    })?;
    // Mistakes of the older side are not those of whoever proposes the newer one.
    Ok(Outcome::of(&new.errors, false))
}

fn at_commit(repository: &mut Repository, (name, commit): (String, String)) -> Result<Read> {
    let context = || format!("reading `{name}`");
    let files = repository.digest(&commit).with_context(context)?;
    Ok(read(Some(name), Some(commit), files))
}

fn in_folder(root: &Path) -> Result<Read> {
    Ok(read(None, None, Some(load::digest(root)?)))
}

fn read(name: Option<String>, commit: Option<String>, files: Option<Files>) -> Read {
    let has_digest = files.is_some();
    let edition = Edition::new(files.unwrap_or_default());
    let errors = match has_digest {
        true => edition.check(),
        false => Diagnostics::new(),
    };
    let errors: Diagnostics = errors
        .iter()
        .filter(|found| found.code.severity == Severity::Error)
        .cloned()
        .collect();
    Read {
        revision: Revision {
            name,
            commit,
            has_digest,
            errors: errors.count(Severity::Error),
        },
        edition,
        errors,
    }
}

/// Says what is wrong with a side.
fn complain(side: &Read) {
    if side.errors.has_errors() {
        let name = side.revision.name();
        let count = render::count(&side.errors);
        let list = render::short(&side.edition.files, &side.errors);
        terminal::complain(&format!("{name}: {count}\n{list}"));
    }
}

/// Says why nothing was compared.
fn obstruct(obstacles: &[Gap], old: &Read, new: &Read) {
    for gap in obstacles {
        let side = match gap.side {
            changes::Which::Old => old,
            changes::Which::New => new,
        };
        let name = side.revision.name();
        terminal::complain(&format!(
            "nothing is compared: `{}` of {name} cannot be read, and without its questions no \
             document means anything",
            gap.path
        ));
    }
}
