//! The live board: a few rows a work unit, whatever the number of jobs.

use sqlx::Row;
use uuid::Uuid;

use crate::Store;
use crate::error::StoreError;

/// Late jobs are counted up to here: past it a board says "many".
const LATE_MAX: i64 = 99;

/// Load of one work unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLoad {
    /// Work unit.
    pub work_unit: Uuid,
    /// Open jobs.
    pub open: i64,
    /// Jobs with an open run.
    pub running: i64,
    /// Standard time of all open jobs, in seconds.
    pub queued_s: i64,
    /// Open jobs past due, counted up to 99.
    pub late: i64,
    /// The job at the top of the list.
    pub top: Option<Uuid>,
    /// The open job that is due first.
    pub first_due: Option<Uuid>,
}

impl Store {
    /// Load of every work unit that has open jobs.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn loads(&self, now_ms: i64) -> Result<Vec<UnitLoad>, StoreError> {
        let sql = "SELECT load.work_unit, load.open, load.running, \
             load.queued_s + (SELECT coalesce(sum(j.standard_s), 0) FROM job_order j \
              WHERE j.work_unit = load.work_unit AND j.open = 1 AND j.running = 1), \
             (SELECT count(*) FROM (SELECT 1 FROM job_order j \
              WHERE j.work_unit = load.work_unit AND j.open = 1 AND j.due_ms < ?1 LIMIT ?2)), \
             (SELECT j.id FROM job_order j WHERE j.work_unit = load.work_unit AND j.open = 1 \
              ORDER BY j.running DESC, j.rank, j.id LIMIT 1), \
             (SELECT j.id FROM job_order j WHERE j.work_unit = load.work_unit AND j.open = 1 AND j.due_ms IS NOT NULL \
              ORDER BY j.due_ms LIMIT 1) \
             FROM work_unit_load load";
        let rows = sqlx::query(sql)
            .bind(now_ms)
            .bind(LATE_MAX)
            .fetch_all(self.readers())
            .await?;
        let load = |row: &sqlx::sqlite::SqliteRow| {
            Ok(UnitLoad {
                work_unit: row.try_get(0)?,
                open: row.try_get(1)?,
                running: row.try_get(2)?,
                queued_s: row.try_get(3)?,
                late: row.try_get(4)?,
                top: row.try_get(5)?,
                first_due: row.try_get(6)?,
            })
        };
        rows.iter().map(load).collect()
    }

    /// Open jobs of one work unit.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn open_jobs(&self, work_unit: Uuid) -> Result<u64, StoreError> {
        let sql = "SELECT open FROM work_unit_load WHERE work_unit = ?";
        let open: Option<i64> = sqlx::query_scalar(sql)
            .bind(work_unit)
            .fetch_optional(self.readers())
            .await?;
        Ok(open.unwrap_or(0).unsigned_abs())
    }
}
