//! Codes about keys and values that a record does not have so.

use super::error;
use crate::diag::Code;

pub(in crate::record) const DUPLICATE_KEY: Code = error(
    "duplicate-key",
    "\
## What it looks for

A key that is given twice on the same level.

## Why it matters

Only one of the two values can be used. Which one, readers of YAML do not agree on, and the other is lost in silence.

## What to do

Delete one of the two. Two values of a list go under one key.

```yaml
silent:
  - first-question
  - second-question
```
",
);

pub(in crate::record) const EMPTY_VALUE: Code = error(
    "empty-value",
    "\
## What it looks for

A key or a dash with nothing behind it, or with `~` or `null`.

## Why it matters

Whether the value is unknown, still to come, or was lost, nobody can tell.

## What to do

Write the value. A key that is not needed is left out, with its line; a list without items is `[]`.

```yaml
date: unknown
silent: []
```
",
);

pub(in crate::record) const UNKNOWN_KEY: Code = error(
    "unknown-key",
    "\
## What it looks for

Keys that a record, or the part of it where they stand, does not have: a slip of the pen, or a line that is indented too far or not far
enough.

## Why it matters

What stands under an unknown key would not be on the site, and nobody would notice.

## What to do

Correct the key, or its indentation. All keys of a part begin in the same column.

```yaml
positions:
  - question: example-question
    stance: supports
    summary: The speaker asks for rules that bind.
```
",
);

pub(in crate::record) const UNKNOWN_VALUE: Code = error(
    "unknown-value",
    "\
## What it looks for

A word that is none of those that its key allows, such as a stance that the codebook does not know.

## Why it matters

These words are counted and compared: `support` and `supports` would be two stances.

## What to do

Use one of the words that the message lists.

```yaml
stance: supports   # supports, qualified, raises, opposes
```
",
);

pub(in crate::record) const MISSING_KEY: Code = error(
    "missing-key",
    "\
## What it looks for

Keys that a record, or a part of it, must have and does not.

## Why it matters

Without them the record cannot be shown or compared.

## What to do

Add them. When they do stand in the file, look at their indentation: all keys of a part begin in the same column.

```yaml
positions:
  - question: example-question
    stance: supports
    summary: The speaker asks for rules that bind.
    quotes:
      - \"States should adopt rules that bind\"
```
",
);

pub(in crate::record) const WRONG_TYPE: Code = error(
    "wrong-type",
    "\
## What it looks for

A list where a text is wanted, a text where a list is wanted, and the like.

## Why it matters

The value cannot be used as it stands.

## What to do

Items of a list each begin with a dash and a space, or stand between square brackets, parted by commas. Keys with values stand below
their heading, indented by two spaces.

```yaml
terms: [surveillance, monitor*]
event:
  name: Example Conference
```
",
);

pub(in crate::record) const TOO_MANY_MISTAKES: Code = error(
    "too-many-mistakes",
    "\
## What it looks for

A file with more mistakes than are shown at once.

## Why it matters

The same slip was probably made many times, or the file is no record.

## What to do

Mend what is shown, and check again.

```sh
policy-digest check
```
",
);
