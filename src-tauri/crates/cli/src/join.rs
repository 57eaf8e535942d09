//! `linesidectl join`: let a station share with a plant.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use host::Host;
use host::baseline::{self, Coming};
use host::exchange::join;
use station::SystemClock;
use store::Folder;

use crate::data::Data;
use crate::output;
use crate::problem::Problem;

/// Lets a station share with a plant. A running app begins to exchange within seconds.
#[derive(Debug, Args)]
pub(crate) struct Join {
    #[command(flatten)]
    data: Data,
    /// Join code of `linesidectl plant enroll`; - reads it from standard input.
    code: String,
}

pub(crate) async fn run(options: Join) -> Result<(), Problem> {
    let folder = options.data.folder()?;
    let code = if options.code == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(Problem::Input)?;
        text
    } else {
        options.code
    };
    with(&folder, &code).await
}

/// Joins the plant of a code, and begins with its baseline where there is one.
///
/// # Errors
/// [`Problem`], when the plant does not answer or does not take the code.
pub(crate) async fn with(folder: &Folder, code: &str) -> Result<(), Problem> {
    let host = Host::read_only(folder.clone(), Arc::new(SystemClock)).await?;
    let origin = host.station.row().origin;
    let joined = join(folder, origin.station, code).await?;
    output::say(format!(
        "joined {}: it holds {} events in {} chains",
        joined.plant, joined.events, joined.chains
    ))?;
    drop(host);
    let mut told = Instant::now();
    let tell = |Coming { bytes, of }| {
        if told.elapsed() >= TELL_EVERY {
            told = Instant::now();
            output::complain(&format!(
                "taking in the plant: {} of {} MiB",
                bytes >> 20,
                of >> 20
            ));
        }
    };
    match baseline::begin(folder, tell).await {
        Ok(Some(events)) => output::say(format!(
            "began with a baseline of {events} events: they arrive while Lineside is open"
        )),
        Ok(None) => Ok(()),
        Err(hindered) => {
            output::complain(&format!(
                "{hindered}; the plant's log is taken in event by event instead, while work goes on"
            ));
            Ok(())
        }
    }
}

/// How often somebody who waits is told how far it is.
const TELL_EVERY: Duration = Duration::from_secs(1);
