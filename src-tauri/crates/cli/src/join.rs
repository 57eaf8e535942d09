//! `linesidectl join`: let a station share with a plant.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use host::Host;
use host::exchange::join;
use station::SystemClock;
use store::Folder;

use crate::output;
use crate::problem::Problem;

/// Lets a station share with a plant. A running app begins to exchange within seconds.
#[derive(Debug, Args)]
pub(crate) struct Join {
    /// Data folder of the station.
    #[arg(long)]
    data: PathBuf,
    /// Join code of `linesidectl plant enroll`; - reads it from standard input.
    code: String,
}

pub(crate) async fn run(options: Join) -> Result<(), Problem> {
    let folder = Folder::new(options.data);
    let code = if options.code == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(Problem::Input)?;
        text
    } else {
        options.code
    };
    let host = Host::read_only(folder.clone(), Arc::new(SystemClock)).await?;
    let origin = host.station.row().origin;
    let joined = join(&folder, origin.station, &code).await?;
    output::say(format!(
        "joined {}: it holds {} events in {} chains",
        joined.plant, joined.events, joined.chains
    ))
}
