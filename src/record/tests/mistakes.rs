//! Keys and values that a record does not have so.

use super::*;
use crate::record::mistakes::{PARTS, Problem};

/// What a document must have.
const HEAD: &str = "source: a.txt\ntitle: T\nshort: S\nkind: law\nlanguage: en\nprovenance: { sha256: a }\nsummary: x\n";

#[test]
fn all_mistakes_of_a_file_are_told_in_one_run() {
    // As in `traps`; lines are counted behind what every document must have.
    let check_whole = |yaml: &str, lines: usize, expected: &[&str]| {
        let found: Vec<String> = in_one_line(yaml)
            .into_iter()
            .map(|(_, line)| {
                let (number, rest) = line.split_once(':').expect("a place comes first");
                let number: usize = number.parse().expect("lines are numbers");
                format!("{}:{rest}", number - lines)
            })
            .collect();
        assert_eq!(found, expected, "{yaml:?}");
    };
    let check = |yaml: &str, expected: &[&str]| {
        check_whole(&format!("{HEAD}{yaml}"), 7, expected);
    };
    // Misspelt, on the wrong level, or of another record.
    check(
        "foo: b\nsilnt: [c]\nTitle: x\nsha256: x\n",
        &[
            "1:1 \"foo\" unknown-key: unknown key `foo` (delete it, or use one of `source`, `format`, `lines`, `structure`, `title`, `short`, `kind`, `issuer`, `date`, `event`, `language`, `provenance`, `rights`, `summary`, `corrections`, `positions` and `silent`)",
            "2:1 \"silnt\" unknown-key: unknown key `silnt` (did you mean `silent`?)",
            "3:1 \"Title\" unknown-key: unknown key `Title` (delete it, or use one of `source`, `format`, `lines`, `structure`, `title`, `short`, `kind`, `issuer`, `date`, `event`, `language`, `provenance`, `rights`, `summary`, `corrections`, `positions` and `silent`)",
            "4:1 \"sha256\" unknown-key: unknown key `sha256` (delete it here; `sha256` is a key of `provenance`)",
        ],
    );
    check(
        "question: x\npositions:\n  - stance: supports\n    summary: s\n",
        &[
            "1:1 \"question\" unknown-key: unknown key `question` (`question` is a key of a position: if it belongs to `positions`, indent it as far as the keys there)",
        ],
    );
    check(
        "positions:\n  - question: q\n    stance: supports\n    summary: s\n    corrections: []\n",
        &[
            "5:5 \"corrections\" unknown-key: unknown key `corrections` (`corrections` is a key of a document: indent it less, as far as the other keys there)",
        ],
    );
    // Words of a fixed list.
    check(
        "format: docs\nlines: “wrapped”\npositions:\n  - question: q\n    stance: for\n    summary: s\n",
        &[
            "1:9 \"docs\" unknown-value: unknown value `docs` for `format` (did you mean `docx`? Allowed are `text`, `markdown`, `html`, `pdf` and `docx`)",
            "2:8 \"“wrapped”\" unknown-value: unknown value `“wrapped”` for `lines` (did you mean `wrapped`? Allowed are `wrapped` and `paragraphs`)",
            "5:13 \"for\" unknown-value: unknown value `for` for `stance` (did you mean `supports`? Allowed are `supports`, `qualified`, `raises` and `opposes`)",
        ],
    );
    // Of another kind.
    check(
        "date: [x]\nevent: x\nrights: [x]\nsilent: x\n",
        &[
            "1:7 \"[x]\" wrong-type: `date` is a list, and should be a text (write one text: `date: x`)",
            "2:8 \"x\" wrong-type: `event` is a text, and should be a group of keys (write keys and values: `event: { name: \"x\" }`)",
            "3:9 \"[x]\" wrong-type: `rights` is a list, and should be a group of keys (write `key: value` lines, without brackets and without dashes before them)",
            "4:9 \"x\" wrong-type: `silent` is a text, and should be a list (put it into square brackets: `silent: [x]`)",
        ],
    );
    check(
        "positions:\n  question: q\n  stance: suports\n  summary: s\n",
        &[
            "2:3 \"question\" wrong-type: `positions` is a group of keys, and should be a list (begin each item with a dash and a space: `- question: q`, and its other lines with two spaces more)",
            "3:11 \"suports\" unknown-value: unknown value `suports` for `stance` (did you mean `supports`? Allowed are `supports`, `qualified`, `raises` and `opposes`)",
        ],
    );
    check(
        "positions: [x]\nevent: { name: {a: b} }\n",
        &[
            "1:13 \"x\" wrong-type: an item of `positions` is a text, and should be a group of keys (write `key: value` lines, indented by two spaces)",
            "2:17 \"a\" wrong-type: `name` is a group of keys, and should be a text (write one text, in quotation marks)",
        ],
    );
    // A colon in an item.
    check(
        "positions:\n  - question: q\n    stance: supports\n    summary: s\n    quotes:\n      - He said: no\n      - {exat: c}\n      - [a]\n",
        &[
            "6:9 \"He said: no\" unquoted-colon: the colon makes a key and a value of this text (put quotation marks around it: `\"He said: no\"`)",
            "7:10 \"exat\" unknown-key: unknown key `exat` (did you mean `exact`?)",
            "8:9 \"[a]\" wrong-type: an item of `quotes` is a list, and should be a text or a group of keys (write one text, without brackets and dashes)",
        ],
    );
    // Missing.
    check_whole(
        "{}\n",
        0,
        &[
            "1:1 \"{}\" missing-key: `source`, `title`, `short`, `kind`, `language`, `provenance` and `summary` are missing in the record (add the lines `source: …`, `title: …`, `short: …`, `kind: …`, `language: …`, `provenance: { sha256: todo }`, `summary: …`; `policy-digest check --fix` then fills in the checksum)",
        ],
    );
    check(
        "positions:\n  - question: q\n  - {}\n",
        &[
            "2:5 \"question\" missing-key: `stance` and `summary` are missing in this item of `positions` (add the lines `stance: …`, `summary: …`)",
            "3:5 \"{}\" missing-key: `question`, `stance` and `summary` are missing in this item of `positions` (add the lines `question: …`, `stance: …`, `summary: …`)",
        ],
    );
    // No record at all.
    check_whole(
        "- a\n",
        0,
        &[
            "1:1 \"- a\" wrong-type: the file is a list, and should be lines such as `key: value` (write `key: value` lines, without brackets and without dashes before them)",
        ],
    );
    check_whole(
        "text\n",
        0,
        &[
            "1:1 \"text\" wrong-type: the file is a text, and should be lines such as `key: value` (write the record; `policy-digest new` begins one, with all keys that it has)",
        ],
    );
    // Nothing is said twice: an empty value is not of the wrong kind, an alias not missing.
    check(
        "event: ~\nformat:\nsilent: [*a, ~]\n",
        &[
            "1:1 \"event\" empty-value: `event` has no value (write the value, or delete the line)",
            "2:1 \"format\" empty-value: `format` has no value (write the value, or delete the line)",
            "3:10 \"*a\" yaml-alias: `*a` stands for a value from elsewhere in the file (write the value itself; if the words begin with `*`, put quotation marks around them: `\"*a\"`)",
            "3:14 \"~\" empty-value: an item of `silent` has no value (write the value, or delete the item)",
        ],
    );
}

/// The list of keys is serde's own, which is only known from its messages.
#[test]
fn parts_have_the_keys_of_the_records() {
    fn keys_of<T: serde::de::DeserializeOwned + std::fmt::Debug>() -> Vec<String> {
        let error = typed::error_of::<T>("{ \"?\": 0 }");
        match Problem::of(&error) {
            Problem::UnknownKey { expected } => expected.into_iter().map(str::to_owned).collect(),
            other => panic!("{other:?}: {error}"),
        }
    }
    let records = [
        keys_of::<DocumentRecord>(),
        keys_of::<PositionRecord>(),
        keys_of::<QuoteRecord>(),
        keys_of::<SilentRecord>(),
        keys_of::<CorrectionRecord>(),
        keys_of::<StructureRecord>(),
        keys_of::<EventRecord>(),
        keys_of::<ProvenanceRecord>(),
        keys_of::<RightsRecord>(),
        keys_of::<ThemeRecord>(),
        keys_of::<QuestionRecord>(),
        keys_of::<HolderRecord>(),
        keys_of::<InstrumentRecord>(),
        keys_of::<CodingRecord>(),
    ];
    for ((part, keys), record) in PARTS.into_iter().zip(records) {
        assert_eq!(keys, record, "{part}");
    }
}

/// A misspelt key is read under the name that was meant, and texts that look like numbers stay as they
/// are written, also where something else is wrong.
#[test]
fn what_can_be_read_is_read() {
    let yaml = format!("{HEAD}dat: 2025\nsilent: 014\nevent: {{ name: 1.10 }}\n");
    let (document, _) = read_document(yaml.as_bytes());
    assert_eq!(document.record.date.as_deref(), Some("2025"));
    assert_eq!(document.record.silent[0].question, "014");
    let event = document.record.event.expect("it is there");
    assert_eq!(event.name.as_deref(), Some("1.10"));
}
