//! Mistakes of typed reading, in words for people: keys and values that a record does not know, that
//! it lacks, or that are of another kind.

use super::codes;
use super::meant::{elsewhere, meant};
use super::node::{Key, Node, Step, Value};
use super::text::Source;
use super::typed::OwnedStep;
use crate::diag::{Diagnostic, Diagnostics, Edit, nearest};
use crate::source::Span;

/// What serde says is wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem<'a> {
    UnknownKey { expected: Vec<&'a str> },
    UnknownValue { expected: Vec<&'a str> },
    MissingKey { key: &'a str },
    WrongType { wanted: Wanted },
}

/// What a value should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Text,
    Number,
    List,
    Mapping,
    TextOrMapping,
}

impl<'a> Problem<'a> {
    /// Reads serde's message, which serde's own documentation words (`serde::de::Error`).
    pub(super) fn of(message: &'a str) -> Self {
        // Keys and variants of ours hold no back-ticks, what somebody typed before them may.
        let (before, expected) = message.rsplit_once(", expected ").unwrap_or((message, ""));
        if before.starts_with("unknown field ") {
            let expected = quoted(expected);
            Self::UnknownKey { expected }
        } else if before.starts_with("unknown variant ") {
            let expected = quoted(expected);
            Self::UnknownValue { expected }
        } else if let Some(key) = message.strip_prefix("missing field ") {
            let key = key.trim_matches('`');
            Self::MissingKey { key }
        } else {
            let wanted = match expected {
                "a list" | "a sequence" => Wanted::List,
                "a map" => Wanted::Mapping,
                "a text or a mapping" => Wanted::TextOrMapping,
                "i64" => Wanted::Number,
                _ if expected.starts_with("struct ") => Wanted::Mapping,
                _ => Wanted::Text,
            };
            Self::WrongType { wanted }
        }
    }
}

/// The words between back-ticks.
fn quoted(list: &str) -> Vec<&str> {
    list.split('`').skip(1).step_by(2).collect()
}

impl Wanted {
    fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a whole number",
            Self::List => "a list",
            Self::Mapping => "a group of keys",
            Self::TextOrMapping => "a text or a group of keys",
        }
    }
}

/// The parts of records that have keys: what each is called, and its keys.
///
/// A test holds them to the typed records.
pub(super) const PARTS: [(&str, &[&str]); 14] = [
    (
        "a document",
        &[
            "source",
            "format",
            "lines",
            "structure",
            "title",
            "short",
            "kind",
            "issuer",
            "date",
            "event",
            "language",
            "provenance",
            "rights",
            "summary",
            "corrections",
            "positions",
            "silent",
        ],
    ),
    (
        "a position",
        &[
            "question",
            "stance",
            "holder",
            "on_behalf_of",
            "summary",
            "quotes",
        ],
    ),
    ("a quote", &["exact", "prefix", "suffix", "translation"]),
    ("a silence", &["question", "seen", "note"]),
    ("a correction", &["at", "read", "note"]),
    ("an entry of `structure`", &["at", "as"]),
    ("`event`", &["name", "place", "date"]),
    ("`provenance`", &["url", "retrieved", "archive", "sha256"]),
    ("`rights`", &["statement", "licence", "publish"]),
    ("a theme", &["title", "order", "summary", "questions"]),
    (
        "a question",
        &["id", "short", "proposition", "kind", "subject", "terms"],
    ),
    (
        "a holder",
        &[
            "name",
            "kind",
            "role",
            "affiliation",
            "aliases",
            "instrument",
        ],
    ),
    ("an instrument", &["name", "kind", "date", "aliases", "url"]),
    ("a coding", &["note", "positions", "silent"]),
];

/// The keys of a mapping that are not among `known`.
pub(super) fn unknown_keys<'a>(node: &'a Node, known: &'a [&str]) -> impl Iterator<Item = &'a Key> {
    let pairs: &[(Key, Node)] = match &node.value {
        Value::Mapping(pairs) => pairs,
        _ => &[],
    };
    pairs
        .iter()
        .map(|(key, _)| key)
        .filter(|key| !known.contains(&key.text.as_str()))
}

/// Why a key is unknown, as far as can be told.
pub(super) enum Cause<'a> {
    Unknown,
    /// It is known on another level.
    Misplaced,
    /// This one was meant.
    Misspelt(&'a str),
    /// It is the beginning of a text with a colon in it.
    Colon,
}

/// Says what is wrong with a key of the mapping `node` that is not among `known`, of which `free` are
/// not used there yet.
pub(super) fn unknown_key<'a>(
    source: Source<'_>,
    root: &Node,
    route: &[OwnedStep],
    node: &Node,
    key: &Key,
    (known, free): (&[&'a str], &[&'a str]),
) -> (Diagnostic, Cause<'a>) {
    let is_only = matches!(&node.value, Value::Mapping(pairs) if pairs.len() == 1);
    if is_only && is_sentence(&key.text) {
        return (colon_in_text(source, node), Cause::Colon);
    }
    let message = format!("unknown key `{}`", key.text);
    let mut diag = Diagnostic::new(&codes::UNKNOWN_KEY, key.span, message);
    let cause = if let Some(help) = wrong_level(root, route, &key.text) {
        diag.here("this key is on the wrong level").help(help);
        Cause::Misplaced
    } else if let Some(nearest) = nearest_key(&key.text, free.iter().copied()) {
        diag.help(format!("did you mean `{nearest}`?"));
        diag.suggest(key.span, nearest);
        Cause::Misspelt(nearest)
    } else {
        diag.help(match only_part(&key.text) {
            Some(part) => format!("delete it here; `{}` is a key of {part}", key.text),
            None => format!("delete it, or use one of {}", listed(known)),
        });
        Cause::Unknown
    };
    (diag, cause)
}

/// As [`nearest`]; of short words two letters are half, so they must begin alike.
fn nearest_key<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let initial = |word: &str| word.chars().next().map(|c| c.to_ascii_lowercase());
    nearest(key, known).filter(|near| near.len() > 5 || initial(near) == initial(key))
}

/// The part of a record that alone has a key.
fn only_part(key: &str) -> Option<&'static str> {
    let mut parts = PARTS.iter().filter(|(_, keys)| keys.contains(&key));
    let (part, _) = parts.next()?;
    parts.next().is_none().then_some(part)
}

/// Keys of ours are single words.
fn is_sentence(key: &str) -> bool {
    key.contains(char::is_whitespace)
}

fn colon_in_text(source: Source<'_>, node: &Node) -> Diagnostic {
    let written = source.at(node.span);
    let message = "the colon makes a key and a value of this text";
    let mut diag = Diagnostic::new(&codes::UNQUOTED_COLON, node.span, message);
    diag.help(format!(
        "put quotation marks around it: {}",
        in_quotation_marks(written)
    ));
    diag
}

/// The text as a quoted value that can be pasted, when it is on one line.
pub(super) fn in_quotation_marks(written: &str) -> String {
    let written = written.trim();
    if written.contains('\n') || written.chars().count() > 120 {
        return "`\"…\"`".to_owned();
    }
    format!("`{}`", quoted_value(written))
}

/// The text of one line as YAML writes it in quotation marks.
pub(super) fn quoted_value(text: &str) -> String {
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

/// How to quote a text in which the marks around it occur.
pub(super) fn requoted(whole: &str) -> String {
    let mark = whole.chars().next().unwrap_or('"');
    // Marks around the whole are meant as such; marks around its first words belong to the text.
    let inner = whole
        .strip_prefix(mark)
        .and_then(|rest| rest.strip_suffix(mark));
    let inner = inner.unwrap_or(whole);
    let inner = match mark {
        '\'' => inner.replace("''", "'"),
        _ => inner.replace("\\\"", "\""),
    };
    format!(
        "put the other kind of quotation marks around it: {}",
        in_quotation_marks(&inner)
    )
}

/// When a key is known one or more levels up, or in a part that begins right here: what to do.
fn wrong_level(root: &Node, route: &[OwnedStep], key: &str) -> Option<String> {
    for length in (0..route.len()).rev() {
        let above = root.at(route[..length].iter().map(OwnedStep::step));
        if let Some((part, _)) = part_of(above).filter(|(_, keys)| keys.contains(&key)) {
            return Some(format!(
                "`{key}` is a key of {part}: indent it less, as far as the other keys there"
            ));
        }
    }
    let here = root.at(route.iter().map(OwnedStep::step));
    let Value::Mapping(pairs) = &here.value else {
        return None;
    };
    pairs.iter().find_map(|(name, node)| {
        let inner = match &node.value {
            Value::Sequence(items) => items.last()?,
            _ => node,
        };
        let (part, _) = part_of(inner).filter(|(_, keys)| keys.contains(&key))?;
        let (step, name) = (Step::Key(key), &name.text);
        inner.step(step).is_none().then(|| {
            format!("`{key}` is a key of {part}: if it belongs to `{name}`, indent it as far as the keys there")
        })
    })
}

/// The part of a record that a mapping most likely is: the one that knows most of its keys, and no
/// fewer than half of them.
fn part_of(node: &Node) -> Option<(&'static str, &'static [&'static str])> {
    let Value::Mapping(pairs) = &node.value else {
        return None;
    };
    // No part has more keys.
    let pairs = &pairs[..pairs.len().min(32)];
    let known = |keys: &[&str]| {
        pairs
            .iter()
            .filter(|(key, _)| keys.contains(&key.text.as_str()))
            .count()
    };
    PARTS
        .into_iter()
        .map(|part| (known(part.1), part))
        .filter(|(count, _)| *count > 0 && count * 2 >= pairs.len())
        // Of equal ones the first.
        .rev()
        .max_by_key(|(count, _)| *count)
        .map(|(_, part)| part)
}

/// Says that a word is none of those that its key allows.
pub(super) fn unknown_value(
    node: &Node,
    route: &[OwnedStep],
    allowed: &[&str],
    diags: &mut Diagnostics,
) {
    let Value::Scalar { text, .. } = &node.value else {
        return;
    };
    let message = format!("unknown value `{text}` for {}", name_of(route));
    let diag = diags.report(&codes::UNKNOWN_VALUE, node.span, message);
    let list = listed(allowed);
    let key = match route.last() {
        Some(OwnedStep::Key(key)) => key,
        _ => "",
    };
    if let Some(help) = elsewhere(text, key) {
        diag.help(help);
    } else if let Some(meant) = meant(text, key, allowed) {
        diag.help(format!("did you mean `{meant}`? Allowed are {list}"));
        diag.suggest(node.span, meant);
    } else {
        diag.help(format!("use one of {list}"));
    }
}

/// Says which keys a mapping lacks.
pub(super) fn missing_keys(
    source: Source<'_>,
    node: &Node,
    route: &[OwnedStep],
    keys: &[String],
    diags: &mut Diagnostics,
) {
    let part = match route.last() {
        None => "the record".to_owned(),
        Some(OwnedStep::Key(key)) => format!("`{key}`"),
        Some(OwnedStep::Item(_)) => format!("this item of {}", name_of(&route[..route.len() - 1])),
    };
    let names: Vec<&str> = keys.iter().map(String::as_str).collect();
    let (verb, lines) = match names.len() {
        1 => ("is", "the line"),
        _ => ("are", "the lines"),
    };
    // What only the program can reckon, it fills in.
    let is_checksum = |key: &&str| matches!(*key, "provenance" | "sha256");
    let written: Vec<String> = names
        .iter()
        .map(|key| match *key {
            "provenance" => "`provenance: { sha256: todo }`".to_owned(),
            "sha256" => "`sha256: todo`".to_owned(),
            _ => format!("`{key}: …`"),
        })
        .collect();
    let mut help = format!("add {lines} {}", written.join(", "));
    if names.iter().any(is_checksum) {
        help.push_str("; `policy-digest check --fix` then fills in the checksum");
    }
    diags
        .report(
            &codes::MISSING_KEY,
            first_line(source, node),
            format!("{} {verb} missing in {part}", listed(&names)),
        )
        .help(help);
}

/// The first key of a mapping, else the first line of a value.
fn first_line(source: Source<'_>, node: &Node) -> Span {
    if let Value::Mapping(pairs) = &node.value
        && let Some((key, _)) = pairs.first()
    {
        return key.span;
    }
    let range = source.range(node.span);
    let line = source.text[range.clone()]
        .lines()
        .next()
        .unwrap_or_default();
    source.span(range.start, range.start + line.len())
}

/// Says that a value is of another kind than the one wanted.
pub(super) fn wrong_type(
    source: Source<'_>,
    node: &Node,
    route: &[OwnedStep],
    wanted: Wanted,
    diags: &mut Diagnostics,
) {
    let written = source.at(node.span);
    let name = name_of(route);
    if let (Wanted::List, Value::Scalar { plain: true, .. }) = (wanted, &node.value)
        && let Some(bullet) = written.chars().next().filter(|c| is_bullet(*c))
    {
        let start = source.range(node.span).start;
        let words = written.lines().next().unwrap_or_default();
        diags
            .report(
                &codes::WRONG_TYPE,
                source.span(start, start + bullet.len_utf8()),
                format!("items of a list begin with a plain dash, not with `{bullet}`"),
            )
            .help(format!(
                "write `- {}`",
                words.trim_start_matches([bullet, ' '])
            ));
        return;
    }
    let is = match &node.value {
        Value::Scalar { text, plain: true } if Some(wanted) == missing_space(text, route) => {
            space_is_missing(source, node, wanted, diags);
            return;
        }
        Value::Mapping(pairs)
            if wanted == Wanted::Text && pairs.len() == 1 && !written.starts_with('{') =>
        {
            diags.push(colon_in_text(source, node));
            return;
        }
        Value::Scalar { .. } => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a group of keys",
    };
    let message = match (wanted, route) {
        (Wanted::Number, _) => format!("{name} is no whole number"),
        (Wanted::Mapping, []) => {
            format!("the file is {is}, and should be lines such as `key: value`")
        }
        _ => format!("{name} is {is}, and should be {}", wanted.words()),
    };
    let first = written.lines().next().unwrap_or_default().trim();
    let help = match (wanted, &node.value) {
        (Wanted::Number, _) => "write digits only, without quotation marks: `2`".to_owned(),
        (Wanted::List, Value::Scalar { .. }) if !written.contains('\n') => as_item(route, first),
        (Wanted::List, Value::Mapping(_)) if !written.starts_with('{') => format!(
            "begin each item with a dash and a space: `- {first}`, and its other lines with two spaces more"
        ),
        (Wanted::List, _) => format!("begin each item with a dash and a space: `- {first}`"),
        (Wanted::Text | Wanted::TextOrMapping, Value::Sequence(items)) => {
            match (items.as_slice(), route.last()) {
                ([only], Some(OwnedStep::Key(key))) if !source.at(only.span).contains('\n') => {
                    format!("write one text: `{key}: {}`", source.at(only.span))
                }
                _ => "write one text, without brackets and dashes".to_owned(),
            }
        }
        (Wanted::Mapping, Value::Sequence(_)) => {
            "write `key: value` lines, without brackets and without dashes before them".to_owned()
        }
        (Wanted::Mapping, _) if route.is_empty() => {
            "write the record; `policy-digest new` begins one, with all keys that it has".to_owned()
        }
        (Wanted::Mapping, Value::Scalar { .. }) => match first_key(route) {
            Some((key, first)) if !written.contains('\n') => {
                format!(
                    "write keys and values: `{key}: {{ {first}: {} }}`",
                    quoted_value(written.trim_matches(['"', '\'']))
                )
            }
            _ => "write `key: value` lines, indented by two spaces".to_owned(),
        },
        (Wanted::Mapping, _) => "write `key: value` lines, indented by two spaces".to_owned(),
        _ => "write one text, in quotation marks".to_owned(),
    };
    let diag = diags.report(&codes::WRONG_TYPE, first_line(source, node), message);
    diag.help(help);
    if let (Wanted::Number, Value::Scalar { text, .. }) = (wanted, &node.value)
        && let Ok(number) = text.trim().parse::<i64>()
    {
        diag.fix([Edit::new(node.span, number.to_string())]);
    }
}

/// The key that a text in the place of a part of a record most likely belongs to.
fn first_key(route: &[OwnedStep]) -> Option<(&str, &'static str)> {
    let Some(OwnedStep::Key(key)) = route.last() else {
        return None;
    };
    let first = match key.as_str() {
        "event" => "name",
        "provenance" => "url",
        "rights" => "statement",
        "translation" => "en",
        _ => return None,
    };
    Some((key, first))
}

/// How to make a list of the text that stands where one is wanted.
fn as_item(route: &[OwnedStep], written: &str) -> String {
    match route.last() {
        Some(OwnedStep::Key(key)) if is_list_of_words(key) => {
            format!("put it into square brackets: `{key}: [{written}]`")
        }
        // A comma of its own would part the text.
        _ => format!("begin it with a dash and a space, on a line of its own: `- {written}`"),
    }
}

/// Signs that word processors put before items.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '–' | '—' | '−' | '•' | '·' | '◦' | '▪' | '●' | '‣')
}

/// Whether a key's items are ids or words, which hold no commas.
pub(super) fn is_list_of_words(key: &str) -> bool {
    matches!(key, "silent" | "terms" | "seen" | "aliases")
}

/// What would stand here if a space were put behind the dash or the colon.
fn missing_space(text: &str, route: &[OwnedStep]) -> Option<Wanted> {
    if text.starts_with('-') && route.last().is_some() {
        return Some(Wanted::List);
    }
    let (key, value) = text.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_key && !value.starts_with("//")).then_some(Wanted::Mapping)
}

fn space_is_missing(source: Source<'_>, node: &Node, wanted: Wanted, diags: &mut Diagnostics) {
    let start = source.range(node.span).start;
    let mark = source.at(node.span).find(':');
    let (at, message, help) = match mark {
        Some(colon) if wanted == Wanted::Mapping => (
            start + colon,
            "no space behind the colon",
            "write a space behind it: `key: value`",
        ),
        _ => (
            start,
            "no space behind the dash",
            "write a space behind it: `- item`",
        ),
    };
    diags
        .report(&codes::MISSING_SPACE, source.span(at, at + 1), message)
        .help(help);
}

/// Says that more is wrong than is shown.
pub(super) fn too_many(source: Source<'_>, root: &Node, diags: &mut Diagnostics) {
    diags
        .report(
            &codes::TOO_MANY_MISTAKES,
            first_line(source, root),
            "the file has more mistakes than are shown here",
        )
        .help("mend those shown, and check again");
}

/// What a value is called: its key, or the list that it is an item of.
fn name_of(route: &[OwnedStep]) -> String {
    match route {
        [] => "the record".to_owned(),
        [.., OwnedStep::Key(key)] => format!("`{key}`"),
        [before @ .., OwnedStep::Item(_)] => format!("an item of {}", name_of(before)),
    }
}

/// `a`, `b` and `c`.
fn listed(words: &[&str]) -> String {
    let mut list = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            list.push_str(if index + 1 == words.len() {
                " and "
            } else {
                ", "
            });
        }
        list.push('`');
        list.push_str(word);
        list.push('`');
    }
    list
}
