//! A baseline: a file of what the plant's log folds to, and a new station that begins with one.
//!
//! It holds every projection and index of them as any station has them, where each chain ended that they were
//! folded from, and the events of what is open; nothing of a station's own. So a station that begins with it
//! shows and records at once. The other events come while it works, see [`crate::past`].

mod front;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use tokio::time::sleep;

use crate::error::StoreError;
use crate::tables::{Class, TABLES};
use crate::{
    BUSY, DATABASE, Folder, MIGRATIONS, Store, check_migrations, check_version, migrate, reading,
};

/// A station of which the baseline knows events has recorded something.
const KNOWN: &str = "SELECT 1 FROM main.past JOIN own.station USING (station) LIMIT 1";
/// What SQLite keeps beside a file that is in use.
const BESIDE: [&str; 2] = ["-wal", "-shm"];
/// Pause between two looks whether a file is still in use.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// SQLite's code for that.
const SQLITE_BUSY: &str = "5";
/// What the maker of a baseline keeps in memory, 64 MiB.
const MAKING_CACHE_KIB: &str = "-65536";
/// The table that says which migrations a file has run: the file's own.
const MIGRATED: &str = "_sqlx_migrations";

impl Store {
    /// Form of the files this release makes: it opens files of this form and of earlier ones.
    #[must_use]
    pub fn form() -> i64 {
        let versions = MIGRATIONS.iter().map(|migration| migration.version);
        versions.max().unwrap_or(0)
    }

    /// Writes all of this file to a new one, as of one moment and beside the writer.
    ///
    /// # Errors
    /// [`StoreError`], when a file is there already, or the disk is full.
    pub async fn copy_whole(&self, to: &Path) -> Result<(), StoreError> {
        let options = SqliteConnectOptions::clone(&self.readers().connect_options());
        let mut connection = options.disable_statement_logging().connect().await?;
        sqlx::query("VACUUM INTO ?")
            .bind(to.to_string_lossy().into_owned())
            .execute(&mut connection)
            .await?;
        Ok(connection.close().await?)
    }

    /// Writes a baseline of what this file holds of the plant to a new file, as of one moment and beside the
    /// writer. Answers how many events were folded into it.
    ///
    /// # Errors
    /// [`StoreError::PastComing`], when this file lacks some of the log itself; else when a file is there
    /// already, or the disk is full.
    pub async fn copy_front(&self, to: &Path) -> Result<u64, StoreError> {
        if let Some(past) = self.past().await? {
            return Err(past.coming());
        }
        let mut copy = making(to).connect().await?;
        migrate(&mut copy).await?;
        let from = self.readers().connect_options();
        attach("plant", from.get_filename(), &mut copy).await?;
        let mut transaction = copy.begin().await?;
        front::copy(&mut transaction).await?;
        transaction.commit().await?;
        let events: i64 = sqlx::query_scalar("SELECT coalesce(sum(seq), 0) FROM past")
            .fetch_one(&mut copy)
            .await?;
        copy.close().await?;
        Ok(u64::try_from(events).unwrap_or(0))
    }
}

/// Lets the station of a file that was restored go on in a new epoch: what it recorded after the copy was
/// made may stand in the places of the old one, and be known elsewhere. Where it lies is noted when it is
/// opened.
///
/// # Errors
/// [`StoreError::NoStation`], when there is no station; else what hinders the writing.
pub async fn begin_epoch(folder: &Folder) -> Result<(), StoreError> {
    let no_station = || StoreError::NoStation {
        folder: folder.path().to_owned(),
    };
    let path = folder.path().join(DATABASE);
    if !path.is_file() {
        return Err(no_station());
    }
    let mut connection = alone(&path).connect().await?;
    check_version(&mut connection).await?;
    check_migrations(&mut connection, folder).await?;
    let newer = sqlx::query("UPDATE station SET place = NULL, epoch = epoch + 1");
    let stations = newer.execute(&mut connection).await?.rows_affected();
    connection.close().await?;
    (stations == 1).then_some(()).ok_or_else(no_station)
}

/// Whether a station has recorded nothing yet, and did not begin with a baseline just now: what others recorded
/// it can begin with anew.
///
/// # Errors
/// [`StoreError::NoStation`], when there is no station; else what hinders the reading.
pub async fn is_new(folder: &Folder) -> Result<bool, StoreError> {
    let path = folder.path().join(DATABASE);
    if !path.is_file() {
        let folder = folder.path().to_owned();
        return Err(StoreError::NoStation { folder });
    }
    let mut connection = reading(&path).connect().await?;
    check_version(&mut connection).await?;
    check_migrations(&mut connection, folder).await?;
    let captured: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM event WHERE captured = 1 LIMIT 1")
            .fetch_optional(&mut connection)
            .await?;
    let past = crate::past::read(&mut connection).await?;
    connection.close().await?;
    Ok(captured.is_none() && past.is_none())
}

/// Lets the station of `folder`, which must be new and not at work, go on with the file `baseline`
/// in the same folder. Its own ledgers are taken along; the change is one renaming.
///
/// # Errors
/// [`StoreError::InUse`], when the station is at work; [`StoreError::NotNew`], when it has recorded
/// something, here or before in another folder; [`StoreError::Newer`], when the file has a form that this release does not know.
pub async fn begin_with(folder: &Folder, baseline: &Path) -> Result<(), StoreError> {
    let _lock = folder.lock()?;
    if !is_new(folder).await? {
        let folder = folder.path().to_owned();
        return Err(StoreError::NotNew { folder });
    }
    let own = folder.path().join(DATABASE);
    let mut connection = alone(baseline).connect().await?;
    check_version(&mut connection).await?;
    migrate(&mut connection).await?;
    take_along(&own, folder, &mut connection).await?;
    connection.close().await?;
    let replaced = replace(&own, baseline);
    replaced.map_err(|source| StoreError::Folder {
        folder: folder.path().to_owned(),
        source,
    })
}

/// Copies the ledgers of `own`. The file is another one now, so where it is must be noted anew.
async fn take_along(
    own: &Path,
    folder: &Folder,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    // A write-ahead log beside the file would be taken for the new file's.
    let mut before = open_alone(own, folder).await?;
    execute("PRAGMA wal_checkpoint(TRUNCATE)", &mut before).await?;
    before.close().await?;
    attach("own", own, connection).await?;
    let known: Option<i64> = sqlx::query_scalar(KNOWN)
        .fetch_optional(&mut *connection)
        .await?;
    if known.is_some() {
        let folder = folder.path().to_owned();
        return Err(StoreError::NotNew { folder });
    }
    let mut transaction = connection.begin().await?;
    for table in ledgers() {
        execute(&format!("DELETE FROM main.{table}"), &mut transaction).await?;
        let copy = format!("INSERT INTO main.{table} SELECT * FROM own.{table}");
        execute(&copy, &mut transaction).await?;
    }
    execute("UPDATE main.station SET place = NULL", &mut transaction).await?;
    execute("DELETE FROM main.plant_ack", &mut transaction).await?;
    transaction.commit().await?;
    execute("DETACH own", connection).await
}

fn replace(own: &Path, baseline: &Path) -> std::io::Result<()> {
    File::options().write(true).open(baseline)?.sync_all()?;
    for suffix in BESIDE {
        let mut beside = own.as_os_str().to_owned();
        beside.push(suffix);
        let beside = PathBuf::from(beside);
        if beside.exists() {
            fs::remove_file(beside)?;
        }
    }
    fs::rename(baseline, own)?;
    match own.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Tables of a station's own.
fn ledgers() -> impl Iterator<Item = &'static str> {
    let own = |(name, class): &&(&str, Class)| *class == Class::Ledger && *name != MIGRATED;
    TABLES.iter().filter(own).map(|(name, _)| *name)
}

/// A file that nobody else uses, and that stands alone: without a log beside it.
fn alone(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "on")
}

/// Opens it once nobody else uses it: whoever reads beside, or is just closing it, is waited for.
async fn open_alone(path: &Path, folder: &Folder) -> Result<SqliteConnection, StoreError> {
    let until = Instant::now() + BUSY;
    loop {
        match alone(path).connect().await {
            Err(error) if !is_in_use(&error) => return Err(error.into()),
            Err(_) if Instant::now() < until => sleep(LOOK_EVERY).await,
            Err(_) => {
                let folder = folder.path().to_owned();
                return Err(StoreError::InUse { folder });
            }
            Ok(opened) => return Ok(opened),
        }
    }
}

/// SQLite does not wait by itself where a file is to stand alone.
fn is_in_use(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == SQLITE_BUSY)
}

/// A file in the making: where that is cut short it is made again.
fn making(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", MAKING_CACHE_KIB)
        .disable_statement_logging()
}

async fn attach(
    name: &str,
    path: &Path,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(format!("ATTACH ? AS {name}")))
        .bind(path.to_string_lossy().into_owned())
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn execute(
    sql: &str,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
        .execute(connection)
        .await?;
    Ok(())
}
