//! The stations of the plant, as last heard: shown while the plant is away.

use sqlx::Row as _;

use crate::error::StoreError;
use crate::{Store, Writer};

const NOTE: &str = "INSERT INTO plant_station (one, heard_ms, body) VALUES (1, ?, ?) \
     ON CONFLICT (one) DO UPDATE SET heard_ms = excluded.heard_ms, body = excluded.body";

impl Store {
    /// The stations as JSON, and when they were heard of, in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn plant_stations(&self) -> Result<Option<(i64, String)>, StoreError> {
        let row = sqlx::query("SELECT heard_ms, body FROM plant_station")
            .fetch_optional(self.readers())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((row.try_get(0)?, row.try_get(1)?)))
    }
}

impl Writer<'_> {
    /// Notes the stations as JSON, heard of at `heard_ms`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn note_plant_stations(
        &mut self,
        heard_ms: i64,
        body: &str,
    ) -> Result<(), StoreError> {
        sqlx::query(NOTE)
            .bind(heard_ms)
            .bind(body)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
