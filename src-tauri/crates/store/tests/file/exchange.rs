//! Stations exchange their logs, in any order and under wrong clocks, and show the same.

use std::collections::VecDeque;

use chrono::TimeDelta;
use domain::event::Recorded;
use domain::origin::Origin;
use proptest::prelude::*;
use store::log::{LogRow, chain_after};
use store::{Draft, RECEIVED_MAX, Store, StoreError};

use crate::acts::{self, Act, act, is_ledger_clash};
use crate::plant::{Job, Station, at, origin};
use crate::rows::{rows, shown};

/// The second station's clock is off by more than a year.
const SKEW: TimeDelta = TimeDelta::days(400);

#[derive(Clone, Debug)]
enum Step {
    /// Station 1 or 2 does something.
    Do(bool, Act, u32),
    /// Station 1 or 2 hears of the next commands of the other.
    Hear(bool, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any::<bool>(), act(), 1_u32..3).prop_map(|(who, act, job)| Step::Do(who, act, job)),
        1 => (any::<bool>(), any::<u8>()).prop_map(|(who, many)| Step::Hear(who, many)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn stations_that_hold_the_same_events_show_the_same(
        steps in prop::collection::vec(step(), 20..60),
        relay in prop::collection::vec((any::<bool>(), 1_u8..6), 200),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let stations = [Station::found(1).await, Station::found(2).await];
            let mut known: Vec<Recorded> = Vec::new();
            for step in steps {
                take(&stations, step, &mut known).await;
            }
            hear(&stations, 0, usize::MAX).await;
            hear(&stations, 1, usize::MAX).await;
            let third = Station::found(3).await;
            let mut chains = [
                commands(&stations[0].store, origin(1), 0).await,
                commands(&stations[0].store, origin(2), 0).await,
            ];
            for (which, many) in relay.into_iter().chain([(false, u8::MAX), (true, u8::MAX)]) {
                relay_to(&third, &mut chains[usize::from(which)], usize::from(many)).await;
            }

            let first = shown(&stations[0].store).await;
            assert_eq!(first, shown(&stations[1].store).await);
            assert_eq!(first, shown(&third.store).await);
            for station in stations.iter().chain([&third]) {
                station.verify().await;
            }
        });
    }
}

async fn take(stations: &[Station; 2], step: Step, known: &mut Vec<Recorded>) {
    match step {
        Step::Do(who, act, number) => {
            let Some(draft) = acts::draft(act, Job { number }, known) else {
                return;
            };
            let skew = if who { SKEW } else { TimeDelta::zero() };
            let draft = Draft {
                effective_at: draft.effective_at + skew,
                now: draft.now + skew,
                ..draft
            };
            match stations[usize::from(who)].record(draft).await {
                Ok(recorded) => known.extend(recorded),
                Err(error) => assert!(is_ledger_clash(&error), "{error}"),
            }
        }
        Step::Hear(who, many) => hear(stations, usize::from(who), usize::from(many)).await,
    }
}

/// Station `who` receives the next commands of the other's own chain.
async fn hear(stations: &[Station; 2], who: usize, many: usize) {
    let other = 1 - who;
    let chain = origin(u8::try_from(other + 1).unwrap());
    let after = head(&stations[who].store, chain).await;
    let mut news = commands(&stations[other].store, chain, after).await;
    relay_to(&stations[who], &mut news, many).await;
}

async fn relay_to(station: &Station, news: &mut VecDeque<Vec<LogRow>>, many: usize) {
    let batch: Vec<LogRow> = news.drain(..many.min(news.len())).flatten().collect();
    let mut writer = station.store.writer().await.unwrap();
    let received = writer.receive(&batch, at(90)).await.unwrap();
    assert_eq!(received.len(), batch.len());
    assert!(writer.receive(&batch, at(90)).await.unwrap().is_empty());
}

async fn head(store: &Store, chain: Origin) -> u64 {
    let rows = chain_after(chain, 0, u32::MAX, store.readers())
        .await
        .unwrap();
    rows.last().map_or(0, |row| row.seq)
}

/// A chain behind a place, command by command.
async fn commands(store: &Store, chain: Origin, after: u64) -> VecDeque<Vec<LogRow>> {
    let rows = chain_after(chain, after, u32::MAX, store.readers())
        .await
        .unwrap();
    let mut commands: VecDeque<Vec<LogRow>> = VecDeque::new();
    for row in rows {
        if row.part.index == 0 {
            commands.push_back(Vec::new());
        }
        commands.back_mut().unwrap().push(row);
    }
    commands
}

/// A station with a short life of one job, and its log.
async fn sender() -> (Station, Vec<LogRow>) {
    let station = Station::found(2).await;
    for (_, draft) in (Job { number: 1 }).life() {
        station.record(draft).await.unwrap();
    }
    let log = chain_after(origin(2), 0, u32::MAX, station.store.readers())
        .await
        .unwrap();
    (station, log)
}

#[tokio::test]
async fn a_foreign_chain_that_was_touched_is_refused_whole() {
    let (_sender, log) = sender().await;
    let station = Station::found(1).await;
    let before = rows(&station.store, |_, _| true).await;
    let tampered = |change: fn(&mut LogRow)| {
        let mut log = log.clone();
        change(&mut log[8]);
        log
    };
    let gapped = [&log[..8], &log[9..]].concat();
    let late = log[1..].to_vec();
    let half = log[..log.len() - 6].to_vec();
    let forged = [
        ("payload", tampered(|row| row.payload[5] ^= 1)),
        ("hash", tampered(|row| row.hash[0] ^= 1)),
        ("clock", tampered(|row| row.hlc.0 += 1)),
        ("time", tampered(|row| row.effective_ms -= 1)),
        ("touches", tampered(|row| row.touches.push(' '))),
        ("actor", tampered(|row| row.actor = None)),
        ("gap", gapped),
        ("beginning", late),
        ("half a command", half),
    ];

    for (what, forged) in forged {
        let mut writer = station.store.writer().await.unwrap();
        let refused = writer.receive(&forged, at(90)).await;
        assert!(
            matches!(refused, Err(StoreError::BrokenChain { .. })),
            "{what}: {:?}",
            refused.map(|recorded| recorded.len())
        );
        drop(writer);
        assert_eq!(rows(&station.store, |_, _| true).await, before, "{what}");
    }

    let mut writer = station.store.writer().await.unwrap();
    writer.receive(&log, at(90)).await.unwrap();
    drop(writer);
    station.verify().await;
}

#[tokio::test]
async fn a_batch_is_bounded() {
    let (_sender, log) = sender().await;
    let station = Station::found(1).await;
    let large: Vec<LogRow> = log.iter().cycle().take(RECEIVED_MAX + 1).cloned().collect();

    let refused = station
        .store
        .writer()
        .await
        .unwrap()
        .receive(&large, at(90))
        .await;

    assert!(
        matches!(refused, Err(StoreError::TooLarge { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn one_command_sent_to_two_stations_reaches_both_logs() {
    let job = Job { number: 1 };
    let same = job.import();
    let (one, two) = (Station::found(1).await, Station::found(2).await);
    one.record(same.clone()).await.unwrap();
    two.record(same).await.unwrap();
    let log = chain_after(origin(2), 0, 10, two.store.readers())
        .await
        .unwrap();

    one.store
        .writer()
        .await
        .unwrap()
        .receive(&log, at(90))
        .await
        .unwrap();

    assert_eq!(one.verify().await, "ok: 2 events, 1 aggregates, 2 origins");
}

#[tokio::test]
async fn a_wrong_clock_of_another_station_is_not_adopted_at_the_next_start() {
    let job = Job { number: 1 };
    let (one, two) = (Station::found(1).await, Station::found(2).await);
    let early = job.import();
    let late = Draft {
        now: early.now + SKEW,
        ..job.import()
    };
    two.record(late).await.unwrap();
    let log = chain_after(origin(2), 0, 10, two.store.readers())
        .await
        .unwrap();
    one.store
        .writer()
        .await
        .unwrap()
        .receive(&log, at(0))
        .await
        .unwrap();
    let one = one.reopen().await;

    let own = one.record(early).await.unwrap();

    assert!(own[0].hlc < log[0].hlc, "{:?} {:?}", own[0].hlc, log[0].hlc);
    one.verify().await;
}
