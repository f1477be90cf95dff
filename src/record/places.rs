//! Where the values of a YAML file stand, without the values: what is kept of its tree.

use std::collections::BTreeMap;

use super::node::{Node, Step, Value};
use crate::source::{FileId, Span};

/// The places of all values of a file, in the order of the file.
///
/// A digest keeps them of all its records, to tell where something is wrong; so they are small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    file: FileId,
    /// Each value before what it holds. There is always one, the root.
    values: Box<[Placed]>,
    /// The keys that occur, each once, one behind the other.
    keys: Box<str>,
    /// Where each of them ends.
    key_ends: Box<[u32]>,
}

/// A value: its bytes in the file, and where in the list the next one stands that is not inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Placed {
    start: u32,
    end: u32,
    next: u32,
    /// Of a value of a mapping its key, by its place in the list of keys.
    key: Option<u16>,
}

/// The place of one value, from which those inside of it are reached.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The bytes of the value in the file, quotation marks included, blank space behind it not.
    pub span: Span,
    places: &'a Places,
    index: usize,
}

impl Places {
    /// Keeps the places of a tree.
    pub fn of(root: &Node) -> Self {
        let mut collected = Collected::default();
        collected.add(root, None);
        Self {
            file: root.span.file,
            values: collected.values.into(),
            keys: collected.keys.into(),
            key_ends: collected.key_ends.into(),
        }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The place of the whole.
    pub fn root(&self) -> Place<'_> {
        self.place(0)
    }

    /// The place of the value at the end of a route from the root, or of the deepest one on the way that
    /// exists.
    pub fn at<'s>(&self, route: impl IntoIterator<Item = Step<'s>>) -> Place<'_> {
        self.root().at(route)
    }

    fn place(&self, index: usize) -> Place<'_> {
        let Placed { start, end, .. } = self.values[index];
        Place {
            span: Span {
                file: self.file,
                start,
                end,
            },
            places: self,
            index,
        }
    }

    fn key(&self, number: u16) -> &str {
        let number = usize::from(number);
        let end = |number: usize| self.key_ends[number] as usize;
        &self.keys[number.checked_sub(1).map_or(0, end)..end(number)]
    }
}

/// Places that are being collected.
#[derive(Default)]
struct Collected<'n> {
    values: Vec<Placed>,
    keys: String,
    key_ends: Vec<u32>,
    /// The numbers of the keys.
    known: BTreeMap<&'n str, Option<u16>>,
}

impl<'n> Collected<'n> {
    fn add(&mut self, node: &'n Node, key: Option<u16>) {
        let own = self.values.len();
        self.values.push(Placed {
            start: node.span.start,
            end: node.span.end,
            next: 0,
            key,
        });
        match &node.value {
            Value::Scalar { .. } => {}
            Value::Sequence(items) => {
                for item in items {
                    self.add(item, None);
                }
            }
            Value::Mapping(pairs) => {
                for (key, node) in pairs {
                    let number = match self.known.get(key.text.as_str()) {
                        Some(number) => *number,
                        None => self.number(&key.text),
                    };
                    self.add(node, number);
                }
            }
        }
        let next = u32::try_from(self.values.len());
        self.values[own].next = next.expect("a file has fewer values than bytes");
    }

    /// Keeps another key and gives its number; none beyond so many that nobody asks for them by name.
    fn number(&mut self, text: &'n str) -> Option<u16> {
        let number = u16::try_from(self.key_ends.len()).ok();
        if number.is_some() {
            self.keys.push_str(text);
            let end = u32::try_from(self.keys.len());
            self.key_ends
                .push(end.expect("a file has fewer keys than bytes"));
        }
        self.known.insert(text, number);
        number
    }
}

impl<'a> Place<'a> {
    /// The place of the value one step further, if there is one.
    pub fn step(self, step: Step<'_>) -> Option<Self> {
        let mut inner = self.inner();
        let found = match step {
            Step::Item(wanted) => inner.nth(wanted).filter(|(_, key)| key.is_none()),
            Step::Key(wanted) => inner.find(|(_, key)| *key == Some(wanted)),
        };
        found.map(|(index, _)| self.places.place(index))
    }

    /// The place of the value at the end of a route, or of the deepest one on the way that exists.
    pub fn at<'s>(self, route: impl IntoIterator<Item = Step<'s>>) -> Self {
        let mut place = self;
        for step in route {
            let Some(next) = place.step(step) else { break };
            place = next;
        }
        place
    }

    /// The values right inside of this one, each with its key.
    fn inner(self) -> impl Iterator<Item = (usize, Option<&'a str>)> {
        let values = &self.places.values;
        let end = values[self.index].next as usize;
        let first = self.index + 1;
        let follow = move |index: &usize| values.get(*index).map(|value| value.next as usize);
        let indices = std::iter::successors(Some(first), follow);
        indices.take_while(move |index| *index < end).map(|index| {
            let key = values[index].key;
            (index, key.map(|key| self.places.key(key)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::record::events;
    use crate::record::text;
    use crate::source::{Content, File, Files};
    use proptest::prelude::*;

    fn tree(yaml: &str) -> Option<Node> {
        let files = Files::new([File {
            path: "a.yaml".to_owned(),
            content: Content::Bytes(yaml.as_bytes().to_vec()),
        }]);
        let file = files.find("a.yaml").expect("it was put in");
        let mut diags = Diagnostics::new();
        let source = text::read(file, files.get(file).bytes(), &mut diags)?;
        events::tree(source, &mut diags)
    }

    /// Each value of the tree is reached by the same steps in its places, and steps that lead nowhere
    /// there lead nowhere here.
    fn check(node: &Node, place: Place<'_>) {
        assert_eq!(node.span, place.span);
        assert!(place.step("no such key".into()).is_none());
        let count = match &node.value {
            Value::Scalar { .. } => 0,
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    check(item, place.step(index.into()).expect("it is there"));
                }
                items.len()
            }
            Value::Mapping(pairs) => {
                for (key, _) in pairs {
                    let step = Step::Key(&key.text);
                    let node = node.step(step).expect("it is there");
                    check(node, place.step(step).expect("it is there"));
                }
                0
            }
        };
        assert!(place.step(count.into()).is_none());
        assert_eq!(place.at([Step::Item(count), "a".into()]).span, node.span);
    }

    #[test]
    fn places_are_those_of_the_tree() {
        let yaml = "a: [b, {c: d, a: []}, e]\nf: {}\ng:\n  - a: h\n    c: i\n";
        let root = tree(yaml).expect("it is YAML");
        let places = Places::of(&root);
        check(&root, places.root());
        let place = places.at(["g".into(), 0.into(), "c".into()]);
        assert_eq!(&yaml[place.span.range()], "i");
    }

    proptest! {
        #[test]
        fn places_are_those_of_any_tree(yaml in "[ab:\\-\\[\\]{},\n ]{0,40}") {
            if let Some(root) = tree(&yaml) {
                check(&root, Places::of(&root).root());
            }
        }
    }
}
