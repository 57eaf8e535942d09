//! The denominator: what SQLite itself takes for two rows of the same size, durably.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use uuid::Uuid;

/// Bytes of what one capture writes.
#[derive(Clone, Copy)]
pub(crate) struct RowBytes {
    pub(crate) event: usize,
    pub(crate) projection: usize,
}

/// A database with one table for events and one for projections, and nothing else.
pub(crate) struct Raw {
    connection: Connection,
    bytes: RowBytes,
    ids: Vec<Uuid>,
    next: usize,
}

impl Raw {
    /// Makes the database; `rows` projections take turns.
    pub(crate) fn new(folder: &Path, bytes: RowBytes, rows: usize) -> Self {
        let connection = Connection::open(folder.join("raw.sqlite")).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 CREATE TABLE event (position INTEGER PRIMARY KEY, row BLOB NOT NULL) STRICT; \
                 CREATE TABLE projection (id BLOB PRIMARY KEY, row BLOB NOT NULL) STRICT, WITHOUT ROWID;",
            )
            .unwrap();
        Self {
            connection,
            bytes,
            ids: (0..rows).map(|_| Uuid::new_v4()).collect(),
            next: 0,
        }
    }

    /// Commits one event and one projection, and says how long that took.
    pub(crate) fn commit(&mut self) -> Duration {
        self.next += 1;
        let fill = (self.next % 251) as u8;
        let (event, row) = (
            vec![fill; self.bytes.event],
            vec![fill; self.bytes.projection],
        );
        let id = self.ids[self.next % self.ids.len()];
        let begun = Instant::now();
        let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
            let mut statement = self.connection.prepare_cached(sql).unwrap();
            statement.execute(values).unwrap();
        };
        run("BEGIN IMMEDIATE", &[]);
        run("INSERT INTO event (row) VALUES (?)", params![event]);
        run(
            "INSERT INTO projection (id, row) VALUES (?, ?) \
             ON CONFLICT (id) DO UPDATE SET row = excluded.row",
            params![id.as_bytes(), row],
        );
        run("COMMIT", &[]);
        begun.elapsed()
    }

    /// Bytes that the product wrote for its last events and for these projections.
    pub(crate) fn measure(database: &Path) -> RowBytes {
        let connection = Connection::open(database).unwrap();
        let bytes = |sql: &str| {
            let bytes: f64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
            bytes.round() as usize
        };
        RowBytes {
            // 16 bytes each for station, event, request and actor, and eight small numbers.
            event: bytes(
                "SELECT avg(64 + 24 + length(name) + length(touches) + length(payload) + length(hash)) \
                 FROM event WHERE name = 'job_order.reported'",
            ),
            projection: bytes(
                "SELECT avg(64 + 24 + length(order_key) + length(segment) + length(status) + length(rank) \
                 + length(heads) + length(body)) FROM job_order WHERE running = 1",
            ),
        }
    }
}
