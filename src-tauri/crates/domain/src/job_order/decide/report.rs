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
        self.working_run(facts, "report on it")?;
        let total = report.total(self)?;
        let scrap = report.scrap()?;
        let remaining = self.remaining(&facts.gates.received);
        self.check_serials(&total, &remaining)?;
        let left = remaining.sub(&total)?;
        if finish == Finish::Complete {
            self.completion(&left, None)?; // What is refused anyway is not asked about.
        }
        let good = report.good.convert(&self.unit())?;
        let completing = finish != Finish::Continue;
        if good.is_positive() || completing {
            self.check_inspected(self.good + good.value(), completing)?;
        }
        if !facts.confirmed {
            let untaken = match finish {
                Finish::Continue => None,
                Finish::Complete | Finish::ShortClose => self.untaken(report.good)?,
            };
            ask(self.slip(&total, &remaining, facts), untaken)?;
        }
        let mut events = vec![
            Event::Reported {
                good: good.clone(),
                scrap,
                rework: report.rework.cloned(),
            }
            .into(),
        ];
        let output = self.output(&good, facts);
        let contained = output.as_ref().map(|_| self.contain(facts));
        events.extend(output);
        events.extend(contained.into_iter().flatten());
        events.extend(self.backflush(&good, facts)?);
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
    fn slip(&self, total: &Quantity, remaining: &Quantity, facts: &Facts) -> Option<String> {
        if total.value() > remaining.value() {
            let remaining = remaining.clone().or_nothing();
            return Some(format!(
                "You reported {total}, but only {remaining} remain. Book {total} all the same?"
            ));
        }
        if total.is_broken_piece() && !self.amount(self.ordered()?).is_broken_piece() {
            return Some(format!(
                "You reported {total}, which is not a whole number of pieces. Is {total} right?"
            ));
        }
        let directive = self.directive.as_ref()?;
        let standard = Decimal::from(directive.run_s?)
            .checked_mul(total.value())?
            .checked_div(directive.quantity.value())?;
        let worked_s = self
            .counted_at
            .map_or(0, |since| (facts.now - since).num_seconds().max(0));
        let limit = Decimal::from(
            worked_s
                .saturating_mul(IMPLAUSIBLE_RATE)
                .saturating_add(IMPLAUSIBLE_GRACE_S),
        );
        let worked = match worked_s / 60 {
            1 => "1 minute".to_owned(),
            minutes => format!("{minutes} minutes"),
        };
        (standard > limit).then(|| {
            format!(
                "You reported {total} after {worked}, far faster than standard. Is {total} right?"
            )
        })
    }

    /// Asks about components that a completion would leave untaken altogether: a lot that was not
    /// scanned is missing from every trace.
    pub(super) fn untaken(&self, good: &Quantity) -> Result<Option<String>, Refused> {
        if self.good.is_zero() && !good.is_positive() {
            return Ok(None); // Nothing was made of them.
        }
        let needs = self.directive.iter().flat_map(|directive| &directive.needs);
        let mut untaken = Vec::new();
        for need in needs.filter(|need| need.tracking != Tracking::None) {
            let taken = self.consumed(&need.key, need.quantity.unit())?;
            if need.quantity.is_positive() && !taken.is_positive() {
                untaken.push(format!("{} {}", self.needed(need)?, need.key));
            }
        }
        let list = untaken.join(", ");
        Ok((!untaken.is_empty())
            .then(|| format!("Nothing of {list} was taken. Complete without it?")))
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

/// Puts the questions there are, in one.
pub(super) fn ask(one: Option<String>, other: Option<String>) -> Result<(), Refused> {
    match (one, other) {
        (None, None) => Ok(()),
        (Some(only), None) | (None, Some(only)) => Err(Refused::Confirm(only)),
        (Some(one), Some(other)) => Err(Refused::Confirm(format!("{one} {other}"))),
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
