//! The command line of policy-digest.
fn main() {}
