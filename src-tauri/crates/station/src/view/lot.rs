//! One lot: what it is and what stops it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{EventId, MaterialLotId};
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
    /// Whether it belongs to a nonconformance: then it ends with that one.
    pub by_nonconformance: bool,
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
    /// The core's clock.
    pub now: DateTime<Utc>,
}
