//! A job's history in words.

use std::collections::BTreeSet;

use chrono::DateTime;
use domain::event::{AggregateRef, Event, Kind, Recorded};
use domain::id::{EventId, JobOrderId, RequestId};
use domain::job_order::{self, Observed};
use domain::material_lot::{self, Means};
use domain::nonconformance;
use domain::quantity::Quantity;
use domain::role::Role;
use store::StoreError;

use super::cards::Surroundings;
use crate::Station;
use crate::failure::Failure;
use crate::session::SignedIn;
use crate::view::job::Entry;

/// Entries a job shows.
const ENTRIES_MAX: u32 = 200;

impl Station {
    /// What happened to a job, newest first.
    pub(crate) async fn happened(&self, job: JobOrderId) -> Result<Vec<Recorded>, Failure> {
        let rows = self
            .store
            .history(AggregateRef::new(Kind::JobOrder, job.0), ENTRIES_MAX)
            .await?;
        Ok(rows
            .iter()
            .map(|row| row.recorded().map_err(store::StoreError::from))
            .collect::<Result<_, _>>()?)
    }

    /// Commands of these events whose message has gone to the ERP.
    pub(crate) async fn sent(
        &self,
        events: &[Recorded],
    ) -> Result<BTreeSet<RequestId>, StoreError> {
        let completed = events.iter().filter(|event| {
            matches!(
                event.event,
                Event::JobOrder(job_order::Event::Completed { .. })
            )
        });
        let mut sent = BTreeSet::new();
        for event in completed {
            let state = self.store.message_state(event.request.0).await?;
            if state.is_some_and(|state| state != "pending") {
                sent.insert(event.request);
            }
        }
        Ok(sent)
    }
}

/// What happened, in words; what went to the ERP in `sent` only a supervisor takes back.
pub(crate) fn entries(
    events: &[Recorded],
    around: &Surroundings,
    person: Option<&SignedIn>,
    sent: &BTreeSet<RequestId>,
) -> Vec<Entry> {
    let voided: BTreeSet<EventId> = events
        .iter()
        .filter_map(|event| target(&event.event))
        .collect();
    let entry = |event: &Recorded| {
        let text = sentence(&event.event, around)?;
        let gone = voided.contains(&event.id);
        Some(Entry {
            event: event.id,
            at: DateTime::from_timestamp_millis(event.effective_at.timestamp_millis())?,
            who: event.actor.map(|actor| around.name(actor.0)),
            text,
            voided: gone,
            can_void: !gone
                && person.is_some_and(|person| {
                    let told = sent.contains(&event.request);
                    (!told || person.roles.contains(&Role::Supervisor))
                        && can_void(event, person, around)
                }),
        })
    };
    events.iter().filter_map(entry).collect()
}

fn target(event: &Event) -> Option<EventId> {
    if let Event::Voided { target, .. } = event {
        Some(*target)
    } else {
        None
    }
}

/// Whether to offer an undo. The command itself judges again, with what depends on the entry.
fn can_void(event: &Recorded, person: &SignedIn, around: &Surroundings) -> bool {
    let entry = matches!(
        event.event,
        Event::JobOrder(job_order::Event::Reported { .. } | job_order::Event::Completed { .. })
            | Event::Material(
                material_lot::Event::Consumed { lot: Some(_), .. }
                    | material_lot::Event::Returned { .. }
            )
    );
    let young = (around.now - event.recorded_at).num_minutes() < job_order::UNDO_MINUTES;
    entry
        && (person.roles.contains(&Role::Supervisor)
            || (young && event.actor == Some(person.person)))
}

fn sentence(event: &Event, around: &Surroundings) -> Option<String> {
    match event {
        Event::JobOrder(event) => Some(job_sentence(event, around)),
        Event::Material(event) => material_sentence(event),
        Event::Voided { reason, .. } => Some(format!("Undone: {reason}")),
        Event::Unread { name, .. } => Some(format!("{name}: update this station to read it")),
        Event::Definition(_)
        | Event::Import(_)
        | Event::OperationsRequest(_)
        | Event::Label(_)
        | Event::Exception(_) => None,
        Event::Nonconformance(event) => doubt_sentence(event),
    }
}

fn job_sentence(event: &job_order::Event, around: &Surroundings) -> String {
    match event {
        job_order::Event::Released(_) => "Released".to_owned(),
        job_order::Event::Dispatched { work_unit, .. } => {
            format!(
                "Dispatched to {}",
                around.plant.place_or_id(*work_unit).name
            )
        }
        job_order::Event::RunStarted { work_unit, .. } => {
            format!("Started at {}", around.plant.place_or_id(*work_unit).name)
        }
        job_order::Event::RunPaused { reason, .. } => format!("Paused: {reason}"),
        job_order::Event::RunResumed { .. } => "Resumed".to_owned(),
        job_order::Event::RunEnded { .. } => "Run ended".to_owned(),
        job_order::Event::Reported {
            good,
            scrap,
            rework,
        } => report_sentence(good, scrap, rework.as_ref()),
        job_order::Event::Inspected {
            characteristic,
            observed,
            conforms,
            ..
        } => {
            let verdict = if *conforms {
                "conforms"
            } else {
                "does not conform"
            };
            match observed {
                Observed::Measured(value) => {
                    format!("Inspected {characteristic}: {value}, {verdict}")
                }
                Observed::Judged(_) => format!("Inspected {characteristic}: {verdict}"),
            }
        }
        job_order::Event::Completed { short: None } => "Completed".to_owned(),
        job_order::Event::Completed {
            short: Some(reason),
        } => format!("Closed short: {reason}"),
    }
}

fn doubt_sentence(event: &nonconformance::Event) -> Option<String> {
    match event {
        nonconformance::Event::Opened { number, cause, .. } => {
            Some(format!("Nonconformance {number}: {cause}"))
        }
        nonconformance::Event::Dispositioned { note, .. } => {
            Some(format!("Nonconformance decided: {note}"))
        }
        nonconformance::Event::Closed { note, .. } => {
            Some(format!("Nonconformance closed: {note}"))
        }
        nonconformance::Event::Contained { .. } | nonconformance::Event::Counted { .. } => None,
    }
}

fn report_sentence(
    good: &Quantity,
    scrap: &[job_order::Scrap],
    rework: Option<&Quantity>,
) -> String {
    let mut text = format!("Reported {good} good");
    for scrapped in scrap {
        text.push_str(&format!(
            ", {} scrap ({})",
            scrapped.quantity, scrapped.reason
        ));
    }
    if let Some(rework) = rework.filter(|rework| rework.is_positive()) {
        text.push_str(&format!(", {rework} to rework"));
    }
    text
}

fn material_sentence(event: &material_lot::Event) -> Option<String> {
    match event {
        material_lot::Event::Received(_)
        | material_lot::Event::Held { .. }
        | material_lot::Event::HoldReleased { .. }
        | material_lot::Event::Sublot { .. }
        | material_lot::Event::Removed { .. } => None,
        material_lot::Event::Returned {
            material,
            lot,
            sublot,
            quantity,
            ..
        } => Some(format!(
            "Gave back {quantity} of {material} from lot {} as {}",
            lot.1, sublot.1
        )),
        material_lot::Event::Consumed {
            material,
            lot,
            quantity,
            means,
            ..
        } => {
            let from = lot
                .as_ref()
                .map_or_else(String::new, |(_, number)| format!(" from lot {number}"));
            let how = match means {
                Means::Scanned => "",
                Means::Weighed { outside: false, .. } => ", weighed",
                Means::Weighed { outside: true, .. } => ", weighed, outside the tolerance",
                Means::Backflushed => ", with the report",
            };
            Some(format!("Consumed {quantity} of {material}{from}{how}"))
        }
        material_lot::Event::Produced {
            number, quantity, ..
        } => Some(format!("Made {quantity} of lot {number}")),
    }
}
