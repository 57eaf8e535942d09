//! The data folder: who may write to it, and what lies in it.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Where a Linux computer says which one it is.
const MACHINE_ID: &str = "/etc/machine-id";

/// File whose lock says who writes to the folder.
const LOCK: &str = "lock";

/// A data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// Names a data folder; it need not exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes the folder, for this user only.
    ///
    /// # Errors
    /// [`StoreError::Folder`], when the system refuses.
    pub fn make(&self) -> Result<(), StoreError> {
        std::fs::create_dir_all(&self.0).map_err(|source| self.refused(source))?;
        restrict(&self.0, 0o700).map_err(|source| self.refused(source))
    }

    /// The name of something in the folder that is not among `own`; absent where there is nothing, or
    /// no folder.
    ///
    /// # Errors
    /// [`StoreError::Folder`], when the system refuses.
    pub fn foreign(&self, own: &[&str]) -> Result<Option<String>, StoreError> {
        let entries = match std::fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(self.refused(source)),
        };
        for entry in entries {
            let entry = entry.map_err(|source| self.refused(source))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != LOCK && !own.contains(&name.as_str()) {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Takes the lock that makes this process the one writer; it is held until the file is dropped.
    ///
    /// # Errors
    /// [`StoreError::InUse`], when another process holds it.
    pub fn lock(&self) -> Result<File, StoreError> {
        let path = self.0.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(|source| self.refused(source))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
                folder: self.0.clone(),
            }),
            Err(TryLockError::Error(source)) => Err(self.refused(source)),
        }
    }

    /// Writes a file that only this user may read, whole or not at all.
    ///
    /// # Errors
    /// [`StoreError::Folder`], when the system refuses.
    pub fn write_private(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let write = || -> std::io::Result<()> {
            let temporary = self.0.join(format!("{name}.tmp"));
            std::fs::write(&temporary, bytes)?;
            restrict(&temporary, 0o600)?;
            File::open(&temporary)?.sync_all()?;
            std::fs::rename(&temporary, self.0.join(name))
        };
        write().map_err(|source| self.refused(source))
    }

    /// Removes a file of ours, where it is there.
    ///
    /// # Errors
    /// [`StoreError::Folder`], when the folder cannot be written.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        match std::fs::remove_file(self.0.join(name)) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(self.refused(source))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Which computer and which file this is. A copy, or a file put back from a backup, is another
    /// one. Absent where the system does not say; then only the plant can tell.
    pub(crate) fn place(&self, file: &str) -> Option<String> {
        let computer = std::fs::read_to_string(MACHINE_ID).ok()?;
        let file = file_number(&self.0.join(file))?;
        Some(format!("{}/{file}", computer.trim()))
    }

    fn refused(&self, source: std::io::Error) -> StoreError {
        StoreError::Folder {
            folder: self.0.clone(),
            source,
        }
    }
}

#[cfg(unix)]
fn file_number(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|file| file.ino())
}

/// Elsewhere the system is not asked.
#[cfg(not(unix))]
fn file_number(_path: &Path) -> Option<u64> {
    None
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// Elsewhere a new folder below the user's own inherits its access list.
#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
}
