//! What a person may want of a job order.

use serde::{Deserialize, Serialize};

use crate::id::{EquipmentId, EventId, JobOrderId, MaterialLotId};
use crate::job_order::{Observed, Scrap};
use crate::quantity::Quantity;

/// What to do with the job after a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// Go on.
    #[default]
    Continue,
    /// Everything is made: complete the job.
    Complete,
    /// Less was made and that is all: complete it with a reason.
    ShortClose,
}

/// How a run is finished without a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Complete the job.
    Complete,
    /// End the run and leave what remains open.
    LeaveOpen,
    /// Complete the job short, with a reason.
    ShortClose,
}

/// What a person wants of a job order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Put it into a work unit's job list, or move it there.
    Dispatch {
        /// Work unit.
        work_unit: EquipmentId,
        /// Job it goes in front of; absent for the end.
        before: Option<JobOrderId>,
        /// Last event the person saw of the job.
        seen: EventId,
    },
    /// Start a run.
    Start {
        /// Work unit.
        work_unit: EquipmentId,
    },
    /// Pause the run.
    Pause {
        /// Why.
        reason: String,
    },
    /// Go on with the run.
    Resume,
    /// Count output.
    Report {
        /// Good, as an increment.
        good: Quantity,
        /// Scrap by reason, as increments.
        scrap: Vec<Scrap>,
        /// Sent to rework, as an increment.
        rework: Option<Quantity>,
        /// What follows.
        finish: Finish,
        /// Why it is closed short.
        reason: Option<String>,
    },
    /// Finish without a report.
    Finish {
        /// How.
        outcome: Outcome,
        /// Why it is closed short.
        reason: Option<String>,
    },
    /// Consume from a scanned lot.
    Consume {
        /// Lot.
        lot: MaterialLotId,
        /// Amount; absent for what is still needed, at most what the lot holds.
        quantity: Option<Quantity>,
    },
    /// Consume what the scale shows.
    Weigh {
        /// Lot.
        lot: MaterialLotId,
    },
    /// Give some of a lot back that this job took, as a container of its own.
    Return {
        /// Lot it was taken of.
        lot: MaterialLotId,
        /// Amount.
        quantity: Quantity,
    },
    /// Record what an inspection found.
    Inspect {
        /// Key of the characteristic.
        characteristic: String,
        /// What was found.
        observed: Observed,
        /// What it was measured with, at most 400 characters.
        #[serde(default)]
        gauge: Option<String>,
    },
    /// Void an own entry.
    Void {
        /// Entry.
        event: EventId,
        /// Why.
        reason: String,
    },
}

impl Command {
    /// The verb in refusals.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Dispatch { .. } => "dispatch it",
            Self::Start { .. } => "start it",
            Self::Pause { .. } => "pause it",
            Self::Resume => "resume it",
            Self::Report { .. } => "report on it",
            Self::Finish { .. } => "finish it",
            Self::Consume { .. } => "consume for it",
            Self::Weigh { .. } => "weigh for it",
            Self::Return { .. } => "give material back from it",
            Self::Inspect { .. } => "inspect it",
            Self::Void { .. } => "void an entry",
        }
    }
}
