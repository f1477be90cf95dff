//! The tree of a YAML file's values with their places.

use crate::source::Span;

/// A value of a YAML file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the value in the file, quotation marks included, blank space behind it not.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text, number, date: whatever is written as one word or string.
    Scalar {
        /// Its text, decoded.
        text: String,
        /// Whether it was written without quotation marks and is no block.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the file.
    Mapping(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its text, decoded.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One step of a route into a file's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into a mapping.
    Key(&'a str),
    /// Into a list, counted from 0.
    Item(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

impl Node {
    /// The value one step further, if there is one.
    pub fn step(&self, step: Step<'_>) -> Option<&Self> {
        match (&self.value, step) {
            (Value::Mapping(pairs), Step::Key(key)) => pairs
                .iter()
                .find(|(name, _)| name.text == key)
                .map(|(_, node)| node),
            (Value::Sequence(items), Step::Item(index)) => items.get(index),
            _ => None,
        }
    }

    /// The value at the end of a route, or the deepest one on the way that exists.
    pub fn at<'a>(&self, route: impl IntoIterator<Item = Step<'a>>) -> &Self {
        let mut node = self;
        for step in route {
            let Some(next) = node.step(step) else { break };
            node = next;
        }
        node
    }
}
