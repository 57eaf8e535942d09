//! A long absence: handing in what was recorded meanwhile, taking in what others recorded, and working
//! while that goes on.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::log_row::LogRow;
use station::found::found;
use station::{Folder, Station, SystemClock};
use store::{Store, log};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::history;
use crate::plant::founding;
use crate::report::{Report, Times};
use crate::sizes::Sizes;

use super::push;
use super::rig::{Member, Rig};
use super::same_rows;

/// Events read, or inserted, at a time: a page of the exchange.
const PAGE: u32 = 1_000;
/// How long it may take before the bench has failed.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) async fn measure(report: &mut Report, sizes: &Sizes, rig: &mut Rig) {
    let past = Past::make(&rig.folder, sizes.absent).await;
    let [first, second] = rig.rest().await;

    // Handing in: against the slower of what reads and what pushes, each alone.
    let (rows, read) = past.rows().await;
    let ceiling = push::ceiling(rig, &rows).await;
    let code = rig.enroll_station("Past").await;
    let begun = Instant::now();
    let member = Member::begin(past.0, Vec::new(), &code).await;
    until(&member, |queued, _| queued == 0).await;
    let drained = begun.elapsed();
    let rate = |time: Duration| rows.len() as f64 / time.as_secs_f64();
    let slower = rate(read).min(rate(ceiling));
    report.number("exchange.drain.events_per_s", rate(drained));
    report.number("exchange.drain.read_events_per_s", rate(read));
    report.number("exchange.drain.push_events_per_s", rate(ceiling));
    report.number("exchange.drain.share_of_slower", rate(drained) / slower);
    member.stop().await;

    // Taking in, beside the same rows put into the same tables.
    let begun = Instant::now();
    let second = second.again().await;
    until(&second, |_, behind| behind == 0).await;
    let pulled = begun.elapsed();
    let (all, inserted) = same_rows::insert(&rig.folder, &second.database(), PAGE as usize);
    let raw = all as f64 / inserted.as_secs_f64();
    report.number("exchange.pull.events_per_s", rate(pulled));
    report.number("exchange.pull.raw_events_per_s", raw);
    report.number("exchange.pull.share_of_raw", rate(pulled) / raw);

    rig.put_back(first.again().await, second);
    busy(report, sizes, rig).await;
}

/// Captures at a station that takes all of it in meanwhile, and once it has.
async fn busy(report: &mut Report, sizes: &Sizes, rig: &Rig) {
    let (mut loaded, mut healthy) = (Times::default(), Times::default());
    let mut number = 0;
    while behind(rig.first()) || number == 0 {
        loaded.add(captured(rig, number).await);
        number += 1;
    }
    rig.first().settled().await;
    for number in 0..sizes.captures / 3 {
        healthy.add(captured(rig, number).await);
    }
    let (loaded, healthy) = (loaded.quantile_ms(0.99), healthy.quantile_ms(0.99));
    report.about("exchange.busy.captures", serde_json::json!(number));
    report.number("exchange.busy.capture_ms_p99", loaded);
    report.number("exchange.busy.healthy_ms_p99", healthy);
    report.number("exchange.busy.capture_ratio_p99", loaded / healthy);
}

fn behind(member: &Member) -> bool {
    let now = member.host.station.exchange();
    now.heard_at.is_none() || now.behind > 0
}

async fn captured(rig: &Rig, number: usize) -> Duration {
    let begun = Instant::now();
    rig.first().capture(number).await;
    let taken = begun.elapsed();
    // An operator, though a quick one.
    sleep(Duration::from_millis(2)).await;
    taken
}

/// Waits until the exchange stands as told, once the plant was heard.
async fn until(member: &Member, done: impl Fn(u64, u64) -> bool) {
    let end = Instant::now() + PATIENCE;
    loop {
        let now = member.host.station.exchange();
        if now.heard_at.is_some() && done(now.queued, now.behind) {
            return;
        }
        assert!(Instant::now() < end, "it does not end: {now:?}");
        sleep(Duration::from_millis(5)).await;
    }
}

/// A station that was alone for long.
struct Past(TempDir);

impl Past {
    async fn make(folder: &Path, events: usize) -> Self {
        let folder = tempfile::tempdir_in(folder).unwrap();
        let data = Folder::new(folder.path());
        found(&data, &founding()).await.unwrap();
        let station = Station::open(&data, Arc::new(SystemClock)).await.unwrap();
        history::fill(&station, events).await;
        Self(folder)
    }

    /// Everything it recorded, and how long the reading took.
    async fn rows(&self) -> (Vec<LogRow>, Duration) {
        let store = Store::open_read_only(&Folder::new(self.0.path()))
            .await
            .unwrap();
        let own = store.station().await.unwrap().unwrap().origin;
        let (mut rows, begun) = (Vec::new(), Instant::now());
        loop {
            let after = rows.len() as u64;
            let page = log::chain_after(own, after, PAGE, store.readers())
                .await
                .unwrap();
            if page.is_empty() {
                return (rows, begun.elapsed());
            }
            rows.extend(page);
        }
    }
}
