//! The page that says why the station did not start. It has no scripts, and its policy allows none.

use std::sync::{Arc, OnceLock};

use tauri::http::Response;
use tauri::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use tauri::{Builder, Url, WebviewWindow, Wry};

/// Scheme of the page.
pub(crate) const SCHEME: &str = "notice";

/// Host of the page where the webview knows no schemes of ours (Windows).
pub(crate) const HOST: &str = "notice.localhost";

/// Nothing but its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Why the station did not start; empty as long as it may.
#[derive(Clone, Default)]
pub(crate) struct Notice(Arc<OnceLock<String>>);

impl Notice {
    /// Whether there is something to say.
    pub(crate) fn is_given(&self) -> bool {
        self.0.get().is_some()
    }

    /// Lets the page be asked for.
    pub(crate) fn serve(&self, builder: Builder<Wry>) -> Builder<Wry> {
        let notice = self.clone();
        builder.register_uri_scheme_protocol(SCHEME, move |_, _| {
            answer(&page(notice.0.get().map_or("", String::as_str)))
        })
    }

    /// Says `reason` in the window, in place of the screens, and on standard error.
    ///
    /// # Errors
    /// What the window system refused.
    pub(crate) fn show(&self, window: &WebviewWindow, reason: &str) -> tauri::Result<()> {
        eprintln!("lineside: {reason}");
        self.0.get_or_init(|| reason.to_owned());
        let address = if cfg!(windows) {
            format!("http://{HOST}")
        } else {
            format!("{SCHEME}://localhost")
        };
        window.set_title("Lineside did not start")?;
        window.navigate(Url::parse(&address).map_err(tauri::Error::InvalidUrl)?)
    }
}

fn answer(page: &str) -> Response<Vec<u8>> {
    let mut answer = Response::new(page.as_bytes().to_vec());
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
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
