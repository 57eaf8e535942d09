//! Two processes at one folder: one writes, many read.

use store::{Folder, Store, StoreError};

use crate::killed::{Child, FOLDER};
use crate::plant::{Job, Station, folder};
use crate::rows::number;

#[tokio::test]
async fn a_second_writer_is_refused_politely() {
    let station = Station::found(1).await;

    let refused = Store::open(&folder(&station.dir)).await.err().unwrap();

    assert!(matches!(refused, StoreError::InUse { .. }), "{refused}");
    assert!(refused.to_string().contains("close it"), "{refused}");
    let child = Child::start("two::child_opens", station.dir.path());
    let answer = child.first_line();
    assert!(answer.contains("is in use by another Lineside"), "{answer}");
    station.record((Job { number: 1 }).import()).await.unwrap();
}

/// Runs in a process of its own: tries to open the folder, and says how that went.
#[tokio::test]
#[ignore = "started by a_second_writer_is_refused_politely, in a process of its own"]
async fn child_opens() {
    let folder = Folder::new(std::env::var_os(FOLDER).unwrap());
    let opened = Store::open(&folder).await;
    Child::answer(
        &opened
            .err()
            .map_or("opened".to_owned(), |error| error.to_string()),
    );
}

#[tokio::test]
async fn a_folder_is_free_once_its_writer_is_gone() {
    let station = Station::found(1).await;
    station.record((Job { number: 1 }).import()).await.unwrap();

    let station = station.reopen().await;

    assert_eq!(
        station.verify().await,
        "ok: 1 events, 1 aggregates, 1 origins"
    );
}

#[tokio::test]
async fn a_reader_beside_the_writer_sees_what_is_recorded() {
    let station = Station::found(1).await;
    let reader = Store::open_read_only(&folder(&station.dir)).await.unwrap();
    let mut recorded = 0;
    for (what, draft) in (Job { number: 1 }).life() {
        recorded += station.record(draft).await.unwrap().len();
        let seen = number(&reader, "SELECT count(*) FROM event").await;
        assert_eq!(usize::try_from(seen).unwrap(), recorded, "{what}");
        let verified = reader.verify().await.unwrap();
        assert_eq!(
            usize::try_from(verified.events).unwrap(),
            recorded,
            "{what}"
        );
    }
    assert!(matches!(
        reader.writer().await.err(),
        Some(StoreError::ReadOnly)
    ));
}

#[tokio::test]
async fn verifying_sees_one_moment_while_the_writer_goes_on() {
    let station = Station::found(1).await;
    let reader = Store::open_read_only(&folder(&station.dir)).await.unwrap();
    let writing = async {
        for number in 1..15 {
            for (_, draft) in (Job { number }).life() {
                station.record(draft).await.unwrap();
            }
        }
    };
    let reading = async {
        let mut last = 0;
        for _ in 0..15 {
            let verified = reader.verify().await.unwrap();
            assert!(verified.events >= last);
            last = verified.events;
        }
    };

    tokio::join!(writing, reading);
}

#[tokio::test]
async fn a_folder_without_a_station_says_how_to_make_one() {
    let dir = tempfile::tempdir().unwrap();

    let refused = Store::open_read_only(&folder(&dir)).await.err().unwrap();

    assert!(
        refused.to_string().contains("linesidectl init"),
        "{refused}"
    );
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_that_was_never_filled_is_no_station() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(store::DATABASE), b"").unwrap();

    let refused = Store::open_read_only(&folder(&dir)).await.err().unwrap();

    assert!(matches!(refused, StoreError::NoStation { .. }), "{refused}");
}
