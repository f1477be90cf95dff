//! Typed reading by `serde_yaml`, and what is done when it fails. The only module that calls the crate.
//!
//! 1. A file without mistakes is read at once: from its tree, or, where it says something that may not be
//!    a text, from its text.
//! 2. Otherwise its tree is copied into a value of `serde_yaml`, and that is read. Each mistake is
//!    reported at its place in the tree and mended in the copy, which is then read again, until
//!    nothing is left to mend: so one run shows all mistakes of a file.
//!
//! What had to be made up (a text that is missing, a list where a text was wanted) never causes a
//! further report.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use serde_yaml::{Mapping, Number, Value as Copy};

use super::events::is_nothing;
use super::from_tree;
use super::mistakes::{self, Cause, Problem, Wanted};
use super::node::{Node, Step, Value};
use super::text::{Source, ended};
use crate::diag::{Diagnostics, Severity};
use crate::source::Span;

/// A file is read at most so often.
const MAX_ROUNDS: usize = 200;

/// At most so many unknown keys of one mapping are reported.
const MAX_KEYS: usize = 200;

/// At most so many bytes of one file are read again, all rounds together.
const MAX_BYTES_AGAIN: usize = 16 << 20;

/// Reads a record.
///
/// `diags` holds what has been reported about the file so far: a place is not reported twice. None when
/// more is wrong than the rounds allow to mend; that has been reported then. Reports what `mistakes`
/// describes.
///
/// Keys of the tree that were misspelt get the names that were meant, so that whoever looks for the place
/// of a value finds it.
pub(super) fn read<T: DeserializeOwned>(
    source: Source<'_>,
    root: &mut Node,
    diags: &mut Diagnostics,
) -> Option<T> {
    // Where something has been said of the file, the tree may have less in it than the text.
    if diags.is_empty()
        && let Some(record) = from_tree::read(root)
    {
        return Some(record);
    }
    if !diags.has_errors()
        && let Ok(record) = serde_yaml::from_str(&ended(source.text))
    {
        return Some(record);
    }
    let rounds = (MAX_BYTES_AGAIN / source.text.len().max(1)).clamp(4, MAX_ROUNDS);
    let mut mender = Mender::new(source, root, copy_of(root));
    let errors = diags
        .iter()
        .filter(|diag| diag.code.severity == Severity::Error);
    mender.reported = errors.map(|diag| diag.span()).collect();
    let record = mender.read(rounds);
    if record.is_none() {
        mistakes::too_many(source, root, &mut mender.diags);
    }
    mender.report_missing();
    let renamed = mender.renamed_in_tree();
    diags.append(mender.diags);
    for (route, meant) in renamed {
        root.rename(&route, meant);
    }
    record
}

/// A record of which nothing is known: empty texts, empty lists.
pub(super) fn made_up<T: DeserializeOwned>(root: &Node) -> T {
    let source = Source {
        file: root.span.file,
        text: "",
        shift: 0,
    };
    let mut mender = Mender::new(source, root, Copy::Mapping(Mapping::new()));
    mender.made_up.insert(Vec::new());
    mender
        .read(MAX_ROUNDS)
        .expect("bug: a record cannot be made up")
}

/// A step of a route that owns its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OwnedStep {
    Key(String),
    Item(usize),
}

impl OwnedStep {
    /// The same, borrowed.
    pub(super) fn step(&self) -> Step<'_> {
        match self {
            Self::Key(key) => Step::Key(key),
            Self::Item(index) => Step::Item(*index),
        }
    }
}

type Route = Vec<OwnedStep>;

struct Mender<'a> {
    source: Source<'a>,
    root: &'a Node,
    copy: Copy,
    /// Routes at which, and below which, nothing in the copy stands in the file.
    made_up: BTreeSet<Route>,
    /// Lists that were made around a single value: routes through them skip a step of the tree.
    wrapped: BTreeSet<Route>,
    /// Keys that were given the name that was meant: what the file has instead.
    renamed: BTreeMap<Route, String>,
    /// Keys that stand on the wrong level, and may be missing on another.
    misplaced: Vec<String>,
    /// Keys that are missing, by the mapping's route.
    missing: BTreeMap<Route, Vec<String>>,
    /// The places of errors that were found before.
    reported: Vec<Span>,
    diags: Diagnostics,
}

impl<'a> Mender<'a> {
    fn new(source: Source<'a>, root: &'a Node, copy: Copy) -> Self {
        Self {
            source,
            root,
            copy,
            made_up: BTreeSet::new(),
            wrapped: BTreeSet::new(),
            renamed: BTreeMap::new(),
            misplaced: Vec::new(),
            missing: BTreeMap::new(),
            reported: Vec::new(),
            diags: Diagnostics::new(),
        }
    }

    fn read<T: DeserializeOwned>(&mut self, rounds: usize) -> Option<T> {
        for _ in 0..rounds {
            match serde_path_to_error::deserialize(&self.copy) {
                Ok(record) => return Some(record),
                Err(error) => {
                    let route = route_of(error.path());
                    self.mend(route, &error.inner().to_string());
                }
            }
        }
        None
    }

    fn mend(&mut self, route: Route, message: &str) {
        match Problem::of(message) {
            Problem::UnknownKey { expected } => self.unknown_keys(route, &expected),
            Problem::UnknownValue { expected } => self.unknown_value(route, &expected),
            Problem::MissingKey { key } => self.missing_key(route, key),
            Problem::WrongType { wanted } => self.wrong_type(route, wanted),
        }
    }

    /// Takes out, or mends, every key of the mapping that it does not know.
    fn unknown_keys(&mut self, mut route: Route, expected: &[&str]) {
        // It ends with the first unknown key.
        route.pop();
        let Some(node) = self.to_report(&route) else {
            return self.retain(&route, expected);
        };
        let in_tree = self.in_tree(&route);
        let unused = |key: &&str| node.step(Step::Key(key)).is_none();
        let free: Vec<&str> = expected.iter().copied().filter(unused).collect();
        // Finding out what was meant takes a look at all keys.
        for key in mistakes::unknown_keys(node, expected).take(MAX_KEYS) {
            if self.is_reported(key.span) {
                continue;
            }
            let (diag, cause) = mistakes::unknown_key(
                self.source,
                self.root,
                &in_tree,
                node,
                key,
                (expected, &free),
            );
            self.diags.push(diag);
            match cause {
                Cause::Unknown => {}
                Cause::Misplaced => self.misplaced.push(key.text.clone()),
                Cause::Misspelt(meant) => self.rename(&route, &key.text, meant),
                Cause::Colon => {
                    let words = self.source.at(node.span).to_owned();
                    return self.replace(route, Copy::String(words));
                }
            }
        }
        self.retain(&route, expected);
    }

    fn retain(&mut self, route: &[OwnedStep], expected: &[&str]) {
        if let Some(Copy::Mapping(pairs)) = self.copy_at(route) {
            pairs.retain(|key, _| key.as_str().is_some_and(|key| expected.contains(&key)));
        }
    }

    /// Gives a key the name that was meant, so that its value is looked at too, and the key is not
    /// missing as well.
    fn rename(&mut self, route: &[OwnedStep], written: &str, meant: &str) {
        if let Some(Copy::Mapping(pairs)) = self.copy_at(route)
            && let Some(value) = pairs.remove(written)
        {
            pairs.insert(Copy::from(meant), value);
            let mut route = route.to_vec();
            route.push(OwnedStep::Key(meant.to_owned()));
            self.renamed.insert(route, written.to_owned());
        }
    }

    /// The keys that were given another name, by their routes in the tree, the deepest first.
    fn renamed_in_tree(&self) -> Vec<(Route, String)> {
        let mut renamed: Vec<(Route, String)> = self
            .renamed
            .keys()
            .filter_map(|route| match route.last()? {
                OwnedStep::Key(meant) => Some((self.in_tree(route), meant.clone())),
                OwnedStep::Item(_) => None,
            })
            .collect();
        renamed.sort_by_key(|(route, _)| std::cmp::Reverse(route.len()));
        renamed
    }

    fn unknown_value(&mut self, route: Route, expected: &[&str]) {
        if let Some(node) = self.to_report(&route) {
            mistakes::unknown_value(node, &self.in_tree(&route), expected, &mut self.diags);
        }
        let first = expected.first().copied().unwrap_or_default();
        self.replace(route, Copy::String(first.to_owned()));
    }

    fn missing_key(&mut self, route: Route, key: &str) {
        if self.to_report(&route).is_some() {
            self.missing
                .entry(route.clone())
                .or_default()
                .push(key.to_owned());
        }
        if let Some(copy) = self.copy_at(&route) {
            if copy.is_null() {
                *copy = Copy::Mapping(Mapping::new());
            }
            if let Copy::Mapping(pairs) = copy {
                pairs.insert(Copy::from(key), Copy::String(String::new()));
            }
        }
        let mut made_up = route;
        made_up.push(OwnedStep::Key(key.to_owned()));
        self.made_up.insert(made_up);
    }

    fn wrong_type(&mut self, route: Route, wanted: Wanted) {
        let node = self.to_report(&route);
        if let (Wanted::Number, Some(number)) = (wanted, node.and_then(plain_number)) {
            // All scalars of the copy are texts.
            self.put(&route, Copy::Number(number));
            return;
        }
        if let Some(node) = node {
            mistakes::wrong_type(
                self.source,
                node,
                &self.in_tree(&route),
                wanted,
                &mut self.diags,
            );
        }
        let was = self.copy_at(&route).map(std::mem::take);
        match (wanted, was) {
            // What stands there is most likely the first item: a dash or brackets were forgotten.
            (Wanted::List, Some(single @ (Copy::String(_) | Copy::Mapping(_))))
                if node.is_some() =>
            {
                let items = match &single {
                    Copy::String(text) => items_of(text, &route),
                    _ => vec![single],
                };
                self.wrapped.insert(route.clone());
                for (index, item) in items.iter().enumerate() {
                    if item.is_string() {
                        let mut route = route.clone();
                        route.push(OwnedStep::Item(index));
                        self.made_up.insert(route);
                    }
                }
                self.put(&route, Copy::Sequence(items));
            }
            (Wanted::List, _) => self.replace(route, Copy::Sequence(Vec::new())),
            (Wanted::Mapping, _) => self.replace(route, Copy::Mapping(Mapping::new())),
            (Wanted::Number, _) => self.replace(route, Copy::from(0)),
            (Wanted::Text | Wanted::TextOrMapping, _) => {
                self.replace(route, Copy::String(String::new()));
            }
        }
    }

    /// Tells what is missing, once per mapping. A key on the wrong level was reported there.
    fn report_missing(&mut self) {
        for (route, mut keys) in std::mem::take(&mut self.missing) {
            keys.retain(|key| {
                let found = self.misplaced.iter().position(|misplaced| misplaced == key);
                found
                    .map(|index| self.misplaced.swap_remove(index))
                    .is_none()
            });
            if keys.is_empty() {
                continue;
            }
            let route = self.in_tree(&route);
            let node = self.root.at(route.iter().map(OwnedStep::step));
            mistakes::missing_keys(self.source, node, &route, &keys, &mut self.diags);
        }
    }

    /// The node at a route, unless what stands there in the copy was made up, or stands for nothing
    /// and has been reported as such.
    fn to_report(&self, route: &[OwnedStep]) -> Option<&'a Node> {
        let silent = (0..=route.len()).any(|length| self.made_up.contains(&route[..length]));
        let node = self
            .root
            .at(self.in_tree(route).iter().map(OwnedStep::step));
        let is_scalar = matches!(node.value, Value::Scalar { .. });
        let silent = silent || is_nothing(node) || (is_scalar && self.is_reported(node.span));
        (!silent).then_some(node)
    }

    fn is_reported(&self, place: Span) -> bool {
        self.reported
            .iter()
            .any(|span| place.start <= span.start && span.end <= place.end)
    }

    /// The route in the tree that belongs to a route in the copy.
    fn in_tree(&self, route: &[OwnedStep]) -> Route {
        route
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.wrapped.contains(&route[..*index]))
            .map(|(index, step)| match self.renamed.get(&route[..=index]) {
                Some(written) => OwnedStep::Key(written.clone()),
                None => step.clone(),
            })
            .collect()
    }

    fn copy_at(&mut self, route: &[OwnedStep]) -> Option<&mut Copy> {
        let mut copy = &mut self.copy;
        for step in route {
            copy = match step {
                OwnedStep::Key(key) => copy.get_mut(key.as_str())?,
                OwnedStep::Item(index) => copy.get_mut(*index)?,
            };
        }
        Some(copy)
    }

    fn put(&mut self, route: &[OwnedStep], with: Copy) {
        if let Some(copy) = self.copy_at(route) {
            *copy = with;
        }
    }

    fn replace(&mut self, route: Route, with: Copy) {
        self.put(&route, with);
        self.made_up.insert(route);
    }
}

/// The items that a text was meant to be.
fn items_of(text: &str, route: &[OwnedStep]) -> Vec<Copy> {
    let is_mark = |c: char| c == '-' || mistakes::is_bullet(c);
    let text = text.strip_prefix(is_mark).unwrap_or(text).trim_start();
    let is_list =
        matches!(route.last(), Some(OwnedStep::Key(key)) if mistakes::is_list_of_words(key));
    let parts: Vec<&str> = match is_list {
        true => text.split([',', ';']).map(str::trim).collect(),
        false => vec![text],
    };
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(Copy::from).collect()
}

fn plain_number(node: &Node) -> Option<Number> {
    match &node.value {
        Value::Scalar { text, plain: true } => text.parse::<i64>().ok().map(Number::from),
        _ => None,
    }
}

/// The tree as a value of `serde_yaml` in which every scalar is a text, or nothing.
fn copy_of(node: &Node) -> Copy {
    if is_nothing(node) {
        return Copy::Null;
    }
    match &node.value {
        Value::Scalar { text, .. } => Copy::String(text.clone()),
        Value::Sequence(items) => Copy::Sequence(items.iter().map(copy_of).collect()),
        Value::Mapping(pairs) => pairs
            .iter()
            .map(|(key, node)| (Copy::String(key.text.clone()), copy_of(node)))
            .collect::<Mapping>()
            .into(),
    }
}

fn route_of(path: &Path) -> Route {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(OwnedStep::Item(*index)),
            Segment::Map { key } => Some(OwnedStep::Key(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

impl Node {
    /// Gives the key at the end of a route another name, if it is there.
    fn rename(&mut self, route: &[OwnedStep], name: String) {
        match (&mut self.value, route) {
            (Value::Mapping(pairs), [OwnedStep::Key(key), rest @ ..]) => {
                let Some((key, node)) = pairs.iter_mut().find(|(it, _)| it.text == *key) else {
                    return;
                };
                match rest {
                    [] => key.text = name,
                    _ => node.rename(rest, name),
                }
            }
            (Value::Sequence(items), [OwnedStep::Item(index), rest @ ..]) => {
                if let Some(node) = items.get_mut(*index) {
                    node.rename(rest, name);
                }
            }
            _ => {}
        }
    }
}

/// What a text is read as by `serde_yaml` alone.
#[cfg(test)]
pub(super) fn by_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_yaml::from_str(&ended(text)).ok()
}

/// What serde says is wrong with a text.
#[cfg(test)]
pub(super) fn error_of<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    let value: Copy = serde_yaml::from_str(text).expect("the fixture is YAML");
    let error = serde_yaml::from_value::<T>(value).expect_err("the fixture is no record");
    error.to_string()
}

/// The routes of all values of a file as `serde_yaml` reads it untyped.
#[cfg(test)]
pub(super) fn routes(text: &str) -> BTreeSet<String> {
    fn collect(value: &Copy, route: String, routes: &mut BTreeSet<String>) {
        match value {
            Copy::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    collect(item, format!("{route}[{index}]"), routes);
                }
            }
            Copy::Mapping(pairs) => {
                for (key, value) in pairs {
                    let key = key.as_str().expect("keys of the fixtures are texts");
                    collect(value, format!("{route}.{key}"), routes);
                }
            }
            _ => {}
        }
        routes.insert(route);
    }
    let value = serde_yaml::from_str(&ended(text)).expect("the fixtures are YAML");
    let mut routes = BTreeSet::new();
    collect(&value, String::new(), &mut routes);
    routes
}
