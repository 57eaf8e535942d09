//! What the plant was last known to hold of this station's chain.

use domain::log_row::Hash;
use domain::origin::Origin;
use sqlx::Row as _;

use crate::error::StoreError;
use crate::log::damaged;
use crate::{Store, Writer};

impl Store {
    /// Last place and link of `own` that the plant acknowledged; absent where it did not yet.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or the row is damaged.
    pub async fn plant_ack(&self, own: Origin) -> Result<Option<(u64, Hash)>, StoreError> {
        let row = sqlx::query("SELECT seq, hash FROM plant_ack WHERE epoch = ?")
            .bind(own.epoch)
            .fetch_optional(self.readers())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let wrong = || damaged("table plant_ack");
        let seq = u64::try_from(row.try_get::<i64, _>(0)?).map_err(|_| wrong())?;
        let hash: Vec<u8> = row.try_get(1)?;
        Ok(Some((seq, hash.try_into().map_err(|_| wrong())?)))
    }
}

impl Writer<'_> {
    /// Notes what the plant acknowledged; it may be less than before, after the plant was taken back
    /// to a backup.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn note_plant_ack(&mut self, seq: u64, hash: &Hash) -> Result<(), StoreError> {
        let epoch = self.origin()?.epoch;
        sqlx::query(
            "INSERT INTO plant_ack (one, epoch, seq, hash) VALUES (1, ?, ?, ?) \
             ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, hash = excluded.hash",
        )
        .bind(epoch)
        .bind(i64::try_from(seq).unwrap_or(i64::MAX))
        .bind(&hash[..])
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
