//! A capture on its way: to the plant, to another station; and a capture while the exchange is busy.

use std::time::{Duration, Instant};

use domain::origin::StationId;
use station::view::device::Change;
use tokio::time::{sleep, timeout};

use crate::raw::{Raw, RawThread, RowBytes};
use crate::report::{Report, Times};
use crate::sizes::Sizes;

use super::push::Rows;
use super::raw_plant::{self, RawPlant};
use super::rig::Rig;

/// Whose rows the raw appends are.
const RAW: StationId = StationId([0x77; 16]);
/// Captures that do not count: connections warm up.
const WARM_UP: usize = 20;
/// Pause between two captures.
const APART: Duration = Duration::from_millis(70);
/// How long one may be on its way before the bench has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, rig: &mut Rig) {
    let bytes = RowBytes {
        event: 350,
        projection: 1_300,
    };
    let beside = tempfile::tempdir_in(&rig.folder).unwrap();
    let raw = RawThread::start(Raw::new(beside.path(), bytes, 20));
    let mut plain = RawPlant::new(rig.sql().await).await;
    let mut ear = raw_plant::ear(&rig.url()).await;
    let mut rows = Rows::of(RAW);
    let (mut plant, mut other) = (Times::default(), Times::default());
    let (mut sqlite, mut postgres, mut wake) =
        (Times::default(), Times::default(), Times::default());
    for number in 0..sizes.trips + WARM_UP {
        // Wake-ups are at most twenty a second: a capture alone is not kept for the next one.
        sleep(APART).await;
        let (there, further) = trip(rig, number).await;
        let local = raw.commits(1)[0];
        let remote = plain.append(&rows.next(1)).await;
        let heard = plain.wake(&mut ear).await;
        if number >= WARM_UP {
            plant.add(there);
            other.add(further);
            sqlite.add(local);
            postgres.add(remote);
            wake.add(heard);
        }
    }
    let [plant50, other50, sqlite50, postgres50, wake50] =
        [&plant, &other, &sqlite, &postgres, &wake].map(|times| times.quantile_ms(0.5));
    report.number("exchange.capture.to_plant_ms_p50", plant50);
    report.number("exchange.capture.to_plant_ms_p99", plant.quantile_ms(0.99));
    report.number(
        "exchange.capture.to_plant_ratio_p50",
        plant50 / (sqlite50 + postgres50),
    );
    report.number("exchange.capture.to_other_ms_p50", other50);
    report.number("exchange.capture.to_other_ms_p99", other.quantile_ms(0.99));
    let there = 2.0 * sqlite50 + postgres50 + wake50;
    report.number("exchange.capture.to_other_ratio_p50", other50 / there);
    report.number("exchange.capture.raw_sqlite_ms_p50", sqlite50);
    report.number("exchange.capture.raw_postgres_ms_p50", postgres50);
    report.number("exchange.capture.raw_wake_ms_p50", wake50);
    plain.close().await;
}

/// One capture: until the plant has acknowledged it, and until the other station has committed it.
async fn trip(rig: &Rig, number: usize) -> (Duration, Duration) {
    let here = rig.first().host.station.clone();
    let mut changes = here.changes();
    let mut there = rig.second().host.station.changes();
    let begun = Instant::now();
    rig.first().capture(number).await;
    let acknowledged = async {
        // It is told of twice: that it waits, and that it waits no more.
        for told in 1.. {
            while !matches!(changes.recv().await.unwrap(), Change::Exchange) {}
            if told > 1 && here.exchange().queued == 0 {
                break;
            }
        }
        begun.elapsed()
    };
    let committed = async {
        while !matches!(there.recv().await.unwrap(), Change::Recorded { .. }) {}
        begun.elapsed()
    };
    let both = async { tokio::join!(acknowledged, committed) };
    timeout(PATIENCE, both)
        .await
        .unwrap_or_else(|_| panic!("a capture does not arrive"))
}
