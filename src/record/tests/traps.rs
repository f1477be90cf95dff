//! What YAML takes otherwise than people mean it: each slip, its place, and what is said about it.

use super::*;

#[test]
fn slips_are_recognised() {
    // `line:column "what is underlined" rule: message (help)`. What else is wrong with so short a
    // record is left out.
    let check = |yaml: &str, expected: &[&str]| {
        let left_out = ["missing-key", "unknown-key", "unknown-value"];
        let found: Vec<String> = in_one_line(yaml)
            .into_iter()
            .filter(|(id, _)| !left_out.contains(id))
            .map(|(_, line)| line)
            .collect();
        assert_eq!(found, expected, "{yaml:?}");
    };
    // A colon in a text.
    check(
        "date: x: y\n",
        &[
            "1:8 \":\" unquoted-colon: a colon in a text without quotation marks (put quotation marks around it: `\"x: y\"`)",
        ],
    );
    // A tab.
    check(
        "event:\n\tname: x\n",
        &[
            "2:1 \"\\t\" tab-in-indentation: a tab in the indentation (replace each tab by two spaces)",
        ],
    );
    // Characters that YAML keeps for itself.
    check(
        "title: @x\n",
        &[
            "1:8 \"@\" unquoted-mark: a text that begins with `@` stands without quotation marks (put quotation marks around it: `\"@x\"`)",
        ],
    );
    check(
        "title: `x`\n",
        &[
            "1:8 \"`\" unquoted-mark: a text that begins with `` ` `` stands without quotation marks (put quotation marks around it: `\"`x`\"`)",
        ],
    );
    check(
        "title: 5 %\nshort: %x\n",
        &[
            "2:8 \"%\" unquoted-mark: a text that begins with `%` stands without quotation marks (put quotation marks around it: `\"%x\"`)",
        ],
    );
    check(
        "title: *x y\n",
        &[
            "1:8 \"*x\" yaml-alias: `*x` stands for a value from elsewhere in the file (write the value itself; if the words begin with `*`, put quotation marks around them: `\"*x y\"`)",
        ],
    );
    check(
        "title: &x y\n",
        &[
            "1:8 \"&x\" yaml-anchor: `&x` names a value to be used again (delete `&x`; if it belongs to the text, put quotation marks around it: `\"&x y\"`)",
        ],
    );
    check(
        "title: & y\n",
        &[
            "1:8 \"&\" unquoted-mark: a text that begins with `&` stands without quotation marks (put quotation marks around it: `\"& y\"`)",
        ],
    );
    check(
        "title: !x y\n",
        &[
            "1:8 \"!x\" yaml-tag: `!x` declares a type, which records have no use for (delete `!x`; if it belongs to the text, put quotation marks around it: `\"!x y\"`)",
        ],
    );
    // The parser panics at this one.
    check(
        "silent: [!x, y]\n",
        &[
            "1:10 \"!x\" unquoted-mark: a text that begins with `!` stands without quotation marks (put quotation marks around it: `\"!x\"`)",
        ],
    );
    check(
        "title: [Concept] on x\n",
        &[
            "1:8 \"[\" unquoted-mark: a text that begins with a bracket stands without quotation marks (put quotation marks around it: `\"[Concept] on x\"`)",
        ],
    );
    // Quotation marks of one kind in each other.
    check(
        "title: 'it's'\n",
        &[
            "1:12 \"s'\" text-after-quotation-mark: words behind the quotation mark that closes the text (put the other kind of quotation marks around it: `\"it's\"`)",
        ],
    );
    check(
        "title: \"he said \"x\"\"\n",
        &[
            "1:18 \"x\\\"\\\"\" text-after-quotation-mark: words behind the quotation mark that closes the text (put the other kind of quotation marks around it: `'he said \"x\"'`)",
        ],
    );
    // Never closed: to the end of the file, or to an apostrophe further down.
    check(
        "title: \"unclosed\ndate: c\n",
        &[
            "1:8 \"\\\"\" unclosed-quotation-mark: the quotation mark `\"` is never closed (write `\"` at the end of the text as well)",
        ],
    );
    check(
        "title: 'unclosed\ndate: it's\n",
        &[
            "1:8 \"'\" unclosed-quotation-mark: the quotation mark `'` is never closed (write `'` at the end of the text as well)",
        ],
    );
    // An escape that is none.
    check(
        "title: \"a\\qb\"\n",
        &[
            "1:10 \"\\\\q\" yaml-syntax: `\\q` has no meaning between double quotation marks (write `\\\\` for a backslash, or put single quotation marks around the text)",
        ],
    );
    // A space too few or too many.
    check(
        "positions:\n  - question: x\n   stance: y\n",
        &[
            "3:4 \"stance\" wrong-indentation: `stance` begins in a column where no key can stand (begin `stance` in the same column as `question`, with 4 spaces before it)",
        ],
    );
    check(
        "positions:\n  - question: x\n  stance: y\n",
        &[
            "3:3 \"stance\" wrong-indentation: `stance` begins in a column where no key can stand (begin `stance` in the same column as `question`, with 4 spaces before it)",
        ],
    );
    check(
        "positions:\n  - question: x\n     stance: y\n",
        &[
            "3:6 \"stance\" wrong-indentation: `stance` is indented further than the key above it (begin it in the same column as `question`, with 4 spaces before it)",
        ],
    );
    check(
        "positions:\n- question: x\n stance: y\n",
        &[
            "3:2 \"stance\" wrong-indentation: `stance` begins in a column where no key can stand (begin `stance` in the same column as `question`, with 2 spaces before it)",
        ],
    );
    check(
        "title: x\n- y\n",
        &[
            "2:1 \"- y\" wrong-indentation: an item of a list where a key is expected (let all items of a list begin in the same column, below the key that they belong to)",
        ],
    );
    check(
        "title: >\n    foo\n  bar\n",
        &[
            "3:3 \"bar\" wrong-indentation: this line belongs to no key (indent it further than the key whose text it continues, or put quotation marks around the whole text)",
        ],
    );
    // Items that were joined to the text above.
    check(
        "silent:\n  - a\n    - b\n",
        &[
            "3:5 \"-\" wrong-indentation: this looks like an item of a list, and is read as part of the text above it (begin it in the column of the dashes above; if the dash belongs to the text, put quotation marks around the text)",
        ],
    );
    check(
        "silent:\n  - a\n   -b\n",
        &[
            "3:4 \"-\" missing-space: this looks like an item of a list, and is read as part of the text above it (write `- b`)",
        ],
    );
    // No space behind dash or colon.
    check(
        "silent:\n  - a\n  -b\n",
        &["3:3 \"-\" missing-space: no space behind the dash (write `- b`)"],
    );
    check(
        "silent:\n  -b\n",
        &["2:3 \"-\" missing-space: no space behind the dash (write a space behind it: `- item`)"],
    );
    check(
        "title:x\ndate: y\n",
        &["1:6 \":\" missing-space: no space behind the colon (write `title: x`)"],
    );
    check(
        "event:\n  name:x\n",
        &[
            "2:7 \":\" missing-space: no space behind the colon (write a space behind it: `key: value`)",
        ],
    );
    // No colon, or one of East Asian scripts.
    check(
        "title x\ndate: y\n",
        &["1:1 \"title\" yaml-syntax: no colon behind `title` (write `title: x`)"],
    );
    check(
        "title：x\ndate: y\n",
        &[
            "1:6 \"：\" yaml-syntax: a full-width colon, which has no meaning in YAML (write an ordinary colon and a space: `: `)",
        ],
    );
    // No-break spaces.
    check(
        "silent:\n  -\u{a0}b\n",
        &[
            "2:4 \"\\u{a0}\" no-break-space: a no-break space where an ordinary space is wanted (delete it and type an ordinary space)",
        ],
    );
    check(
        "silent:\n  - a\n  -\u{a0}b\n",
        &[
            "3:4 \"\\u{a0}\" no-break-space: a no-break space where an ordinary space is wanted (delete it and type an ordinary space)",
        ],
    );
    check(
        "title:\u{a0}x\ndate: y\n",
        &[
            "1:7 \"\\u{a0}\" no-break-space: a no-break space where an ordinary space is wanted (delete it and type an ordinary space)",
        ],
    );
    check(
        "title\u{a0}: x\n",
        &[
            "1:6 \"\\u{a0}\" no-break-space: a no-break space where an ordinary space is wanted (delete it and type an ordinary space)",
        ],
    );
    check(
        "event:\n  name:\u{a0}x\n",
        &[
            "2:8 \"\\u{a0}\" no-break-space: a no-break space where an ordinary space is wanted (delete it and type an ordinary space)",
        ],
    );
    // Cut by a comment, or a comment.
    check(
        "title: IGF 2019 WS #129\n",
        &[
            "1:20 \"#129\" text-cut-by-comment: ` #` begins a comment, so the text ends before it (put quotation marks around the text: `\"IGF 2019 WS #129\"`; if it is a comment, write two spaces before `#` and one behind it)",
        ],
    );
    check(
        "title: a # b\n",
        &[
            "1:10 \"# b\" text-cut-by-comment: ` #` begins a comment, so the text ends before it (put quotation marks around the text: `\"a # b\"`; if it is a comment, write two spaces before `#` and one behind it)",
        ],
    );
    check("title: a  # b\n", &[]);
    check("format: text # a | b\n", &[]);
    check(
        "source: a.txt # b\n",
        &[
            "1:15 \"# b\" text-cut-by-comment: ` #` begins a comment, so the text ends before it (put quotation marks around the text: `\"a.txt # b\"`; if it is a comment, write two spaces before `#` and one behind it)",
        ],
    );
    check(
        "title: a #129 b\n  more\n",
        &[
            "1:10 \"#129 b\" yaml-syntax: ` #` begins a comment, and the text goes on behind it (put quotation marks around the whole text, from its first line to its last)",
        ],
    );
    check(
        "corrections: [{ at: a, read: b #129 }]\n",
        &[
            "1:32 \"#129 }]\" unclosed-bracket: ` #` begins a comment, in which the closing bracket stands (put quotation marks around the text that holds `#`)",
        ],
    );
    // Typographic quotation marks.
    check(
        "title: “x”\n",
        &[
            "1:8 \"“x”\" curly-quotation-marks: `“` and `”` become part of the text (write straight quotation marks: `\"x\"`; if `“` and `”` belong to the text, put straight ones around them)",
        ],
    );
    check("title: “x” and “y”\n", &[]);
    check("title: \"“x”\"\n", &[]);
    check(
        "title: “x: y”\n",
        &[
            "1:10 \":\" unquoted-colon: a colon in a text without quotation marks (put quotation marks around it: `\"“x: y”\"`)",
        ],
    );
    // Brackets.
    check(
        "silent: [a, b\ntitle: c\n",
        &[
            "1:9 \"[\" unclosed-bracket: `[` is not closed, or a comma is missing behind it (part the items by commas and write `]` behind the last; put quotation marks around texts that hold brackets, commas or colons)",
        ],
    );
    check(
        "silent: [a,, b]\n",
        &[
            "1:12 \",\" unclosed-bracket: `,` with nothing before it (write one value between two commas, and close each bracket once)",
        ],
    );
    check(
        "title: - x\n",
        &[
            "1:8 \"-\" yaml-syntax: a list begins on the line of its key (put each `- ` on a line of its own, indented by two spaces; if the dash belongs to a text, put quotation marks around it: `\"- x\"`)",
        ],
    );
    check(
        "title: |foo\n",
        &[
            "1:8 \"|foo\" unquoted-mark: words behind `|` on its line (begin the text on the next line, or put quotation marks around it if `|` belongs to it)",
        ],
    );
    // Nothing.
    check(
        "",
        &["1:1 \"\" empty-file: file has no content (write the record, or delete the file)"],
    );
    check(
        "# only\n",
        &["1:1 \"\" empty-file: file has no content (write the record, or delete the file)"],
    );
    check(
        "title:\n",
        &["1:1 \"title\" empty-value: `title` has no value (write the value, or delete the line)"],
    );
    check(
        "title: ~\n",
        &["1:1 \"title\" empty-value: `title` has no value (write the value, or delete the line)"],
    );
    check(
        "silent:\n",
        &[
            "1:1 \"silent\" empty-value: `silent` has no value (delete the line, or write `silent: []`)",
        ],
    );
    check(
        "silent:\n  -\n  - a\n",
        &[
            "2:3 \"-\" empty-value: an item of `silent` has no value (write the value, or delete the item)",
        ],
    );
    // What records have no use for.
    check(
        "date: 2020\ndate: 2021\n",
        &[
            "2:1 \"date\" duplicate-key: key `date` is given twice (delete one of the two, or put both values under one `date`)",
        ],
    );
    check(
        "event: { name: a, name: b }\n",
        &[
            "1:19 \"name\" duplicate-key: key `name` is given twice (delete one of the two, or put both values under one `name`)",
        ],
    );
    check(
        "<<: {a: b}\n",
        &[
            "1:1 \"<<\" yaml-merge-key: `<<` takes over keys from elsewhere (write the keys themselves)",
        ],
    );
    check(
        "[a]: b\n",
        &[
            "1:1 \"[\" key-not-text: a list where a key is wanted (write a key and a colon; put quotation marks around words that begin with `[` or `{`)",
        ],
    );
    check(
        "title: a\n---\ntitle: b\n",
        &[
            "2:1 \"---\" second-document: a second YAML document begins here (delete the line `---`, or put the second record into a file of its own)",
        ],
    );
    check(
        "a\0b",
        &[
            "1:2 \"\\0\" control-character: control character U+0000 in the file (delete the character; it is invisible in most editors)",
        ],
    );
    check(
        "title: \"a\\0b\"\n",
        &[
            "1:8 \"\\\"a\\\\0b\\\"\" control-character: control character U+0000 in a text (delete the escape that stands for it)",
        ],
    );
    // Another encoding.
    let (_, printed) = read_document(b"title: Gen\xe8ve\n");
    assert_eq!(
        printed,
        "1:11: error[not-utf-8]: byte 10 of the file is no UTF-8 | \"\u{fffd}\"\n  help: open the file in an editor and save it with the encoding UTF-8; there probably stands `è`\n"
    );
    let (_, printed) = read_document(b"\xff\xfet\0");
    assert!(printed.contains("file is UTF-16, not UTF-8"), "{printed}");
}
