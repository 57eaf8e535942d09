//! Inspecting: what was found is recorded as it is, and what does not conform opens a nonconformance.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Decision, Facts};
use crate::event::{self, REASON_CHARS_MAX};
use crate::id::NonconformanceId;
use crate::import::Characteristic;
use crate::job_order::{Doubt, Event, JobOrder, Observed};
use crate::nonconformance;
use crate::quantity::Quantity;
use crate::refused::Refused;

/// Inspections of one job: a job is bounded to about 500 events, and they are not to be the most of them.
const INSPECTIONS_MAX: usize = 300;

impl JobOrder {
    pub(super) fn decide_inspect(
        &self,
        key: &str,
        observed: &Observed,
        gauge: Option<&str>,
        facts: &Facts,
    ) -> Decision {
        let characteristic = self
            .characteristics()
            .iter()
            .find(|characteristic| characteristic.key == key)
            .ok_or(Refused::UnknownCharacteristic)?;
        if !characteristic.may_inspect(&facts.roles) {
            return Err(Refused::NotAuthorised {
                needs: characteristic.by,
            });
        }
        if self.inspections.len() >= INSPECTIONS_MAX {
            return Err(Refused::TooManyInspections);
        }
        let conforms = characteristic.conforms(observed)?;
        let gauge = gauge.map(str::trim).filter(|gauge| !gauge.is_empty());
        let inspected = Event::Inspected {
            characteristic: key.to_owned(),
            observed: observed.clone(),
            conforms,
            gauge: gauge.map(|gauge| gauge.chars().take(REASON_CHARS_MAX).collect()),
        };
        let opened = (!conforms).then(|| self.doubt(characteristic, observed, facts));
        Ok(std::iter::once(inspected.into())
            .chain(opened.map(event::Event::Nonconformance))
            .collect())
    }

    /// Everything good since the last piece that conformed is in doubt, and what it went into is held.
    fn doubt(
        &self,
        characteristic: &Characteristic,
        observed: &Observed,
        facts: &Facts,
    ) -> nonconformance::Event {
        let found = match observed {
            Observed::Measured(value) => value.to_string(),
            Observed::Judged(_) => "not in order".to_owned(),
        };
        let specification = characteristic.specification();
        let (id, number) = facts.new_nonconformance.clone();
        let mut seen = BTreeSet::new();
        let made = self.produced.iter().filter(|made| seen.insert(made.lot));
        let lots = made.map(|made| (made.lot, made.number.clone()));
        nonconformance::Event::Opened {
            nonconformance: id,
            number,
            job: Some(facts.job),
            inspection: Some(facts.new_event),
            material: self
                .directive
                .as_ref()
                .map(|directive| directive.material_key.clone())
                .unwrap_or_default(),
            cause: format!("{}: {found}, not {specification}", characteristic.name),
            quantity: self.doubtful(&characteristic.key),
            lots: lots.collect(),
        }
    }

    /// Good output since a piece conformed, and one piece at least: the one that was inspected.
    fn doubtful(&self, characteristic: &str) -> Quantity {
        let conformed = self
            .inspections
            .iter()
            .rev()
            .find(|inspection| inspection.characteristic == characteristic && inspection.settled)
            .map_or(Decimal::ZERO, |inspection| inspection.good);
        self.amount((self.good - conformed).max(Decimal::ONE))
    }

    /// Refuses while something is to be inspected before `good` output in all, or the end.
    pub(super) fn check_inspected(&self, good: Decimal, completing: bool) -> Result<(), Refused> {
        let due = self.due(good, completing);
        if due.is_empty() {
            return Ok(());
        }
        Err(Refused::Gates(due.iter().map(super::Due::gate).collect()))
    }

    /// A new lot of a job that has an open nonconformance is held with it.
    pub(super) fn contain(&self, facts: &Facts) -> Vec<event::Event> {
        if !self.produced.is_empty() {
            return Vec::new();
        }
        let contained = |(nonconformance, doubt): (&NonconformanceId, &Doubt)| {
            event::Event::Nonconformance(nonconformance::Event::Contained {
                nonconformance: *nonconformance,
                number: doubt.number.clone(),
                lot: facts.new_lot.clone(),
            })
        };
        self.nonconformances.iter().map(contained).collect()
    }
}
