//! The window that says why the station did not start. It has no commands and no scripts.

use std::error::Error;
use std::process::ExitCode;

use tauri::http::Response;
use tauri::http::header::{CONTENT_TYPE, HeaderValue};
use tauri::{App, Url, WebviewUrl, WebviewWindowBuilder};

/// Label of the window; no capability names it.
const LABEL: &str = "notice";

/// Shows why the station did not start, on the screen and on standard error, until it is closed.
///
/// # Errors
/// What the window system refused.
pub(crate) fn show(reason: &dyn Error) -> tauri::Result<ExitCode> {
    eprintln!("lineside: {reason}");
    let page = page(&reason.to_string());
    let app = tauri::Builder::default()
        .register_uri_scheme_protocol(LABEL, move |_, _| answer(&page))
        .build(crate::context())?;
    open(&app)?;
    app.run_return(|_, _| {});
    Ok(ExitCode::FAILURE)
}

fn open(app: &App) -> tauri::Result<()> {
    let address = if cfg!(windows) {
        "http://notice.localhost"
    } else {
        "notice://localhost"
    };
    let address = Url::parse(address).map_err(tauri::Error::InvalidUrl)?;
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::CustomProtocol(address))
        .title("Lineside did not start")
        .inner_size(560.0, 260.0)
        .build()?;
    Ok(())
}

fn answer(page: &str) -> Response<Vec<u8>> {
    let mut answer = Response::new(page.as_bytes().to_vec());
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    answer
}

fn page(reason: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <title>Lineside did not start</title>\
         <body style=\"font: 16px/1.5 sans-serif; margin: 32px; color: #1d3446\">\
         <h1 style=\"font-size: 22px\">Lineside did not start</h1><p>{}</p></body></html>",
        escaped(reason)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_shown_as_text_never_as_markup() {
        let page = page("the folder <script> & co. is locked");

        assert!(
            page.contains("the folder &lt;script&gt; &amp; co. is locked"),
            "{page}"
        );
        assert!(!page.contains("<script"), "{page}");
    }
}
