//! Which data folder.

use std::path::PathBuf;

use clap::Args;
use host::config::{Config, Key};
use store::Folder;

use crate::problem::Problem;

/// The data folder of a command.
#[derive(Debug, Default, Args)]
pub(crate) struct Data {
    /// Folder that holds the station's records; else LINESIDE_DATA, the machine's settings or the user's
    /// say which, and last the user's own folder.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Data {
    /// The folder.
    ///
    /// # Errors
    /// [`Problem`], when the settings cannot be read, or nothing names a folder.
    pub(crate) fn folder(&self) -> Result<Folder, Problem> {
        if let Some(data) = &self.data {
            return Ok(Folder::new(data));
        }
        self.config()?
            .data()
            .map(Folder::new)
            .ok_or(Problem::NoFolder)
    }

    /// All settings, with what the command line says.
    ///
    /// # Errors
    /// [`Problem`], when the settings cannot be read.
    pub(crate) fn config(&self) -> Result<Config, Problem> {
        let said = self.data.iter();
        let said: Vec<_> = said
            .map(|data| (Key::Data, data.display().to_string()))
            .collect();
        Ok(Config::of_process(&said)?)
    }
}
