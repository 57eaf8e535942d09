//! The job list of a work unit: what to run next, how many are left, why one cannot start.

use chrono::{DateTime, Utc};
use domain::gate::Gate;
use domain::id::{EventId, JobOrderId, OperationsRequestId, PersonId, RunId};
use domain::job_order::Status;
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::station::Place;

/// What hinders or helps a job now, computed, never stored (DOMAIN.md: Waiting, Ready, Suspended).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Readiness {
    /// Every gate passes.
    Ready,
    /// A gate fails; the card says which.
    Waiting,
    /// Runs now.
    Running,
    /// Its run is paused.
    Paused,
    /// Nothing left to do.
    Done,
}

/// One person's open run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenRun {
    /// Run.
    pub run: RunId,
    /// Where.
    pub work_unit: Place,
    /// Who started it.
    pub person: PersonId,
    /// That person's name.
    pub name: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether it is paused.
    pub paused: bool,
    /// Why it is paused.
    pub reason: Option<String>,
    /// Run time so far without pauses, in whole seconds as of the view's `now`.
    pub elapsed_s: i64,
}

/// One job as a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobCard {
    /// Job order.
    pub job: JobOrderId,
    /// Production order.
    pub order_id: OperationsRequestId,
    /// The ERP's order number.
    pub order: String,
    /// Operation number.
    pub segment: String,
    /// Operation name.
    pub name: String,
    /// Item number.
    pub material: String,
    /// Item description.
    pub description: String,
    /// Stored state.
    pub status: Status,
    /// Computed state.
    pub readiness: Readiness,
    /// Work center it belongs to.
    pub work_center: Place,
    /// Work unit it is dispatched to.
    pub work_unit: Option<Place>,
    /// Ordered.
    pub released: Quantity,
    /// Received from upstream (first operation: released).
    pub received: Quantity,
    /// Good so far.
    pub good: Quantity,
    /// Scrapped so far.
    pub scrap: Quantity,
    /// Out for rework.
    pub rework: Quantity,
    /// Remaining: received − good − scrap − rework still out.
    pub remaining: Quantity,
    /// Due.
    pub due: Option<DateTime<Utc>>,
    /// Whether it is past due or will be, by standard time and the queue ahead.
    pub late: bool,
    /// Seconds behind, positive, when late.
    pub behind_s: Option<i64>,
    /// What the ERP changed since the release, in words.
    pub changed: Option<String>,
    /// Why it is late, in words.
    pub behind_reason: Option<String>,
    /// Standard time for what remains, in seconds; absent where the routing has none.
    pub standard_s: Option<i64>,
    /// Open runs.
    pub runs: Vec<OpenRun>,
    /// Gates that fail now, hard ones first; empty when it can start.
    pub gates: Vec<Gate>,
    /// One sentence: why it cannot start, and who can clear it.
    pub why_not: Option<String>,
    /// Place in the queue, from 1.
    pub position: u32,
    /// Last event folded: send it back with a dispatch, so that two people cannot both decide.
    pub head: EventId,
}

/// The job list of one work unit (or, unassigned, of a work center).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobListView {
    /// Work unit.
    pub work_unit: Place,
    /// Cards in dispatch order, running ones first; as many as were asked for.
    pub jobs: Vec<JobCard>,
    /// Open jobs of the work unit in all.
    pub total: u64,
    /// Jobs of its work center that no work unit has yet; as many as were asked for.
    pub unassigned: Vec<JobCard>,
    /// The core's clock.
    pub now: DateTime<Utc>,
}
