//! Joining a plant: try the code, then keep it.

use domain::origin::StationId;
use replication::message::{Answer, Ask};
use replication::postgres::{BadJoinCode, JoinCode, PlantError, PlantLink};
use store::{Folder, StoreError};

/// File that keeps the join code, readable by this user only: it holds the login's password.
const CODE: &str = "plant.code";

/// What the plant said when it was joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Its name.
    pub plant: String,
    /// Chains it holds: stations, each once an epoch.
    pub chains: usize,
    /// Events it holds.
    pub events: u64,
}

/// Why the plant was not joined. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum JoinFailure {
    /// The code is not one.
    #[error("this is no join code: copy it as a whole from `linesidectl plant enroll`")]
    Code(#[from] BadJoinCode),
    /// The plant.
    #[error(transparent)]
    Plant(#[from] PlantError),
    /// The plant refuses.
    #[error("{0}")]
    Refused(String),
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] StoreError),
}

/// Tries the code step by step, and keeps it where it works. Whoever runs the data folder begins to
/// exchange within seconds.
///
/// # Errors
/// [`JoinFailure`], with what to do.
pub async fn join(folder: &Folder, station: StationId, code: &str) -> Result<Joined, JoinFailure> {
    let code: JoinCode = code.parse()?;
    let mut link = PlantLink::connect(&code, station).await?;
    let facts = link.plant().await?;
    let heads = match link.ask(&Ask::Heads).await? {
        Answer::Heads { heads, .. } => heads,
        Answer::Refused { reason } => return Err(JoinFailure::Refused(reason)),
        Answer::Pushed { .. } | Answer::Page { .. } | Answer::Hashes { .. } => {
            return Err(PlantError::Garbled("heads").into());
        }
    };
    link.close().await?;
    folder.write_private(CODE, code.to_string().as_bytes())?;
    Ok(Joined {
        plant: facts.name,
        chains: heads.len(),
        events: heads.values().map(|head| head.seq).sum(),
    })
}

/// The code a station has joined with; absent where it has not.
#[must_use]
pub fn joined(folder: &Folder) -> Option<JoinCode> {
    let code = std::fs::read_to_string(folder.path().join(CODE)).ok()?;
    let read = code.parse();
    if read.is_err() {
        tracing::error!("the file {CODE} in the data folder is damaged: join the plant again");
    }
    read.ok()
}
