//! What does not add up, whose it is, and how to settle it.

use chrono::{DateTime, Utc};
use domain::id::EventId;
use domain::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One fact that does not add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionRow {
    /// The event.
    pub event: EventId,
    /// What people call the job, lot or order.
    pub subject: String,
    /// What does not add up, in words, and what to do.
    pub sentence: String,
    /// The figures that do not add up, where there are any.
    pub detail: Option<String>,
    /// Whose it is to settle.
    pub owner: Role,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// Who entered it; the ERP's name for what it sent.
    pub who: Option<String>,
    /// Station that recorded it, short.
    pub station: String,
}

/// Everything that is not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionsView {
    /// Exceptions, the newest first.
    pub exceptions: Vec<ExceptionRow>,
    /// Whether there are more than are shown.
    pub more: bool,
}
