//! Commands of a job order, and what they lead to.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::gates::GateFacts;
use super::{Event, JobOrder, Need, Scrap, Status};
use crate::event;
use crate::gate::Gate;
use crate::id::{EquipmentId, EventId, JobOrderId, MaterialLotId, PersonId, RunId};
use crate::import::{IssueMethod, Tracking};
use crate::material_lot::{self, Means};
use crate::quantity::Quantity;
use crate::refused::Refused;
use crate::role::Role;

mod consume;

/// A report is asked about when it would mean working this many times faster than standard.
const IMPLAUSIBLE_RATE: i64 = 3;
/// Standard time that is never asked about, in seconds: the first pieces of a run are often counted
/// late, and a question at each would be clicked away unread.
const IMPLAUSIBLE_GRACE_S: i64 = 1_800;
/// How long the operator may void an own entry, in minutes (DOMAIN.md 3.1).
pub const UNDO_MINUTES: i64 = 10;

/// What to do with the job after a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// Go on.
    #[default]
    Continue,
    /// Everything is made: complete the job.
    Complete,
    /// Less was made and that is all: complete it with a reason.
    ShortClose,
}

/// How a run is finished without a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Complete the job.
    Complete,
    /// End the run and leave what remains open.
    LeaveOpen,
    /// Complete the job short, with a reason.
    ShortClose,
}

/// What a person wants of a job order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Put it into a work unit's job list, or move it there.
    Dispatch {
        /// Work unit.
        work_unit: EquipmentId,
        /// Job it goes in front of; absent for the end.
        before: Option<JobOrderId>,
        /// Last event the person saw of the job.
        seen: EventId,
    },
    /// Start a run.
    Start {
        /// Work unit.
        work_unit: EquipmentId,
    },
    /// Pause the run.
    Pause {
        /// Why.
        reason: String,
    },
    /// Go on with the run.
    Resume,
    /// Count output.
    Report {
        /// Good, as an increment.
        good: Quantity,
        /// Scrap by reason, as increments.
        scrap: Vec<Scrap>,
        /// Sent to rework, as an increment.
        rework: Option<Quantity>,
        /// What follows.
        finish: Finish,
        /// Why it is closed short.
        reason: Option<String>,
    },
    /// Finish without a report.
    Finish {
        /// How.
        outcome: Outcome,
        /// Why it is closed short.
        reason: Option<String>,
    },
    /// Consume from a scanned lot.
    Consume {
        /// Lot.
        lot: MaterialLotId,
        /// Amount; absent for what is still needed, at most what the lot holds.
        quantity: Option<Quantity>,
    },
    /// Consume what the scale shows.
    Weigh {
        /// Lot.
        lot: MaterialLotId,
    },
    /// Void an own entry.
    Void {
        /// Entry.
        event: EventId,
        /// Why.
        reason: String,
    },
}

impl Command {
    /// The verb in refusals.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Dispatch { .. } => "dispatch it",
            Self::Start { .. } => "start it",
            Self::Pause { .. } => "pause it",
            Self::Resume => "resume it",
            Self::Report { .. } => "report on it",
            Self::Finish { .. } => "finish it",
            Self::Consume { .. } => "consume for it",
            Self::Weigh { .. } => "weigh for it",
            Self::Void { .. } => "void an entry",
        }
    }
}

/// The lot a command names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotFacts {
    /// Lot.
    pub id: MaterialLotId,
    /// Item number.
    pub material: String,
    /// Number on the material.
    pub number: String,
    /// Left.
    pub left: Quantity,
    /// Last day of use.
    pub expires: Option<NaiveDate>,
}

/// What the scale shows, taken by the station, never by a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightFacts {
    /// Weight, or why there is none.
    pub weight: Result<Quantity, String>,
    /// Whether it stands still.
    pub stable: bool,
    /// What the scale sent.
    pub raw: String,
    /// Which scale.
    pub scale: String,
}

/// The entry a void names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoidFacts {
    /// Who made it.
    pub actor: Option<PersonId>,
    /// When it was entered.
    pub recorded_at: DateTime<Utc>,
    /// Why it cannot be voided, where something depends on it.
    pub kept_by: Option<&'static str>,
    /// The other entries of the same command, which go with it: a report's output, what it
    /// backflushed, the completion it brought.
    pub also: Vec<EventId>,
}

/// What a command needs to know beyond the job itself.
#[derive(Clone, Debug)]
pub struct Facts {
    /// This job.
    pub job: JobOrderId,
    /// The station's clock.
    pub now: DateTime<Utc>,
    /// The plant's day, for expiry.
    pub today: NaiveDate,
    /// Who acts.
    pub person: PersonId,
    /// Rights of that person.
    pub roles: Vec<Role>,
    /// Gates' facts.
    pub gates: GateFacts,
    /// Whether the person has been asked and said yes.
    pub confirmed: bool,
    /// Last event folded of the job.
    pub head: Option<EventId>,
    /// Sort key for the dispatch.
    pub rank: String,
    /// A new run id.
    pub new_run: RunId,
    /// A new lot id and number, for output.
    pub new_lot: (MaterialLotId, String),
    /// The lot the command names.
    pub lot: Option<LotFacts>,
    /// The scale, for a weighing.
    pub weight: Option<WeightFacts>,
    /// The entry the command voids.
    pub void: Option<VoidFacts>,
}

type Decision = Result<Vec<event::Event>, Refused>;

impl JobOrder {
    /// Decides what `command` leads to. Changes nothing.
    ///
    /// # Errors
    /// [`Refused`], when the present state, a gate or the person's rights do not allow it.
    pub fn decide(&self, command: &Command, facts: &Facts) -> Decision {
        self.check_role(command, facts)?;
        match (self.status, command) {
            (_, Command::Void { event, reason }) => decide_void(*event, reason, facts),
            (
                status,
                Command::Finish {
                    outcome: Outcome::LeaveOpen,
                    ..
                },
            ) if status.ended() => self.decide_leave(facts),
            (status, _) if status.ended() => Err(self.wrong_status(command)),
            (
                _,
                Command::Dispatch {
                    work_unit, seen, ..
                },
            ) => self.decide_dispatch(*work_unit, *seen, facts),
            (_, Command::Start { work_unit }) => self.decide_start(*work_unit, facts),
            (Status::Running, Command::Pause { reason }) => self.decide_pause(reason, facts),
            (Status::Running, Command::Resume) => self.decide_resume(facts),
            (
                Status::Running,
                Command::Report {
                    good,
                    scrap,
                    rework,
                    finish,
                    reason,
                },
            ) => self.decide_report(
                &Report {
                    good,
                    scrap,
                    rework: rework.as_ref(),
                },
                *finish,
                reason.as_deref(),
                facts,
            ),
            (Status::Running, Command::Finish { outcome, reason }) => {
                self.decide_finish(*outcome, reason.as_deref(), facts)
            }
            (Status::Running, Command::Consume { quantity, .. }) => {
                self.decide_consume(quantity.as_ref(), facts)
            }
            (Status::Running, Command::Weigh { .. }) => self.decide_weigh(facts),
            (_, _) => Err(self.wrong_status(command)),
        }
    }

    fn wrong_status(&self, command: &Command) -> Refused {
        Refused::WrongStatus {
            status: self.status.word(),
            command: command.verb(),
        }
    }

    fn check_role(&self, command: &Command, facts: &Facts) -> Result<(), Refused> {
        let needs = match command {
            Command::Dispatch { .. } => Role::Supervisor,
            Command::Start { .. }
            | Command::Pause { .. }
            | Command::Resume
            | Command::Report { .. }
            | Command::Finish { .. }
            | Command::Consume { .. }
            | Command::Weigh { .. }
            | Command::Void { .. } => Role::Operator,
        };
        let may = facts.roles.contains(&needs) || facts.roles.contains(&Role::Supervisor);
        if may {
            Ok(())
        } else {
            Err(Refused::NotAuthorised { needs })
        }
    }

    fn decide_dispatch(&self, work_unit: EquipmentId, seen: EventId, facts: &Facts) -> Decision {
        if facts.head != Some(seen) {
            return Err(Refused::ChangedMeanwhile);
        }
        match &facts.gates.work_unit {
            Some(unit) if unit.suitable => Ok(vec![
                Event::Dispatched {
                    work_unit,
                    rank: facts.rank.clone(),
                }
                .into(),
            ]),
            unit => Err(Refused::WrongWorkUnit {
                work_unit: unit
                    .as_ref()
                    .map_or_else(|| "it".to_owned(), |unit| unit.name.clone()),
            }),
        }
    }

    fn decide_start(&self, work_unit: EquipmentId, facts: &Facts) -> Decision {
        if self.open_run(Some(facts.person)).is_some() {
            return Err(Refused::WrongStatus {
                status: "running with you already",
                command: "start it",
            });
        }
        if facts.gates.work_unit.as_ref().map(|unit| unit.id) != Some(work_unit) {
            return Err(Refused::WrongWorkUnit {
                work_unit: "it".to_owned(),
            });
        }
        let gates = self.gates(&facts.gates);
        if gates.iter().any(|gate| gate.hard) {
            return Err(Refused::Gates(
                gates.into_iter().filter(|gate: &Gate| gate.hard).collect(),
            ));
        }
        Ok(vec![
            Event::RunStarted {
                run: facts.new_run,
                work_unit,
            }
            .into(),
        ])
    }

    fn own_run(&self, facts: &Facts) -> Result<(RunId, bool), Refused> {
        let (run, state) = self
            .open_run(Some(facts.person))
            .ok_or(Refused::NotRunning)?;
        Ok((*run, state.paused.is_some()))
    }

    fn decide_pause(&self, reason: &str, facts: &Facts) -> Decision {
        let (run, paused) = self.own_run(facts)?;
        if paused {
            return Err(Refused::WrongStatus {
                status: "paused",
                command: "pause it",
            });
        }
        Ok(vec![
            Event::RunPaused {
                run,
                reason: reason_for("pause", Some(reason))?,
            }
            .into(),
        ])
    }

    fn decide_resume(&self, facts: &Facts) -> Decision {
        match self.own_run(facts)? {
            (run, true) => Ok(vec![Event::RunResumed { run }.into()]),
            (_, false) => Err(Refused::WrongStatus {
                status: "running",
                command: "resume it",
            }),
        }
    }

    fn decide_report(
        &self,
        report: &Report,
        finish: Finish,
        reason: Option<&str>,
        facts: &Facts,
    ) -> Decision {
        self.own_run(facts)?;
        let total = report.total(self)?;
        let scrap = report.scrap()?;
        let remaining = self.remaining(&facts.gates.received);
        self.check_serials(&total, &remaining)?;
        if !facts.confirmed {
            self.ask_about(&total, &remaining, facts)?;
        }
        let good = report.good.convert(&self.unit())?;
        let mut events = vec![
            Event::Reported {
                good: good.clone(),
                scrap,
                rework: report.rework.cloned(),
            }
            .into(),
        ];
        events.extend(self.output(&good, facts));
        events.extend(self.backflush(&good, facts)?);
        let left = remaining.sub(&total)?;
        match finish {
            Finish::Continue => {}
            Finish::Complete => events.extend(self.completion(&left, None)?),
            Finish::ShortClose => {
                events.extend(self.completion(&left, Some(reason_for("closing", reason)?))?);
            }
        }
        Ok(events)
    }

    /// Units with a serial number are never more than were received (DOMAIN.md 4.2).
    fn check_serials(&self, total: &Quantity, remaining: &Quantity) -> Result<(), Refused> {
        let serial = self
            .directive
            .as_ref()
            .is_some_and(|directive| directive.tracking == Tracking::Serial);
        if serial && total.value() > remaining.value() {
            return Err(Refused::SerialsOver {
                remaining: remaining.clone(),
            });
        }
        Ok(())
    }

    /// A slip costs more than a question: over what remains, or faster than anyone works.
    fn ask_about(
        &self,
        total: &Quantity,
        remaining: &Quantity,
        facts: &Facts,
    ) -> Result<(), Refused> {
        if total.value() > remaining.value() {
            return Err(Refused::Confirm(format!(
                "You reported {total}, but only {remaining} remain. Book {total} all the same?"
            )));
        }
        let Some((run_s, ordered)) = self
            .directive
            .as_ref()
            .and_then(|d| Some((d.run_s?, d.quantity.value())))
        else {
            return Ok(());
        };
        let standard = Decimal::from(run_s)
            .checked_mul(total.value())
            .and_then(|time| time.checked_div(ordered));
        let worked_s = self
            .counted_at
            .map_or(0, |since| (facts.now - since).num_seconds().max(0));
        let limit = Decimal::from(
            worked_s
                .saturating_mul(IMPLAUSIBLE_RATE)
                .saturating_add(IMPLAUSIBLE_GRACE_S),
        );
        if standard.is_some_and(|standard| standard > limit) {
            let minutes = worked_s / 60;
            return Err(Refused::Confirm(format!(
                "You reported {total} after {minutes} minutes, far faster than standard. Is {total} right?"
            )));
        }
        Ok(())
    }

    /// Good output of the last operation is a lot: one for the job, added to by each report.
    fn output(&self, good: &Quantity, facts: &Facts) -> Option<event::Event> {
        let directive = self
            .directive
            .as_ref()
            .filter(|directive| directive.last && good.is_positive())?;
        if directive.tracking == Tracking::None {
            return None;
        }
        let (lot, number) = self.produced.first().map_or_else(
            || facts.new_lot.clone(),
            |first| (first.lot, first.number.clone()),
        );
        Some(event::Event::Material(material_lot::Event::Produced {
            job: facts.job,
            material: directive.material_key.clone(),
            lot,
            number,
            quantity: good.clone(),
        }))
    }

    /// Untracked components go with good output, in proportion to all of it so far, so that rounded
    /// portions add up to the bill. Tracked ones never: no lot is guessed.
    fn backflush(&self, good: &Quantity, facts: &Facts) -> Result<Vec<event::Event>, Refused> {
        let Some(directive) = self.directive.as_ref().filter(|_| good.is_positive()) else {
            return Ok(Vec::new());
        };
        let silent =
            |need: &&Need| need.issue == IssueMethod::Backflush && need.tracking == Tracking::None;
        let ordered = directive.quantity.value();
        let portion = |need: &Need| {
            let before = need.quantity.share(self.good, ordered)?;
            let after = need.quantity.share(self.good + good.value(), ordered)?;
            Ok(event::Event::Material(material_lot::Event::Consumed {
                job: facts.job,
                material: need.key.clone(),
                lot: None,
                quantity: after.sub(&before)?,
                means: Means::Backflushed,
            }))
        };
        directive.needs.iter().filter(silent).map(portion).collect()
    }

    /// Ends the own run. A run started while another station completed the job ends this way too.
    fn decide_leave(&self, facts: &Facts) -> Decision {
        let (run, _) = self.own_run(facts)?;
        Ok(vec![Event::RunEnded { run }.into()])
    }

    fn decide_finish(&self, outcome: Outcome, reason: Option<&str>, facts: &Facts) -> Decision {
        let left = self.remaining(&facts.gates.received);
        match outcome {
            Outcome::LeaveOpen => self.decide_leave(facts),
            Outcome::Complete => self.completion(&left, None),
            Outcome::ShortClose => self.completion(&left, Some(reason_for("closing", reason)?)),
        }
    }

    /// Ends every open run and completes the job. What is missing is never called a loss by itself.
    fn completion(&self, left: &Quantity, short: Option<String>) -> Decision {
        if short.is_none() && left.is_positive() {
            return Err(Refused::Remaining(left.clone()));
        }
        let ends = self
            .runs
            .iter()
            .filter(|(_, run)| !run.ended)
            .map(|(run, _)| Event::RunEnded { run: *run }.into());
        Ok(ends.chain([Event::Completed { short }.into()]).collect())
    }
}

/// The figures of one report.
struct Report<'a> {
    good: &'a Quantity,
    scrap: &'a [Scrap],
    rework: Option<&'a Quantity>,
}

impl Report<'_> {
    /// Scrap as it is recorded: each with its reason.
    fn scrap(&self) -> Result<Vec<Scrap>, Refused> {
        let scrapped = |scrap: &Scrap| {
            Ok(Scrap {
                quantity: scrap.quantity.clone(),
                reason: reason_for("scrap", Some(&scrap.reason))?,
            })
        };
        self.scrap.iter().map(scrapped).collect()
    }

    /// Everything reported, in the job's unit; refuses negatives and nothing.
    fn total(&self, job: &JobOrder) -> Result<Quantity, Refused> {
        let figures = std::iter::once(self.good)
            .chain(self.scrap.iter().map(|scrap| &scrap.quantity))
            .chain(self.rework);
        let mut total = Quantity::zero(job.unit());
        for figure in figures {
            if figure.value() < Decimal::ZERO {
                return Err(Refused::Negative(figure.clone()));
            }
            total = total.add(figure)?;
        }
        if total.is_positive() {
            Ok(total)
        } else {
            Err(Refused::NothingReported)
        }
    }
}

/// A reason as it is recorded.
fn reason_for(act: &'static str, reason: Option<&str>) -> Result<String, Refused> {
    let reason = reason.unwrap_or_default().trim();
    if reason.is_empty() {
        return Err(Refused::ReasonMissing(act));
    }
    Ok(reason.chars().take(event::REASON_CHARS_MAX).collect())
}

/// An own entry can be voided for [`UNDO_MINUTES`], or until something depends on it; a supervisor
/// may void later. What the same command recorded is taken back with it.
fn decide_void(target: EventId, reason: &str, facts: &Facts) -> Decision {
    let void = facts
        .void
        .as_ref()
        .ok_or(Refused::NotVoidable("it is not an entry of this job"))?;
    if let Some(why) = void.kept_by {
        return Err(Refused::NotVoidable(why));
    }
    let supervisor = facts.roles.contains(&Role::Supervisor);
    if !supervisor && void.actor != Some(facts.person) {
        return Err(Refused::NotVoidable(
            "somebody else made it: ask a supervisor",
        ));
    }
    if !supervisor && (facts.now - void.recorded_at).num_minutes() >= UNDO_MINUTES {
        return Err(Refused::NotVoidable("it is too old: ask a supervisor"));
    }
    let reason = reason_for("undo", Some(reason))?;
    let voided = |target| event::Event::Voided {
        target,
        reason: reason.clone(),
    };
    let also = void.also.iter().copied().filter(|other| *other != target);
    Ok(std::iter::once(target).chain(also).map(voided).collect())
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::JobOrder(event)
    }
}
