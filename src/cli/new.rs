//! `policy-digest new`.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use policy_digest::config::SEEDS;
use policy_digest::load::{self, Source};
use policy_digest::record::{Kind, id_like, is_id, schema};
use policy_digest::scaffold::{self, Draft};
use policy_digest::source::{Content, File};
use policy_digest::text::{self, Options};
use policy_digest::{digest, write};

use super::stages::{self, Parts};
use super::{Loudness, New, NewDocument, NewRecord, Outcome, root, terminal};

pub(super) fn run(command: &New, loudness: Loudness) -> Result<Outcome> {
    let said = match command {
        New::Digest { folder } => new_digest(folder),
        New::Document(command) => new_document(command),
        New::Theme(command) => new_record(Kind::Theme, command),
        New::Holder(command) => new_record(Kind::Holder, command),
        New::Instrument(command) => new_record(Kind::Instrument, command),
    }?;
    if !loudness.quiet {
        terminal::print(&said)?;
    }
    Ok(Outcome::Done)
}

fn new_digest(folder: &Path) -> Result<String> {
    write::is_free(folder)?;
    let files = scaffold::digest();
    write::create(folder, &files)?;
    Ok(format!(
        "{folder}: a digest with an example, {} files\n\
         next: `policy-digest serve {folder}` shows it; README.md says how to go on\n",
        files.len(),
        folder = folder.display()
    ))
}

fn new_record(kind: Kind, command: &NewRecord) -> Result<String> {
    let digest = Existing::read(command.digest.as_deref())?;
    check_id(&command.id)?;
    let path = digest.path(kind, &command.id);
    let line = digest.line(kind, &path);
    let text = scaffold::record(kind, line.as_deref());
    write::create(&digest.root, &[file(&path, text)])?;
    Ok(format!("{path}: new\n{NEXT}"))
}

/// What follows on every new record.
const NEXT: &str = "next: fill in what is empty; `policy-digest check` says what is left to do\n";

fn new_document(command: &NewDocument) -> Result<String> {
    let digest = Existing::read(command.digest.as_deref())?;
    let (source, is_new) = digest.source(&command.source)?;
    let name = &source.path[SEEDS.len() + 1..];
    digest.refuse_second_record(name)?;
    let id = match &command.id {
        Some(id) => id.clone(),
        None => {
            let stem = name.rsplit('/').next().unwrap_or(name);
            let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
            id_like(stem).ok_or_else(|| anyhow!("`{name}` gives no id: choose one with `--id`"))?
        }
    };
    check_id(&id)?;
    let path = digest.path(Kind::Document, &id);
    if digest.parts.files.find(&path).is_some() {
        bail!("`{path}` is there already, and was not changed: choose another id with `--id`");
    }
    let text = read_source(&source)?;
    let line = digest.line(Kind::Document, &path);
    let record = scaffold::document(&Draft {
        source: name,
        file: &source,
        text: &text,
        themes: &digest.parts.records.themes,
        line: line.as_deref(),
    });
    let mut said = String::new();
    let mut files = vec![file(&path, record)];
    if is_new {
        said = format!("{}: copied, byte for byte\n", source.path);
        files.push(source);
    }
    write::create(&digest.root, &files)?;
    let questions = digest.parts.records.themes.iter();
    let count: usize = questions.map(|theme| theme.record.questions.len()).sum();
    let questions = if count == 1 { "question" } else { "questions" };
    Ok(format!(
        "{said}{path}: new, with {count} {questions} to answer\n{NEXT}"
    ))
}

fn read_source(source: &File) -> Result<text::Text> {
    let path = &source.path;
    let format = digest::format_of(path, None)
        .map_err(|format| anyhow!("{format} sources are not read: {}", digest::SAVE_AS_TEXT))?;
    let options = Options {
        format,
        lines: None,
        structure: &[],
    };
    let reading = text::read(source.bytes(), &options).map_err(|error| {
        anyhow!(
            "`{path}` cannot be read from byte {} on: save it as UTF-8 text",
            error.offset()
        )
    })?;
    if reading.text.blocks.is_empty() {
        bail!("`{path}` has no words in it");
    }
    Ok(reading.text)
}

fn check_id(id: &str) -> Result<()> {
    if is_id(id) {
        return Ok(());
    }
    match id_like(id) {
        Some(like) => bail!("`{id}` is no id: write `{like}`"),
        None => bail!("`{id}` is no id: `a` to `z`, `0` to `9`, and single `-` between them"),
    }
}

fn file(path: &str, text: String) -> File {
    File {
        path: path.to_owned(),
        content: Content::Bytes(text.into_bytes()),
    }
}

/// The digest that gets something new. What is wrong with it stands in nobody's way here.
struct Existing {
    root: PathBuf,
    parts: Parts,
}

impl Existing {
    fn read(folder: Option<&Path>) -> Result<Self> {
        let root = root(folder)?;
        let parts = stages::parts(&root)?;
        Ok(Self { root, parts })
    }

    fn path(&self, kind: Kind, id: &str) -> String {
        scaffold::path(&self.parts.config.content_folder, kind, id)
    }

    /// The first line of a record, where the digest has a schema for it.
    fn line(&self, kind: Kind, path: &str) -> Option<String> {
        let schema = self.parts.files.find(&schema::path(kind));
        schema.map(|_| schema::line(path, kind))
    }

    /// The source as a file of the digest, and whether it has yet to be put there.
    fn source(&self, named: &Path) -> Result<(File, bool)> {
        let (path, elsewhere) = match load::source(&self.root, named)? {
            Source::Below(path) => (format!("{SEEDS}/{path}"), None),
            Source::Elsewhere(file) => (format!("{SEEDS}/{}", file.path), Some(file)),
        };
        if path.contains([':', '\\']) || path.split('/').any(|name| name.starts_with('.')) {
            bail!("`{path}` has a name that not every system takes: rename the file");
        }
        let there = self
            .parts
            .files
            .find(&path)
            .map(|id| self.parts.files.get(id));
        let (file, is_new) = match (elsewhere, there) {
            (None, Some(there)) => (there.clone(), false),
            (None, None) => bail!("`{path}` is not read"),
            (Some(new), None) => (File { path, ..new }, true),
            (Some(new), Some(there)) if new.content == there.content => (there.clone(), false),
            (Some(_), Some(_)) => bail!(
                "`{path}` is there already, is another file, and was not changed: rename yours"
            ),
        };
        match &file.content {
            Content::Bytes(_) => Ok((file, is_new)),
            Content::TooLarge { bytes, limit } => bail!(
                "`{}` has {bytes} bytes, more than the {limit} that a source may have",
                file.path
            ),
            Content::Link => bail!("`{}` is a link: put the file itself there", file.path),
        }
    }

    fn refuse_second_record(&self, source: &str) -> Result<()> {
        let mut records = self.parts.records.documents.iter();
        match records.find(|entry| entry.record.source == source) {
            Some(entry) => bail!(
                "`{}` is the record of this source already",
                self.parts.files.get(entry.file).path
            ),
            None => Ok(()),
        }
    }
}
