//! The running host's own door: a loopback port with a token that only this user can read.
//!
//! `linesidectl` beside a running app finds it through a file in the data folder.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::{Folder, StoreError};

use crate::Host;
use crate::http::{self, NotServed};

/// File that names the door, readable by this user only.
const DOOR: &str = "host.json";

/// Bytes of randomness in a token.
const TOKEN_BYTES: usize = 32;

/// Where the running host listens, and what proves that the caller may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Loopback address.
    pub address: SocketAddr,
    /// Bearer token.
    pub token: String,
}

/// Why the door could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum NoDoor {
    /// No port.
    #[error(transparent)]
    Port(#[from] NotServed),
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] StoreError),
    /// The system gives no randomness.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

/// Opens the door and serves it until the process ends.
///
/// # Errors
/// [`NoDoor`], when no port can be had or the file cannot be written.
pub async fn open(host: Arc<Host>) -> Result<Door, NoDoor> {
    let listening = http::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let door = Door {
        address: listening.address,
        token: token()?,
    };
    let file = serde_json::to_vec(&door).map_err(StoreError::from)?;
    host.folder().write_private(DOOR, &file)?;
    let token = door.token.clone();
    tokio::spawn(async move {
        if let Err(error) = http::serve(host, listening, &token, None, std::future::pending()).await
        {
            tracing::error!(%error, "linesidectl cannot reach this host any more");
        }
    });
    Ok(door)
}

/// The door of whoever runs the data folder; absent where nobody does. It may be a stale one.
#[must_use]
pub fn find(folder: &Folder) -> Option<Door> {
    let file = std::fs::read(folder.path().join(DOOR)).ok()?;
    serde_json::from_slice(&file).ok()
}

/// Takes the file away that names the door, where there is one.
///
/// # Errors
/// [`StoreError`], when the folder cannot be written.
pub(crate) fn shut(folder: &Folder) -> Result<(), StoreError> {
    folder.remove(DOOR)
}

fn token() -> Result<String, NoDoor> {
    let mut bytes = [0_u8; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| NoDoor::Random(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
