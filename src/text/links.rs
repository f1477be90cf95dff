//! Web and mail addresses in running words.
//!
//! Only `http:`, `https:` and `mailto:` become links, here and in Markdown. What stands in the text is
//! never completed by guessing: an address that may go on in the next line is no link at all.

use std::ops::Range;

use crate::text::run::Run;
use crate::text::{Mark, MarkKind};

/// Marks the addresses of a run that stand outside of links and code.
pub(super) fn mark(run: &mut Run) {
    let mut taken: Vec<Range<usize>> = run
        .marks
        .iter()
        .filter(|mark| matches!(mark.kind, MarkKind::Link { .. } | MarkKind::Code))
        .map(|mark| mark.range.clone())
        .collect();
    taken.sort_by_key(|range| range.start);
    let is_free = |range: &Range<usize>| {
        let index = taken.partition_point(|taken| taken.end <= range.start);
        taken
            .get(index)
            .is_none_or(|taken| taken.start >= range.end)
    };
    let found = find(&run.text, |offset| is_line_break(run, offset));
    let marks = found
        .into_iter()
        .filter(|(range, _)| is_free(range))
        .map(|(range, target)| Mark {
            range,
            kind: MarkKind::Link { target },
        });
    let marks: Vec<Mark> = marks.collect();
    run.marks.extend(marks);
}

/// The target of a link in Markdown, if it is one that may be followed.
pub(super) fn safe_target(target: &str) -> Option<String> {
    let is_safe = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| strip_prefix(target, scheme).is_some_and(|rest| !rest.is_empty()));
    (is_safe && !target.chars().any(char::is_control)).then(|| target.replace(' ', "%20"))
}

/// Whether the space at this byte stands for the end of a line.
fn is_line_break(run: &Run, offset: usize) -> bool {
    run.pieces
        .binary_search_by_key(&offset, |piece| piece.text_start)
        .is_ok_and(|index| !run.pieces[index].verbatim)
        && run.text[offset..].starts_with(' ')
}

/// Addresses with their targets, in order.
fn find(text: &str, is_break: impl Fn(usize) -> bool) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    // Up to where addresses have been found, and up to where they have been looked for.
    let (mut taken, mut place) = (0, 0);
    while let Some(offset) = memchr::memchr3(b':', b'.', b'@', &text.as_bytes()[place..]) {
        let sign = place + offset;
        place = sign + 1;
        let address = match text.as_bytes()[sign] {
            b'@' => mail(text, sign, taken, &is_break),
            _ => web(text, sign, taken, &is_break),
        };
        if let Some((range, target)) = address {
            taken = range.end;
            place = place.max(taken);
            found.extend(target.map(|target| (range, target)));
        }
    }
    found
}

/// An address around a `:` or `.`, and its target; none when it may be broken.
fn web(
    text: &str,
    sign: usize,
    from: usize,
    is_break: &impl Fn(usize) -> bool,
) -> Option<(Range<usize>, Option<String>)> {
    let (start, head, scheme) = head(&text[from..], sign - from)?;
    let start = from + start;
    let is_bounded = text[..start]
        .chars()
        .next_back()
        .is_none_or(|c| !in_word(c) && !matches!(c, '@' | '/' | '.' | '-' | '_'));
    let behind = &text[start + head..];
    let length: usize = behind
        .chars()
        .take_while(|&c| in_address(c))
        .map(char::len_utf8)
        .sum();
    let whole = start..start + head + length;
    let range = whole.start..whole.start + head + without_punctuation(&behind[..length]);
    let body = &text[start + head..range.end];
    if !is_bounded || !has_host(body, scheme) {
        return None;
    }
    let is_broken = is_break(whole.end) && goes_on(&text[..whole.end], &text[whole.end..]);
    let target = format!("{scheme}{}", &text[range.clone()]);
    Some((range, (!is_broken).then_some(target)))
}

/// The beginning of an address whose sign is at `sign`: where it starts, its length up to the host,
/// and the scheme to be put before it.
fn head(text: &str, sign: usize) -> Option<(usize, usize, &'static str)> {
    const HEADS: [(&str, usize, &str); 4] = [
        ("https://", 5, ""),
        ("http://", 4, ""),
        ("mailto:", 6, ""),
        ("www.", 3, "https://"),
    ];
    HEADS.iter().find_map(|&(head, before_sign, scheme)| {
        let start = sign.checked_sub(before_sign)?;
        strip_prefix(text.get(start..)?, head)?;
        Some((start, head.len(), scheme))
    })
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

fn has_host(body: &str, scheme: &str) -> bool {
    let host = body.split(['/', '?', '#']).next().unwrap_or("");
    let begins_well = host.chars().next().is_some_and(|c| in_word(c) || c == '[');
    // `www.` alone, or before a word, is no address.
    let has_domain = scheme.is_empty() || host.contains('.') && !host.contains("..");
    begins_well && has_domain
}

/// A mail address around an `@`, and its target; none when it may be broken.
fn mail(
    text: &str,
    at: usize,
    from: usize,
    is_break: &impl Fn(usize) -> bool,
) -> Option<(Range<usize>, Option<String>)> {
    let is_local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    // The standard allows 64 characters before the @ (RFC 5321, section 4.5.3.1.1).
    let local = text[from..at].chars().rev().take(64).take_while(is_local);
    let local = &text[at - local.count()..at];
    let local = local.trim_start_matches(['.', '-', '+', '%']);
    let start = at - local.len();
    let is_domain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let domain = text[at + 1..].chars().take(255).take_while(is_domain);
    let domain = &text[at + 1..at + 1 + domain.count()];
    let domain_trimmed = domain.trim_end_matches(['.', '-']);
    let end = at + 1 + domain_trimmed.len();
    let is_bounded = text[..start]
        .chars()
        .next_back()
        .is_none_or(|c| !in_word(c) && !matches!(c, '@' | '/' | ':'))
        && text[end..]
            .chars()
            .next()
            .is_none_or(|c| !in_word(c) && c != '@');
    if local.is_empty() || !is_bounded || !has_top_level(domain_trimmed) {
        return None;
    }
    let begins_line = start > 0 && is_break(start - 1);
    let is_broken = begins_line && text[..start - 1].ends_with(['.', '-', '_', '+'])
        || is_break(at + 1 + domain.len())
            && goes_on(
                &text[..at + 1 + domain.len()],
                &text[at + 1 + domain.len()..],
            );
    let target = format!("mailto:{}", &text[start..end]);
    Some((start..end, (!is_broken).then_some(target)))
}

fn has_top_level(domain: &str) -> bool {
    domain.split('.').all(|label| !label.is_empty())
        && domain
            .rsplit_once('.')
            .is_some_and(|(_, top)| top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Whether an address at the end of a line may go on in the next: it ends where addresses are broken,
/// or the next word looks like the rest of one.
fn goes_on(before: &str, after: &str) -> bool {
    let next = after.split_whitespace().next().unwrap_or("");
    let next_is_lower = next.chars().next().is_some_and(|c| !c.is_uppercase());
    let ends_open = before.ends_with(['/', '-', '_', '=', '&', '?', '%', '#', '+', '~', '@'])
        || before.ends_with(['.', ':', ',']) && next_is_lower;
    let next_is_rest = next.starts_with(['/', '.', '-', '_', '?', '=', '&', '#'])
        || next.contains(['/', '=', '%', '_']) && !next.contains("://")
        || [".htm", ".html", ".pdf", ".php", ".aspx"]
            .iter()
            .any(|ending| next.trim_end_matches(['.', ',', ')']).ends_with(ending));
    !next.is_empty() && (ends_open || next_is_rest)
}

/// Letters and digits of scripts that part words by spaces, so that they cannot touch an address
/// without belonging to it.
fn in_word(c: char) -> bool {
    c < '\u{e00}' && c.is_alphanumeric() && !super::chars::is_superscript(c)
}

fn in_address(c: char) -> bool {
    in_word(c)
        || matches!(
            c,
            '-' | '.'
                | '_'
                | '~'
                | ':'
                | '/'
                | '?'
                | '#'
                | '['
                | ']'
                | '@'
                | '!'
                | '$'
                | '&'
                | '\''
                | '('
                | ')'
                | '*'
                | '+'
                | ','
                | ';'
                | '='
                | '%'
        )
}

/// The length of an address without the punctuation of the sentence around it. A bracket belongs to it
/// when it was opened in it.
fn without_punctuation(address: &str) -> usize {
    let count = |c: u8| address.bytes().filter(|&b| b == c).count();
    let mut surplus = [
        (b')', count(b')').saturating_sub(count(b'('))),
        (b']', count(b']').saturating_sub(count(b'['))),
    ];
    let mut end = address.len();
    for byte in address.bytes().rev() {
        let is_surplus = surplus.iter_mut().any(|(bracket, surplus)| {
            let is_one = *bracket == byte && *surplus > 0;
            *surplus -= usize::from(is_one);
            is_one
        });
        let is_mark = matches!(
            byte,
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'~' | b'(' | b'['
        );
        if !is_surplus && !is_mark {
            break;
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |text: &str, expected: &[&str]| {
            // A `|` stands for the space that a line break is read as.
            let breaks: Vec<usize> = text.match_indices('|').map(|(offset, _)| offset).collect();
            let text = text.replace('|', " ");
            let found = find(&text, |offset| breaks.contains(&offset));
            let targets: Vec<String> = found.into_iter().map(|(_, target)| target).collect();
            assert_eq!(targets, expected, "{text:?}");
        };
        check(
            "see https://example.org/a?b=c#d.",
            &["https://example.org/a?b=c#d"],
        );
        check("(http://example.org)", &["http://example.org"]);
        check("“HTTP://example.org/a_(b)”", &["HTTP://example.org/a_(b)"]);
        check("www.example.org/x/.", &["https://www.example.org/x/"]);
        check("(a.b@example.org), c", &["mailto:a.b@example.org"]);
        check("mailto:a@example.org.", &["mailto:a@example.org"]);
        // A note mark or the words of a script without spaces are not part of it.
        check("http://example.org¹ and", &["http://example.org"]);
        check("见http://example.org。", &["http://example.org"]);
        check("见http://example.org了解", &["http://example.org"]);
        // No addresses.
        check("www. and www.example and http:// and a@b and @a", &[]);
        check("javascript://example.org and xhttp://example.org", &[]);
        check("@user@example.org", &[]);
        // Broken over lines, as far as one can see.
        check("see https://example.org/a-|b for", &[]);
        check("see https://example.org/a|b.html for", &[]);
        check("see https://example.org/a|for", &["https://example.org/a"]);
        check("see https://example.org.|The", &["https://example.org"]);
        check("see first.|last@example.org", &[]);
        check("", &[]);
    }

    #[test]
    fn targets() {
        let check = |target: &str, expected: Option<&str>| {
            assert_eq!(safe_target(target).as_deref(), expected, "{target:?}");
        };
        check("https://example.org", Some("https://example.org"));
        check("mailto:a@example.org", Some("mailto:a@example.org"));
        check("javascript:alert(1)", None);
        check("data:text/html,x", None);
        check("#", None);
        check("", None);
        check("other.md", None);
        check("https://", None);
        check("https://a\u{1}", None);
    }
}
