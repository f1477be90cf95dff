//! Text from outside made harmless, and markup that this module alone has made.

use std::fmt;

use askama::filters::HtmlSafe;
use askama::{FastWritable, Template, Values};
use serde::{Serialize, Serializer};

/// Markup that templates print as it stands.
///
/// Only this crate makes it, out of its own tags and escaped text. Everything else that reaches a
/// template is escaped there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Vouches for markup made by this crate.
    pub(super) fn trusted(markup: String) -> Self {
        Self(markup)
    }

    /// The markup of a compiled template.
    pub(super) fn of(template: &impl Template) -> Self {
        Self::lines([template])
    }

    /// The markup of compiled templates, each on lines of its own.
    pub(super) fn lines<T: Template>(templates: impl IntoIterator<Item = T>) -> Self {
        let templates = templates.into_iter();
        let count = templates.size_hint().0.max(1);
        let mut markup = String::with_capacity(count * T::SIZE_HINT);
        for (index, template) in templates.enumerate() {
            if index > 0 {
                markup.push('\n');
            }
            // The others will be about as long as the first; one that is much longer says nothing of them.
            if index == 1 {
                markup.reserve((count - 1) * markup.len().min(4 * T::SIZE_HINT));
            }
            let rendered = template.render_into(&mut markup);
            rendered.expect("a string takes everything, and no template fails of itself");
        }
        Self(markup)
    }

    /// Escapes a text.
    pub(super) fn text(text: &str) -> Self {
        let mut markup = String::with_capacity(text.len());
        push_text(&mut markup, text);
        Self(markup)
    }

    /// The markup.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to see.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Compiled templates print it as it stands.
impl HtmlSafe for Html {}

impl FastWritable for Html {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

/// Appends a text, escaped for use between tags and in quoted attributes.
///
/// Control characters that no HTML document may hold become U+FFFD.
pub(super) fn push_text(markup: &mut String, text: &str) {
    push_escaped(markup, text, true);
}

/// Appends a text, escaped for use between tags alone: in the markup of code quotation marks stand for themselves.
pub(super) fn push_code(markup: &mut String, text: &str) {
    push_escaped(markup, text, false);
}

fn push_escaped(markup: &mut String, text: &str, quotation_marks: bool) {
    let mut rest = text;
    loop {
        let plain = plain(rest.as_bytes());
        markup.push_str(&rest[..plain]);
        rest = &rest[plain..];
        let Some(c) = rest.chars().next() else {
            return;
        };
        match c {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' if quotation_marks => markup.push_str("&quot;"),
            '\'' if quotation_marks => markup.push_str("&#39;"),
            c if is_forbidden(c) => markup.push('\u{fffd}'),
            c => markup.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// How many bytes at the beginning are characters that stand for themselves wherever they are; most texts have
/// hardly any others.
fn plain(text: &[u8]) -> usize {
    let is_plain =
        |byte: &u8| matches!(byte, b' ' | b'#'..=b'%' | b'('..=b';' | b'=' | b'?'..=b'~');
    // All bytes of a few are looked at, which takes them at once.
    let chunks = text.chunks_exact(32);
    let chunks = chunks.take_while(|chunk| chunk.iter().fold(true, |all, it| all & is_plain(it)));
    let sound = 32 * chunks.count();
    let after = text[sound..].iter().take_while(|byte| is_plain(byte));
    sound + after.count()
}

/// Appends ` name="value"`.
pub(super) fn push_attribute(markup: &mut String, name: &str, value: &str) {
    markup.extend([" ", name, "=\""]);
    push_text(markup, value);
    markup.push('"');
}

/// Whether HTML forbids the character: controls but for white space, and noncharacters.
/// <https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream>
pub(super) fn is_forbidden(c: char) -> bool {
    let code = c as u32;
    if (0x20..0x7f).contains(&code) {
        return false;
    }
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || (0xfdd0..=0xfdef).contains(&code)
        || code & 0xfffe == 0xfffe
}

/// Whether a browser may be sent to this address: `http:`, `https:` or `mailto:`, and nothing that
/// a browser would read differently from us (white space, controls, backslashes).
pub(super) fn is_safe_url(url: &str) -> bool {
    let has_scheme = ["http://", "https://", "mailto:"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    has_scheme && is_plain_url(url)
}

/// Whether an address is relative: no scheme, no host, no path from the root of the host.
pub(super) fn is_relative_url(url: &str) -> bool {
    let path_end = url.find(['/', '?', '#']).unwrap_or(url.len());
    !url.is_empty() && !url.starts_with('/') && !url[..path_end].contains(':') && is_plain_url(url)
}

fn is_plain_url(url: &str) -> bool {
    !url.chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\' || is_forbidden(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let html = Html::text("<script>\"x\" & 'y'</script>\u{0}");
        assert_eq!(
            html.as_str(),
            "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;\u{fffd}"
        );
    }

    #[test]
    fn only_plain_addresses_are_safe() {
        let check = |url: &str, safe: bool, relative: bool| {
            assert_eq!(is_safe_url(url), safe, "{url:?} safe");
            assert_eq!(is_relative_url(url), relative, "{url:?} relative");
        };
        check("https://example.org/a?b=c#d", true, false);
        check("HTTP://example.org/", true, false);
        check("mailto:a@example.org", true, false);
        check("matrix.html#row", false, true);
        check("#here", false, true);
        check("a/b:c", false, true);
        check("javascript:alert(1)", false, false);
        check("JavaScript:alert(1)", false, false);
        // Browsers drop tabs and line breaks inside a scheme.
        check("java\tscript:alert(1)", false, false);
        check("https://a\nb", false, false);
        check("data:text/html,x", false, false);
        // A host of somebody else's, with our scheme.
        check("//example.org/", false, false);
        check("\\\\example.org/", false, false);
        check("/", false, false);
        check("", false, false);
    }
}
