//! What the window may ask: parse, call, answer. Each name is granted in
//! `src-tauri/permissions/station.toml`.

use std::path::PathBuf;

use serde::Serialize;
use tauri::ipc::Invoke;
use tauri::{State, generate_handler};

use crate::data_folder::DataFolder;

/// Every command, by the name the screens call it.
pub(crate) fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    generate_handler![about]
}

/// What runs here, and where its records lie.
#[derive(Debug, Serialize)]
pub(crate) struct About {
    version: &'static str,
    data_folder: PathBuf,
}

/// Says what runs here.
#[tauri::command]
fn about(folder: State<'_, DataFolder>) -> About {
    About {
        version: env!("CARGO_PKG_VERSION"),
        data_folder: folder.path().to_path_buf(),
    }
}
