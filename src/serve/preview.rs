//! The thread that owns what was read, and shows it.
//!
//! 1. It watches, then reads: whatever changes from then on asks for another round, which reads that again, and
//!    all when folders may have come or gone.
//! 2. If there are no errors, that reading is the one to show. Otherwise the last good one stays,
//!    and the failure with it.
//! 3. Open pages are told that there is a new version, and the site is prepared.
//! 4. Pages are rendered when they are asked for, until something has changed.
//!
//! Neither a disk that fails nor a bug ends the thread: both are said, and shown.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::page::{Page, Trouble};
use super::watch::{Changed, Watch, watch};
use crate::Reading;
use crate::config::SiteUrl;
use crate::diag::{Diagnostics, Severity, render as draw};
use crate::load;
use crate::render::{self, Site};
use crate::source::Files;

/// Changes that follow each other sooner are one: editors write a file in several steps.
const PAUSE: Duration = Duration::from_millis(10);

/// The longest that is waited for a pause.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often to look again at what cannot be read or watched.
const RETRY: Duration = Duration::from_secs(1);

/// The most errors that are shown above a page. All of them are in the terminal.
const SHOWN_ERRORS: usize = 20;

/// What the thread is asked for.
#[derive(Debug)]
pub(super) enum Job {
    /// To read again what may have changed.
    Read(Changed),
    /// To show what stands at a path, such as `/` or `/documents/a.html`.
    Show(Request),
}

#[derive(Debug)]
pub(super) struct Request {
    pub(super) path: String,
    pub(super) answer: oneshot::Sender<Page>,
}

#[derive(Debug)]
pub(super) struct Preview {
    root: PathBuf,
    colour: bool,
    say: fn(&str),
    /// For the watches to ask for another round.
    jobs: Sender<Job>,
    version: watch::Sender<String>,
    /// Or why there is none.
    watch: Result<Watch, String>,
}

/// Why the last reading is not shown.
enum Failure {
    /// The digest has errors.
    Mistakes(Box<Reading>),
    /// It cannot be read: what the system said.
    Unreadable(String),
    /// We are wrong, not the digest.
    Bug(String),
}

impl Preview {
    pub(super) fn new(
        root: &Path,
        colour: bool,
        say: fn(&str),
        jobs: Sender<Job>,
        version: watch::Sender<String>,
    ) -> Self {
        Self {
            root: root.to_owned(),
            colour,
            say,
            jobs,
            version,
            watch: Err(String::new()),
        }
    }

    /// Reads and shows until the program ends.
    pub(super) fn run(mut self, inbox: &Receiver<Job>) {
        let rules = crate::codes();
        let mut good: Option<Reading> = None;
        let mut waiting = Vec::new();
        let mut loaded = self.load();
        for round in 1_u64.. {
            let mut failure = None;
            match read(loaded, good.as_ref()) {
                Ok(reading) => good = Some(reading),
                Err(why) => failure = Some(why),
            }
            // Pages ask anew while the site is being prepared, and are answered when it is.
            let version = version(round);
            self.version.send_replace(version.clone());
            // The templates were compiled once to see whether they can be: now there is a site.
            let site = guarded(|| good.as_ref()?.site(&rules).0).unwrap_or_else(|bug| {
                failure = Some(Failure::Bug(bug));
                None
            });
            self.tell(good.as_ref(), failure.as_ref());
            let view = View {
                site,
                good: good.as_ref(),
                failure: failure.as_ref(),
                version,
            };
            loaded = self.show(&view, inbox, &mut waiting);
        }
    }

    /// Answers requests until there is something else to read, and returns that.
    ///
    /// Requests that come while it is being read are left `waiting` for the next view.
    fn show(
        &mut self,
        view: &View<'_>,
        inbox: &Receiver<Job>,
        waiting: &mut Vec<Request>,
    ) -> Result<Files, String> {
        loop {
            for Request { path, answer } in waiting.drain(..) {
                // A browser that does not wait any longer has no need of it.
                let _ = answer.send(self.answer(view, &path));
            }
            // Where nothing can be watched, nobody says when to look again.
            let is_unreadable = matches!(view.failure, Some(Failure::Unreadable(_)));
            let is_told = self.watch.is_ok() && !is_unreadable;
            let patience = if is_told { Duration::MAX } else { RETRY };
            let changed = match inbox.recv_timeout(patience) {
                Ok(Job::Show(request)) => {
                    waiting.push(request);
                    continue;
                }
                Ok(Job::Read(changed)) => settle(changed, inbox, waiting),
                Err(_) => Changed::Anything,
            };
            let loaded = self.load_again(view, changed);
            if loaded.as_ref().map_err(String::as_str) != view.shown_files() {
                return loaded;
            }
        }
    }

    /// Loads what has changed.
    fn load_again(&mut self, view: &View<'_>, changed: Changed) -> Result<Files, String> {
        if let (Ok(files), Changed::Paths(paths)) = (view.shown_files(), changed) {
            let paths = paths.into_iter().collect();
            let again = load::again(&self.root, files, &paths);
            if let Some(loaded) = again.map_err(|error| format!("{error:#}"))? {
                return Ok(loaded);
            }
        }
        self.load()
    }

    /// Watches anew, as folders may have come and gone, and loads.
    fn load(&mut self) -> Result<Files, String> {
        let jobs = self.jobs.clone();
        let changed = move |changed| drop(jobs.send(Job::Read(changed)));
        let watch = watch(&self.root, changed).map_err(|error| error.to_string());
        if let (Err(problem), known) = (&watch, self.watch.as_ref().err())
            && known != Some(problem)
        {
            let problem = draw::clean(problem);
            (self.say)(&format!(
                "changes are looked for every second, as files cannot be watched: {problem}\n"
            ));
        }
        self.watch = watch;
        load::digest(&self.root).map_err(|error| format!("{error:#}"))
    }

    fn tell(&self, good: Option<&Reading>, failure: Option<&Failure>) {
        let report = |reading: &Reading| match reading.diagnostics.is_empty() {
            true => String::new(),
            false => draw::text(&reading.files, &reading.diagnostics, self.colour),
        };
        let text = match (failure, good) {
            (None, None) => return,
            (None, Some(reading)) => {
                let count = draw::count(&reading.diagnostics);
                format!("{}rebuilt: {count}\n", report(reading))
            }
            (Some(Failure::Mistakes(reading)), _) => {
                let count = draw::count(&reading.diagnostics);
                format!("{}not rebuilt: {count}\n", report(reading))
            }
            (Some(Failure::Unreadable(problem) | Failure::Bug(problem)), _) => {
                format!("not rebuilt: {}\n", draw::clean(problem))
            }
        };
        (self.say)(&text);
    }

    fn answer(&self, view: &View<'_>, path: &str) -> Page {
        let trouble = match guarded(|| view.page(path)) {
            Ok(Ok(page)) => return page,
            Ok(Err(trouble)) => trouble,
            Err(bug) => Failure::Bug(bug).trouble(),
        };
        let Trouble { heading, text } = &trouble;
        let path = draw::clean(path);
        (self.say)(&format!("{path}: {heading}\n{}\n", text.trim_end()));
        Page::of_trouble(&trouble, &view.version)
    }
}

/// The name of what is shown after so many rounds of reading.
///
/// No other run of the program has it: a page that is still open is of an earlier version.
pub(super) fn version(round: u64) -> String {
    format!("{}-{round}", std::process::id())
}

/// Waits for a pause in the changes, and puts them together. Requests are left `waiting`.
#[expect(
    clippy::disallowed_methods,
    reason = "how long somebody waits for a page is nothing that stands on it"
)]
fn settle(first: Changed, inbox: &Receiver<Job>, waiting: &mut Vec<Request>) -> Changed {
    let begin = Instant::now();
    let mut all = first;
    while begin.elapsed() < PATIENCE {
        match inbox.recv_timeout(PAUSE) {
            Ok(Job::Read(changed)) => all = all.and(changed),
            Ok(Job::Show(request)) => waiting.push(request),
            Err(_) => break,
        }
    }
    all
}

/// Reads what was loaded, if nothing is wrong with it. What has not changed since the last good reading is
/// taken over from there.
fn read(loaded: Result<Files, String>, good: Option<&Reading>) -> Result<Reading, Failure> {
    // Here the site stands at the root, wherever it will be published.
    let site_url = SiteUrl {
        origin: None,
        path: "/".to_owned(),
    };
    let files = loaded.map_err(Failure::Unreadable)?;
    let read = || crate::read_since(files, Some(site_url), good);
    let reading = guarded(read).map_err(Failure::Bug)?;
    match reading.analysis.is_none() || reading.diagnostics.has_errors() {
        true => Err(Failure::Mistakes(Box::new(reading))),
        false => Ok(reading),
    }
}

/// Does something that may panic if we are wrong about it, and says so then.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What the work leaves half done is dropped with it.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
        let words = words.unwrap_or("no more is known");
        format!("policy-digest has a bug, please report it: {words}")
    })
}

impl Failure {
    fn trouble(&self) -> Trouble {
        match self {
            Self::Mistakes(reading) => mistakes(reading),
            Self::Unreadable(problem) => Trouble::new("the digest cannot be read", problem),
            Self::Bug(problem) => Trouble::new("something went wrong", problem),
        }
    }
}

/// The first errors of a reading; warnings are for the terminal.
fn mistakes(reading: &Reading) -> Trouble {
    let all = &reading.diagnostics;
    let errors = all.iter().filter(|d| d.code.severity == Severity::Error);
    let shown: Diagnostics = errors.take(SHOWN_ERRORS).cloned().collect();
    let mut heading = match all.count(Severity::Error) {
        1 => "1 error: no change shows until it is mended".to_owned(),
        n => format!("{n} errors: no change shows until they are mended"),
    };
    if all.count(Severity::Error) > SHOWN_ERRORS {
        heading.push_str(&format!("; the first {SHOWN_ERRORS} are"));
    }
    Trouble::new(&heading, &draw::text(&reading.files, &shown, false))
}

/// What browsers get to see between two changes.
struct View<'a> {
    /// Made from the last good reading.
    site: Option<Site<'a>>,
    good: Option<&'a Reading>,
    failure: Option<&'a Failure>,
    version: String,
}

impl View<'_> {
    /// What the last round read, or why it could not.
    fn shown_files(&self) -> Result<&Files, &str> {
        match (self.failure, self.good) {
            (None, Some(reading)) => Ok(&reading.files),
            (Some(Failure::Mistakes(reading)), _) => Ok(&reading.files),
            (None, None) => Err(""),
            (Some(Failure::Unreadable(problem) | Failure::Bug(problem)), _) => Err(problem),
        }
    }

    /// Renders what stands at a path, or the page that says that nothing does.
    fn page(&self, path: &str) -> Result<Page, Trouble> {
        let trouble = self.failure.map(Failure::trouble);
        let (Some(site), Some(good)) = (&self.site, self.good) else {
            let trouble = trouble.expect("bug: no site, and nothing is wrong");
            return Ok(Page::of_trouble(&trouble, &self.version));
        };
        let mut path = path.strip_prefix('/').unwrap_or(path).to_owned();
        if path.is_empty() || path.ends_with('/') {
            path.push_str("index.html");
        }
        let found = site.address(&path).map(|address| (200, address));
        let missing = site.address("404.html").map(|address| (404, address));
        let (status, address) = found
            .or(missing)
            .expect("bug: no page says what is missing");
        let bytes = render::render_unminified(site, address).map_err(|diagnostic| {
            let text = draw::text(&good.files, &[diagnostic].into_iter().collect(), false);
            Trouble::new("this page cannot be rendered", &text)
        })?;
        let panel = trouble.map(|trouble| trouble.panel());
        let path = address.path();
        Ok(Page::of_site(
            status,
            &path,
            bytes,
            &self.version,
            panel.as_deref(),
        ))
    }
}
