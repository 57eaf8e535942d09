//! The HTTP host: loopback only, a bearer token, JSON in and out, changes as server-sent events.
//!
//! Browser tests, other programs and `linesidectl` beside a running app come in here.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use futures_util::{Stream, StreamExt};
use serde_json::Value;
use station::failure::{Code, Failure};
use tokio::net::TcpListener;
use tokio_stream::wrappers::BroadcastStream;

use crate::{Host, openapi, operation};

mod files;

/// Largest request: an import of many documents in base64.
const BODY_BYTES_MAX: usize = 96 * 1024 * 1024;

/// Why the HTTP host does not start.
#[derive(Debug, thiserror::Error)]
pub enum NotServed {
    /// The address is not a loopback one.
    #[error(
        "{0} is not a loopback address: use 127.0.0.1 or [::1]; other machines are never served"
    )]
    NotLoopback(SocketAddr),
    /// The port cannot be had.
    #[error("{address} cannot be listened on ({source}): choose another port")]
    Port {
        /// Address asked for.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// Serving ended.
    #[error("serving ended: {0}")]
    Ended(#[from] std::io::Error),
}

/// What every request shares.
#[derive(Clone)]
struct Shared {
    host: Arc<Host>,
    token: Arc<str>,
    address: SocketAddr,
    ui: Option<Arc<PathBuf>>,
}

/// A listener that is ready, before it serves.
pub struct Listening {
    listener: TcpListener,
    /// Where it listens; the port is chosen where 0 was asked for.
    pub address: SocketAddr,
}

/// Takes a loopback port.
///
/// # Errors
/// [`NotServed`], for another address or a port in use.
pub async fn listen(address: SocketAddr) -> Result<Listening, NotServed> {
    if !address.ip().is_loopback() {
        return Err(NotServed::NotLoopback(address));
    }
    let port = |source| NotServed::Port { address, source };
    let listener = TcpListener::bind(address).await.map_err(port)?;
    let address = listener.local_addr().map_err(port)?;
    Ok(Listening { listener, address })
}

/// Serves until the process ends or `stop` is done.
///
/// # Errors
/// [`NotServed::Ended`], when the listener fails.
pub async fn serve(
    host: Arc<Host>,
    listening: Listening,
    token: &str,
    ui: Option<PathBuf>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), NotServed> {
    let shared = Shared {
        host,
        token: token.into(),
        address: listening.address,
        ui: ui.map(Arc::new),
    };
    axum::serve(listening.listener, router(shared))
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}

fn router(shared: Shared) -> Router {
    let api = Router::new()
        .route("/api/changes", get(changes))
        .route("/api/{name}", post(call))
        .route("/openapi.json", get(|| async { Json(openapi::document()) }))
        .layer(middleware::from_fn_with_state(shared.clone(), check_token));
    api.fallback(files::serve)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(shared.clone(), check_host))
        .with_state(shared)
}

/// A page elsewhere must not reach this port through a name of its own (DNS rebinding).
async fn check_host(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let host = text(request.headers(), &header::HOST);
    let named = |name: &str| format!("{name}:{}", shared.address.port());
    let ip = match shared.address.ip() {
        IpAddr::V4(ip) => named(&ip.to_string()),
        IpAddr::V6(ip) => named(&format!("[{ip}]")),
    };
    let foreign = request.headers().get(header::ORIGIN).is_some_and(|origin| {
        ![
            format!("http://{ip}"),
            format!("http://{}", named("localhost")),
        ]
        .iter()
        .any(|own| origin == own.as_str())
    });
    if foreign || !(host == ip || host == named("localhost")) {
        return refuse(
            StatusCode::FORBIDDEN,
            Failure::bad_request("this address serves its own machine only"),
        );
    }
    next.run(request).await
}

async fn check_token(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let given = text(request.headers(), &header::AUTHORIZATION);
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    if !same(given.as_bytes(), shared.token.as_bytes()) {
        let failure = Failure::new(
            Code::Session,
            "no_token",
            "the token is missing or wrong: send it as a bearer token",
        );
        return refuse(StatusCode::UNAUTHORIZED, failure);
    }
    next.run(request).await
}

/// Compares in a time that tells nothing of where two texts differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differing = one
        .iter()
        .zip(other)
        .fold(0_u8, |differing, (a, b)| differing | (a ^ b));
    one.len() == other.len() && differing == 0
}

async fn call(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    body: Result<Json<Value>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let body = match body {
        Ok(Json(body)) => body,
        Err(rejected) => {
            return refuse(
                rejected.status(),
                Failure::bad_request(rejected.body_text()),
            );
        }
    };
    match operation::call(&shared.host, &name, body).await {
        Ok(answer) => no_store(Json(answer).into_response()),
        Err(failure) => refuse(status(failure.code), failure),
    }
}

async fn changes(
    State(shared): State<Shared>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    let changes = BroadcastStream::new(shared.host.station.changes()).map(|change| match change {
        Ok(change) => Event::default().json_data(change),
        // Too slow to hear them all: asked to read everything again.
        Err(_) => Event::default().json_data(crate::missed()),
    });
    Sse::new(changes).keep_alive(KeepAlive::default())
}

fn status(code: Code) -> StatusCode {
    match code {
        Code::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::Changed => StatusCode::CONFLICT,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Session => StatusCode::FORBIDDEN,
        Code::Offline => StatusCode::SERVICE_UNAVAILABLE,
        Code::Storage => StatusCode::INSUFFICIENT_STORAGE,
        Code::Device => StatusCode::BAD_GATEWAY,
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Defect => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn refuse(status: StatusCode, failure: Failure) -> Response {
    no_store((status, Json(failure)).into_response())
}

fn no_store(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
