//! What holds for every file, whatever is in it.

use std::collections::BTreeSet;
use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::DeserializeOwned;

use super::*;
use crate::record::node::{Node, Value};

/// Reads bytes as every kind of file; checks that each place can be shown.
fn survives(bytes: &[u8]) {
    let paths = [
        "content/documents/a.yaml",
        "content/themes/a.yaml",
        "content/holders/a.yaml",
        "content/instruments/a.yaml",
        "content/codings/b/a.yaml",
        "content/stances.yaml",
    ];
    let files = files(&paths.map(|path| (path, bytes)));
    let mut diags = Diagnostics::new();
    let records = read(&files, "content", &mut diags);
    assert_eq!(records.documents.len(), 1);
    assert!(records.unread.is_empty() || diags.has_errors());
    for diag in diags.iter() {
        for label in &diag.labels {
            let bytes = files.get(label.span.file).bytes();
            let shown = bytes
                .get(label.span.range())
                .expect("places lie in the file");
            let is_text = std::str::from_utf8(shown).is_ok();
            assert!(is_text || diag.code.id == "not-utf-8", "{diag:?}");
        }
        let first = diag.message.chars().next().expect("no message is empty");
        assert!(
            !first.is_uppercase() || diag.message.starts_with("U+"),
            "{diag:?}"
        );
        assert!(
            !diag.message.ends_with('.') && !diag.message.contains('\n'),
            "{diag:?}"
        );
        assert!(diag.help.is_some(), "{diag:?}");
    }
    if let Some(root) = tree(bytes) {
        check_nodes(&root, bytes);
    }
}

/// The tree of a file, if it has one.
fn tree(bytes: &[u8]) -> Option<Node> {
    tree_of(bytes, &mut Diagnostics::new())
}

fn tree_of(bytes: &[u8], diags: &mut Diagnostics) -> Option<Node> {
    let files = files(&[("a.yaml", bytes)]);
    let file = files.find("a.yaml").expect("it was put in");
    let source = text::read(file, files.get(file).bytes(), diags)?;
    events::tree(source, diags)
}

/// What a tree is read as is what its text is read as. Says whether it was read at all.
fn agree<T: DeserializeOwned + Debug>(text: &str) -> bool {
    let mut diags = Diagnostics::new();
    let root = tree_of(text.as_bytes(), &mut diags).filter(|_| diags.is_empty());
    let Some(by_tree) = root.and_then(|root| from_tree::read::<T>(&root)) else {
        return false;
    };
    let by_text: Option<T> = typed::by_text(text);
    assert_eq!(
        format!("{:?}", Some(by_tree)),
        format!("{by_text:?}"),
        "{text:?}"
    );
    true
}

#[test]
fn trees_are_read_as_texts_are() {
    let check = |expected: bool, text: &str| {
        assert_eq!(agree::<CorrectionRecord>(text), expected, "{text:?}");
    };
    check(true, "at: a\nread: |\n  b\n  c\n");
    check(true, "at: ~\nread: 2014\nnote: ~\n");
    check(true, "at: a\nread: b\nnote: \"~\"\n");
    check(false, "[a, b]");
    check(false, "at: a\nread: b\nunknown: c\n");
    check(false, "at: a\nread: [b]\n");
    assert!(agree::<DocumentRecord>(DOCUMENT));
    let theme = |order: &str| {
        agree::<ThemeRecord>(&format!(
            "title: a\norder: {order}\nsummary: b\nquestions: []\n"
        ))
    };
    assert!(theme("-3"));
    // There are more ways to write a number.
    assert!(!theme("0x10") && !theme("+3") && !theme("\"3\""));
    // What may be no text is left to who knows.
    assert!(!agree::<CodingRecord>("silent: [2014]\n"));
    assert!(agree::<CodingRecord>("silent: [\"2014\", a]\n"));
}

/// Values lie inside of what holds them, in order, and begin and end between characters.
fn check_nodes(node: &Node, bytes: &[u8]) {
    let inner: Vec<&Node> = match &node.value {
        Value::Scalar { .. } => Vec::new(),
        Value::Sequence(items) => items.iter().collect(),
        Value::Mapping(pairs) => pairs.iter().map(|(_, node)| node).collect(),
    };
    assert!(std::str::from_utf8(&bytes[node.span.range()]).is_ok());
    for pair in inner.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{pair:?}");
    }
    for inner in inner {
        assert!(
            node.span.start <= inner.span.start && inner.span.end <= node.span.end,
            "{node:?}"
        );
        check_nodes(inner, bytes);
    }
}

/// Pieces that mean something to YAML.
const PIECES: [&str; 44] = [
    "a",
    "b: ",
    ": ",
    ":",
    "\n",
    "\n  ",
    "\n    ",
    "- ",
    "-",
    "'",
    "\"",
    "\\",
    "|",
    ">-",
    "#",
    " #",
    " ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!b ",
    "%",
    "@",
    "`",
    "? ",
    "<<: ",
    "\n---\n",
    "\u{a0}",
    "“",
    "\r\n",
    "\u{2028}",
    "\u{feff}",
    "~",
    "title: ",
    "positions:\n  - ",
    "quotes:",
    "\\x4",
    "!",
    "：",
];

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survives(&bytes);
    }

    #[test]
    fn pieces_of_yaml_are_survived(
        pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..16),
    ) {
        survives(pieces.concat().as_bytes());
    }

    /// A sound record in which something was put in, or left out.
    #[test]
    fn slips_are_survived(
        start in 0..DOCUMENT.len(),
        length in 0_usize..9,
        piece in proptest::sample::select(&PIECES[..]),
    ) {
        let end = (start + length).min(DOCUMENT.len());
        let mut text = DOCUMENT.to_owned();
        text.replace_range(start..end, piece);
        survives(text.as_bytes());
        agree::<DocumentRecord>(&text);
    }
}

/// The routes of all values, by the tree.
fn tree_routes(node: &Node, route: &str, routes: &mut BTreeSet<String>) {
    routes.insert(route.to_owned());
    match &node.value {
        Value::Scalar { .. } => {}
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                tree_routes(item, &format!("{route}[{index}]"), routes);
            }
        }
        Value::Mapping(pairs) => {
            for (key, node) in pairs {
                tree_routes(node, &format!("{route}.{}", key.text), routes);
            }
        }
    }
}

/// Both readings of a file find the same values: rules name values by the one, and point at them by
/// the other.
#[test]
fn both_readings_agree() {
    let folded = "a: >\n  x\n\n  y\nb: |2\n    x\nc: [ {d: e, f: [g]}, [h] ]\n'i': \"j\\\n  k\"\nl:\n- m\n- n: o\n  p: q\n";
    let unended = "a: |\n  x";
    for text in [DOCUMENT, folded, unended] {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let root = tree(text.as_bytes()).expect("it is YAML");
            let mut by_tree = BTreeSet::new();
            tree_routes(&root, "", &mut by_tree);
            assert_eq!(by_tree, typed::routes(&text), "{text:?}");
        }
    }
}

/// Bytes that were made to take long, or to overflow the stack.
#[test]
fn hostile_files_end() {
    let check = |text: String, code: &str| {
        let (_, printed) = read_document(text.as_bytes());
        assert!(printed.contains(&format!("[{code}]")), "{printed:.300}");
    };
    check("- ".repeat(20_000), "too-deep");
    check("[".repeat(200_000), "too-deep");
    check("{".repeat(200_000), "too-deep");
    check("? ".repeat(20_000), "too-deep");
    check(
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "too-deep",
    );
    check("a".repeat(text::MAX_BYTES + 1), "file-too-large");
    // An alias bomb: nothing is ever multiplied.
    let bomb: String = (1..30)
        .map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}]\n", n - 1))
        .collect();
    check(format!("a0: &a0 [x, x]\n{bomb}"), "yaml-alias");
    // Many mistakes are cut short, and the look at each does not depend on how many there are.
    let keys: String = (0..20_000).map(|n| format!("k{n}: a\n")).collect();
    check(keys, "unknown-key");
    check("a:\n".repeat(20_000), "too-many-mistakes");
    check(
        format!("silent: [{}]", "{},".repeat(20_000)),
        "too-many-mistakes",
    );
    // One long line, looked at once for each of its values.
    let (document, _) = read_document(format!("silent: [{}]", "a,".repeat(50_000)).as_bytes());
    assert_eq!(document.record.silent.len(), 50_000);
}
