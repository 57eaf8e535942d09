//! Facts that do not add up, and that nobody settled yet.

use domain::exception::Exception;
use domain::id::EventId;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::Store;
use crate::error::StoreError;
use crate::log::damaged;

/// A fact that does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenException {
    /// The job, lot or order.
    pub aggregate: uuid::Uuid,
    /// What people call it.
    pub key: String,
    /// The event.
    pub event: EventId,
    /// What does not add up.
    pub exception: Exception,
    /// Name of the event.
    pub name: String,
    /// When the fact was entered, in milliseconds since 1970 UTC.
    pub recorded_ms: i64,
    /// Who entered it.
    pub actor: Option<uuid::Uuid>,
    /// Station that recorded it.
    pub station: Vec<u8>,
}

/// Every kind that knows exceptions, the newest first; of one event where that is given.
const OPEN: &str = "SELECT DISTINCT kind, key, event.event_id, code, recorded_ms, actor, station, aggregate, name FROM ( \
       SELECT 'job_order' AS kind, job_order.id AS aggregate, coalesce(order_key || ' ' || segment, '') AS key, \
       e.value ->> 0 AS id, e.value ->> 1 AS code FROM job_order, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
       UNION ALL SELECT 'material_lot', material_lot.id, material || ' ' || number, e.value ->> 0, e.value ->> 1 \
       FROM material_lot, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
       UNION ALL SELECT 'operations_request', operations_request.id, coalesce(operations_request.key, ''), e.value ->> 0, e.value ->> 1 \
       FROM operations_request, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
     ) JOIN event ON event.event_id = unhex(id, '-') AND event.readable = 1 \
     WHERE (?2 IS NULL OR event.event_id = ?2) \
     AND NOT EXISTS (SELECT 1 FROM settlement WHERE settlement.id = event.event_id AND settled = 1) \
     AND NOT EXISTS (SELECT 1 FROM event AS copy WHERE copy.event_id = event.event_id AND copy.position < event.position AND copy.readable = 1) \
     ORDER BY recorded_ms DESC, event.event_id LIMIT ?1";

impl Store {
    /// Facts that do not add up and are not settled, the newest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn open_exceptions(&self, limit: u32) -> Result<Vec<OpenException>, StoreError> {
        self.exceptions(limit, None).await
    }

    /// What does not add up of one event; nothing once it is settled.
    ///
    /// # Errors
    /// As for [`Store::open_exceptions`].
    pub async fn open_exceptions_of(&self, event: EventId) -> Result<Vec<Exception>, StoreError> {
        let open = self.exceptions(OF_ONE_MAX, Some(event)).await?;
        Ok(open.into_iter().map(|open| open.exception).collect())
    }

    async fn exceptions(
        &self,
        limit: u32,
        event: Option<EventId>,
    ) -> Result<Vec<OpenException>, StoreError> {
        let rows = sqlx::query(OPEN)
            .bind(limit)
            .bind(event.map(|event| event.0))
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(read).collect()
    }
}

/// Things one event may upset: a command touches a job and a lot, each in a few ways.
const OF_ONE_MAX: u32 = 20;

fn read(row: &SqliteRow) -> Result<OpenException, StoreError> {
    let exception = Exception::read(row.try_get(0)?, row.try_get(3)?);
    Ok(OpenException {
        key: row.try_get(1)?,
        event: EventId(row.try_get(2)?),
        exception: exception.ok_or_else(|| damaged("an exception"))?,
        recorded_ms: row.try_get(4)?,
        actor: row.try_get(5)?,
        station: row.try_get(6)?,
        aggregate: row.try_get(7)?,
        name: row.try_get(8)?,
    })
}
