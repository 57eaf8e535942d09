//! The stations of the plant, as any of them sees them.

use domain::origin::StationId;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::error::PlantError;
use super::link::PlantLink;
use super::rows::whole;

/// Most stations told of: more than one plant has.
const STATIONS_MAX: u16 = 500;

/// Those at work first. Chains are few: one an epoch.
const STATIONS: &str = "SELECT s.name, s.station, s.epoch, coalesce(c.events, 0)::int8, \
     (extract(epoch FROM c.appended_at) * 1000)::int8, s.retired_at IS NOT NULL \
     FROM lineside.station s CROSS JOIN LATERAL (SELECT sum(seq) AS events, max(appended_at) AS appended_at \
     FROM lineside.chain WHERE chain.station = s.station) c \
     ORDER BY s.retired_at IS NOT NULL, s.name, s.enrolled_at LIMIT $1";

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
}

fn station(row: &PgRow) -> Result<PlantStation, PlantError> {
    let id: Option<Uuid> = row.try_get(1)?;
    Ok(PlantStation {
        name: row.try_get(0)?,
        station: id.map(|id| StationId(id.into_bytes())),
        epoch: whole(row.try_get::<i32, _>(2)?, "an epoch")?,
        events: whole(row.try_get::<i64, _>(3)?, "a place in a chain")?,
        appended_ms: row.try_get(4)?,
        retired: row.try_get(5)?,
    })
}
