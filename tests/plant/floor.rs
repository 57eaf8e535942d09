//! What stations hand in: the log of a real demo station, and what two stations do that seldom meet.

use std::collections::BTreeMap;

use chrono::DateTime;
use domain::event::{AggregateRef, Event, Kind, Part, Recorded, Touch};
use domain::hlc::Hlc;
use domain::id::{EquipmentId, EventId, JobOrderId, MaterialLotId, PersonId, RequestId, RunId};
use domain::job_order::{Event as Job, Scrap};
use domain::label::Event as Printed;
use domain::log_row::LogRow;
use domain::material_lot::{Event as Material, Means};
use domain::origin::{Origin, StationId};
use domain::quantity::{Quantity, Unit};
use plant_tests::linesidectl::done;
use replication::Head;
use rust_decimal::Decimal;
use uuid::Uuid;

/// Jobs and lots: few, so that stations meet.
const JOBS: u64 = 4;
/// When it began, in milliseconds since 1970 UTC.
const BEGAN_MS: i64 = 1_800_000_000_000;

/// The log of a demo plant that a real station made.
pub(crate) fn demo() -> Vec<LogRow> {
    let home = tempfile::tempdir().unwrap();
    done(home.path(), &["init", "--demo"]);
    let file = rusqlite::Connection::open(home.path().join(store::DATABASE)).unwrap();
    let mut rows = file
        .prepare(
            "SELECT station, epoch, seq, event_id, request_id, part_index, part_count, hlc, effective_ms, \
             recorded_ms, skew_ms, actor, name, version, touches, payload, hash FROM event ORDER BY seq",
        )
        .unwrap();
    let id = |bytes: Vec<u8>| Uuid::from_slice(&bytes).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        Ok(LogRow {
            origin: Origin {
                station: StationId(row.get(0)?),
                epoch: row.get(1)?,
            },
            seq: row.get::<_, i64>(2)?.unsigned_abs(),
            id: EventId(id(row.get(3)?)),
            request: RequestId(id(row.get(4)?)),
            part: Part {
                index: row.get(5)?,
                count: row.get(6)?,
            },
            hlc: Hlc(row.get(7)?),
            effective_ms: row.get(8)?,
            recorded_ms: row.get(9)?,
            skew_ms: row.get(10)?,
            actor: row.get::<_, Option<Vec<u8>>>(11)?.map(id).map(PersonId),
            name: row.get(12)?,
            version: row.get(13)?,
            touches: row.get(14)?,
            payload: row.get(15)?,
            hash: row.get(16)?,
        })
    };
    rows.query_map([], row)
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// What two stations did, by turns: each its chain, and the good pieces of each job in the end.
pub(crate) struct Floor {
    pub(crate) chains: [Vec<LogRow>; 2],
    pub(crate) good: BTreeMap<Uuid, i64>,
    events: Vec<(Recorded, i64)>,
    seed: u64,
}

impl Floor {
    /// `count` events. What a station knows of the other's is a matter of chance.
    pub(crate) fn of(stations: [StationId; 2], count: usize, seed: u64) -> Self {
        let mut floor = Self {
            chains: [Vec::new(), Vec::new()],
            good: BTreeMap::new(),
            events: Vec::new(),
            seed,
        };
        for _ in 0..count {
            let by = usize::try_from(floor.below(2)).unwrap();
            floor.happen(by, stations[by]);
        }
        for (recorded, good) in std::mem::take(&mut floor.events) {
            let job = recorded.touches[0].aggregate.id;
            *floor.good.entry(job).or_default() += good;
        }
        floor
    }

    fn happen(&mut self, by: usize, station: StationId) {
        let job = Uuid::from_u128(u128::from(self.below(JOBS)) + 1);
        let own = AggregateRef::new(Kind::JobOrder, job);
        let (event, others, good) = self.draw(job);
        let seq = u64::try_from(self.chains[by].len()).unwrap() + 1;
        let at = BEGAN_MS + i64::try_from(self.events.len()).unwrap() * 1_000;
        let aggregates = [vec![own], others].concat();
        let touch = |aggregate| Touch {
            aggregate,
            parents: self.parents(aggregate, station),
        };
        let touches = aggregates.into_iter().map(touch).collect();
        let recorded = Recorded {
            id: EventId(Uuid::from_u128(u128::from(self.next()) << 64 | 7)),
            origin: Origin { station, epoch: 1 },
            seq,
            request: RequestId(Uuid::from_u128(u128::from(self.seed))),
            part: Part::WHOLE,
            hlc: Hlc(at << 16),
            effective_at: DateTime::from_timestamp_millis(at).unwrap(),
            recorded_at: DateTime::from_timestamp_millis(at).unwrap(),
            skew_ms: None,
            actor: Some(PersonId(Uuid::from_u128(9))),
            touches,
            event,
        };
        let mut row = LogRow::from_recorded(&recorded).unwrap();
        let before = self.chains[by].last().map(Head::of).unwrap_or_default();
        row.hash = row.link(before.previous());
        self.chains[by].push(row);
        self.events.push((recorded, good));
    }

    /// What happens to a job: the event, what else it touches, and the good pieces it counts.
    fn draw(&mut self, job: Uuid) -> (Event, Vec<AggregateRef>, i64) {
        let run = RunId(Uuid::from_u128(u128::from(self.below(3)) + 100));
        let own = |event| (Event::JobOrder(event), Vec::new(), 0);
        match self.below(10) {
            0 => own(Job::RunStarted {
                run,
                work_unit: EquipmentId(Uuid::from_u128(200)),
            }),
            1 => own(Job::RunPaused {
                run,
                reason: "material\0".to_owned(),
            }),
            2 => own(Job::RunEnded { run }),
            3 => own(Job::Completed {
                short: Some("no material".to_owned()),
            }),
            4 => self.void(job),
            5 => self.consumed(job),
            6 => self.produced(job),
            7 => {
                let event = Printed::Requested {
                    lot: self.lot(),
                    template: "lot 1".to_owned(),
                    sha256: String::new(),
                };
                let label = AggregateRef::new(Kind::Label, Uuid::from_u128(400));
                (Event::Label(event), vec![label], 0)
            }
            _ => {
                let good = self.below(9);
                let event = Job::Reported {
                    good: each(good),
                    scrap: vec![Scrap {
                        quantity: each(self.below(3)),
                        reason: "burr".to_owned(),
                    }],
                    rework: None,
                };
                (
                    Event::JobOrder(event),
                    Vec::new(),
                    i64::try_from(good).unwrap(),
                )
            }
        }
    }

    fn consumed(&mut self, job: Uuid) -> (Event, Vec<AggregateRef>, i64) {
        let lot = self.lot();
        let event = Material::Consumed {
            job: JobOrderId(job),
            material: "M".to_owned(),
            lot: Some((lot, "L".to_owned())),
            quantity: each(self.below(9) + 1),
            means: Means::Scanned,
        };
        let touched = AggregateRef::new(Kind::MaterialLot, lot.0);
        (Event::Material(event), vec![touched], 0)
    }

    fn produced(&mut self, job: Uuid) -> (Event, Vec<AggregateRef>, i64) {
        let lot = self.lot();
        let event = Material::Produced {
            job: JobOrderId(job),
            material: "M".to_owned(),
            lot,
            number: "L".to_owned(),
            quantity: each(self.below(9) + 1),
        };
        let touched = AggregateRef::new(Kind::MaterialLot, lot.0);
        (Event::Material(event), vec![touched], 0)
    }

    fn lot(&mut self) -> MaterialLotId {
        MaterialLotId(Uuid::from_u128(u128::from(self.below(2)) + 300))
    }

    /// Takes a report of the job back, whoever made it, once.
    fn void(&mut self, job: Uuid) -> (Event, Vec<AggregateRef>, i64) {
        let last = self.events.iter().rev().find(|(recorded, good)| {
            *good > 0 && recorded.touches[0].aggregate.id == job && !self.is_void(recorded.id)
        });
        let (target, good) = last.map_or_else(
            || (EventId(Uuid::nil()), 0),
            |(recorded, good)| (recorded.id, *good),
        );
        let reason = "counted twice".to_owned();
        (Event::Voided { target, reason }, Vec::new(), -good)
    }

    fn is_void(&self, id: EventId) -> bool {
        let voids = |event: &Event| matches!(event, Event::Voided { target, .. } if *target == id);
        self.events
            .iter()
            .any(|(recorded, _)| voids(&recorded.event))
    }

    /// The last event of an aggregate: of anybody, or the last that the station knows by itself.
    fn parents(&mut self, aggregate: AggregateRef, station: StationId) -> Vec<EventId> {
        let alone = self.below(2) == 0;
        let touches = |recorded: &Recorded| {
            recorded
                .touches
                .iter()
                .any(|touch| touch.aggregate == aggregate)
        };
        let known = self.events.iter().rev().find(|(recorded, _)| {
            touches(recorded) && (!alone || recorded.origin.station == station)
        });
        known.map(|(recorded, _)| recorded.id).into_iter().collect()
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// SplitMix64: the same again for the same seed.
    fn next(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.seed;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

fn each(count: u64) -> Quantity {
    Quantity::new(Decimal::from(count), Unit::each())
}
