//! The exchange with the plant, at a station that has joined one.
//!
//! The sync machine decides; here are its clock, its connection and its store. The machine's loop
//! waits for nothing but its inputs: one task speaks with the plant, one with the store.

mod claim;
mod join;
mod people;
mod plant;
mod storing;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::log_row::LogRow;
use domain::origin::Origin;
use replication::message::{Alarm, Head, Input, Now, Order, Output};
use replication::postgres::JoinCode;
use replication::{Settings, SyncMachine};
use station::view::station::Connection;
use station::{Exchange, Past, Station, StoreError};
use store::Folder;
use store::log;
use store::past::PastChain;
use tokio::select;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until};

pub use join::{JoinFailure, Joined, join, join_by_steps, joined};

use crate::baseline;
use plant::ToPlant;

/// Inputs that may wait: answers come one at a time, wake-ups are few.
const INPUTS_MAX: usize = 64;
/// Commands recorded while the machine is busy; the rest are read from the log.
const CAPTURED_MAX: usize = 4_096;
/// Rows of several commands that are taken in at once.
const TOGETHER_MAX: usize = 500;
/// How often a station that has joined no plant looks whether it has.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How long the exchange rests after the station's own file failed.
const REST: Duration = Duration::from_secs(5);
/// How long an answer may take: longer than the connection's own limit.
const DEADLINE_MS: u64 = 35_000;

/// Exchanges with the plant, as soon as the station has joined one, until `stop` turns true.
pub async fn exchange(station: Arc<Station>, folder: Folder, mut stop: watch::Receiver<bool>) {
    loop {
        if let Some(code) = joined(&folder) {
            grant_by_plant(&station, &code);
            match Exchanging::begin(station.clone(), &code).await {
                Ok(exchanging) => {
                    let (new, its) = (station.clone(), folder.clone());
                    tokio::spawn(baseline::prepare(new, its, baseline::SPARED_MIN));
                    tokio::spawn(people::share(station, code, stop.clone()));
                    return exchanging.run(stop).await;
                }
                Err(error) => {
                    tracing::error!(%error, "the exchange with the plant cannot begin");
                    sleep(REST).await;
                }
            }
        }
        select! {
            _ = stop.changed() => return,
            () = sleep(LOOK_EVERY) => {}
        }
    }
}

/// Lets the plant grant decisions from now on.
pub(crate) fn grant_by_plant(station: &Station, code: &JoinCode) {
    station.set_authority(Arc::new(claim::PlantAuthority {
        code: code.clone(),
        station: station.row().origin.station,
    }));
}

/// The exchange at work.
struct Exchanging {
    station: Arc<Station>,
    machine: SyncMachine,
    began: Instant,
    inputs: mpsc::Receiver<Input>,
    captured: mpsc::Receiver<Vec<LogRow>>,
    to_plant: mpsc::Sender<ToPlant>,
    to_store: mpsc::Sender<Order>,
    plant: String,
    heard_at: Option<(u64, DateTime<Utc>)>,
    alarm: Option<Alarm>,
}

impl Exchanging {
    async fn begin(station: Arc<Station>, code: &JoinCode) -> Result<Self, StoreError> {
        let (tap, captured) = mpsc::channel(CAPTURED_MAX);
        let own = {
            let mut writer = station.store().writer().await?;
            writer.tap(tap);
            writer.origin()?
        };
        let heads = log::heads(station.store().readers()).await?;
        let head = |(origin, seq, hash)| (origin, Head { seq, hash });
        let mut held: BTreeMap<Origin, Head> = heads.into_iter().map(head).collect();
        let past = station.store().past().await?;
        let ends = past.as_ref().map_or_else(BTreeMap::new, |past| {
            past.chains
                .iter()
                .map(|chain| ends_of(chain, &mut held))
                .collect()
        });
        let acked = station.store().plant_ack(own).await?;
        let acked = acked.map_or_else(Head::default, |(seq, hash)| Head { seq, hash });
        let settings = Settings {
            deadline_ms: DEADLINE_MS,
            ..Settings::new(seed(own))
        };
        let (to_machine, inputs) = mpsc::channel(INPUTS_MAX);
        Ok(Self {
            machine: SyncMachine::new(settings, own, held, acked)
                .with_past(ends, past.is_some_and(|past| past.lost)),
            began: Instant::now(),
            to_plant: plant::start(code.clone(), own.station, to_machine.clone()),
            to_store: storing::start(station.clone(), to_machine),
            plant: code.plant.clone(),
            station,
            inputs,
            captured,
            heard_at: None,
            alarm: None,
        })
    }

    async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            let due = self.began + Duration::from_millis(self.machine.tick_at());
            let soonest = Instant::now() + Duration::from_millis(1);
            let input = select! {
                _ = stop.changed() => return,
                Some(input) = self.inputs.recv() => input,
                Some(rows) = self.captured.recv() => self.together(rows),
                () = sleep_until(due.max(soonest)) => self.ticked().await,
            };
            let now = self.now();
            for output in self.machine.handle(now, input) {
                if self.carry(output).await.is_err() {
                    tracing::error!("the exchange with the plant has ended: start Lineside again");
                    return;
                }
            }
            self.show(now);
        }
    }

    fn now(&self) -> Now {
        let passed = self.began.elapsed().as_millis();
        Now {
            monotonic_ms: u64::try_from(passed).unwrap_or(u64::MAX),
            wall_ms: self.station.now().timestamp_millis(),
        }
    }

    /// Commands that were recorded meanwhile are taken in together.
    fn together(&mut self, mut rows: Vec<LogRow>) -> Input {
        while rows.len() < TOGETHER_MAX
            && let Ok(more) = self.captured.try_recv()
        {
            rows.extend(more);
        }
        Input::Captured { rows }
    }

    /// Time passed. What the channel of recorded commands had no room for is noticed here.
    async fn ticked(&mut self) -> Input {
        let own = self.machine.own();
        let known = self.machine.own_head().seq;
        let missed = log::chain_after(own, known, 1, self.station.store().readers()).await;
        match missed {
            Ok(rows) if !rows.is_empty() => self.latest(own).await.unwrap_or(Input::Tick),
            _ => Input::Tick,
        }
    }

    async fn latest(&self, own: Origin) -> Option<Input> {
        let heads = log::heads(self.station.store().readers()).await.ok()?;
        let (_, seq, _) = heads.into_iter().find(|(origin, _, _)| *origin == own)?;
        let readers = self.station.store().readers();
        let rows = log::chain_after(own, seq.saturating_sub(1), 1, readers).await;
        rows.ok().map(|rows| Input::Captured { rows })
    }

    /// Fails only when a task is gone.
    async fn carry(&mut self, output: Output) -> Result<(), ()> {
        match output {
            Output::Connect => self.plant_is_to(ToPlant::Connect).await,
            Output::Disconnect => self.plant_is_to(ToPlant::Disconnect).await,
            Output::Wake => self.plant_is_to(ToPlant::Wake).await,
            Output::Ask { ticket, ask } => self.plant_is_to(ToPlant::Ask { ticket, ask }).await,
            Output::Store(order) => self.to_store.send(order).await.map_err(drop),
            Output::Skew { skew_ms } => {
                self.station.store().note_skew(skew_ms);
                Ok(())
            }
            Output::Alarm(alarm) => {
                tracing::warn!(%alarm, "exchange with the plant");
                self.alarm = Some(alarm);
                Ok(())
            }
        }
    }

    async fn plant_is_to(&self, order: ToPlant) -> Result<(), ()> {
        self.to_plant.send(order).await.map_err(drop)
    }

    /// Tells the screens how it stands.
    fn show(&mut self, now: Now) {
        let status = self.machine.status();
        if let Some(heard_ms) = status.heard_ms
            && self.heard_at.is_none_or(|(known, _)| known != heard_ms)
        {
            self.heard_at = Some((heard_ms, self.station.now()));
        }
        let settled = status.connected && status.queued == 0 && status.behind == 0;
        if settled && self.alarm.as_ref().is_some_and(passes) {
            self.alarm = None;
        }
        let recent = status
            .heard_ms
            .is_some_and(|at| now.monotonic_ms < at + DEADLINE_MS);
        let connection = if status.connected && recent {
            Connection::Online
        } else {
            Connection::Offline
        };
        if connection == Connection::Online && self.station.exchange().connection != connection {
            self.station.people_bell().notify_one();
        }
        self.station.set_exchange(Exchange {
            connection,
            plant: Some(self.plant.clone()),
            queued: status.queued,
            behind: status.behind,
            past: status
                .past
                .map(|(arrived, events)| Past { arrived, events }),
            heard_at: self.heard_at.map(|(_, at)| at),
            skew_ms: status.skew_ms,
            alarm: self.alarm.as_ref().map(ToString::to_string),
        });
    }
}

/// Where a chain of the past ends; what is `held` of it is what has arrived.
fn ends_of(chain: &PastChain, held: &mut BTreeMap<Origin, Head>) -> (Origin, Head) {
    let arrived = chain.arrived_hash.map(|hash| Head {
        seq: chain.arrived,
        hash,
    });
    held.insert(chain.origin, arrived.unwrap_or_default());
    let (seq, hash) = (chain.seq, chain.hash);
    (chain.origin, Head { seq, hash })
}

/// Whether an alarm is over once everything is exchanged; the others are for somebody to look into.
fn passes(alarm: &Alarm) -> bool {
    matches!(
        alarm,
        Alarm::Stuck { .. } | Alarm::Refused { .. } | Alarm::NotStored { .. } | Alarm::PastLost
    )
}

/// Different at every station, so that they do not all poll at once.
fn seed(own: Origin) -> u64 {
    let bytes = own.station.0;
    bytes.iter().fold(u64::from(own.epoch), |seed, byte| {
        seed.rotate_left(8) ^ u64::from(*byte)
    })
}
