//! Where this station's records lie.

use std::io;
use std::path::{Path, PathBuf};

/// Name of the folder below the user's own data folder.
const FOLDER: &str = "lineside";

/// The folder that holds one station's records.
#[derive(Debug)]
pub(crate) struct DataFolder {
    path: PathBuf,
}

/// Why the records cannot be opened, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotOpened {
    /// The user has no folder of their own and none was named.
    #[error("there is no folder for this station's records: name one with --data DIR")]
    NoFolder,
    /// The folder could not be made.
    #[error(
        "the folder {} for this station's records cannot be made ({source}): \
         check its permissions and the free space, or name another with --data DIR",
        path.display()
    )]
    Unusable {
        /// The folder that was asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DataFolder {
    /// Opens the folder that was `named`, or the user's own; makes it if it is not there.
    ///
    /// # Errors
    /// [`NotOpened`], when there is no such folder and none can be made.
    pub(crate) fn open(named: Option<PathBuf>) -> Result<Self, NotOpened> {
        let path = named.or_else(users_own).ok_or(NotOpened::NoFolder)?;
        match std::fs::create_dir_all(&path) {
            Ok(()) => Ok(Self { path }),
            Err(source) => Err(NotOpened::Unusable { path, source }),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

fn users_own() -> Option<PathBuf> {
    dirs::data_local_dir().map(|folder| folder.join(FOLDER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_made() {
        let parent = tempfile::tempdir().unwrap();
        let named = parent.path().join("plant").join("station-1");

        let folder = DataFolder::open(Some(named.clone())).unwrap();

        assert_eq!(folder.path(), named);
        assert!(named.is_dir());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named_with_what_to_do() {
        let parent = tempfile::tempdir().unwrap();
        let file = parent.path().join("a-file");
        std::fs::write(&file, "").unwrap();

        let refused = DataFolder::open(Some(file.join("below")))
            .unwrap_err()
            .to_string();

        assert!(refused.contains("a-file/below"), "{refused}");
        assert!(refused.contains("--data DIR"), "{refused}");
    }
}
