use clap::{CommandFactory, Parser};

use super::Arguments;

/// The words of a command as a shell takes them, as far as examples need it: quotation marks, and what is
/// redirected left out.
fn words(line: &str) -> Vec<String> {
    let line = line.split(" > ").next().unwrap_or(line);
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// The examples of a command's help, without what they are said to do.
fn examples(command: &clap::Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    let lines = help.lines().filter_map(|line| line.strip_prefix("  "));
    let lines = lines.filter(|line| line.starts_with("policy-digest"));
    let call = |line: &str| line.split("  ").next().unwrap_or(line).to_owned();
    lines.map(call).collect()
}

fn hold(command: &clap::Command, path: &str, count: &mut usize) {
    let examples = examples(command);
    assert!(!examples.is_empty(), "`{path}` has no example in its help");
    for example in examples {
        assert!(example.starts_with(path), "{example} is no {path}");
        // `help` is a call that makes sense, too.
        let parsed = Arguments::try_parse_from(words(&example));
        let is_help = |error: &clap::Error| error.kind() == clap::error::ErrorKind::DisplayHelp;
        assert!(
            parsed.as_ref().err().is_none_or(is_help),
            "{example}: {}",
            parsed
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default()
        );
        *count += 1;
    }
    for inner in command.get_subcommands() {
        hold(inner, &format!("{path} {}", inner.get_name()), count);
    }
}

#[test]
fn every_command_has_examples_that_can_be_called() {
    let command = Arguments::command();
    let mut count = 0;
    hold(&command, "policy-digest", &mut count);
    assert!(count > 20, "{count}");
    command.debug_assert();
}

#[test]
fn quiet_and_verbose_stand_anywhere_and_not_together() {
    let parse = |line: &str| Arguments::try_parse_from(words(line));
    assert!(parse("policy-digest -q build").is_ok_and(|it| it.loudness.quiet));
    assert!(parse("policy-digest new theme a -v").is_ok_and(|it| it.loudness.verbose));
    assert!(parse("policy-digest build -q -v").is_err());
}
