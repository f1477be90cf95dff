//! The syntax of records, for syntect: as much of YAML as records use.
//!
//! Most of what a site highlights are its records. Syntect's own syntax of YAML knows every corner of
//! the language and takes ten times as long over them.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::syntax_definition::{
    Context, MatchOperation, MatchPattern, Pattern, SyntaxDefinition,
};
use syntect::parsing::{Scope, SyntaxSet, SyntaxSetBuilder};

/// What is told apart: a regular expression (Oniguruma) and the scope of what it matches. Of two that
/// match at one place the first counts.
const PATTERNS: [(&str, &str); 5] = [
    (r"(?:^|(?<=\s))#.*$", "comment.line"),
    (
        r"(?:^|(?<=[\s{,\[]))[A-Za-z_][\w-]*(?=:(?:\s|$))",
        "entity.name.tag",
    ),
    // A quotation mark opens a text only where a value begins; elsewhere it is part of one.
    (
        r#"(?:^\s*|(?<=[:,\-] )|(?<=[\[{]))"(?:[^"\\]|\\.)*(?:"|$)"#,
        "string.quoted.double",
    ),
    (
        r"(?:^\s*|(?<=[:,\-] )|(?<=[\[{]))'(?:[^']|'')*(?:'|$)",
        "string.quoted.single",
    ),
    (
        r"^\s*-(?=\s)|(?<=: )[>|][+-]?\s*$",
        "punctuation.definition",
    ),
];

/// A set of this syntax alone, under the names `yaml` and `yml`.
pub(super) static RECORDS: LazyLock<SyntaxSet> = LazyLock::new(|| {
    let mut builder = SyntaxSetBuilder::new();
    builder.add(syntax());
    builder.build()
});

fn syntax() -> SyntaxDefinition {
    let mut context = Context::new(false);
    context.patterns = PATTERNS.map(|(regex, scope)| pattern(regex, scope)).into();
    // Syntect begins in `__start`; nothing here reaches over the end of a line.
    let contexts = ["main", "__start"].map(|name| (name.to_owned(), context.clone()));
    SyntaxDefinition {
        name: "Record".to_owned(),
        file_extensions: vec!["yaml".to_owned(), "yml".to_owned()],
        scope: scope("source.yaml"),
        first_line_match: None,
        hidden: false,
        variables: HashMap::new(),
        contexts: HashMap::from(contexts),
    }
}

fn pattern(regex: &str, name: &str) -> Pattern {
    let scope = vec![scope(name)];
    let operation = MatchOperation::None;
    Pattern::Match(MatchPattern::new(
        false,
        regex.to_owned(),
        scope,
        None,
        operation,
        None,
    ))
}

fn scope(name: &str) -> Scope {
    Scope::new(name).expect("scopes are well formed")
}
