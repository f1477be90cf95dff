//! Codes about files as a whole.

use super::{error, warning};
use crate::diag::{Code, Diagnostics};
use crate::source::{FileId, Span};

/// Reports `file-too-large`.
pub(in crate::record) fn too_large(file: FileId, bytes: u64, limit: u64, diags: &mut Diagnostics) {
    diags
        .report(
            &FILE_TOO_LARGE,
            Span::new(file, 0..0),
            format!("file has {bytes} bytes; at most {limit} are read"),
        )
        .help("split the record, or delete what does not belong into it");
}

pub(in crate::record) const FILE_TOO_LARGE: Code = error(
    "file-too-large",
    "\
## What it looks for

A record of more than 1 MiB (1,048,576 bytes).

## Why it matters

A record of a few thousand lines is a fraction of that. A larger file is a mistake, or meant to keep the build busy.

## What to do

Delete what does not belong into the record: the document's text stands in its source, below `seeds/`.

```yaml
source: example-declaration.txt   # not the text itself
```
",
);

pub(in crate::record) const SYMBOLIC_LINK: Code = error(
    "symbolic-link",
    "\
## What it looks for

A symbolic link where a file is wanted.

## Why it matters

A link can lead out of the digest's folder. Links are therefore never followed.

## What to do

Put the file itself in the place of the link.

```sh
cp --remove-destination \"$(readlink -f content/holders/example.yaml)\" content/holders/example.yaml
```
",
);

pub(in crate::record) const NOT_UTF_8: Code = error(
    "not-utf-8",
    "\
## What it looks for

Bytes that are no UTF-8: a file saved as UTF-16 or in an older encoding such as Windows-1252.

## Why it matters

Letters with accents, dashes and quotation marks would turn into other characters, and quotes would not be verbatim.

## What to do

Open the file in an editor and save it with the encoding UTF-8, then look at the place that was reported.

```yaml
place: Genève   # two bytes in UTF-8 for è, one in Windows-1252
```
",
);

pub(in crate::record) const CONTROL_CHARACTER: Code = error(
    "control-character",
    "\
## What it looks for

Control characters other than tab and line break, such as U+0000 or U+0008.

## Why it matters

They are invisible, come with text copied from elsewhere, and are allowed neither in YAML nor in XML.

## What to do

Delete the character. Where it cannot be seen, delete the characters around it and type them anew.

```yaml
title: Declaration of the Example Conference
```
",
);

pub(in crate::record) const EMPTY_FILE: Code = error(
    "empty-file",
    "\
## What it looks for

A record without content: no bytes, or comments only.

## Why it matters

Its name claims an address, and there is nothing to show there.

## What to do

Write the record, or delete the file. `policy-digest new` writes one to start from.

```sh
policy-digest new holder example-conference
```
",
);

pub(in crate::record) const INVALID_ID: Code = error(
    "invalid-id",
    "\
## What it looks for

Names of record files, and of the folders of second codings, and the `id` of a question, that are no ids: an id has lower-case ASCII
letters, digits, and single `-` inside.

## Why it matters

The id becomes part of a page's address. Other characters look different in an address, or mean another file on another system.

## What to do

Rename the file, or correct the question's `id`, and change the id wherever records use it.

```sh
git mv 'content/holders/Human Rights Watch.yaml' content/holders/human-rights-watch.yaml
```
",
);

pub(in crate::record) const IDS_DIFFER_IN_CASE: Code = error(
    "ids-differ-in-case",
    "\
## What it looks for

Two record files whose names differ in capitals only.

## Why it matters

On macOS and Windows they are one file: a checkout there loses one of the two records.

## What to do

Rename one of them, or put both records together.

```sh
git mv content/holders/Example.yaml content/holders/example-conference.yaml
```
",
);

pub(in crate::record) const WRONG_EXTENSION: Code = error(
    "wrong-extension",
    "\
## What it looks for

Files in a folder of records that end in `.yml`, `.YAML` or the like.

## Why it matters

Only files that end in `.yaml` are read, so that a record has one name. Passing over the others in silence would lose them.

## What to do

Rename the file.

```sh
git mv content/holders/example.yml content/holders/example.yaml
```
",
);

pub(in crate::record) const UNKNOWN_FILE: Code = warning(
    "unknown-file",
    "\
## What it looks for

Files in the content folder that nothing reads: neither pages of prose (`.md`) nor records in one of the folders `documents`, `themes`,
`holders`, `instruments` and `codings`, nor `stances.yaml`.

## Why it matters

A record in a folder with a slip in its name is passed over, and everything that names it is an error.

## What to do

Move the file into the folder where it belongs, or out of the content folder.

```sh
git mv content/document content/documents
```
",
);
