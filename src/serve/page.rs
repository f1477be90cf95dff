//! What a preview adds to pages, and what stands in the place of those it cannot show.

/// Where open pages hear of new versions. No address of a site begins so.
pub(super) const EVENTS: &str = "/.serve/events";

const SCRIPT: &str = include_str!("reload.js");

// The site's own style, or a digest's, is not to touch what the preview says.
const PANEL_STYLE: &str = "all: initial; position: fixed; inset: 0 0 auto; z-index: 2147483647; \
    box-sizing: border-box; max-height: 60vh; overflow: auto; padding: 0.75rem 1rem; \
    color: #fff; background: #32141a; border-bottom: 4px solid #e5484d; font: 16px/1.5 sans-serif";
const SUMMARY_STYLE: &str = "all: revert; cursor: pointer";
const TEXT_STYLE: &str =
    "all: revert; margin: 0.75rem 0 0; font: 14px/1.4 monospace; white-space: pre";

/// An answer to a browser.
#[derive(Debug)]
pub(super) struct Page {
    /// The status of HTTP.
    pub(super) status: u16,
    /// The media type.
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
}

const HTML: &str = "text/html; charset=utf-8";

impl Page {
    /// What stands at an address of the site. A page of HTML is made to follow the versions, under
    /// the panel if there is one.
    pub(super) fn of_site(
        status: u16,
        path: &str,
        bytes: Vec<u8>,
        version: &str,
        panel: Option<&str>,
    ) -> Self {
        let kind = media_type(path);
        let bytes = match kind == HTML {
            true => with_addition(
                bytes,
                &(panel.unwrap_or_default().to_owned() + &script(version)),
            ),
            false => bytes,
        };
        Self {
            status,
            kind,
            bytes,
        }
    }

    /// A page in the place of one that cannot be shown.
    pub(super) fn of_trouble(trouble: &Trouble, version: &str) -> Self {
        let (panel, script) = (trouble.panel(), script(version));
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <title>{}</title>\n<body>\n{panel}{script}</body>\n</html>\n",
            escaped(&trouble.heading)
        );
        Self {
            status: 500,
            kind: HTML,
            bytes: html.into_bytes(),
        }
    }
}

/// Why there is no page, or none that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// In a few words.
    pub(super) heading: String,
    /// In full, as a terminal without colours would show it.
    pub(super) text: String,
}

impl Trouble {
    pub(super) fn new(heading: &str, text: &str) -> Self {
        Self {
            heading: heading.to_owned(),
            text: text.to_owned(),
        }
    }

    /// A panel over the page, which the reader may fold.
    pub(super) fn panel(&self) -> String {
        format!(
            "<section role=\"alert\" lang=\"en\" dir=\"ltr\" style=\"{PANEL_STYLE}\">\
             <details open style=\"all: revert\"><summary style=\"{SUMMARY_STYLE}\">{}</summary>\
             <pre style=\"{TEXT_STYLE}\">\n{}</pre></details></section>\n",
            escaped(&self.heading),
            escaped(&self.text)
        )
    }
}

fn script(version: &str) -> String {
    format!(
        "<script data-version=\"{}\">\n{SCRIPT}</script>\n",
        escaped(version)
    )
}

/// Puts markup before the end of the body, or at the end of a page that does not say where that is.
fn with_addition(mut page: Vec<u8>, markup: &str) -> Vec<u8> {
    let end = memchr::memmem::rfind(&page, b"</body>").unwrap_or(page.len());
    page.splice(end..end, markup.bytes());
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        // `CNAME` and `.nojekyll`.
        "" | "txt" | "nojekyll" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn additions_stand_at_the_end_of_the_body() {
        let check = |page: &str, expected: &str| {
            let page = with_addition(page.as_bytes().to_vec(), "+");
            assert_eq!(String::from_utf8(page).unwrap(), expected);
        };
        check("<p></body></html>", "<p>+</body></html>");
        // Only the last one ends it: another stands in a script or a comment.
        check("<!-- </body> --></body>", "<!-- </body> -->+</body>");
        // A template of the digest's own may leave it out.
        check("<p>", "<p>+");
    }

    #[test]
    fn nothing_that_is_shown_becomes_markup() {
        let trouble = Trouble {
            heading: "1 error".to_owned(),
            text: "</pre><script>alert(\"1\")</script> & more".to_owned(),
        };
        let page = Page::of_trouble(&trouble, "1-1");
        let page = String::from_utf8(page.bytes).unwrap();
        let shown =
            "&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more</pre>";
        assert!(page.contains(shown), "{page}");
        assert_eq!(page.matches("<script").count(), 1);
    }
}
