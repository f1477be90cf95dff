//! Goldens open in a browser. Those of `corpora/minimal` are whole pages; those of the others are
//! the inside of `<main>`, so that a change of the frame touches one corpus.
//!
//! They are of a build without the feature `minify`, which nobody could read. With it, the texts
//! and the addresses are compared alone.

use std::fs;

use policy_digest::write::MANIFEST;

use crate::support::{Copy, Goldens, Tree, folders, tests, tree};

/// The corpus whose pages are compared whole.
const WHOLE: &str = "minimal";

#[test]
fn sites_are_as_expected() {
    let mut goldens = Goldens::new();
    let corpora = folders(&tests().join("corpora"));
    assert!(corpora.len() >= 2, "{corpora:?}");
    for (name, folder) in corpora {
        let expected = folder.join("expected");
        assert!(expected.is_dir(), "{} is missing", expected.display());
        let copy = Copy::of(&[&folder]);
        fs::remove_dir_all(copy.root().join("expected")).ok();
        let run = copy.build(&[]);
        if run.code != Some(0) {
            goldens.fail(format!("{name} is not built:\n{}", run.stderr));
            continue;
        }
        let site = shown(&name, tree(&copy.out()));
        for path in tree(&expected).into_keys() {
            if !site.contains_key(&path) {
                goldens.left_over(&expected.join(path));
            }
        }
        for (path, bytes) in site {
            let golden = expected.join(&path);
            if cfg!(feature = "minify") {
                let wanted = fs::read(&golden).unwrap_or_default();
                if words(&bytes) != words(&wanted) {
                    goldens.fail(format!("{}: the text is another", golden.display()));
                }
            } else {
                goldens.compare(&bytes, &golden);
            }
        }
    }
    goldens.finish();
}

/// What is compared of a site. Styles and scripts are files of the repository already, and the page
/// of rules and that of records are the same for every digest.
fn shown(name: &str, site: Tree) -> Tree {
    let is_compared = |path: &str| {
        ![MANIFEST, "rules.html", "reference.html"].contains(&path)
            && ![".css", ".js"].iter().any(|ending| path.ends_with(ending))
    };
    site.into_iter()
        .filter(|(path, _)| is_compared(path))
        .filter_map(|(path, bytes)| {
            if name == WHOLE || !path.ends_with(".html") {
                return Some((path, bytes));
            }
            // A redirect has no <main>.
            Some((path, main(&bytes)?))
        })
        .collect()
}

/// The inside of `<main>`.
fn main(page: &[u8]) -> Option<Vec<u8>> {
    let page = str::from_utf8(page).expect("pages are UTF-8");
    let (_, rest) = page.split_once("<main")?;
    let (_, rest) = rest.split_once('>')?;
    let (main, _) = rest.rsplit_once("</main>").expect("<main> is closed");
    Some(format!("{}\n", main.trim()).into_bytes())
}

/// The text of a page without its white space, which is what minifying must not change.
fn words(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let text: String = scraper::Html::parse_fragment(&page)
        .root_element()
        .text()
        .collect();
    text.split_whitespace().collect()
}

#[test]
fn the_inside_of_main_is_cut_out() {
    let page = b"<body><main id=\"top\" class=x>\n<p>1 < 2</p>\n</main></body>";
    assert_eq!(main(page).unwrap(), b"<p>1 < 2</p>\n");
    assert_eq!(main(b"<p>moved</p>"), None);
}
