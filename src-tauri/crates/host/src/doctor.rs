//! What hinders a station, found beside whoever works with its folder: each finding in words, with what
//! to do about it. Nothing is changed, and nothing is printed.

mod database;
mod devices;
mod disk;
mod plant;

use chrono::{DateTime, Utc};
use serde::Serialize;
use store::{Folder, Store};

pub use disk::ROOM_MIN_MIB;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Good,
    /// Work goes on, but somebody should look at it.
    Warning,
    /// Something does not work.
    Problem,
}

/// What was looked at, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: stable, for software.
    pub check: &'static str,
    /// How bad it is.
    pub state: State,
    /// What was seen, as a sentence.
    pub says: String,
    /// What to do; absent where all is well.
    pub todo: Option<String>,
}

impl Finding {
    fn good(check: &'static str, says: impl Into<String>) -> Self {
        Self {
            check,
            state: State::Good,
            says: says.into(),
            todo: None,
        }
    }

    fn warning(check: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            check,
            state: State::Warning,
            says: says.into(),
            todo: Some(todo.into()),
        }
    }

    fn problem(check: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            check,
            state: State::Problem,
            says: says.into(),
            todo: Some(todo.into()),
        }
    }
}

/// Examines the station of a folder, at `now` by this machine's clock.
pub async fn examine(folder: &Folder, now: DateTime<Utc>) -> Vec<Finding> {
    let mut findings = disk::look(folder);
    match Store::open_read_only(folder).await {
        Ok(store) => {
            findings.extend(database::look(&store, now).await);
            findings.push(plant::look(folder, &store).await);
            findings.extend(devices::look(folder, &store).await);
        }
        Err(error) => findings.push(Finding::problem(
            "database",
            error.to_string(),
            "where the file is damaged, restore a backup with linesidectl restore into another folder",
        )),
    }
    findings
}
