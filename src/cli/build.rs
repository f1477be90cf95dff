//! `policy-digest build`.

use std::path::Path;

use anyhow::{Context, Result};
use policy_digest::Reading;
use policy_digest::config;
use policy_digest::diag::{Diagnostics, render};
use policy_digest::load;
use policy_digest::write::{Destination, Output, Shard, Written};

use super::{Build, Loudness, Outcome, root, stages, terminal};

pub(super) fn run(command: &Build, loudness: Loudness) -> Result<Outcome> {
    match command.jobs {
        None => build(command, loudness),
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build()
            .with_context(|| format!("cannot start {jobs} threads"))?
            .install(|| build(command, loudness)),
    }
}

fn build(command: &Build, loudness: Loudness) -> Result<Outcome> {
    let root = root(command.digest.folder.as_deref())?;
    let site_url = stages::site_url(command.site_url.as_deref())?;
    let files = load::digest(&root)?;
    let Some(config) = config::read(&files, &mut Diagnostics::new()) else {
        return Ok(stopped(&policy_digest::read(files, site_url)));
    };
    let inputs: Vec<&str> = load::inputs(&config)
        .iter()
        .map(|input| input.path)
        .collect();
    let destination = match &command.out {
        Some(folder) => Destination::Chosen(folder),
        None => Destination::Configured(&config.output_folder),
    };
    // A folder that is refused is refused whatever else is wrong.
    let mut output = Output::claim(&root, &inputs, destination)?;
    if let Some(shard) = command.shard {
        output.take(shard)?;
    }
    let folder = output.folder().to_owned();
    let versions = stages::versions(&root, &config);
    let key = stages::key(
        &files,
        command.site_url.as_deref(),
        command.shard,
        &versions,
    );
    if let Some(key) = &key
        && let Some(written) = output.is_done(key)?
    {
        loudness.detail("nothing has changed since the last build");
        return done(command.shard, &folder, written, loudness);
    }

    let mut digest = stages::analysed(&root, files, site_url, loudness);
    if let Outcome::Mistakes = Outcome::of(&digest.diagnostics, command.digest.strict) {
        return Ok(stopped(&digest));
    }
    // Where anything is reported, each build reports it.
    if let Some(key) = key
        && digest.diagnostics.is_empty()
    {
        output.seal(key);
    }
    digest.history = stages::history(versions, &digest, loudness);
    // Their texts have been read; only what is reported shows them as they were.
    if digest.diagnostics.is_empty() {
        digest.files.let_go(&format!("{}/", config::SEEDS));
    }
    let Some(written) = stages::write(&mut digest, output, loudness)? else {
        return Ok(stopped(&digest));
    };
    report(&digest);
    // The program ends: what a large digest consists of need not be freed piece by piece first.
    std::mem::forget(digest);
    done(command.shard, &folder, written, loudness)
}

fn done(
    shard: Option<Shard>,
    folder: &Path,
    written: Written,
    loudness: Loudness,
) -> Result<Outcome> {
    let here = std::env::current_dir().unwrap_or_default();
    let folder = folder.strip_prefix(&here).unwrap_or(folder);
    if !loudness.quiet {
        let part = shard.map_or(String::new(), |shard| format!("part {shard}, "));
        let limit = match shard {
            Some(_) => String::new(),
            None => against_limit(written.bytes),
        };
        let summary = summary(written);
        terminal::print(&format!("{}: {part}{summary}{limit}\n", folder.display()))?;
    }
    Ok(Outcome::Done)
}

fn report(digest: &Reading) {
    if !digest.diagnostics.is_empty() {
        let colour = terminal::colours_on_stderr();
        terminal::report(&render::text(&digest.files, &digest.diagnostics, colour));
    }
}

/// Says why there is no new site.
fn stopped(digest: &Reading) -> Outcome {
    report(digest);
    terminal::complain(match digest.diagnostics.has_errors() {
        true => "the site was not built",
        false => "the site was not built: `--strict` counts warnings as errors",
    });
    Outcome::Mistakes
}

fn summary(written: Written) -> String {
    let Written {
        files,
        changed,
        deleted,
        bytes,
    } = written;
    let files_word = if files == 1 { "file" } else { "files" };
    let mut summary = format!("{files} {files_word}, {}, {changed} changed", size(bytes));
    if deleted > 0 {
        summary.push_str(&format!(", {deleted} deleted"));
    }
    summary
}

/// How large a site GitHub Pages publishes, in bytes.
const PAGES: u64 = 1_000_000_000;

/// What there is to say of a site's size to those who publish it with GitHub Pages: from half of what that
/// takes on.
fn against_limit(bytes: u64) -> String {
    match bytes {
        0..500_000_000 => String::new(),
        500_000_000..=PAGES => {
            let percent = bytes * 100 / PAGES;
            format!("; {percent} % of what GitHub Pages publishes, which is 1 GB")
        }
        _ => "; GitHub Pages publishes no more than 1 GB".to_owned(),
    }
}

/// A size as people say it, in decimal units.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_sites_are_measured_against_what_pages_takes() {
        let check = |bytes: u64, expected: &str| assert_eq!(against_limit(bytes), expected);
        check(0, "");
        check(499_999_999, "");
        check(
            500_000_000,
            "; 50 % of what GitHub Pages publishes, which is 1 GB",
        );
        check(
            999_999_999,
            "; 99 % of what GitHub Pages publishes, which is 1 GB",
        );
        check(
            PAGES,
            "; 100 % of what GitHub Pages publishes, which is 1 GB",
        );
        check(PAGES + 1, "; GitHub Pages publishes no more than 1 GB");
    }

    #[test]
    fn sizes_are_said_in_decimal_units() {
        let check = |bytes: u64, expected: &str| assert_eq!(size(bytes), expected);
        check(999, "999 B");
        check(1_999, "1 kB");
        check(999_999, "999 kB");
        check(1_050_000, "1.0 MB");
        check(1_534_900_000, "1534.9 MB");
    }
}
