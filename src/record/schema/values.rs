//! What texts of records look like to an editor: patterns, what to say when they are not kept, examples.
//!
//! A pattern never refuses what the program takes. Where it takes what the program refuses (a day that
//! the month does not have), that is said here.

use schemars::Schema;
use serde_json::{Map, Value, json};

/// The keyword, of editors alone, for what is said of a value of another type, or one that does not keep
/// the pattern.
pub(super) const ERROR: &str = "errorMessage";

/// The keyword for what is said of a text that does not keep the pattern, where mappings may stand, too.
pub(super) const PATTERN_ERROR: &str = "patternErrorMessage";

/// A text, however it is written: what an editor reads as a number is a text here.
const TEXT: [&str; 3] = ["string", "number", "boolean"];

/// Says of texts that they may be written as numbers, and must not be blank.
pub(super) fn texts(schema: &mut Map<String, Value>) {
    let is_text = match schema.get("type") {
        // One with a pattern has its types.
        Some(Value::String(name)) => name == "string" && !schema.contains_key("pattern"),
        // Of a list that may hold texts in the place of mappings.
        Some(Value::Array(names)) => *names == ["string", "object"],
        _ => false,
    };
    if !is_text {
        return;
    }
    let object = schema.contains_key("properties").then_some("object");
    let types: Vec<&str> = TEXT.into_iter().chain(object).collect();
    schema.insert("type".to_owned(), json!(types));
    if !schema.contains_key("pattern") {
        schema.insert("pattern".to_owned(), r"\S".into());
        schema.insert(
            ERROR.to_owned(),
            "should be a text with words in it: write one, or delete the line".into(),
        );
    }
}

/// A text that may be empty: a correction may read nothing.
pub(in crate::record) fn any_text(schema: &mut Schema) {
    schema.insert("type".to_owned(), json!(TEXT));
    schema.insert(
        ERROR.to_owned(),
        "should be a text, which may be \"\"".into(),
    );
}

/// An id of a record or a question.
pub(in crate::record) fn id(schema: &mut Schema) {
    let error = "an id has lower-case letters (a to z), digits, and single hyphens between them";
    pattern(schema, "^[a-z0-9]+(?:-[a-z0-9]+)*$", error);
}

/// A date in EDTF level 1. February has 29 days here, and an interval may end before it begins.
pub(in crate::record) fn date(schema: &mut Schema) {
    let days = "(?:0[13578]|1[02])-(?:XX|0[1-9]|[12][0-9]|3[01])\
        |(?:0[469]|11)-(?:XX|0[1-9]|[12][0-9]|30)\
        |02-(?:XX|0[1-9]|[12][0-9])";
    let months = format!("0[1-9]|1[0-2]|2[1-4]|XX(?:-XX)?|{days}");
    let point = format!("(?:[0-9]{{2}}XX|[0-9]{{3}}X|[0-9]{{4}}(?:-(?:{months}))?)[~?%]?");
    let date = format!(r"^(?:unknown|{point}(?:/(?:{point}|\.\.)?)?|(?:\.\.)?/{point})$");
    let error = "no date: write 2025, 2025-04, 2025-04-19, 2025-04-19/2025-04-20, 2019~ (about 2019) or unknown";
    pattern(schema, &date, error);
    // A year without quotation marks is a number to an editor.
    schema.insert("type".to_owned(), json!(["string", "integer"]));
    schema.insert("minimum".to_owned(), 0.into());
    schema.insert("maximum".to_owned(), 9999.into());
    let examples = [
        "2025",
        "2025-04",
        "2025-04-19",
        "2025-04-19/2025-04-20",
        "2019~",
        "unknown",
    ];
    schema.insert("examples".to_owned(), json!(examples));
}

/// A tag of BCP 47.
pub(in crate::record) fn language(schema: &mut Schema) {
    let private = "[Xx](?:-[A-Za-z0-9]{1,8})+";
    let language = "[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}";
    let script_and_region = "(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?";
    let variants = "(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*";
    let extensions = "(?:-[0-9A-WYZa-wyz](?:-[A-Za-z0-9]{2,8})+)*";
    let tag = format!(
        "^(?:{language}{script_and_region}{variants}{extensions}(?:-{private})?|{private})$"
    );
    pattern(
        schema,
        &tag,
        "no language tag: write one such as en, fr-CA, zh-Hans or ar",
    );
    schema.insert("examples".to_owned(), json!(["en", "fr-CA", "zh-Hans"]));
}

/// A path below the folder of sources. Which characters a system allows is not looked at.
pub(in crate::record) fn source(schema: &mut Schema) {
    let name = r"(?!\.{1,2}(?:/|$))[^/\\:]+";
    let error = "no path below seeds/: write the file's name, with / behind each folder on the way";
    pattern(schema, &format!(r"^(?=.*\S){name}(?:/{name})*$"), error);
    schema.insert("examples".to_owned(), json!(["example-declaration.txt"]));
}

/// A web address. Its first character may be one of more scripts than the program knows letters of.
pub(in crate::record) fn address(schema: &mut Schema) {
    let address = r#"^https?://[^\s!-/:-@\\-`{-~][^\s"<>\\^`{|}]*$"#;
    pattern(
        schema,
        address,
        "no web address: write all of it, beginning with https://",
    );
    schema.insert("type".to_owned(), "string".into());
    schema.insert("type".to_owned(), "string".into());
    schema.insert(
        "examples".to_owned(),
        json!(["https://example.org/declaration"]),
    );
}

/// A position: without quotes there is none, though typed reading leaves that to be said by a rule.
pub(in crate::record) fn with_quotes(schema: &mut Schema) {
    if let Some(Value::Array(needed)) = schema.get_mut("required") {
        needed.push("quotes".into());
    }
}

/// A SHA-256. Whether it is the file's, the program knows.
pub(in crate::record) fn checksum(schema: &mut Schema) {
    let error =
        "no SHA-256: it has 64 hexadecimal digits; policy-digest check says what it should be";
    pattern(schema, "^[0-9A-Fa-f]{64}$", error);
    let example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    schema.insert("examples".to_owned(), json!([example]));
}

fn pattern(schema: &mut Schema, pattern: &str, error: &str) {
    schema.insert("type".to_owned(), json!(TEXT));
    schema.insert("pattern".to_owned(), pattern.into());
    schema.insert(ERROR.to_owned(), error.into());
}
