//! The denominator: what SQLite itself takes for two rows of the same size, durably.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use uuid::Uuid;

/// Bytes of what one capture writes.
#[derive(Clone, Copy)]
pub(crate) struct RowBytes {
    pub(crate) event: usize,
    pub(crate) projection: usize,
}

/// Commits on a thread of its own, as the product's writer has one: on a busy machine a thread that
/// does other work as well is scheduled worse. Only the commits are timed, not the way there.
pub(crate) struct RawThread {
    asked: Sender<usize>,
    answered: Receiver<Vec<Duration>>,
}

impl RawThread {
    pub(crate) fn start(mut raw: Raw) -> Self {
        let (asked, asks) = channel::<usize>();
        let (answers, answered) = channel();
        std::thread::spawn(move || {
            for count in asks {
                let times = (0..count).map(|_| raw.commit()).collect();
                answers.send(times).unwrap();
            }
        });
        Self { asked, answered }
    }

    /// Times of so many commits, one after the other.
    pub(crate) fn commits(&self, count: usize) -> Vec<Duration> {
        self.asked.send(count).unwrap();
        self.answered.recv().unwrap()
    }
}

/// A database with one table for events and one for projections, and nothing else. Its log is moved as SQLite does
/// by itself: one that only grows is twice as slow, and would flatter us.
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
    fn commit(&mut self) -> Duration {
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

    /// Inserts `count` events and projections, `step` a commit, and says how long that took.
    pub(crate) fn insert(&mut self, count: usize, step: usize) -> Duration {
        let (event, row) = (
            vec![7_u8; self.bytes.event],
            vec![7_u8; self.bytes.projection],
        );
        let begun = Instant::now();
        for _ in 0..count / step {
            let transaction = self.connection.transaction().unwrap();
            for _ in 0..step {
                let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
                    let mut statement = transaction.prepare_cached(sql).unwrap();
                    statement.execute(values).unwrap();
                };
                run("INSERT INTO event (row) VALUES (?)", params![event]);
                run(
                    "INSERT INTO projection (id, row) VALUES (?, ?)",
                    params![Uuid::new_v4().as_bytes(), row],
                );
            }
            transaction.commit().unwrap();
        }
        begun.elapsed()
    }
}

impl RowBytes {
    /// Means of what the product wrote: events of that name, and rows of that table and condition.
    pub(crate) fn of(database: &Path, event: &str, rows: &str) -> Self {
        let connection = Connection::open(database).unwrap();
        let bytes = |sql: &str| {
            let bytes: f64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
            bytes.round() as usize
        };
        Self {
            // 16 bytes each for station, event, request and actor, and some small numbers.
            event: bytes(&format!(
                "SELECT avg(64 + 24 + length(name) + length(touches) + length(payload) + length(hash)) \
                 FROM event WHERE name = '{event}'"
            )),
            // As much again for the columns that screens search by.
            projection: bytes(&format!(
                "SELECT avg(64 + 24 + length(heads) + length(body)) FROM {rows}"
            )),
        }
    }
}
