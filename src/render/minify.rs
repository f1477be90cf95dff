//! Pages without superfluous bytes, behind the feature `minify`.

/// Drops what a browser does not need from a page.
#[cfg(feature = "minify")]
pub(super) fn minified(page: Vec<u8>) -> Vec<u8> {
    let settings = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_input_type_text_attr: true,
        ..minify_html::Cfg::default()
    };
    minify_html::minify(&page, &settings)
}

/// Leaves a page as it is.
#[cfg(not(feature = "minify"))]
pub(super) fn minified(page: Vec<u8>) -> Vec<u8> {
    page
}

#[cfg(all(test, feature = "minify"))]
mod tests {
    use scraper::Html;

    use super::*;
    use crate::text::fold::spaced;

    fn words(page: &str) -> String {
        let text: String = Html::parse_fragment(page).root_element().text().collect();
        spaced(&text)
    }

    /// Minifies, and says what words come out.
    fn check(page: &str) -> String {
        let minified = String::from_utf8(minified(page.into())).expect("UTF-8");
        assert_eq!(words(&minified), words(page), "{page}");
        minified
    }

    #[test]
    fn words_and_drawings_stay() {
        check("<p>one\n  two <a href=\"x\">three</a> <em>four</em>\n five</p>");
        // Lines of Chinese are joined before, since a line break would become a space here.
        check("<p>人工智能治理</p>");
        let drawing = check(
            "<p><svg viewBox=\"0 0 1 1\"><rect x=\"0\" y=\"0\" width=\"1\" height=\"1\"></rect></svg> a</p>",
        );
        assert!(drawing.contains("</svg>"), "{drawing}");
        check("<table><tr><td><p><a href=\"x\">a</a> <span>b</span></p></td></tr></table>");
        let spaced = check("<p><span>a </span><b>b</b><span> c</span></p>");
        assert!(spaced.contains("a </span>"), "{spaced}");
    }

    #[test]
    fn prose_is_never_nested_too_deeply() {
        let deep = format!(
            "{}x{}",
            "<blockquote>".repeat(80),
            "</blockquote>".repeat(80)
        );
        check(&deep);
    }
}
