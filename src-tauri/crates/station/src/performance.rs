//! The message a completion sends to the ERP.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::event::{Event, Part, Recorded};
use domain::fold::Aggregate;
use domain::hlc::Hlc;
use domain::id::{EventId, RequestId};
use domain::import::ReasonKind;
use domain::job_order::{Directive, JobOrder, Status};
use domain::origin::Origin;
use domain::performance::{Labour, MachineTime, MaterialActual, MaterialUse, Performance};
use domain::quantity::Quantity;
use rust_decimal::Decimal;
use store::LedgerRow;
use uuid::Uuid;

use crate::Station;
use crate::failure::{Code, Failure};
use crate::request::CommandJobOrder;
use crate::session::SignedIn;
use crate::show::{Plant, Reasons};

impl Station {
    /// The outbox row of a completion. The message's id is the command's: sent twice, it is one.
    pub(crate) async fn message(
        &self,
        request: &CommandJobOrder,
        person: &SignedIn,
        origin: Origin,
        job: &JobOrder,
        events: &[Event],
    ) -> Result<LedgerRow, Failure> {
        let now = self.now();
        let job = after(job, request, person, origin, events, now);
        let directive = job
            .directive
            .as_ref()
            .ok_or_else(|| Failure::not_found("job"))?;
        let identities = self.store.identities().await?;
        let key = |person: Uuid| {
            identities
                .get(&person)
                .and_then(|(key, _)| key.clone())
                .unwrap_or_else(|| person.to_string())
        };
        let reasons = self.reasons().await?;
        let stretches = || job.runs.values().flat_map(|run| &run.stretches);
        let performance = Performance {
            message: request.request.0,
            corrects: None,
            created_at: now,
            sender: self.row().name,
            order: directive.order_key.clone(),
            segment: directive.segment.clone(),
            segment_name: directive.name.clone(),
            completed: true,
            order_completed: self.completes_order(directive, request).await?,
            started_at: stretches().map(|(from, _)| *from).min().unwrap_or(now),
            ended_at: stretches().filter_map(|(_, to)| *to).max().unwrap_or(now),
            labour: labour(&job, now, key),
            machines: machines(&job, now, &self.plant().await?),
            materials: materials(&job, directive, &reasons),
        };
        outbox_row(performance)
    }

    async fn completes_order(
        &self,
        directive: &Directive,
        request: &CommandJobOrder,
    ) -> Result<bool, Failure> {
        let jobs = self.store.jobs_of_order(directive.order.0).await?;
        Ok(jobs
            .iter()
            .filter(|(id, _)| *id != request.job.0)
            .all(|(_, job)| matches!(job.state.status, Status::Completed | Status::Closed)))
    }
}

/// The outbox row that takes back a message that was sent. It stands behind that one: the messages of an
/// order leave in the order they were recorded.
pub(crate) fn correction(
    body: &str,
    request: RequestId,
    now: DateTime<Utc>,
    reason: &str,
) -> Result<LedgerRow, Failure> {
    let sent: Performance = serde_json::from_str(body).map_err(defect)?;
    outbox_row(sent.taken_back(request.0, now, reason.trim()))
}

fn outbox_row(performance: Performance) -> Result<LedgerRow, Failure> {
    Ok(LedgerRow::Outbox {
        body: serde_json::to_string(&performance).map_err(defect)?,
        message: performance.message,
        created_ms: performance.created_at.timestamp_millis(),
        order_key: performance.order,
        segment: performance.segment,
    })
}

fn defect(error: serde_json::Error) -> Failure {
    Failure::new(Code::Defect, "performance", error.to_string())
}

/// The job as it will be once the events are recorded.
fn after(
    job: &JobOrder,
    request: &CommandJobOrder,
    person: &SignedIn,
    origin: Origin,
    events: &[Event],
    now: DateTime<Utc>,
) -> JobOrder {
    let mut job = job.clone();
    for event in events {
        job.apply(&Recorded {
            id: EventId(Uuid::nil()),
            origin,
            seq: 0,
            request: request.request,
            part: Part::WHOLE,
            hlc: Hlc::default(),
            effective_at: now,
            recorded_at: now,
            skew_ms: None,
            actor: Some(person.person),
            touches: Vec::new(),
            event: event.clone(),
        });
    }
    job
}

fn labour(job: &JobOrder, now: DateTime<Utc>, key: impl Fn(Uuid) -> String) -> Vec<Labour> {
    let mut spent: BTreeMap<Uuid, u64> = BTreeMap::new();
    for run in job.runs.values() {
        let person = run.person.map(|person| person.0).unwrap_or_default();
        *spent.entry(person).or_default() += run.duration_ms(now).unsigned_abs();
    }
    spent
        .into_iter()
        .map(|(person, duration_ms)| Labour {
            person: key(person),
            duration_ms,
        })
        .collect()
}

/// Machine time is the union of the runs at a work unit: two people at one machine are one machine.
fn machines(job: &JobOrder, now: DateTime<Utc>, plant: &Plant) -> Vec<MachineTime> {
    let mut units: BTreeMap<_, Vec<(DateTime<Utc>, DateTime<Utc>)>> = BTreeMap::new();
    for run in job.runs.values() {
        let stretches = run
            .stretches
            .iter()
            .map(|(from, to)| (*from, to.unwrap_or(now)));
        units.entry(run.work_unit).or_default().extend(stretches);
    }
    units
        .into_iter()
        .map(|(unit, stretches)| MachineTime {
            equipment: plant.place_or_id(unit).key,
            duration_ms: union_ms(stretches),
        })
        .collect()
}

fn union_ms(mut stretches: Vec<(DateTime<Utc>, DateTime<Utc>)>) -> u64 {
    stretches.sort();
    let (mut total, mut reached) = (0, DateTime::<Utc>::MIN_UTC);
    for (from, to) in stretches {
        let from = from.max(reached);
        if to > from {
            total += (to - from).num_milliseconds();
            reached = to;
        }
    }
    total.unsigned_abs()
}

/// Consumed by item and lot, made by lot, scrapped by reason: under the plant's key where it has one.
fn materials(job: &JobOrder, directive: &Directive, reasons: &Reasons) -> Vec<MaterialActual> {
    let mut sums: BTreeMap<(String, Option<String>), Quantity> = BTreeMap::new();
    for portion in &job.consumed {
        let key = (
            portion.material.clone(),
            portion.lot.as_ref().map(|(_, number)| number.clone()),
        );
        let sum = sums
            .get(&key)
            .and_then(|sum| sum.add(&portion.quantity).ok());
        sums.insert(key, sum.unwrap_or_else(|| portion.quantity.clone()));
    }
    let consumed = sums
        .into_iter()
        .map(|((material, lot), quantity)| MaterialActual {
            material,
            lot,
            r#use: MaterialUse::Consumed,
            quantity,
            reason: None,
        });
    let consumed = consumed.filter(|actual| !actual.quantity.is_zero());
    consumed.chain(output(job, directive, reasons)).collect()
}

fn output(job: &JobOrder, directive: &Directive, reasons: &Reasons) -> Vec<MaterialActual> {
    let actual = |lot, r#use, quantity, reason| MaterialActual {
        material: directive.material_key.clone(),
        lot,
        r#use,
        quantity,
        reason,
    };
    let lot = job.produced.first().map(|portion| portion.number.clone());
    let passed_on = if directive.last {
        MaterialUse::Produced
    } else {
        MaterialUse::Passed
    };
    let good = actual(lot, passed_on, job.amount(job.good), None);
    let mut scrapped: BTreeMap<&str, Decimal> = BTreeMap::new();
    for (reason, amount) in &job.scrap_reasons {
        let known = reasons.key(ReasonKind::Scrap, reason).unwrap_or(reason);
        *scrapped.entry(known).or_default() += amount;
    }
    let scrap = scrapped.into_iter().map(|(reason, amount)| {
        let (amount, reason) = (job.amount(amount), Some(reason.to_owned()));
        actual(None, MaterialUse::Scrapped, amount, reason)
    });
    std::iter::once(good)
        .filter(|good| good.quantity.is_positive())
        .chain(scrap)
        .collect()
}
