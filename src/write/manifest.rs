//! The list of files that a build wrote, which the next one needs to know what it may delete.

use std::collections::BTreeSet;
use std::fmt;

use anyhow::{Result, bail};

/// The manifest's name in the output folder.
///
/// Hosts that publish a folder leave out names with a dot, and it does no harm where they do not.
pub const MANIFEST: &str = ".policy-digest-manifest";

const HEADER: &str =
    "# Written by policy-digest, which deletes files named here once the site no longer has them.";

/// Addresses of files, in order, each relative to the output folder and certain to lie in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    paths: BTreeSet<String>,
}

impl Manifest {
    /// Takes a site's addresses.
    ///
    /// # Errors
    ///
    /// When one could not be written, stands twice, or is both a file and a folder, which only a
    /// bug can make.
    pub(super) fn of(addresses: &[String]) -> Result<Self> {
        let mut paths = BTreeSet::new();
        for address in addresses {
            if !is_address(address) {
                bail!("bug: the site has the address {address:?}");
            }
            if !paths.insert(address.clone()) {
                bail!("bug: the site has the address `{address}` twice");
            }
        }
        let site = Self { paths };
        for address in addresses {
            if let Some(parent) = super::parents(address).find(|parent| site.contains(parent)) {
                bail!("bug: the site has both `{parent}` and `{address}`");
            }
        }
        Ok(site)
    }

    /// Reads what an earlier build wrote; nothing when the text is no manifest.
    ///
    /// A line that would lead out of the folder is not believed.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return None;
        }
        let paths = lines.filter(|line| is_address(line)).map(str::to_owned);
        Some(Self {
            paths: paths.collect(),
        })
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether `path` is a folder in which a file of the manifest lies.
    pub(super) fn has_below(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let next = self.paths.range(folder.clone()..).next();
        next.is_some_and(|next| next.starts_with(&folder))
    }

    /// Whether `path` and a file of the manifest cannot both exist.
    pub(super) fn clashes_with(&self, path: &str) -> bool {
        self.has_below(path) || super::parents(path).any(|parent| self.contains(parent))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            paths: &self.paths | &other.paths,
        }
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        Self {
            paths: &self.paths - &other.paths,
        }
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        writeln!(formatter, "{HEADER}")?;
        self.iter()
            .try_for_each(|path| writeln!(formatter, "{path}"))
    }
}

/// Whether this is the relative path of a file in the output folder, on every system.
///
/// Names with a dot in front belong to others (`.git`, `.gitignore`), apart from `.nojekyll`.
fn is_address(path: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && !name.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    path == ".nojekyll" || path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_in_the_folder() {
        let check = |path: &str, expected: bool| assert_eq!(is_address(path), expected, "{path:?}");
        check("index.html", true);
        check("documents/foc-2025/record.html", true);
        check("compare/a--b.html", true);
        check("CNAME", true);
        // A host needs it.
        check(".nojekyll", true);
        check("a/.nojekyll", false);
        check("", false);
        check("..", false);
        check("../x", false);
        check("a/../../x", false);
        check("a/./b", false);
        check("/etc/passwd", false);
        check("a//b", false);
        check("a/", false);
        // Other systems' separators and drives.
        check(r"..\x", false);
        check("C:x", false);
        // What version control keeps.
        check(".git/config", false);
        check(".gitignore", false);
        check("a/.git/config", false);
        check("a\u{0}b", false);
        check("a\rb", false);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let site = Manifest::of(&["b/c.html".to_owned(), "a.css".to_owned()]).unwrap();
        let text = site.to_string();
        assert_eq!(
            text.lines().skip(1).collect::<Vec<_>>(),
            ["a.css", "b/c.html"]
        );
        assert_eq!(Manifest::parse(&text), Some(site));
        assert_eq!(Manifest::parse(""), None);
        assert_eq!(Manifest::parse("a.css\n"), None);
    }

    #[test]
    fn clashes_are_between_files_and_folders() {
        let site = Manifest::of(&["a/b".to_owned(), "c".to_owned(), "a-b/c".to_owned()]).unwrap();
        assert!(site.clashes_with("a"));
        assert!(site.clashes_with("c/d"));
        assert!(!site.clashes_with("a/c"));
        assert!(!site.clashes_with("a/b"));
        assert!(!site.clashes_with("b"));
    }

    #[test]
    fn a_site_has_each_address_once() {
        let check = |addresses: &[&str]| {
            let addresses: Vec<String> = addresses.iter().map(|&a| a.to_owned()).collect();
            assert!(Manifest::of(&addresses).is_err(), "{addresses:?}");
        };
        check(&["a", "a"]);
        check(&["a", "a/b"]);
        check(&["../a"]);
    }
}
