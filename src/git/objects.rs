//! Listings of trees, and the objects in them.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::is_object_id;
use crate::load::{Input, TOTAL_LIMIT};
use crate::source::{Content, File, Files};

/// A running `git cat-file --batch`, and what it has given so far.
#[derive(Debug)]
pub(super) struct Objects {
    child: Child,
    /// None when the child has been told to end.
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// By name of the object.
    read: HashMap<String, Vec<u8>>,
}

/// An entry of a tree.
#[derive(Debug, PartialEq, Eq)]
struct Entry<'a> {
    kind: Kind,
    object: &'a str,
    /// In bytes.
    size: u64,
    path: &'a str,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    /// A submodule.
    Other,
}

impl Objects {
    /// Starts `git cat-file --batch`.
    pub(super) fn open(mut command: Command) -> Result<Self> {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().context("`git cat-file`")?;
        let requests = child.stdin.take();
        let answers = child.stdout.take().expect("bug: output without a pipe");
        Ok(Self {
            child,
            requests,
            answers: BufReader::new(answers),
            read: HashMap::new(),
        })
    }

    /// The files of a listing (`git ls-tree -r -z -l`) as `load` would have read them.
    pub(super) fn files(&mut self, listing: &[u8], inputs: &[Input<'_>]) -> Result<Files> {
        let mut files = Vec::new();
        let mut total = 0;
        for line in listing.split(|byte| *byte == 0) {
            if line.is_empty() {
                continue;
            }
            let entry = entry(line)?;
            let Some(limit) = limit(inputs, entry.path) else {
                continue;
            };
            let content = match entry.kind {
                Kind::Other => continue,
                Kind::Link => Content::Link,
                Kind::File if entry.size > limit => Content::TooLarge {
                    bytes: entry.size,
                    limit,
                },
                Kind::File => {
                    total += entry.size;
                    if total > TOTAL_LIMIT {
                        bail!("the digest's files have more than {TOTAL_LIMIT} bytes together");
                    }
                    Content::Bytes(self.object(entry.object)?)
                }
            };
            let path = entry.path.to_owned();
            files.push(File { path, content });
        }
        Ok(Files::new(files))
    }

    fn object(&mut self, name: &str) -> Result<Vec<u8>> {
        if let Some(bytes) = self.read.get(name) {
            return Ok(bytes.clone());
        }
        let bytes = self
            .ask(name)
            .with_context(|| format!("reading the object {name}"))?;
        self.read.insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }

    /// Asks for one object: `NAME blob SIZE`, then so many bytes and a line break.
    fn ask(&mut self, name: &str) -> Result<Vec<u8>> {
        let requests = self.requests.as_mut().context("`git cat-file` has ended")?;
        writeln!(requests, "{name}")?;
        requests.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let size = match head.split_ascii_whitespace().collect::<Vec<_>>()[..] {
            [_, "blob", size] => size.parse()?,
            _ => bail!("git does not have it"),
        };
        let mut bytes = vec![0; size];
        self.answers.read_exact(&mut bytes)?;
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // Without anybody who asks it ends by itself.
        self.requests = None;
        let _ = self.child.wait();
    }
}

/// Reads `MODE TYPE OBJECT SIZE<tab>PATH`.
fn entry(line: &[u8]) -> Result<Entry<'_>> {
    let Ok(line) = str::from_utf8(line) else {
        let line = String::from_utf8_lossy(line);
        let path = line.split_once('\t').map_or("", |(_, path)| path);
        bail!("the name of the file {path:?} is not UTF-8");
    };
    let (head, path) = line.split_once('\t').context("a listing without a path")?;
    let head: Vec<&str> = head.split_ascii_whitespace().collect();
    let [mode, kind, object, size] = head[..] else {
        bail!("a listing that is not understood");
    };
    if !is_object_id(object) {
        bail!("a listing without an object");
    }
    let kind = match (mode, kind) {
        ("120000", "blob") => Kind::Link,
        (_, "blob") => Kind::File,
        _ => Kind::Other,
    };
    // A submodule has none.
    let size = size.parse().unwrap_or(0);
    Ok(Entry {
        kind,
        object,
        size,
        path,
    })
}

/// The limit in bytes of a file that belongs to one of the inputs; none when it is hidden there.
fn limit(inputs: &[Input<'_>], path: &str) -> Option<u64> {
    let below = |input: &&Input<'_>| match path.strip_prefix(input.path) {
        Some("") => true,
        Some(rest) => rest.starts_with('/') && !rest.contains("/."),
        None => false,
    };
    inputs.iter().filter(below).map(|input| input.limit).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_whatever_their_path() {
        let id = "c1b0730e0133447badcfd47fd144e254807b06e1";
        let check = |head: &str, kind: Kind, size: u64| {
            let line = format!("{head}\tcontent/a \"b\"\t\n.yaml");
            let path = "content/a \"b\"\t\n.yaml";
            let expected = Entry {
                kind,
                object: id,
                size,
                path,
            };
            assert_eq!(entry(line.as_bytes()).unwrap(), expected);
        };
        check(&format!("100644 blob {id}       2"), Kind::File, 2);
        check(&format!("100755 blob {id} 1234567"), Kind::File, 1_234_567);
        check(&format!("120000 blob {id}      11"), Kind::Link, 11);
        check(&format!("160000 commit {id}       -"), Kind::Other, 0);
        for wrong in ["", "100644 blob x 2\tp", "100644 blob\tp"] {
            assert!(entry(wrong.as_bytes()).is_err(), "{wrong:?}");
        }
        let error = entry(b"100644 blob c1 2\tcaf\xe9").unwrap_err();
        assert!(error.to_string().contains("is not UTF-8"), "{error}");
    }

    #[test]
    fn hidden_files_belong_to_no_input() {
        let inputs = [("content", 10), ("content/.own/a.css", 5), ("seeds", 20)];
        let inputs = inputs.map(|(path, limit)| Input { path, limit });
        let check = |path: &str, expected: Option<u64>| {
            assert_eq!(limit(&inputs, path), expected, "{path}");
        };
        check("content", Some(10));
        check("content/a", Some(10));
        check("contents/a", None);
        check("content/.git/a", None);
        check("content/.hidden", None);
        check("content/.own/a.css", Some(5));
        check("seeds/a/b", Some(20));
    }
}
