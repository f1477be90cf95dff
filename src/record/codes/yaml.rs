//! Codes about YAML: its syntax, and what of it records have no use for.

use super::{error, warning};
use crate::diag::Code;

pub(in crate::record) const YAML_SYNTAX: Code = error(
    "yaml-syntax",
    "\
## What it looks for

A place where the file stops being YAML, for a reason that has no name of its own here.

## Why it matters

Nothing behind that place can be read.

## What to do

Look at the line reported and the one before it: at their indentation, at quotation marks and brackets that are not closed, at
colons. A text in quotation marks may hold anything.

```yaml
title: \"Rights & duties: a declaration\"
```
",
);

pub(in crate::record) const TAB_IN_INDENTATION: Code = error(
    "tab-in-indentation",
    "\
## What it looks for

Lines that begin with a tab.

## Why it matters

How wide a tab is differs from editor to editor, so YAML does not allow it where indentation has a meaning.

## What to do

Write two spaces for each level. Most editors do so by themselves once `.editorconfig` is heeded.

```yaml
event:
  name: Example Conference
```
",
);

pub(in crate::record) const WRONG_INDENTATION: Code = error(
    "wrong-indentation",
    "\
## What it looks for

A line that begins in a column where nothing began before: one space too few or too many.

## Why it matters

Indentation alone says what belongs to what.

## What to do

Let all keys of a part begin in the same column: behind a dash, that is two columns to the right of the dash.

```yaml
positions:
  - question: example-question
    stance: supports
```
",
);

pub(in crate::record) const UNQUOTED_COLON: Code = error(
    "unquoted-colon",
    "\
## What it looks for

A text with a colon and a space in it that has no quotation marks around it.

## Why it matters

A colon and a space part a key from its value: the text is torn in two, or the file cannot be read.

## What to do

Put quotation marks around the whole text.

```yaml
title: \"Surveillance: a joint statement\"
quotes:
  - \"He added: this must end\"
```
",
);

pub(in crate::record) const UNQUOTED_MARK: Code = error(
    "unquoted-mark",
    "\
## What it looks for

A text without quotation marks that begins with a character to which YAML gives a meaning: `@`, `` ` ``, `%`, `*`, `&`, `!`, `|`, `>`,
`[`, `]`, `{`, `}`, `,`, `?`.

## Why it matters

The file cannot be read, or another value is read than was meant.

## What to do

Put quotation marks around the text.

```yaml
role: \"@example, on behalf of the network\"
```
",
);

pub(in crate::record) const UNCLOSED_QUOTATION_MARK: Code = error(
    "unclosed-quotation-mark",
    "\
## What it looks for

A text that begins with a quotation mark and does not end with one.

## Why it matters

Everything up to the next quotation mark, or to the end of the file, becomes part of the text.

## What to do

Close it at the end of the text, with the same mark.

```yaml
title: \"Declaration of the Example Conference\"
```
",
);

pub(in crate::record) const TEXT_AFTER_QUOTATION_MARK: Code = error(
    "text-after-quotation-mark",
    "\
## What it looks for

Words behind the quotation mark that closes a text; mostly the text itself holds the same mark, as in `'it's'`.

## Why it matters

The text ends at the mark. What comes behind it has no meaning.

## What to do

Use the other kind of quotation marks around the text. When it holds both kinds, double the single ones between single ones.

```yaml
summary: \"It's one of their demands.\"
quotes:
  - 'he called it \"a weapon\"'
  - 'it''s \"a weapon\"'
```
",
);

pub(in crate::record) const UNCLOSED_BRACKET: Code = error(
    "unclosed-bracket",
    "\
## What it looks for

A `[` or `{` without its closing bracket, or with something between its items that is no comma.

## Why it matters

Lines that follow become items of the list.

## What to do

Close the bracket, and part items by commas. A text that begins with a bracket takes quotation marks.

```yaml
terms: [surveillance, \"social credit\"]
title: \"[Concept note on technology]\"
```
",
);

pub(in crate::record) const MISSING_SPACE: Code = error(
    "missing-space",
    "\
## What it looks for

A dash or a colon with no space behind it: `-item`, `key:value`.

## Why it matters

Without the space it is an ordinary character, and the line becomes part of a text.

## What to do

Write the space.

```yaml
stance: supports
terms:
  - surveillance
```
",
);

pub(in crate::record) const NO_BREAK_SPACE: Code = error(
    "no-break-space",
    "\
## What it looks for

A no-break space, or another space that is not the one of the space bar, where YAML wants an ordinary one: at the beginning of a line,
behind a dash or behind a colon. They come with text copied from web pages and word processors.

## Why it matters

It looks like a space and is a letter to YAML, so that dash or colon lose their meaning.

## What to do

Delete it and type a space. Inside of texts such spaces may stay.

```yaml
terms:
  - surveillance
```
",
);

pub(in crate::record) const TEXT_CUT_BY_COMMENT: Code = warning(
    "text-cut-by-comment",
    "\
## What it looks for

A text without quotation marks, followed on its line by ` #` and what may be the rest of it.

## Why it matters

A space and `#` begin a comment: `Example Forum #12` is read as `Example Forum`.

## What to do

Put quotation marks around the text. If it is a comment, put it on a line of its own.

```yaml
title: \"Example Forum #12\"
```
",
);

pub(in crate::record) const CURLY_QUOTATION_MARKS: Code = warning(
    "curly-quotation-marks",
    "\
## What it looks for

A value that stands between `“` and `”`, `„` and `“`, `‘` and `’` or `«` and `»`, without straight quotation marks around them.

## Why it matters

Only straight quotation marks have a meaning in YAML. Curly ones, which word processors put in, become part of the text, and other
characters in it keep their meaning.

## What to do

Replace them by straight ones. If they belong to the text, put straight ones around them.

```yaml
title: \"Declaration of the Example Conference\"
quotes:
  - \"“binding rules”\"
```
",
);

pub(in crate::record) const TOO_DEEP: Code = error(
    "too-deep",
    "\
## What it looks for

Values nested more than 32 levels deep.

## Why it matters

No record needs more than six. Deeper nesting is a slip, or meant to keep the build busy.

## What to do

Delete the superfluous brackets or dashes.

```yaml
terms: [surveillance]   # not [[surveillance]]
```
",
);

pub(in crate::record) const SECOND_DOCUMENT: Code = error(
    "second-document",
    "\
## What it looks for

A line `---` behind the beginning of a record, which begins a second document in the same file.

## Why it matters

A file is one record. What stands behind the line would be lost.

## What to do

Delete the line, or put what stands behind it into a file of its own. Notes go into comments.

```yaml
# coded from the version of 19 April
title: Declaration of the Example Conference
```
",
);

pub(in crate::record) const YAML_ALIAS: Code = error(
    "yaml-alias",
    "\
## What it looks for

A value that begins with `*`, which in YAML stands for a value from elsewhere in the file.

## Why it matters

A record is read and changed line by line, in a web editor: its values stand where they are used. Aliases of aliases can also
grow without bounds.

## What to do

Write the value itself. A text that begins with `*` takes quotation marks.

```yaml
summary: \"*Emphasised* words at the beginning\"
```
",
);

pub(in crate::record) const YAML_ANCHOR: Code = error(
    "yaml-anchor",
    "\
## What it looks for

A value that begins with `&` and a name, which in YAML makes it known for being used again.

## Why it matters

Values stand where they are used, so no record needs it; and a text that begins with `&` would lose its first word.

## What to do

Delete the name. If it belongs to the text, put quotation marks around the text.

```yaml
title: \"&c.\"
```
",
);

pub(in crate::record) const YAML_MERGE_KEY: Code = error(
    "yaml-merge-key",
    "\
## What it looks for

The key `<<`, with which some readers of YAML take over the keys of another mapping.

## Why it matters

Others do not, and nobody who reads the record sees what it says.

## What to do

Write the keys themselves.

```yaml
- question: example-question
  stance: supports
```
",
);

pub(in crate::record) const YAML_TAG: Code = error(
    "yaml-tag",
    "\
## What it looks for

A value that begins with `!`, which in YAML declares its type.

## Why it matters

The type of each value is known from its key; and a text that begins with `!` would lose its first word.

## What to do

Delete the tag. If it belongs to the text, put quotation marks around the text.

```yaml
title: \"!Khwa ttu declaration\"
```
",
);

pub(in crate::record) const KEY_NOT_TEXT: Code = error(
    "key-not-text",
    "\
## What it looks for

A list or a mapping where a key should be, or a colon with nothing before it.

## Why it matters

Keys are the fixed words that a record knows.

## What to do

Write the key. A text that begins with a bracket or a colon takes quotation marks.

```yaml
title: \"[Concept note]: technology\"
```
",
);
