//! Arguments, colours and exit codes. Only here is anything printed.
//!
//! Results go to standard output, everything else to standard error. The exit code is 0 when done,
//! 1 when the digest has errors (with `--strict`, or warnings), 2 when the machine or the call failed.
#![expect(
    clippy::disallowed_methods,
    reason = "this module talks to the terminal and its environment"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use policy_digest::diag::{Diagnostics, Severity};
use policy_digest::record::Kind;
use policy_digest::write::Shard;

mod build;
mod check;
mod completions;
mod diff;
mod explain;
mod find;
mod new;
mod reliability;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod stages;
mod terminal;
#[cfg(test)]
mod tests;

/// Turns source documents and hand-written records into a comparative policy digest.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
#[command(after_help = "\
Examples:
  policy-digest new digest my-digest   begin a digest of your own, with an example in it
  policy-digest serve --open           look at it in the browser while you write
  policy-digest check                  see everything that is wrong, with its remedy
  policy-digest help diff              read more about a command

A digest is found from any folder inside it. Exit codes: 0 done, 1 the digest has mistakes, 2 the machine
or the call failed. Colours follow NO_COLOR and CLICOLOR_FORCE.")]
struct Arguments {
    #[command(flatten)]
    loudness: Loudness,
    #[command(subcommand)]
    command: Command,
}

/// How much is said beside the result.
#[derive(Args, Clone, Copy)]
struct Loudness {
    /// Say only what is wrong, and what was asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say also what is read and written, and how long it takes
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Subcommand)]
enum Command {
    Build(Build),
    Check(Check),
    #[cfg(feature = "serve")]
    Serve(Serve),
    Completions(Completions),
    Diff(Diff),
    Explain(Explain),
    Find(Find),
    #[command(subcommand)]
    New(New),
    Reliability(Reliability),
    Schema(Schema),
}

/// Check the digest and write its site
///
/// The site is written only when there are no errors, and then as a whole: no reader meets half of
/// a new site. Only files that have changed are touched, and only files that an earlier build wrote
/// are deleted.
///
/// Several machines can share the work with `--shard`: the folders of all parts, copied into one, are the
/// whole site. Each of them reads and checks the whole digest, and renders its part of the pages.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest build                       the digest around here, into its folder public
  policy-digest build digests/ai --out /tmp/site
  policy-digest build --strict --site-url https://example.org/digest/
  policy-digest build --shard 2/3 --out part-2   the second part of three")]
struct Build {
    #[command(flatten)]
    digest: Digest,
    /// Write the site to this folder [default: `build.build-dir` of book.toml, else `public`]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The address at which the site will stand, instead of `site-url` of book.toml
    #[arg(long, value_name = "URL")]
    site_url: Option<String>,
    /// Render and write one part of the site, such as the second of three; into a folder of its own
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Render with this many threads [default: one per processor]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

/// Report everything that is wrong with the digest
///
/// Each mistake comes with its place, the words concerned and a remedy. A quote that does not stand in its
/// source is shown beside the passage that is closest to it.
///
/// Nothing is written, except with `--fix`: that mends in the records what can be mended without asking,
/// keeps comments and layout, says at which lines, and then reports what is left.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest check --strict              as pull requests are checked
  policy-digest check --fix                 mend what is safe, and report the rest
  policy-digest check --format short        a line each, for editors and grep
  policy-digest check --format sarif > mistakes.sarif

`policy-digest explain RULE` says why a rule is there.")]
struct Check {
    #[command(flatten)]
    digest: Digest,
    /// First mend what is safe: checksums, first lines, white space and quotation marks of quotes.
    /// Sources are never touched
    #[arg(long)]
    fix: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Show the site in the browser, and follow every change of the digest
///
/// Open pages reload by themselves when a file of the digest is saved. While it has errors, they stay
/// as they were, under a panel that says what is wrong and where. Nothing is written, and only
/// this computer can see the site. Ctrl-C ends it.
#[cfg(feature = "serve")]
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest serve --open                in the browser, at once
  policy-digest serve digests/ai --port 8000")]
struct Serve {
    /// Folder of the digest [default: the nearest one with a book.toml, from here upwards]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The port at which the site is to be found, or the next free one if it is taken
    #[arg(long, value_name = "N", default_value_t = 3000)]
    port: u16,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

/// Say what changed in substance between two revisions of the digest
///
/// Documents and positions that came or went, stances that moved (raises → supports), silences that were
/// recorded or withdrawn, relations of documents, quotes and summaries: what follows for readers, not
/// which lines are others. Revisions are read with git; nothing is checked out.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest diff HEAD                   what you have changed and not committed yet
  policy-digest diff main                   what your branch changes
  policy-digest diff v1.0 v1.1 --format markdown")]
struct Diff {
    /// The older revision: a tag, a branch, a commit, or anything else that git takes for one
    #[arg(value_name = "REV")]
    old: String,
    /// The newer one [default: the files as they lie here, committed or not]
    #[arg(value_name = "REV")]
    new: Option<String>,
    /// How to tell
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    format: DiffFormat,
}

/// Explain a rule: what it looks for, why it matters, what to do
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest explain                     the names of all rules
  policy-digest explain quote-not-found")]
struct Explain {
    /// The name in square brackets after `error` or `warning` [default: list all rules]
    rule: Option<String>,
}

/// Say how far second codings agree with the first, and where they do not
///
/// Prints Krippendorff's alpha (nominal) over all cells that have been coded more than once, by theme
/// and by document; for each question in how many cells all codings agree; and each cell on which
/// they differ.
#[derive(Args)]
#[command(after_help = "\
Example:
  policy-digest reliability digests/ai

A second coding stands in content/codings/NAME/ID.yaml and has `positions` and `silent` alone.")]
struct Reliability {
    /// Folder of the digest [default: the nearest one with a book.toml, from here upwards]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Print a script that completes commands and options in a shell
///
/// The script goes where the shell looks for such: see its manual.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest completions bash > ~/.local/share/bash-completion/completions/policy-digest
  policy-digest completions zsh > ~/.zfunc/_policy-digest
  policy-digest completions fish > ~/.config/fish/completions/policy-digest.fish")]
struct Completions {
    shell: clap_complete::Shell,
}

/// Show where words stand in the documents, with the words around them
///
/// Words are found as the terms of questions are: whole words, in any case; `*` at the end stands for
/// the rest of a word; words all in capitals mean themselves; of Han, Kana and Thai any part is found.
/// So this also shows what a term would find before a question has it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest find camera*                every word that begins so
  policy-digest find \"social credit\"        the two words behind each other
  policy-digest find AI \"machine learning\"  either of them, AI only in capitals
  policy-digest find 智能 --context 20       more words around them")]
struct Find {
    /// Words to look for; several behind each other stand in quotation marks
    #[arg(required = true)]
    words: Vec<String>,
    /// So many words on each side [default: `context-words` of book.toml, else 8]
    #[arg(long, value_name = "N")]
    context: Option<u8>,
    /// Folder of the digest [default: the nearest one with a book.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    digest: Option<PathBuf>,
}

/// Begin a digest, or a record of one
///
/// What can be known is written, what is guessed has a comment that says so, and all else stays
/// empty: `check` then says at each line what is left to do. No file that is there is ever changed.
#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  policy-digest new digest my-digest
  policy-digest new theme access-to-technology
  policy-digest new document ~/downloads/declaration.txt --id example-declaration
  policy-digest new holder example-conference")]
enum New {
    /// A whole digest in an empty or a new folder, with an example to go on from
    #[command(after_help = "\
Example:
  policy-digest new digest my-digest")]
    Digest {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    Document(NewDocument),
    /// A theme and its first question
    #[command(after_help = "\
Example:
  policy-digest new theme access-to-technology")]
    Theme(NewRecord),
    /// Somebody, or something, whose words are quoted
    #[command(after_help = "\
Examples:
  policy-digest new holder example-conference
  policy-digest new holder ana-berg")]
    Holder(NewRecord),
    /// Something that documents refer to: a treaty, a process, a body
    #[command(after_help = "\
Example:
  policy-digest new instrument example-charter")]
    Instrument(NewRecord),
}

/// The record of a document, begun from its source
///
/// A source that does not stand below `seeds` yet is copied there, byte for byte. Of the record is
/// written what the source tells: its checksum, its first heading as the title, its language when
/// its words leave no doubt; and, as comments, each question of the digest with the passages in
/// which its terms occur.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest new document declaration.txt
  policy-digest new document ~/downloads/final_v2.txt --id example-declaration")]
struct NewDocument {
    /// The document's text, as plain text or Markdown
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
    /// The id of the record [default: by the name of the source]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Folder of the digest [default: the nearest one with a book.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    digest: Option<PathBuf>,
}

#[derive(Args)]
struct NewRecord {
    /// The id: lower-case letters, digits, and single hyphens
    id: String,
    /// Folder of the digest [default: the nearest one with a book.toml, from here upwards]
    #[arg(long, value_name = "DIR")]
    digest: Option<PathBuf>,
}

/// Print the JSON Schema of a record, or give a digest all of them
///
/// Editors with a YAML language server, such as VS Code with the extension by Red Hat, read a record's
/// schema by its first line. They complete keys and values, explain them, and mark mistakes while you
/// write. `--write` puts the schemas into the digest's folder `schemas`, and that first line into each
/// record that does not have it; `check` then sees to it that both stay so.
#[derive(Args)]
#[command(after_help = "\
Examples:
  policy-digest schema                      the kinds of records, and where they stand
  policy-digest schema document             the schema of a document's record
  policy-digest schema --write              for the digest in this folder")]
struct Schema {
    /// The kind of record [default: list all kinds]
    #[arg(value_parser = kinds(), conflicts_with = "write")]
    kind: Option<Kind>,
    /// Write all schemas, and the records' first lines, in this digest [default: the nearest one with a
    /// book.toml, from here upwards]
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    write: Option<Option<PathBuf>>,
}

/// Reads the name of a kind of record.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name)).map(|name| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        kind.expect("bug: a name of no kind was let through")
    })
}

#[derive(Args)]
struct Digest {
    /// Folder of the digest [default: the nearest one with a book.toml, from here upwards]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Let warnings count as errors
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people: the lines in question, marked
    Text,
    /// One line each: path:line:column: severity[rule]: message
    Short,
    /// For programs
    Json,
    /// Annotations for GitHub Actions, and the job's summary
    Github,
    /// SARIF 2.1.0, for programs that read the results of many checkers
    Sarif,
}

#[derive(Clone, Copy, ValueEnum)]
enum DiffFormat {
    /// For people at a terminal
    Text,
    /// For a comment on a pull request, or the summary of a job
    Markdown,
    /// For programs
    Json,
}

/// How a command ended that did not fail.
enum Outcome {
    /// As it was meant to.
    Done,
    /// With mistakes in the digest, which have been printed.
    Mistakes,
}

impl Outcome {
    fn of(diagnostics: &Diagnostics, strict: bool) -> Self {
        if diagnostics.has_errors() || strict && diagnostics.count(Severity::Warning) > 0 {
            Self::Mistakes
        } else {
            Self::Done
        }
    }
}

/// Runs the command that the program was called with.
pub(crate) fn main() -> ExitCode {
    silence_yaml_parser();
    // Exits by itself, with 2, when the call makes no sense.
    let arguments = Arguments::parse();
    let loudness = arguments.loudness;
    let result = match arguments.command {
        Command::Build(command) => build::run(&command, loudness),
        Command::Check(command) => check::run(&command, loudness),
        #[cfg(feature = "serve")]
        Command::Serve(command) => serve::run(&command, loudness),
        Command::Diff(command) => diff::run(&command),
        Command::Explain(command) => explain::run(&command),
        Command::Completions(command) => completions::run(&command),
        Command::Find(command) => find::run(&command),
        Command::New(command) => new::run(&command, loudness),
        Command::Reliability(command) => reliability::run(&command, loudness),
        Command::Schema(command) => schema::run(&command),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Mistakes) => ExitCode::from(1),
        Err(error) => {
            terminal::complain(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Keeps the YAML parser's known panic off the terminal: `record` catches it and reports the line.
fn silence_yaml_parser() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(std::panic::Location::file);
        if !place.is_some_and(|file| file.contains("libyaml-safer")) {
            tell(panic);
        }
    }));
}

/// The digest's folder: the one that was named, or the nearest.
fn root(named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(folder) => Ok(folder.to_owned()),
        None => policy_digest::load::find_root(&std::env::current_dir()?),
    }
}
