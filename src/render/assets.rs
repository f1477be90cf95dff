//! Styles and scripts: the site's own, then those that the configuration adds.

use sha2::{Digest as _, Sha256};

use super::address::Target;
use super::templates::Sources;
use crate::config::Config;
use crate::source::Files;

/// The embedded style sheet, by its name among the templates.
const STYLE: &str = "style.css";

/// The embedded scripts, by their names among the templates, each with the page that it belongs to.
const SCRIPTS: [(&str, Target); 1] = [("search.js", Target::Search)];

/// A file that pages refer to.
#[derive(Debug, Clone)]
pub(super) struct Asset {
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
    Style,
    Script,
    /// As a script, on one page alone.
    ScriptOf(Target),
}

/// Lists the assets in the order in which pages refer to them.
pub(super) fn assets(config: &Config, files: &Files, sources: &Sources) -> Vec<Asset> {
    let own = |name: &str, kind: AssetKind| {
        let bytes = sources.get(name)?.bytes.clone();
        Some(asset(config, &format!("assets/{name}"), bytes, kind))
    };
    let scripts = SCRIPTS.into_iter().filter_map(|(name, target)| {
        let is_wanted = target != Target::Search || config.search.is_some();
        own(name, AssetKind::ScriptOf(target)).filter(|_| is_wanted)
    });
    let added = |paths: &[String], kind: AssetKind| -> Vec<Asset> {
        paths
            .iter()
            .filter_map(|path| {
                let bytes = files.get(files.find(path)?).bytes().to_vec();
                let name = format!("assets/{}", path.replace('/', "-"));
                Some(asset(config, &name, bytes, kind))
            })
            .collect()
    };
    own(STYLE, AssetKind::Style)
        .into_iter()
        .chain(scripts)
        .chain(added(&config.additional_css, AssetKind::Style))
        .chain(added(&config.additional_js, AssetKind::Script))
        .collect()
}

fn asset(config: &Config, path: &str, bytes: Vec<u8>, kind: AssetKind) -> Asset {
    let path = if config.hash_files {
        hashed(path, &bytes)
    } else {
        path.to_owned()
    };
    Asset { path, bytes, kind }
}

/// `assets/style.css` with the first eight digits of its hash: `assets/style-9b8f428e.css`. Hosts let
/// browsers keep a file for a while, so a changed one needs another name.
fn hashed(path: &str, bytes: &[u8]) -> String {
    let digits: String = Sha256::digest(bytes)
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
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
