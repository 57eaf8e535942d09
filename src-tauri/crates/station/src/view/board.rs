//! The live board: what is running, queued and behind, and why.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::job_list::JobCard;
use super::station::Place;

/// State of a work unit, at most one at a time, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// A run is paused.
    Paused,
    /// Runs.
    Running,
    /// Has a queue, runs nothing.
    Waiting,
    /// No job dispatched.
    Idle,
}

/// One work unit on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BoardUnit {
    /// Work unit.
    pub work_unit: Place,
    /// Work center.
    pub work_center: Option<Place>,
    /// State.
    pub state: UnitState,
    /// The job that runs or is paused, else the next one.
    pub job: Option<JobCard>,
    /// Jobs waiting behind it.
    pub queued: u64,
    /// Standard time of the queue, in seconds.
    pub queued_s: i64,
    /// Jobs late here.
    pub behind: u64,
    /// Why the worst of them is late, in words.
    pub reason: Option<String>,
}

/// The live board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BoardView {
    /// Work units by work center and name.
    pub units: Vec<BoardUnit>,
    /// Running jobs.
    pub running: u64,
    /// Queued jobs.
    pub queued: u64,
    /// Late jobs.
    pub behind: u64,
    /// When the last event was recorded here.
    pub recorded_at: Option<DateTime<Utc>>,
    /// The core's clock when this was read: a board older than 30 s is hatched.
    pub now: DateTime<Utc>,
}
