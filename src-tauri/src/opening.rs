//! Opens the station whose window this is.

use std::path::PathBuf;
use std::sync::Arc;

use host::local::NoDoor;
use host::{Host, local};
use station::{Folder, StoreError, SystemClock};
use tauri::async_runtime::block_on;

/// Name of the folder below the user's own data folder.
const FOLDER: &str = "lineside";

/// Why there is no station to show, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    /// The user has no folder of their own and none was named.
    #[error("there is no folder for this station's records: name one with --data DIR")]
    NoFolder,
    /// The folder holds no station that can be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nobody else could reach the station.
    #[error(transparent)]
    Door(#[from] NoDoor),
}

/// Opens the station in the folder that was `named`, or in the user's own, with everything that
/// runs it, and the door `linesidectl` comes in by.
///
/// # Errors
/// [`NotOpened`], when there is no such station, or it cannot be opened for work.
pub(crate) fn open(named: Option<PathBuf>) -> Result<Arc<Host>, NotOpened> {
    let folder = named.or_else(users_own).ok_or(NotOpened::NoFolder)?;
    block_on(async {
        let host = Arc::new(Host::start(Folder::new(folder), Arc::new(SystemClock)).await?);
        local::open(host.clone()).await?;
        Ok(host)
    })
}

fn users_own() -> Option<PathBuf> {
    dirs::data_local_dir().map(|folder| folder.join(FOLDER))
}
