//! Styles and scripts: the site's own, then those that the configuration adds.

use sha2::{Digest as _, Sha256};

use super::templates::{Source, Sources};
use crate::config::Config;
use crate::source::Files;

/// The embedded style sheet, by its name among the templates.
const STYLE: &str = "style.css";

/// A file that pages refer to.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    /// Its name among the templates, or its path in the digest's folder.
    pub(super) name: String,
    /// Where it is written, with a hash of its bytes in its name if the configuration says so.
    pub(super) path: String,
    /// What is written.
    pub(super) bytes: Vec<u8>,
    /// What pages do with it.
    pub(super) kind: AssetKind,
}

/// What pages do with an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AssetKind {
    /// Every page is drawn with it.
    Style,
    /// The configuration's: runs on every page.
    Script,
    /// The site's own: runs on the pages that name it.
    PageScript,
}

/// Lists the assets in the order in which pages refer to them.
pub(super) fn assets(config: &Config, files: &Files, sources: &Sources) -> Vec<Asset> {
    let own = |name: &str, source: &Source, kind: AssetKind| {
        let path = format!("assets/{name}");
        asset(config, name, &path, source.bytes.clone(), kind)
    };
    let style = sources.get(STYLE);
    let style = style.map(|source| own(STYLE, source, AssetKind::Style));
    let scripts = sources.iter().filter(|(name, _)| name.ends_with(".js"));
    let scripts = scripts.map(|(name, source)| own(name, source, AssetKind::PageScript));
    let added = |paths: &[String], kind: AssetKind| -> Vec<Asset> {
        paths
            .iter()
            .filter_map(|name| {
                let bytes = files.get(files.find(name)?).bytes().to_vec();
                let path = format!("assets/{}", name.replace('/', "-"));
                Some(asset(config, name, &path, bytes, kind))
            })
            .collect()
    };
    style
        .into_iter()
        .chain(scripts)
        .chain(added(&config.additional_css, AssetKind::Style))
        .chain(added(&config.additional_js, AssetKind::Script))
        .collect()
}

fn asset(config: &Config, name: &str, path: &str, bytes: Vec<u8>, kind: AssetKind) -> Asset {
    let path = if config.hash_files {
        hashed(path, &bytes)
    } else {
        path.to_owned()
    };
    Asset {
        name: name.to_owned(),
        path,
        bytes,
        kind,
    }
}

/// Eight digits that change with the files of a digest, the templates and the program's version: they
/// keep apart what browsers have kept of different builds, where addresses stay.
pub(super) fn version(files: &Files, sources: &Sources) -> String {
    let mut hash = Sha256::new();
    let mut add = |name: &str, bytes: &[u8]| {
        hash.update(Sha256::digest(name));
        hash.update(Sha256::digest(bytes));
    };
    add(env!("CARGO_PKG_VERSION"), &[]);
    for (name, source) in sources {
        add(name, &source.bytes);
    }
    for (_, file) in files.under("") {
        add(&file.path, file.bytes());
    }
    digits(&hash.finalize())
}

fn digits(hash: &[u8]) -> String {
    let bytes = hash.iter().take(4);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// `assets/style.css` with the first eight digits of its hash: `assets/style-9b8f428e.css`. Hosts let
/// browsers keep a file for a while, so a changed one needs another name.
fn hashed(path: &str, bytes: &[u8]) -> String {
    let digits = digits(&Sha256::digest(bytes));
    match path.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{digits}.{ending}"),
        None => format!("{path}-{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_stand_before_the_ending() {
        assert_eq!(hashed("assets/style.css", b""), "assets/style-e3b0c442.css");
    }
}
