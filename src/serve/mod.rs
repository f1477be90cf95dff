//! A digest's site on this computer, to look at while it is being written.
//!
//! ```text
//! disk ──▶ watch ──▶ preview: read, analyse, render what is looked at ──▶ http ──▶ browser
//! ```
//!
//! 1. `watch` notices that something changed which the digest is read from.
//! 2. `preview` is one thread. It owns what was read and the site made from it, answers requests for
//!    pages, and begins anew at each change. While there are mistakes the last good pages stay, under
//!    a panel that shows them.
//! 3. `http` answers browsers, of this computer only, and tells open pages to reload.
//! 4. `page` is what a preview adds to pages, and what stands in the place of those it cannot show.

mod http;
mod page;
mod preview;
mod watch;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, bail};

use http::Door;
use preview::Preview;

/// How many ports are tried, the one that was asked for included.
const PORTS: u16 = 100;

/// Stack of the thread that reads: as much as the one has on which `check` and `build` do.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// A port of this computer that is ours.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    port: u16,
}

impl Server {
    /// Takes a port, or the next free one. 0 is any free one.
    ///
    /// Only programs on this computer can reach it.
    ///
    /// # Errors
    ///
    /// When the next hundred ports are taken, too, or the system allows none.
    pub fn bind(port: u16) -> Result<Self> {
        let last = port.saturating_add(PORTS - 1);
        for port in port..=last {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                Ok(listener) => {
                    let port = listener.local_addr()?.port();
                    return Ok(Self { listener, port });
                }
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => return Err(error).with_context(|| format!("taking port {port}")),
            }
        }
        bail!("the ports {port} to {last} are all taken: name another one with `--port`")
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of the site.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Serves the digest in `root`, whose path is absolute and leads through no link, until the
    /// program is asked to end.
    ///
    /// What there is to say, diagnostics (`colour`ed or not) and what became of each change, is
    /// given to `say` in whole lines.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread, or the port any longer. Whatever goes wrong in reading the
    /// digest is said, and ends nothing.
    pub fn run(self, root: &Path, colour: bool, say: fn(&str)) -> Result<()> {
        let (jobs, inbox) = mpsc::channel();
        let (version, versions) = tokio::sync::watch::channel(preview::version(0));
        let door = Door::new(self.port, jobs.clone(), versions);
        let preview = Preview::new(root, colour, say, jobs, version);
        thread::Builder::new()
            .name("preview".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || preview.run(&inbox))
            .context("starting a thread")?;

        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("starting the server")?;
        runtime.block_on(async {
            self.listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            // Nothing is being written, so that nothing is lost when all else just ends, too.
            tokio::select! {
                served = http::serve(listener, door) => served.context("serving"),
                asked = asked_to_end() => asked.context("waiting for signals"),
            }
        })
    }
}

/// Waits until somebody presses Ctrl-C or, where there is such a thing, sends SIGTERM.
async fn asked_to_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
