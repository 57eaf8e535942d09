//! What a trace walks along: from lots to the jobs that touched them, from jobs to their orders.

use std::collections::BTreeSet;

use domain::job_order::JobOrder;
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::{ById, IDS_MAX, read};
use crate::Store;
use crate::error::StoreError;

/// Jobs named by the same events as the lots: by the index of the log, so that no table of uses has to be
/// written with each capture. Whether a use still stands, the job's folded state says.
const JOBS_OF_LOTS: &str = "SELECT DISTINCT unhex(touched.value ->> 'id', '-') \
    FROM json_each(?1) AS lot \
    CROSS JOIN event_touch ON event_touch.kind = 'material_lot' AND event_touch.aggregate = unhex(lot.value) \
    CROSS JOIN event USING (position) \
    CROSS JOIN json_each(event.touches) AS touched \
    WHERE touched.value ->> 'kind' = 'job_order'";

impl Store {
    /// Jobs that some event about one of these lots names: those that took of it or made it, and those
    /// that took it back.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn jobs_of_lots(&self, lots: &[Uuid]) -> Result<BTreeSet<Uuid>, StoreError> {
        let mut found = BTreeSet::new();
        for some in lots.chunks(IDS_MAX) {
            let some: Vec<String> = some.iter().map(|id| id.simple().to_string()).collect();
            let rows = sqlx::query(JOBS_OF_LOTS)
                .bind(serde_json::to_string(&some)?)
                .fetch_all(self.readers())
                .await?;
            for row in rows {
                found.insert(row.try_get(0)?);
            }
        }
        Ok(found)
    }

    /// Job orders of several orders.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn jobs_of_orders(&self, orders: &[Uuid]) -> Result<ById<JobOrder>, StoreError> {
        let mut found = ById::new();
        for some in orders.chunks(IDS_MAX) {
            let mut query = sqlx::query(AssertSqlSafe(jobs_of_orders(some.len())));
            for id in some {
                query = query.bind(id);
            }
            for row in query.fetch_all(self.readers()).await? {
                let (id, job) = read(&row)?;
                found.insert(id, job);
            }
        }
        Ok(found)
    }
}

fn jobs_of_orders(count: usize) -> String {
    let marks = vec!["?"; count].join(", ");
    format!("SELECT id, heads, events, unread, body FROM job_order WHERE order_id IN ({marks})")
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection, SqliteConnection};

    use super::*;

    #[tokio::test]
    async fn every_step_of_a_trace_is_a_look_at_an_index() {
        let mut database = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        crate::MIGRATIONS.run(&mut database).await.unwrap();

        for sql in [JOBS_OF_LOTS.to_owned(), jobs_of_orders(3)] {
            let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
            let plan = plan.fetch_all(&mut database).await.unwrap();

            let steps: Vec<String> = plan.iter().map(|row| row.get(3)).collect();
            let scans = |step: &&String| {
                ["event", "event_touch", "job_order"]
                    .iter()
                    .any(|table| step.starts_with(&format!("SCAN {table}")))
            };
            assert_eq!(steps.iter().find(scans), None, "{steps:#?}");
        }
    }
}
