//! What happened to a job order.

use serde::{Deserialize, Serialize};

use super::{Directive, Observed};
use crate::id::{EquipmentId, RunId};
use crate::quantity::Quantity;

/// Scrapped output with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scrap {
    /// Amount.
    pub quantity: Quantity,
    /// Why.
    pub reason: String,
}

/// What happened to a job order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The order was released with this operation.
    Released(Box<Directive>),
    /// It was put into, or moved within, a work unit's job list.
    Dispatched {
        /// Work unit.
        work_unit: EquipmentId,
        /// Sort key within the list, see [`crate::rank`].
        rank: String,
    },
    /// A run began.
    RunStarted {
        /// Run.
        run: RunId,
        /// Where.
        work_unit: EquipmentId,
    },
    /// The run stands.
    RunPaused {
        /// Run.
        run: RunId,
        /// Why.
        reason: String,
    },
    /// The run goes on.
    RunResumed {
        /// Run.
        run: RunId,
    },
    /// The run is over; the job may go on with another.
    RunEnded {
        /// Run.
        run: RunId,
    },
    /// Output was counted. Increments, never totals.
    Reported {
        /// Good output since the last report.
        good: Quantity,
        /// Scrapped output since the last report, each with its reason.
        scrap: Vec<Scrap>,
        /// Output sent to rework.
        rework: Option<Quantity>,
    },
    /// A characteristic was inspected.
    Inspected {
        /// Key of the characteristic.
        characteristic: String,
        /// What was found.
        observed: Observed,
        /// Whether that conforms to what the release froze.
        conforms: bool,
        /// What it was measured with, as the person says.
        gauge: Option<String>,
    },
    /// Nothing more will be made.
    Completed {
        /// Why it was closed short; absent when everything was made.
        short: Option<String>,
    },
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Released(_) => "job_order.released",
            Self::Dispatched { .. } => "job_order.dispatched",
            Self::RunStarted { .. } => "job_order.run_started",
            Self::RunPaused { .. } => "job_order.run_paused",
            Self::RunResumed { .. } => "job_order.run_resumed",
            Self::RunEnded { .. } => "job_order.run_ended",
            Self::Reported { .. } => "job_order.reported",
            Self::Inspected { .. } => "job_order.inspected",
            Self::Completed { .. } => "job_order.completed",
        }
    }
}
