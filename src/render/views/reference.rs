//! `reference.html`: every kind of record and every key, from the schemas that editors read.

use serde::Serialize;
use serde_json::Value;

use super::Page;
use crate::record::{Kind, schema};
use crate::render::frame::Frame;
use crate::render::highlight::yaml_lines;
use crate::render::html::Html;
use crate::render::scope::Scope;
use crate::scaffold;

#[derive(Serialize)]
struct View {
    kinds: Vec<KindView>,
}

#[derive(Serialize)]
struct KindView {
    name: &'static str,
    /// Where its files stand, with words in capitals for what varies.
    place: String,
    description: Html,
    keys: Vec<Key>,
    example_path: String,
    /// A whole record, line by line.
    example: Vec<Html>,
}

#[derive(Serialize)]
struct Key {
    /// `document.positions.stance`, which is also its fragment.
    id: String,
    /// The keys that it stands below, each followed by a full stop.
    above: String,
    name: String,
    is_needed: bool,
    /// What kind of value it has.
    form: &'static str,
    description: Html,
    words: Vec<Word>,
    /// As they are written in YAML.
    examples: Vec<String>,
}

/// A word that a value may be.
#[derive(Serialize)]
struct Word {
    word: String,
    meaning: Html,
}

pub(super) fn page(scope: &Scope<'_>) -> Page {
    let frame = Frame::new("reference", "", "Records: every file and every key").described(
        "What the records of this digest hold: each key with its meaning, the words it may be, and examples.",
    );
    let kinds = Kind::ALL.map(|kind| self::kind(scope, kind)).into();
    Page::new("reference.html", frame, &View { kinds })
}

fn kind(scope: &Scope<'_>, kind: Kind) -> KindView {
    let content_folder = &scope.site.config.content_folder;
    let schema: Value =
        serde_json::from_str(&schema::schema(kind)).expect("bug: a schema is no JSON");
    let mut keys = Vec::new();
    collect(scope, &schema, kind.name(), &mut keys);
    let example = scaffold::example(kind);
    KindView {
        name: kind.name(),
        place: format!("{content_folder}/{}", kind.place()),
        description: scope.inline(text(&schema, "description")),
        keys,
        example_path: example.path,
        example: yaml_lines(&example.text),
    }
}

/// Adds the keys of a mapping, each before those inside it.
fn collect(scope: &Scope<'_>, mapping: &Value, id: &str, keys: &mut Vec<Key>) {
    let Some(properties) = mapping["properties"].as_object() else {
        return;
    };
    let needed = mapping["required"].as_array();
    for (name, value) in properties {
        let id = format!("{id}.{name}");
        // The kind stands in the heading.
        let (_, route) = id.split_once('.').unwrap_or_default();
        let is_needed = needed.is_some_and(|names| names.iter().any(|it| it == name));
        let above = route.strip_suffix(name.as_str()).unwrap_or_default();
        keys.push(Key {
            above: above.to_owned(),
            name: name.clone(),
            is_needed,
            form: form(value),
            description: scope.inline(text(value, "description")),
            words: words(scope, value),
            examples: examples(value),
            id: id.clone(),
        });
        collect(scope, value, &id, keys);
        collect(scope, &value["items"], &id, keys);
    }
}

fn text<'v>(schema: &'v Value, key: &str) -> &'v str {
    schema[key].as_str().unwrap_or_default()
}

/// What a value is, in the words of people who do not program. Numbers and switches are texts where a text is
/// wanted, so they are not named.
fn form(schema: &Value) -> &'static str {
    let has = |schema: &Value, wanted: &str| match &schema["type"] {
        Value::String(name) => name == wanted,
        Value::Array(names) => names.iter().any(|name| name == wanted),
        _ => false,
    };
    let items = &schema["items"];
    if schema["enum"].is_array() {
        "one of these words"
    } else if has(schema, "array") {
        match (has(items, "string"), has(items, "object")) {
            (true, true) => "a list of texts, or of mappings with more to say",
            (false, true) => "a list of mappings",
            _ => "a list of texts",
        }
    } else if has(schema, "object") {
        "a mapping"
    } else if has(schema, "string") {
        "a text"
    } else {
        "a whole number"
    }
}

fn words(scope: &Scope<'_>, schema: &Value) -> Vec<Word> {
    let words = schema["enum"].as_array().into_iter().flatten();
    let meanings = schema["enumDescriptions"].as_array();
    words
        .enumerate()
        .map(|(index, word)| Word {
            word: word.as_str().unwrap_or_default().to_owned(),
            meaning: scope.inline(
                meanings
                    .and_then(|meanings| meanings[index].as_str())
                    .unwrap_or_default(),
            ),
        })
        .collect()
}

fn examples(schema: &Value) -> Vec<String> {
    let examples = schema["examples"].as_array().into_iter().flatten();
    examples.map(scaffold::written).collect()
}
