//! Events that are kept and cannot be read here.

use sqlx::Row as _;

use domain::origin::StationId;

use crate::Store;
use crate::error::StoreError;
use crate::log::damaged;

/// Answered by an index that is empty at nearly every station.
const ASIDE: &str =
    "SELECT station, count(*) FROM event WHERE readable = 0 GROUP BY station ORDER BY station";

impl Store {
    /// How many events of each station are set aside.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn set_aside(&self) -> Result<Vec<(StationId, u64)>, StoreError> {
        let rows = sqlx::query(ASIDE).fetch_all(self.readers()).await?;
        let one = |row: &sqlx::sqlite::SqliteRow| {
            let station: Vec<u8> = row.try_get(0)?;
            let station = station.try_into().map_err(|_| damaged("event.station"))?;
            let events = u64::try_from(row.try_get::<i64, _>(1)?);
            Ok((StationId(station), events.map_err(|_| damaged("a count"))?))
        };
        rows.iter().map(one).collect()
    }
}
