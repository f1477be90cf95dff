//! Writes a generated digest into a folder, to try the program on: `cargo run --release --example generate -- 10000 DIR`.
//!
//! Its documents, and how many positions each has, are those of the benches.

#[path = "../benches/generated/mod.rs"]
mod generated;

use std::path::Path;

use anyhow::{Context, Result, bail};
use policy_digest::write;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [documents, folder] = arguments.as_slice() else {
        bail!("say how many documents, and into which folder");
    };
    let documents = documents
        .parse()
        .with_context(|| format!("`{documents}` is no number of documents"))?;
    let folder = Path::new(folder);
    write::is_free(folder)?;
    write::create(folder, &generated::files(documents))
}
