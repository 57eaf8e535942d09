//! What the log knows already, read by whoever is about to write.

use domain::event::{AggregateRef, Touch};
use domain::id::{EventId, RequestId};
use uuid::Uuid;

use super::Writer;
use crate::error::StoreError;
use crate::log::damaged;

/// Recorded here or received: each has an index of its own.
const RECORDED: &str = "SELECT 1 FROM event WHERE request_id = ?1 AND captured = 1 \
     UNION ALL SELECT 1 FROM event WHERE request_id = ?1 AND captured = 0 LIMIT 1";

impl Writer<'_> {
    /// Whether a command was recorded before.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn is_recorded(&mut self, request: RequestId) -> Result<bool, StoreError> {
        let known: Option<i64> = sqlx::query_scalar(RECORDED)
            .bind(request.0)
            .fetch_optional(&mut self.state.connection)
            .await?;
        Ok(known.is_some())
    }

    /// Aggregates an event touches; none where it is unknown.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or the row is damaged.
    pub async fn touches_of(&mut self, event: EventId) -> Result<Vec<AggregateRef>, StoreError> {
        let touches: Option<String> =
            sqlx::query_scalar("SELECT touches FROM event WHERE event_id = ? AND readable = 1")
                .bind(event.0)
                .fetch_optional(&mut self.state.connection)
                .await?;
        let Some(touches) = touches else {
            return Ok(Vec::new());
        };
        let touches: Vec<Touch> =
            serde_json::from_str(&touches).map_err(|_| damaged("event.touches"))?;
        Ok(touches.into_iter().map(|touch| touch.aggregate).collect())
    }

    /// Whether an import brought orders, complete or not.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn has_orders_of(&mut self, import: Uuid) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM operations_request WHERE import_first = ?1 OR import_last = ?1 LIMIT 1";
        let found: Option<i64> = sqlx::query_scalar(sql)
            .bind(import)
            .fetch_optional(&mut self.state.connection)
            .await?;
        Ok(found.is_some())
    }

    /// Whether a lot has a label, printed or not.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn has_label(&mut self, lot: Uuid) -> Result<bool, StoreError> {
        let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM label WHERE lot = ? LIMIT 1")
            .bind(lot)
            .fetch_optional(&mut self.state.connection)
            .await?;
        Ok(found.is_some())
    }
}
