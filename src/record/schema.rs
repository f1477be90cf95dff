//! The JSON Schema of each kind of record, made from the types that read it, for editors.
//!
//! schemars writes the types down as draft-07, which is what editors read; then
//!
//! 1. a text may be a number or a boolean there: `date: 2025` is a text for this program, and a whole
//!    number for an editor, which would otherwise call it a mistake;
//! 2. nothing (`null`) is no value, as it is none here;
//! 3. the words of a fixed list stand in one `enum`, each with its meaning.
//!
//! What the schema refuses, the program refuses. The reverse holds for the shape of a record: its
//! keys, which of them are needed, and the kind of their values. That a day exists, that an id is
//! defined and that a quote stands in its source, no schema can say.

pub(super) mod values;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::forms::ShortForm;
use super::{
    CodingRecord, DocumentRecord, HolderRecord, InstrumentRecord, Kind, StancesRecord, ThemeRecord,
};
use crate::config::SCHEMAS;
use crate::source::{Content, File, Files};

/// The schema of a kind of record as the text of a JSON file, with a line break at its end.
pub fn schema(kind: Kind) -> String {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut generator = settings
        .with_transform(RecursiveTransform(as_editors_read))
        .into_generator();
    let mut schema = match kind {
        Kind::Document => generator.root_schema_for::<DocumentRecord>(),
        Kind::Theme => generator.root_schema_for::<ThemeRecord>(),
        Kind::Holder => generator.root_schema_for::<HolderRecord>(),
        Kind::Instrument => generator.root_schema_for::<InstrumentRecord>(),
        Kind::Coding => generator.root_schema_for::<CodingRecord>(),
        Kind::Stances => generator.root_schema_for::<StancesRecord>(),
    };
    schema.insert("title".to_owned(), kind.name().into());
    let mut text = serde_json::to_string_pretty(&schema).expect("bug: a schema is no JSON");
    text.push('\n');
    text
}

/// Where the schema of a kind of record stands, relative to the digest's folder.
pub fn path(kind: Kind) -> String {
    format!("{SCHEMAS}/{}.json", kind.name())
}

/// How the line begins by which the editors' YAML language server finds a file's schema.
pub const LINE: &str = "# yaml-language-server: $schema=";

/// The first line, without its end, of the record at a path relative to the digest's folder.
pub fn line(record: &str, kind: Kind) -> String {
    let up = "../".repeat(record.matches('/').count());
    format!("{LINE}{up}{}", path(kind))
}

/// A record with `line` as its first line, in the place of any that name another schema. None when its
/// first line is that one already.
///
/// A byte order mark stays in front, and the line ends as the others do.
pub fn with_line(record: &str, line: &str) -> Option<String> {
    let (mark, text) = match record.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", record),
    };
    if text
        .lines()
        .next()
        .is_some_and(|first| first.trim_end() == line)
    {
        return None;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut whole = format!("{mark}{line}{end}");
    let mut is_head = true;
    for other in text.split_inclusive('\n') {
        is_head &= other.starts_with('#');
        if !(is_head && is_line(other)) {
            whole.push_str(other);
        }
    }
    Some(whole)
}

/// What there is to write for the editors of a digest: the schemas that are missing or others, and
/// the records whose first line does not name theirs, each whole.
pub fn updates(files: &Files, content_folder: &str) -> Vec<File> {
    let prefix = format!("{content_folder}/");
    let mut updates = Vec::new();
    let mut update = |path: &str, text: String| {
        updates.push(File {
            path: path.to_owned(),
            content: Content::Bytes(text.into_bytes()),
        });
    };
    for kind in Kind::ALL {
        let (path, schema) = (path(kind), schema(kind));
        let found = files.find(&path).map(|id| files.get(id).bytes());
        if found != Some(schema.as_bytes()) {
            update(&path, schema);
        }
    }
    for (_, file) in files.under(&prefix) {
        let Some(kind) = Kind::of(&file.path[prefix.len()..]) else {
            continue;
        };
        if let Ok(text) = std::str::from_utf8(file.bytes())
            && !text.trim().is_empty()
            && let Some(text) = with_line(text, &line(&file.path, kind))
        {
            update(&file.path, text);
        }
    }
    updates
}

/// Whether a line names a schema.
pub fn is_line(line: &str) -> bool {
    let comment = line.strip_prefix('#').map(str::trim_start);
    comment.is_some_and(|comment| {
        comment.starts_with("yaml-language-server:") || comment.starts_with("$schema:")
    })
}

/// A list of records that may each be written as a single text.
pub(super) fn short_forms_of<T: JsonSchema + ShortForm>(generator: &mut SchemaGenerator) -> Schema {
    let mut item = T::json_schema(generator);
    // Keywords about texts say nothing of mappings, and the other way round.
    let text = item
        .pointer(&format!("/properties/{}", T::TEXT_KEY))
        .and_then(Value::as_object)
        .cloned()
        .expect("bug: a short form stands for a key that is none");
    for key in ["pattern", values::ERROR, "examples"] {
        if let Some(value) = text.get(key) {
            item.insert(key.to_owned(), value.clone());
        }
    }
    item.insert("type".to_owned(), json!(["string", "object"]));
    schemars::json_schema!({ "type": "array", "items": item })
}

/// Changes one schema, without those inside it, as the module's description says.
fn as_editors_read(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    without_nothing(schema);
    words_in_one_list(schema);
    if is_empty(schema.get("default")) {
        schema.remove("default");
    }
    // `int64`: editors know no such format.
    schema.remove("format");
    if !schema.contains_key("enum") {
        values::texts(schema);
    }
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Null) => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(pairs)) => pairs.is_empty(),
        _ => false,
    }
}

/// Takes `null` out of what may be left out: it is left out with its key.
fn without_nothing(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(either)) = schema.get_mut("anyOf") {
        either.retain(|schema| *schema != json!({ "type": "null" }));
        if let [Value::Object(only)] = either.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove("anyOf");
            for (key, value) in only {
                schema.entry(key).or_insert(value);
            }
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| *name != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".to_owned(), only);
        }
    }
}

/// Writes alternatives that are words as one list: editors show it whole when a word is none of them.
fn words_in_one_list(schema: &mut Map<String, Value>) {
    let Some(Value::Array(words)) = schema.get("oneOf") else {
        return;
    };
    let named = words
        .iter()
        .map(|word| Some((word.get("const")?.clone(), word.get("description")?.clone())));
    let Some((words, meanings)) = named.collect::<Option<(Vec<Value>, Vec<Value>)>>() else {
        return;
    };
    schema.remove("oneOf");
    schema.insert("type".to_owned(), "string".into());
    schema.insert("enum".to_owned(), words.into());
    schema.insert("enumDescriptions".to_owned(), meanings.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_put_in_once() {
        let line = line("content/holders/a.yaml", Kind::Holder);
        assert_eq!(
            line,
            "# yaml-language-server: $schema=../../schemas/holder.json"
        );
        let check = |record: &str, expected: &str| {
            let expected = expected.replace("LINE", &line);
            assert_eq!(
                with_line(record, &line).as_deref(),
                Some(expected.as_str()),
                "{record:?}"
            );
            assert_eq!(with_line(&expected, &line), None, "{record:?}");
        };
        check("name: A\n", "LINE\nname: A\n");
        check("", "LINE\n");
        // Other comments stay.
        check("# of A\nname: A", "LINE\n# of A\nname: A");
        // A line that names another schema goes, in either of its forms.
        check(
            "# yaml-language-server: $schema=../holder.json\nname: A\n",
            "LINE\nname: A\n",
        );
        check("# $schema: holder.json\nname: A\n", "LINE\nname: A\n");
        // Also where it does not stand first; among the values there are no such comments.
        check(
            "# of A\n# yaml-language-server: $schema=a.json\nname: A\n# $schema: b\n",
            "LINE\n# of A\nname: A\n# $schema: b\n",
        );
        // As editors on Windows save it.
        check("\u{feff}name: A\r\n", "\u{feff}LINE\r\nname: A\r\n");
    }

    #[test]
    fn the_way_to_the_schema_is_as_long_as_the_record_is_deep() {
        assert_eq!(
            line("text/content/codings/a/b.yaml", Kind::Coding),
            format!("{LINE}../../../../schemas/coding.json")
        );
        assert_eq!(
            line("content/stances.yaml", Kind::Stances),
            format!("{LINE}../schemas/stances.json")
        );
    }
}
