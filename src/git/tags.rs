//! Tags as `git for-each-ref` lists them.

use std::cmp::Ordering;

use super::{Time, is_object_id};

/// What is asked of each tag: a line whose values are parted by NUL, which no name can hold.
///
/// Of an annotated tag those with `*` speak of what it names, of a plain one those without.
pub(super) const FORMAT: &str = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00\
    %(*objecttype)%00%(*objectname)%00%(creatordate:raw)%00%(committerdate:raw)%00\
    %(*committerdate:raw)";

/// A tagged version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its names, at least one; several when several tags name the same commit.
    pub names: Vec<String>,
    /// The commit.
    pub commit: String,
    /// When it was tagged; of plain tags when the commit was made. None when git does not know, or no
    /// calendar does.
    pub date: Option<Time>,
}

/// Reads a listing; the newest first. Tags on anything but commits are left out.
pub(super) fn read(listing: &[u8]) -> Vec<Tag> {
    let listing = String::from_utf8_lossy(listing);
    let mut tags: Vec<(i64, Tag)> = listing.lines().filter_map(tag).collect();
    tags.sort_by(|(at, a), (bt, b)| {
        at.cmp(bt)
            .then_with(|| by_number(&a.names[0], &b.names[0]))
            .reverse()
    });
    let mut merged: Vec<Tag> = Vec::with_capacity(tags.len());
    for (_, tag) in tags {
        match merged.iter_mut().find(|other| other.commit == tag.commit) {
            Some(other) => other.names.extend(tag.names),
            None => merged.push(tag),
        }
    }
    merged
}

/// A tag, and when its commit was made.
fn tag(line: &str) -> Option<(i64, Tag)> {
    let values: Vec<&str> = line.split('\0').collect();
    let [
        name,
        kind,
        object,
        named_kind,
        named,
        date,
        committed,
        named_committed,
    ] = values[..]
    else {
        return None;
    };
    let (commit, committed) = match (kind, named_kind) {
        ("commit", _) => (object, committed),
        ("tag", "commit") => (named, named_committed),
        _ => return None,
    };
    let at = Time::seconds_of(committed);
    let tag = Tag {
        names: vec![name.to_owned()],
        commit: commit.to_owned(),
        date: Time::parse(date).or_else(|| Time::parse(committed)),
    };
    is_object_id(commit).then_some((at, tag))
}

/// Compares names with their numbers as numbers: `v1.9` stands before `v1.10`.
fn by_number(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    loop {
        let (digits_a, digits_b) = (digits(left), digits(right));
        if digits_a > 0 && digits_b > 0 {
            let number = |bytes: &[u8], length: usize| {
                let zeros = bytes[..length].iter().take_while(|byte| **byte == b'0');
                let start = zeros.count();
                (length - start, bytes[start..length].to_vec())
            };
            let order = number(left, digits_a).cmp(&number(right, digits_b));
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[digits_a..], &right[digits_b..]);
            continue;
        }
        match (left, right) {
            ([x, rest_left @ ..], [y, rest_right @ ..]) if x == y => {
                (left, right) = (rest_left, rest_right);
            }
            // Equal but for leading zeros.
            ([], []) => return a.cmp(b),
            _ => return left.cmp(right),
        }
    }
}

/// How many digits a text begins with.
fn digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["v1.10", "v1.9", "v2", "v01.9", "v1", "a", "v1.9-rc", "v10"];
        names.sort_by(|a, b| by_number(a, b));
        let expected = ["a", "v1", "v01.9", "v1.9", "v1.9-rc", "v1.10", "v2", "v10"];
        assert_eq!(names, expected);
    }

    #[test]
    fn tags_are_in_order_of_their_commits() {
        let (one, two) = ("1".repeat(40), "2".repeat(40));
        let plain = |name: &str, id: &str, at: &str| {
            format!("{name}\0commit\0{id}\0\0\0{at} +0100\0{at} +0100\0\n")
        };
        let listing = [
            // Tagged long after its commit was made, and no tag by date.
            format!("v1\0tag\0{one}\0commit\0{one}\0900 +0000\0\0100 +0000\n"),
            plain("v2", &two, "200"),
            plain("latest", &two, "200"),
            // Of a tree, of another tag, and cut off.
            format!("tree\0tree\0{one}\0\0\0\0\0\n"),
            format!("again\0tag\0{one}\0tag\0{two}\0900 +0000\0\0\n"),
            "v3\0commit\n".to_owned(),
        ];
        let tags = read(listing.concat().as_bytes());
        let summary: Vec<(&[String], i64)> = tags
            .iter()
            .map(|tag| (&tag.names[..], tag.date.map_or(0, |date| date.seconds)))
            .collect();
        let names = [
            ["v2".to_owned(), "latest".to_owned()].to_vec(),
            vec!["v1".to_owned()],
        ];
        assert_eq!(summary, [(&names[0][..], 200), (&names[1][..], 900)]);
    }
}
