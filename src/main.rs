//! The program: see `policy-digest --help`, and the crate of the same name for what it does.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
