//! Every key that `book.toml` may have, and what it means here.
//!
//! The list is that of mdBook 0.5 with our own keys under `[output.digest]`; a test holds it to
//! mdBook's types.

/// What a key's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// `true` or `false`.
    Switch,
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// A table whose keys stand in [`KEYS`] too.
    Table,
    /// A table of old addresses and new ones.
    Redirects,
    /// Whatever it is, it is not looked at.
    Any,
}

/// What is done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It has mdBook's meaning.
    Honoured,
    /// It may stand there, and changes nothing.
    Accepted,
    /// It may only have this value, which is what the program does; else what is said is why.
    Only(&'static str, &'static str),
    /// It can mean nothing here; what is said is why.
    Refused(&'static str),
}

/// A key by its path from the top of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) path: &'static str,
    pub(super) kind: Kind,
    pub(super) usage: Use,
}

const fn honoured(path: &'static str, kind: Kind) -> Key {
    let usage = Use::Honoured;
    Key { path, kind, usage }
}

const fn accepted(path: &'static str, kind: Kind) -> Key {
    let usage = Use::Accepted;
    Key { path, kind, usage }
}

const fn only(path: &'static str, kind: Kind, value: &'static str, reason: &'static str) -> Key {
    let usage = Use::Only(value, reason);
    Key { path, kind, usage }
}

const fn refused(path: &'static str, reason: &'static str) -> Key {
    let usage = Use::Refused(reason);
    let kind = Kind::Any;
    Key { path, kind, usage }
}

/// All keys, tables before what is in them.
pub(super) const KEYS: &[Key] = &[
    honoured("book", Kind::Table),
    honoured("book.title", Kind::Text),
    honoured("book.authors", Kind::Texts),
    honoured("book.description", Kind::Text),
    honoured("book.src", Kind::Text),
    honoured("book.language", Kind::Text),
    honoured("book.text-direction", Kind::Text),
    refused("book.multilingual", "mdBook dropped it in 0.5"),
    honoured("build", Kind::Table),
    honoured("build.build-dir", Kind::Text),
    accepted("build.create-missing", Kind::Switch),
    accepted("build.use-default-preprocessors", Kind::Switch),
    // All that a digest reads is watched anyway.
    accepted("build.extra-watch-dirs", Kind::Texts),
    refused("rust", "a digest runs no code"),
    refused("preprocessor", "a digest has no preprocessors"),
    honoured("output", Kind::Table),
    honoured("output.digest", Kind::Table),
    honoured("output.digest.pairs-limit", Kind::Number(0, 100_000)),
    honoured("output.digest.minify-limit", Kind::Number(0, 1_000_000)),
    honoured("output.digest.context-words", Kind::Number(1, 100)),
    honoured("output.digest.changes-limit", Kind::Number(0, 1000)),
    honoured("output.html", Kind::Table),
    honoured("output.html.site-url", Kind::Text),
    honoured("output.html.cname", Kind::Text),
    honoured("output.html.git-repository-url", Kind::Text),
    accepted("output.html.git-repository-icon", Kind::Text),
    honoured("output.html.edit-url-template", Kind::Text),
    honoured("output.html.additional-css", Kind::Texts),
    honoured("output.html.additional-js", Kind::Texts),
    honoured("output.html.smart-punctuation", Kind::Switch),
    honoured("output.html.hash-files", Kind::Switch),
    honoured("output.html.redirect", Kind::Redirects),
    only(
        "output.html.input-404",
        Kind::Text,
        "404.md",
        "the page for missing addresses begins with the prose of `404.md` in the content folder",
    ),
    only(
        "output.html.theme",
        Kind::Text,
        "templates",
        "templates and styles of your own stand in `templates/`",
    ),
    only(
        "output.html.definition-lists",
        Kind::Switch,
        "true",
        "prose may always hold definition lists",
    ),
    only(
        "output.html.admonitions",
        Kind::Switch,
        "true",
        "prose may always hold admonitions",
    ),
    only(
        "output.html.mathjax-support",
        Kind::Switch,
        "false",
        "pages load nothing from elsewhere",
    ),
    honoured("output.html.search", Kind::Table),
    honoured("output.html.search.enable", Kind::Switch),
    honoured("output.html.search.limit-results", Kind::Number(1, 1000)),
    honoured("output.html.search.teaser-word-count", Kind::Number(5, 200)),
    honoured("output.html.search.use-boolean-and", Kind::Switch),
    refused("output.html.search.boost-title", BOOST),
    refused("output.html.search.boost-hierarchy", BOOST),
    refused("output.html.search.boost-paragraph", BOOST),
    refused(
        "output.html.search.expand",
        "the last word of a search always matches by its beginning, others with a `*`",
    ),
    refused(
        "output.html.search.heading-split-level",
        "hits are passages and records, and pages of prose are split at each heading",
    ),
    refused(
        "output.html.search.copy-js",
        "the script of the search is always written with it",
    ),
    refused(
        "output.html.search.chapter",
        "everything that the site shows can be searched",
    ),
    refused("output.html.default-theme", COLOURS),
    refused("output.html.preferred-dark-theme", COLOURS),
    refused(
        "output.html.curly-quotes",
        "mdBook calls it `smart-punctuation` since 0.5",
    ),
    refused(
        "output.html.no-section-label",
        "pages have no section numbers",
    ),
    refused("output.html.sidebar-header-nav", "pages have no sidebar"),
    refused("output.html.print", "every page prints by the style sheet"),
    refused("output.html.fold", "pages have no sidebar to fold"),
    refused("output.html.code", "a digest runs no code"),
    refused("output.html.playground", "a digest runs no code"),
    refused("output.html.playpen", "a digest runs no code"),
    refused(
        "output.html.live-reload-endpoint",
        "`serve` has an address of its own for it",
    ),
];

const BOOST: &str = "hits are ordered by how rare their words are and how short what holds them is";
const COLOURS: &str = "pages follow the reader's choice of light or dark";

/// The key with this path.
pub(super) fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

/// The names of the keys of a table that may stand there. `""` is the top of the file.
pub(super) fn usable(table: &str) -> impl Iterator<Item = &'static str> {
    KEYS.iter()
        .filter(|key| !matches!(key.usage, Use::Refused(_)))
        .filter_map(move |key| match key.path.rsplit_once('.') {
            Some((parent, name)) => (parent == table).then_some(name),
            None => table.is_empty().then_some(key.path),
        })
}

/// What to do with a key that may stand elsewhere.
pub(super) fn elsewhere(name: &str) -> Option<String> {
    KEYS.iter()
        .filter(|key| !matches!(key.usage, Use::Refused(_)))
        .find_map(|key| match key.path.rsplit_once('.') {
            Some((_, last)) if last == name && key.kind == Kind::Table => {
                Some(format!("write `[{}]`", key.path))
            }
            Some((parent, last)) if last == name => {
                Some(format!("put it into the table `[{parent}]`"))
            }
            _ => None,
        })
}
