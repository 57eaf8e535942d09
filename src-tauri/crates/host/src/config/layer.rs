//! One layer of settings: who says what.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{BadConfig, Key, file};

/// Who says something about a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The command line.
    Flag,
    /// A variable of the environment.
    Environment,
    /// The machine's file.
    Machine(PathBuf),
    /// The user's file.
    User(PathBuf),
    /// Nobody: what is usual.
    Usual,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("the command line"),
            Self::Environment => f.write_str("the environment"),
            Self::Machine(path) => write!(f, "the machine's file {}", path.display()),
            Self::User(path) => write!(f, "the user's file {}", path.display()),
            Self::Usual => f.write_str("what is usual"),
        }
    }
}

/// What one source says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    pub(super) source: Source,
    said: BTreeMap<Key, String>,
}

impl Layer {
    /// A layer of settings as they were said.
    #[must_use]
    pub fn new(source: Source, said: impl IntoIterator<Item = (Key, String)>) -> Self {
        let said = said.into_iter().collect();
        Self { source, said }
    }

    /// A layer from its file; empty where there is none.
    ///
    /// # Errors
    /// [`BadConfig`], when the file cannot be read, or holds what is no setting.
    pub fn read(source: Source, path: &Path) -> Result<Self, BadConfig> {
        Ok(Self::new(source, file::read(path)?))
    }

    pub(super) fn says(&self, key: Key) -> Option<&str> {
        self.said.get(&key).map(String::as_str)
    }
}
