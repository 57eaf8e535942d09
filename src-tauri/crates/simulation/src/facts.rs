//! What happens on the floor: commands of one to three events on a few jobs and lots.

use chrono::DateTime;
use domain::event::{AggregateRef, Event, Kind, Part, Recorded, Touch};
use domain::id::{EquipmentId, EventId, JobOrderId, MaterialLotId, PersonId, RequestId, RunId};
use domain::job_order::{Event as Job, Scrap};
use domain::log_row::LogRow;
use domain::material_lot::{Event as Material, Means};
use domain::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::dice::Dice;
use crate::disk::Disk;

/// Jobs and lots: few, so that stations meet.
const JOBS: u64 = 5;
const LOTS: u64 = 3;
/// Runs of a job.
const RUNS: u64 = 3;

/// One thing that happened, with what it touches.
type Fact = (Event, Vec<AggregateRef>);

/// Draws a command, and records it on the disk. Answers its rows.
pub(crate) fn capture(disk: &mut Disk, wall_ms: i64, dice: &mut Dice) -> Vec<LogRow> {
    let facts = draw(disk, dice);
    let request = RequestId(dice.uuid());
    let count = u16::try_from(facts.len()).unwrap_or(u16::MAX);
    let mut rows = Vec::with_capacity(facts.len());
    for (index, (event, aggregates)) in (0..count).zip(facts) {
        let next = recorded(
            disk,
            (event, aggregates),
            request,
            Part { index, count },
            wall_ms,
            dice,
        );
        rows.extend(row(disk, &next));
    }
    rows
}

fn recorded(
    disk: &mut Disk,
    (event, aggregates): Fact,
    request: RequestId,
    part: Part,
    wall_ms: i64,
    dice: &mut Dice,
) -> Recorded {
    disk.hlc = disk.hlc.tick(wall_ms);
    let touches = aggregates
        .into_iter()
        .map(|aggregate| Touch {
            aggregate,
            parents: disk.parents(aggregate),
        })
        .collect();
    let at = DateTime::from_timestamp_millis(wall_ms).unwrap_or_default();
    Recorded {
        id: EventId(dice.uuid()),
        origin: disk.own,
        seq: disk.chains.head(disk.own).seq + 1,
        request,
        part,
        hlc: disk.hlc,
        effective_at: at,
        recorded_at: at,
        skew_ms: None,
        actor: Some(PersonId(Uuid::from_u128(9))),
        touches,
        event,
    }
}

/// The linked row, on the disk. A fact of ours always serializes.
fn row(disk: &mut Disk, recorded: &Recorded) -> Option<LogRow> {
    let mut row = LogRow::from_recorded(recorded).ok()?;
    if disk.old_version && row.name == "job_order.reported" {
        // The version before knew no rework, and wrote reports so.
        row.version = 1;
        let text = String::from_utf8(row.payload).ok()?;
        row.payload = text.replace(",\"rework\":null", "").into_bytes();
    }
    row.hash = row.link(disk.chains.head(disk.own).previous());
    disk.record(std::slice::from_ref(&row));
    Some(row)
}

fn draw(disk: &mut Disk, dice: &mut Dice) -> Vec<Fact> {
    let job = JobOrderId(Uuid::from_u128(u128::from(dice.below(JOBS)) + 1));
    let own = AggregateRef::new(Kind::JobOrder, job.0);
    if dice.percent(10)
        && let Some(target) = disk.parents(own).first()
    {
        let reason = "taken back".to_owned();
        return vec![(
            Event::Voided {
                target: *target,
                reason,
            },
            vec![own],
        )];
    }
    match dice.below(4) {
        0 => vec![(Event::JobOrder(run(dice)), vec![own])],
        1 => vec![
            (Event::JobOrder(reported(dice)), vec![own]),
            moved(job, dice),
        ],
        2 => vec![
            (Event::JobOrder(reported(dice)), vec![own]),
            moved(job, dice),
            moved(job, dice),
        ],
        _ => vec![moved(job, dice)],
    }
}

fn run(dice: &mut Dice) -> Job {
    let run = RunId(Uuid::from_u128(u128::from(dice.below(RUNS)) + 100));
    let work_unit = EquipmentId(Uuid::from_u128(u128::from(dice.below(3)) + 200));
    match dice.below(6) {
        0 => Job::RunStarted { run, work_unit },
        1 => Job::RunPaused {
            run,
            reason: "material".to_owned(),
        },
        2 => Job::RunResumed { run },
        3 => Job::RunEnded { run },
        4 => Job::Completed { short: None },
        _ => Job::Dispatched {
            work_unit,
            rank: format!("{:04}", dice.below(10_000)),
        },
    }
}

fn reported(dice: &mut Dice) -> Job {
    let scrap = Scrap {
        quantity: each(dice.below(3)),
        reason: "burr".to_owned(),
    };
    Job::Reported {
        good: each(dice.below(9)),
        scrap: vec![scrap],
        rework: None,
    }
}

fn moved(job: JobOrderId, dice: &mut Dice) -> Fact {
    let lot = MaterialLotId(Uuid::from_u128(u128::from(dice.below(LOTS)) + 300));
    let number = "L".to_owned();
    let (material, quantity) = ("M".to_owned(), each(dice.below(9) + 1));
    let event = if dice.percent(60) {
        Material::Consumed {
            job,
            material,
            lot: Some((lot, number)),
            quantity,
            means: Means::Scanned,
        }
    } else {
        Material::Produced {
            job,
            material,
            lot,
            number,
            quantity,
        }
    };
    let touched = vec![
        AggregateRef::new(Kind::JobOrder, job.0),
        AggregateRef::new(Kind::MaterialLot, lot.0),
    ];
    (Event::Material(event), touched)
}

fn each(count: u64) -> Quantity {
    Quantity::new(Decimal::from(count), Unit::each())
}
