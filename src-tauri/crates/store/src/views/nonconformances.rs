//! The inbox of nonconformances.

use domain::fold::Folded;
use domain::nonconformance::Nonconformance;
use uuid::Uuid;

use super::read;
use crate::Store;
use crate::error::StoreError;

impl Store {
    /// Nonconformances, those still open first, then the newest, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn nonconformances(
        &self,
        limit: u32,
    ) -> Result<Vec<(Uuid, Folded<Nonconformance>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM nonconformance \
                   ORDER BY open DESC, found_ms DESC, id LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many are open.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn open_nonconformances(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM nonconformance WHERE open = 1";
        let count: i64 = sqlx::query_scalar(sql).fetch_one(self.readers()).await?;
        Ok(count.unsigned_abs())
    }
}
