//! What spans aggregates: the index of touched aggregates, the load of work units.

use sqlx::{Row as _, SqliteConnection};

use super::cell::{Cell, key};
use super::{Difference, VerifyError};

/// The first aggregate an envelope names and the index lacks.
const NOT_INDEXED: &str = "SELECT touch.value ->> 'kind', touch.value ->> 'id', event.position \
     FROM event, json_each(event.touches) AS touch \
     WHERE event.readable = 1 AND NOT EXISTS (SELECT 1 FROM event AS copy WHERE copy.event_id = event.event_id AND copy.position < event.position AND copy.readable = 1) \
     AND NOT EXISTS (SELECT 1 FROM event_touch AS known WHERE known.kind = touch.value ->> 'kind' \
       AND known.aggregate = unhex(touch.value ->> 'id', '-') AND known.position = event.position) LIMIT 1";

/// Pairs that the envelopes name.
const TOUCHES: &str = "SELECT count(*) FROM event, json_each(event.touches) \
     WHERE event.readable = 1 AND NOT EXISTS (SELECT 1 FROM event AS copy WHERE copy.event_id = event.event_id AND copy.position < event.position AND copy.readable = 1)";

/// The first entry of the index that no envelope names; asked only once the count says there is one.
const WRONGLY_INDEXED: &str = "SELECT known.kind, known.aggregate, known.position FROM event_touch AS known \
     WHERE NOT EXISTS (SELECT 1 FROM event, json_each(event.touches) AS touch \
       WHERE event.position = known.position AND event.readable = 1 \
       AND NOT EXISTS (SELECT 1 FROM event AS copy WHERE copy.event_id = event.event_id AND copy.position < event.position AND copy.readable = 1) \
       AND touch.value ->> 'kind' = known.kind \
       AND unhex(touch.value ->> 'id', '-') = known.aggregate) LIMIT 1";

const LOAD: &str = "work_unit_load";
const LOAD_COLUMNS: [&str; 4] = ["work_unit", "open", "running", "queued_s"];
const LOAD_LIVE: &str =
    "SELECT work_unit, open, running, queued_s FROM work_unit_load ORDER BY work_unit";
/// The load as it should be, from job orders that were proved equal to their events.
const LOAD_REBUILT: &str = "SELECT work_unit, count(*), sum(running), \
     sum(iif(running, 0, coalesce(standard_s, 0))) \
     FROM job_order WHERE open = 1 AND work_unit IS NOT NULL GROUP BY work_unit ORDER BY work_unit";

/// Compares `event_touch` with what the envelopes name. With every one of
/// them present, an equal count leaves no room for others.
pub(super) async fn check_touches(connection: &mut SqliteConnection) -> Result<(), VerifyError> {
    let expected: i64 = sqlx::query_scalar(TOUCHES)
        .fetch_one(&mut *connection)
        .await?;
    if let Some(row) = sqlx::query(NOT_INDEXED)
        .fetch_optional(&mut *connection)
        .await?
    {
        return Err(Difference::NotIndexed {
            kind: row.try_get(0)?,
            aggregate: row.try_get(1)?,
            position: row.try_get(2)?,
        }
        .into());
    }
    let live: i64 = sqlx::query_scalar("SELECT count(*) FROM event_touch")
        .fetch_one(&mut *connection)
        .await?;
    if live == expected {
        return Ok(());
    }
    let row = sqlx::query(WRONGLY_INDEXED).fetch_one(connection).await?;
    Err(Difference::WronglyIndexed {
        kind: row.try_get(0)?,
        aggregate: key(row.try_get(1)?),
        position: row.try_get(2)?,
    }
    .into())
}

/// Compares `work_unit_load` with the job orders, row by row.
pub(super) async fn check_load(connection: &mut SqliteConnection) -> Result<(), VerifyError> {
    let live = load(connection, LOAD_LIVE).await?;
    let rebuilt = load(connection, LOAD_REBUILT).await?;
    let key_of = |row: &LoadRow| row.0.clone();
    let unexplained = live
        .iter()
        .find(|row| !rebuilt.iter().any(|r| r.0 == row.0));
    if let Some(id) = unexplained.map(key_of) {
        return Err(Difference::UnexplainedRow {
            table: LOAD,
            id: key(&id),
        }
        .into());
    }
    for (id, expected) in &rebuilt {
        let Some((_, cells)) = live.iter().find(|row| row.0 == *id) else {
            return Err(Difference::MissingRow {
                table: LOAD,
                id: key(id),
            }
            .into());
        };
        for ((cell, expected), column) in cells.iter().zip(expected).zip(LOAD_COLUMNS) {
            if let Some(difference) = cell.differs(expected, LOAD, id, column) {
                return Err(difference.into());
            }
        }
    }
    Ok(())
}

/// A work unit with its row.
type LoadRow = (Vec<u8>, Vec<Cell>);

async fn load(
    connection: &mut SqliteConnection,
    sql: &'static str,
) -> Result<Vec<LoadRow>, VerifyError> {
    let rows = sqlx::query(sql).fetch_all(connection).await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        let cells: Result<_, sqlx::Error> = (0..LOAD_COLUMNS.len())
            .map(|column| Cell::read(row, column))
            .collect();
        Ok((row.try_get(0)?, cells?))
    };
    rows.iter().map(read).collect()
}
