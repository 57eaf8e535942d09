//! The station's SQLite file: log, projections, indexes, ledgers, views.
//!
//! One writer, many readers. A command's events, the projections of every aggregate they touch and
//! the ledger row they cause become durable in one transaction, or not at all.

pub mod baseline;
pub mod error;
pub mod folder;
pub mod ledger;
pub mod log;
pub mod past;
mod projection;
mod skew;
mod state;
pub mod tables;
pub mod verify;
pub mod views;
mod writer;

pub use baseline::begin_epoch;
pub use error::StoreError;
pub use folder::Folder;
pub use projection::Projected;
pub use writer::{Draft, Foreign, LedgerRow, RECEIVED_MAX, STATEMENTS_MAX, Writer};

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::sync::{Mutex, MutexGuard};

use crate::skew::Skew;
use crate::writer::WriterState;

/// Name of the database within the data folder.
pub const DATABASE: &str = "station.sqlite";

/// Readers at a time: screens read little and often, and two cores serve them.
const READERS: u32 = 4;

/// How long a reader or the writer waits for a lock of another process before it gives up.
const BUSY: Duration = Duration::from_secs(5);

/// Pages of the write-ahead log before a commit moves them into the file itself, 64 MiB. Where
/// [`Store::checkpoint`] is called now and then, next to nothing is left to move by then.
const CHECKPOINT_PAGES: &str = "16000";

/// Pages of the write-ahead log that are worth moving beside the writer, 4 MiB: less is not worth the
/// two syncs.
const WORTH_MOVING: i64 = 1_000;

/// What the writer keeps of the file in memory, 32 MiB as SQLite writes it: the upper levels of the indexes of
/// ten million events, and what a shift works on.
const CACHE_KIB: &str = "-32768";

/// Texts the writer keeps read: those of captures, and each table's of a transaction of many rows.
const STATEMENTS_KEPT: usize = 256;

/// Rows that may wait between SQLite's thread and their reader: each time it is full costs a trip.
const ROWS_WAITING: usize = 512;

/// Oldest SQLite without the WAL-reset corruption of 3.7.0 to 3.51.2.
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/station");

/// The store of one station.
pub struct Store {
    writer: Option<Mutex<WriterState>>,
    skew: Arc<Skew>,
    readers: SqlitePool,
    /// Moves the write-ahead log into the file while the writer goes on.
    mover: Option<Mutex<SqliteConnection>>,
    /// Held for as long as the store is open for writing.
    _lock: Option<std::fs::File>,
}

impl Store {
    /// Opens a data folder for writing, and makes what is missing. Torn last writes are rolled back
    /// by SQLite's own recovery here.
    ///
    /// # Errors
    /// [`StoreError::InUse`], when another process writes to the folder; [`StoreError::Newer`], when
    /// a newer version made it; otherwise what hinders the opening.
    pub async fn open(folder: &Folder) -> Result<Self, StoreError> {
        let lock = folder.lock()?;
        let path = folder.path().join(DATABASE);
        let mut connection = SqliteConnection::connect_with(&writing(&path)).await?;
        check_version(&mut connection).await?;
        migrate(&mut connection).await?;
        let mut state = WriterState::open(connection, capturing(&path)?).await?;
        state.settle_place(folder.place(DATABASE)).await?;
        state.reread().await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // A file does not hang up: asking each connection first would double the trips.
            .test_before_acquire(false)
            .connect_with(reading(&path))
            .await?;
        let mover = SqliteConnection::connect_with(&moving(&path)).await?;
        Ok(Self {
            skew: state.skew(),
            writer: Some(Mutex::new(state)),
            readers,
            mover: Some(Mutex::new(mover)),
            _lock: Some(lock),
        })
    }

    /// Opens a data folder for reading, beside whoever writes to it.
    ///
    /// # Errors
    /// [`StoreError::NoStation`], when nothing is there; otherwise what hinders the opening.
    pub async fn open_read_only(folder: &Folder) -> Result<Self, StoreError> {
        let path = folder.path().join(DATABASE);
        if !path.is_file() {
            return Err(StoreError::NoStation {
                folder: folder.path().to_owned(),
            });
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            // A file does not hang up: asking each connection first would double the trips.
            .test_before_acquire(false)
            // Whoever verifies a whole log knows that it takes long.
            .connect_with(reading(&path).disable_statement_logging())
            .await?;
        let mut connection = readers.acquire().await?;
        check_version(&mut connection).await?;
        check_migrations(&mut connection, folder).await?;
        drop(connection);
        Ok(Self {
            writer: None,
            skew: Arc::default(),
            readers,
            mover: None,
            _lock: None,
        })
    }

    /// The one writer. Whoever holds it decides on what no one can change meanwhile.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], when the store was opened for reading; otherwise what hinders
    /// looking after a commit that was left to itself.
    pub async fn writer(&self) -> Result<Writer<'_>, StoreError> {
        let mut state: MutexGuard<'_, WriterState> = self
            .writer
            .as_ref()
            .ok_or(StoreError::ReadOnly)?
            .lock()
            .await;
        state.settle().await?;
        Ok(Writer::new(state))
    }

    /// Notes how far this station's clock is ahead of the plant's, in milliseconds: every event says
    /// so from now on.
    pub fn note_skew(&self, skew_ms: i64) {
        self.skew.note(skew_ms);
    }

    /// Moves what stands beside the file into it, so that a copy of the one file is whole. Nothing is
    /// lost without: the next start does it.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], when the store was opened for reading; else that the database fails.
    pub async fn close(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(writer.connection())
            .await?;
        Ok(())
    }

    /// Moves the write-ahead log into the file, where it has grown, while the writer goes on: a commit
    /// that does so itself keeps whoever taps waiting for two syncs of the disk and all the pages.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], when the store was opened for reading; else that the database fails.
    pub async fn checkpoint(&self) -> Result<(), StoreError> {
        let mover = self.mover.as_ref().ok_or(StoreError::ReadOnly)?;
        let mut mover = mover.lock().await;
        let (_, grown, moved): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(NOOP)")
            .fetch_one(&mut *mover)
            .await?;
        if grown - moved >= WORTH_MOVING {
            sqlx::query("PRAGMA wal_checkpoint(PASSIVE)")
                .execute(&mut *mover)
                .await?;
        }
        Ok(())
    }

    /// Connections for reading.
    #[must_use]
    pub fn readers(&self) -> &SqlitePool {
        &self.readers
    }
}

fn writing(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENTS_KEPT)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("cache_size", CACHE_KIB)
        .optimize_on_close(true, None)
}

/// The same settings for what is recorded here: see [`writer`] for why it has a connection of its own.
fn capturing(path: &Path) -> Result<rusqlite::Connection, StoreError> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(connection)
}

fn moving(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
}

fn reading(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY)
        .row_buffer_size(ROWS_WAITING)
}

async fn check_version(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(connection)
        .await?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    if (part(), part(), part()) < SQLITE_MIN {
        return Err(StoreError::SqliteTooOld { version });
    }
    Ok(())
}

async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    use sqlx::migrate::MigrateError;
    match MIGRATIONS.run(connection).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => {
            Err(StoreError::Newer)
        }
        Err(other) => Err(StoreError::Migration(other)),
    }
}

/// A reader cannot migrate: it says what it found. A file without tables is what an interrupted
/// first start leaves.
async fn check_migrations(
    connection: &mut SqliteConnection,
    folder: &Folder,
) -> Result<(), StoreError> {
    let made: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'")
            .fetch_optional(&mut *connection)
            .await?;
    if made.is_none() {
        return Err(StoreError::NoStation {
            folder: folder.path().to_owned(),
        });
    }
    let newest: i64 = sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await?;
    let ours = MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    if newest > ours {
        Err(StoreError::Newer)
    } else {
        Ok(())
    }
}
