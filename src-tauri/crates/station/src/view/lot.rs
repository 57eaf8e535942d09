//! One lot: what it is, what stops it, where it came from and where it went.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{EventId, JobOrderId, MaterialLotId};
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hold that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HoldView {
    /// The event that put it on: send it back to lift it.
    pub hold: EventId,
    /// Why.
    pub cause: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who put it on, by name, where known.
    pub who: Option<String>,
}

/// A portion of a lot on the way to, or from, the one that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PortionView {
    /// Lot.
    pub lot: MaterialLotId,
    /// Its number.
    pub number: String,
    /// Item number.
    pub material: String,
    /// Amount.
    pub quantity: Quantity,
    /// The job that took or made it.
    pub job: JobOrderId,
    /// The ERP's order number.
    pub order: String,
    /// Operation number.
    pub segment: String,
}

/// One lot in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotView {
    /// Lot.
    pub lot: MaterialLotId,
    /// Number on the material.
    pub number: String,
    /// Item number.
    pub material: String,
    /// Item description.
    pub description: String,
    /// Supplier, where known.
    pub supplier: Option<String>,
    /// Where it is kept.
    pub location: Option<String>,
    /// Left.
    pub left: Quantity,
    /// Everything that came in.
    pub entered: Quantity,
    /// Last day of use.
    pub expires: Option<NaiveDate>,
    /// Whether that day is over.
    pub expired: bool,
    /// Holds that are on, oldest first: while there is one it is not to be used.
    pub holds: Vec<HoldView>,
    /// Lots that went into the order that made it; empty for what was received.
    pub made_of: Vec<PortionView>,
    /// What was taken of it, newest first, at most 200.
    pub taken: Vec<PortionView>,
    /// Lots that orders made which took of it.
    pub went_into: Vec<PortionView>,
    /// The core's clock.
    pub now: DateTime<Utc>,
}
