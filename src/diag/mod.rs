//! Mistakes in a digest, as values: what is wrong, where, and what to do about it.
//!
//! A mistake of an editor never becomes an `Err` and never a panic. Every stage reports what it
//! finds into [`Diagnostics`] and goes on as far as its input allows, so that one run shows
//! everything that is wrong. `diag::render` draws them for people and for machines.

use crate::source::{Files, Span};

pub mod render;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built; with `--strict` it is not.
    Warning,
}

impl Severity {
    /// The word that people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name in kebab case, which says the problem: `quote-not-found`.
    pub id: &'static str,
    /// Whether it stops the site.
    pub severity: Severity,
    /// What `explain` prints and the page of rules shows: Markdown with the headings
    /// "What it looks for", "Why it matters" and "What to do".
    pub doc: &'static str,
}

/// A place that a diagnostic points at, with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty for the first label.
    pub text: String,
}

/// How files would have to change for a mistake to be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Changes of one file, in order, apart from each other. Never empty.
    pub edits: Vec<Edit>,
    /// Whether nothing but the mistake changes, so that nobody has to be asked. Otherwise it is what
    /// was most likely meant.
    pub is_safe: bool,
}

/// Other words in the place of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to be replaced; none where something is put in.
    pub span: Span,
    /// What stands there instead, as the file writes it. Lines in it end in `\n`, whatever the file's do.
    pub replacement: String,
}

impl Edit {
    /// Puts `replacement` in the place of what stands at `span`.
    pub fn new(span: Span, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        Self { span, replacement }
    }
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: &'static Code,
    /// One phrase, lower case, no full stop, literals in backticks.
    pub message: String,
    /// The first is the place of the mistake; others may lie in other files. Never empty.
    pub labels: Vec<Label>,
    /// What to do, never why it is wrong.
    pub help: Option<String>,
    /// The same as a change of the file, where that can be said.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Makes a diagnostic that points at `span`. The message stays on one line, whatever words of a file are
    /// in it.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        let label = Label {
            span,
            text: String::new(),
        };
        Self {
            code,
            message: on_one_line(message.into()),
            labels: vec![label],
            help: None,
            fix: None,
        }
    }

    /// Writes a few words at the place of the mistake.
    pub fn here(&mut self, text: impl Into<String>) -> &mut Self {
        self.labels[0].text = text.into();
        self
    }

    /// Points at another place that has to do with it.
    pub fn label(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = Some(text.into());
        self
    }

    /// Says what `check --fix` may do without asking: these edits, in order, all of one file.
    pub fn fix(&mut self, edits: impl IntoIterator<Item = Edit>) -> &mut Self {
        self.set_fix(edits, true)
    }

    /// Says what was most likely meant, for editors to offer.
    pub fn suggest(&mut self, span: Span, replacement: impl Into<String>) -> &mut Self {
        self.set_fix([Edit::new(span, replacement)], false)
    }

    fn set_fix(&mut self, edits: impl IntoIterator<Item = Edit>, is_safe: bool) -> &mut Self {
        let edits: Vec<Edit> = edits.into_iter().collect();
        self.fix = (!edits.is_empty()).then_some(Fix { edits, is_safe });
        self
    }

    /// The place of the mistake.
    pub fn span(&self) -> Span {
        self.labels[0].span
    }
}

/// The same with a space for each line break and the blank space around it.
fn on_one_line(text: String) -> String {
    const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    if !text.contains(BREAKS) {
        return text;
    }
    let lines = text.split(BREAKS).map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Everything that one run has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Starts with nothing to say.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic and gives it back, so that labels and help can be added in place.
    pub fn report(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Diagnostic::new(code, span, message))
    }

    /// Adds a diagnostic made elsewhere and gives it back.
    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.list.push(diagnostic);
        self.list.last_mut().expect("one was just added")
    }

    /// Takes over all that another stage, or another thread, has to say.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Sorts by path, offset and id, and drops repeats. Spans of `files` only.
    pub fn sorted(mut self, files: &Files) -> Self {
        self.list.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.span().start, d.span().end);
            let path = |d: &Diagnostic| files.get(d.span().file).path.as_str();
            path(a)
                .cmp(path(b))
                .then_with(|| key(a).cmp(&key(b)))
                .then_with(|| a.code.id.cmp(b.code.id))
                .then_with(|| a.message.cmp(&b.message))
        });
        self.list.dedup();
        self
    }

    /// The diagnostics in their present order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.code.severity == severity).count()
    }

    /// Whether the site may be built: warnings never stop it.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|d| d.code.severity == Severity::Error)
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(list: T) -> Self {
        let list = list.into_iter().collect();
        Self { list }
    }
}

/// The nearest of `candidates` to a word that somebody typed, for "did you mean".
///
/// Nothing when no candidate is near: more than a third of its letters would have to change
/// (Damerau–Levenshtein distance over code points). Of equally near ones the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = |candidate: &str| {
        word.chars()
            .count()
            .max(candidate.chars().count())
            .div_ceil(3)
    };
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= allowed(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_suggests_near_words_only() {
        let known = ["supports", "qualified", "raises", "opposes"];
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(nearest(word, known), expected, "{word:?}");
        };
        check("suports", Some("supports"));
        check("rasies", Some("raises"));
        check("silent", None);
        check("", None);
    }

    #[test]
    fn messages_stay_on_one_line() {
        let check = |message: &str, expected: &str| {
            assert_eq!(on_one_line(message.to_owned()), expected, "{message:?}");
        };
        check(
            "unknown value `supports\n    asks` for `stance`",
            "unknown value `supports asks` for `stance`",
        );
        check("a\r\n\r\nb\u{2028}c", "a b c");
        check("two  spaces stay", "two  spaces stay");
    }
}
