//! Reporting: increments, each slip asked about, output and backflush with it.

use rust_decimal::Decimal;

use super::{Decision, Facts, Finish, reason_for};
use crate::event;
use crate::import::{IssueMethod, Tracking};
use crate::job_order::{Event, JobOrder, Need, Scrap};
use crate::material_lot::{self, Means};
use crate::quantity::Quantity;
use crate::refused::Refused;

/// A report is asked about when it would mean working this many times faster than standard.
const IMPLAUSIBLE_RATE: i64 = 3;
/// Standard time that is never asked about, in seconds: the first pieces of a run are often counted
/// late, and a question at each would be clicked away unread.
const IMPLAUSIBLE_GRACE_S: i64 = 1_800;

impl JobOrder {
    pub(super) fn decide_report(
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
}

/// The figures of one report.
pub(super) struct Report<'a> {
    pub(super) good: &'a Quantity,
    pub(super) scrap: &'a [Scrap],
    pub(super) rework: Option<&'a Quantity>,
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
