//! The tree of a file's values → the typed record, where nothing has to be guessed.
//!
//! `serde_yaml` would parse the text a second time, which takes longer than anything else that is done
//! with a record. It decides all the same: what it might read otherwise than as a text is an error here,
//! and whoever asks then asks it.

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::events::is_nothing;
use super::node::{Node, Value};

/// Reads a record; nothing when it is not sound, or `serde_yaml` has to be asked.
pub(super) fn read<T: DeserializeOwned>(root: &Node) -> Option<T> {
    T::deserialize(root).ok()
}

/// Why a record is not read here. Nobody is told: it is read again.
type Error = de::value::Error;

fn wrong() -> Error {
    de::Error::custom("to be read by serde_yaml")
}

/// Whether a word without quotation marks may be something else than a text: a number, yes or no,
/// nothing.
fn may_be_no_text(word: &str) -> bool {
    let begins_number = word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let lower = word.to_ascii_lowercase();
    begins_number || matches!(lower.as_str(), "" | "~" | "null" | "true" | "false")
}

impl<'de> IntoDeserializer<'de, Error> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Scalar { text, plain: true } if may_be_no_text(text) => Err(wrong()),
            Value::Scalar { text, .. } => visitor.visit_str(text),
            Value::Sequence(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Value::Mapping(pairs) => {
                let pairs = pairs.iter().map(|(key, node)| (key.text.as_str(), node));
                visitor.visit_map(MapDeserializer::new(pairs))
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Scalar { text, .. } => visitor.visit_str(text),
            _ => Err(wrong()),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            // As it would be printed; there are more ways to write a number.
            Value::Scalar { text, plain: true } => match text.parse::<i64>() {
                Ok(number) if number.to_string() == *text => visitor.visit_i64(number),
                _ => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match is_nothing(self) {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Sequence(_) => self.deserialize_any(visitor),
            _ => Err(wrong()),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Mapping(_) => self.deserialize_any(visitor),
            _ => Err(wrong()),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.value {
            Value::Scalar { text, .. } => visitor.visit_enum(StrDeserializer::new(text)),
            _ => Err(wrong()),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct identifier ignored_any
    }
}
