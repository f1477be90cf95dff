//! `policy-digest serve`.

use anyhow::{Context, Result};
use policy_digest::load;
use policy_digest::serve::Server;

use super::{Loudness, Outcome, Serve, root, terminal};

pub(super) fn run(command: &Serve, loudness: Loudness) -> Result<Outcome> {
    let root = root(command.folder.as_deref())?;
    // Later it may come and go; but what is no digest now is more likely the wrong folder.
    load::book(&root)?;
    let context = || format!("`{}`", root.display());
    let root = root.canonicalize().with_context(context)?;

    let server = Server::bind(command.port)?;
    if command.port != 0 && server.port() != command.port {
        loudness.remark(&format!("port {} is taken", command.port));
    }
    let address = server.address();
    terminal::print(&format!("{address}\n"))?;
    if command.open
        && let Err(error) = open::that_detached(&address)
    {
        terminal::complain(&format!("no browser could be opened: {error}"));
    }
    server.run(&root, terminal::colours_on_stderr(), terminal::report)?;
    Ok(Outcome::Done)
}
