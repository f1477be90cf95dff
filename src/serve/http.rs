//! Requests of browsers to answers: pages of the preview, and the stream of its versions.
//!
//! Whoever can reach a port of this computer is not yet a friend: any website may send its readers'
//! browsers here. So only requests that name this computer are answered, which no website can make
//! another name do (DNS rebinding), and pages of other sites may neither read nor embed an answer.

use std::convert::Infallible;
use std::sync::mpsc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use super::page::{EVENTS, Page};
use super::preview::{self, Job};

/// How soon a browser asks again when the server was ended.
const RETRY: Duration = Duration::from_millis(500);

/// What answering takes.
#[derive(Clone)]
pub(super) struct Door {
    port: u16,
    jobs: mpsc::Sender<Job>,
    versions: watch::Receiver<String>,
}

impl Door {
    pub(super) fn new(
        port: u16,
        jobs: mpsc::Sender<Job>,
        mut versions: watch::Receiver<String>,
    ) -> Self {
        // Whoever begins to listen is told the present version first.
        versions.mark_changed();
        Self {
            port,
            jobs,
            versions,
        }
    }
}

/// Answers whoever connects, for as long as the system lets it.
pub(super) async fn serve(listener: TcpListener, door: Door) -> std::io::Result<()> {
    let router = Router::new().fallback(answer).with_state(door);
    axum::serve(listener, router).await
}

async fn answer(State(door): State<Door>, request: Request) -> Response {
    let mut response = match refusal(&door, &request) {
        Some(refusal) => refusal,
        None if request.uri().path() == EVENTS => events(door.versions),
        None => page(&door, request.uri().path()).await,
    };
    let always = [
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in always {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

fn refusal(door: &Door, request: &Request) -> Option<Response> {
    if !names_this_computer(request.headers(), door.port) {
        let text = format!("This site is at http://127.0.0.1:{}/ only.\n", door.port);
        return Some((StatusCode::FORBIDDEN, text).into_response());
    }
    let is_reading = [Method::GET, Method::HEAD].contains(request.method());
    (!is_reading).then(|| {
        let allowed = [(ALLOW, "GET, HEAD")];
        let text = "This site can only be looked at.\n";
        (StatusCode::METHOD_NOT_ALLOWED, allowed, text).into_response()
    })
}

/// Whether the one `Host` is a loopback name with our port, which 80 alone may leave out.
fn names_this_computer(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let host = host.as_bytes();
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
        host.eq_ignore_ascii_case(format!("{name}:{port}").as_bytes())
            || port == 80 && host.eq_ignore_ascii_case(name.as_bytes())
    })
}

async fn page(door: &Door, path: &str) -> Response {
    // What is no UTF-8 is no address of ours, and so is found nowhere.
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let (answer, answered) = oneshot::channel();
    let sent = door.jobs.send(Job::Show(preview::Request { path, answer }));
    match (sent, answered.await) {
        (Ok(()), Ok(page)) => respond(page),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The preview has ended.\n",
        )
            .into_response(),
    }
}

fn respond(page: Page) -> Response {
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = [(CONTENT_TYPE, page.kind)];
    (status, kind, Body::from(page.bytes)).into_response()
}

/// The present version of the preview, and each one that follows it.
fn events(versions: watch::Receiver<String>) -> Response {
    let stream = stream::unfold(versions, async |mut versions| {
        versions.changed().await.ok()?;
        let version = versions.borrow_and_update().clone();
        let event = Event::default().retry(RETRY).data(version);
        Some((Ok::<_, Infallible>(event), versions))
    });
    Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_with_our_port_are_answered() {
        let check = |hosts: &[&str], port: u16, expected: bool| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(HOST, HeaderValue::from_str(host).unwrap());
            }
            assert_eq!(
                names_this_computer(&headers, port),
                expected,
                "{hosts:?} {port}"
            );
        };
        check(&["127.0.0.1:3000"], 3000, true);
        check(&["LocalHost:3000"], 3000, true);
        check(&["[::1]:3000"], 3000, true);
        check(&["localhost"], 80, true);
        check(&["localhost"], 3000, false);
        check(&["localhost:3001"], 3000, false);
        check(&["localhost.example.org:3000"], 3000, false);
        check(&["127.0.0.1.example.org:3000"], 3000, false);
        check(&["example.org:3000"], 3000, false);
        check(&["0.0.0.0:3000"], 3000, false);
        check(&[""], 3000, false);
        check(&[], 3000, false);
        // One for us, and one for whoever reads the last of them.
        check(&["localhost:3000", "example.org:3000"], 3000, false);
    }
}
