use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::support::{Copy, program, run};

/// How long the program may take over anything before a test gives up.
const LIMIT: Duration = Duration::from_secs(120);

const HOLDER: &str = "content/holders/ana-berg.yaml";
const HOLDER_PAGE: &str = "/holders/ana-berg.html";

/// The program serving a digest.
struct Served {
    child: Child,
    port: u16,
    /// What it prints on standard error, by line.
    said: Receiver<String>,
}

impl Served {
    fn start(copy: &Copy) -> Self {
        Self::start_at(copy, 0)
    }

    fn start_at(copy: &Copy, port: u16) -> Self {
        let mut child = program()
            .arg("serve")
            .arg(copy.root())
            .args(["--port", &port.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let mut address = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut address).unwrap();
        let port = address
            .trim_end()
            .strip_prefix("http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix('/')?.parse().ok())
            .unwrap_or_else(|| panic!("no address: {address:?}"));
        let (sender, said) = mpsc::channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, port, said }
    }

    /// Waits until a line is printed that begins so, and returns all up to it.
    fn says(&self, beginning: &str) -> String {
        let mut text = String::new();
        loop {
            let Ok(line) = self.said.recv_timeout(LIMIT) else {
                panic!("`{beginning}` was never said:\n{text}");
            };
            text.push_str(&format!("{line}\n"));
            if line.starts_with(beginning) {
                return text;
            }
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// Sends a request line with `Host` and further headers.
    fn ask(&self, line: &str, host: &str) -> Answer {
        let mut stream = self.connect();
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::parse(&String::from_utf8(bytes).unwrap())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &format!("127.0.0.1:{}", self.port))
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(
            stream,
            "GET /.serve/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        )
        .unwrap();
        Events {
            lines: BufReader::new(stream),
        }
    }

    /// Follows the versions until a page is as it should be.
    ///
    /// A file that is being written may be seen half-written, so the next version need not be it.
    #[track_caller]
    fn follow(
        &self,
        events: &mut Events,
        path: &str,
        is_right: impl Fn(&Answer) -> bool,
    ) -> Answer {
        loop {
            events.next().expect("the server goes on");
            let answer = self.get(path);
            if is_right(&answer) {
                return answer;
            }
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Self {
            status: status.unwrap_or_else(|| panic!("no answer: {text:?}")),
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    }

    #[track_caller]
    fn has(self, status: u16, words: &str) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        assert!(self.body.contains(words), "{words:?}: {self:?}");
        self
    }
}

/// The stream of versions that open pages listen to.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next version; nothing when the server has ended.
    fn next(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(version) = line.strip_prefix("data: ") {
                return Some(version.trim_end().to_owned());
            }
        }
    }
}

fn rename(copy: &Copy, name: &str) {
    copy.put(HOLDER, format!("name: {name}\nkind: person\n"));
}

/// Writes a file as many editors do: another one, which then takes the place of the old one.
fn replace(copy: &Copy, path: &str, text: &str) {
    let (folder, name) = path.rsplit_once('/').unwrap();
    let new = format!("{folder}/.{name}.new");
    copy.put(&new, text);
    fs::rename(copy.root().join(new), copy.root().join(path)).unwrap();
}

const PANEL: &str = "<section role=\"alert\"";

#[test]
fn addresses_of_the_site_are_answered_and_no_others() {
    let copy = Copy::base();
    let served = Served::start(&copy);
    let home = served.get("/").has(200, "<h1");
    assert!(home.head.contains("content-type: text/html"), "{home:?}");
    assert!(home.head.contains("cache-control: no-store"), "{home:?}");
    assert!(home.body.contains("EventSource"), "{home:?}");
    assert!(!home.body.contains(PANEL), "{home:?}");
    assert_eq!(served.get("/index.html").body, home.body);
    assert_eq!(served.get("/index%2Ehtml?a=b").body, home.body);

    let served_type = |path: &str, expected: &str| {
        let answer = served.get(path).has(200, "");
        assert!(
            answer.head.contains(&format!("content-type: {expected}")),
            "{answer:?}"
        );
        assert!(!answer.body.contains("EventSource"), "{answer:?}");
    };
    let style = home
        .body
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap();
    let style = style.split('"').next().unwrap();
    served_type(&format!("/{style}"), "text/css");
    served_type("/data/positions.csv", "text/csv");
    served_type("/data/digest.json", "application/json");
    served_type("/.nojekyll", "text/plain");

    // Its links work from wherever it stands in for a page.
    let missing = served
        .get("/no/such/page.html")
        .has(404, "<base href=\"/\"");
    assert!(missing.body.contains("EventSource"), "{missing:?}");
    let book = copy.get("book.toml");
    for path in [
        "/documents/",
        "/book.toml",
        "/../book.toml",
        "/%2e%2e/book.toml",
        "/..%2fbook.toml",
        "/assets/../../book.toml",
        "/content/documents/alpha.yaml",
        "//etc/passwd",
        "/..\\book.toml",
        "/%ff",
        "/%00",
        "/%",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        assert!(!answer.body.contains(&book), "{path}: {answer:?}");
    }
}

#[test]
fn only_readers_on_this_computer_are_answered() {
    let copy = Copy::base();
    let served = Served::start(&copy);
    let port = served.port;
    served
        .ask("GET /", &format!("localhost:{port}"))
        .has(200, "<h1");
    for host in ["example.org", &format!("example.org:{port}"), "127.0.0.1:1"] {
        let refused = served.ask("GET /", host).has(403, "This site is at");
        assert!(!refused.body.contains("<h1"), "{refused:?}");
        served.ask("GET /.serve/events", host).has(403, "");
    }
    let host = format!("127.0.0.1:{port}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let refused = served.ask(&format!("{method} /"), &host).has(405, "");
        assert!(refused.head.contains("allow: get, head"), "{refused:?}");
    }
    let head = served.ask("HEAD /", &host).has(200, "");
    assert_eq!(head.body, "");
}

#[test]
fn a_saved_file_reloads_open_pages() {
    let copy = Copy::base();
    let served = Served::start(&copy);
    served.says("rebuilt: no errors, no warnings");
    let mut events = served.events();
    let shown = events.next().unwrap();
    let page = served.get(HOLDER_PAGE).has(200, "Ana Berg");
    assert!(
        page.body.contains(&format!("data-version=\"{shown}\"")),
        "{page:?}"
    );

    rename(&copy, "Another Name");
    let page = served.follow(&mut events, HOLDER_PAGE, |page| {
        page.body.contains("Another Name")
    });
    assert!(
        !page.body.contains(&format!("data-version=\"{shown}\"")),
        "{page:?}"
    );
    served.says("rebuilt: no errors, no warnings");

    replace(&copy, HOLDER, "name: Third Name\nkind: person\n");
    served.follow(&mut events, HOLDER_PAGE, |page| {
        page.body.contains("Third Name")
    });

    // What is in a folder that was not there before is followed, too.
    copy.put("templates/holder.html", "<p>own template</p>");
    served.follow(&mut events, HOLDER_PAGE, |page| {
        page.body.contains("own template")
    });
    copy.put("templates/holder.html", "<p>changed template</p>");
    served.follow(&mut events, HOLDER_PAGE, |page| {
        page.body.contains("changed template")
    });
    let book = copy.get("book.toml");
    copy.put("styles/own/site.css", "body { color: red }");
    let settings = "additional-css = [\"styles/own/site.css\"]\nhash-files = false\n";
    copy.put("book.toml", book + settings);
    let style = "/assets/styles-own-site.css";
    served.follow(&mut events, style, |style| style.body.contains("red"));
    copy.put("styles/own/site.css", "body { color: green }");
    served.follow(&mut events, style, |style| style.body.contains("green"));
}

#[test]
fn a_mistake_is_shown_over_the_last_good_page() {
    let copy = Copy::base();
    let served = Served::start(&copy);
    served.says("rebuilt: no errors");
    let mut events = served.events();
    let good = copy.get(HOLDER);
    copy.put(HOLDER, "name: Another <Name>\nkind: person\nnmae: x\n");
    let page = served.follow(&mut events, HOLDER_PAGE, |page| page.body.contains(PANEL));
    let page = page.has(200, "Ana Berg");
    for words in [
        "1 error",
        "error[unknown-key]",
        "--&gt; content/holders/ana-berg.yaml:3:1",
        "= help: delete it, or use one of `name`",
    ] {
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
    let said = served.says("not rebuilt: 1 error");
    assert!(said.contains("content/holders/ana-berg.yaml:3:1"), "{said}");

    copy.put(HOLDER, good);
    let page = served.follow(&mut events, HOLDER_PAGE, |page| !page.body.contains(PANEL));
    page.has(200, "Ana Berg");
    served.says("rebuilt: no errors");

    // A warning is for the terminal.
    let theme = copy.get("content/themes/example.yaml");
    copy.put(
        "content/themes/example.yaml",
        theme.replace("    terms: [access]\n", ""),
    );
    let said = served.says("rebuilt: 2 warnings");
    assert!(said.contains("warning[question-without-terms]"), "{said}");
    assert!(!served.get("/").has(200, "<h1").body.contains(PANEL));
}

#[test]
fn a_digest_that_was_never_good_is_shown_when_it_is() {
    let copy = Copy::base();
    let good = copy.get(HOLDER);
    copy.put(HOLDER, "name: [");
    let served = Served::start(&copy);
    let mut events = served.events();
    let page = served.get("/").has(500, "content/holders/ana-berg.yaml:1:");
    assert!(page.body.contains("EventSource"), "{page:?}");
    copy.put(HOLDER, good);
    served
        .follow(&mut events, HOLDER_PAGE, |page| page.status == 200)
        .has(200, "Ana Berg");
}

#[test]
fn a_template_that_fails_is_shown_in_the_place_of_its_pages() {
    let copy = Copy::base();
    // Compiles, and asks for what no page has.
    copy.put("templates/holder.html", "{{ page.nothing.of_the_kind }}");
    let served = Served::start(&copy);
    let mut events = served.events();
    let page = served.get(HOLDER_PAGE).has(500, "templates/holder.html:1:");
    assert!(page.body.contains("error[template-error]"), "{page:?}");
    assert!(page.body.contains("EventSource"), "{page:?}");
    served.says("error[template-error]");
    served.get("/").has(200, "<h1");
    copy.put("templates/holder.html", "<p>{{ page.heading }}</p>");
    served
        .follow(&mut events, HOLDER_PAGE, |page| page.status == 200)
        .has(200, "<p>Ana Berg</p>");
}

#[test]
fn a_folder_that_goes_is_missed_and_may_come_back() {
    let copy = Copy::base();
    let served = Served::start(&copy);
    let mut events = served.events();
    served.get(HOLDER_PAGE).has(200, "Ana Berg");
    let elsewhere = copy.root().with_file_name("elsewhere");

    // A folder of sources: an error in each record.
    let seeds = copy.root().join("seeds");
    fs::rename(&seeds, &elsewhere).unwrap();
    served
        .follow(&mut events, HOLDER_PAGE, |page| page.body.contains(PANEL))
        .has(200, "Ana Berg");
    fs::rename(&elsewhere, &seeds).unwrap();
    served
        .follow(&mut events, HOLDER_PAGE, |page| !page.body.contains(PANEL))
        .has(200, "Ana Berg");

    // The whole digest: nothing is left to watch.
    fs::rename(copy.root(), &elsewhere).unwrap();
    let page = served.follow(&mut events, HOLDER_PAGE, |page| page.body.contains(PANEL));
    page.has(200, "the digest cannot be read");
    served.says("not rebuilt: no `book.toml` in ");
    fs::rename(&elsewhere, copy.root()).unwrap();
    served
        .follow(&mut events, HOLDER_PAGE, |page| !page.body.contains(PANEL))
        .has(200, "Ana Berg");
    rename(&copy, "Another Name");
    served.follow(&mut events, HOLDER_PAGE, |page| {
        page.body.contains("Another Name")
    });
}

#[test]
fn a_build_meanwhile_changes_nothing() {
    let copy = Copy::base();
    let served = Served::start(&copy);
    served.says("rebuilt: ");
    let mut events = served.events();
    let before = events.next().unwrap();
    run(program().arg("build").arg(copy.root())).exits(0);
    copy.put("content/.hidden.swp", "");
    replace(&copy, HOLDER, &copy.get(HOLDER));
    replace(&copy, HOLDER, "name: Another Name\nkind: person\n");
    let after = events.next().unwrap();
    served.get(HOLDER_PAGE).has(200, "Another Name");
    // Versions end in a count.
    let number = |version: &str| version.rsplit('-').next().unwrap().parse::<u32>().unwrap();
    assert_eq!(number(&after), number(&before) + 1);
}

#[test]
fn a_port_that_is_taken_is_passed_over() {
    let copy = Copy::base();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let served = Served::start_at(&copy, port);
    assert_ne!(served.port, port);
    served.says(&format!("port {port} is taken"));
    served.get("/").has(200, "<h1");
}

#[test]
fn what_is_no_digest_is_not_served() {
    let elsewhere = tempfile::tempdir().unwrap();
    let run = run(program().arg("serve").arg(elsewhere.path())).exits(2);
    assert!(run.stderr.contains("no `book.toml` in"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

/// Also while a page listens, and a request that was begun does not end.
#[cfg(unix)]
#[test]
fn signals_end_it_with_0() {
    for signal in ["TERM", "INT"] {
        let copy = Copy::base();
        let mut served = Served::start(&copy);
        let mut events = served.events();
        events.next().unwrap();
        served.says("rebuilt: ");
        let mut unfinished = served.connect();
        unfinished.write_all(b"GET / HTTP/1.1\r\n").unwrap();
        let id = served.child.id().to_string();
        run(Command::new("kill").args([&format!("-{signal}"), &id])).exits(0);
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{signal}");
        while events.next().is_some() {}
        let _ = unfinished.shutdown(Shutdown::Both);
    }
}
