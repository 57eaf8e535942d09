//! One operation of a released order: what was planned, what runs, what came of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::event::{Event as Fact, Kind, Recorded};
use crate::fold::Aggregate;
use crate::id::{EquipmentId, EventId, NonconformanceId, PersonId, RunId};
use crate::quantity::{Quantity, Unit};
use crate::{nonconformance, operations_request};

mod decide;
mod demand;
mod directive;
mod event;
mod gates;
mod inspection;
mod portion;
mod run;

pub use decide::{Command, Facts, Finish, LotFacts, Outcome, UNDO_MINUTES, VoidFacts, WeightFacts};
pub use demand::Demand;
pub use directive::{Directive, Need};
pub use event::{Event, Scrap};
pub use gates::{GateFacts, Upstream, WorkUnitFacts};
pub use inspection::{Doubt, Due, Inspection, Observed};
pub use portion::{Consumed, Produced};
pub use run::Run;

/// Folded state of a job order. Waiting, Ready and Suspended are computed, see [`JobOrder::gates`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Released, not yet dispatched to a work unit.
    #[default]
    Released,
    /// In a work unit's job list.
    Dispatched,
    /// Was started.
    Running,
    /// Done.
    Completed,
    /// Settled with the ERP.
    Closed,
    /// Withdrawn before it ran.
    Cancelled,
    /// Given up while it ran.
    Aborted,
}

impl Status {
    /// The word on screens and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Dispatched => "dispatched",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Aborted => "aborted",
        }
    }

    /// Whether nothing more is to be done.
    #[must_use]
    pub fn ended(self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Closed | Self::Cancelled | Self::Aborted
        )
    }
}

/// What a fold could not reconcile: shown to its owner, never dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// Work was recorded after the job was complete.
    WorkedAfterEnd,
    /// More was reported than ordered.
    ReportedOver,
    /// The ERP lowered the order below what was made.
    Surplus,
    /// The ERP raised the order after the job was complete.
    RaisedAfterEnd,
    /// A run was paused, resumed or ended that never started.
    UnknownRun,
    /// An amount in another unit than the job's.
    UnitMismatch,
}

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobOrder {
    /// What the release froze; absent only while a late release is on its way.
    pub directive: Option<Directive>,
    /// What the ERP asks for since, where it changed its mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<Demand>,
    /// State.
    pub status: Status,
    /// Work unit it is dispatched to.
    pub work_unit: Option<EquipmentId>,
    /// Sort key within that list.
    pub rank: String,
    /// The event that put it there: the next one is decided upon it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatched: Option<EventId>,
    /// Runs.
    pub runs: BTreeMap<RunId, Run>,
    /// Good so far.
    pub good: Decimal,
    /// Scrapped so far.
    pub scrap: Decimal,
    /// Scrap by reason.
    pub scrap_reasons: BTreeMap<String, Decimal>,
    /// Out for rework.
    pub rework: Decimal,
    /// Last report or start.
    pub counted_at: Option<DateTime<Utc>>,
    /// Portions that went in.
    pub consumed: Vec<Consumed>,
    /// Portions that came out.
    pub produced: Vec<Produced>,
    /// Inspections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inspections: Vec<Inspection>,
    /// Nonconformances found here that nobody decided yet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub nonconformances: BTreeMap<NonconformanceId, Doubt>,
    /// Why it was closed short.
    pub short: Option<String>,
    /// What does not add up.
    pub exceptions: Vec<(EventId, Exception)>,
}

impl Aggregate for JobOrder {
    const KIND: Kind = Kind::JobOrder;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Fact::JobOrder(event) => self.apply_own(recorded, event),
            Fact::Material(event) => self.apply_material(recorded, event),
            Fact::Nonconformance(event) => self.apply_nonconformance(event),
            Fact::OperationsRequest(operations_request::Event::Received { order, .. }) => {
                self.redirect(recorded.id, order);
            }
            Fact::Definition(_)
            | Fact::Import(_)
            | Fact::OperationsRequest(operations_request::Event::Released { .. })
            | Fact::Label(_)
            | Fact::Exception(_)
            | Fact::Unread { .. }
            | Fact::Voided { .. } => {}
        }
    }
}

impl JobOrder {
    /// Unit that output is counted in.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.directive
            .as_ref()
            .map_or_else(Unit::each, |directive| directive.quantity.unit().clone())
    }

    /// An amount in the job's unit.
    #[must_use]
    pub fn amount(&self, value: Decimal) -> Quantity {
        Quantity::new(value, self.unit())
    }

    /// Remaining: received − good − scrap − rework still out (DOMAIN rule 4.1).
    #[must_use]
    pub fn remaining(&self, received: &Quantity) -> Quantity {
        self.amount(received.value() - self.good - self.scrap - self.rework)
    }

    /// Standard time of what is not yet reported, in seconds, with the setup until a run began;
    /// absent where the routing has none.
    #[must_use]
    pub fn standard_s(&self) -> Option<i64> {
        let directive = self.directive.as_ref()?;
        let ordered = self.ordered().unwrap_or_default();
        let open = (ordered - self.good - self.scrap - self.rework).max(Decimal::ZERO);
        let run_s = Decimal::from(directive.run_s?)
            .checked_mul(open)?
            .checked_div(directive.quantity.value())?;
        let setup_s = if self.runs.is_empty() {
            i64::from(directive.setup_s)
        } else {
            0
        };
        Some(run_s.ceil().to_i64()?.saturating_add(setup_s))
    }

    /// The open run of `person`, else any open run where nobody is named.
    #[must_use]
    pub fn open_run(&self, person: Option<PersonId>) -> Option<(&RunId, &Run)> {
        self.runs
            .iter()
            .find(|(_, run)| !run.ended && (person.is_none() || run.person == person))
    }

    fn apply_own(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.effective_at;
        match event {
            Event::Released(directive) => self.directive = Some(directive.as_ref().clone()),
            Event::Dispatched { work_unit, rank } => {
                self.dispatched = Some(recorded.id);
                self.dispatch(*work_unit, rank);
            }
            Event::RunStarted { run, work_unit } => self.start(recorded, *run, *work_unit),
            Event::RunPaused { run, reason } => {
                let reason = reason.clone();
                self.with_run(recorded.id, *run, |run| {
                    run.stand(at);
                    run.paused = Some(reason);
                });
            }
            Event::RunResumed { run } => self.with_run(recorded.id, *run, |run| run.go_on(at)),
            Event::RunEnded { run } => self.with_run(recorded.id, *run, |run| {
                run.stand(at);
                run.paused = None;
                run.ended = true;
            }),
            Event::Reported {
                good,
                scrap,
                rework,
            } => self.report(recorded, good, scrap, rework.as_ref()),
            Event::Inspected {
                characteristic,
                observed,
                conforms,
                ..
            } => self.inspect(recorded, characteristic, (observed, *conforms)),
            Event::Completed { short } => {
                self.status = Status::Completed;
                self.short.clone_from(short);
            }
        }
    }

    fn dispatch(&mut self, work_unit: EquipmentId, rank: &str) {
        self.work_unit = Some(work_unit);
        rank.clone_into(&mut self.rank);
        if self.status == Status::Released {
            self.status = Status::Dispatched;
        }
    }

    fn start(&mut self, recorded: &Recorded, run: RunId, work_unit: EquipmentId) {
        let started = Run {
            work_unit,
            person: recorded.actor,
            stretches: vec![(recorded.effective_at, None)],
            paused: None,
            ended: false,
        };
        self.runs.insert(run, started);
        self.counted_at = Some(recorded.effective_at);
        if self.status.ended() {
            self.exceptions
                .push((recorded.id, Exception::WorkedAfterEnd));
        } else {
            self.status = Status::Running;
        }
    }

    fn with_run(&mut self, event: EventId, run: RunId, change: impl FnOnce(&mut Run)) {
        match self.runs.get_mut(&run) {
            Some(run) if !run.ended => change(run),
            Some(_) => {}
            None => self.exceptions.push((event, Exception::UnknownRun)),
        }
    }

    fn report(
        &mut self,
        recorded: &Recorded,
        good: &Quantity,
        scrap: &[Scrap],
        rework: Option<&Quantity>,
    ) {
        if self.status.ended() {
            self.exceptions
                .push((recorded.id, Exception::WorkedAfterEnd));
        }
        self.counted_at = Some(recorded.effective_at);
        let over_before = self.over();
        let good = self.own_unit(recorded.id, good);
        let rework = rework.map_or(Decimal::ZERO, |quantity| {
            self.own_unit(recorded.id, quantity)
        });
        self.good += good;
        self.rework += rework;
        for scrapped in scrap {
            let value = self.own_unit(recorded.id, &scrapped.quantity);
            self.scrap += value;
            *self
                .scrap_reasons
                .entry(scrapped.reason.clone())
                .or_default() += value;
        }
        if self.withdrawn() && !good.is_zero() {
            self.exceptions.push((recorded.id, Exception::Surplus));
        }
        if self.over() && !over_before {
            self.exceptions.push((recorded.id, Exception::ReportedOver));
        }
    }

    /// Whether more was reported than is ordered.
    fn over(&self) -> bool {
        let made = self.good + self.scrap + self.rework;
        self.ordered().is_some_and(|ordered| made > ordered)
    }

    fn own_unit(&mut self, event: EventId, quantity: &Quantity) -> Decimal {
        if let Ok(own) = quantity.convert(&self.unit()) {
            return own.value();
        }
        self.exceptions.push((event, Exception::UnitMismatch));
        Decimal::ZERO
    }

    /// What quality has decided about is no longer in the way of the inspection that found it.
    fn apply_nonconformance(&mut self, event: &nonconformance::Event) {
        use nonconformance::Event::{Closed, Contained, Counted, Dispositioned, Opened};
        match event {
            Opened {
                nonconformance,
                number,
                inspection,
                ..
            } => {
                let doubt = Doubt {
                    number: number.clone(),
                    inspection: *inspection,
                };
                self.nonconformances.insert(*nonconformance, doubt);
            }
            Dispositioned { nonconformance, .. } | Closed { nonconformance, .. } => {
                let ended = self.nonconformances.remove(nonconformance);
                let found = ended.and_then(|doubt| doubt.inspection);
                let by_it = |inspection: &&mut Inspection| Some(inspection.event) == found;
                if let Some(inspection) = self.inspections.iter_mut().find(by_it) {
                    inspection.settled = true;
                }
            }
            Contained { .. } | Counted { .. } => {}
        }
    }
}
