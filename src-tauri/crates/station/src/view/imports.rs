//! Imports and what was sent back.

use chrono::{DateTime, Utc};
use domain::import::Finding;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How many of one kind an import brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tally {
    /// Kind in the plural, for example `orders`.
    pub kind: String,
    /// Recorded as new.
    pub new: u64,
    /// Recorded as changed.
    pub changed: u64,
    /// Known already: nothing recorded.
    pub unchanged: u64,
}

/// The outcome of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Whether it was refused as a whole; then nothing was recorded.
    pub refused: bool,
    /// What was brought.
    pub tallies: Vec<Tally>,
    /// What was ignored, assumed or wrong.
    pub findings: Vec<Finding>,
    /// Why it was refused, each with its place.
    pub errors: Vec<Finding>,
}

/// Where a message to the ERP stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Waits to be written.
    Pending,
    /// Written, not yet answered.
    Sent,
    /// Taken by the ERP.
    Acknowledged,
    /// Refused by the ERP; its text is shown.
    Refused,
    /// Taken back before it was sent: the work was undone.
    Withdrawn,
}

/// One message to the ERP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutboxRow {
    /// Message id, also its file's.
    pub message: Uuid,
    /// The ERP's order number.
    pub order: String,
    /// Operation number.
    pub segment: String,
    /// Where it stands.
    pub state: Delivery,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The message it takes back; absent for work that was done.
    pub corrects: Option<Uuid>,
    /// The ERP's text, or what hinders the delivery.
    pub text: Option<String>,
}

/// Messages to the ERP, newest first; at most 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutboxView {
    /// Messages.
    pub messages: Vec<OutboxRow>,
    /// How many wait in all.
    pub pending: u64,
}
