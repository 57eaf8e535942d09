//! What may be said on the command line.

use std::path::PathBuf;

use clap::Parser;

/// Directs work at a station and records what really happens.
#[derive(Debug, Parser)]
#[command(name = "lineside", version)]
pub(crate) struct Options {
    /// Folder that holds this station's records; made if it is not there.
    #[arg(long, env = "LINESIDE_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    /// Draws without the graphics card, for a machine whose window stays blank.
    #[arg(long)]
    pub(crate) safe_graphics: bool,
}
