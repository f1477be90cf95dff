//! Reads source documents and hand-written records, and turns them into a comparative policy digest.
//!
//! ```text
//! load ──▶ Files ──▶ Records ──▶ Texts ──▶ Digest ──▶ Comparison ──▶ (checked) ──▶ Site ──▶ write
//! disk               as written  blocks    ids resolved,  stances per              list of  disk
//!                    + places    + offsets quotes anchored document                addresses
//! ```
//!
//! Between reading and writing stand two pure functions: [`analyse`] reads a digest out of its files,
//! and [`render::render`] makes the bytes of one page. What is wrong with a digest is a value
//! ([`diag::Diagnostics`]); an `Err` means that the machine failed.

pub mod anchor;
pub mod changes;
pub mod check;
pub mod compare;
pub mod config;
pub mod diag;
pub mod digest;
pub mod fix;
pub mod git;
pub mod load;
pub mod prose;
pub mod record;
pub mod render;
pub mod scaffold;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod text;
pub mod write;

use changes::history::{Known, Told, Version};
use changes::{History, Side};
use check::Checked;
use compare::Comparison;
use config::{Config, SiteUrl};
use diag::{Code, Diagnostics};
use digest::{Digest, Unchanged};
use git::Past;
use render::Site;
use source::Files;

/// A digest without mistakes, and what follows from it.
#[derive(Debug)]
pub struct Analysis {
    /// The digest.
    pub digest: Digest,
    /// What comparing its documents gives.
    pub comparison: Comparison,
}

/// A digest as far as it can be read, whatever is wrong with it: what states of it are compared by.
#[derive(Debug)]
pub struct Edition {
    /// What it was read from.
    pub files: Files,
    /// Its configuration; what a digest usually has when `book.toml` is broken.
    pub config: Config,
    /// The digest, and what follows from it.
    pub analysis: Analysis,
    /// What was found wrong in reading it. No rule has been run.
    pub diagnostics: Diagnostics,
}

/// A digest, read and analysed: what every command begins with.
#[derive(Debug)]
pub struct Reading {
    /// What it was read from.
    pub files: Files,
    /// What was found wrong, in the order in which it is printed.
    pub diagnostics: Diagnostics,
    /// Nothing when `book.toml` is broken.
    pub config: Option<Config>,
    /// Nothing when the digest has errors.
    pub analysis: Option<Analysis>,
    /// What changed from version to version; not read unless somebody asks for it ([`history`]).
    pub history: History,
}

impl Reading {
    /// Prepares the site; see [`render::site`]. There is none while the digest has errors.
    pub fn site<'a>(&'a self, rules: &'a [&'static Code]) -> (Option<Site<'a>>, Diagnostics) {
        let (Some(config), Some(analysis)) = (&self.config, &self.analysis) else {
            return (None, Diagnostics::new());
        };
        let Analysis { digest, comparison } = analysis;
        render::site(
            config,
            &self.files,
            digest,
            comparison,
            &self.history,
            rules,
        )
    }

    /// What of it a reading of these files can take over, if anything.
    fn since(&self, files: &Files) -> Option<Since<'_>> {
        let Analysis { digest, comparison } = self.analysis.as_ref()?;
        let folder = &self.config.as_ref()?.content_folder;
        let files = (&self.files, files);
        Some(Since {
            before: comparison,
            unchanged: Unchanged::new(digest, files, folder, &self.diagnostics)?,
        })
    }

    /// Adds what a later stage has to say.
    pub fn report(&mut self, found: Diagnostics) {
        self.diagnostics.append(found);
        self.diagnostics = std::mem::take(&mut self.diagnostics).sorted(&self.files);
    }
}

/// Reads the configuration, [analyses](analyse), and compiles the templates. No I/O either.
///
/// `site_url` takes the place of the one in `book.toml`.
pub fn read(files: Files, site_url: Option<SiteUrl>) -> Reading {
    read_since(files, site_url, None)
}

/// Reads in the same way and with the same result, but takes over from an earlier reading what has not changed
/// since.
pub fn read_since(files: Files, site_url: Option<SiteUrl>, before: Option<&Reading>) -> Reading {
    let since = before.and_then(|before| before.since(&files));
    let mut diagnostics = Diagnostics::new();
    let mut config = config::read(&files, &mut diagnostics);
    let mut analysis = None;
    if let Some(config) = &mut config {
        config.site_url = site_url.or(config.site_url.take());
        let (analysed, templates) = rayon::join(
            || analyse_since(config, &files, since.as_ref()),
            || render::check_templates(&files),
        );
        let (found, more) = analysed;
        analysis = found;
        diagnostics.append(more);
        diagnostics.append(templates);
    }
    if config.is_none() {
        diagnostics.append(of_broken_configuration(&files));
    }
    Reading {
        diagnostics: diagnostics.sorted(&files),
        files,
        config,
        analysis,
        history: History::default(),
    }
}

/// What is wrong with the records and templates of a digest whose configuration is broken, so that
/// one run shows that, too.
fn of_broken_configuration(files: &Files) -> Diagnostics {
    let assumed = Config::default();
    let prefix = format!("{}/", assumed.content_folder);
    let mut diagnostics = render::check_templates(files);
    if files.under(&prefix).next().is_some() {
        let (_, found) = analyse(&assumed, files);
        diagnostics.append(found);
    }
    diagnostics
}

/// Reads a digest out of its files and holds it to all rules. No I/O, no clock, no randomness.
///
/// The analysis is there unless a diagnostic is an error. Every stage goes on past mistakes as far as
/// its input allows, so that one run shows everything that is wrong. The diagnostics are sorted.
pub fn analyse(config: &Config, files: &Files) -> (Option<Analysis>, Diagnostics) {
    analyse_since(config, files, None)
}

fn analyse_since(
    config: &Config,
    files: &Files,
    since: Option<&Since<'_>>,
) -> (Option<Analysis>, Diagnostics) {
    let mut diags = Diagnostics::new();
    let analysis = interpret(config, files, since, &mut diags);
    let unchanged = since.map(|since| &since.unchanged);
    check::run(&analysis.checked(config, files, unchanged), &mut diags);
    let analysis = (!diags.has_errors()).then_some(analysis);
    (analysis, diags.sorted(files))
}

/// What can be taken over from an earlier reading.
struct Since<'a> {
    before: &'a Comparison,
    unchanged: Unchanged<'a>,
}

/// What the records mean, as far as they can be read.
fn interpret(
    config: &Config,
    files: &Files,
    since: Option<&Since<'_>>,
    diags: &mut Diagnostics,
) -> Analysis {
    let unchanged = since.map(|since| &since.unchanged);
    let folder = &config.content_folder;
    let records = record::list(files, folder, diags);
    let digest = digest::resolve(records, files, folder, config::SEEDS, unchanged, diags);
    let before = since.map(|since| (since.before, &since.unchanged));
    let comparison = Comparison::new(&digest, before);
    Analysis { digest, comparison }
}

impl Analysis {
    fn checked<'a>(
        &'a self,
        config: &'a Config,
        files: &'a Files,
        unchanged: Option<&'a Unchanged<'a>>,
    ) -> Checked<'a> {
        Checked {
            config,
            files,
            digest: &self.digest,
            comparison: &self.comparison,
            unchanged,
        }
    }
}

impl Edition {
    /// Reads a digest out of its files. Without any file it is empty, and nothing is wrong with it.
    pub fn new(files: Files) -> Self {
        let mut diagnostics = Diagnostics::new();
        let config = config::read(&files, &mut diagnostics).unwrap_or_default();
        let analysis = interpret(&config, &files, None, &mut diagnostics);
        Self {
            diagnostics: diagnostics.sorted(&files),
            files,
            config,
            analysis,
        }
    }

    /// What is wrong with it, in reading and by all rules, sorted.
    pub fn check(&self) -> Diagnostics {
        let mut diags = self.diagnostics.clone();
        check::run(
            &self.analysis.checked(&self.config, &self.files, None),
            &mut diags,
        );
        diags.sorted(&self.files)
    }

    /// It as one of two that are compared.
    pub fn side(&self) -> Side<'_> {
        Side {
            files: &self.files,
            config: &self.config,
            digest: &self.analysis.digest,
            comparison: &self.analysis.comparison,
            diagnostics: &self.diagnostics,
        }
    }
}

/// Says what changed from each tagged version of a digest to the next, and to the present one.
///
/// Only two versions are held at a time. What cannot be read of an older version is said, and left out;
/// what the rules of today would find wrong with it is not looked for. Tags from a time when there was
/// no digest are no versions of it.
pub fn history(past: Past, present: &Reading) -> History {
    let mut history = History {
        known: match past.is_cut_off {
            true => Known::CutOff,
            false => Known::Whole,
        },
        has_earlier: past.has_earlier,
        folder: past.folder.clone(),
        versions: Vec::new(),
    };
    let mut last: Option<(String, Edition)> = None;
    for (tag, files) in past {
        let since = last.as_ref().map(|(name, _)| name.clone());
        let told = match files {
            Ok(None) => continue,
            Ok(Some(files)) => told(files, &tag.names[0], &mut last),
            Err(_) => Told::Unreadable(Vec::new()),
        };
        history.versions.push(Version {
            names: tag.names,
            commit: tag.commit,
            date: tag.date,
            since,
            told,
        });
    }
    // Where others stand before it, the oldest is but what the next one is compared with.
    let is_first = |version: &Version| matches!(version.told, Told::First { .. });
    if (history.has_earlier || history.known == Known::CutOff)
        && let Some(index) = history.versions.iter().position(is_first)
    {
        history.versions.drain(..=index);
    }
    history.versions.extend(untagged(last, present));
    history.versions.reverse();
    history
}

/// What there is to tell of the next version. One that can be compared becomes the last one.
fn told(files: Files, name: &str, last: &mut Option<(String, Edition)>) -> Told {
    if let Some((last_name, edition)) = last
        && edition.files == files
    {
        name.clone_into(last_name);
        return Told::Changes(Box::default());
    }
    let edition = Edition::new(files);
    let nothing = Edition::new(Files::default());
    let before = last.as_ref().map_or(&nothing, |(_, edition)| edition);
    let changes = match changes::between(&before.side(), &edition.side()) {
        Ok(changes) => changes,
        Err(gaps) => return Told::Unreadable(gaps),
    };
    let digest = &edition.analysis.digest;
    let told = match last {
        Some(_) => Told::Changes(Box::new(changes)),
        None => Told::First {
            documents: digest.documents.len(),
            questions: digest.questions.len(),
            positions: digest.documents.iter().map(|it| it.positions.len()).sum(),
        },
    };
    *last = Some((name.to_owned(), edition));
    told
}

/// What has changed since the last version, if anything has.
fn untagged(last: Option<(String, Edition)>, present: &Reading) -> Option<Version> {
    let (name, edition) = last?;
    let analysis = present.analysis.as_ref()?;
    let diagnostics = Diagnostics::new();
    let present = Side {
        files: &present.files,
        config: present.config.as_ref()?,
        digest: &analysis.digest,
        comparison: &analysis.comparison,
        diagnostics: &diagnostics,
    };
    let changes = changes::between(&edition.side(), &present).ok()?;
    (!changes.is_empty()).then(|| Version {
        names: Vec::new(),
        commit: String::new(),
        date: None,
        since: Some(name),
        told: Told::Changes(Box::new(changes)),
    })
}

/// Every kind of diagnostic that the program knows, in order of id.
pub fn codes() -> Vec<&'static Code> {
    let stages = [config::CODES, record::CODES, digest::CODES, render::CODES];
    let stages = stages.into_iter().flatten().copied();
    let mut codes: Vec<&Code> = stages
        .chain(check::RULES.iter().map(|rule| rule.code))
        .collect();
    codes.sort_by_key(|code| code.id);
    codes
}
