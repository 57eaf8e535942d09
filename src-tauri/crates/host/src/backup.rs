//! One file that holds a station: its records as of one moment, its keys, its settings. It is written
//! beside whoever works with the folder, and read back before it counts.

mod archive;
mod manifest;
mod restore;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use store::verify::VerifyError;
use store::{DATABASE, Folder, Store, StoreError};

use crate::baseline::ARRIVING;
use crate::config::{machine_file, user_file};
use crate::log::LOGS;
use archive::Part;
pub use manifest::Manifest;
pub use restore::{Restored, restore};

/// What is of the moment, and belongs to no backup: the lock, the running host's door, what SQLite keeps
/// beside its file, a baseline on its way, the log.
const LEFT_OUT: [&str; 6] = [
    "lock",
    "host.json",
    "station.sqlite-wal",
    "station.sqlite-shm",
    ARRIVING,
    LOGS,
];
/// Folder of the settings within a backup, and within a folder that was restored.
pub const SETTINGS: &str = "settings";

/// Why there is no backup, or no restored station.
#[derive(Debug, thiserror::Error)]
pub enum NoBackup {
    /// The station's file, or its folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The records of the station are damaged.
    #[error("the copy of the records is not as the log says ({0}): restore an earlier backup")]
    Verify(#[source] VerifyError),
    /// A file.
    #[error(
        "{path} cannot be read or written ({source}): check the path, the disk and its permissions"
    )]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The backup is there already.
    #[error("{0} is there already: choose another name, a backup is never written over")]
    Exists(PathBuf),
    /// The file is no backup, or not all of one.
    #[error("{path} is no whole backup ({reason}): take another one")]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Made by a newer release.
    #[error("{path} was made by a newer release ({version}): install that one first")]
    Newer {
        /// Which.
        path: PathBuf,
        /// The release.
        version: String,
    },
}

impl From<VerifyError> for NoBackup {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Unread(unread) => Self::Store(unread),
            different @ VerifyError::Different(_) => Self::Verify(different),
        }
    }
}

impl NoBackup {
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    pub(super) fn damaged(path: &Path, reason: impl ToString) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            reason: reason.to_string(),
        }
    }
}

/// Backs the station of `folder` up into the file `to`, beside whoever works with it.
///
/// # Errors
/// [`NoBackup`], when something is there already, the records are damaged or the disk is full. What was
/// begun is taken away.
pub async fn back_up(folder: &Folder, to: &Path, now: DateTime<Utc>) -> Result<Manifest, NoBackup> {
    if to.exists() {
        return Err(NoBackup::Exists(to.to_owned()));
    }
    let beside = beside(to, "copy");
    fs::create_dir(&beside).map_err(NoBackup::file(&beside))?;
    let made = write(folder, to, &beside, now).await;
    let cleared = fs::remove_dir_all(&beside).map_err(NoBackup::file(&beside));
    made.and_then(|manifest| cleared.map(|()| manifest))
}

async fn write(
    folder: &Folder,
    to: &Path,
    beside: &Path,
    now: DateTime<Utc>,
) -> Result<Manifest, NoBackup> {
    let copy = Folder::new(beside);
    copy.make()?;
    let station = Store::open_read_only(folder).await?;
    station.copy_whole(&beside.join(DATABASE)).await?;
    let store = Store::open_read_only(&copy).await?;
    let verified = store.verify().await?;
    let row = store
        .station()
        .await?
        .ok_or_else(|| StoreError::NoStation {
            folder: folder.path().to_owned(),
        })?;
    store.readers().close().await;
    let mut parts = vec![Part::new(DATABASE, beside.join(DATABASE))];
    own(folder.path(), Path::new(""), &mut parts)?;
    settings(&mut parts);
    let manifest = Manifest::of(&parts, &row, verified.events, now)?;
    let unfinished = beside.join("archive");
    archive::write(&unfinished, &manifest, &parts)?;
    archive::check(&unfinished, &manifest)?;
    fs::rename(&unfinished, to).map_err(NoBackup::file(to))?;
    Ok(manifest)
}

/// A path for what is on its way, on the disk of `to`.
fn beside(to: &Path, what: &str) -> PathBuf {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    to.with_file_name(format!(".{name}.{what}"))
}

/// The station's own files: its keys, its templates, its messages.
fn own(folder: &Path, below: &Path, parts: &mut Vec<Part>) -> Result<(), NoBackup> {
    let here = folder.join(below);
    let refused = || NoBackup::file(&here);
    for entry in fs::read_dir(&here).map_err(refused())? {
        let entry = entry.map_err(refused())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let top = below.as_os_str().is_empty();
        if top && (LEFT_OUT.contains(&name.as_str()) || name == DATABASE || name.ends_with(".tmp"))
        {
            continue;
        }
        let path = below.join(&name);
        let kind = entry.file_type().map_err(refused())?;
        if kind.is_dir() {
            own(folder, &path, parts)?;
        } else if kind.is_file() {
            parts.push(Part::new(manifest::written(&path), entry.path()));
        }
    }
    Ok(())
}

/// The files of settings that are there.
fn settings(parts: &mut Vec<Part>) {
    let files = [
        ("machine.toml", Some(machine_file())),
        ("user.toml", user_file()),
    ];
    for (name, path) in files {
        let name = format!("{SETTINGS}/{name}");
        let path = path.filter(|path| path.is_file());
        let known = parts.iter().position(|part| part.name == name);
        if let (Some(path), None) = (path, known) {
            parts.push(Part::new(name, path));
        }
    }
}
