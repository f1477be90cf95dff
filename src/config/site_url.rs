//! `site-url`: a path, or a whole address.

use super::SiteUrl;

impl SiteUrl {
    /// Reads `/repository/` or `https://owner.github.io/repository/`; a slash at the end is added.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as one phrase with an example.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (origin, path) = match text.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(origin(scheme, host)?), path)
            }
            None => (None, text),
        };
        let path = match (&origin, path) {
            (Some(_), "") => "/",
            _ => path,
        };
        if !path.starts_with('/') || path.starts_with("//") {
            return Err(format!(
                "should be a path such as `/{}/`, or an address such as `https://owner.github.io/repository/`",
                example(path)
            ));
        }
        check_path(path)?;
        let slash = if path.ends_with('/') { "" } else { "/" };
        Ok(Self {
            origin,
            path: format!("{path}{slash}"),
        })
    }
}

fn example(path: &str) -> &str {
    let word = path.trim_matches('/');
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word
    } else {
        "repository"
    }
}

fn origin(scheme: &str, host: &str) -> Result<String, String> {
    if !matches!(scheme, "http" | "https") {
        return Err("should begin with `https://`, `http://` or `/`".to_owned());
    }
    let (name, port) = match host.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    if !is_host(name) || port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err(format!(
            "has no host name that could be reached: `{host}`, such as `owner.github.io`"
        ));
    }
    Ok(format!("{scheme}://{}", host.to_ascii_lowercase()))
}

/// Whether a word is the name of a host: labels of letters, digits and `-`, parted by dots.
pub(super) fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

fn check_path(path: &str) -> Result<(), String> {
    if path.contains(['?', '#']) {
        return Err("should end before `?` and `#`".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(c);
    if let Some(bad) = path.chars().find(|c| !allowed(*c)) {
        return Err(format!(
            "should write {} by its percent code",
            match bad {
                ' ' => "a space".to_owned(),
                _ => format!("`{}`", bad.escape_debug()),
            }
        ));
    }
    if path.split('/').any(|part| part == ".." || part == ".") || path.contains("//") {
        return Err("should have no empty part, `.` or `..` in its path".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_are_read() {
        let check = |text: &str, origin: Option<&str>, path: &str| {
            let expected = SiteUrl {
                origin: origin.map(str::to_owned),
                path: path.to_owned(),
            };
            assert_eq!(SiteUrl::parse(text), Ok(expected), "{text:?}");
        };
        check("/", None, "/");
        check("/repository/", None, "/repository/");
        // mdBook wants the slash at the end; people forget it.
        check("/repository", None, "/repository/");
        check(
            "https://owner.github.io/repository/",
            Some("https://owner.github.io"),
            "/repository/",
        );
        check("https://example.org", Some("https://example.org"), "/");
        // Host names have no case.
        check(
            "http://LocalHost:3000/a",
            Some("http://localhost:3000"),
            "/a/",
        );
        check("/%C3%A9/", None, "/%C3%A9/");
    }

    #[test]
    fn anything_else_is_refused() {
        let check = |text: &str, words: &str| {
            let error = SiteUrl::parse(text).expect_err(text);
            assert!(error.contains(words), "{text:?}: {error}");
        };
        check("", "`/repository/`");
        check("repository", "`/repository/`");
        check("owner.github.io/repository", "https://owner.github.io");
        check("//evil.example/", "path such as");
        check("javascript://%0aalert(1)/", "https://");
        check("https:///a", "host");
        check("https://user@example.org/", "host");
        check("https://example.org:port/", "host");
        check("/a/../b/", "`..`");
        check("/a b/", "a space");
        check("/é/", "`é`");
        check("/\"><script>/", "percent");
        check("/a?b", "`?`");
    }
}
