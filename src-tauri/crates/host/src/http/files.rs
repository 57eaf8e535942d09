//! The screens themselves, for a browser: files of one folder, and `index.html` for every route.

use std::path::{Component, Path, PathBuf};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Shared;

/// What a page may load and reach: this host and nothing else.
const POLICY: &str = "default-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; \
                      style-src 'self' 'unsafe-inline'; object-src 'none'; frame-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Answers a file of the screens.
pub(super) async fn serve(State(shared): State<Shared>, request: Request) -> Response {
    let Some(folder) = &shared.ui else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let path = inside(folder, request.uri().path());
    let (path, bytes) = match tokio::fs::read(&path).await {
        Ok(bytes) => (path, bytes),
        Err(_) => {
            let index = folder.join("index.html");
            match tokio::fs::read(&index).await {
                Ok(bytes) => (index, bytes),
                Err(_) => return StatusCode::NOT_FOUND.into_response(),
            }
        }
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media_type(&path)),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// A path below the folder, whatever the request says.
fn inside(folder: &Path, path: &str) -> PathBuf {
    let parts = Path::new(path)
        .components()
        .filter(|part| matches!(part, Component::Normal(_)));
    parts.fold(folder.to_owned(), |path, part| path.join(part))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
