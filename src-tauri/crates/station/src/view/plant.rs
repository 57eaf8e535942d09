//! The plant this station shares with, and its stations.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::view::station::Connection;

/// A station of the plant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlantStationView {
    /// Name it was enrolled with.
    pub name: String,
    /// Short fingerprint of its key; absent until it joins.
    pub station: Option<String>,
    /// Whether it is this one; a station that has not told the plant anything yet is none.
    pub own: bool,
    /// Its newest epoch; 0 until it sends.
    pub epoch: u32,
    /// Events of all its epochs that the plant holds.
    pub events: u64,
    /// When the plant last stored some of it, by the plant's clock.
    pub appended_at: Option<DateTime<Utc>>,
    /// Whether its log-in has ended for good.
    pub retired: bool,
    /// Events recorded there that the plant did not hold, by its last word.
    pub queued: Option<u64>,
    /// Events of others that were not there yet, by its last word.
    pub behind: Option<u64>,
    /// Its clock less the plant's, in milliseconds, by its last word.
    pub clock_off_ms: Option<i64>,
    /// Events of others that it cannot read, by its last word.
    pub set_aside: Option<u64>,
    /// Release it ran, by its last word.
    pub version: Option<String>,
    /// How long ago its last word was, in seconds; absent where there was none.
    pub silent_s: Option<u64>,
    /// Whether it should have said something since.
    #[serde(default)]
    pub missing: bool,
}

/// Events of a station that cannot be read here: kept, passed on, and without effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SetAsideView {
    /// Name the station was enrolled with; its short fingerprint where that is not known.
    pub name: String,
    /// How many.
    pub events: u64,
}

/// The events of the plant's past on their way to a station that shows already what they led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PastView {
    /// Events that are here.
    pub arrived: u64,
    /// Events it has.
    pub events: u64,
}

/// A baseline on its way to a new station that is at work: what the plant's past led to, as one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BaselineView {
    /// Mebibytes that are here.
    pub mib: u64,
    /// Mebibytes it has.
    pub of_mib: u64,
    /// Whether it is all here: the next start of Lineside begins with it.
    pub ready: bool,
}

/// How sharing with the plant stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlantView {
    /// Whether this station has joined a plant, and is in touch with it.
    pub connection: Connection,
    /// The plant's name.
    pub plant: Option<String>,
    /// Events of this station that the plant is not known to hold.
    pub queued: u64,
    /// Events of others that are not here yet.
    pub behind: u64,
    /// When the plant was last heard of.
    pub heard_at: Option<DateTime<Utc>>,
    /// This station's clock less the plant's, in milliseconds.
    pub clock_off_ms: Option<i64>,
    /// What an installer must know.
    pub alarm: Option<String>,
    /// Stations of the plant, those at work first, at most 500.
    pub stations: Vec<PlantStationView>,
    /// A baseline on its way to this new station; absent where none comes.
    pub baseline: Option<BaselineView>,
    /// The past of a baseline that this station began with; absent once it is here.
    pub past: Option<PastView>,
    /// What came and cannot be read here, by station.
    pub set_aside: Vec<SetAsideView>,
    /// When the stations were heard of: while the plant is away, what was known last.
    pub stations_at: Option<DateTime<Utc>>,
    /// The core's clock when this was read.
    pub now: DateTime<Utc>,
}

/// A step of joining a plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinStep {
    /// The code is one, and whole.
    CodeRead,
    /// The plant's server answers.
    Reachable,
    /// It proves to be the one in the code.
    Trusted,
    /// It lets this station log in.
    LoggedIn,
    /// It is a plant, and takes this station in.
    Plant,
}

/// What became of joining a plant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JoinView {
    /// Steps that went well, in their order.
    pub done: Vec<JoinStep>,
    /// The step that did not; absent where the plant is joined.
    pub failed: Option<JoinStep>,
    /// What to do about it.
    pub sentence: Option<String>,
    /// The plant's name, where it is joined.
    pub plant: Option<String>,
    /// Events the plant holds, where it is joined.
    pub events: Option<u64>,
}
