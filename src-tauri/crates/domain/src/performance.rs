//! What goes back to the ERP: one message for one completed or partly completed operation.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::quantity::Quantity;

/// What a message takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The message it takes back: its figures are that one's, and count the other way.
    pub message: Uuid,
    /// Why.
    pub reason: String,
}

/// One operations performance message (ISA-95 operations response of one segment).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Performance {
    /// Id of the message, also of its file: the ERP may use it to drop a second delivery.
    pub message: Uuid,
    /// What it takes back; absent for work that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Correction>,
    /// When the message was made.
    pub created_at: DateTime<Utc>,
    /// The sending station, as shown.
    pub sender: String,
    /// The ERP's order number.
    pub order: String,
    /// Number of the operation, for example `10`.
    pub segment: String,
    /// Name of the operation (process segment).
    pub segment_name: String,
    /// Whether the operation is complete with this message.
    pub completed: bool,
    /// Whether it is the order's last operation, so the order is complete too.
    pub order_completed: bool,
    /// First start.
    pub started_at: DateTime<Utc>,
    /// Last end.
    pub ended_at: DateTime<Utc>,
    /// Time of people, by pseudonym.
    pub labour: Vec<Labour>,
    /// Time of the work units.
    pub machines: Vec<MachineTime>,
    /// What was consumed, made and scrapped.
    pub materials: Vec<MaterialActual>,
}

impl Performance {
    /// The message that takes this one back: together they come to nothing.
    #[must_use]
    pub fn taken_back(self, message: Uuid, created_at: DateTime<Utc>, reason: &str) -> Self {
        let corrects = Correction {
            message: self.message,
            reason: reason.to_owned(),
        };
        Self {
            message,
            corrects: Some(corrects),
            created_at,
            completed: false,
            order_completed: false,
            ..self
        }
    }
}

/// Time one person spent on the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labour {
    /// The ERP's key of the person, or our pseudonym where it has none.
    pub person: String,
    /// Seconds, exact to the millisecond, as milliseconds.
    pub duration_ms: u64,
}

/// Time one work unit ran for the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineTime {
    /// The ERP's key of the work unit.
    pub equipment: String,
    /// Milliseconds.
    pub duration_ms: u64,
}

/// How a material took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialUse {
    /// Went in.
    Consumed,
    /// Good output.
    Produced,
    /// Good output that the next operation works on: not in stock.
    Passed,
    /// Output that was scrapped; `reason` says why.
    Scrapped,
}

/// One material of the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialActual {
    /// Item number.
    pub material: String,
    /// Lot number.
    pub lot: Option<String>,
    /// How it took part.
    pub r#use: MaterialUse,
    /// Amount.
    pub quantity: Quantity,
    /// Why, for scrap.
    pub reason: Option<String>,
}
