//! What a baseline is made of, copied from the file `plant` that is attached.

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::execute;
use crate::error::StoreError;
use crate::tables::{Class, TABLES};

/// The events that come with a baseline: those that screens read of what is open, and that an undo folds anew;
/// where each chain ends; and what its maker could not read, lest somebody fold it who can.
const KNOWN: [&str; 7] = [
    "CREATE TEMP TABLE known (position INTEGER PRIMARY KEY)",
    "INSERT OR IGNORE INTO known SELECT position FROM plant.event_touch WHERE kind = 'job_order' \
     AND aggregate IN (SELECT id FROM plant.job_order WHERE open = 1)",
    // Lots that these name, with all that happened to them.
    "INSERT OR IGNORE INTO known SELECT position FROM plant.event_touch WHERE kind = 'material_lot' \
     AND aggregate IN (SELECT unhex(value ->> 'id', '-') FROM known JOIN plant.event USING (position), \
       json_each(event.touches) WHERE value ->> 'kind' = 'material_lot')",
    "INSERT OR IGNORE INTO known SELECT position FROM plant.event WHERE event_id IN ( \
       SELECT unhex(e.value ->> 0, '-') FROM plant.job_order, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
       UNION ALL SELECT unhex(e.value ->> 0, '-') FROM plant.material_lot, json_each(body, '$.exceptions') AS e WHERE exceptions > 0 \
       UNION ALL SELECT unhex(e.value ->> 0, '-') FROM plant.operations_request, json_each(body, '$.exceptions') AS e WHERE exceptions > 0)",
    // How old the plan is.
    "INSERT OR IGNORE INTO known SELECT position FROM plant.event_touch \
     WHERE kind = 'operations_request' ORDER BY position DESC LIMIT 1",
    "INSERT OR IGNORE INTO known SELECT position FROM plant.event WHERE readable = 0",
    "INSERT OR IGNORE INTO known SELECT event.position FROM main.past JOIN plant.event USING (station, epoch, seq)",
];

/// Where each chain ends. Nothing of it has arrived yet.
const PAST: &str = "INSERT INTO main.past (station, epoch, seq, hash, arrived, lost) \
     SELECT station, epoch, seq, hash, 0, 0 \
     FROM (SELECT station, epoch, max(seq) AS seq FROM plant.event GROUP BY station, epoch) \
     JOIN plant.event USING (station, epoch, seq)";

/// They stand behind the places that all events of the past fill.
const EVENTS: &str = "INSERT INTO main.event (position, station, epoch, seq, event_id, request_id, part_index, part_count, \
     hlc, effective_ms, recorded_ms, skew_ms, actor, name, version, touches, payload, hash, captured, readable) \
     SELECT (SELECT sum(seq) FROM main.past) + row_number() OVER (ORDER BY position), \
     station, epoch, seq, event_id, request_id, part_index, part_count, \
     hlc, effective_ms, recorded_ms, skew_ms, actor, name, version, touches, payload, hash, 0, readable \
     FROM temp.known JOIN plant.event USING (position) ORDER BY position";

/// Indexes of the projections; those that carry a constraint stay.
const INDEXES: &str = "SELECT name, sql FROM main.sqlite_master \
     WHERE type = 'index' AND sql IS NOT NULL AND tbl_name <> 'event'";

pub(super) async fn copy(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let indexes: Vec<(String, String)> =
        sqlx::query_as(INDEXES).fetch_all(&mut *connection).await?;
    // Made when the rows are there, they are sorted once, and dense.
    for (name, _) in &indexes {
        execute(&format!("DROP INDEX main.{name}"), connection).await?;
    }
    let projections = |(_, class): &&(&str, Class)| *class == Class::Projection;
    for (table, _) in TABLES.iter().filter(projections) {
        let rows = format!("INSERT INTO main.{table} SELECT * FROM plant.{table}");
        execute(&rows, connection).await?;
    }
    execute(PAST, connection).await?;
    for step in KNOWN {
        execute(step, connection).await?;
    }
    execute(EVENTS, connection).await?;
    for (_, sql) in indexes {
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
