//! Two stations that work on one order, its job, a component's lot and the output's lot.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::event::{AggregateRef, Kind, Part, Recorded, Touch};
use domain::fold::Folded;
use domain::hlc::Hlc;
use domain::id::{
    EquipmentId, EventId, ImportId, JobOrderId, MaterialLotId, OperationsRequestId, PersonId,
    RequestId, RunId,
};
use domain::import::{LotEntry, OrderEntry, Tracking};
use domain::job_order::{self, Directive, JobOrder, Scrap, Status};
use domain::material_lot::{self, Means};
use domain::origin::{Origin, StationId};
use domain::{Event, Quantity, operations_request};
use uuid::Uuid;

use crate::random::Random;

pub(crate) const ORDER: OperationsRequestId = OperationsRequestId(Uuid::from_u128(1));
pub(crate) const JOB: JobOrderId = JobOrderId(Uuid::from_u128(2));
pub(crate) const COMPONENT: MaterialLotId = MaterialLotId(Uuid::from_u128(3));
pub(crate) const OUTPUT: MaterialLotId = MaterialLotId(Uuid::from_u128(4));

/// 2026-06-01 06:00 UTC, in milliseconds.
const NOON_MS: i64 = 1_780_293_600_000;
const DAY_MS: i64 = 86_400_000;
/// What a battery-dead or badly set clock may be off by.
const YEAR_MS: i64 = 365 * DAY_MS;
pub(crate) const ORDERED: i64 = 20;

pub(crate) fn order() -> AggregateRef {
    AggregateRef::new(Kind::OperationsRequest, ORDER.0)
}
pub(crate) fn job() -> AggregateRef {
    AggregateRef::new(Kind::JobOrder, JOB.0)
}
pub(crate) fn lot(id: MaterialLotId) -> AggregateRef {
    AggregateRef::new(Kind::MaterialLot, id.0)
}

pub(crate) fn component() -> AggregateRef {
    lot(COMPONENT)
}
pub(crate) fn output() -> AggregateRef {
    lot(OUTPUT)
}

pub(crate) fn touches(recorded: &Recorded, aggregate: AggregateRef) -> bool {
    recorded
        .touches
        .iter()
        .any(|touch| touch.aggregate == aggregate)
}

/// A station: its clock, its chain and everything it knows.
pub(crate) struct Station {
    origin: Origin,
    clock_off_ms: i64,
    hlc: Hlc,
    seq: u64,
    pub(crate) events: Vec<Recorded>,
    known: BTreeSet<EventId>,
    heads: BTreeMap<AggregateRef, BTreeSet<EventId>>,
    job: Folded<JobOrder>,
    released: bool,
}

impl Station {
    fn new(station: u8, random: &mut Random) -> Self {
        Self {
            origin: Origin {
                station: StationId([station; 16]),
                epoch: 1,
            },
            clock_off_ms: random.between(-YEAR_MS, YEAR_MS),
            hlc: Hlc::default(),
            seq: 0,
            events: Vec::new(),
            known: BTreeSet::new(),
            heads: BTreeMap::new(),
            job: Folded::default(),
            released: false,
        }
    }

    fn record(&mut self, of: &[AggregateRef], event: Event, at_ms: i64, random: &mut Random) {
        let now_ms = at_ms + self.clock_off_ms;
        self.hlc = self.hlc.tick(now_ms);
        self.seq += 1;
        let touches = of.iter().map(|aggregate| Touch {
            aggregate: *aggregate,
            parents: self
                .heads
                .get(aggregate)
                .into_iter()
                .flatten()
                .copied()
                .collect(),
        });
        let recorded = Recorded {
            id: EventId(random.uuid()),
            origin: self.origin,
            seq: self.seq,
            request: RequestId(random.uuid()),
            part: Part::WHOLE,
            hlc: self.hlc,
            effective_at: instant(now_ms),
            recorded_at: instant(now_ms),
            skew_ms: None,
            actor: Some(PersonId(Uuid::from_u128(u128::from(
                self.origin.station.0[0],
            )))),
            touches: touches.collect(),
            event,
        };
        self.take(recorded);
    }

    fn take(&mut self, recorded: Recorded) {
        if !self.known.insert(recorded.id) {
            return;
        }
        for touch in &recorded.touches {
            let heads = self.heads.entry(touch.aggregate).or_default();
            heads.retain(|head| !touch.parents.contains(head));
            heads.insert(recorded.id);
        }
        self.released |= matches!(
            recorded.event,
            Event::OperationsRequest(operations_request::Event::Released { .. })
        );
        let of_job = touches(&recorded, job());
        let followed = of_job && self.job.extend(job(), &recorded);
        self.events.push(recorded);
        if of_job && !followed {
            self.job = Folded::from_events(job(), &of(&self.events, job()));
        }
    }

    fn hear(&mut self, other: &[Recorded], most: usize, at_ms: i64) {
        for recorded in other.iter().take(most) {
            let now_ms = at_ms + self.clock_off_ms;
            self.hlc = self.hlc.merge(recorded.hlc, now_ms);
            self.take(recorded.clone());
        }
    }
}

/// Heads by definition: events of the aggregate that no other one names as its parent.
pub(crate) fn heads(events: &[Recorded], aggregate: AggregateRef) -> BTreeSet<EventId> {
    let here = || {
        events
            .iter()
            .flat_map(move |e| e.touches.iter().map(move |touch| (e.id, touch)))
            .filter(move |(_, touch)| touch.aggregate == aggregate)
    };
    let parents: BTreeSet<EventId> = here().flat_map(|(_, t)| t.parents.clone()).collect();
    here()
        .map(|(id, _)| id)
        .filter(|id| !parents.contains(id))
        .collect()
}

pub(crate) fn of(events: &[Recorded], aggregate: AggregateRef) -> Vec<Recorded> {
    let here = events.iter().filter(|event| touches(event, aggregate));
    here.cloned().collect()
}

fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap()
}

/// One generated history: what each of the two stations knows at its end.
pub(crate) fn history(seed: u64) -> [Station; 2] {
    let mut random = Random::new(seed);
    let mut stations = [
        Station::new(0xA1, &mut random),
        Station::new(0xB2, &mut random),
    ];
    let mut at_ms = NOON_MS;
    let steps = random.between(6, 22);
    for step in 0..steps {
        at_ms += random.between(0, 600_000);
        let mine = if step == 0 { 0 } else { random.below(2) };
        if random.percent(6) {
            stations[mine].clock_off_ms = random.between(-YEAR_MS, YEAR_MS);
        }
        act(&mut stations[mine], step, at_ms, &mut random);
        if random.percent(if step < 4 { 70 } else { 25 }) {
            sync(&mut stations, random.below(2), at_ms, &mut random);
        }
    }
    stations
}

/// A prefix of the other's chain arrives, as replication delivers it; the whole of it mostly.
fn sync(stations: &mut [Station; 2], to: usize, at_ms: i64, random: &mut Random) {
    let from = &stations[1 - to];
    let chain: Vec<Recorded> = from
        .events
        .iter()
        .filter(|event| event.origin == from.origin)
        .cloned()
        .collect();
    let most = if random.percent(70) {
        chain.len()
    } else {
        random.below(chain.len() + 1)
    };
    stations[to].hear(&chain, most, at_ms);
}

fn act(station: &mut Station, step: i64, at_ms: i64, random: &mut Random) {
    if station.events.is_empty() {
        station.record(&[order()], ordered(1, ORDERED, false), at_ms, random);
        station.record(&[lot(COMPONENT)], received(), at_ms, random);
        return;
    }
    if !station.released {
        return release(station, at_ms, random);
    }
    let (of, event) = match random.below(100) {
        0..5 => {
            let amount = random.between(ORDERED / 4, ORDERED * 2);
            let changed = ordered(step, amount, random.percent(30));
            (vec![order(), job()], changed)
        }
        5..7 => (vec![lot(COMPONENT)], received()),
        7..17 => void(station, random),
        17..19 => return release(station, at_ms, random),
        19..37 => (vec![job(), lot(COMPONENT)], consumed(random)),
        37..45 => (vec![job(), lot(OUTPUT)], produced(random)),
        _ => (vec![job()], Event::JobOrder(work(station, random))),
    };
    station.record(&of, event, at_ms, random);
}

fn release(station: &mut Station, at_ms: i64, random: &mut Random) {
    let released = operations_request::Event::Released { jobs: vec![JOB] };
    station.record(
        &[order()],
        Event::OperationsRequest(released),
        at_ms,
        random,
    );
    let directive = job_order::Event::Released(Box::new(directive()));
    station.record(&[job()], directive.into(), at_ms, random);
}

/// What the job's folded state suggests next, now and then against it, as facts may.
fn work(station: &Station, random: &mut Random) -> job_order::Event {
    use job_order::Event as E;
    let open: Vec<(RunId, bool)> = station
        .job
        .state
        .runs
        .iter()
        .filter(|(_, run)| !run.ended)
        .map(|(id, run)| (*id, run.paused.is_some()))
        .collect();
    let place = EquipmentId(Uuid::from_u128(70 + random.next() as u128 % 3));
    match (station.job.state.status, open.first()) {
        (Status::Released, _) => E::Dispatched {
            work_unit: place,
            rank: domain::rank::between(None, None),
        },
        _ if random.percent(8) => E::Dispatched {
            work_unit: place,
            rank: format!("m{}", random.below(9)),
        },
        (_, None) => E::RunStarted {
            run: RunId(random.uuid()),
            work_unit: place,
        },
        (_, Some((run, true))) if random.percent(60) => E::RunResumed { run: *run },
        (_, Some((run, _))) => match random.below(10) {
            0 | 1 => E::RunPaused {
                run: *run,
                reason: "lunch".to_owned(),
            },
            2 => E::RunEnded { run: *run },
            3 | 4 => E::Completed {
                short: random.percent(50).then(|| "no more steel".to_owned()),
            },
            _ => reported(random),
        },
    }
}

fn reported(random: &mut Random) -> job_order::Event {
    job_order::Event::Reported {
        good: Quantity::each(random.between(0, 8)),
        scrap: vec![Scrap {
            quantity: Quantity::each(random.between(0, 2)),
            reason: "burr".to_owned(),
        }],
        rework: random.percent(20).then(|| Quantity::each(1)),
    }
}

fn consumed(random: &mut Random) -> Event {
    Event::Material(material_lot::Event::Consumed {
        job: JOB,
        material: "STEEL".to_owned(),
        lot: Some((COMPONENT, "L-1".to_owned())),
        quantity: Quantity::each(random.between(1, 9)),
        means: Means::Scanned,
    })
}

fn produced(random: &mut Random) -> Event {
    Event::Material(material_lot::Event::Produced {
        job: JOB,
        material: "PART".to_owned(),
        lot: OUTPUT,
        number: "P-1".to_owned(),
        quantity: Quantity::each(random.between(1, 9)),
    })
}

/// Takes back any entry of the job or the lots; it touches whatever that entry touches.
fn void(station: &Station, random: &mut Random) -> (Vec<AggregateRef>, Event) {
    let entries: Vec<&Recorded> = station
        .events
        .iter()
        .filter(|event| !matches!(event.event, Event::Voided { .. }))
        .collect();
    let target = entries[random.below(entries.len())];
    let of = target.touches.iter().map(|touch| touch.aggregate).collect();
    let voided = Event::Voided {
        target: target.id,
        reason: "typed wrongly".to_owned(),
    };
    (of, voided)
}

fn ordered(revision: i64, amount: i64, cancelled: bool) -> Event {
    Event::OperationsRequest(operations_request::Event::Received {
        order: Box::new(OrderEntry {
            key: "MO-1".to_owned(),
            revision: revision.to_string(),
            material: Some("PART".to_owned()),
            quantity: Some(Quantity::each(amount)),
            start: None,
            due: None,
            priority: None,
            erp_state: "planned".to_owned(),
            cancelled,
            definition: None,
            segments: Vec::new(),
            components: Vec::new(),
        }),
        import: ImportId(Uuid::from_u128(9)),
    })
}

fn received() -> Event {
    Event::Material(material_lot::Event::Received(LotEntry {
        material: "STEEL".to_owned(),
        number: "L-1".to_owned(),
        supplier: None,
        quantity: Some(Quantity::each(25)),
        expires: None,
        location: None,
    }))
}

fn directive() -> Directive {
    Directive {
        order: ORDER,
        order_key: "MO-1".to_owned(),
        material: Uuid::from_u128(5).into(),
        material_key: "PART".to_owned(),
        tracking: Tracking::Lot,
        segment: "10".to_owned(),
        name: "Turn".to_owned(),
        position: 0,
        last: true,
        quantity: Quantity::each(ORDERED),
        equipment: EquipmentId(Uuid::from_u128(70)),
        after: Vec::new(),
        setup_s: 0,
        run_s: None,
        due: None,
        priority: None,
        needs: Vec::new(),
        instruction: None,
        definition: None,
        characteristics: Vec::new(),
    }
}
