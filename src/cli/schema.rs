//! `policy-digest schema`.

use std::path::Path;

use anyhow::Result;
use policy_digest::config::{self, SCHEMAS};
use policy_digest::diag::Diagnostics;
use policy_digest::load;
use policy_digest::record::{Kind, schema};
use policy_digest::write;

use super::{Outcome, Schema, root, terminal};

pub(super) fn run(command: &Schema) -> Result<Outcome> {
    let text = match (&command.write, command.kind) {
        (Some(folder), _) => update(&root(folder.as_deref())?)?,
        (None, Some(kind)) => schema::schema(kind),
        (None, None) => Kind::ALL.map(line).concat(),
    };
    terminal::print(&text)?;
    Ok(Outcome::Done)
}

fn line(kind: Kind) -> String {
    format!("{:<10}  {}\n", kind.name(), kind.place())
}

/// Writes what editors need, and says what that was.
fn update(root: &Path) -> Result<String> {
    let files = load::digest(root)?;
    let config = config::read(&files, &mut Diagnostics::new());
    let content_folder = config.unwrap_or_default().content_folder;
    let updates = schema::updates(&files, &content_folder);
    write::replace(root, &updates)?;
    let is_schema = |path: &str| path.starts_with(&format!("{SCHEMAS}/"));
    let schemas = updates.iter().filter(|file| is_schema(&file.path)).count();
    let records = updates.len() - schemas;
    Ok(format!(
        "{SCHEMAS}: {schemas} of {} written; first line put into {records} {}\n",
        Kind::ALL.len(),
        if records == 1 { "record" } else { "records" }
    ))
}
