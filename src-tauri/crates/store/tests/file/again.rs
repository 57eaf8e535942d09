//! Commands sent twice, commands that fail, folds from memory and from the file.

use std::time::Duration;

use domain::event::{EVENTS_PER_COMMAND_MAX, Recorded};
use proptest::prelude::*;
use store::StoreError;

use crate::acts::{self, act};
use crate::plant::{Job, Station};
use crate::rows::rows;

#[tokio::test]
async fn a_command_sent_twice_is_recorded_once() {
    let station = Station::found(1).await;
    let job = Job { number: 1 };
    let complete = job.complete("10");
    station.record(job.release()).await.unwrap();
    station.record(complete.clone()).await.unwrap();
    let before = plant_rows(&station).await;

    let again = station.record(complete).await;

    assert!(
        matches!(again, Err(StoreError::AlreadyRecorded)),
        "{again:?}"
    );
    assert_eq!(plant_rows(&station).await, before);
    let next = station.record(job.print()).await.unwrap();
    assert_eq!(next[0].seq, 8);
    assert_eq!(
        station.verify().await,
        "ok: 8 events, 4 aggregates, 1 origins"
    );
}

#[tokio::test]
async fn a_command_that_is_too_large_leaves_no_gap() {
    let station = Station::found(1).await;
    let job = Job { number: 1 };
    station.record(job.release()).await.unwrap();
    let mut large = job.report("1", "1");
    let event = large.events[0].clone();
    large.events.resize(EVENTS_PER_COMMAND_MAX + 1, event);
    let before = plant_rows(&station).await;

    let refused = station.record(large).await;

    assert!(
        matches!(refused, Err(StoreError::TooLarge { events: 201, .. })),
        "{refused:?}"
    );
    assert_eq!(plant_rows(&station).await, before);
    let next = station.record(job.report("1", "1")).await.unwrap();
    assert_eq!(next[0].seq, 3);
    station.verify().await;
}

/// A caller may go away at any moment: a browser is closed, a connection is cut.
#[tokio::test]
async fn a_command_whose_caller_is_gone_is_recorded_whole_or_not_at_all() {
    let station = Station::found(1).await;
    let job = Job { number: 1 };
    station.record(job.release()).await.unwrap();

    for microseconds in (0..2_000).step_by(50) {
        let patience = Duration::from_micros(microseconds);
        let consumed = job.consume("0.01", domain::material_lot::Means::Scanned);
        let _gone = tokio::time::timeout(patience, station.record(consumed)).await;
        station.record(job.report("0.01", "0.01")).await.unwrap();
    }

    station.verify().await;
}

#[tokio::test]
async fn a_command_that_fails_at_its_last_row_leaves_nothing() {
    let station = Station::found(1).await;
    let job = Job { number: 1 };
    station.record(job.print()).await.unwrap();
    let before = plant_rows(&station).await;

    let refused = station.record(job.print()).await.unwrap_err();

    assert!(acts::is_ledger_clash(&refused), "{refused}");
    assert_eq!(plant_rows(&station).await, before);
    let next = station.record(job.reprint()).await.unwrap();
    assert_eq!(next[0].seq, 2);
    station.verify().await;
}

/// Every row of every table, as text.
async fn plant_rows(station: &Station) -> Vec<String> {
    rows(&station.store, |_, _| true).await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn memory_and_file_fold_to_the_same_rows(
        acts in prop::collection::vec((act(), 1_u32..4, prop::bool::weighted(0.25)), 10..40)
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut station = Station::found(1).await;
            let mut known: Vec<Recorded> = Vec::new();
            for (act, number, reopen) in acts {
                if reopen {
                    station = station.reopen().await;
                }
                if let Some(draft) = acts::draft(act, Job { number }, &known) {
                    match station.record(draft).await {
                        Ok(recorded) => known.extend(recorded),
                        Err(error) => assert!(acts::is_ledger_clash(&error), "{error}"),
                    }
                }
            }
            station.verify().await;
            station.reopen().await.verify().await;
        });
    }
}
