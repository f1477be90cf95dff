use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::site::problems;
use crate::support::{Copy, Goldens, Run, Tree, program, run, tests, tree, words_of};

/// A digest in a repository of its own, whose commits and tags have dates that never change.
struct Repository {
    copy: Copy,
    /// Days since the beginning: each commit is a day after the one before.
    day: u32,
}

impl Repository {
    /// The digest as a first commit.
    fn of(copy: Copy) -> Self {
        let mut repository = Self { copy, day: 0 };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit();
        repository
    }

    fn base() -> Self {
        Self::of(Copy::base())
    }

    /// Calls git, as if nobody had ever set it up.
    fn git(&self, arguments: &[&str]) -> String {
        git(&self.copy.root(), self.day, arguments)
    }

    fn commit(&mut self) {
        self.day += 1;
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=change"]);
    }

    /// Tags the present commit.
    fn tag(&self, name: &str) {
        self.git(&["tag", "--annotate", "--message=version", name]);
    }

    /// Replaces a piece of a file.
    fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.copy.get(path);
        assert!(text.contains(old), "{path}: {old:?} is not in {text}");
        self.copy.put(path, text.replace(old, new));
    }

    fn diff(&self, arguments: &[&str]) -> Run {
        run(program()
            .current_dir(self.copy.root())
            .arg("diff")
            .args(arguments))
    }

    /// Builds the site of the files as they lie there.
    fn site(&self, arguments: &[&str]) -> Tree {
        self.copy.build(arguments).exits(0);
        tree(&self.copy.out())
    }
}

fn git(folder: &Path, day: u32, arguments: &[&str]) -> String {
    let date = format!("2026-03-{day:02}T10:00:00+01:00");
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let run = run(command
        .current_dir(folder)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_DEFAULT_HASH", "sha1")
        .env("GIT_AUTHOR_NAME", "Editor")
        .env("GIT_AUTHOR_EMAIL", "editor@example.org")
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_NAME", "Editor")
        .env("GIT_COMMITTER_EMAIL", "editor@example.org")
        .env("GIT_COMMITTER_DATE", &date));
    run.exits(0).stdout
}

fn page<'a>(site: &'a Tree, path: &str) -> &'a str {
    str::from_utf8(&site[path]).unwrap()
}

/// The inside of `<main>`, as words.
fn words(page: &str) -> String {
    let (_, main) = page.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let main = format!("<main{main}");
    words_of(scraper::Html::parse_fragment(&main).root_element())
}

/// Both states under `tests/changes`, the older one tagged `v1`, the newer one `v2`.
fn every_kind() -> Repository {
    let folder = tests().join("changes");
    let mut repository = Repository::of(Copy::of(&[&folder.join("before")]));
    repository.tag("v1");
    for path in tree(&folder.join("before")).into_keys() {
        repository.copy.remove(&path);
    }
    for (path, bytes) in tree(&folder.join("after")) {
        repository.copy.put(&path, bytes);
    }
    repository.commit();
    repository.tag("v2");
    repository
}

#[test]
fn every_kind_of_change_is_told_in_every_format() {
    let repository = every_kind();
    let expected = tests().join("changes/expected");
    let mut goldens = Goldens::new();
    for (format, file) in [
        ("text", "diff.txt"),
        ("markdown", "diff.md"),
        ("json", "diff.json"),
    ] {
        let told = repository.diff(&["v1", "v2", "--format", format]).exits(0);
        assert_eq!(told.stderr, "");
        goldens.compare(told.stdout.as_bytes(), &expected.join(file));
    }
    let site = repository.site(&["--site-url", "https://example.org/digest/"]);
    if !cfg!(feature = "minify") {
        let page = page(&site, "changes.html");
        let (_, main) = page.split_once("<main").unwrap();
        let (main, _) = main.split_once("</main>").unwrap();
        goldens.compare(
            format!("<main{main}</main>\n").as_bytes(),
            &expected.join("changes.html"),
        );
    }
    goldens.compare(&site["feed.xml"], &expected.join("feed.xml"));
    for path in tree(&expected).into_keys() {
        if ![
            "diff.txt",
            "diff.md",
            "diff.json",
            "changes.html",
            "feed.xml",
        ]
        .contains(&&*path)
        {
            goldens.left_over(&expected.join(path));
        }
    }
    goldens.finish();
}

#[test]
fn the_text_fits_a_terminal_and_the_other_way_round_is_the_opposite() {
    let repository = every_kind();
    let forth = repository.diff(&["v1", "v2"]).exits(0).stdout;
    assert!(
        forth.lines().all(|line| line.chars().count() <= 80),
        "{forth}"
    );
    let back = repository.diff(&["v2", "v1"]).exits(0).stdout;
    assert!(
        back.contains("  - document gamma: Note of the Gamma Group"),
        "{back}"
    );
    assert!(back.contains("Alpha on cost: supports → raises"), "{back}");
    assert!(
        back.contains("~ document epsilon: Epsilon (formerly zeta)"),
        "{back}"
    );
}

#[test]
fn the_working_tree_counts_committed_or_not() {
    let repository = Repository::base();
    let told = repository.diff(&["HEAD"]).exits(0).stdout;
    assert_eq!(
        told,
        "HEAD → working tree\nnothing has changed in substance\n"
    );

    // Lines, their order, and how quotation marks are typed are nothing that a reader sees.
    repository.edit(
        "content/documents/beta.yaml",
        "summary: Ana Berg says that rules are not needed.",
        "summary: >-\n      Ana Berg says\n      that rules are not needed.",
    );
    repository.edit(
        "content/documents/beta.yaml",
        "      - Rules are not needed\n      - Markets will do without rules\n",
        "      - Markets will   do without rules\n      - Rules are not needed\n",
    );
    let told = repository.diff(&["HEAD"]).exits(0).stdout;
    assert!(told.contains("nothing has changed in substance"), "{told}");

    repository.edit(
        "content/documents/beta.yaml",
        "stance: opposes",
        "stance: raises",
    );
    let told = repository.diff(&["HEAD"]).exits(0).stdout;
    assert!(
        told.contains("Beta on binding-rules: opposes → raises"),
        "{told}"
    );
    assert!(
        told.contains("~ on binding-rules: differ → one takes a side"),
        "{told}"
    );
    // From a folder inside, too.
    let inside = repository.copy.root().join("content");
    let same = run(program().current_dir(inside).args(["diff", "HEAD"])).exits(0);
    assert_eq!(same.stdout, told);
}

#[test]
fn a_name_that_is_no_revision_is_refused() {
    let repository = Repository::base();
    let check = |arguments: &[&str], reason: &str| {
        let run = repository.diff(arguments).exits(2);
        assert!(run.stderr.contains(reason), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    };
    check(&["nothing"], "`nothing` names no revision here");
    check(&["HEAD", "nothing"], "`nothing` names no revision here");
    check(&["HEAD..HEAD"], "names a range");
    check(&["HEAD^{tree}"], "names no revision here");
    check(&["^HEAD"], "names no revision here");
    check(&[""], "is no name of a revision");
    // Nothing that begins with a dash reaches git.
    check(&["--", "--output=stolen"], "is no name of a revision");
    check(&["--", "-h"], "is no name of a revision");
    assert!(!repository.copy.root().join("stolen").exists());
    check(&["HEAD", "HEAD", "HEAD"], "unexpected argument");
    check(
        &["HEAD", "--format", "xml"],
        "possible values: text, markdown, json",
    );

    let copy = Copy::base();
    let run = run(program().current_dir(copy.root()).args(["diff", "HEAD"])).exits(2);
    assert!(
        run.stderr.contains("is in no git repository"),
        "{}",
        run.stderr
    );
}

#[test]
fn without_git_there_is_no_diff_and_a_site_all_the_same() {
    let repository = Repository::base();
    repository.tag("v1");
    let mut command = program();
    command
        .env("PATH", "/nowhere")
        .current_dir(repository.copy.root());
    let told = run(command.args(["diff", "v1"])).exits(2);
    assert!(
        told.stderr.contains("`git` cannot be called"),
        "{}",
        told.stderr
    );
    let built = run(repository.copy.build_command().env("PATH", "/nowhere")).exits(0);
    assert_eq!(built.stderr, "");
    let site = tree(&repository.copy.out());
    let words = words(page(&site, "changes.html"));
    assert!(
        words.contains("nothing can be said of earlier versions"),
        "{words}"
    );
}

#[test]
fn the_page_says_why_it_has_nothing_to_tell() {
    let check = |site: &Tree, expected: &str| {
        let words = words(page(site, "changes.html"));
        assert!(words.contains(expected), "{words}");
        assert!(!site.contains_key("feed.xml"));
        let problems = problems(site);
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    };
    let address = ["--site-url", "https://example.org/a/b/"];
    // In no repository, in one without a commit, without a tag, with one that the present state does
    // not go back to.
    let copy = Copy::base();
    copy.build(&address).exits(0);
    check(
        &tree(&copy.out()),
        "nothing can be said of earlier versions",
    );
    git(&copy.root(), 1, &["init", "--quiet"]);
    copy.build(&address).exits(0);
    check(
        &tree(&copy.out()),
        "No version of the digest has been tagged yet",
    );
    let mut repository = Repository::base();
    check(
        &repository.site(&address),
        "No version of the digest has been tagged yet",
    );
    repository.commit();
    repository.tag("elsewhere");
    repository.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    check(
        &repository.site(&address),
        "No version of the digest has been tagged yet",
    );
    // A tag from a time when there was no digest.
    repository.git(&["switch", "--quiet", "--orphan", "empty"]);
    repository.commit();
    repository.tag("before");
    repository.git(&["merge", "--quiet", "--allow-unrelated-histories", "main"]);
    check(
        &repository.site(&address),
        "No version of the digest has been tagged yet",
    );
    // Asked not to look.
    repository.tag("v1");
    repository.edit(
        "book.toml",
        "[output.html]",
        "[output.digest]\nchanges-limit = 0\n\n[output.html]",
    );
    check(
        &repository.site(&address),
        "The history of the digest was not read",
    );
}

#[test]
fn a_shallow_copy_says_what_it_lacks() {
    let mut repository = Repository::base();
    repository.tag("v1");
    repository.edit(
        "content/documents/alpha.yaml",
        "stance: raises",
        "stance: supports",
    );
    repository.commit();
    repository.tag("v2");
    repository.edit(
        "content/documents/alpha.yaml",
        "short: Alpha",
        "short: Alpha 2024",
    );
    repository.commit();
    repository.tag("v3");

    let folder = tempfile::tempdir().unwrap();
    let copied = |depth: &str| -> PathBuf {
        let to = folder.path().join(depth);
        let from = format!("file://{}", repository.copy.root().display());
        let depth = format!("--depth={depth}");
        let to_text = to.to_str().unwrap();
        git(
            folder.path(),
            1,
            &["clone", "--quiet", &depth, &from, to_text],
        );
        to
    };
    let built = |root: &Path| -> String {
        let out = root.with_extension("site");
        run(program().arg("build").arg(root).arg("--out").arg(&out)).exits(0);
        words(page(&tree(&out), "changes.html"))
    };
    let shallow = copied("1");
    let told = built(&shallow);
    assert!(
        told.contains("lacks its history, so nothing can be said"),
        "{told}"
    );
    // The tag that is there is no first version.
    assert!(!told.contains("The first version"), "{told}");
    let told = run(program().current_dir(&shallow).args(["diff", "v1"])).exits(2);
    assert!(
        told.stderr.contains("git fetch --unshallow"),
        "{}",
        told.stderr
    );

    let told = built(&copied("2"));
    assert!(told.contains("lacks a part of its history"), "{told}");
    assert!(
        told.contains("v3 3 March 2026 · compared with v2"),
        "{told}"
    );
    assert!(
        !told.contains("v1") && !told.contains("The first version"),
        "{told}"
    );
}

#[test]
fn versions_are_told_the_newest_first_and_no_more_than_asked_for() {
    let mut repository = Repository::base();
    for number in 1..=4 {
        repository.tag(&format!("v{number}"));
        repository.copy.put(
            "content/holders/alpha-council.yaml",
            format!("name: Alpha Council\nkind: organisation\nrole: role {number}\n"),
        );
        repository.commit();
    }
    let headings = |site: &Tree| -> Vec<String> {
        let html = scraper::Html::parse_document(page(site, "changes.html"));
        let selector = scraper::Selector::parse("main h2").unwrap();
        let headings = html.select(&selector);
        headings.map(|it| it.text().collect::<String>()).collect()
    };
    let all = repository.site(&[]);
    assert_eq!(
        headings(&all),
        ["Not yet in a version", "v4", "v3", "v2", "v1"]
    );
    let told = words(page(&all, "changes.html"));
    assert!(
        told.contains("v1 1 March 2026 The first version: 2 documents, 3 questions, 3 positions."),
        "{told}"
    );
    assert!(told.contains("Role: role 3 → role 4"), "{told}");

    repository.edit(
        "book.toml",
        "[output.html]",
        "[output.digest]\nchanges-limit = 2\n\n[output.html]",
    );
    let two = repository.site(&[]);
    assert_eq!(headings(&two), ["Not yet in a version", "v4", "v3"]);
    let told = words(page(&two, "changes.html"));
    assert!(
        told.contains("Earlier versions are not shown here"),
        "{told}"
    );

    // Two tags of one commit are one version, and nothing untagged is nothing to tell.
    repository.commit();
    repository.tag("v5");
    repository.tag("stable");
    let site = repository.site(&[]);
    assert_eq!(headings(&site), ["v5 stable", "v4"]);
}

#[test]
fn equal_histories_give_equal_sites() {
    let address = ["--site-url", "https://example.org/a/b/"];
    let (one, other) = (every_kind(), every_kind());
    let site = one.site(&address);
    assert!(site == other.site(&address));
    let problems = problems(&site);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    // Wherever it is built, and whoever builds it.
    let clone = tempfile::tempdir().unwrap();
    let root = clone.path().join("x");
    let from = one.copy.root();
    git(
        clone.path(),
        9,
        &[
            "clone",
            "--quiet",
            from.to_str().unwrap(),
            root.to_str().unwrap(),
        ],
    );
    let out = clone.path().join("site");
    let mut command = program();
    command
        .arg("build")
        .arg(&root)
        .arg("--out")
        .arg(&out)
        .args(address);
    command.env("TZ", "Asia/Tokyo").env("LC_ALL", "de_DE.UTF-8");
    run(&mut command).exits(0);
    assert!(site == tree(&out));
}

#[test]
fn links_lead_only_to_what_is_still_there() {
    let mut repository = every_kind();
    // Gone from the third version on: a document, a question, a holder.
    repository.copy.remove("content/documents/gamma.yaml");
    repository.copy.remove("seeds/gamma.txt");
    repository.copy.remove("content/holders/gamma-group.yaml");
    repository.copy.remove("content/themes/people.yaml");
    repository.edit(
        "content/documents/alpha.yaml",
        "  - question: people-like-machines\n",
        "",
    );
    let beta = repository.copy.get("content/documents/beta.yaml");
    let (start, rest) = beta
        .split_once("  - question: people-like-machines")
        .unwrap();
    let (_, end) = rest.split_once("silent:").unwrap();
    repository.copy.put(
        "content/documents/beta.yaml",
        format!("{start}silent:{end}"),
    );
    repository.commit();
    let site = repository.site(&["--site-url", "https://example.org/a/b/"]);
    let changes = page(&site, "changes.html");
    assert!(
        words(changes).contains("added Note of the Gamma Group"),
        "{changes}"
    );
    let problems = problems(&site);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(changes.contains("questions/cost.html#beta"), "{changes}");
}

/// RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, and how often.
#[test]
fn the_feed_is_valid_and_known_by_its_versions() {
    let repository = every_kind();
    let here = repository.site(&["--site-url", "https://example.org/digest/"]);
    let feed = page(&here, "feed.xml");
    let ids = feed_ids(feed, "https://example.org/digest/");
    assert_eq!(ids.len(), 3, "{ids:?}");
    let head = page(&here, "documents/alpha.html");
    let link = |page: &str| {
        let html = scraper::Html::parse_document(page);
        let selector = scraper::Selector::parse("link[type='application/atom+xml']").unwrap();
        html.select(&selector)
            .next()
            .and_then(|it| it.attr("href").map(str::to_owned))
    };
    assert_eq!(link(head).as_deref(), Some("../feed.xml"));
    assert_eq!(link(page(&here, "404.html")).as_deref(), Some("feed.xml"));

    // The site moves: the same versions, under the same names.
    let there = repository.site(&["--site-url", "https://digest.example.net/"]);
    assert_eq!(
        feed_ids(page(&there, "feed.xml"), "https://digest.example.net/"),
        ids
    );
    // Another version: another name beside the same.
    let mut repository = repository;
    repository.commit();
    repository.tag("v3");
    let more = repository.site(&["--site-url", "https://example.org/digest/"]);
    let more = feed_ids(page(&more, "feed.xml"), "https://example.org/digest/");
    assert!(more.len() == 4 && more.is_superset(&ids), "{more:?}");
    // Nobody knows the address: no feed, and no link to one.
    let site = repository.site(&[]);
    assert!(!site.contains_key("feed.xml"));
    assert_eq!(link(page(&site, "index.html")), None);
}

/// The ids of a feed and its entries; fails where the feed breaks its rules.
fn feed_ids(feed: &str, address: &str) -> BTreeSet<String> {
    let document = roxmltree::Document::parse(feed).unwrap();
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    let root = document.root_element();
    assert!(root.has_tag_name((ATOM, "feed")));
    let own = |node: roxmltree::Node<'_, '_>, name: &str| -> Vec<String> {
        let children = node.children().filter(|it| it.has_tag_name((ATOM, name)));
        children
            .map(|it| it.text().unwrap_or_default().trim().to_owned())
            .collect()
    };
    let links = |node: roxmltree::Node<'_, '_>, rel: &str| -> Vec<String> {
        let links = node.children().filter(|it| it.has_tag_name((ATOM, "link")));
        let links = links.filter(|it| it.attribute("rel") == Some(rel));
        links
            .map(|it| it.attribute("href").unwrap().to_owned())
            .collect()
    };
    let entries: Vec<_> = root
        .children()
        .filter(|it| it.has_tag_name((ATOM, "entry")))
        .collect();
    assert!(!entries.is_empty());
    let mut ids = BTreeSet::new();
    for node in std::iter::once(root).chain(entries.iter().copied()) {
        let [id] = &own(node, "id")[..] else {
            panic!("not one id: {feed}")
        };
        assert!(id.starts_with("urn:uuid:") && id.len() == 45, "{id}");
        assert!(ids.insert(id.clone()), "{id} twice");
        let [title] = &own(node, "title")[..] else {
            panic!("not one title: {feed}")
        };
        assert!(!title.is_empty());
        let [updated] = &own(node, "updated")[..] else {
            panic!("not one date: {feed}")
        };
        // RFC 3339.
        let shape: String = updated
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let shapes = ["0000-00-00T00:00:00+00:00", "0000-00-00T00:00:00Z"];
        assert!(shapes.contains(&shape.as_str()), "{updated}");
        assert_eq!(links(node, "alternate").len(), 1, "{feed}");
        assert!(links(node, "alternate")[0].starts_with(&format!("{address}changes.html")));
        // No content without an alternate link or a summary; one summary at most.
        assert!(own(node, "summary").len() <= 1);
    }
    assert_eq!(links(root, "self"), [format!("{address}feed.xml")]);
    let authors = root
        .children()
        .filter(|it| it.has_tag_name((ATOM, "author")));
    let names: Vec<_> = authors.flat_map(|it| own(it, "name")).collect();
    assert!(
        !names.is_empty() && names.iter().all(|name| !name.is_empty()),
        "{feed}"
    );
    for content in document
        .descendants()
        .filter(|it| it.has_tag_name((ATOM, "content")))
    {
        assert_eq!(content.attribute("type"), Some("xhtml"));
        let elements: Vec<_> = content
            .children()
            .filter(roxmltree::Node::is_element)
            .collect();
        let div = ("http://www.w3.org/1999/xhtml", "div");
        assert!(
            elements.len() == 1 && elements[0].has_tag_name(div),
            "{feed}"
        );
    }
    ids
}

#[test]
fn what_cannot_be_read_is_said_and_left_out() {
    let mut repository = Repository::base();
    repository.tag("v1");
    // The second version has a broken record, and a change beside it.
    let alpha = repository.copy.get("content/documents/alpha.yaml");
    repository
        .copy
        .put("content/documents/alpha.yaml", "title: [");
    repository.edit(
        "content/documents/beta.yaml",
        "stance: opposes",
        "stance: raises",
    );
    repository.commit();
    repository.tag("v2");
    repository.copy.put(
        "content/documents/alpha.yaml",
        alpha.replace("stance: raises", "stance: supports"),
    );
    repository.commit();
    repository.tag("v3");

    // The newer side is broken: whoever proposes it is told, and sees the rest.
    let told = repository.diff(&["v1", "v2"]).exits(1);
    assert!(
        told.stdout
            .contains("Not compared, as it cannot be read\n  content/documents/alpha.yaml of v2"),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout
            .contains("Beta on binding-rules: opposes → raises"),
        "{}",
        told.stdout
    );
    assert!(!told.stdout.contains("Alpha"), "{}", told.stdout);
    assert!(told.stderr.contains("v2: 1 error"), "{}", told.stderr);
    assert!(
        told.stderr.contains("content/documents/alpha.yaml:1:"),
        "{}",
        told.stderr
    );
    // The older side is: that is no fault of the newer one.
    let told = repository.diff(&["v2", "v3"]).exits(0);
    assert!(
        told.stdout.contains("content/documents/alpha.yaml of v2"),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout.contains("The digest of v2 has 1 error."),
        "{}",
        told.stdout
    );
    assert!(!told.stdout.contains("document added"), "{}", told.stdout);
    for format in ["markdown", "json"] {
        let told = repository.diff(&["v2", "v3", "--format", format]).exits(0);
        assert!(
            told.stdout.contains("content/documents/alpha.yaml"),
            "{}",
            told.stdout
        );
    }
    // The site is built, and says so.
    let site = repository.site(&[]);
    let told = words(page(&site, "changes.html"));
    assert!(
        told.contains("Could not be read, and so not compared: content/documents/alpha.yaml."),
        "{told}"
    );

    // Without its questions nothing can be compared.
    repository
        .copy
        .put("content/themes/example.yaml", "title: [");
    repository.commit();
    repository.tag("v4");
    for arguments in [["v3", "v4"], ["v4", "v3"]] {
        let told = repository.diff(&arguments).exits(1);
        assert_eq!(told.stdout, "");
        assert!(
            told.stderr
                .contains("`content/themes/example.yaml` of v4 cannot be read"),
            "{}",
            told.stderr
        );
    }
    repository.git(&["checkout", "--quiet", "v3", "--", "content"]);
    repository.commit();
    let site = repository.site(&[]);
    let told = words(page(&site, "changes.html"));
    assert!(
        told.contains(
            "v4 4 March 2026 · compared with v3 This version cannot be compared with others."
        ),
        "{told}"
    );
    assert!(told.contains("content/themes/example.yaml"), "{told}");
}

/// A rule keeps nothing from being read: an error by a rule on either side is said, and everything is
/// compared.
#[test]
fn what_rules_find_wrong_is_compared_all_the_same() {
    let mut repository = Repository::base();
    repository.edit(
        "content/documents/alpha.yaml",
        "States should adopt rules that bind",
        "States must adopt rules that bind",
    );
    repository.commit();
    repository.edit(
        "content/documents/alpha.yaml",
        "States must adopt rules that bind",
        "States should adopt rules that bind",
    );
    let told = repository.diff(&["HEAD"]).exits(0);
    assert!(
        told.stdout.contains("- States must adopt rules that bind"),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout
            .contains("+ States should adopt rules that bind"),
        "{}",
        told.stdout
    );
    assert!(
        told.stderr.contains("error[quote-not-found]"),
        "{}",
        told.stderr
    );
    repository.diff(&["HEAD~1", "HEAD"]).exits(1);
}

#[test]
fn a_revision_without_a_digest_is_nothing_that_all_is_new_to() {
    let mut repository = Repository::base();
    repository.git(&["switch", "--quiet", "--orphan", "empty"]);
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    let told = repository.diff(&["empty", "main"]).exits(0).stdout;
    assert!(
        told.contains("There is no digest in empty: everything is new."),
        "{told}"
    );
    assert!(told.contains("2 documents added"), "{told}");
    assert!(told.contains("      supports: binding-rules\n"), "{told}");
    let told = repository.diff(&["main", "empty"]).exits(0).stdout;
    assert!(
        told.contains("There is no digest in empty: everything is gone."),
        "{told}"
    );
    assert!(told.contains("2 documents removed"), "{told}");
}

#[test]
fn a_digest_may_lie_in_a_folder_of_its_repository() {
    let outer = TempDir::new().unwrap();
    // A name that git would quote, and that is no pattern.
    let root = outer.path().join("a [b]* \"ü\"/digest");
    for (path, bytes) in tree(&tests().join("rules-base")) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    // Another one beside it, whose history is its own.
    fs::create_dir_all(outer.path().join("other")).unwrap();
    fs::write(outer.path().join("other/book.toml"), "[book]\n").unwrap();
    fs::write(outer.path().join("book.toml"), "not a digest").unwrap();
    git(outer.path(), 1, &["init", "--quiet"]);
    git(outer.path(), 1, &["add", "--all"]);
    git(outer.path(), 1, &["commit", "--quiet", "--message=all"]);
    git(outer.path(), 1, &["tag", "v1"]);
    let path = root.join("content/documents/beta.yaml");
    let beta = fs::read_to_string(&path).unwrap();
    fs::write(&path, beta.replace("stance: opposes", "stance: raises")).unwrap();
    let told = run(program().current_dir(&root).args(["diff", "v1"]))
        .exits(0)
        .stdout;
    assert!(told.contains("1 stance changed"), "{told}");
    assert!(!told.contains("added"), "{told}");
}

#[test]
fn what_is_no_file_of_a_digest_is_not_read_from_a_revision() {
    let mut repository = Repository::base();
    let root = repository.copy.root();
    // A link, to what nobody should see; a submodule; hidden files; odd names; and more than a record may have.
    let hash = repository.git(&["hash-object", "-w", "--stdin"]);
    let commit = repository.git(&["rev-parse", "HEAD"]);
    let index = |mode: &str, id: &str, path: &str| {
        let entry = format!("{mode},{},{path}", id.trim());
        repository.git(&["update-index", "--add", "--cacheinfo", &entry]);
    };
    fs::create_dir_all(root.join("content/.hidden")).unwrap();
    fs::write(root.join("content/.hidden/x.yaml"), "x").unwrap();
    fs::write(root.join("content/odd\tname \"ü\".md"), "# Odd\n").unwrap();
    fs::write(root.join("content/large.md"), "a ".repeat(600_000)).unwrap();
    repository.git(&["add", "--all"]);
    index("120000", &hash, "content/documents/link.yaml");
    index("160000", &commit, "content/holders/module");
    repository.git(&["commit", "--quiet", "--message=odd"]);
    repository.day += 1;
    let told = repository.diff(&["HEAD~1", "HEAD"]).exits(1);
    assert!(
        told.stderr
            .contains("content/documents/link.yaml:1:1: error[symbolic-link]"),
        "{}",
        told.stderr
    );
    assert!(
        told.stderr
            .contains("content/large.md:1:1: error[page-unreadable]"),
        "{}",
        told.stderr
    );
    assert!(
        !told.stderr.contains("hidden") && !told.stderr.contains("module"),
        "{}",
        told.stderr
    );
    assert!(
        told.stdout.contains("+ page odd name \"ü\""),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout.contains("content/documents/link.yaml of HEAD"),
        "{}",
        told.stdout
    );
}

#[test]
fn the_repository_is_that_of_the_digest_whatever_the_environment_says() {
    let repository = Repository::base();
    repository.edit(
        "content/documents/beta.yaml",
        "stance: opposes",
        "stance: raises",
    );
    let other = Repository::base();
    let mut command = program();
    command.current_dir(repository.copy.root());
    command.env("GIT_DIR", other.copy.root().join(".git"));
    command.env("GIT_WORK_TREE", other.copy.root());
    // Where a hook finds what has just been pushed. The other one’s objects are the same, so: a folder without any.
    command.env("GIT_OBJECT_DIRECTORY", other.copy.root().join("content"));
    let told = run(command.args(["diff", "HEAD"])).exits(0).stdout;
    assert!(told.contains("1 stance changed"), "{told}");
}

/// Words that would mean something to GitHub, a browser or a terminal if nobody took care.
const HOSTILE: [&str; 14] = [
    "@everybody",
    "#1",
    "GH-1",
    "https://evil.example/",
    "www.evil.example",
    "someone@evil.example",
    "[x](https://evil.example/)",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</details></li></section>",
    "````` ~~~ `` ` ```",
    "0123456789abcdef0123456789abcdef01234567",
    "\u{202e}",
];

fn hostile() -> Repository {
    let mut repository = Repository::base();
    repository.tag("v1");
    let words = HOSTILE.join(" ");
    let quoted = serde_json::to_string(&words).unwrap();
    let short = serde_json::to_string("@x <b> `#1`").unwrap();
    let source = format!("Nothing here.\n\n{}\n", words.replace('\u{202e}', ""));
    let hash: String = Sha256::digest(&source)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let exact = serde_json::to_string(&words.replace('\u{202e}', "")).unwrap();
    repository.copy.put("seeds/evil.txt", &source);
    repository.copy.put(
        "content/holders/evil.yaml",
        format!("name: {quoted}\nkind: person\nrole: {quoted}\n"),
    );
    repository.copy.put(
        "content/documents/evil.yaml",
        format!(
            "source: evil.txt\ntitle: {quoted}\nshort: {short}\nkind: other\nissuer: evil\nlanguage: en\n\
             provenance: {{ sha256: {hash} }}\nsummary: {quoted}\npositions:\n  - question: open-access\n    \
             stance: raises\n    summary: {quoted}\n    quotes: [{exact}]\n"
        ),
    );
    repository.commit();
    repository.tag("v2");
    let text = repository.copy.get("content/documents/evil.yaml");
    let text = text.replace("stance: raises", "stance: opposes");
    let text = text.replace("summary: \"@everybody", "summary: \"Now @everybody");
    repository.copy.put(
        "content/documents/evil.yaml",
        text.replace("quotes: [\"@everybody #1", "quotes: [\"#1"),
    );
    repository.edit(
        "content/holders/evil.yaml",
        "role: \"@everybody",
        "role: \"Now @everybody",
    );
    repository.edit(
        "content/themes/example.yaml",
        "proposition: Technology should be open to all.",
        &format!("proposition: {quoted}"),
    );
    repository.commit();
    repository.tag("v3-<b>@x`#1`");
    repository
}

/// As GitHub reads it: outside of code there is nothing that it would make a link, a mention, an image
/// or HTML of.
#[test]
fn nothing_of_strangers_means_anything_in_markdown() {
    let repository = hostile();
    for revisions in [["v1", "v2"], ["v2", "v3-<b>@x`#1`"], ["v3-<b>@x`#1`", "v1"]] {
        let mut arguments = revisions.to_vec();
        arguments.extend(["--format", "markdown"]);
        let told = repository.diff(&arguments).stdout;
        assert!(told.contains("@everybody"), "{told}");
        assert!(!told.contains('\u{202e}'), "{told}");
        let (mut code, mut plain) = (0, String::new());
        for event in Parser::new_ext(&told, Options::all()) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    assert_eq!(&*language, "diff", "{told}");
                    code += 1;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => panic!("{told}"),
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => code -= 1,
                Event::Text(text) if code == 0 => plain.push_str(&text),
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link: {told}"),
                Event::Html(html) | Event::InlineHtml(html) => {
                    let ours = ["<details><summary>Wording (", "</details>"];
                    assert!(
                        ours.iter().any(|it| html.trim().starts_with(it)),
                        "{html}: {told}"
                    );
                    assert!(html.len() < 50, "{html}: {told}");
                }
                Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    panic!("{told}")
                }
                _ => {}
            }
        }
        for sign in [
            "@",
            "#",
            "GH-",
            "://",
            "www.",
            "0123456789abcdef",
            "<",
            "`",
            "~~~",
        ] {
            assert!(!plain.contains(sign), "{sign}: {plain}");
        }
    }
}

#[test]
fn nothing_of_strangers_means_anything_on_pages_feeds_and_terminals() {
    let repository = hostile();
    let told = repository.diff(&["v1", "v2"]).stdout;
    assert!(
        told.contains("<script>") && !told.contains('\u{202e}'),
        "{told}"
    );
    // The present digest has no mistakes, the versions behind it have.
    repository.git(&["checkout", "--quiet", "v1", "--", "."]);
    repository.copy.remove("content/documents/evil.yaml");
    repository.copy.remove("content/holders/evil.yaml");
    repository.copy.remove("seeds/evil.txt");
    let site = repository.site(&["--site-url", "https://example.org/a/b/"]);
    let changes = page(&site, "changes.html");
    assert!(
        words(changes).contains("<script>alert(1)</script>"),
        "{changes}"
    );
    let html = scraper::Html::parse_document(changes);
    let selector =
        scraper::Selector::parse("script, img, main b b, [onerror], a[href*=evil]").unwrap();
    assert_eq!(html.select(&selector).count(), 0, "{changes}");
    let problems = problems(&site);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    feed_ids(page(&site, "feed.xml"), "https://example.org/a/b/");
}

#[test]
fn a_comment_stays_below_the_limit_and_says_what_is_missing() {
    let mut repository = Repository::base();
    for number in 0..400 {
        let name = format!("Person {number} {}", "é".repeat(150));
        repository.copy.put(
            &format!("content/holders/person-{number}.yaml"),
            format!("name: {name}\nkind: person\n"),
        );
    }
    repository.commit();
    let told = repository
        .diff(&["HEAD~1", "--format", "markdown"])
        .exits(0)
        .stdout;
    assert!(
        told.len() <= 65_536 && told.len() > 50_000,
        "{}",
        told.len()
    );
    let shown = told.matches("- holder `person-").count();
    let rest = format!("… and {} more", 400 - shown);
    assert!(
        told.trim_end().lines().last().unwrap().starts_with(&rest),
        "{told}"
    );
    // One text alone cannot fill it.
    let long = "word ".repeat(100_000);
    repository.edit(
        "content/documents/alpha.yaml",
        "summary: The Council asks for rules.",
        &format!("summary: {long}"),
    );
    let told = repository
        .diff(&["HEAD", "--format", "markdown"])
        .exits(0)
        .stdout;
    assert!(told.len() < 4_000, "{}", told.len());
    assert!(told.contains('…'), "{told}");
}

/// Of a document published as excerpts no page holds what is not quoted, also not what was quoted once.
#[test]
fn former_quotes_of_excerpts_are_not_shown() {
    const ONCE: &str = "Nobody spoke of cameras";
    let mut repository = Repository::base();
    let beta = repository.copy.get("content/documents/beta.yaml");
    let quoted = beta.replace("silent:", &format!("      - {ONCE}\nsilent:"));
    repository.copy.put("content/documents/beta.yaml", quoted);
    repository.commit();
    repository.tag("v1");
    repository.copy.put("content/documents/beta.yaml", &beta);
    repository.commit();
    repository.tag("v2");
    let told = |site: &Tree| words(page(site, "changes.html"));
    assert!(told(&repository.site(&[])).contains(ONCE));

    // Published as excerpts from then on, under another name: the page forgets.
    let excerpts = "rights: { publish: excerpts }\nsummary: A report";
    let excerpts = beta.replace("summary: A report", excerpts);
    repository.copy.remove("content/documents/beta.yaml");
    repository
        .copy
        .put("content/documents/gazette.yaml", excerpts);
    repository.commit();
    repository.tag("v3");
    let site = repository.site(&["--site-url", "https://example.org/"]);
    for (path, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(ONCE), "{path}");
    }
    let hidden = "words that are no longer quoted are not shown";
    assert!(told(&site).contains(hidden), "{}", told(&site));
    // Taken away altogether.
    repository.copy.remove("content/documents/gazette.yaml");
    repository.copy.remove("content/holders/ana-berg.yaml");
    repository.copy.remove("seeds/beta.txt");
    repository.commit();
    let site = repository.site(&[]);
    assert!(!told(&site).contains(ONCE), "{}", told(&site));
    // Published in full again: there is nothing to hide.
    repository.git(&["checkout", "--quiet", "v2", "--", "content", "seeds"]);
    repository.commit();
    assert!(told(&repository.site(&[])).contains(ONCE));
}
