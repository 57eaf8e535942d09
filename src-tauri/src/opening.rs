//! Opens the station whose window this is, while the window is drawn.

use std::path::PathBuf;
use std::sync::Arc;

use host::config::BadConfig;
use host::local::NoDoor;
use host::{Host, local};
use station::failure::Code;
use station::{Failure, Folder, StoreError, SystemClock};
use tokio::sync::watch;

/// Why there is no station to show, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    /// The user has no folder of their own and none was named.
    #[error("there is no folder for this station's records: name one with --data DIR")]
    NoFolder,
    /// The settings.
    #[error(transparent)]
    Settings(#[from] BadConfig),
    /// The folder holds no station that can be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody else could reach the station.
    #[error(transparent)]
    Door(#[from] NoDoor),
}

/// The folder that the settings name, or why they cannot be used.
pub(crate) type Named = Result<Option<PathBuf>, NotOpened>;

/// The station, as soon as it is open.
pub(crate) struct Opening(watch::Receiver<Option<Arc<Host>>>);

impl Opening {
    /// One that is open once its host is sent; without the sender it never will be.
    pub(crate) fn new() -> (watch::Sender<Option<Arc<Host>>>, Self) {
        let (opened, opening) = watch::channel(None);
        (opened, Self(opening))
    }

    /// The host, once there is one.
    ///
    /// # Errors
    /// [`Failure`], when the station could not be opened; the window says why.
    pub(crate) async fn host(&self) -> Result<Arc<Host>, Failure> {
        let mut opening = self.0.clone();
        let host = opening.wait_for(Option::is_some).await;
        host.ok().and_then(|host| host.clone()).ok_or_else(|| {
            let sentence = "the station did not open: start Lineside again";
            Failure::new(Code::Storage, "not_open", sentence)
        })
    }
}

/// Opens the station in the folder that the settings name, with everything that runs it, and the door
/// `linesidectl` comes in by.
///
/// # Errors
/// [`NotOpened`], when there is no such station, or it cannot be opened for work.
pub(crate) async fn open(named: Named) -> Result<Arc<Host>, NotOpened> {
    let folder = named?.ok_or(NotOpened::NoFolder)?;
    let host = Arc::new(Host::start(Folder::new(folder), Arc::new(SystemClock)).await?);
    local::open(host.clone()).await?;
    Ok(host)
}

#[cfg(test)]
mod tests {
    use tauri::async_runtime::block_on;

    use super::*;

    #[test]
    fn what_is_asked_of_a_station_that_does_not_open_is_refused() {
        let (opened, opening) = Opening::new();
        drop(opened);

        let refused = block_on(opening.host()).err().unwrap();

        assert_eq!(refused.reason, "not_open");
    }
}
