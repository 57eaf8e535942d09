//! The files of settings, as TOML: `data = "/srv/lineside"`.

use std::io;
use std::path::{Path, PathBuf};

use super::{Key, Source};

/// Variable that names another file for the machine, where the usual one will not do.
pub const MACHINE_FILE: &str = "LINESIDE_MACHINE_FILE";
/// Name of both files.
const NAME: &str = "lineside.toml";

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// A file.
    #[error("{path} cannot be read ({source}): check its permissions")]
    Unread {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// No TOML.
    #[error(
        "{path} is not written as settings are ({reason}): write lines like data = \"/srv/lineside\""
    )]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A setting there is not.
    #[error("{path} sets {key}, which there is not: write one of {}", Key::ALL.map(Key::name).join(", "))]
    Unknown {
        /// Which file.
        path: PathBuf,
        /// What it sets.
        key: String,
    },
    /// A value that cannot be.
    #[error("{key} is “{value}” in {}: {instead}", named(.from, .key))]
    Value {
        /// Which setting.
        key: &'static str,
        /// What was said.
        value: String,
        /// Who said so.
        from: Source,
        /// What to write.
        instead: &'static str,
    },
}

fn named(from: &Source, key: &str) -> String {
    match Key::ALL.into_iter().find(|known| known.name() == key) {
        Some(known) if *from == Source::Environment => format!("{from} ({})", known.variable()),
        _ => from.to_string(),
    }
}

/// The file of the machine: who looks after it writes here what holds for everybody.
#[must_use]
pub fn machine_file() -> PathBuf {
    std::env::var_os(MACHINE_FILE).map_or_else(usual_machine_file, PathBuf::from)
}

#[cfg(target_os = "windows")]
fn usual_machine_file() -> PathBuf {
    let shared = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
    PathBuf::from(shared).join("Lineside").join(NAME)
}

#[cfg(target_os = "macos")]
fn usual_machine_file() -> PathBuf {
    PathBuf::from("/Library/Application Support/Lineside").join(NAME)
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn usual_machine_file() -> PathBuf {
    PathBuf::from("/etc/lineside").join(NAME)
}

/// The file of the user; absent where the user has no folder for settings.
#[must_use]
pub fn user_file() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join("lineside").join(NAME))
}

/// The settings of a file; none where there is no file.
pub(super) fn read(path: &Path) -> Result<Vec<(Key, String)>, BadConfig> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => {
            let path = path.to_owned();
            return Err(BadConfig::Unread { path, source });
        }
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let reason = error.message().to_owned();
        malformed(path, reason)
    })?;
    table
        .into_iter()
        .map(|(name, value)| setting(path, name, &value))
        .collect()
}

fn setting(path: &Path, name: String, value: &toml::Value) -> Result<(Key, String), BadConfig> {
    let Some(key) = Key::ALL.into_iter().find(|key| key.name() == name) else {
        let path = path.to_owned();
        return Err(BadConfig::Unknown { path, key: name });
    };
    let text = value.as_str().map(ToOwned::to_owned);
    let text = text.or_else(|| value.as_bool().map(|value| value.to_string()));
    text.map(|text| (key, text))
        .ok_or_else(|| malformed(path, format!("{name} is neither a text nor true or false")))
}

fn malformed(path: &Path, reason: String) -> BadConfig {
    BadConfig::Malformed {
        path: path.to_owned(),
        reason,
    }
}
