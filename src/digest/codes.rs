//! The diagnostics of this stage: what keeps a record from meaning anything.

use crate::diag::{Code, Severity};

/// All of them, in order of id.
pub const CODES: &[&Code] = &[
    &CORRECTION_NOT_FOUND,
    &FORMAT_UNSUPPORTED,
    &HOLDER_MISSING,
    &ID_REPEATED,
    &INVALID_DATE,
    &INVALID_LANGUAGE,
    &PAGE_UNREADABLE,
    &SOURCE_EMPTY,
    &SOURCE_MISSING,
    &SOURCE_OUTSIDE,
    &SOURCE_UNREADABLE,
    &STRUCTURE_NOT_FOUND,
    &UNKNOWN_ID,
    &UNSAFE_ADDRESS,
];

pub(super) const CORRECTION_NOT_FOUND: Code = Code {
    id: "correction-not-found",
    severity: Severity::Error,
    doc: "\
## What it looks for

A correction whose `at` does not stand in the source exactly once, within one passage and apart from
other corrections.

```yaml
corrections:
  - { at: \"Al models\", read: \"AI models\" } # stands twice
```

## Why it matters

A correction says of one place that the source was transmitted wrongly. If it could mean two places,
readers could not tell which words are the document's.

## What to do

Copy the words from the source, with as many words around the error as make them unique.
",
};

pub(super) const FORMAT_UNSUPPORTED: Code = Code {
    id: "format-unsupported",
    severity: Severity::Error,
    doc: "\
## What it looks for

A source in a format that the program does not read: it reads `text` and `markdown`.

## Why it matters

Quotes are checked against the source's words. A format that is not read properly would give words
that are not the document's.

## What to do

Save the document as plain text or Markdown, put that file below `seeds/`, and say in `provenance`
where the original is.
",
};

pub(super) const HOLDER_MISSING: Code = Code {
    id: "holder-missing",
    severity: Severity::Error,
    doc: "\
## What it looks for

A position without `holder` in a document without `issuer`.

## Why it matters

Without either nobody knows whose position it is.

## What to do

Name the position's `holder`. Words of nobody named belong to a holder of kind `unnamed`.
",
};

pub(super) const ID_REPEATED: Code = Code {
    id: "id-repeated",
    severity: Severity::Error,
    doc: "\
## What it looks for

Two questions with the same id, in one theme or in two.

## Why it matters

Each question has a page at its id's address, and positions refer to questions by id.

## What to do

Give one of them another id, and change the positions that mean it.
",
};

pub(super) const INVALID_DATE: Code = Code {
    id: "invalid-date",
    severity: Severity::Error,
    doc: "\
## What it looks for

A date that is not written in EDTF level 1 (Library of Congress, Extended Date/Time Format), or that is
no day of the calendar.

```yaml
date: \"19 April 2025\" # rather \"2025-04-19\"
```

## Why it matters

Documents are put on a timeline by their dates, and dates are published for machines.

## What to do

Write `2025`, `2025-04`, `2025-04-19`, `2025-04-19/2025-04-20`, `2019~` for about 2019, or `unknown`. Leave
the key out when nothing is known.
",
};

pub(super) const INVALID_LANGUAGE: Code = Code {
    id: "invalid-language",
    severity: Severity::Error,
    doc: "\
## What it looks for

A language that is no BCP 47 tag.

## Why it matters

Browsers and screen readers choose fonts, voices and the direction of writing by it.

## What to do

Write a tag such as `en`, `fr-CA`, `zh-Hans` or `ar`.
",
};

pub(super) const PAGE_UNREADABLE: Code = Code {
    id: "page-unreadable",
    severity: Severity::Error,
    doc: "\
## What it looks for

A page of prose (`content/*.md`) that is not UTF-8 text, is too large, or is a link.

## Why it matters

It would be missing from the site, or show other letters than were written.

## What to do

Save the page as UTF-8 (in most editors: \"save with encoding\"), in a file of its own.
",
};

pub(super) const SOURCE_EMPTY: Code = Code {
    id: "source-empty",
    severity: Severity::Error,
    doc: "\
## What it looks for

A source without a word in it.

## Why it matters

Nothing can be quoted from it. Often a download failed.

## What to do

Fetch the document again, and put its text into the file.
",
};

pub(super) const SOURCE_MISSING: Code = Code {
    id: "source-missing",
    severity: Severity::Error,
    doc: "\
## What it looks for

A record whose `source` is no file below `seeds/`.

## Why it matters

Every quote is checked against the source.

## What to do

Put the file below `seeds/`, or correct the path. It is written from `seeds/` on, with `/` between
folders, and case counts.
",
};

pub(super) const SOURCE_OUTSIDE: Code = Code {
    id: "source-outside-folder",
    severity: Severity::Error,
    doc: "\
## What it looks for

A `source` that leaves `seeds/`: by `..`, by an absolute path, or because it is a link.

## Why it matters

A digest is built from what strangers propose. No path of theirs may lead to other files of the
machine.

## What to do

Copy the file into `seeds/` and write its path from there.
",
};

pub(super) const SOURCE_UNREADABLE: Code = Code {
    id: "source-unreadable",
    severity: Severity::Error,
    doc: "\
## What it looks for

A source that is not UTF-8 text, is too large, or is nested too deeply to be read.

## Why it matters

A guess at its letters could change the document's words.

## What to do

Save the file as UTF-8 (in most editors: \"save with encoding\"), and compare it with the original. Part
a file that is too large.
",
};

pub(super) const STRUCTURE_NOT_FOUND: Code = Code {
    id: "structure-not-found",
    severity: Severity::Error,
    doc: "\
## What it looks for

An entry of `structure` whose `at` does not stand at the beginning of exactly one line of the source, or
that continues nothing.

## Why it matters

The entry says how one line is to be read. Without that line it says nothing, and passage numbers may
change.

## What to do

Copy the first words of the line from the source, as many as make it the only such line.
",
};

pub(super) const UNKNOWN_ID: Code = Code {
    id: "unknown-id",
    severity: Severity::Error,
    doc: "\
## What it looks for

A question, holder, instrument or document that no record defines.

```yaml
- question: binding-rule # rather binding-rules
```

## Why it matters

Pages and comparisons are put together by ids.

## What to do

Correct the id, or add the record: `content/holders/ID.yaml` for a holder, and so on. The id of a
record is its file's name; the ids of questions stand in the themes.
",
};

pub(super) const UNSAFE_ADDRESS: Code = Code {
    id: "unsafe-address",
    severity: Severity::Error,
    doc: "\
## What it looks for

A web address that begins with neither `https://` nor `http://`.

## Why it matters

Other addresses can run a script in the reader's browser, or lead nowhere.

## What to do

Write the whole address as it stands in the browser's address bar.
",
};
