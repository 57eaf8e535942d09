//! `linesidectl call`: any operation, from a script.

use std::io::Read;
use std::sync::Arc;

use clap::Args;
use host::{Host, client, local, operation};
use serde_json::Value;
use station::{Failure, SystemClock};
use store::{Folder, StoreError};

use crate::data::Data;
use crate::output::say;
use crate::problem::Problem;

/// What to ask.
#[derive(Debug, Args)]
pub(crate) struct Call {
    /// Operation, for example `view_board`; `linesidectl openapi` lists them.
    name: String,
    /// Request as JSON; `-` reads it from standard input.
    #[arg(default_value = "{}")]
    request: String,
    #[command(flatten)]
    data: Data,
}

/// Carries the operation out: in the running host where there is one, else here. A session lasts as
/// long as the host it was begun in.
///
/// # Errors
/// [`Problem::Failure`]; its details are printed as JSON.
pub(crate) async fn run(call: Call) -> Result<(), Problem> {
    let request = request(&call.request)?;
    match ask(call.data.folder()?, &call.name, request).await? {
        Ok(answer) => say(answer),
        Err(failure) => {
            say(serde_json::to_string(&failure).map_err(Problem::Json)?)?;
            Err(failure.into())
        }
    }
}

/// The answer of the running host where there is one, else of one made for this question.
///
/// # Errors
/// [`StoreError`], when no host can be made.
pub(crate) async fn ask(
    folder: Folder,
    name: &str,
    request: Value,
) -> Result<Result<Value, Failure>, StoreError> {
    match through_door(&folder, name, &request).await {
        Some(answer) => Ok(answer),
        None => here(folder, name, request).await,
    }
}

fn request(text: &str) -> Result<Value, Problem> {
    let mut read = String::new();
    let text = if text == "-" {
        std::io::stdin()
            .read_to_string(&mut read)
            .map_err(Problem::Input)?;
        &read
    } else {
        text
    };
    serde_json::from_str(text).map_err(Problem::Json)
}

/// The answer of the running host; nothing where none answers. That a command may have reached it
/// is no harm: with the same request it is recorded once.
async fn through_door(
    folder: &Folder,
    name: &str,
    request: &Value,
) -> Option<Result<Value, Failure>> {
    let door = local::find(folder)?;
    match client::call(&door, name, request).await {
        Err(failure) if failure.reason == "host" => None,
        answer => Some(answer),
    }
}

async fn here(
    folder: Folder,
    name: &str,
    request: Value,
) -> Result<Result<Value, Failure>, StoreError> {
    let reads = ["view_", "find_"].iter().any(|verb| name.starts_with(verb));
    let clock = Arc::new(SystemClock);
    let host = if reads {
        Host::read_only(folder, clock).await?
    } else {
        Host::quiet(folder, clock).await?
    };
    Ok(operation::call(&host, name, request).await)
}
