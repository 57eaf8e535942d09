//! Whether the plant answers, where the station has joined one.

use std::time::Duration;

use replication::postgres::{JoinCode, PlantLink};
use store::{Folder, Store};
use tokio::time::timeout;

use super::Finding;
use crate::exchange::joined;

/// How long somebody who waits for the answer waits.
const WITHIN: Duration = Duration::from_secs(8);

const CHECK: &str = "plant";

pub(super) async fn look(folder: &Folder, store: &Store) -> Finding {
    let Some(code) = joined(folder) else {
        return Finding::good(CHECK, "this station has joined no plant: it works alone");
    };
    match timeout(WITHIN, ask(&code, store)).await {
        Ok(Ok(name)) => Finding::good(
            CHECK,
            format!("{name} answers at {}:{}", code.host, code.port),
        ),
        Ok(Err(todo)) => offline(&code, todo),
        Err(_late) => offline(&code, "check the network and the plant's server".to_owned()),
    }
}

/// Work goes on without it, so it is no problem of the station.
fn offline(code: &JoinCode, todo: String) -> Finding {
    let says = format!("{} does not answer: entries wait until it does", code.plant);
    Finding::warning(CHECK, says, todo)
}

async fn ask(code: &JoinCode, store: &Store) -> Result<String, String> {
    let row = store.station().await.map_err(|error| error.to_string())?;
    let row = row.ok_or_else(|| "make the station first: linesidectl init".to_owned())?;
    let link = PlantLink::connect(code, row.origin.station).await;
    let mut link = link.map_err(|error| error.to_string())?;
    let facts = link.plant().await.map_err(|error| error.to_string())?;
    link.close().await.map_err(|error| error.to_string())?;
    Ok(facts.name)
}
