//! What may be said on the command line.

use std::path::PathBuf;

use clap::Parser;
use host::config::{BadConfig, Config, Key};

/// Directs work at a station and records what really happens.
#[derive(Debug, Parser)]
#[command(name = "lineside", version)]
pub(crate) struct Options {
    /// Folder that holds this station's records; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    /// Draws without the graphics card, for a machine whose window stays blank.
    #[arg(long)]
    pub(crate) safe_graphics: bool,
}

impl Options {
    /// All settings, with what the command line says.
    ///
    /// # Errors
    /// [`BadConfig`], when a file of settings cannot be used.
    pub(crate) fn config(&self) -> Result<Config, BadConfig> {
        let data = self.data.iter();
        let mut said: Vec<_> = data
            .map(|data| (Key::Data, data.display().to_string()))
            .collect();
        if self.safe_graphics {
            said.push((Key::SafeGraphics, true.to_string()));
        }
        Config::of_process(&said)
    }
}
