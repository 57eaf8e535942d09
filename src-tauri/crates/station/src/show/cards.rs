//! Job cards: what, how many are left, due or late and why, why it cannot start.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domain::fold::Folded;
use domain::gate;
use domain::id::{EquipmentId, EventId, JobOrderId, MaterialDefinitionId, RunId};
use domain::import::Tracking;
use domain::job_order::{Directive, GateFacts, JobOrder, Run, Status, Upstream, WorkUnitFacts};
use domain::material_definition::MaterialDefinition;
use domain::material_lot::MaterialLot;
use domain::quantity::Quantity;
use store::views::{ById, Wanted};
use uuid::Uuid;

use super::Plant;
use crate::Station;
use crate::failure::Failure;
use crate::view::job_list::{JobCard, OpenRun, Readiness};

/// What cards need beyond their jobs, read once for all of them.
pub(crate) struct Surroundings {
    pub(crate) plant: Plant,
    upstream: Deliveries,
    materials: ById<MaterialDefinition>,
    names: BTreeMap<Uuid, String>,
    busy: BTreeMap<EquipmentId, (JobOrderId, String)>,
    stocked: BTreeSet<String>,
    /// Lots of the items that were asked for, first to use first.
    pub(crate) lots: BTreeMap<String, Vec<(Uuid, Folded<MaterialLot>)>>,
    pub(crate) now: DateTime<Utc>,
}

/// The jobs that deliver to others, by id.
pub(crate) struct Deliveries(pub(crate) ById<JobOrder>);

type Job = (Uuid, Folded<JobOrder>);

impl Station {
    /// Reads what the cards of these jobs need.
    pub(crate) async fn surroundings(&self, jobs: &[Job]) -> Result<Surroundings, Failure> {
        self.surroundings_with(jobs, Wanted::default()).await
    }

    /// The same, and what else is wanted.
    pub(crate) async fn surroundings_with(
        &self,
        jobs: &[Job],
        mut wanted: Wanted,
    ) -> Result<Surroundings, Failure> {
        add(&mut wanted, jobs);
        wanted.good_on = Some(self.today());
        let around = self.store.around(&wanted).await?;
        Ok(Surroundings {
            plant: Plant::of(around.equipment),
            upstream: Deliveries(around.jobs),
            materials: around.materials,
            names: around.names,
            busy: around.running.into_iter().filter_map(busy).collect(),
            stocked: around.stocked,
            lots: around.lots,
            now: self.now(),
        })
    }
}

/// Adds what cards of jobs want.
fn add(wanted: &mut Wanted, jobs: &[Job]) {
    let directives = || {
        jobs.iter()
            .filter_map(|(_, job)| job.state.directive.as_ref())
    };
    let before = directives().flat_map(|directive| directive.after.iter().map(|job| job.0));
    let materials: BTreeSet<Uuid> = directives().map(|directive| directive.material.0).collect();
    let tracked = directives()
        .flat_map(|directive| &directive.needs)
        .filter(|need| need.tracking != Tracking::None);
    let needed: BTreeSet<String> = tracked.map(|need| need.key.clone()).collect();
    let runs = jobs.iter().flat_map(|(_, job)| &job.state.runs);
    let open = runs.filter(|(_, run)| !run.ended);
    let people: BTreeSet<Uuid> = open.filter_map(|(_, run)| Some(run.person?.0)).collect();
    wanted.jobs.extend(before);
    wanted.materials.extend(materials);
    wanted.people.extend(people);
    wanted.stocked.extend(needed);
    wanted.running |= jobs.iter().any(|(_, job)| waits(&job.state));
}

/// Whether a job is judged by the gates of a start.
fn waits(job: &JobOrder) -> bool {
    job.open_run(None).is_none() && !job.status.ended()
}

fn busy((id, folded): Job) -> Option<(EquipmentId, (JobOrderId, String))> {
    let (_, run) = folded.state.open_run(None)?;
    let directive = folded.state.directive.as_ref()?;
    Some((
        run.work_unit,
        (
            JobOrderId(id),
            format!("{}/{}", directive.order_key, directive.segment),
        ),
    ))
}

impl Deliveries {
    /// Received from upstream: the least any operation before delivered; else what is ordered.
    fn received(&self, job: &JobOrder) -> Quantity {
        let Some(directive) = &job.directive else {
            return Quantity::zero(job.unit());
        };
        let ordered = job.ordered().unwrap_or_default();
        let least = self.of(directive).map(|(_, good)| good.value()).min();
        job.amount(match least {
            // What the ERP does not want any more is not worked on, though it came.
            Some(least) if job.demand.is_some() => least.min(ordered),
            Some(least) => least,
            None => ordered,
        })
    }

    fn of<'a>(
        &'a self,
        directive: &'a Directive,
    ) -> impl Iterator<Item = (Option<&'a Directive>, Quantity)> {
        directive.after.iter().map(|job| match self.0.get(&job.0) {
            Some(folded) => (
                folded.state.directive.as_ref(),
                folded.state.amount(folded.state.good),
            ),
            None => (None, Quantity::zero(directive.quantity.unit().clone())),
        })
    }

    /// What the gates look at, as far as the operations before decide: all that a job that runs is
    /// judged by.
    pub(crate) fn gate_facts(&self, job: &JobOrder) -> GateFacts {
        let upstream = job
            .directive
            .iter()
            .flat_map(|directive| self.of(directive));
        GateFacts {
            received: self.received(job),
            upstream: upstream
                .map(|(from, good)| Upstream {
                    segment: from.map_or_else(|| "?".to_owned(), |from| from.segment.clone()),
                    name: from.map_or_else(String::new, |from| from.name.clone()),
                    good,
                })
                .collect(),
            work_unit: None,
            short: Vec::new(),
        }
    }
}

impl Surroundings {
    /// What the gates look at, for a run at `work_unit`.
    pub(crate) fn gate_facts(
        &self,
        id: JobOrderId,
        job: &JobOrder,
        work_unit: Option<EquipmentId>,
    ) -> GateFacts {
        let directive = job.directive.as_ref();
        let needs = directive.map_or(&[][..], |directive| directive.needs.as_slice());
        GateFacts {
            work_unit: work_unit.map(|unit| self.work_unit_facts(id, directive, unit)),
            short: needs
                .iter()
                .filter(|need| need.tracking != Tracking::None && !self.stocked.contains(&need.key))
                .filter(|need| job.open(need).is_ok_and(|open| open.is_positive()))
                .map(|need| need.key.clone())
                .collect(),
            ..self.upstream.gate_facts(job)
        }
    }

    fn work_unit_facts(
        &self,
        id: JobOrderId,
        directive: Option<&Directive>,
        unit: EquipmentId,
    ) -> WorkUnitFacts {
        let other = self.busy.get(&unit).filter(|(job, _)| *job != id);
        WorkUnitFacts {
            id: unit,
            name: self.plant.place_or_id(unit).name,
            suitable: directive
                .is_some_and(|directive| self.plant.suitable(unit, directive.equipment)),
            busy_with: other.map(|(_, name)| name.clone()),
        }
    }

    /// Cards of a list in its order: each waits for those before it.
    pub(crate) fn cards(&self, jobs: &[Job]) -> Vec<JobCard> {
        let mut ahead_s = 0;
        let mut cards = Vec::with_capacity(jobs.len());
        for ((id, folded), position) in jobs.iter().zip(1..) {
            let Some(card) = self.card(JobOrderId(*id), folded, ahead_s, position) else {
                continue;
            };
            ahead_s += card.standard_s.unwrap_or(0);
            cards.push(card);
        }
        cards
    }

    /// One card; `ahead_s` is the standard time queued before it.
    pub(crate) fn card(
        &self,
        id: JobOrderId,
        folded: &Folded<JobOrder>,
        ahead_s: i64,
        position: u32,
    ) -> Option<JobCard> {
        let job = &folded.state;
        let directive = job.directive.as_ref()?;
        let received = self.upstream.received(job);
        let gates = self.current_gates(id, job);
        let standard_s = job.standard_s().filter(|_| !job.status.ended());
        let behind_s = self.behind_s(job, directive, ahead_s, standard_s);
        let readiness = readiness(job, &gates);
        Some(JobCard {
            job: id,
            order_id: directive.order,
            order: directive.order_key.clone(),
            segment: directive.segment.clone(),
            name: directive.name.clone(),
            material: directive.material_key.clone(),
            description: self.description(directive.material),
            status: job.status,
            readiness,
            work_center: self.plant.place_or_id(
                self.plant
                    .center(directive.equipment)
                    .unwrap_or(directive.equipment),
            ),
            work_unit: job.work_unit.map(|unit| self.plant.place_or_id(unit)),
            released: job.amount(job.ordered().unwrap_or_default()),
            changed: changed(job, directive),
            good: job.amount(job.good),
            scrap: job.amount(job.scrap),
            rework: job.amount(job.rework),
            remaining: job.remaining(&received).or_nothing(),
            received,
            due: directive.due,
            late: behind_s.is_some(),
            behind_s,
            behind_reason: behind_s.map(|_| self.behind_reason(job, directive, &gates, ahead_s)),
            standard_s,
            runs: job
                .runs
                .iter()
                .filter(|(_, run)| !run.ended)
                .map(|(id, run)| self.open_run(*id, run))
                .collect(),
            why_not: gate::sentence(&gates),
            gates,
            position,
            head: folded.heads.last().copied().unwrap_or(EventId(Uuid::nil())),
        })
    }

    /// Gates of a start; a job that runs already has passed them.
    fn current_gates(&self, id: JobOrderId, job: &JobOrder) -> Vec<gate::Gate> {
        if !waits(job) {
            return Vec::new();
        }
        job.gates(&self.gate_facts(id, job, job.work_unit))
    }

    /// What an item is called.
    pub(crate) fn description(&self, material: MaterialDefinitionId) -> String {
        let entry = self
            .materials
            .get(&material.0)
            .and_then(|folded| folded.state.entry.as_ref());
        entry
            .map(|entry| entry.description.clone())
            .unwrap_or_default()
    }

    fn open_run(&self, id: RunId, run: &Run) -> OpenRun {
        let person = run.person.unwrap_or(domain::id::PersonId(Uuid::nil()));
        OpenRun {
            run: id,
            work_unit: self.plant.place_or_id(run.work_unit),
            person,
            name: self.name(person.0),
            since: run.stretches.first().map_or(self.now, |(from, _)| *from),
            paused: run.paused.is_some(),
            reason: run.paused.clone(),
            elapsed_s: run.duration_ms(self.now) / 1_000,
        }
    }

    /// The name to show for a person.
    pub(crate) fn name(&self, person: Uuid) -> String {
        self.names
            .get(&person)
            .map_or_else(|| "erased person".to_owned(), Clone::clone)
    }

    /// Seconds past due, or that it will be, by standard time and the queue ahead.
    fn behind_s(
        &self,
        job: &JobOrder,
        directive: &Directive,
        ahead_s: i64,
        standard_s: Option<i64>,
    ) -> Option<i64> {
        let due = directive.due.filter(|_| !job.status.ended())?;
        let end = self.now + TimeDelta::seconds(ahead_s.saturating_add(standard_s.unwrap_or(0)));
        let behind = (end - due).num_seconds();
        (behind > 0).then_some(behind)
    }

    fn behind_reason(
        &self,
        job: &JobOrder,
        directive: &Directive,
        gates: &[gate::Gate],
        ahead_s: i64,
    ) -> String {
        if let Some((
            _,
            Run {
                paused: Some(reason),
                ..
            },
        )) = job.open_run(None)
        {
            return format!("stands: {reason}");
        }
        if let Some(gate) = gates.iter().find(|gate| gate.hard) {
            return gate.sentence.clone();
        }
        if ahead_s > 0 {
            return format!("{} of work are queued before it", duration(ahead_s));
        }
        if directive.due.is_some_and(|due| due < self.now) && job.runs.is_empty() {
            return "it was not started before it was due".to_owned();
        }
        let remaining = job.remaining(&self.upstream.received(job)).or_nothing();
        format!("{remaining} remain, more than the time left")
    }
}

/// What the ERP changed since the release, for whoever works on the job.
fn changed(job: &JobOrder, directive: &Directive) -> Option<String> {
    let demand = job.demand.as_ref()?;
    if demand.cancelled {
        return Some(
            "the ERP has cancelled the order: finish what you hold, and close it short".to_owned(),
        );
    }
    (demand.quantity.value() != directive.quantity.value()).then(|| {
        format!(
            "the ERP changed the amount from {} to {}",
            directive.quantity, demand.quantity
        )
    })
}

fn readiness(job: &JobOrder, gates: &[gate::Gate]) -> Readiness {
    match job.open_run(None) {
        _ if job.status.ended() => Readiness::Done,
        Some((_, run)) if run.paused.is_some() => Readiness::Paused,
        Some(_) => Readiness::Running,
        None if gates.iter().any(|gate| gate.hard) || job.status == Status::Released => {
            Readiness::Waiting
        }
        None => Readiness::Ready,
    }
}

/// A stretch of time in words: `45 min`, `5 h 20 min`.
pub(crate) fn duration(seconds: i64) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
