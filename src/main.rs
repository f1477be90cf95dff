//! The program: see `policy-digest --help`, and the crate of the same name for what it does.

use std::process::ExitCode;

mod cli;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
