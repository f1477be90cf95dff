//! Which part of a site a build writes, where several builds share the work.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// A part of a site: the parts of one number of parts have each address once between them.
///
/// An address is in the same part whatever other addresses there are: which one, follows from a hash of its
/// path. So parts are about even, and a folder to which one was written holds few others after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1 through `count`.
    number: u32,
    count: u32,
}

impl Shard {
    /// Whether an address is in this part.
    pub fn has(self, address: &str) -> bool {
        let hash = Sha256::digest(address);
        let number = u64::from_be_bytes(std::array::from_fn(|index| hash[index]));
        number % u64::from(self.count) + 1 == u64::from(self.number)
    }
}

/// `2/3`, the second part of three.
impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}/{}", self.number, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, count) = text
            .split_once('/')
            .and_then(|(number, count)| Some((whole(number)?, whole(count)?)))
            .ok_or_else(|| {
                "a part of a site is two whole numbers, such as `2/3` for the second part of three"
                    .to_owned()
            })?;
        if count == 0 {
            return Err("a site has one part at least".to_owned());
        }
        if number == 0 {
            return Err(format!("parts count from 1: the first one is `1/{count}`"));
        }
        if number > count {
            return Err(format!("there is no part {number} of {count}"));
        }
        Ok(Self { number, count })
    }
}

/// Reads digits alone: no sign, no space.
fn whole(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_in_one_part_and_parts_are_even() {
        let addresses: Vec<String> = (0..6000).map(|it| format!("documents/{it}.html")).collect();
        for count in [1, 2, 3, 7, 100] {
            let shards: Vec<Shard> = (1..=count).map(|number| Shard { number, count }).collect();
            let mut sizes = vec![0; shards.len()];
            for address in &addresses {
                let homes: Vec<usize> = (0..shards.len())
                    .filter(|index| shards[*index].has(address))
                    .collect();
                assert_eq!(homes.len(), 1, "{address} {homes:?}");
                sizes[homes[0]] += 1;
            }
            let even = addresses.len() / shards.len();
            let is_even = |size: &usize| (even / 2..=even * 2).contains(size);
            assert!(sizes.iter().all(is_even), "{sizes:?}");
        }
        // For good: a folder of yesterday belongs to the same part today.
        let homes: Vec<u32> = ["index.html", "matrix.html", "assets/style.css"]
            .map(|address| {
                (1..=5).find(|number| {
                    Shard {
                        number: *number,
                        count: 5,
                    }
                    .has(address)
                })
            })
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(homes, [1, 3, 1]);
    }

    #[test]
    fn a_part_is_named_by_its_number_and_how_many_there_are() {
        let read = |text: &str| text.parse::<Shard>();
        assert_eq!(
            read("2/3").map(|shard| shard.to_string()),
            Ok("2/3".to_owned())
        );
        assert_eq!(read("1/1").map(|shard| shard.has("index.html")), Ok(true));
        for text in [
            "",
            "2",
            "/",
            "1/",
            "/3",
            "a/3",
            "1/b",
            "-1/3",
            "+1/3",
            "1/3/5",
            " 1/3",
            "1.5/3",
            "1/99999999999",
        ] {
            let problem = read(text).expect_err(text);
            assert!(problem.contains("two whole numbers"), "{text:?}: {problem}");
        }
        assert_eq!(read("1/0"), Err("a site has one part at least".to_owned()));
        assert_eq!(
            read("0/3"),
            Err("parts count from 1: the first one is `1/3`".to_owned())
        );
        assert_eq!(read("4/3"), Err("there is no part 4 of 3".to_owned()));
    }
}
