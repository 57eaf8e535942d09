//! Facts that do not add up, and that nobody settled yet.

use domain::id::EventId;
use sqlx::Row as _;

use crate::Store;
use crate::error::StoreError;

/// A fact that does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenException {
    /// Kind of aggregate: job order, lot or production order.
    pub kind: String,
    /// What people call it.
    pub key: String,
    /// The event.
    pub event: EventId,
    /// What does not add up, as the fold says.
    pub code: String,
    /// When the fact was entered, in milliseconds since 1970 UTC.
    pub recorded_ms: i64,
    /// Who entered it.
    pub actor: Option<uuid::Uuid>,
    /// Station that recorded it.
    pub station: Vec<u8>,
}

/// Every kind that knows exceptions; the newest first.
const OPEN: &str = "SELECT DISTINCT kind, key, event.event_id, code, recorded_ms, actor, station FROM ( \
       SELECT 'job_order' AS kind, coalesce(order_key || ' ' || segment, '') AS key, e.value ->> 0 AS id, e.value ->> 1 AS code \
       FROM job_order, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
       UNION ALL SELECT 'material_lot', material || ' ' || number, e.value ->> 0, e.value ->> 1 \
       FROM material_lot, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
       UNION ALL SELECT 'operations_request', coalesce(operations_request.key, ''), e.value ->> 0, e.value ->> 1 \
       FROM operations_request, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
     ) JOIN event ON event.event_id = unhex(id, '-') \
     WHERE NOT EXISTS (SELECT 1 FROM settlement WHERE settlement.id = event.event_id AND settled = 1) \
     AND NOT EXISTS (SELECT 1 FROM event AS copy WHERE copy.event_id = event.event_id AND copy.position < event.position) \
     ORDER BY recorded_ms DESC, event.event_id LIMIT ?";

impl Store {
    /// Facts that do not add up and are not settled, the newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn open_exceptions(&self, limit: u32) -> Result<Vec<OpenException>, StoreError> {
        let rows = sqlx::query(OPEN)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        let read = |row: &sqlx::sqlite::SqliteRow| {
            Ok(OpenException {
                kind: row.try_get(0)?,
                key: row.try_get(1)?,
                event: EventId(row.try_get(2)?),
                code: row.try_get(3)?,
                recorded_ms: row.try_get(4)?,
                actor: row.try_get(5)?,
                station: row.try_get(6)?,
            })
        };
        rows.iter().map(read).collect()
    }
}
