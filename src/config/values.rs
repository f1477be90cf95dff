//! What a setting's text may be. Each function gives the value in its usual form, or says what is
//! wrong with it in words that follow the key's name.

/// A folder or file inside the digest's folder: parts parted by `/`, without `.` and empty ones.
pub(super) fn inside_path(text: &str) -> Result<String, String> {
    let mut parts = Vec::new();
    if text.starts_with('/') || text.contains(['\\', ':']) || text.chars().any(char::is_control) {
        return Err(
            "should be a path relative to the digest's folder, parted by `/`, such as `a/b`"
                .to_owned(),
        );
    }
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => return Err("leads out of the digest's folder".to_owned()),
            _ if part.eq_ignore_ascii_case(".git") => {
                return Err("leads into git's own folder".to_owned());
            }
            _ => parts.push(part),
        }
    }
    if parts.is_empty() {
        return Err("should name a folder or file below the digest's folder".to_owned());
    }
    Ok(parts.join("/"))
}

/// As [`inside_path`], and with this ending.
pub(super) fn file_path(text: &str, extension: &str) -> Result<String, String> {
    let path = inside_path(text)?;
    if path.ends_with(extension) {
        Ok(path)
    } else {
        Err(format!("should name files that end in `{extension}`"))
    }
}

/// An address on the web, without a slash at its end.
pub(super) fn web_address(text: &str) -> Result<String, String> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if rest.starts_with(|c: char| c.is_alphanumeric()) && is_clean(text) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        Some(_) => Err("is no address that could be opened".to_owned()),
        None => Err("should begin with `https://`".to_owned()),
    }
}

/// An address on the web with `{path}` in it.
pub(super) fn edit_template(text: &str) -> Result<String, String> {
    web_address(&text.replace("{path}", "path"))?;
    if text.contains("{path}") {
        Ok(text.to_owned())
    } else {
        Err("should hold `{path}`, in whose place the file's path is put".to_owned())
    }
}

/// A host name for GitHub Pages' file `CNAME`.
pub(super) fn host_name(text: &str) -> Result<String, String> {
    if text.contains('.') && super::site_url::is_host(text) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("should be a host name alone, such as `digest.example.org`".to_owned())
    }
}

/// The old address of a redirect, relative to the site's root without a slash before it.
pub(super) fn old_address(text: &str) -> Result<String, String> {
    if text.contains(['#', '?']) {
        return Err("holds `#` or `?`, behind which no redirect can look".to_owned());
    }
    let path = text.strip_prefix('/').unwrap_or(text);
    if !is_clean(path) {
        return Err("holds characters that no address has".to_owned());
    }
    let path = inside_path(path).map_err(|_| "leads out of the site".to_owned())?;
    if path.ends_with(".html") {
        Ok(path)
    } else {
        Err("should end in `.html`".to_owned())
    }
}

/// The new address of a redirect: relative, or on the web.
pub(super) fn new_address(text: &str) -> Result<String, String> {
    let before_path = text.split(['/', '?', '#']).next().unwrap_or_default();
    if text.is_empty() || !is_clean(text) {
        return Err("should be an address, without spaces and quotation marks".to_owned());
    }
    if text.starts_with("//") {
        return Err("should name `https:` before `//`".to_owned());
    }
    if before_path.contains(':') {
        web_address(text)?;
    }
    Ok(text.to_owned())
}

/// Whether nothing in an address could end it early, or be dropped by a browser.
fn is_clean(address: &str) -> bool {
    !address
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || "\"'<>\\`^{|}".contains(c))
}
