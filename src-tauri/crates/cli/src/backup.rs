//! `linesidectl backup` and `restore`: a station as one file.

use std::path::PathBuf;

use chrono::Utc;
use clap::Args;
use host::backup::{self, SETTINGS};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What to back up, and where to.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    data: Data,
    /// File to write; one that is there is never written over.
    file: PathBuf,
}

/// What to restore, and where to.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// File of `linesidectl backup`.
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// Backs a station up, beside a running app if there is one.
///
/// # Errors
/// [`Problem::Backup`], when the records are damaged or the file cannot be written.
pub(crate) async fn back_up(options: Backup) -> Result<(), Problem> {
    let made = backup::back_up(&options.data.folder()?, &options.file, Utc::now()).await?;
    say(format_args!(
        "ok: {} with {} events and {} files is in {}, read back and proved. It holds keys: keep it where \
         only you can read it",
        made.name,
        made.events,
        made.files.len(),
        options.file.display()
    ))
}

/// Puts a station back into an empty folder.
///
/// # Errors
/// [`Problem::Backup`], when the folder is in use or not empty, or the backup is not whole.
pub(crate) async fn restore(options: Restore) -> Result<(), Problem> {
    let folder = options.data.folder()?;
    let restored = backup::restore(&options.file, &folder).await?;
    let made = &restored.manifest;
    say(format_args!(
        "{} of {} is back; it goes on in epoch {}",
        made.name,
        made.made_at.format("%Y-%m-%d %H:%M:%S UTC"),
        restored.epoch
    ))?;
    if folder.path().join(SETTINGS).is_dir() {
        say(format_args!(
            "the settings it ran with are in {}: copy what this machine shall have",
            folder.path().join(SETTINGS).display()
        ))?;
    }
    say(restored.verified)
}
