//! Pages without superfluous bytes, behind the feature `minify`.

/// Drops what a browser does not need from a page.
#[cfg(feature = "minify")]
pub(super) fn minified(page: String) -> Vec<u8> {
    let settings = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_input_type_text_attr: true,
        ..minify_html::Cfg::default()
    };
    minify_html::minify(page.as_bytes(), &settings)
}

/// Leaves a page as it is.
#[cfg(not(feature = "minify"))]
pub(super) fn minified(page: String) -> Vec<u8> {
    page.into_bytes()
}
