//! Which data folder.

use std::path::PathBuf;

use clap::Args;
use store::Folder;

/// The data folder of a command.
#[derive(Debug, Args)]
pub(crate) struct Data {
    /// Folder that holds the station's records.
    #[arg(long, env = "LINESIDE_DATA", value_name = "DIR")]
    data: PathBuf,
}

impl Data {
    /// The folder.
    pub(crate) fn folder(&self) -> Folder {
        Folder::new(&self.data)
    }
}
