//! Joining a plant: try the code, then keep it.

use domain::origin::StationId;
use replication::message::{Answer, Ask};
use replication::postgres::{BadJoinCode, JoinCode, PlantError, PlantLink};
use station::view::plant::{JoinStep, JoinView};
use store::{Folder, StoreError};

/// File that keeps the join code, readable by this user only: it holds the login's password.
const CODE: &str = "plant.code";

/// Steps of joining, in their order.
const STEPS: [JoinStep; 5] = [
    JoinStep::CodeRead,
    JoinStep::Reachable,
    JoinStep::Trusted,
    JoinStep::LoggedIn,
    JoinStep::Plant,
];

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

/// The same, told step by step.
pub async fn join_by_steps(folder: &Folder, station: StationId, code: &str) -> JoinView {
    let joined = join(folder, station, code).await;
    let failed = joined.as_ref().err().map(failed_at);
    let went_well = |step: &JoinStep| failed.is_none_or(|failed| *step < failed);
    JoinView {
        done: STEPS.into_iter().filter(went_well).collect(),
        failed,
        sentence: joined.as_ref().err().map(ToString::to_string),
        plant: joined.as_ref().ok().map(|joined| joined.plant.clone()),
        events: joined.ok().map(|joined| joined.events),
    }
}

/// The step at which joining failed.
fn failed_at(failure: &JoinFailure) -> JoinStep {
    match failure {
        JoinFailure::Code(_) => JoinStep::CodeRead,
        JoinFailure::Plant(PlantError::Late(_) | PlantError::Unreachable(_)) => JoinStep::Reachable,
        JoinFailure::Plant(PlantError::Untrusted(_)) => JoinStep::Trusted,
        JoinFailure::Plant(PlantError::LogIn) => JoinStep::LoggedIn,
        JoinFailure::Plant(_) | JoinFailure::Refused(_) | JoinFailure::Folder(_) => JoinStep::Plant,
    }
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
