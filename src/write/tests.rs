use std::path::PathBuf;

use super::*;
use crate::diag::{Code, Severity};
use crate::source::{Content, File, Files, Span};

static CODE: Code = Code {
    id: "template-error",
    severity: Severity::Error,
    doc: "",
};

/// A digest's folder to build in, and the output folder in it.
struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        Self { root }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn claim(&self) -> Result<Output> {
        let destination = Destination::Configured("public");
        Output::claim(self.root.path(), &["book.toml", "content"], destination)
    }

    fn build(&self, site: &[(&str, &str)]) -> Result<Written> {
        let addresses: Vec<String> = site.iter().map(|(a, _)| (*a).to_owned()).collect();
        let render = |index: usize, out: &mut dyn io::Write| {
            out.write_all(site[index].1.as_bytes())?;
            Ok(Ok(()))
        };
        let written = self.claim()?.write(&addresses, render)?;
        Ok(written.expect("nothing fails to render"))
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn get(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.root.path().join(path)).ok()
    }

    /// Every path below the root, folders with a slash, without the manifest.
    fn list(&self) -> Vec<String> {
        walkdir::WalkDir::new(self.root.path())
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.depth() > 0 && entry.file_name() != MANIFEST)
            .map(|entry| {
                let path = entry.path().strip_prefix(self.root.path()).unwrap();
                let slash = if entry.file_type().is_dir() { "/" } else { "" };
                format!("{}{slash}", path.display())
            })
            .collect()
    }
}

fn counts(written: Written) -> (usize, usize, usize, u64) {
    let Written {
        files,
        changed,
        deleted,
        bytes,
    } = written;
    (files, changed, deleted, bytes)
}

fn message<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => panic!("it should have failed"),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn a_site_is_written_and_nothing_stays_beside_it() {
    let place = Place::new();
    let written = place.build(&[("index.html", "i"), ("themes/a.html", "abc")]);
    assert_eq!(counts(written.unwrap()), (2, 2, 0, 4));
    assert_eq!(
        place.list(),
        [
            "content/",
            "public/",
            "public/index.html",
            "public/themes/",
            "public/themes/a.html"
        ]
    );
    assert_eq!(place.get("public/themes/a.html").as_deref(), Some("abc"));
}

#[cfg(unix)]
#[test]
fn what_is_the_same_is_not_touched() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::new();
    let site = [("index.html", "i"), ("a.html", "a"), ("b.html", "b")];
    place.build(&site).unwrap();
    let id = |name: &str| {
        let metadata = fs::metadata(place.out().join(name)).unwrap();
        (metadata.ino(), metadata.mtime_nsec())
    };
    let before = ["index.html", "a.html", "b.html", MANIFEST].map(id);
    assert_eq!(counts(place.build(&site).unwrap()), (3, 0, 0, 3));
    assert_eq!(["index.html", "a.html", "b.html", MANIFEST].map(id), before);

    let site = [("index.html", "i"), ("a.html", "A"), ("b.html", "b")];
    assert_eq!(counts(place.build(&site).unwrap()), (3, 1, 0, 3));
    assert_eq!(id("index.html"), before[0]);
    assert_ne!(id("a.html"), before[1]);
}

#[test]
fn what_the_site_no_longer_has_is_deleted_and_nothing_else() {
    let place = Place::new();
    let old = [
        ("index.html", "i"),
        ("a/x.html", "x"),
        ("b/y.html", "y"),
        ("b/c/z.html", "z"),
    ];
    place.build(&old).unwrap();
    place.put("public/b/own.txt", "put there by hand");
    place.put("public/.gitignore", "*");
    let written = place.build(&[("index.html", "i")]).unwrap();
    assert_eq!(counts(written), (1, 0, 3, 1));
    assert_eq!(
        place.list(),
        [
            "content/",
            "public/",
            "public/.gitignore",
            "public/b/",
            "public/b/own.txt",
            "public/index.html"
        ]
    );
    // Files that somebody deleted by hand are no trouble.
    fs::remove_file(place.out().join("index.html")).unwrap();
    assert_eq!(
        counts(place.build(&[("a.html", "a")]).unwrap()),
        (1, 1, 0, 1)
    );
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b/c", "2")]).unwrap();
    let written = place.build(&[("a/x", "3"), ("b", "4")]).unwrap();
    assert_eq!(counts(written), (2, 2, 2, 2));
    assert_eq!(place.get("public/a/x").as_deref(), Some("3"));
    assert_eq!(place.get("public/b").as_deref(), Some("4"));
}

#[test]
fn a_failure_leaves_the_old_site() {
    let place = Place::new();
    place
        .build(&[("index.html", "old"), ("a.html", "old")])
        .unwrap();
    let before = place.list();
    let files = Files::new([File {
        path: "templates/a.html".to_owned(),
        content: Content::Bytes(Vec::new()),
    }]);
    let span = Span::new(files.find("templates/a.html").unwrap(), 0..0);
    let addresses: Vec<String> = (0..40).map(|n| format!("{n}.html")).collect();
    let failed = place
        .claim()
        .unwrap()
        .write(&addresses, |index, out| {
            out.write_all(b"new")?;
            Ok(match index % 20 {
                7 => Err(Diagnostic::new(&CODE, span, format!("page {index}"))),
                _ => Ok(()),
            })
        })
        .unwrap()
        .unwrap_err();
    let messages: Vec<&str> = failed.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["page 7", "page 27"]);
    assert_eq!(place.list(), before);
    assert_eq!(place.get("public/index.html").as_deref(), Some("old"));
}

#[test]
fn a_failed_first_build_leaves_no_folder() {
    let place = Place::new();
    drop(place.claim().unwrap());
    assert_eq!(place.list(), ["content/"]);
}

#[test]
fn files_of_others_are_refused() {
    let place = Place::new();
    place.put("public/letter.txt", "mine");
    let error = message(place.claim());
    assert!(error.contains("such as `letter.txt`"), "{error}");
    assert_eq!(place.list(), ["content/", "public/", "public/letter.txt"]);
    // Any text may be called like a manifest.
    place.put("public/.policy-digest-manifest", "letter.txt\n");
    let error = message(place.claim());
    assert!(
        error.contains("was not written by policy-digest"),
        "{error}"
    );
    assert_eq!(place.get("public/letter.txt").as_deref(), Some("mine"));
}

#[test]
fn a_folder_of_git_alone_is_taken() {
    let place = Place::new();
    place.put("public/.gitignore", "*");
    place.build(&[("index.html", "i")]).unwrap();
    assert_eq!(place.get("public/.gitignore").as_deref(), Some("*"));
}

#[test]
fn sources_are_never_written_to() {
    let place = Place::new();
    place.put("content/themes/a.yaml", "");
    let root = place.root.path();
    let check = |out: &Path, reason: &str| {
        let inputs = ["book.toml", "content", "seeds"];
        let error = message(Output::claim(root, &inputs, Destination::Chosen(out)));
        assert!(error.contains(reason), "{out:?}: {error}");
    };
    check(root, "holds the digest itself");
    check(root.parent().unwrap(), "holds the digest itself");
    check(&root.join("content"), "is read from");
    check(&root.join("content/site"), "is read from");
    // Not there yet, and still a source.
    check(&root.join("seeds"), "is read from");
    check(&root.join("content/../content"), "is read from");
    check(&root.join("nothing/../../x"), "does not exist");
    assert_eq!(
        place.list(),
        ["content/", "content/themes/", "content/themes/a.yaml"]
    );
}

#[test]
fn the_configured_folder_lies_in_the_digest() {
    let place = Place::new();
    for path in ["../public", "/tmp/site", "a/../../b"] {
        let claim = Output::claim(place.root.path(), &[], Destination::Configured(path));
        let error = message(claim);
        assert!(error.contains("leads out of"), "{path}: {error}");
    }
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_configured_folder_leads_nowhere_else() {
        let place = Place::new();
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(elsewhere.path(), place.out()).unwrap();
        let error = message(place.claim());
        assert!(error.contains("leads through a link"), "{error}");
        // Whoever names it on the command line knows what it is.
        let chosen = Destination::Chosen(&place.out());
        Output::claim(place.root.path(), &["content"], chosen).unwrap();
    }

    #[test]
    fn a_staging_folder_with_links_is_refused() {
        let place = Place::new();
        place.put("content/a.yaml", "a");
        place.put(".public.policy-digest-staging/site/b.html", "b");
        let link = ".public.policy-digest-staging/site/c";
        symlink(
            place.root.path().join("content"),
            place.root.path().join(link),
        )
        .unwrap();
        let error = message(place.claim());
        assert!(
            error.contains("was not written by policy-digest"),
            "{error}"
        );
        assert_eq!(place.get(&format!("{link}/a.yaml")).as_deref(), Some("a"));
    }

    #[test]
    fn links_in_the_output_are_not_followed() {
        let place = Place::new();
        place
            .build(&[("a/x.html", "x"), ("b.html", "b"), ("gone/y.html", "y")])
            .unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        for name in ["x.html", "y.html", "b.html"] {
            fs::write(elsewhere.path().join(name), "theirs").unwrap();
        }
        // A file's link is replaced, and its target left alone.
        fs::remove_file(place.out().join("b.html")).unwrap();
        symlink(elsewhere.path().join("b.html"), place.out().join("b.html")).unwrap();
        // A stale file is not deleted through a link.
        fs::remove_dir_all(place.out().join("gone")).unwrap();
        symlink(elsewhere.path(), place.out().join("gone")).unwrap();
        let written = place
            .build(&[("a/x.html", "x"), ("b.html", "theirs")])
            .unwrap();
        assert_eq!(counts(written), (2, 1, 0, 7));
        assert!(!place.out().join("b.html").is_symlink());
        // A folder's link is in the way, which shows before anything moves.
        fs::remove_dir_all(place.out().join("a")).unwrap();
        symlink(elsewhere.path(), place.out().join("a")).unwrap();
        let error = message(place.build(&[("b.html", "new"), ("a/x.html", "new")]));
        assert!(error.contains("is in the way"), "{error}");
        assert_eq!(place.get("public/b.html").as_deref(), Some("theirs"));
        for name in ["x.html", "y.html", "b.html"] {
            let text = fs::read_to_string(elsewhere.path().join(name)).unwrap();
            assert_eq!(text, "theirs", "{name}");
        }
    }
}

#[test]
fn a_hostile_manifest_deletes_nothing_outside() {
    let place = Place::new();
    place.put("content/a.yaml", "a");
    place.build(&[("index.html", "i")]).unwrap();
    let header = place.get("public/.policy-digest-manifest").unwrap();
    let absolute = place.root.path().join("content/a.yaml");
    let hostile = format!(
        "{header}../content/a.yaml\n{}\nx/../../content/a.yaml\n.gitignore\n.\n\n",
        absolute.display()
    );
    place.put("public/.policy-digest-manifest", &hostile);
    place.put("public/.gitignore", "*");
    place.build(&[("other.html", "o")]).unwrap();
    assert_eq!(
        place.list(),
        [
            "content/",
            "content/a.yaml",
            "public/",
            "public/.gitignore",
            "public/other.html"
        ]
    );
}

#[test]
fn two_builds_do_not_mix() {
    let place = Place::new();
    let first = place.claim().unwrap();
    let error = message(place.claim());
    assert!(error.contains("another build is writing"), "{error}");
    drop(first);
    place.build(&[("index.html", "i")]).unwrap();
}

/// The states in which a kill can leave the disk; each is finished by the next build.
#[test]
fn the_next_build_finishes_what_a_killed_one_began() {
    let new = [("a/x.html", "new"), ("index.html", "new")];
    let finishes = |place: &Place| {
        place.build(&new).unwrap();
        assert_eq!(
            place.list(),
            [
                "content/",
                "public/",
                "public/a/",
                "public/a/x.html",
                "public/index.html"
            ]
        );
        assert_eq!(place.get("public/index.html").as_deref(), Some("new"));
    };
    let staging = ".public.policy-digest-staging";

    // Before the lock was made, and while pages were being rendered for the first time.
    let place = Place::new();
    fs::create_dir(place.root.path().join(staging)).unwrap();
    finishes(&place);
    let place = Place::new();
    place.put(&format!("{staging}/lock"), "");
    place.put(&format!("{staging}/site/a/x.html"), "ne");
    fs::create_dir(place.out()).unwrap();
    place.put("public/.policy-digest-probe", "");
    finishes(&place);

    // Between the renames: the manifest names the files of both builds.
    let place = Place::new();
    place
        .build(&[("index.html", "old"), ("stale.html", "old")])
        .unwrap();
    let united = place.get("public/.policy-digest-manifest").unwrap() + "a/x.html\n";
    place.put("public/.policy-digest-manifest", &united);
    place.put("public/a/x.html", "new");
    place.put(&format!("{staging}/lock"), "");
    place.put(&format!("{staging}/site/index.html"), "new");
    finishes(&place);

    // Before the first rename of a first build, and after one of a folder.
    for moved in [[].as_slice(), &["public/a/x.html", "public/b/gone.html"]] {
        let place = Place::new();
        fs::create_dir(place.out()).unwrap();
        let manifest = Manifest::of(&["a/x.html", "b/gone.html", "index.html"].map(str::to_owned));
        let manifest = manifest.unwrap().to_string();
        place.put("public/.policy-digest-manifest", &manifest);
        for path in moved {
            place.put(path, "new");
        }
        place.put(&format!("{staging}/lock"), "");
        place.put(&format!("{staging}/site/index.html"), "new");
        place.put(&format!("{staging}/site/c/d/left.html"), "left");
        finishes(&place);
    }

    // The same, but the digest has changed meanwhile and no longer has the page that was moved.
    let place = Place::new();
    place.build(&new).unwrap();
    let united = place.get("public/.policy-digest-manifest").unwrap() + "moved.html\n";
    place.put("public/.policy-digest-manifest", &united);
    place.put("public/moved.html", "moved");
    finishes(&place);
}

#[test]
fn a_staging_folder_of_somebody_else_is_refused() {
    for name in ["letter.txt", "letters/letter.txt", "site"] {
        let place = Place::new();
        let path = format!(".public.policy-digest-staging/{name}");
        place.put(&path, "mine");
        place.put(".public.policy-digest-staging/manifest", "");
        let error = message(place.claim());
        assert!(
            error.contains("was not written by policy-digest"),
            "{error}"
        );
        assert_eq!(place.get(&path).as_deref(), Some("mine"));
    }
}

/// What is to be moved waits in the staging folder, and stands in the way of something.
#[cfg(unix)]
#[test]
fn new_folders_move_whole_and_before_all_else() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::new();
    place
        .build(&[("index.html", "old"), ("a/x.html", "old")])
        .unwrap();
    let new = [
        ("a/x.html", "new"),
        ("b/c/y.html", "new"),
        ("b/z.css", "new"),
        ("index.html", "new"),
        ("style.css", "new"),
    ];
    let id = |path: &str| fs::metadata(place.root.path().join(path)).map(|it| it.ino());
    let output = place.claim().unwrap();
    for (address, text) in new {
        let render = |out: &mut dyn io::Write| out.write_all(text.as_bytes()).map(Ok);
        assert!(matches!(
            output.stage(address, render).unwrap(),
            Staged::Waiting { bytes: 3 }
        ));
    }
    let folder = id(".public.policy-digest-staging/site/b").unwrap();
    place.put("public/style.css/letter.txt", "in the way since now");
    let addresses = new.map(|(address, _)| address);
    let site = Manifest::of(&addresses.map(str::to_owned)).unwrap();
    let error = message(output.publish(addresses.to_vec(), &site));
    assert!(error.contains("style.css"), "{error}");
    // Nothing that readers come to by old pages has changed yet.
    assert_eq!(id("public/b").unwrap(), folder);
    assert_eq!(place.get("public/b/c/y.html").as_deref(), Some("new"));
    assert_eq!(place.get("public/a/x.html").as_deref(), Some("old"));
    assert_eq!(place.get("public/index.html").as_deref(), Some("old"));
    drop(output);
    fs::remove_dir_all(place.out().join("style.css")).unwrap();
    assert_eq!(counts(place.build(&new).unwrap()), (5, 3, 0, 15));
    assert_eq!(place.get("public/index.html").as_deref(), Some("new"));
}

#[test]
fn pages_move_after_assets_and_the_way_in_last() {
    let mut addresses = [
        "index.html",
        "a.html",
        "feed.xml",
        "assets/x.css",
        "themes/index.html",
    ];
    addresses.sort_by_key(|address| (rank(address), *address));
    assert_eq!(
        addresses,
        [
            "assets/x.css",
            "a.html",
            "feed.xml",
            "themes/index.html",
            "index.html"
        ]
    );
}
