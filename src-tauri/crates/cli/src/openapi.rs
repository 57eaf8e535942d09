//! `linesidectl openapi`: what third parties and the screens' types are made from.

use std::path::PathBuf;

use clap::Args;

use crate::output::say;
use crate::problem::Problem;

/// Where the description goes.
#[derive(Debug, Args)]
pub(crate) struct Openapi {
    /// File to write instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes `openapi.json`, with a line break at its end.
///
/// # Errors
/// [`Problem`], when it cannot be written.
pub(crate) fn run(openapi: Openapi) -> Result<(), Problem> {
    let document = host::openapi::document();
    let text = serde_json::to_string_pretty(&document).map_err(Problem::Json)?;
    match openapi.out {
        Some(path) => std::fs::write(&path, text + "\n").map_err(Problem::file(path)),
        None => say(text),
    }
}
