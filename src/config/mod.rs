//! `book.toml`: mdBook's tables with mdBook's meaning, and our own keys under `[output.digest]`.
//!
//! Every key of mdBook 0.5 is known here and either honoured, accepted without effect, or refused by
//! name (`keys`). What is read is checked at once (`values`): no path leaves the digest's folder, and
//! no address brings a script along.

mod codes;
mod keys;
mod language;
mod read;
mod site_url;
#[cfg(test)]
mod tests;
mod values;

/// The configuration file, which marks a digest's folder.
pub const BOOK: &str = "book.toml";

/// The folder of the sources, relative to the digest's.
pub const SEEDS: &str = "seeds";

/// The folder of a digest's own templates, styles and scripts, relative to the digest's.
pub const TEMPLATES: &str = "templates";

/// The folder of the records' JSON Schemas, relative to the digest's.
pub const SCHEMAS: &str = "schemas";

pub use codes::CODES;
pub use language::{is_language_tag, language_tag_like};
pub use read::read;

/// Which way the interface's script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

/// Where the site will be published, as far as `site-url` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl {
    /// `https://owner.github.io`, without a slash; none when `site-url` is a path alone.
    pub origin: Option<String>,
    /// Path of the site's root, with a slash on both ends: `/`, `/repository/`.
    pub path: String,
}

/// How the search of the site answers: `output.html.search`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// `limit-results`: how many hits are shown at once.
    pub limit_results: usize,
    /// `teaser-word-count`: how many words of a hit are shown.
    pub teaser_word_count: usize,
    /// `use-boolean-and`: whether a hit must hold every word that is looked for. Otherwise, where
    /// nothing holds every word, what holds some of them is shown.
    pub use_boolean_and: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            limit_results: 30,
            teaser_word_count: 30,
            use_boolean_and: false,
        }
    }
}

/// A digest's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `book.title`.
    pub title: String,
    /// `book.authors`: the digest's editors.
    pub authors: Vec<String>,
    /// `book.description`.
    pub description: String,
    /// `book.src`, relative to the digest's folder, without a slash at its end.
    pub content_folder: String,
    /// `book.language`, BCP 47; `en` when left out.
    pub language: String,
    /// `book.text-direction`, else by the language.
    pub direction: Direction,
    /// `build.build-dir`, relative to the digest's folder; `public` when left out.
    pub output_folder: String,
    /// `output.html.site-url`.
    pub site_url: Option<SiteUrl>,
    /// `output.html.cname`.
    pub cname: Option<String>,
    /// `output.html.git-repository-url`, without a slash at its end.
    pub repository_url: Option<String>,
    /// `output.html.edit-url-template`, with `{path}`.
    pub edit_url_template: Option<String>,
    /// `output.html.additional-css`, relative to the digest's folder.
    pub additional_css: Vec<String>,
    /// `output.html.additional-js`, relative to the digest's folder.
    pub additional_js: Vec<String>,
    /// `output.html.smart-punctuation`, for our own prose, never for quoted words.
    pub smart_punctuation: bool,
    /// `output.html.hash-files`.
    pub hash_files: bool,
    /// `output.html.search`; none when `enable` is off.
    pub search: Option<Search>,
    /// `output.html.redirect`: old address and new, in the order of the file.
    pub redirects: Vec<(String, String)>,
    /// `output.digest.pairs-limit`: at most so many pages of pairs are written.
    pub pairs_limit: usize,
    /// `output.digest.minify-limit`: with more documents than these, pages are left as templates write them,
    /// which holds little that could be left out.
    pub minify_limit: usize,
    /// `output.digest.context-words`: words of context on each side in a concordance.
    pub context_words: usize,
    /// `output.digest.changes-limit`: of how many versions the page of changes tells; with 0 the history
    /// is not read.
    pub changes_limit: usize,
}

impl Default for Config {
    /// What is assumed of a digest whose configuration is broken, so that its records can be looked at
    /// all the same.
    fn default() -> Self {
        Self {
            title: String::new(),
            authors: Vec::new(),
            description: String::new(),
            content_folder: "content".to_owned(),
            language: "en".to_owned(),
            direction: Direction::LeftToRight,
            output_folder: "public".to_owned(),
            site_url: None,
            cname: None,
            repository_url: None,
            edit_url_template: None,
            additional_css: Vec::new(),
            additional_js: Vec::new(),
            smart_punctuation: true,
            hash_files: true,
            search: Some(Search::default()),
            redirects: Vec::new(),
            pairs_limit: 200,
            minify_limit: 1000,
            context_words: 8,
            changes_limit: 20,
        }
    }
}
