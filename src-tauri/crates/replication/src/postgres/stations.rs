//! The stations of the plant, as any of them sees them, and what each says of itself.

use domain::origin::StationId;
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::error::PlantError;
use super::link::PlantLink;
use super::rows::whole;

/// Most stations told of: more than one plant has.
const STATIONS_MAX: u16 = 500;
/// How long a station's word counts as its present state, in milliseconds: four words may be late.
const PRESENT_MS: i32 = 120_000;

/// Those at work first. Chains are few: one an epoch.
const STATIONS: &str = "SELECT s.name, s.station, s.epoch, coalesce(c.events, 0)::int8, \
     (extract(epoch FROM c.appended_at) * 1000)::int8, s.retired_at IS NOT NULL, l.note, \
     extract(epoch FROM clock_timestamp() - l.taken_at)::int8 \
     FROM lineside.station s CROSS JOIN LATERAL (SELECT sum(seq) AS events, max(appended_at) AS appended_at \
     FROM lineside.chain WHERE chain.station = s.station) c \
     LEFT JOIN lineside.lease l ON l.resource = 'presence/' || s.station \
     ORDER BY s.retired_at IS NOT NULL, s.name, s.enrolled_at LIMIT $1";
const TELL: &str = "SELECT granted FROM lineside.lease($1, $2, $3, $4)";

/// What a station says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Release it runs.
    pub version: String,
    /// Events recorded there that the plant is not known to hold.
    pub queued: u64,
    /// Events the plant holds that are not there yet.
    pub behind: u64,
    /// Its clock less the plant's, in milliseconds, where that was measured.
    pub skew_ms: Option<i64>,
    /// Events of others that it keeps and cannot read.
    pub set_aside: u64,
}

/// A station of the plant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantStation {
    /// Name it was enrolled with.
    pub name: String,
    /// Station; absent until it joins.
    pub station: Option<StationId>,
    /// Its newest epoch; 0 until it sends.
    pub epoch: u32,
    /// Events of all its epochs that the plant holds.
    pub events: u64,
    /// When the plant last stored some of it, by the plant's clock, in milliseconds since 1970 UTC.
    pub appended_ms: Option<i64>,
    /// Whether its log-in has ended for good.
    pub retired: bool,
    /// What it last said of itself; absent where it never did, or in words of another release.
    pub presence: Option<Presence>,
    /// How long ago that was, in seconds, by the plant's clock.
    pub silent_s: Option<u64>,
}

impl PlantLink {
    /// Stations of the plant, at most 500, those at work first.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn stations(&mut self) -> Result<Vec<PlantStation>, PlantError> {
        let ask = sqlx::query(STATIONS).bind(i64::from(STATIONS_MAX));
        self.all(ask).await?.iter().map(station).collect()
    }

    /// Says how this station stands.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn tell_presence(&mut self, presence: &Presence) -> Result<(), PlantError> {
        let note =
            serde_json::to_string(presence).map_err(|_| PlantError::Garbled("a presence"))?;
        let tell = sqlx::query(TELL)
            .bind(self.own())
            .bind(format!("presence/{}", self.own()))
            .bind(PRESENT_MS)
            .bind(note);
        self.one(tell).await.map(drop)
    }
}

fn station(row: &PgRow) -> Result<PlantStation, PlantError> {
    let id: Option<Uuid> = row.try_get(1)?;
    let note: Option<String> = row.try_get(6)?;
    let silent: Option<i64> = row.try_get(7)?;
    Ok(PlantStation {
        name: row.try_get(0)?,
        station: id.map(|id| StationId(id.into_bytes())),
        epoch: whole(row.try_get::<i32, _>(2)?, "an epoch")?,
        events: whole(row.try_get::<i64, _>(3)?, "a place in a chain")?,
        appended_ms: row.try_get(4)?,
        retired: row.try_get(5)?,
        presence: note.and_then(|note| serde_json::from_str(&note).ok()),
        // A clock that was set back makes it negative.
        silent_s: silent.map(|seconds| u64::try_from(seconds).unwrap_or(0)),
    })
}
