//! A whole record of each kind, to learn from: those of the digest that `new digest` writes, and some that
//! would fit beside them.

use super::starter;
use crate::record::Kind;

/// A record as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Relative to the digest's folder.
    pub path: String,
    /// With its first line, which names its schema.
    pub text: String,
}

/// The record that shows what one of this kind looks like.
pub fn example(kind: Kind) -> Example {
    let beside = |path: &str, text: &str| Example {
        path: format!("content/{path}"),
        text: text.to_owned(),
    };
    match kind {
        Kind::Instrument => beside(
            "instruments/example-charter.yaml",
            include_str!("examples/instrument.yaml"),
        ),
        Kind::Coding => beside(
            "codings/second-reader/example-declaration.yaml",
            include_str!("examples/coding.yaml"),
        ),
        Kind::Stances => beside("stances.yaml", include_str!("examples/stances.yaml")),
        Kind::Document | Kind::Theme | Kind::Holder => {
            let files = starter::digest();
            let is_record = |path: &str| {
                let path = path.strip_prefix("content/");
                path.and_then(Kind::of) == Some(kind)
            };
            let file = files.into_iter().find(|file| is_record(&file.path));
            let file = file.expect("bug: a new digest lacks a record");
            Example {
                text: String::from_utf8_lossy(file.bytes()).into_owned(),
                path: file.path,
            }
        }
    }
}
