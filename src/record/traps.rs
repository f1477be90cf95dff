//! Values that are valid YAML and probably not what was meant.

use std::ops::Range;

use super::codes;
use super::events::is_nothing;
use super::lines;
use super::mistakes::in_quotation_marks;
use super::node::{Key, Node, Value};
use super::text::Source;
use crate::diag::Diagnostics;

/// Keys whose values are words of a fixed list or numbers: nothing can be cut off there unseen.
const CLOSED: [&str; 7] = [
    "kind", "stance", "format", "lines", "as", "publish", "order",
];

/// Keys whose values are ids, addresses and the like: words with no space in them.
const SINGLE: [&str; 15] = [
    "affiliation",
    "archive",
    "date",
    "holder",
    "id",
    "instrument",
    "issuer",
    "language",
    "licence",
    "on_behalf_of",
    "question",
    "retrieved",
    "sha256",
    "silent",
    "url",
];

/// Keys whose values are lists, which may have no items.
const LISTS: [&str; 8] = [
    "aliases",
    "corrections",
    "positions",
    "quotes",
    "seen",
    "silent",
    "structure",
    "terms",
];

/// Looks at every value of a tree.
///
/// Reports `empty-value`, `text-cut-by-comment`, `curly-quotation-marks`, `no-break-space`, and, where
/// lines were joined to a text that look like items, `wrong-indentation` and `missing-space`.
pub(super) fn look(source: Source<'_>, root: &Node, diags: &mut Diagnostics) {
    Look { source, diags }.node("", root);
}

struct Look<'a> {
    source: Source<'a>,
    diags: &'a mut Diagnostics,
}

impl Look<'_> {
    /// Looks at a value and all below it; `key` is the nearest one above.
    fn node(&mut self, key: &str, node: &Node) {
        match &node.value {
            Value::Scalar { text, plain: true } => self.plain(key, text, node),
            Value::Scalar { .. } => {}
            Value::Sequence(items) => {
                for item in items {
                    self.item(key, item);
                }
            }
            Value::Mapping(pairs) => {
                for (key, node) in pairs {
                    self.pair(key, node);
                }
            }
        }
    }

    fn item(&mut self, key: &str, item: &Node) {
        if self.is_empty(item) {
            let range = self.source.range(item.span);
            let dash = self.source.text[..range.start].trim_end().len();
            let start = if range.is_empty() {
                dash.saturating_sub(1)
            } else {
                range.start
            };
            let end = range.end.min(start + (range.end - start).max(1)).max(start);
            self.diags
                .report(
                    &codes::EMPTY_VALUE,
                    self.source.span(start, end),
                    format!("an item of `{key}` has no value"),
                )
                .help("write the value, or delete the item");
        }
        self.node(key, item);
    }

    fn pair(&mut self, key: &Key, node: &Node) {
        // A correction may read nothing where the source has something too much.
        if self.is_empty(node)
            && !(key.text == "read" && self.source.at(node.span).starts_with(['"', '\'']))
        {
            let help = if key.text == "sha256" {
                "write `sha256: todo`; `policy-digest check --fix` then fills in the checksum"
                    .to_owned()
            } else if LISTS.contains(&key.text.as_str()) {
                format!("delete the line, or write `{}: []`", key.text)
            } else {
                "write the value, or delete the line".to_owned()
            };
            self.diags
                .report(
                    &codes::EMPTY_VALUE,
                    key.span,
                    format!("`{}` has no value", key.text),
                )
                .help(help);
        }
        let range = self.source.range(key.span);
        if !self.source.text[range.clone()].starts_with(['"', '\'']) {
            let odd = |c: char| lines::is_odd_space(c);
            let first = key.text.find(odd).filter(|at| *at == 0);
            let last = key.text.rfind(odd);
            let last = last.filter(|at| key.text[*at..].chars().count() == 1);
            if let Some(at) = first.or(last) {
                self.odd_space(range.start + at);
            }
        }
        self.node(&key.text, node);
    }

    /// An alias has been reported, and stands for no value in the tree.
    fn is_empty(&self, node: &Node) -> bool {
        let blank = match &node.value {
            Value::Scalar { text, .. } => text.trim().is_empty(),
            _ => false,
        };
        (blank || is_nothing(node)) && !self.source.at(node.span).starts_with('*')
    }

    fn plain(&mut self, key: &str, text: &str, node: &Node) {
        let range = self.source.range(node.span);
        if text.is_empty() {
            return;
        }
        self.odd_spaces(&range);
        self.joined_lines(&range);
        if !CLOSED.contains(&key) {
            self.cut_off(key, &range);
            self.curly(text, node);
        }
    }

    /// A space that is none, where one is wanted.
    fn odd_spaces(&mut self, range: &Range<usize>) {
        let written = &self.source.text[range.clone()];
        let line = lines::Line {
            start: range.start,
            text: written.lines().next().unwrap_or_default(),
        };
        if let Some((at, _)) = line.odd_space() {
            self.odd_space(range.start + at);
        }
    }

    fn odd_space(&mut self, at: usize) {
        let Some(space) = self.source.text[at..].chars().next() else {
            return;
        };
        self.diags
            .report(
                &codes::NO_BREAK_SPACE,
                self.source.span(at, at + space.len_utf8()),
                lines::odd_space_message(space),
            )
            .help("delete it and type an ordinary space");
    }

    /// Lines that look like items of a list and were joined to the text above them.
    fn joined_lines(&mut self, range: &Range<usize>) {
        let written = &self.source.text[range.clone()];
        let mut start = range.start;
        for (index, whole) in written.split_inclusive('\n').enumerate() {
            let line_start = start;
            start += whole.len();
            if index == 0 {
                continue;
            }
            let line = lines::line_at(self.source.text, line_start);
            let dash = line_start + (whole.len() - whole.trim_start().len());
            let (code, help) = match line.missing_space() {
                _ if line.is_item() => (
                    &codes::WRONG_INDENTATION,
                    "begin it in the column of the dashes above; if the dash belongs to the text, put quotation marks around the text".to_owned(),
                ),
                Some((_, lines::DASH, help)) => (&codes::MISSING_SPACE, help),
                _ => continue,
            };
            self.diags
                .report(
                    code,
                    self.source.span(dash, dash + 1),
                    "this looks like an item of a list, and is read as part of the text above it",
                )
                .help(help);
        }
    }

    /// ` #` behind a text, when what follows may be the rest of the text.
    ///
    /// `# ` behind two spaces is how comments are written; `#129` behind one is not.
    fn cut_off(&mut self, key: &str, range: &Range<usize>) {
        let rest = &self.source.text[range.end..];
        let comment = rest.trim_start_matches([' ', '\t']);
        if !comment.starts_with('#') {
            return;
        }
        let gap = rest.len() - comment.len();
        let line = lines::line_at(self.source.text, range.end);
        let words = &self.source.text[range.end + gap + 1..line.end()];
        let glued = words.starts_with(|c: char| !c.is_whitespace() && c != '#');
        let suspicious = glued || (gap < 2 && !SINGLE.contains(&key) && !words.trim().is_empty());
        if !suspicious {
            return;
        }
        let start = range.end + gap;
        let end = line.start + line.text.trim_end().len();
        let whole = &self.source.text[range.start..end];
        self.diags
            .report(
                &codes::TEXT_CUT_BY_COMMENT,
                self.source.span(start, end),
                "` #` begins a comment, so the text ends before it",
            )
            .here("not part of the text")
            .help(format!(
                "put quotation marks around the text: {}; if it is a comment, write two spaces before `#` and one behind it",
                in_quotation_marks(whole)
            ));
    }

    /// Typographic quotation marks around a whole value.
    fn curly(&mut self, text: &str, node: &Node) {
        let mut inner = text.chars();
        let (Some(open), Some(close)) = (inner.next(), inner.next_back()) else {
            return;
        };
        let closing = match open {
            '“' => "”",
            '„' => "“”",
            '‘' => "’",
            '‚' => "‘’",
            '«' => "»",
            '»' => "«",
            '”' => "”",
            '＂' => "＂",
            _ => return,
        };
        // `“A” and “B”` begins and ends with marks that are not around it.
        if !closing.contains(close) || inner.as_str().contains([open, close]) {
            return;
        }
        self.diags
            .report(
                &codes::CURLY_QUOTATION_MARKS,
                node.span,
                format!("`{open}` and `{close}` become part of the text"),
            )
            .help(format!(
                "write straight quotation marks: {}; if `{open}` and `{close}` belong to the text, put straight ones around them",
                in_quotation_marks(inner.as_str())
            ));
    }
}
