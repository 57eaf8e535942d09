//! Commands of a job order, and what they lead to.

use super::{Due, Event, JobOrder, Status};
use crate::event;
use crate::gate::Gate;
use crate::id::{EquipmentId, EventId, PersonId, RunId};
use crate::quantity::Quantity;
use crate::refused::Refused;
use crate::role::Role;

mod command;
mod consume;
mod facts;
mod inspect;
mod report;

pub use command::{Command, Finish, Outcome};
pub use facts::{Facts, LotFacts, VoidFacts, WeightFacts};

use report::{Report, ask};

/// How long the operator may void an own entry, in minutes (DOMAIN.md 3.1).
pub const UNDO_MINUTES: i64 = 10;

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
            // What never began may never be able to: nothing is delivered to it any more.
            (
                Status::Released | Status::Dispatched,
                Command::Finish {
                    outcome: outcome @ Outcome::ShortClose,
                    reason,
                },
            ) if facts.roles.contains(&Role::Supervisor) => {
                self.decide_finish(*outcome, reason.as_deref(), facts)
            }
            (
                Status::Running,
                Command::Consume { .. }
                | Command::Weigh { .. }
                | Command::Return { .. }
                | Command::Inspect { .. },
            ) => self.decide_in_run(command, facts),
            (_, _) => Err(self.wrong_status(command)),
        }
    }

    /// What is taken, given back or inspected while it runs.
    fn decide_in_run(&self, command: &Command, facts: &Facts) -> Decision {
        match command {
            Command::Consume { quantity, .. } => self.decide_consume(quantity.as_ref(), facts),
            Command::Weigh { .. } => self.decide_weigh(facts),
            Command::Return { lot, quantity } => self.decide_return(*lot, quantity, facts),
            Command::Inspect {
                characteristic,
                observed,
                gauge,
            } => self.decide_inspect(characteristic, observed, gauge.as_deref(), facts),
            Command::Dispatch { .. }
            | Command::Start { .. }
            | Command::Pause { .. }
            | Command::Resume
            | Command::Report { .. }
            | Command::Finish { .. }
            | Command::Void { .. } => Err(self.wrong_status(command)),
        }
    }

    /// How the job may be finished without a report by somebody with these rights. Nothing made is lost by
    /// any of them: what is missing stays open, or is closed with a reason.
    #[must_use]
    pub fn outcomes(&self, roles: &[Role], person: PersonId, received: &Quantity) -> Vec<Outcome> {
        let supervises = roles.contains(&Role::Supervisor);
        let running = self.status == Status::Running;
        if self.status.ended() || !supervises && !roles.contains(&Role::Operator) {
            return Vec::new();
        }
        let made = self.good + self.scrap + self.rework;
        let short = self.ordered().is_none_or(|ordered| made < ordered);
        let left = self.remaining(received).is_positive();
        let own = self.open_run(Some(person)).is_some();
        let may = [
            (Outcome::Complete, running && !left && !made.is_zero()),
            (Outcome::LeaveOpen, own && short),
            (Outcome::ShortClose, short && (running || supervises)),
        ];
        may.into_iter()
            .filter(|(_, may)| *may)
            .map(|(outcome, _)| outcome)
            .collect()
    }

    fn wrong_status(&self, command: &Command) -> Refused {
        Refused::WrongStatus {
            status: self.status.word(),
            command: command.verb(),
        }
    }

    fn check_role(&self, command: &Command, facts: &Facts) -> Result<(), Refused> {
        let needs = match command {
            Command::Inspect { .. } => return Ok(()), // Each characteristic says who.
            Command::Dispatch { .. } => Role::Supervisor,
            Command::Start { .. }
            | Command::Pause { .. }
            | Command::Resume
            | Command::Report { .. }
            | Command::Finish { .. }
            | Command::Consume { .. }
            | Command::Weigh { .. }
            | Command::Return { .. }
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
        if let Some(gate) = self.withdrawn_gate() {
            return Err(Refused::Gates(vec![gate]));
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

    /// The own run, which does not stand: what is counted or taken belongs to work.
    fn working_run(&self, facts: &Facts, act: &'static str) -> Result<RunId, Refused> {
        match self.own_run(facts)? {
            (run, false) => Ok(run),
            (_, true) => Err(Refused::WrongStatus {
                status: "paused: resume it first",
                command: act,
            }),
        }
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

    /// Ends the own run. A run started while another station completed the job ends this way too.
    fn decide_leave(&self, facts: &Facts) -> Decision {
        let (run, _) = self.own_run(facts)?;
        Ok(vec![Event::RunEnded { run }.into()])
    }

    fn decide_finish(&self, outcome: Outcome, reason: Option<&str>, facts: &Facts) -> Decision {
        let left = self.remaining(&facts.gates.received);
        if outcome == Outcome::Complete {
            self.completion(&left, None)?; // What is refused anyway is not asked about.
        }
        if outcome != Outcome::LeaveOpen {
            self.check_inspected(self.good, true)?;
        }
        if outcome != Outcome::LeaveOpen && !facts.confirmed {
            ask(None, self.untaken(&Quantity::zero(self.unit()))?)?;
        }
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
    if void.sent && !supervisor {
        return Err(Refused::NotVoidable(
            "it was sent to the ERP: ask a supervisor",
        ));
    }
    if !supervisor && void.actor != Some(facts.person) {
        return Err(Refused::NotVoidable(
            "somebody else made it: ask a supervisor",
        ));
    }
    if !supervisor && (facts.now - void.recorded_at).num_minutes() >= UNDO_MINUTES {
        return Err(Refused::NotVoidable("it is too old: ask a supervisor"));
    }
    let reason = reason_for("undo", Some(reason))?;
    if void.sent && !facts.confirmed {
        return Err(Refused::Confirm(
            "This was sent to the ERP, which then gets a correction too. Undo it all the same?"
                .to_owned(),
        ));
    }
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
