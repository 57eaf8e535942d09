//! What a backup says of itself: first in the file, so that nothing is taken out before it is known.

use std::path::{Component, Path};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use store::ledger::station::StationRow;

use super::NoBackup;
use super::archive::Part;

/// Form of the file. A release reads its own and earlier ones.
pub(super) const FORM: u32 = 1;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Form of the file.
    pub form: u32,
    /// Release that made it.
    pub version: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The station, in short.
    pub station: String,
    /// Its name on screens.
    pub name: String,
    /// Its epoch then.
    pub epoch: u32,
    /// Entries it holds.
    pub events: u64,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name within the data folder, with slashes.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    pub(super) fn of(
        parts: &[Part],
        row: &StationRow,
        events: u64,
        now: DateTime<Utc>,
    ) -> Result<Self, NoBackup> {
        Ok(Self {
            form: FORM,
            version: station::VERSION.to_owned(),
            made_at: now,
            station: row.origin.station.short(),
            name: row.name.clone(),
            epoch: row.origin.epoch,
            events,
            files: parts.iter().map(Part::entry).collect::<Result<_, _>>()?,
        })
    }

    /// The entry of a name that lies in the folder, and nowhere else.
    pub(super) fn entry(&self, name: &Path) -> Option<&FileEntry> {
        let inside = name
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        let name = written(name);
        self.files.iter().find(|entry| inside && entry.name == name)
    }
}

/// A path within the folder, with slashes on every system.
pub(super) fn written(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
