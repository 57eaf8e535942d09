//! Events that leave a chain, events that stand in two, and events of a newer version.

use domain::origin::Origin;
use store::log::{self, LogRow};

use crate::chains::{chain, live, receive};
use crate::plant::{Job, Station, origin};
use crate::rows::shown;

fn second(origin: Origin) -> Origin {
    Origin { epoch: 2, ..origin }
}

/// Places at which commands end.
fn ends(rows: &[LogRow]) -> Vec<u64> {
    let whole = rows.iter().filter(|row| row.open().is_none());
    whole.map(|row| row.seq).collect()
}

#[tokio::test]
async fn events_behind_a_fork_go_on_in_a_new_epoch_under_their_ids() {
    let station = live(1, 1).await;
    let before = (
        shown(&station.store).await,
        chain(&station, origin(1)).await,
    );
    let agreed = ends(&before.1)[2];

    let mut writer = station.store.writer().await.unwrap();
    let moved = writer.rehome(origin(1), agreed, 2).await.unwrap();
    drop(writer);

    let (old, new) = (
        chain(&station, origin(1)).await,
        chain(&station, second(origin(1))).await,
    );
    assert_eq!(moved as usize, before.1.len() - agreed as usize);
    assert_eq!(old.len(), agreed as usize);
    let ids: Vec<_> = old.iter().chain(&new).map(|row| row.id).collect();
    assert_eq!(ids, before.1.iter().map(|row| row.id).collect::<Vec<_>>());
    assert_eq!(shown(&station.store).await, before.0);
    station.verify().await;
}

#[tokio::test]
async fn what_is_recorded_after_a_fork_goes_on_in_the_new_epoch() {
    let station = live(1, 1).await;
    let last = chain(&station, origin(1)).await.len() as u64;
    let mut writer = station.store.writer().await.unwrap();
    writer.rehome(origin(1), last, 2).await.unwrap();
    drop(writer);

    let station = station.reopen().await;
    for (_, draft) in (Job { number: 2 }).life() {
        station.record(draft).await.unwrap();
    }

    assert_eq!(chain(&station, origin(1)).await.len() as u64, last);
    assert!(!chain(&station, second(origin(1))).await.is_empty());
    station.verify().await;
}

#[tokio::test]
async fn an_event_that_two_chains_tell_counts_once() {
    let (sender, station) = (live(2, 1).await, Station::found(1).await);
    let told = chain(&sender, origin(2)).await;
    receive(&station, &told).await;
    let once = shown(&station.store).await;
    let mut again: Vec<LogRow> = Vec::new();
    for row in &told {
        let previous = again.last().map_or(Vec::new(), |row| row.hash.to_vec());
        again.push(row.clone().rehomed(origin(3), row.seq, &previous));
    }

    let new = receive(&station, &again).await;

    assert_eq!(new, 0);
    assert_eq!(chain(&station, origin(3)).await.len(), told.len());
    assert_eq!(shown(&station.store).await, once);
    station.verify().await;
}

#[tokio::test]
async fn what_the_plant_lost_goes_on_in_the_chain_of_who_has_it_unless_another_has_it_too() {
    let (sender, station) = (live(2, 1).await, live(1, 2).await);
    let told = chain(&sender, origin(2)).await;
    receive(&station, &told).await;
    let before = shown(&station.store).await;
    let own = chain(&station, origin(1)).await.len();
    let agreed = ends(&told)[1];

    let mut writer = station.store.writer().await.unwrap();
    let moved = writer.rehome(origin(2), agreed, 1).await.unwrap();
    drop(writer);
    assert_eq!(moved as usize, told.len() - agreed as usize);
    assert_eq!(chain(&station, origin(1)).await.len(), own + moved as usize);
    station.verify().await;

    // Their writer sends them after all, and then the plant loses them again.
    receive(&station, &told).await;
    station.verify().await;
    let mut writer = station.store.writer().await.unwrap();
    let moved = writer.rehome(origin(2), agreed, 1).await.unwrap();
    drop(writer);

    assert_eq!(moved, 0);
    assert_eq!(chain(&station, origin(2)).await.len() as u64, agreed);
    assert_eq!(shown(&station.store).await, before);
    station.verify().await;
}

#[tokio::test]
async fn a_wrong_clock_of_events_published_again_is_not_adopted_at_the_next_start() {
    let (sender, station) = (live(2, 1).await, live(1, 2).await);
    let mut told = chain(&sender, origin(2)).await;
    let mut previous = Vec::new();
    for row in &mut told {
        row.hlc.0 += (400 * 86_400_000) << 16;
        row.hash = row.link(&previous);
        previous = row.hash.to_vec();
    }
    receive(&station, &told).await;
    let mut writer = station.store.writer().await.unwrap();
    let moved = writer.rehome(origin(2), 0, 1).await.unwrap();
    drop(writer);
    assert_eq!(moved as usize, told.len());

    let station = station.reopen().await;
    let next = station.record((Job { number: 3 }).import()).await.unwrap();

    assert!(next[0].hlc < told[0].hlc, "{:?}", next[0].hlc);
    station.verify().await;
}

#[tokio::test]
async fn an_event_of_a_newer_version_is_kept_and_its_aggregate_marked() {
    let (sender, station) = (live(2, 1).await, Station::found(1).await);
    let mut told = chain(&sender, origin(2)).await;
    let mut previous = Vec::new();
    for row in &mut told {
        if row.name == "job_order.completed" {
            row.version = 99;
            row.payload = br#"{"job_order":{"completed":{"by":"a newer version"}}}"#.to_vec();
        }
        row.hash = row.link(&previous);
        previous = row.hash.to_vec();
    }

    receive(&station, &told).await;

    let unread: i64 = sqlx::query_scalar("SELECT sum(unread) FROM job_order")
        .fetch_one(station.store.readers())
        .await
        .unwrap();
    assert_eq!(unread, 1);
    assert_eq!(chain(&station, origin(2)).await, told);
    station.verify().await;
}

#[tokio::test]
async fn after_an_update_what_was_kept_is_read() {
    // The version before wrote the row as it stands in the log, but could not fold it.
    let station = live(1, 1).await;
    let shown_before = shown(&station.store).await;
    let mut writer = station.store.writer().await.unwrap();
    sqlx::query("UPDATE job_order SET unread = 1, status = 'running', body = json_set(body, '$.status', 'running')")
        .execute(writer.connection())
        .await
        .unwrap();
    drop(writer);

    let station = station.reopen().await;

    assert_eq!(shown(&station.store).await, shown_before);
    station.verify().await;
}

#[tokio::test]
async fn a_copy_of_a_data_folder_goes_on_in_an_epoch_of_its_own() {
    let Station { store, dir } = live(1, 1).await;
    drop(store);
    // SQLite's own thread closes the file, and removes what stood beside it.
    while dir.path().join("station.sqlite-wal").exists() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let copy = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }

    let epoch_in = async |dir: &tempfile::TempDir| {
        let store = store::Store::open(&crate::plant::folder(dir))
            .await
            .unwrap();
        store.station().await.unwrap().unwrap().origin.epoch
    };

    assert_eq!(epoch_in(&copy).await, 2);
    assert_eq!(epoch_in(&copy).await, 2);
    assert_eq!(epoch_in(&dir).await, 1);
}

#[tokio::test]
async fn the_links_at_some_places_are_told_and_none_behind_the_end() {
    let station = live(1, 1).await;
    let rows = chain(&station, origin(1)).await;
    let mut connection = station.store.readers().acquire().await.unwrap();

    let hashes = log::hashes_at(origin(1), &[1, 3, 9_999], &mut connection)
        .await
        .unwrap();

    assert_eq!(hashes, [Some(rows[0].hash), Some(rows[2].hash), None]);
}
