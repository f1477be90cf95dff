//! What of the index is written anew when something changes, and that nothing old is taken for new.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::TINY;
use crate::render::testing::{Corpus, corpus};
use crate::render::tests::site_of;

/// The bytes of each file, by its address.
fn written(index: &Index, site: &Site<'_>) -> BTreeMap<String, Vec<u8>> {
    let files = index.files();
    files
        .map(|file| (index.path(file), index.file(site, file)))
        .collect()
}

/// Digests that differ in little: what is shown, what is found, how much of it, in which order.
const STATES: [&[(&str, &str)]; 7] = [
    &[],
    &[("content/notes.md", "# Notes\n\nOther!")],
    &[("content/notes.md", "# Notes\n\nOther?")],
    &[(
        "content/notes.md",
        "# Notes\n\nOther words, and more of them!",
    )],
    &[("content/another.md", "# Notes\n\nOther!")],
    &[("content/holders/aaron.yaml", "name: Aaron\nkind: person\n")],
    &[(
        "content/holders/aaron.yaml",
        "name: Aaron\nkind: organisation\n",
    )],
];

#[test]
fn what_browsers_keep_of_one_index_is_no_part_of_another() {
    for limits in [LIMITS, TINY] {
        let mut known: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut firsts = BTreeSet::new();
        for state in STATES {
            let corpus = corpus(state);
            let site = site_of(&corpus);
            let index = Index::with_limits(&site, limits);
            firsts.insert(index.first());
            for (path, bytes) in written(&index, &site) {
                let before = known.entry(path.clone()).or_insert_with(|| bytes.clone());
                assert!(*before == bytes, "{path} holds something else in {state:?}");
            }
        }
        // What kind of holder somebody is, the search does not say.
        assert_eq!(firsts.len(), STATES.len() - 1, "{firsts:?}");
    }
}

#[test]
fn addresses_stay_where_files_are_not_hashed() {
    let names = |further: &[(&str, &str)]| {
        let corpus = corpus(further);
        let config = crate::config::Config {
            hash_files: false,
            ..corpus.config
        };
        let corpus = Corpus { config, ..corpus };
        let site = site_of(&corpus);
        written(&Index::new(&site), &site)
            .into_keys()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(STATES[1]),
        ["index", "table-0", "texts-0", "words-0"].map(|name| format!("search/{name}.js"))
    );
    assert_eq!(names(STATES[1]), names(STATES[2]));
}

/// Enough groups for several of them to be heads.
fn many_holders(change: impl Fn(usize) -> Option<String>) -> Corpus {
    let files: Vec<(String, String)> = (0..600)
        .filter_map(|number| {
            let text = change(number)?;
            Some((format!("content/holders/holder-{number:03}.yaml"), text))
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    corpus(&files)
}

fn some_holder(number: usize) -> String {
    format!("name: Holder {number}\nkind: person\naliases: [Word{number}, Also {number}]\n")
}

/// What is in the one and not in the other, by kind of file.
fn unlike(
    one: &BTreeMap<String, Vec<u8>>,
    other: &BTreeMap<String, Vec<u8>>,
) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for path in one.keys().filter(|path| !other.contains_key(*path)) {
        let kind = path.split('-').next().expect("a name");
        *kinds.entry(kind.to_owned()).or_default() += 1;
    }
    kinds
}

#[test]
fn a_change_touches_the_files_that_it_is_in() {
    let limits = Limits {
        words: 1000,
        table: 50,
        texts: 2000,
    };
    let files = |change: &dyn Fn(usize) -> Option<String>| {
        let corpus = many_holders(change);
        let site = site_of(&corpus);
        written(&Index::with_limits(&site, limits), &site)
    };
    let before = files(&|number| Some(some_holder(number)));
    let kinds = unlike(&before, &BTreeMap::new());
    assert!(kinds.values().sum::<usize>() > 40, "{kinds:?}");
    let counts = |pairs: &[(&str, usize)]| -> BTreeMap<String, usize> {
        let pairs = pairs.iter();
        pairs
            .map(|(kind, count)| (format!("search/{kind}"), *count))
            .collect()
    };

    let changed = |text: &'static str| {
        let after = files(&move |number| match number {
            300 => Some(text.to_owned()),
            _ => Some(some_holder(number)),
        });
        let mut unlike = unlike(&after, &before);
        // A file may have to end at another word.
        let words = unlike.remove("search/words").expect("some");
        assert!((1..=3).contains(&words), "{words}");
        unlike
    };
    // A word in the place of another one.
    let other = "name: Holder 300\nkind: person\naliases: [Zebra, Also 300]\n";
    assert_eq!(changed(other), counts(&[("index", 1), ("texts", 1)]));
    // A word more: the table counts it.
    let more = "name: Holder 300\nkind: person\naliases: [Word300 Zebra, Also 300]\n";
    let expected = counts(&[("index", 1), ("table", 1), ("texts", 1)]);
    assert_eq!(changed(more), expected);
    // A new one, or one less: what stands behind it, up to the next head.
    let fewer = files(&|number| (number != 300).then(|| some_holder(number)));
    for (one, other) in [(&fewer, &before), (&before, &fewer)] {
        let unlike = unlike(one, other);
        assert!(unlike["search/texts"] <= 3, "{unlike:?}");
        assert!(unlike["search/table"] <= 4, "{unlike:?}");
        assert!(
            unlike["search/words"] * 2 < kinds["search/words"],
            "{unlike:?} of {kinds:?}"
        );
    }
}
