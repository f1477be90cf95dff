//! The stages of the library as the commands call them: read, analyse, render, write.

use std::io;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, anyhow};
use policy_digest::Reading;
use policy_digest::changes::History;
use policy_digest::changes::history::Known;
use policy_digest::config::{self, Config, SiteUrl};
use policy_digest::diag::Diagnostics;
use policy_digest::git::{Absence, Past, Repository};
use policy_digest::load;
use policy_digest::record::{self, Records};
use policy_digest::render;
use policy_digest::source::Files;
use policy_digest::write::{self, Output, Shard, Written};

use super::Loudness;
use super::terminal::Progress;

/// Reads the digest in `root`.
pub(super) fn read(root: &Path, loudness: Loudness) -> Result<Reading> {
    Ok(analysed(root, load::digest(root)?, None, loudness))
}

/// Reads the digest in `root` out of its files; `site_url` takes the place of the one in `book.toml`.
pub(super) fn analysed(
    root: &Path,
    files: Files,
    site_url: Option<SiteUrl>,
    loudness: Loudness,
) -> Reading {
    let start = Instant::now();
    let count = files.under("").count();
    let reading = policy_digest::read(files, site_url);
    loudness.detail(&format!(
        "{}: {count} files checked in {} ms",
        root.display(),
        start.elapsed().as_millis()
    ));
    reading
}

/// Reads an address that takes the place of the one in `book.toml`.
pub(super) fn site_url(site_url: Option<&str>) -> Result<Option<SiteUrl>> {
    let site_url = site_url.map(SiteUrl::parse).transpose();
    site_url.map_err(|problem| anyhow!("`--site-url` {problem}"))
}

/// A digest as far as it can be read, for commands that do without what is wrong in it.
pub(super) struct Parts {
    pub(super) files: Files,
    pub(super) config: Config,
    pub(super) records: Records,
}

/// Reads the records of the digest in `root`, and reports nothing.
pub(super) fn parts(root: &Path) -> Result<Parts> {
    let files = load::digest(root)?;
    let mut ignored = Diagnostics::new();
    let config = config::read(&files, &mut ignored).unwrap_or_default();
    let records = record::read(&files, &config.content_folder, &mut ignored);
    Ok(Parts {
        files,
        config,
        records,
    })
}

/// The versions of a digest that its history tells of.
pub(super) enum Versions {
    /// The history is not wanted.
    Unwanted,
    /// There is none: why, unless nothing is wrong with that.
    Missing(String),
    Known(Box<Past>),
}

/// Lists the versions of the digest in `root`, as far as git knows.
pub(super) fn versions(root: &Path, config: &Config) -> Versions {
    if config.changes_limit == 0 {
        return Versions::Unwanted;
    }
    match Repository::open(root) {
        Ok(repository) => match repository.past(config.changes_limit) {
            Ok(past) => Versions::Known(Box::new(past)),
            Err(error) => Versions::Missing(format!("{error:#}")),
        },
        // Nothing is wrong with a digest that is in no repository.
        Err(Absence::NoProgram(_) | Absence::NoRepository) => Versions::Missing(String::new()),
        Err(refused @ Absence::Refused(_)) => Versions::Missing(refused.to_string()),
    }
}

/// What stands for everything that a site is made from; nothing where something would have to be said
/// again even though nothing has changed.
pub(super) fn key(
    files: &Files,
    site_url: Option<&str>,
    shard: Option<Shard>,
    versions: &Versions,
) -> Option<String> {
    let versions = match versions {
        Versions::Unwanted => "unwanted".to_owned(),
        Versions::Missing(reason) if reason.is_empty() => "missing".to_owned(),
        Versions::Missing(_) => return None,
        Versions::Known(past) => past.identity(),
    };
    let site_url = format!("{site_url:?}");
    let shard = shard.map_or(String::new(), |shard| shard.to_string());
    write::key(&[&render::fingerprint(files), &site_url, &shard, &versions])
}

/// Reads what changed from version to version.
///
/// No site fails for want of its history: the page of changes says that it is missing, and what stands in
/// the way is said here.
pub(super) fn history(versions: Versions, reading: &Reading, loudness: Loudness) -> History {
    let start = Instant::now();
    match versions {
        Versions::Unwanted => History::default(),
        Versions::Known(past) => {
            let history = policy_digest::history(*past, reading);
            let time = start.elapsed().as_millis();
            loudness.detail(&format!("the history was read in {time} ms"));
            history
        }
        Versions::Missing(reason) => {
            if !reason.is_empty() {
                loudness.remark(&format!("the page of changes stays empty: {reason}"));
            }
            History {
                known: Known::Nothing,
                ..History::default()
            }
        }
    }
}

/// Renders and writes the site.
///
/// Nothing when it cannot be rendered, or the digest has errors: the diagnostics say why.
pub(super) fn write(
    reading: &mut Reading,
    output: Output,
    loudness: Loudness,
) -> Result<Option<Written>> {
    let start = Instant::now();
    let codes = policy_digest::codes();
    let (site, found) = reading.site(&codes);
    let Some(site) = site else {
        reading.report(found);
        return Ok(None);
    };
    let listed = site.by_document();
    let addresses: Vec<String> = listed.iter().map(|it| it.path()).collect();
    let count = addresses.iter().filter(|it| output.writes(it)).count();
    let progress = Progress::of(count, loudness);
    let render = |index: usize, out: &mut dyn io::Write| {
        let rendered = render::render_into(&site, listed[index], out);
        progress.step();
        rendered
    };
    let written = output.write(&addresses, render);
    progress.end();
    match written? {
        Ok(written) => {
            let time = start.elapsed().as_millis();
            loudness.detail(&format!("{count} files rendered and written in {time} ms"));
            Ok(Some(written))
        }
        Err(failed) => {
            reading.report(failed.into_iter().collect());
            Ok(None)
        }
    }
}
