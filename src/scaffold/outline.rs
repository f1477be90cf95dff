//! A kind of record as a form to fill in: its schema, written as YAML.
//!
//! Every key has its description above it. One that a record must have stands there, with its value or
//! empty; any other stands in a comment, with an example, so that taking the mark away makes it one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::record::{Kind, schema};

/// Lines of comments are broken behind so many characters.
const WIDTH: usize = 100;

/// What is known of a value.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The text; none when there is only something to say.
    pub(super) text: Option<String>,
    /// How it is known, when it is a guess: whole sentences.
    pub(super) note: Option<String>,
}

/// Writes the form; `known` holds values by their route, with dots: `provenance.sha256`.
pub(super) fn outline(kind: Kind, known: &BTreeMap<&str, Known>) -> String {
    let schema: Value =
        serde_json::from_str(&schema::schema(kind)).expect("bug: a schema is no JSON");
    let mut outline = Outline {
        text: String::new(),
        known,
    };
    let schema = schema.as_object().expect("bug: a schema is no object");
    outline.comment("", description(schema));
    outline.keys(schema, "", "", "");
    outline.text
}

/// Writes a text as a YAML value in double quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let escaped = super::one_line(text)
        .replace('\\', r"\\")
        .replace('"', "\\\"");
    format!("\"{escaped}\"")
}

struct Outline<'a> {
    text: String,
    known: &'a BTreeMap<&'a str, Known>,
}

impl Outline<'_> {
    /// Writes the keys of a mapping, the first one behind `dash` where it is an item of a list.
    fn keys(&mut self, schema: &Map<String, Value>, indent: &str, dash: &str, route: &str) {
        let needed: Vec<&str> = strings(schema.get("required")).collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (index, (key, schema)) in properties.into_iter().flatten().enumerate() {
            let schema = schema.as_object().expect("bug: a property has no schema");
            let route = format!("{route}{key}");
            let is_live = needed.contains(&key.as_str()) || self.known.contains_key(route.as_str());
            if indent.is_empty() {
                self.text.push('\n');
            }
            let before = if index == 0 { dash } else { "" };
            let inner = format!("{indent}{}", " ".repeat(dash.len()));
            let margin = if index == 0 { indent } else { &inner };
            self.comment(margin, description(schema));
            if is_live {
                self.words(margin, schema);
                self.live(key, schema, &format!("{margin}{before}"), &inner, &route);
            } else {
                self.example(key, schema, &format!("{inner}# "));
            }
        }
    }

    /// Writes a key that the record must have.
    fn live(
        &mut self,
        key: &str,
        schema: &Map<String, Value>,
        start: &str,
        indent: &str,
        route: &str,
    ) {
        let known = self.known.get(route);
        if let Some(note) = known.and_then(|known| known.note.as_ref()) {
            self.comment(indent, note);
        }
        let text = known.and_then(|known| known.text.as_ref());
        let value = text.map_or_else(String::new, |text| format!(" {}", quoted(text)));
        self.line(&format!("{start}{key}:{value}"));
        let deeper = format!("{indent}  ");
        if let Some(item) = schema.get("items").and_then(Value::as_object) {
            self.keys(item, &deeper, "- ", &format!("{route}."));
        } else {
            self.keys(schema, &deeper, "", &format!("{route}."));
        }
    }

    /// Writes a key with an example; every line begins with `margin`.
    fn example(&mut self, key: &str, schema: &Map<String, Value>, margin: &str) {
        let deeper = format!("{margin}  ");
        if let Some(item) = schema.get("items").and_then(Value::as_object) {
            if let Some(example) = first_example(schema) {
                return self.line(&format!("{margin}{key}: {}", written(example)));
            }
            self.line(&format!("{margin}{key}:"));
            if let Some(example) = first_example(item) {
                return self.line(&format!("{deeper}- {}", written(example)));
            }
            for (index, (key, schema)) in properties(item).enumerate() {
                let dash = if index == 0 { "- " } else { "  " };
                self.example(key, schema, &format!("{deeper}{dash}"));
            }
        } else if schema.contains_key("properties") {
            self.line(&format!("{margin}{key}:"));
            for (key, schema) in properties(schema) {
                self.example(key, schema, &deeper);
            }
        } else {
            let words: Vec<&str> = strings(schema.get("enum")).collect();
            let line = match (words.first(), first_example(schema)) {
                (Some(first), _) => format!("{margin}{key}: {first}  # {}", words.join(", ")),
                (None, Some(example)) => format!("{margin}{key}: {}", written(example)),
                (None, None) => format!("{margin}{key}: …"),
            };
            self.line(&line);
        }
    }

    /// Says which words a key takes.
    fn words(&mut self, margin: &str, schema: &Map<String, Value>) {
        let words: Vec<&str> = strings(schema.get("enum")).collect();
        let meanings: Vec<&str> = strings(schema.get("enumDescriptions")).collect();
        if meanings.is_empty() && !words.is_empty() {
            self.comment(margin, &format!("One of: {}.", words.join(", ")));
        }
        let width = words
            .iter()
            .map(|word| word.len())
            .max()
            .unwrap_or_default();
        for (word, meaning) in words.iter().zip(meanings) {
            self.line(&format!("{margin}#   {word:<width$}  {meaning}"));
        }
    }

    fn comment(&mut self, margin: &str, text: &str) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty()
                && margin.len() + line.chars().count() + word.chars().count() > WIDTH - 3
            {
                self.line(&format!("{margin}# {line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.line(&format!("{margin}# {line}"));
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn description(schema: &Map<String, Value>) -> &str {
    schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn properties(schema: &Map<String, Value>) -> impl Iterator<Item = (&String, &Map<String, Value>)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .filter_map(|(key, schema)| Some((key, schema.as_object()?)))
}

fn strings(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = list.and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

fn first_example(schema: &Map<String, Value>) -> Option<&Value> {
    schema.get("examples")?.get(0)
}

/// Writes a value as YAML on one line: texts without quotation marks where they need none.
pub fn written(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether a text can stand without quotation marks, in every reader's eyes.
fn is_plain(text: &str) -> bool {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || " ._/-".contains(c))
        && !words.contains(&text.to_ascii_lowercase().as_str())
}
