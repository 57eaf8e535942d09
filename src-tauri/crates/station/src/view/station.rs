//! The frame around every screen: which station, who is on, how fresh the plan is.

use chrono::{DateTime, Utc};
use domain::id::{EquipmentId, PersonId};
use domain::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A place by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// Id.
    pub id: EquipmentId,
    /// The ERP's key.
    pub key: String,
    /// Name on screens.
    pub name: String,
}

/// A person signed in at this station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// Proof for further commands; keep it in memory only.
    pub session: Uuid,
    /// Pseudonym.
    pub person: PersonId,
    /// Name, from the identity table.
    pub name: String,
    /// Rights.
    pub roles: Vec<Role>,
}

/// A person who was at this station lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecentPerson {
    /// Pseudonym.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// Whether this station can record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Storage {
    /// False while the disk is full or read-only: nothing new is shown as recorded.
    pub writable: bool,
    /// What is wrong and what to do, when not writable.
    pub sentence: Option<String>,
}

/// Whether this station shares with a plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    /// Has joined no plant: it is its own.
    Alone,
    /// Joined and in touch.
    Online,
    /// Joined, not in touch; `queued` events wait.
    Offline,
}

/// The frame of every screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StationView {
    /// Short fingerprint of the station's key.
    pub station: String,
    /// Name on screens.
    pub name: String,
    /// Version of the software.
    pub version: String,
    /// IANA zone of the plant, for example `Europe/Rome`.
    pub zone: String,
    /// Work unit this station stands at, where it is bound to one.
    pub work_unit: Option<Place>,
    /// Work units it may choose from.
    pub work_units: Vec<Place>,
    /// Whether this is the demo plant.
    pub demo: bool,
    /// Sharing with the plant.
    pub connection: Connection,
    /// Events not yet shared.
    pub queued: u64,
    /// The plant this station shares with.
    pub plant: Option<String>,
    /// Events of others that are not here yet.
    pub behind: u64,
    /// When the plant was last heard of.
    pub heard_at: Option<DateTime<Utc>>,
    /// How far this station's clock is ahead of the plant's, in seconds, where it is a minute or more.
    pub clock_off_s: Option<i64>,
    /// What an installer must know of the exchange.
    pub exchange_alarm: Option<String>,
    /// When the plan last changed here.
    pub plan_as_of: Option<DateTime<Utc>>,
    /// Whether this station can record.
    pub storage: Storage,
    /// People who were here lately, at most five.
    pub recent: Vec<RecentPerson>,
    /// The core's clock when this was read.
    pub now: DateTime<Utc>,
}
