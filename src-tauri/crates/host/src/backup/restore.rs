//! Putting a station back: whole or not at all, and in a new epoch, since what it recorded after the
//! backup may be known elsewhere.

use std::fs;
use std::path::Path;

use store::verify::Verified;
use store::{DATABASE, Folder, Store, StoreError};

use super::NoBackup;
use super::archive::{Sink, private, unpack};
use super::manifest::Manifest;

/// Where a station is put together before it counts.
const STAGE: &str = ".restoring";
/// What a file system keeps at its top.
const NOT_OURS: &str = "lost+found";
/// What a log that began before the station leaves.
const LOG: &str = crate::log::LOGS;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// Epoch in which the station goes on.
    pub epoch: u32,
    /// What was proved of it.
    pub verified: Verified,
}

/// Puts the station of the backup `from` into `folder`, which must be empty or not there.
///
/// # Errors
/// [`NoBackup`], when the folder is in use or not empty, or the backup is not whole. Nothing is left
/// behind then.
pub async fn restore(from: &Path, folder: &Folder) -> Result<Restored, NoBackup> {
    let path = folder.path();
    if path.is_dir() {
        // Whoever works with the folder holds its lock; without one it is nobody's.
        drop(folder.lock()?);
    }
    if path.join(DATABASE).exists() {
        let folder = path.to_owned();
        return Err(StoreError::StationExists { folder }.into());
    }
    if let Some(name) = folder.foreign(&[NOT_OURS, LOG])? {
        let folder = path.to_owned();
        return Err(StoreError::NotEmpty { folder, name }.into());
    }
    folder.make()?;
    let lock = folder.lock()?;
    let stage = path.join(STAGE);
    let put = put_back(from, folder, &stage).await;
    let cleared = fs::remove_dir_all(&stage).map_err(NoBackup::file(&stage));
    let manifest = put?;
    cleared?;
    drop(lock);
    settle(manifest, folder).await
}

async fn put_back(from: &Path, folder: &Folder, stage: &Path) -> Result<Manifest, NoBackup> {
    let staged = Folder::new(stage);
    staged.make()?;
    let manifest = unpack(from, |entry| {
        let path = stage.join(&entry.name);
        let parent = path.parent().unwrap_or(stage);
        fs::create_dir_all(parent).map_err(NoBackup::file(parent))?;
        let file = private(&path).map_err(NoBackup::file(&path))?;
        Ok(Box::new(file) as Sink)
    })?;
    store::begin_epoch(&staged).await?;
    let store = Store::open_read_only(&staged).await?;
    store.verify().await?;
    store.readers().close().await;
    // The records last: without them the folder holds no station.
    let mut names: Vec<_> = tops(stage)?;
    names.sort_by_key(|name| name == DATABASE);
    for name in names {
        let to = folder.path().join(&name);
        fs::rename(stage.join(&name), &to).map_err(NoBackup::file(&to))?;
    }
    Ok(manifest)
}

/// What lies at the top of a folder.
fn tops(folder: &Path) -> Result<Vec<String>, NoBackup> {
    let refused = || NoBackup::file(folder);
    let entries = fs::read_dir(folder).map_err(refused())?;
    entries
        .map(|entry| {
            let entry = entry.map_err(refused())?;
            Ok(entry.file_name().to_string_lossy().into_owned())
        })
        .filter(|name| !name.as_ref().is_ok_and(|name| name == "lock"))
        .collect()
}

/// Opens it once, so that it knows where it lies now, and proves it there.
async fn settle(manifest: Manifest, folder: &Folder) -> Result<Restored, NoBackup> {
    let store = Store::open(folder).await?;
    let row = store.station().await?;
    let row = row.ok_or_else(|| StoreError::NoStation {
        folder: folder.path().to_owned(),
    })?;
    let verified = store.verify().await?;
    store.close().await?;
    Ok(Restored {
        manifest,
        epoch: row.origin.epoch,
        verified,
    })
}
