//! A new digest: the files of `starter/`, which is a digest itself, and the schemas.

use rust_embed::RustEmbed;

use crate::record::{Kind, schema};
use crate::source::{Content, File};

#[derive(RustEmbed)]
#[folder = "starter/"]
struct Starter;

/// All files of a new digest, in order of path. It has nothing wrong, not even a warning.
pub fn digest() -> Vec<File> {
    let starter = Starter::iter().map(|path| {
        let file = Starter::get(&path).expect("bug: an embedded file is not there");
        (path.into_owned(), file.data.into_owned())
    });
    let schemas = Kind::ALL.map(|kind| (schema::path(kind), schema::schema(kind).into_bytes()));
    let mut files: Vec<File> = starter
        .chain(schemas)
        .map(|(path, bytes)| File {
            path,
            content: Content::Bytes(bytes),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
