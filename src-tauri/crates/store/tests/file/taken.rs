//! Others' events come in as a whole or not at all, whatever becomes of whoever takes them in.

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use sqlx::AssertSqlSafe;
use store::StoreError;
use store::log::LogRow;

use crate::chains::{chain, live, receive};
use crate::plant::{Job, Station, at, origin};
use crate::rows::{number, shown};

/// Most looks before the one who takes in goes away: by then all has long come in.
const LOOKS_MAX: usize = 400;

/// Jobs whose events fill more pages than the disk has left.
const JOBS: u32 = 12;

const FOREIGN: &str = "SELECT count(*) FROM event WHERE captured = 0";

#[tokio::test]
async fn whoever_goes_away_half_way_leaves_all_of_it_or_nothing() {
    let sender = live(2, 1).await;
    let told = chain(&sender, origin(2)).await;
    let (mut cut, mut whole) = (0, 0);
    for looks in (0..9).map(|power| 1 << power).chain([LOOKS_MAX]) {
        let station = Station::found(1).await;

        let ended = looked_at(&station, &told, looks).await;

        let kept = number(&station.store, FOREIGN).await;
        let again = receive(&station, &told).await;
        assert!(kept == 0 || kept == told.len() as i64, "{kept} were kept");
        assert!(!ended || again == 0, "what has come in is not new");
        assert_eq!(shown(&station.store).await, shown(&sender.store).await);
        station.verify().await;
        cut += usize::from(!ended);
        whole += usize::from(ended);
    }
    assert!(cut > 2 && whole > 0, "{cut} cut, {whole} whole");
}

/// Takes events in until that has been looked at so often, and goes away; whether it came to its end.
async fn looked_at(station: &Station, told: &[LogRow], looks: usize) -> bool {
    let mut writer = station.store.writer().await.unwrap();
    let mut taking = pin!(writer.receive(told, at(90)));
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..looks {
        if taking.as_mut().poll(&mut context).is_ready() {
            return true;
        }
        tokio::time::sleep(Duration::from_micros(50)).await;
    }
    false
}

#[tokio::test]
async fn a_full_disk_refuses_them_as_a_whole_and_takes_them_later() {
    let sender = live(2, 1).await;
    for number in 2..JOBS {
        for (_, draft) in (Job { number }).life() {
            sender.record(draft).await.unwrap();
        }
    }
    let told = chain(&sender, origin(2)).await;
    let station = Station::found(1).await;
    let pages = number(&station.store, "PRAGMA page_count").await;
    for room in [0, 4, 16, 32] {
        allow(&station, pages + room).await;

        let mut writer = station.store.writer().await.unwrap();
        let refused = writer.receive(&told, at(90)).await.err().unwrap();
        drop(writer);

        assert!(
            matches!(refused, StoreError::NotWritable { .. }),
            "{refused}"
        );
        assert_eq!(number(&station.store, FOREIGN).await, 0);
    }
    allow(&station, 1_073_741_823).await;
    assert_eq!(receive(&station, &told).await, told.len());
    assert_eq!(shown(&station.store).await, shown(&sender.store).await);
    station.verify().await;
}

async fn allow(station: &Station, pages: i64) {
    let mut writer = station.store.writer().await.unwrap();
    sqlx::query(AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
        .execute(writer.connection())
        .await
        .unwrap();
}
