//! Job lists.

use std::collections::BTreeSet;

use domain::fold::Folded;
use domain::job_order::JobOrder;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::read;
use crate::Store;
use crate::error::StoreError;

/// Jobs that wait for a work unit of one place.
const UNASSIGNED_AT: &str = "SELECT * FROM (SELECT id, heads, events, unread, body, due_ms FROM job_order \
     WHERE open = 1 AND work_unit IS NULL AND equipment = ? ORDER BY due_ms NULLS LAST, id LIMIT ?)";

impl Store {
    /// Open jobs of a work unit: running ones first, then by rank.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn job_list(
        &self,
        work_unit: Uuid,
        limit: u32,
    ) -> Result<Vec<(Uuid, Folded<JobOrder>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM job_order WHERE work_unit = ? AND open = 1 \
                   ORDER BY running DESC, rank, id LIMIT ?";
        let rows = sqlx::query(sql)
            .bind(work_unit)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// Standard time of the open jobs before one in its work unit's list, in seconds.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn queued_before(&self, job: Uuid) -> Result<i64, StoreError> {
        let sql = "SELECT coalesce(sum(ahead.standard_s), 0) FROM job_order AS job JOIN job_order AS ahead \
                   ON ahead.work_unit = job.work_unit AND ahead.open = 1 \
                   AND (-ahead.running, ahead.rank, ahead.id) < (-job.running, job.rank, job.id) \
                   WHERE job.id = ? AND job.open = 1";
        Ok(sqlx::query_scalar(sql)
            .bind(job)
            .fetch_one(self.readers())
            .await?)
    }

    /// Open jobs no work unit has yet, of the equipment given (at least one), by due date.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn unassigned_jobs(
        &self,
        equipment: &[Uuid],
        limit: u32,
    ) -> Result<Vec<(Uuid, Folded<JobOrder>)>, StoreError> {
        // One look at the index for each place: with several in one, SQLite sorts all that wait.
        let places: BTreeSet<&Uuid> = equipment.iter().collect();
        let looks = vec![UNASSIGNED_AT; places.len()].join(" UNION ALL ");
        let sql = format!(
            "SELECT id, heads, events, unread, body FROM ({looks}) ORDER BY due_ms NULLS LAST, id LIMIT ?"
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for id in places {
            query = query.bind(id).bind(limit);
        }
        let rows = query.bind(limit).fetch_all(self.readers()).await?;
        rows.iter().map(read).collect()
    }

    /// Job orders of some orders, in routing order.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn jobs_of_order(
        &self,
        order: Uuid,
    ) -> Result<Vec<(Uuid, Folded<JobOrder>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM job_order WHERE order_id = ? ORDER BY position";
        let rows = sqlx::query(sql)
            .bind(order)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// A job by the ERP's order number and operation number, as a traveller's barcode names it.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn jobs_by_key(
        &self,
        order_key: &str,
    ) -> Result<Vec<(Uuid, Folded<JobOrder>)>, StoreError> {
        let sql = "SELECT id, heads, events, unread, body FROM job_order WHERE order_key = ? ORDER BY segment LIMIT 200";
        let rows = sqlx::query(sql)
            .bind(order_key)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }

    /// The last rank of a work unit's list, or the last one before a rank.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn rank_before(
        &self,
        work_unit: Uuid,
        before: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        // Two looks at the end of an index, where one would read the whole list.
        let look = |running| {
            format!(
                "SELECT * FROM (SELECT rank FROM job_order WHERE work_unit = ?1 AND open = 1 \
                 AND running = {running} AND rank < coalesce(?2, char(1114111)) ORDER BY rank DESC LIMIT 1)"
            )
        };
        let sql = format!("SELECT max(rank) FROM ({} UNION ALL {})", look(0), look(1));
        Ok(sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(work_unit)
            .bind(before)
            .fetch_one(self.readers())
            .await?)
    }
}
