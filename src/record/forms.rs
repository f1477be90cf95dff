//! Lists whose items may be written in a short form: a single text instead of a mapping.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor,
};

use super::types::{QuoteRecord, SilentRecord};

/// A record that may be written as a single string when there is no more to say.
pub(super) trait ShortForm: DeserializeOwned {
    /// The key for whose value the string stands.
    const TEXT_KEY: &str;

    /// Makes it of the string.
    fn from_string(text: String) -> Self;
}

impl ShortForm for QuoteRecord {
    const TEXT_KEY: &str = "exact";

    fn from_string(text: String) -> Self {
        Self {
            exact: text,
            prefix: None,
            suffix: None,
            translation: BTreeMap::new(),
        }
    }
}

impl ShortForm for SilentRecord {
    const TEXT_KEY: &str = "question";

    fn from_string(text: String) -> Self {
        Self {
            question: text,
            seen: Vec::new(),
            note: None,
        }
    }
}

/// Reads a list of strings and mappings.
///
/// By hand, because serde's untagged enums lose the place and the reason of a mistake.
pub(super) fn short_forms<'de, D: Deserializer<'de>, T: ShortForm>(
    list: D,
) -> Result<Vec<T>, D::Error> {
    list.deserialize_any(Forms::<T>(PhantomData))
}

struct Forms<T>(PhantomData<T>);

impl<'de, T: ShortForm> Visitor<'de> for Forms<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Form::<T>(PhantomData))? {
            list.push(item);
        }
        Ok(list)
    }
}

struct Form<T>(PhantomData<T>);

impl<'de, T: ShortForm> DeserializeSeed<'de> for Form<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, item: D) -> Result<T, D::Error> {
        item.deserialize_any(self)
    }
}

impl<'de, T: ShortForm> Visitor<'de> for Form<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a mapping")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from_string(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}
