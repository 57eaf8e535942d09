//! Disks that are full, read-only, newer than we are, or torn.

use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use store::{DATABASE, Folder, Store, StoreError};

use crate::plant::{Job, Station, folder};
use crate::rows::{number, rows};

/// Enough commands to fill what room the last pages of a small file leave.
const FILLING: u32 = 500;

/// SQLite's number for `synchronous=FULL`.
const FULL: i64 = 2;

async fn execute(station: &Station, sql: String) {
    let mut writer = station.store.writer().await.unwrap();
    sqlx::query(AssertSqlSafe(sql))
        .execute(writer.connection())
        .await
        .unwrap();
}

/// Hinders, or lets go on, what is recorded here.
async fn hinder(station: &Station, pragma: &str) {
    let mut writer = station.store.writer().await.unwrap();
    writer.captures().execute_batch(pragma).unwrap();
}

#[tokio::test]
async fn a_full_disk_refuses_whole_commands_and_recovers() {
    let station = Station::found(1).await;
    station.record((Job { number: 1 }).import()).await.unwrap();
    let pages = number(&station.store, "PRAGMA page_count").await;
    hinder(&station, &format!("PRAGMA max_page_count = {}", pages + 8)).await;
    let mut refused = None;
    for number in 2..FILLING {
        let before = rows(&station.store, |_, _| true).await;
        if let Err(error) = station.record((Job { number }).complete("10")).await {
            assert_eq!(rows(&station.store, |_, _| true).await, before);
            refused = Some((number, error));
            break;
        }
    }
    let (next, error) = refused.unwrap();
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error}");
    assert!(error.to_string().contains("Free space"), "{error}");
    station.verify().await;

    hinder(&station, "PRAGMA max_page_count = 1073741823").await;

    let before = number(&station.store, "SELECT max(seq) FROM event").await;
    let recorded = station
        .record((Job { number: next }).complete("10"))
        .await
        .unwrap();
    assert_eq!(i64::try_from(recorded[0].seq).unwrap(), before + 1);
    station.verify().await;
}

#[tokio::test]
async fn what_stands_beside_the_file_is_moved_into_it_while_the_writer_goes_on() {
    let station = Station::found(1).await;
    let beside = || async {
        let mut writer = station.store.writer().await.unwrap();
        let counts = sqlx::query_as("PRAGMA wal_checkpoint(NOOP)");
        let (_, grown, moved): (i64, i64, i64) =
            counts.fetch_one(writer.connection()).await.unwrap();
        grown - moved
    };
    let little = "CREATE TABLE filler AS SELECT randomblob(4000) AS bytes";
    let much = "INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
                WHERE i < 1500) SELECT randomblob(4000) FROM n";
    execute(&station, little.to_owned()).await;

    station.store.checkpoint().await.unwrap();
    let left = beside().await;
    execute(&station, much.to_owned()).await;
    let grown = beside().await;
    station.store.checkpoint().await.unwrap();

    assert!(left > 0, "a little is not worth moving");
    assert!(grown > 1_500, "{grown}");
    assert_eq!(beside().await, 0);
    station.record((Job { number: 1 }).import()).await.unwrap();
}

#[tokio::test]
async fn a_disk_that_turns_read_only_refuses_and_recovers() {
    let station = Station::found(1).await;
    let job = Job { number: 1 };
    station.record(job.import()).await.unwrap();
    let before = rows(&station.store, |_, _| true).await;
    hinder(&station, "PRAGMA query_only = ON").await;

    let refused = station.record(job.release()).await.unwrap_err();

    assert!(
        matches!(refused, StoreError::NotWritable { .. }),
        "{refused}"
    );
    assert_eq!(rows(&station.store, |_, _| true).await, before);
    hinder(&station, "PRAGMA query_only = OFF").await;
    station.record(job.release()).await.unwrap();
    station.verify().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("file"), b"").unwrap();
    let folder = Folder::new(dir.path().join("file").join("data"));

    let refused = folder.make().unwrap_err();

    assert!(matches!(refused, StoreError::Folder { .. }), "{refused}");
    assert!(
        refused.to_string().contains("check its permissions"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join(DATABASE),
        b"not a database at all, but long enough to look",
    )
    .unwrap();

    let writer = Store::open(&folder(&dir)).await.err().unwrap();
    let reader = Store::open_read_only(&folder(&dir)).await.err().unwrap();

    assert!(writer.to_string().contains("not a database"), "{writer}");
    assert!(reader.to_string().contains("not a database"), "{reader}");
}

#[tokio::test]
async fn a_newer_database_is_not_opened_and_not_changed() {
    let station = Station::found(1).await;
    station.record((Job { number: 1 }).import()).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'from the future', 1, x'00', 0)";
    execute(&station, newer.to_owned()).await;
    let Station { store, dir } = station;
    drop(store);
    settle(dir.path()).await;
    let before = std::fs::read(dir.path().join(DATABASE)).unwrap();

    let writer = Store::open(&folder(&dir)).await.err().unwrap();
    let reader = Store::open_read_only(&folder(&dir)).await.err().unwrap();

    assert!(matches!(writer, StoreError::Newer), "{writer}");
    assert!(matches!(reader, StoreError::Newer), "{reader}");
    assert_eq!(std::fs::read(dir.path().join(DATABASE)).unwrap(), before);
}

/// Moves everything from the write-ahead log into the file.
async fn settle(dir: &Path) {
    let url = format!("sqlite://{}", dir.join(DATABASE).display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// What the write-ahead log held after each command: its length, and events recorded by then.
struct Moments {
    station: Station,
    moments: Vec<(u64, i64)>,
}

impl Moments {
    async fn record() -> Self {
        let station = Station::found(1).await;
        settle(station.dir.path()).await;
        let wal = station.dir.path().join(format!("{DATABASE}-wal"));
        let mut moments = vec![(0, 0)];
        for (_, draft) in (Job { number: 1 }).life() {
            station.record(draft).await.unwrap();
            let events = number(&station.store, "SELECT count(*) FROM event").await;
            moments.push((std::fs::metadata(&wal).unwrap().len(), events));
        }
        Self { station, moments }
    }

    /// Events of commands that were durable before byte `intact` of the log.
    fn events(&self, intact: u64) -> i64 {
        let whole = self.moments.iter().filter(|(length, _)| *length <= intact);
        whole.map(|(_, events)| *events).max().unwrap()
    }

    /// The folder as a power cut would leave it, with a damaged tail.
    async fn torn(&self, damage: impl FnOnce(&std::fs::File)) -> Station {
        let dir = tempfile::tempdir().unwrap();
        let wal = format!("{DATABASE}-wal");
        for name in [DATABASE, &wal] {
            std::fs::copy(self.station.dir.path().join(name), dir.path().join(name)).unwrap();
        }
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(dir.path().join(wal))
            .unwrap();
        damage(&file);
        drop(file);
        let store = Store::open(&folder(&dir)).await.unwrap();
        Station { store, dir }
    }
}

#[tokio::test]
async fn a_torn_last_write_leaves_every_whole_command() {
    let moments = Moments::record().await;
    let (first, last) = (moments.moments[1].0, moments.moments.last().unwrap().0);
    let mut seen = 0;
    for at in (first..last).step_by(9_973) {
        let cut = moments.torn(|file| file.set_len(at).unwrap()).await;
        check(&cut, moments.events(at)).await;
        let flipped = moments.torn(|file| flip(file, at)).await;
        check(&flipped, moments.events(at)).await;
        seen += 1;
    }
    assert!(seen > 10, "only {seen} places in {last} bytes");
}

fn flip(mut file: &std::fs::File, at: u64) {
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[byte[0] ^ 0x40]).unwrap();
}

/// The file is whole, holds exactly `events`, and takes the next command.
async fn check(station: &Station, events: i64) {
    let kept = number(&station.store, "SELECT count(*) FROM event").await;
    assert_eq!(kept, events);
    station.verify().await;
    let next = station.record((Job { number: 2 }).import()).await.unwrap();
    // The folder is a copy: the chain goes on in an epoch of its own.
    assert_eq!((next[0].origin.epoch, next[0].seq), (2, 1));
}

#[tokio::test]
async fn what_is_acknowledged_has_reached_the_disk() {
    let station = Station::found(1).await;
    let mut writer = station.store.writer().await.unwrap();

    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous")
        .fetch_one(writer.connection())
        .await
        .unwrap();
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(writer.connection())
        .await
        .unwrap();

    assert_eq!((synchronous, journal.as_str()), (FULL, "wal"));
}

#[tokio::test]
async fn a_damaged_index_of_the_database_is_found() {
    let station = Station::found(1).await;
    station.record((Job { number: 1 }).release()).await.unwrap();
    let Station { store, dir } = station;
    drop(store);
    settle(dir.path()).await;
    let path = dir.path().join(DATABASE);
    let whole = std::fs::read(&path).unwrap();
    // The order's key beside the operation's number: in the row of the job order and in its index.
    let places = whole
        .windows(6)
        .enumerate()
        .filter(|(_, text)| text == b"MO-110");
    let places: Vec<usize> = places.map(|(place, _)| place).collect();
    let mut found = Vec::new();
    for place in &places {
        let mut damaged = whole.clone();
        damaged[*place] ^= 1;
        std::fs::write(&path, damaged).unwrap();
        let reader = Store::open_read_only(&folder(&dir)).await.unwrap();
        found.push(reader.verify().await.unwrap_err().to_string());
    }

    assert_eq!(places.len(), 2, "{found:?}");
    let named = found
        .iter()
        .all(|text| text.starts_with("the database file is damaged"));
    assert!(named, "{found:?}");
}
