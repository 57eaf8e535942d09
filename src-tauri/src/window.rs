//! The station's window.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use host::Host;
use tauri::async_runtime::{self, JoinHandle, block_on};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, AppHandle, Manager, Url, WebviewWindowBuilder};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::notice::{self, Notice};
use crate::opening::{self, Named, NotOpened, Opening};
use crate::{changes, commands};

/// Scheme of the screens that are built into the program.
const EMBEDDED_SCHEME: &str = "tauri";

/// Host of the same screens where the webview knows no schemes of ours (Windows).
const EMBEDDED_HOST: &str = "tauri.localhost";

/// How long the station waits for the first page: opening it takes the processor that draws the page, and a page
/// that does not come must not keep the station closed.
const DRAWN_BY: Duration = Duration::from_millis(500);

/// Shows the screens until their window is closed, and opens the station in the folder that is
/// `named` behind them: what it takes is not waited for before something is drawn.
///
/// # Errors
/// What the window system refused.
pub(crate) fn show(named: Named) -> tauri::Result<ExitCode> {
    let (opened, opening) = Opening::new();
    let notice = Notice::default();
    let (loaded, mut drawn) = watch::channel(false);
    let station = async_runtime::spawn_blocking(|| {
        block_on(async move {
            let _late = timeout(DRAWN_BY, drawn.wait_for(|drawn| *drawn)).await;
            opening::open(named).await
        })
    });
    let app = notice
        .serve(tauri::Builder::default())
        .manage(opening)
        .invoke_handler(commands::all())
        .build(crate::context())?;
    open(&app, &loaded)?;
    let host = opened.subscribe();
    async_runtime::spawn(follow(
        app.handle().clone(),
        station,
        opened,
        notice.clone(),
    ));
    app.run_return(|_, _| {});
    let host = host.borrow().clone();
    if let Some(Err(failed)) = host.map(|host| block_on(host.close())) {
        tracing::warn!(%failed, "the newest entries stay beside the file until the next start");
    }
    Ok(if notice.is_given() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Hands the station to the screens once it is open, or says why it is not.
async fn follow(
    app: AppHandle,
    station: JoinHandle<Result<Arc<Host>, NotOpened>>,
    opened: watch::Sender<Option<Arc<Host>>>,
    notice: Notice,
) {
    let reason = match station.await {
        Ok(Ok(host)) => {
            changes::forward(app, host.station.changes(), host::missed());
            opened.send_replace(Some(host));
            return;
        }
        Ok(Err(refused)) => refused.to_string(),
        Err(stopped) => stopped.to_string(),
    };
    for window in app.webview_windows().values() {
        if let Err(failed) = notice.show(window, &reason) {
            tracing::error!(%failed, "the window does not say why the station did not start");
        }
    }
}

fn open(app: &App, loaded: &watch::Sender<bool>) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        let development = app
            .config()
            .build
            .dev_url
            .clone()
            .filter(|_| tauri::is_dev());
        let loaded = loaded.clone();
        WebviewWindowBuilder::from_config(app, config)?
            .on_navigation(move |url| is_ours(url, development.as_ref()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .on_page_load(move |_, load| {
                if load.event() == PageLoadEvent::Finished {
                    loaded.send_replace(true);
                }
            })
            .build()?;
    }
    Ok(())
}

/// Whether the window may go to `url`: the embedded screens, the page that says why there are none,
/// or the development server's.
fn is_ours(url: &Url, development: Option<&Url>) -> bool {
    [EMBEDDED_SCHEME, notice::SCHEME].contains(&url.scheme())
        || [EMBEDDED_HOST, notice::HOST]
            .map(Some)
            .contains(&url.host_str())
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
        assert!(is_ours(&url("notice://localhost"), None));
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
