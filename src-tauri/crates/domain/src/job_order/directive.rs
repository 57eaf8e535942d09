//! The work directive of one operation: what the release froze.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{EquipmentId, JobOrderId, MaterialDefinitionId, OperationsRequestId};
use crate::import::{Characteristic, IssueMethod, Tracking};
use crate::quantity::Quantity;

/// One component as frozen by the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Item.
    pub material: MaterialDefinitionId,
    /// Item number.
    pub key: String,
    /// How it is told apart.
    pub tracking: Tracking,
    /// Amount for the whole released quantity.
    pub quantity: Quantity,
    /// How it gets consumed.
    pub issue: IssueMethod,
    /// Allowed deviation of a weighed portion, in percent.
    #[serde(with = "crate::quantity::decimal_text")]
    pub tolerance_percent: Decimal,
}

/// The work directive of one operation: what the release froze.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// Production order.
    pub order: OperationsRequestId,
    /// The ERP's order number.
    pub order_key: String,
    /// Item to make.
    pub material: MaterialDefinitionId,
    /// Its number.
    pub material_key: String,
    /// How the output is told apart.
    pub tracking: Tracking,
    /// Operation number.
    pub segment: String,
    /// Operation name.
    pub name: String,
    /// Place among the order's operations, from 0.
    pub position: u32,
    /// Whether its good output is the order's.
    pub last: bool,
    /// Amount to make.
    pub quantity: Quantity,
    /// Work center or work unit of the routing.
    pub equipment: EquipmentId,
    /// Jobs that deliver to this one.
    pub after: Vec<JobOrderId>,
    /// Standard setup, in seconds.
    pub setup_s: u32,
    /// Standard run time for the whole quantity, in seconds; absent where the ERP has none.
    pub run_s: Option<u32>,
    /// Due.
    pub due: Option<DateTime<Utc>>,
    /// The ERP's priority.
    pub priority: Option<i32>,
    /// Components.
    pub needs: Vec<Need>,
    /// Instruction text.
    pub instruction: Option<String>,
    /// Routing and revision it was taken from.
    pub definition: Option<String>,
    /// What is inspected here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub characteristics: Vec<Characteristic>,
}

impl Directive {
    /// Due, in milliseconds since 1970 UTC.
    #[must_use]
    pub fn due_ms(&self) -> Option<i64> {
        self.due.map(|due| due.timestamp_millis())
    }
}
