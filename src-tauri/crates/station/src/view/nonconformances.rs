//! The inbox of nonconformances: what is in doubt, what is held with it, what becomes of it.

use chrono::{DateTime, Utc};
use domain::id::{JobOrderId, MaterialLotId, NonconformanceId};
use domain::nonconformance::{DispositionRow, DoubtStatus};
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person may do about a nonconformance now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoubtAction {
    /// Hold another lot with it.
    Contain,
    /// Say how much is in doubt.
    Count,
    /// Decide what becomes of it.
    Disposition,
    /// Say that the rework was verified.
    Close,
}

/// A lot that was held with a nonconformance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DoubtfulLot {
    /// Lot.
    pub lot: MaterialLotId,
    /// Its number.
    pub number: String,
    /// Left of it: what is missing went into something, see its trace.
    pub left: Quantity,
    /// Everything that came in.
    pub entered: Quantity,
    /// Whether it is on hold.
    pub held: bool,
}

/// One nonconformance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NonconformanceView {
    /// Which.
    pub nonconformance: NonconformanceId,
    /// Number on papers.
    pub number: String,
    /// Where it stands.
    pub status: DoubtStatus,
    /// Item number.
    pub material: String,
    /// Its description.
    pub description: String,
    /// What does not conform.
    pub cause: String,
    /// How much is in doubt; absent while its beginning is on its way.
    pub quantity: Option<Quantity>,
    /// Lots that were held with it.
    pub lots: Vec<DoubtfulLot>,
    /// Job it was found at.
    pub job: Option<JobOrderId>,
    /// That job as order and operation number.
    pub found_at_job: Option<String>,
    /// When it was found.
    pub at: Option<DateTime<Utc>>,
    /// Who found it, by name.
    pub who: Option<String>,
    /// What was decided.
    pub rows: Vec<DispositionRow>,
    /// Why.
    pub note: String,
    /// What this person may do now.
    pub actions: Vec<DoubtAction>,
}

/// The inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NonconformancesView {
    /// Those still open first, then the newest; at most 200.
    pub nonconformances: Vec<NonconformanceView>,
    /// How many are open in all.
    pub open: u64,
    /// The core's clock.
    pub now: DateTime<Utc>,
}
