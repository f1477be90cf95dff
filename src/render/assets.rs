//! Styles and scripts: the site's own, then those that the configuration adds.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::address::Target;
use super::templates::Sources;
use crate::config::Config;
use crate::digest::Digest;
use crate::source::{Content, File, Files, hex};

/// The site's own files, by their names among the templates, and the pages that refer to them. Scripts
/// run in this order.
const OWN: [(&str, AssetKind, Wanted); 12] = [
    ("icon.svg", AssetKind::Icon, everywhere),
    ("style.css", AssetKind::Style, everywhere),
    ("copy.js", AssetKind::Script, |target, _| {
        matches!(target, Target::Document(_) | Target::Data)
    }),
    (SEARCH, AssetKind::Script, |target, _| {
        target == Target::Search
    }),
    ("filters.js", AssetKind::Script, |target, _| {
        matches!(target, Target::Matrix | Target::Question(_))
    }),
    ("relations.js", AssetKind::Script, compares),
    ("sides.js", AssetKind::Script, |target, part| {
        target == Target::Pinned || compares(target, part)
    }),
    ("pins.js", AssetKind::Script, |target, part| {
        let has_rows = matches!(
            target,
            Target::Question(_) | Target::Pair(..) | Target::Pinned
        );
        has_rows || compares(target, part)
    }),
    (CHOOSE, AssetKind::Script, compares),
    ("compare.js", AssetKind::Script, compares),
    ("pinned.js", AssetKind::Script, |target, _| {
        target == Target::Pinned
    }),
    // At the end: it may leave the page, and the others are to be there by then.
    (PARTS, AssetKind::Script, |_, part| part.is_some()),
];

/// Left out where all documents are in a menu.
const CHOOSE: &str = "choose.js";

/// Left out where no page is divided.
const PARTS: &str = "parts.js";

/// Left out where the configuration wants no search.
const SEARCH: &str = "search.js";

/// Whether a page refers to a file. Of one that is divided the part is given, counted from 0.
type Wanted = fn(Target, Option<usize>) -> bool;

fn everywhere(_: Target, _: Option<usize>) -> bool {
    true
}

/// Whether two documents are chosen here: on the first part of a page whose others only list pairs.
fn compares(target: Target, part: Option<usize>) -> bool {
    target == Target::Compare && part.unwrap_or_default() == 0
}

/// A file that pages refer to.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    /// Where it is written, with a hash of its bytes in its name if the configuration says so.
    pub(super) path: String,
    /// What is written.
    pub(super) bytes: Vec<u8>,
    /// What pages do with it.
    pub(super) kind: AssetKind,
    /// Which pages do.
    pub(super) is_wanted: Wanted,
}

/// What pages do with an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AssetKind {
    Icon,
    Style,
    Script,
}

/// Lists the assets in the order in which pages refer to them. `any_divided` is whether any page is divided,
/// `has_menu` whether documents are chosen from a menu.
pub(super) fn assets(
    config: &Config,
    files: &Files,
    sources: &Sources,
    any_divided: bool,
    has_menu: bool,
) -> Vec<Asset> {
    let own = OWN.into_iter();
    let own = own.filter(|(name, ..)| *name != PARTS || any_divided);
    let own = own.filter(|(name, ..)| *name != CHOOSE || !has_menu);
    let own = own.filter(|(name, ..)| *name != SEARCH || config.search.is_some());
    let own = own.filter_map(|(name, kind, is_wanted)| {
        let bytes = sources.get(name)?.bytes.clone();
        let path = format!("assets/{name}");
        Some(asset(config, &path, bytes, kind, is_wanted))
    });
    let added = |paths: &[String], kind: AssetKind| -> Vec<Asset> {
        paths
            .iter()
            .filter_map(|path| {
                let bytes = files.get(files.find(path)?).bytes().to_vec();
                let name = format!("assets/{}", path.replace('/', "-"));
                Some(asset(config, &name, bytes, kind, everywhere))
            })
            .collect()
    };
    own.chain(added(&config.additional_css, AssetKind::Style))
        .chain(added(&config.additional_js, AssetKind::Script))
        .collect()
}

fn asset(config: &Config, path: &str, bytes: Vec<u8>, kind: AssetKind, is_wanted: Wanted) -> Asset {
    let path = if config.hash_files {
        hashed(path, &bytes)
    } else {
        path.to_owned()
    };
    Asset {
        path,
        bytes,
        kind,
        is_wanted,
    }
}

/// Eight digits that change with what all data of comparisons have in common: the questions that they
/// answer, the templates, the program's version. They keep apart what browsers have kept of builds that do not
/// understand each other; what one document says is as old there as its page may be.
pub(super) fn version(digest: &Digest, sources: &Sources) -> String {
    let mut hash = Sha256::new_with_prefix(env!("CARGO_PKG_VERSION"));
    let mut add = |name: &str, bytes: &[u8]| {
        hash.update(Sha256::digest(name));
        hash.update(Sha256::digest(bytes));
    };
    for (name, source) in sources {
        add(name, &source.bytes);
    }
    for question in &digest.questions {
        add("question", question.id.as_bytes());
    }
    digits(&hash.finalize())
}

/// A hash of the files of a digest, the templates and the program's version.
pub(super) fn fingerprint(files: &Files, sources: &Sources) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(env!("CARGO_PKG_VERSION"));
    let mut add = |name: &str, bytes: [u8; 32]| {
        hash.update(Sha256::digest(name));
        hash.update(bytes);
    };
    for (name, source) in sources {
        add(name, Sha256::digest(&source.bytes).into());
    }
    let all: Vec<&File> = files.under("").map(|(_, file)| file).collect();
    let hashes: Vec<[u8; 32]> = all
        .par_iter()
        .map(|file| Sha256::digest(file.bytes()).into())
        .collect();
    for (file, bytes) in all.into_iter().zip(hashes) {
        add(&file.path, bytes);
        add(&format!("{:?}", kind(file)), [0; 32]);
    }
    hash.finalize().into()
}

/// What was found where a file was looked for, without its bytes.
fn kind(file: &File) -> (bool, u64) {
    match file.content {
        Content::Bytes(_) => (false, 0),
        Content::TooLarge { bytes, .. } => (false, bytes),
        Content::Link => (true, 0),
    }
}

/// The first eight digits of a hash.
pub(super) fn digits(hash: &[u8]) -> String {
    hex(&hash[..4])
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
