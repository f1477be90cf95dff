use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use policy_digest::record::{Kind, schema};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};
use serde_yaml::Value;

use crate::support::{Copy, program, repository, run, tree};

/// Where a digest has its forms.
const FORMS: &str = ".github/ISSUE_TEMPLATE";

fn yaml(path: &str) -> Value {
    serde_yaml::from_slice(&fs::read(repository().join(path)).unwrap()).unwrap()
}

/// The fields of each form by the name of its file: id, and the options where there are any.
fn forms() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let files = tree(&repository().join(FORMS)).into_keys();
    let forms = files.filter(|name| name != "config.yml").map(|name| {
        let form = yaml(&format!("{FORMS}/{name}"));
        let items = form["body"].as_sequence().unwrap().iter();
        let fields = items.filter_map(|item| {
            let options = item["attributes"]["options"].as_sequence();
            let options = options.into_iter().flatten();
            let options = options.map(|it| it.as_str().unwrap().to_owned()).collect();
            Some((item["id"].as_str()?.to_owned(), options))
        });
        (name, fields.collect())
    });
    forms.collect()
}

/// Every key of a schema, also of mappings inside, with the words that its value may be.
fn keys(schema: &serde_json::Value, keys: &mut BTreeMap<String, Vec<String>>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (key, value) in properties {
            let words = value["enum"].as_array().into_iter().flatten();
            let words = words.map(|word| word.as_str().unwrap().to_owned());
            keys.insert(key.clone(), words.collect());
            self::keys(value, keys);
            self::keys(&value["items"], keys);
        }
    }
}

#[test]
fn forms_ask_for_what_records_hold() {
    let schema: serde_json::Value = serde_json::from_str(&schema::schema(Kind::Document)).unwrap();
    let mut known = BTreeMap::new();
    keys(&schema["properties"]["positions"]["items"], &mut known);
    keys(&schema, &mut known);
    // Of a person who does not know records.
    let others = ["document", "page", "output", "browser"];
    let forms = forms();
    assert_eq!(
        forms.keys().collect::<Vec<_>>(),
        [
            "correct-position.yml",
            "propose-document.yml",
            "report-error.yml"
        ]
    );
    for (form, fields) in &forms {
        for (id, options) in fields {
            let is_known = known.contains_key(id) || others.contains(&id.as_str());
            assert!(is_known, "{form} asks for `{id}`");
            let mut expected = known.get(id).cloned().unwrap_or_default();
            if id == "stance" {
                expected.extend(["silent", "I do not know"].map(str::to_owned));
            }
            assert!(
                options.is_empty() || *options == expected,
                "{form}: {options:?} is not {expected:?}"
            );
        }
    }
    assert_eq!(forms["propose-document.yml"]["kind"].len(), 11);
}

/// All links of a built site that lead to a form: the page, the form, and what is filled in.
fn links_to_forms(repository_url: &str) -> Vec<(String, String, BTreeMap<String, String>)> {
    let copy = Copy::base();
    let book = copy.get("book.toml");
    copy.put(
        "book.toml",
        book.replace(
            "[output.html]\n",
            &format!(
                "[output.html]\nsite-url = \"https://example.org/a&b/\"\n\
                 git-repository-url = \"{repository_url}\"\n"
            ),
        ),
    );
    copy.build(&[]).exits(0);
    let selector = Selector::parse("a[href*='/issues/']").unwrap();
    let mut links = Vec::new();
    for (path, bytes) in tree(&copy.out()) {
        if !path.ends_with(".html") {
            continue;
        }
        let page = Html::parse_document(str::from_utf8(&bytes).unwrap());
        for link in page.select(&selector) {
            let (form, query) = link.attr("href").unwrap().split_once('?').unwrap();
            let repository_url = repository_url.trim_end_matches(".git");
            assert_eq!(form, format!("{repository_url}/issues/new"));
            let decode = |text: &str| {
                let text = percent_encoding::percent_decode_str(text);
                text.decode_utf8().unwrap().into_owned()
            };
            let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
            let mut fields: BTreeMap<String, String> = pairs
                .map(|(id, value)| (id.to_owned(), decode(value)))
                .collect();
            let form = fields.remove("template").unwrap();
            links.push((path.clone(), form, fields));
        }
    }
    links
}

#[test]
fn pages_lead_to_forms_with_what_they_know_filled_in() {
    let forms = forms();
    let links = links_to_forms("https://github.com/example/digest");
    for (path, form, fields) in &links {
        for id in fields.keys() {
            assert!(forms[form].contains_key(id), "{path}: {form} has no {id}");
        }
    }
    let found = |path: &str, form: &str| -> Vec<String> {
        let here = links.iter().filter(|link| link.0 == path && link.1 == form);
        let values = |fields: &BTreeMap<String, String>| {
            fields.values().cloned().collect::<Vec<_>>().join(" ")
        };
        here.map(|(_, _, fields)| values(fields)).collect()
    };
    let correct = "correct-position.yml";
    assert_eq!(
        found("questions/open-access.html", correct),
        ["alpha open-access", "beta open-access"]
    );
    assert_eq!(found("documents/beta.html", correct), ["beta"]);
    assert_eq!(found("documents/beta/record.html", correct), ["beta"]);
    assert_eq!(found("documents.html", "propose-document.yml"), [""]);
    // As one clones it.
    assert_eq!(
        links_to_forms("https://github.com/example/digest.git"),
        links
    );
    let error = "report-error.yml";
    assert_eq!(
        found("documents/beta.html", error),
        ["https://example.org/a&b/documents/beta.html"]
    );
    // A missing page has many addresses.
    assert_eq!(found("404.html", error), [""; 0]);
    // Elsewhere nobody knows which forms there are.
    for other in ["https://example.org/digest", "https://github.com/example"] {
        assert_eq!(links_to_forms(other), []);
    }
}

#[test]
fn a_new_digest_has_our_forms_and_workflows() {
    let shared = [
        "ISSUE_TEMPLATE/config.yml",
        "ISSUE_TEMPLATE/correct-position.yml",
        "ISSUE_TEMPLATE/propose-document.yml",
        "ISSUE_TEMPLATE/report-error.yml",
        "pull_request_template.md",
        "workflows/comment.yml",
        "workflows/links.yml",
    ];
    let read = |folder: &str, path: &str| {
        fs::read_to_string(repository().join(folder).join(".github").join(path)).unwrap()
    };
    for path in shared {
        assert_eq!(read("", path), read("starter", path), "{path}");
    }
}

/// What strangers write, to be taken for something else by GitHub.
const HOSTILE: [&str; 14] = [
    "@everybody @team/all",
    "see #1 and GH-1 and owner/repo#1",
    "<img src=x onerror=alert(1)>",
    "<!-- policy-digest",
    "![x](https://evil.example/x.png) [x](https://evil.example)",
    "https://evil.example www.evil.example",
    "`````` ~~~ `` ` ```",
    "0123456789abcdef0123456789abcdef01234567",
    "::set-output name=x::y",
    "::error file=x::y",
    "##[error]x",
    "::stop-commands::x",
    "\u{202e}\u{2066}",
    "%0A::error::x %25",
];

/// The base digest with a mistake that shows hostile words in its message, its picture and its help.
fn hostile() -> Copy {
    let copy = Copy::base();
    let alpha = copy.get("content/documents/alpha.yaml");
    for (number, words) in HOSTILE.iter().enumerate() {
        let quoted = serde_json::to_string(words).unwrap();
        let record = alpha.replace(
            "  - question: binding-rules\n",
            &format!("  - question: {quoted}\n"),
        );
        let record = record.replace(
            "      - States should adopt rules that bind\n",
            &format!("      - {quoted}\n      - |\n        {}\n", words.trim()),
        );
        // Another document each, so that no mistake hides another.
        let record = record.replace("short: Alpha", &format!("short: A{number}\n{quoted}: x"));
        copy.put(&format!("content/documents/evil-{number}.yaml"), record);
    }
    copy
}

/// A command of the log, as a runner reads it: first the present form at the beginning of a line, spaces
/// before it, then the former one anywhere in it
/// (<https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs>).
fn command(line: &str) -> Option<(&str, &str, &str)> {
    if let Some(rest) = line.trim_start().strip_prefix("::")
        && let Some((head, data)) = rest.split_once("::")
    {
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        return Some((name, properties, data));
    }
    let (_, rest) = line.split_once("##[")?;
    let (head, data) = rest.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    Some((name, properties, data))
}

#[test]
fn nothing_of_strangers_is_a_command_of_the_log() {
    let copy = hostile();
    let told = copy.check(&["--format", "github"]).exits(1).stdout;
    let mut stopped: Option<&str> = None;
    let (mut annotations, mut commands_of_strangers) = (0, 0);
    for line in told.lines() {
        let Some((name, properties, data)) = command(line) else {
            continue;
        };
        match stopped {
            Some(word) if name == word => stopped = None,
            // Not one of them is obeyed.
            Some(_) => commands_of_strangers += 1,
            None if name == "stop-commands" => {
                assert!(line.starts_with("::stop-commands::"), "{line}");
                stopped = Some(data);
            }
            None => {
                assert!(["error", "warning"].contains(&name), "{line}");
                let names: Vec<&str> = properties
                    .split(',')
                    .map(|property| property.split_once('=').unwrap().0)
                    .collect();
                let all = ["file", "line", "endLine", "col", "endColumn", "title"];
                let without_columns = ["file", "line", "endLine", "title"];
                assert!(names == all || names == without_columns, "{line}");
                annotations += 1;
            }
        }
    }
    assert_eq!(stopped, None);
    // Ten errors, and no warning is hidden behind them.
    assert!((10..=20).contains(&annotations), "{annotations}");
    assert!(commands_of_strangers > 0, "{told}");
    assert!(!told.contains(['\u{202e}', '\u{2066}']), "{told}");
}

/// The events of Markdown outside of code, for what GitHub would make something of.
fn markup(markdown: &str) -> (Vec<String>, String, usize) {
    let (mut markup, mut plain, mut blocks, mut depth) = (Vec::new(), String::new(), 0, 0);
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                assert_eq!(&*language, "text", "{markdown}");
                (blocks, depth) = (blocks + 1, 1);
            }
            Event::End(TagEnd::CodeBlock) => depth = 0,
            Event::Text(text) if depth == 0 => plain.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => markup.push(dest_url.to_string()),
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{markdown}"),
            Event::Html(html) | Event::InlineHtml(html) => markup.push(html.trim().to_owned()),
            Event::Code(_) | Event::FootnoteReference(_) => panic!("{markdown}"),
            _ => {}
        }
    }
    (markup, plain, blocks)
}

#[test]
fn nothing_of_strangers_means_anything_in_a_summary() {
    let copy = hostile();
    let summary = copy.root().with_file_name("summary.md");
    run(program()
        .args(["check", "--format", "github"])
        .arg(copy.root())
        .env("GITHUB_STEP_SUMMARY", &summary))
    .exits(1);
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.contains("@everybody"), "{summary}");
    let (found, plain, blocks) = markup(&summary);
    assert_eq!((found, blocks), (vec![], 1), "{summary}");
    let (heading, count) = plain.split_once(": ").unwrap();
    assert_eq!(heading, "policy-digest");
    assert!(
        count.ends_with(" errors") || count.contains(" errors, "),
        "{plain}"
    );
    assert!(!summary.contains(['\u{202e}', '\u{2066}']), "{summary}");
}

/// The script of the workflow that comments, with a `gh` that writes down how it is called.
#[cfg(unix)]
struct Commenting {
    folder: tempfile::TempDir,
}

#[cfg(unix)]
impl Commenting {
    /// After a check that left this number and text behind.
    fn after(number: &[u8], text: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("diff")).unwrap();
        fs::write(root.join("diff/number"), number).unwrap();
        fs::write(root.join("diff/text"), text).unwrap();
        let gh = "#!/usr/bin/env bash\n\
            echo \"$*\" >> calls\n\
            case $* in\n\
            *pulls/*) echo c0ffee;;\n\
            *--paginate*) cat present 2>/dev/null || true;;\n\
            esac\n";
        fs::create_dir(root.join("bin")).unwrap();
        fs::write(root.join("bin/gh"), gh).unwrap();
        let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(root.join("bin/gh"), executable).unwrap();
        Self { folder }
    }

    /// Runs the script as a runner does. Returns its exit code and how `gh` was called.
    fn run(&self, head: &str) -> (Option<i32>, Vec<String>) {
        let workflow = yaml(".github/workflows/comment.yml");
        let steps = workflow["jobs"]["comment"]["steps"].as_sequence().unwrap();
        let script = steps.last().unwrap()["run"].as_str().unwrap();
        let root = self.folder.path();
        let path = std::env::var("PATH").unwrap();
        let run = run(Command::new("bash")
            .args([
                "--noprofile",
                "--norc",
                "-e",
                "-o",
                "pipefail",
                "-c",
                script,
            ])
            .current_dir(root)
            .env("PATH", format!("{}:{path}", root.join("bin").display()))
            .env("GITHUB_REPOSITORY", "example/digest")
            .env("HEAD_SHA", head)
            .env(
                "RUN_URL",
                "https://github.com/example/digest/actions/runs/1",
            ));
        let calls = fs::read_to_string(root.join("calls")).unwrap_or_default();
        (run.code, calls.lines().map(str::to_owned).collect())
    }

    fn comment(&self) -> String {
        fs::read_to_string(self.folder.path().join("comment.md")).unwrap()
    }
}

#[cfg(unix)]
#[test]
fn the_comment_is_written_once_and_then_kept_up_to_date() {
    let text = "v1 → v2\n1 stance changed\n";
    let first = Commenting::after(b"7\n", text.as_bytes());
    let (code, calls) = first.run("c0ffee");
    assert_eq!(code, Some(0));
    assert!(calls[2].contains("--method POST repos/example/digest/issues/7/comments"));
    let comment = first.comment();
    assert!(
        comment.contains("```text\nv1 → v2\n1 stance changed\n```\n"),
        "{comment}"
    );

    let again = Commenting::after(b"7\n", text.as_bytes());
    fs::write(again.folder.path().join("present"), "41\n42\n").unwrap();
    let (code, calls) = again.run("c0ffee");
    assert_eq!(code, Some(0));
    assert!(calls[2].contains("--method PATCH repos/example/digest/issues/comments/41"));
    // The query picks out what is ours by its author and its first line.
    let marker = comment.lines().next().unwrap();
    assert!(
        calls[1].contains(marker) && calls[1].contains("github-actions[bot]"),
        "{calls:?}"
    );

    // Where there is nothing to say, no comment is begun.
    let copy = Copy::base();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(copy.root())
            .args(["-c", "user.name=E", "-c", "user.email=e@example.org"]);
        run(git.args(arguments)).exits(0);
    };
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message=first"]);
    let told = run(program().args(["diff", "HEAD"]).current_dir(copy.root())).exits(0);
    let nothing = Commenting::after(b"7", told.stdout.as_bytes());
    let (code, calls) = nothing.run("c0ffee");
    assert_eq!((code, calls.len()), (Some(0), 2), "{calls:?}");
}

#[cfg(unix)]
#[test]
fn the_comment_takes_what_it_is_given_for_data() {
    let refused = |number: &[u8], text: &[u8], head: &str, expected: i32| {
        let (code, calls) = Commenting::after(number, text).run(head);
        assert_eq!(code, Some(expected), "{number:?}");
        let writes = calls.iter().filter(|call| call.contains("--method"));
        assert_eq!(writes.count(), 0, "{calls:?}");
    };
    for number in [
        &b""[..],
        b"0",
        b"7; x",
        b"../7",
        b"-1",
        b"7\n8",
        b"99999999999",
    ] {
        refused(number, b"text", "c0ffee", 1);
    }
    refused(&b"1".repeat(100), b"text", "c0ffee", 1);
    refused(b"7", &b"x".repeat(1_000_001), "c0ffee", 1);
    refused(b"7", &b"`".repeat(50_000), "c0ffee", 1);
    // What could not be compared left nothing.
    refused(b"7", b"", "c0ffee", 0);
    // The number of somebody else's pull request, or of one that has gone on.
    refused(b"7", b"text", "0ff1ce", 0);
    let link = Commenting::after(b"7", b"");
    let text = link.folder.path().join("diff/text");
    fs::remove_file(&text).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", &text).unwrap();
    assert_eq!(link.run("c0ffee").0, Some(1));

    let mut text = HOSTILE.join("\n").into_bytes();
    text.extend(b"\n\x1b[31m\x00\xff\xfe$(touch evil) `touch evil` $HOME\n");
    let hostile = Commenting::after(b"7", &text);
    assert_eq!(hostile.run("c0ffee").0, Some(0));
    let comment = hostile.comment();
    let (found, plain, blocks) = markup(&comment);
    let own = [
        "<!-- policy-digest: what changes in substance -->",
        "https://github.com/example/digest/actions/runs/1",
    ];
    assert_eq!(found, own, "{comment}");
    assert_eq!(blocks, 1, "{comment}");
    assert!(!plain.contains(['@', '#']), "{plain}");
    assert!(
        comment.contains("$(touch evil) `touch evil` $HOME"),
        "{comment}"
    );
    let is_control = |c: char| c != '\n' && c.is_control() || "\u{202e}\u{2066}".contains(c);
    assert!(!comment.contains(is_control), "{comment}");
    assert!(!hostile.folder.path().join("evil").exists());

    let long = Commenting::after(b"7", "é\n".repeat(30_000).as_bytes());
    assert_eq!(long.run("c0ffee").0, Some(0));
    let comment = long.comment();
    assert!(comment.contains("\n… and more\n```\n"));
    assert!(comment.len() < 65_536, "{}", comment.len());
}

#[test]
fn workflows_ask_for_no_right_that_they_do_not_need() {
    let mut granted = BTreeSet::new();
    for folder in [".github/workflows", "starter/.github/workflows"] {
        for name in tree(&repository().join(folder)).into_keys() {
            let workflow = yaml(&Path::new(folder).join(&name).display().to_string());
            let none = workflow["permissions"].as_mapping().unwrap();
            assert!(none.is_empty(), "{folder}/{name}");
            for (job, it) in workflow["jobs"].as_mapping().unwrap() {
                for (right, level) in it["permissions"].as_mapping().unwrap() {
                    if level.as_str() == Some("write") {
                        let words = [
                            name.as_str(),
                            job.as_str().unwrap(),
                            right.as_str().unwrap(),
                        ];
                        granted.insert(words.join(" "));
                    }
                }
            }
        }
    }
    let expected = [
        "comment.yml comment pull-requests",
        "links.yml tell issues",
        "pages.yml deploy id-token",
        "pages.yml deploy pages",
    ];
    assert_eq!(granted.iter().collect::<Vec<_>>(), expected);
}

/// What `check --format sarif` prints, once it has been held to the standard's schema.
fn sarif(copy: &Copy, workspace: &Path) -> serde_json::Value {
    let mut command = program();
    command
        .args(["check", "--format", "sarif"])
        .arg(copy.root())
        .env("GITHUB_WORKSPACE", workspace);
    let log: serde_json::Value = serde_json::from_str(&run(&mut command).stdout).unwrap();
    let schema = fs::read(repository().join("tests/sarif/sarif-schema-2.1.0.json")).unwrap();
    let mut schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    // The standard has a bracket too many in it, and we say nothing of languages.
    for of in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][of]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let validator = jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(wrong, [""; 0], "{log:#}");
    log
}

#[test]
fn sarif_is_as_its_standard_says() {
    let copy = Copy::base();
    let sound = sarif(&copy, &copy.root());
    assert_eq!(sound["runs"][0]["results"], serde_json::json!([]));

    let alpha = copy.get("content/documents/alpha.yaml");
    // Behind characters of two and of four bytes, the last of two code units: columns are code points.
    let alpha = alpha.replace(
        "    quotes:\n      - States should adopt rules that bind\n",
        "    quotes: [\"é𝒳\", \"States shall adopt rules that bind\"]\n",
    );
    copy.put("content/documents/alpha.yaml", alpha);
    let log = sarif(&copy, copy.root().parent().unwrap());
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    let quote = &results[1];
    let place = &quote["locations"][0]["physicalLocation"];
    let path = "digest/content/documents/alpha.yaml";
    assert_eq!(place["artifactLocation"]["uri"], path);
    // `shall`, in `    quotes: ["é𝒳", "States shall`.
    let region = &place["region"];
    assert_eq!(region["startColumn"], 28, "{region}");
    assert_eq!(region["endColumn"], 33, "{region}");
    assert_eq!(quote["relatedLocations"].as_array().unwrap().len(), 1);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(rule["defaultConfiguration"]["level"], result["level"]);
    }
    for rule in rules {
        let short = rule["shortDescription"]["text"].as_str().unwrap();
        assert!(
            short.len() > 20 && !short.starts_with('#') && !short.contains('\n'),
            "{short}"
        );
        let help = rule["help"]["markdown"].as_str().unwrap();
        assert!(help.contains("## What to do"), "{help}");
    }
}

#[test]
fn nothing_of_strangers_means_anything_in_sarif() {
    let copy = hostile();
    copy.put("content/documents/50%,a:b #[x](y)?.yaml", "x: [");
    let log = sarif(&copy, &copy.root());
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > HOSTILE.len(), "{}", results.len());
    let place = |result: &serde_json::Value| {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        uri.as_str().unwrap().to_owned()
    };
    let odd = "content/documents/50%25%2Ca%3Ab%20%23%5Bx%5D%28y%29%3F.yaml";
    assert!(results.iter().any(|result| place(result) == odd));
    for result in results {
        let text = result["message"]["text"].as_str().unwrap();
        assert!(!text.replace("\\](", "").contains("]("), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{1b}']), "{text}");
    }
}
