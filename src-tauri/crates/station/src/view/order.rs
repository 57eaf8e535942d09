//! The order tray and one order in full.

use chrono::{DateTime, Utc};
use domain::id::{EventId, OperationsRequestId};
use domain::operations_request::Status;
use domain::quantity::Quantity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::job_list::JobCard;

/// One order of the tray.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderRow {
    /// Order.
    pub order_id: OperationsRequestId,
    /// The ERP's order number.
    pub order: String,
    /// The ERP's revision.
    pub revision: String,
    /// Item number.
    pub material: String,
    /// Item description.
    pub description: String,
    /// Ordered.
    pub quantity: Quantity,
    /// Planned start.
    pub start: Option<DateTime<Utc>>,
    /// Due.
    pub due: Option<DateTime<Utc>>,
    /// Our state.
    pub status: Status,
    /// The ERP's state word.
    pub erp_state: String,
    /// What hinders a release, as sentences; empty when it can be released.
    pub findings: Vec<String>,
    /// Operations in all; 0 before release.
    pub jobs: u32,
    /// Operations completed.
    pub jobs_completed: u32,
    /// Last event folded: send it back with a release.
    pub head: EventId,
}

/// The order tray.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderTrayView {
    /// Rows by due date; at most 200 a page.
    pub orders: Vec<OrderRow>,
    /// Orders that match in all.
    pub total: u64,
    /// Pass it back to read the next page; absent at the end.
    pub next: Option<String>,
    /// The core's clock.
    pub now: DateTime<Utc>,
}

/// One order with its operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderView {
    /// The row.
    pub row: OrderRow,
    /// Operations, in routing order.
    pub jobs: Vec<JobCard>,
    /// The core's clock.
    pub now: DateTime<Utc>,
}
