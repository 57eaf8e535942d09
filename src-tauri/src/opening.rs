//! Opens the station whose window this is.

use std::path::PathBuf;
use std::sync::Arc;

use station::{Folder, Station, StoreError, SystemClock};
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
}

/// Opens the station in the folder that was `named`, or in the user's own.
///
/// # Errors
/// [`NotOpened`], when there is no such station, or it cannot be opened for work.
pub(crate) fn open(named: Option<PathBuf>) -> Result<Arc<Station>, NotOpened> {
    let folder = named.or_else(users_own).ok_or(NotOpened::NoFolder)?;
    let opened = block_on(Station::open(&Folder::new(folder), Arc::new(SystemClock)))?;
    Ok(Arc::new(opened))
}

fn users_own() -> Option<PathBuf> {
    dirs::data_local_dir().map(|folder| folder.join(FOLDER))
}
