//! The source of a document: found below the seeds folder, and read into its text.

use super::codes::{SOURCE_MISSING, SOURCE_OUTSIDE, SOURCE_UNREADABLE, STRUCTURE_NOT_FOUND};
use crate::diag::{Diagnostics, nearest};
use crate::record::{
    DocumentRecord, LinesRecord, RoleRecord,
    places::{Place, Places},
};
use crate::source::{Content, FileId, Files, Span};
use crate::text::{self, Format, Lines, Options, Problem, ReadError, Role, StructureProblem, Text};

/// A source file and its text.
pub(super) struct SourceFile {
    pub(super) file: FileId,
    pub(super) text: Text,
}

/// A source that was found and is not yet read.
pub(super) struct Found {
    file: FileId,
    span: Span,
}

/// Finds the file that `source` names; what is wrong with the path or the file is reported at
/// `place`.
pub(super) fn find(
    files: &Files,
    seeds: &str,
    source: &str,
    place: Place<'_>,
    diags: &mut Diagnostics,
) -> Option<Found> {
    if source.is_empty() {
        return None;
    }
    if leaves_folder(source) {
        diags
            .report(
                &SOURCE_OUTSIDE,
                place.span,
                format!("`{source}` leaves `{seeds}/`"),
            )
            .help(format!(
                "copy the file into `{seeds}/` and write its path from there"
            ));
        return None;
    }
    let path = format!("{seeds}/{source}");
    let Some(file) = files.find(&path) else {
        let prefix = format!("{seeds}/");
        let known = files
            .under(&prefix)
            .map(|(_, file)| &file.path[prefix.len()..]);
        let diag = diags.report(
            &SOURCE_MISSING,
            place.span,
            format!("there is no file `{path}`"),
        );
        let below = source.strip_prefix(&prefix);
        let below = below.filter(|below| files.find(&format!("{prefix}{below}")).is_some());
        match below.or_else(|| nearest(source, known)) {
            Some(near) if below.is_some() => {
                diag.suggest(place.span, near);
                diag.help(format!("write `{near}`: the path begins below `{prefix}`"))
            }
            Some(near) => diag.help(format!("did you mean `{near}`?")),
            None => diag.help(format!("put the document's text into `{path}`")),
        };
        return None;
    };
    match &files.get(file).content {
        Content::Bytes(_) => Some(Found {
            file,
            span: place.span,
        }),
        Content::Link => {
            diags
                .report(&SOURCE_OUTSIDE, place.span, format!("`{path}` is a link"))
                .help("put the file itself in its place");
            None
        }
        Content::TooLarge { bytes, limit } => {
            let message = format!(
                "`{path}` has {} MB, more than the {} MB that a source may have",
                bytes >> 20,
                limit >> 20
            );
            diags
                .report(&SOURCE_UNREADABLE, place.span, message)
                .help("part the document into several sources");
            None
        }
    }
}

impl Found {
    /// Reads the file into its text, as the record says how.
    pub(super) fn read(
        self,
        files: &Files,
        record: &DocumentRecord,
        places: &Places,
        format: Format,
        diags: &mut Diagnostics,
    ) -> Option<SourceFile> {
        let structure: Vec<(&str, Role)> = record
            .structure
            .iter()
            .map(|entry| (entry.at.as_str(), role(entry.role)))
            .collect();
        let options = Options {
            format,
            lines: record.lines.map(lines),
            structure: &structure,
        };
        match text::read(files.get(self.file).bytes(), &options) {
            Ok(reading) => {
                for problem in &reading.problems {
                    self.report_structure(problem, record, places, diags);
                }
                Some(SourceFile {
                    file: self.file,
                    text: reading.text,
                })
            }
            Err(error) => {
                let (offset, wrong) = match error {
                    ReadError::NotUtf8 { offset } => (offset, "is no UTF-8 text"),
                    ReadError::Nul { offset } => (offset, "is no text but a NUL"),
                    ReadError::TooDeep { offset } => (offset, "begins markup nested too deeply"),
                };
                let path = &files.get(self.file).path;
                diags
                    .report(
                        &SOURCE_UNREADABLE,
                        self.span,
                        format!("`{path}` cannot be read: byte {offset} {wrong}"),
                    )
                    .label(Span::new(self.file, offset..offset), "here")
                    .help("save the file as UTF-8 text and compare it with the original");
                None
            }
        }
    }

    fn report_structure(
        &self,
        problem: &StructureProblem,
        record: &DocumentRecord,
        places: &Places,
        diags: &mut Diagnostics,
    ) {
        let index = problem.entry;
        let span = places
            .at(["structure".into(), index.into(), "at".into()])
            .span;
        let at = &record.structure[index].at;
        if at.is_empty() {
            return;
        }
        let (wrong, ranges, label) = match &problem.problem {
            Problem::NotFound { nearest } => (
                "begins no line of the source",
                nearest.as_slice(),
                "nearest line",
            ),
            Problem::Ambiguous { places: ranges } => (
                "begins several lines of the source",
                ranges.as_slice(),
                "here",
            ),
            Problem::Repeated { .. } => ("is listed twice", [].as_slice(), ""),
            Problem::NothingBefore => ("has nothing before it to continue", [].as_slice(), ""),
            Problem::NoColon => ("has no colon, and so no label", [].as_slice(), ""),
        };
        let diag = diags.report(&STRUCTURE_NOT_FOUND, span, format!("`{at}` {wrong}"));
        for range in ranges.iter().take(3) {
            diag.label(Span::new(self.file, range.clone()), label);
        }
        match &problem.problem {
            Problem::Repeated { first } => {
                let route = ["structure".into(), (*first).into()];
                diag.label(places.at(route).span, "first here");
                diag.help("remove one of the two");
            }
            Problem::NothingBefore | Problem::NoColon => {
                diag.help("choose another `as`, or remove the entry");
            }
            Problem::NotFound { .. } | Problem::Ambiguous { .. } => {
                diag.help("copy the first words of the line, as many as no other line begins with");
            }
        }
    }
}

/// Whether a path, on any system, leads out of the folder that it starts from.
fn leaves_folder(path: &str) -> bool {
    path.starts_with('/')
        || path.contains('\\')
        || path.contains(':')
        || path
            .split('/')
            .any(|part| part == ".." || part == "." || part.is_empty())
}

fn lines(lines: LinesRecord) -> Lines {
    match lines {
        LinesRecord::Wrapped => Lines::Wrapped,
        LinesRecord::Paragraphs => Lines::Paragraphs,
    }
}

fn role(role: RoleRecord) -> Role {
    match role {
        RoleRecord::Heading => Role::Heading,
        RoleRecord::Paragraph => Role::Paragraph,
        RoleRecord::ListItem => Role::ListItem,
        RoleRecord::Label => Role::Label,
        RoleRecord::Continues => Role::Continues,
    }
}

#[cfg(test)]
mod tests {
    use super::leaves_folder;

    #[test]
    fn paths_stay_in_their_folder() {
        for inside in ["a.txt", "a/b.txt", "a..b.txt", "..a/b"] {
            assert!(!leaves_folder(inside), "{inside}");
        }
        for outside in [
            "/a",
            "../a",
            "a/../../b",
            "a//b",
            "./a",
            "C:/a",
            "a\\..\\b",
            "a/",
        ] {
            assert!(leaves_folder(outside), "{outside}");
        }
    }
}
