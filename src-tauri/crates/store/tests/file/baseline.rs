//! A file of what the plant's log folds to, and new stations that begin with it.

use std::path::PathBuf;

use store::StoreError;
use store::baseline::begin_with;
use store::log::chain_after;

use crate::chains::live;
use crate::past::arrive;
use crate::plant::{Job, Station, at, folder, origin};
use crate::rows::shown;

/// What `from` shares, as a file in the folder of `to`; and how many events that is.
pub(crate) async fn copied(from: &Station, to: &Station) -> (PathBuf, u64) {
    let file = to.dir.path().join("baseline.sqlite");
    let events = from.store.copy_front(&file).await.unwrap();
    (file, events)
}

#[tokio::test]
async fn whoever_reads_the_old_file_is_waited_for_and_not_for_ever() {
    let (old, new) = (live(1, 1).await, Station::found(2).await);
    let (file, _) = copied(&old, &new).await;
    let Station { store, dir } = new;
    drop(store);
    let reader = store::Store::open_read_only(&folder(&dir)).await.unwrap();

    let stays = begin_with(&folder(&dir), &file).await.unwrap_err();
    let leaving = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        drop(reader);
    });
    begin_with(&folder(&dir), &file).await.unwrap();

    assert!(matches!(stays, StoreError::InUse { .. }), "{stays}");
    leaving.await.unwrap();
    let store = store::Store::open(&folder(&dir)).await.unwrap();
    assert_eq!(shown(&store).await, shown(&old.store).await);
}

#[tokio::test]
async fn a_station_that_begins_with_a_file_of_another_shows_the_same_and_stays_itself() {
    let (old, new) = (live(1, 1).await, Station::found(2).await);
    let (file, events) = copied(&old, &new).await;
    let Station { store, dir } = new;
    let row = store.station().await.unwrap().unwrap();
    drop(store);

    begin_with(&folder(&dir), &file).await.unwrap();

    let store = store::Store::open(&folder(&dir)).await.unwrap();
    let new = Station { store, dir };
    assert_eq!(shown(&new.store).await, shown(&old.store).await);
    let coming = new.store.verify().await.unwrap_err().to_string();
    assert!(
        coming.contains(&format!("0 of {events} events")),
        "{coming}"
    );
    arrive(&new, &old).await;
    assert!(
        new.verify()
            .await
            .starts_with(&format!("ok: {events} events"))
    );
    assert_eq!(
        new.store.station().await.unwrap().unwrap(),
        row,
        "no new epoch"
    );
    assert!(!file.exists());
    // It goes on where its file ends: with its own chain, and with that of the other.
    new.record((Job { number: 2 }).import()).await.unwrap();
    for (_, draft) in (Job { number: 3 }).life() {
        old.record(draft).await.unwrap();
    }
    let more = chain_after(origin(1), events, 1_000, old.store.readers())
        .await
        .unwrap();
    let mut writer = new.store.writer().await.unwrap();
    assert_eq!(
        writer.receive(&more, at(90)).await.unwrap().len(),
        more.len()
    );
    drop(writer);
    new.verify().await;
    new.reopen().await.verify().await;
}

#[tokio::test]
async fn nothing_of_the_station_that_made_it_is_in_the_file() {
    let (old, new) = (live(1, 1).await, Station::found(2).await);

    let (file, _) = copied(&old, &new).await;

    let bytes = std::fs::read(&file).unwrap();
    let name = b"Station 1";
    assert!(!bytes.windows(name.len()).any(|window| window == name));
    let beside = std::fs::read_dir(new.dir.path()).unwrap();
    let names: Vec<_> = beside.map(|file| file.unwrap().file_name()).collect();
    let alone = names
        .iter()
        .filter(|name| name.to_string_lossy().starts_with("baseline"));
    assert_eq!(alone.count(), 1, "{names:?}");
}

#[tokio::test]
async fn only_a_new_station_that_is_not_at_work_begins_with_a_file() {
    let (old, busy, working) = (live(1, 1).await, live(2, 2).await, Station::found(3).await);
    let (file, _) = copied(&old, &busy).await;
    let Station { store, dir } = busy;
    let before = shown(&store).await;
    drop(store);

    let recorded = begin_with(&folder(&dir), &file).await.unwrap_err();
    let (file, _) = copied(&old, &working).await;
    let at_work = begin_with(&folder(&working.dir), &file).await.unwrap_err();

    assert!(matches!(recorded, StoreError::NotNew { .. }), "{recorded}");
    assert!(matches!(at_work, StoreError::InUse { .. }), "{at_work}");
    let store = store::Store::open(&folder(&dir)).await.unwrap();
    assert_eq!(shown(&store).await, before);
}
