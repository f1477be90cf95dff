//! Markup that scripts lay out, handed over to them by a call: unlike anything that would have to be fetched, a
//! script is also read from a folder on disk.

use super::Site;
use super::address::Target;
use super::html::Html;
use super::scope::Scope;
use super::views;
use crate::digest::DocumentId;

/// A document's part of every comparison, as a call of the function that `sides.js` defines.
///
/// Its links are as seen from `compare.html`.
pub(super) fn sides(site: &Site<'_>, id: DocumentId) -> Vec<u8> {
    let scope = Scope::new(site, Target::Compare, "compare.html");
    let markup = Html::of(&views::side::sides(&scope, id));
    let id = &site.digest.document(id).id;
    let mut call = format!("policyDigest.sides(\"{id}\", ");
    push_literal(&mut call, markup.as_str());
    call.push_str(");\n");
    call.into_bytes()
}

/// Appends markup as a template literal of a script: a string in which quotation marks and line feeds stand as they
/// are. Other line breaks are read as line feeds, as they are in markup.
fn push_literal(script: &mut String, markup: &str) {
    script.reserve(markup.len() + 2);
    script.push('`');
    let mut written = 0;
    for at in memchr::memchr3_iter(b'`', b'\\', b'$', markup.as_bytes()) {
        script.extend([&markup[written..at], "\\"]);
        written = at;
    }
    script.extend([&markup[written..], "`"]);
}

/// What a template literal says.
#[cfg(test)]
pub(super) fn unescaped(literal: &str) -> String {
    let mut chars = literal.chars();
    let next = || {
        let c = chars.next()?;
        assert!(!matches!(c, '`' | '$'), "{literal}");
        if c == '\\' { chars.next() } else { Some(c) }
    };
    std::iter::from_fn(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_scripts_is_only_text() {
        for markup in ["", "`", "${a}", "\\`", "\\\\", "a `b` $c \\n é\"'"] {
            let mut script = String::new();
            push_literal(&mut script, markup);
            let literal = script.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
            assert_eq!(unescaped(literal.expect("it is a literal")), markup);
        }
    }
}
