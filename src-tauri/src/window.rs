//! The station's window.

use std::process::ExitCode;
use std::sync::Arc;

use host::Host;
use tauri::webview::NewWindowResponse;
use tauri::{App, Url, WebviewWindowBuilder};

use crate::{changes, commands};

/// Scheme of the screens that are built into the program.
const EMBEDDED_SCHEME: &str = "tauri";

/// Host of the same screens where the webview knows no schemes of ours (Windows).
const EMBEDDED_HOST: &str = "tauri.localhost";

/// Shows the station's screens until its window is closed.
///
/// # Errors
/// What the window system refused.
pub(crate) fn show(host: Arc<Host>) -> tauri::Result<ExitCode> {
    let news = host.station.changes();
    let app = tauri::Builder::default()
        .manage(host)
        .invoke_handler(commands::all())
        .build(crate::context())?;
    changes::forward(app.handle().clone(), news, host::missed());
    open(&app)?;
    app.run_return(|_, _| {});
    Ok(ExitCode::SUCCESS)
}

fn open(app: &App) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        let development = app
            .config()
            .build
            .dev_url
            .clone()
            .filter(|_| tauri::is_dev());
        WebviewWindowBuilder::from_config(app, config)?
            .on_navigation(move |url| is_ours(url, development.as_ref()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .build()?;
    }
    Ok(())
}

/// Whether the window may go to `url`: the embedded screens, or the development server's.
fn is_ours(url: &Url, development: Option<&Url>) -> bool {
    url.scheme() == EMBEDDED_SCHEME
        || url.host_str() == Some(EMBEDDED_HOST)
        || development.is_some_and(|server| server.origin() == url.origin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_goes_to_its_own_screens_and_nowhere_else() {
        assert!(is_ours(&url("tauri://localhost/orders"), None));
        assert!(is_ours(&url("http://tauri.localhost/orders"), None));
        assert!(!is_ours(&url("https://example.org/"), None));
        assert!(!is_ours(&url("file:///etc/passwd"), None));
        assert!(!is_ours(&url("http://127.0.0.1:1420/"), None));
    }

    #[test]
    fn the_development_server_is_ours_while_developing() {
        let server = url("http://127.0.0.1:1420");

        assert!(is_ours(&url("http://127.0.0.1:1420/orders"), Some(&server)));
        assert!(!is_ours(
            &url("http://127.0.0.1:1421/orders"),
            Some(&server)
        ));
    }
}
