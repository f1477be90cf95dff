//! The codes that reading `book.toml` may report, each with what `explain` prints.

use crate::diag::{Code, Severity};

/// All codes of this module.
pub const CODES: &[&Code] = &[
    &UNREADABLE_CONFIGURATION,
    &TOML_SYNTAX,
    &UNKNOWN_SETTING,
    &MEANINGLESS_SETTING,
    &MISSING_SETTING,
    &INVALID_SETTING,
];

const fn error(id: &'static str, doc: &'static str) -> Code {
    let severity = Severity::Error;
    Code { id, severity, doc }
}

pub(super) const UNREADABLE_CONFIGURATION: Code = error(
    "unreadable-configuration",
    "\
## What it looks for

A folder without `book.toml`, or one that is a symbolic link, larger than 1 MiB, or no UTF-8.

## Why it matters

`book.toml` says what the digest is called and where its files are. Links are never followed.

## What to do

Write the file, or save it with the encoding UTF-8.

```toml
[book]
title = \"Digest of Declarations\"
src = \"content\"
```
",
);

pub(super) const TOML_SYNTAX: Code = error(
    "toml-syntax",
    "\
## What it looks for

A place where `book.toml` stops being TOML.

## Why it matters

None of its settings can be relied on then.

## What to do

Look at the line reported: texts stand in quotation marks, tables in square brackets on a line of their own, and each key once.

```toml
[book]
title = \"Digest of Declarations\"
```
",
);

pub(super) const UNKNOWN_SETTING: Code = error(
    "unknown-setting",
    "\
## What it looks for

Keys of `book.toml` that neither mdBook 0.5 nor this program knows, or that stand in another table.

## Why it matters

The setting would be passed over in silence. mdBook refuses unknown keys too.

## What to do

Correct the key, or put it into its table. Our own keys stand in `[output.digest]`.

```toml
[output.digest]
pairs-limit = 200
context-words = 8
```
",
);

pub(super) const MEANINGLESS_SETTING: Code = error(
    "meaningless-setting",
    "\
## What it looks for

Keys of mdBook that can mean nothing for a digest, or a value that a digest cannot have.

## Why it matters

Passing over them in silence would promise what is not kept.

## What to do

Delete the line.

```toml
[output.html]
smart-punctuation = true   # honoured
# mathjax-support = true     refused: pages load nothing from elsewhere
```
",
);

pub(super) const MISSING_SETTING: Code = error(
    "missing-setting",
    "\
## What it looks for

`book.toml` without `book.title` or `book.src`.

## Why it matters

Every page shows the title. For mdBook, a `src` left out means the folder `src`, which in a digest is not the content folder; so it is always
written down.

## What to do

Add the line to the table `[book]`.

```toml
[book]
title = \"Digest of Declarations\"
src = \"content\"
```
",
);

pub(super) const INVALID_SETTING: Code = error(
    "invalid-setting",
    "\
## What it looks for

Values of `book.toml` of another kind than the one wanted, paths that leave the digest's folder, folders that lie in each other, and
addresses that are none or would run a script.

## Why it matters

The site would be built from, or into, the wrong place, or would lead its readers there.

## What to do

The message says what the value should be.

```toml
[output.html]
site-url = \"https://owner.github.io/repository/\"

[output.html.redirect]
\"old.html\" = \"documents/example.html\"
```
",
);
