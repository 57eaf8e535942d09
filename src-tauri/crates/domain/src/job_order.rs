//! One operation of a released order: what was planned, what runs, what came of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::event::{self, Kind, Recorded};
use crate::fold::Aggregate;
use crate::id::{
    EquipmentId, EventId, JobOrderId, MaterialDefinitionId, MaterialLotId, OperationsRequestId,
    PersonId, RunId,
};
use crate::import::{IssueMethod, Tracking};
use crate::material_lot;
use crate::quantity::{BadQuantity, Quantity, Unit};

mod decide;
mod gates;

pub use decide::{Command, Facts, Finish, LotFacts, Outcome, UNDO_MINUTES, VoidFacts, WeightFacts};
pub use gates::{GateFacts, Upstream, WorkUnitFacts};

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

/// One component as frozen by the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Item.
    pub material: MaterialDefinitionId,
    /// Item number.
    pub key: String,
    /// How it is told apart.
    pub tracking: Tracking,
    /// Amount for the whole released quantity.
    pub quantity: Quantity,
    /// How it gets consumed.
    pub issue: IssueMethod,
    /// Allowed deviation of a weighed portion, in percent.
    #[serde(with = "crate::quantity::decimal_text")]
    pub tolerance_percent: Decimal,
}

/// The work directive of one operation: what the release froze.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directive {
    /// Production order.
    pub order: OperationsRequestId,
    /// The ERP's order number.
    pub order_key: String,
    /// Item to make.
    pub material: MaterialDefinitionId,
    /// Its number.
    pub material_key: String,
    /// How the output is told apart.
    pub tracking: Tracking,
    /// Operation number.
    pub segment: String,
    /// Operation name.
    pub name: String,
    /// Place among the order's operations, from 0.
    pub position: u32,
    /// Whether its good output is the order's.
    pub last: bool,
    /// Amount to make.
    pub quantity: Quantity,
    /// Work center or work unit of the routing.
    pub equipment: EquipmentId,
    /// Jobs that deliver to this one.
    pub after: Vec<JobOrderId>,
    /// Standard setup, in seconds.
    pub setup_s: u32,
    /// Standard run time for the whole quantity, in seconds; absent where the ERP has none.
    pub run_s: Option<u32>,
    /// Due.
    pub due: Option<DateTime<Utc>>,
    /// The ERP's priority.
    pub priority: Option<i32>,
    /// Components.
    pub needs: Vec<Need>,
    /// Instruction text.
    pub instruction: Option<String>,
    /// Routing and revision it was taken from.
    pub definition: Option<String>,
}

impl Directive {
    /// Due, in milliseconds since 1970 UTC.
    #[must_use]
    pub fn due_ms(&self) -> Option<i64> {
        self.due.map(|due| due.timestamp_millis())
    }
}

/// Scrapped output with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scrap {
    /// Amount.
    pub quantity: Quantity,
    /// Why.
    pub reason: String,
}

/// What happened to a job order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The order was released with this operation.
    Released(Box<Directive>),
    /// It was put into, or moved within, a work unit's job list.
    Dispatched {
        /// Work unit.
        work_unit: EquipmentId,
        /// Sort key within the list, see [`crate::rank`].
        rank: String,
    },
    /// A run began.
    RunStarted {
        /// Run.
        run: RunId,
        /// Where.
        work_unit: EquipmentId,
    },
    /// The run stands.
    RunPaused {
        /// Run.
        run: RunId,
        /// Why.
        reason: String,
    },
    /// The run goes on.
    RunResumed {
        /// Run.
        run: RunId,
    },
    /// The run is over; the job may go on with another.
    RunEnded {
        /// Run.
        run: RunId,
    },
    /// Output was counted. Increments, never totals.
    Reported {
        /// Good output since the last report.
        good: Quantity,
        /// Scrapped output since the last report, each with its reason.
        scrap: Vec<Scrap>,
        /// Output sent to rework.
        rework: Option<Quantity>,
    },
    /// Nothing more will be made.
    Completed {
        /// Why it was closed short; absent when everything was made.
        short: Option<String>,
    },
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Released(_) => "job_order.released",
            Self::Dispatched { .. } => "job_order.dispatched",
            Self::RunStarted { .. } => "job_order.run_started",
            Self::RunPaused { .. } => "job_order.run_paused",
            Self::RunResumed { .. } => "job_order.run_resumed",
            Self::RunEnded { .. } => "job_order.run_ended",
            Self::Reported { .. } => "job_order.reported",
            Self::Completed { .. } => "job_order.completed",
        }
    }
}

/// One run: a person, a work unit, stretches of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where.
    pub work_unit: EquipmentId,
    /// Who started it.
    pub person: Option<PersonId>,
    /// Stretches of work: start and, once it stood, end.
    pub stretches: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// Why it stands, while it does.
    pub paused: Option<String>,
    /// Whether it is over.
    pub ended: bool,
}

impl Run {
    /// Work time in milliseconds, an open stretch counted up to `now`.
    #[must_use]
    pub fn duration_ms(&self, now: DateTime<Utc>) -> i64 {
        let length = |(from, to): &(DateTime<Utc>, Option<DateTime<Utc>>)| {
            (to.unwrap_or(now) - *from).num_milliseconds().max(0)
        };
        self.stretches.iter().map(length).sum()
    }

    fn stand(&mut self, at: DateTime<Utc>) {
        if let Some((from, to @ None)) = self.stretches.last_mut() {
            *to = Some(at.max(*from));
        }
    }

    fn go_on(&mut self, at: DateTime<Utc>) {
        if self.stretches.last().is_none_or(|(_, to)| to.is_some()) {
            self.stretches.push((at, None));
        }
        self.paused = None;
    }
}

/// One portion that went in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumed {
    /// Event.
    pub event: EventId,
    /// Item number.
    pub material: String,
    /// Lot and its number; absent for untracked material.
    pub lot: Option<(MaterialLotId, String)>,
    /// Amount.
    pub quantity: Quantity,
}

/// One portion that came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Produced {
    /// Event.
    pub event: EventId,
    /// Lot.
    pub lot: MaterialLotId,
    /// Its number.
    pub number: String,
    /// Amount.
    pub quantity: Quantity,
}

/// What a fold could not reconcile: shown to its owner, never dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exception {
    /// Work was recorded after the job was complete.
    WorkedAfterEnd,
    /// More was reported than ordered.
    ReportedOver,
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
    /// State.
    pub status: Status,
    /// Work unit it is dispatched to.
    pub work_unit: Option<EquipmentId>,
    /// Sort key within that list.
    pub rank: String,
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
    /// Why it was closed short.
    pub short: Option<String>,
    /// What does not add up.
    pub exceptions: Vec<(EventId, Exception)>,
}

impl Aggregate for JobOrder {
    const KIND: Kind = Kind::JobOrder;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::JobOrder(event) => self.apply_own(recorded, event),
            event::Event::Material(event) => self.apply_material(recorded, event),
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::OperationsRequest(_)
            | event::Event::Label(_)
            | event::Event::Voided { .. } => {}
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
        let open =
            (directive.quantity.value() - self.good - self.scrap - self.rework).max(Decimal::ZERO);
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

    /// Amount of a component consumed so far, in `unit`.
    ///
    /// # Errors
    /// [`BadQuantity`], when portions were recorded in units without a factor between them.
    pub fn consumed(&self, material: &str, unit: &Unit) -> Result<Quantity, BadQuantity> {
        self.consumed
            .iter()
            .filter(|portion| portion.material == material)
            .try_fold(Quantity::zero(unit.clone()), |sum, portion| {
                sum.add(&portion.quantity)
            })
    }

    fn apply_own(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.effective_at;
        match event {
            Event::Released(directive) => self.directive = Some(directive.as_ref().clone()),
            Event::Dispatched { work_unit, rank } => self.dispatch(*work_unit, rank),
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
        let ordered = self
            .directive
            .as_ref()
            .map(|directive| directive.quantity.value());
        if ordered.is_some_and(|ordered| self.good + self.scrap + self.rework > ordered) {
            self.exceptions.push((recorded.id, Exception::ReportedOver));
        }
    }

    fn own_unit(&mut self, event: EventId, quantity: &Quantity) -> Decimal {
        if let Ok(own) = quantity.convert(&self.unit()) {
            return own.value();
        }
        self.exceptions.push((event, Exception::UnitMismatch));
        Decimal::ZERO
    }

    fn apply_material(&mut self, recorded: &Recorded, event: &material_lot::Event) {
        match event {
            material_lot::Event::Consumed {
                lot,
                material,
                quantity,
                ..
            } => self.consumed.push(Consumed {
                event: recorded.id,
                material: material.clone(),
                lot: lot.clone(),
                quantity: quantity.clone(),
            }),
            material_lot::Event::Produced {
                lot,
                number,
                quantity,
                ..
            } => self.produced.push(Produced {
                event: recorded.id,
                lot: *lot,
                number: number.clone(),
                quantity: quantity.clone(),
            }),
            material_lot::Event::Received { .. } => {}
        }
    }
}
