//! Inspections: what was found, and what is due before more is reported (DOMAIN.md 3.1).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::JobOrder;
use crate::event::Recorded;
use crate::gate::{Gate, GateCode};
use crate::id::{EventId, MaterialLotId, PersonId};
use crate::import::{Characteristic, Occasion};
use crate::quantity::Quantity;
use crate::refused::Refused;
use crate::role::Role;

/// What an inspection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Observed {
    /// A measured value.
    Measured(Quantity),
    /// Whether it was judged to be in order.
    Judged(bool),
}

/// One inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Event.
    pub event: EventId,
    /// Key of the characteristic.
    pub characteristic: String,
    /// What was found.
    pub observed: Observed,
    /// Whether that conforms.
    pub conforms: bool,
    /// Whether it conforms, or quality has decided what becomes of what does not.
    pub settled: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<PersonId>,
    /// Good output before it.
    pub good: Decimal,
    /// Changes of a component's lot before it.
    pub lot_changes: u32,
}

/// A nonconformance of a job that nobody decided yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Number on papers.
    pub number: String,
    /// The inspection that found it.
    pub inspection: Option<EventId>,
}

/// A characteristic that has to be inspected first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// Which.
    pub characteristic: &'a Characteristic,
    /// How many times.
    pub times: u32,
    /// Whether it was inspected, did not conform, and nobody decided about that yet.
    pub failed: bool,
}

impl Characteristic {
    /// What conforms, in words.
    #[must_use]
    pub fn specification(&self) -> String {
        match (&self.lower, &self.upper) {
            (Some(lower), Some(upper)) => format!("{} to {upper}", lower.value()),
            (Some(lower), None) => format!("at least {lower}"),
            (None, Some(upper)) => format!("at most {upper}"),
            (None, None) => "in order".to_owned(),
        }
    }

    /// Whether it is measured, else judged.
    #[must_use]
    pub fn measured(&self) -> bool {
        self.lower.is_some() || self.upper.is_some()
    }

    /// Whether somebody with these rights inspects it.
    #[must_use]
    pub fn may_inspect(&self, roles: &[Role]) -> bool {
        let stands_in = self.by == Role::Operator
            && (roles.contains(&Role::Supervisor) || roles.contains(&Role::Quality));
        stands_in || roles.contains(&self.by)
    }

    /// Whether what was found conforms.
    ///
    /// # Errors
    /// [`Refused::WrongObservation`], when it was judged where it is measured or the other way round;
    /// [`Refused::Quantity`], for a unit that cannot be converted.
    pub fn conforms(&self, observed: &Observed) -> Result<bool, Refused> {
        match observed {
            Observed::Judged(in_order) if !self.measured() => Ok(*in_order),
            Observed::Measured(value) if self.measured() => {
                let within = |limit: &Option<Quantity>, ok: fn(Decimal, Decimal) -> bool| {
                    let Some(limit) = limit else {
                        return Ok(true);
                    };
                    let value = value.convert(limit.unit())?;
                    Ok::<_, Refused>(ok(value.value(), limit.value()))
                };
                Ok(within(&self.lower, |value, least| value >= least)?
                    && within(&self.upper, |value, most| value <= most)?)
            }
            Observed::Judged(_) => Err(Refused::WrongObservation {
                name: self.name.clone(),
                how: "measured: type the value",
            }),
            Observed::Measured(_) => Err(Refused::WrongObservation {
                name: self.name.clone(),
                how: "judged: say whether it is in order",
            }),
        }
    }

    fn occasion_words(&self) -> String {
        match self.occasion {
            Occasion::First => "first piece".to_owned(),
            Occasion::Every(count) => format!("every {count}"),
            Occasion::Last => "last piece".to_owned(),
            Occasion::LotChange => "new lot".to_owned(),
        }
    }
}

impl Due<'_> {
    /// Why nothing can be reported yet, and who can change that.
    #[must_use]
    pub fn gate(&self) -> Gate {
        let Characteristic { name, by, .. } = self.characteristic;
        let specification = self.characteristic.specification();
        if self.failed {
            let sentence = format!(
                "{name} does not conform ({specification}): decide about its nonconformance, or inspect a piece \
                 that does"
            );
            return Gate::hard(GateCode::InspectionDue, Role::Quality, sentence);
        }
        let times = match self.times {
            1 => String::new(),
            times => format!(" {times} times"),
        };
        let act = if self.characteristic.measured() {
            "measure"
        } else {
            "check"
        };
        let occasion = self.characteristic.occasion_words();
        let sentence = format!("{act} {name}{times} first ({occasion}): {specification}");
        Gate::hard(GateCode::InspectionDue, *by, sentence)
    }
}

impl JobOrder {
    /// What is to be inspected before `good` output in all is reported, or the job completed.
    #[must_use]
    pub fn due(&self, good: Decimal, completing: bool) -> Vec<Due<'_>> {
        self.characteristics()
            .iter()
            .filter_map(|characteristic| self.due_of(characteristic, good, completing))
            .collect()
    }

    /// What is to be inspected before the next piece is reported, which may be the last.
    #[must_use]
    pub fn due_next(&self, remaining: &Quantity) -> Vec<Due<'_>> {
        self.due(self.good + Decimal::ONE, remaining.value() <= Decimal::ONE)
    }

    /// Characteristics that the release froze.
    #[must_use]
    pub fn characteristics(&self) -> &[Characteristic] {
        let directive = self.directive.as_ref();
        directive.map_or(&[], |directive| &directive.characteristics)
    }

    fn due_of<'a>(
        &'a self,
        characteristic: &'a Characteristic,
        good: Decimal,
        completing: bool,
    ) -> Option<Due<'a>> {
        let any = good > Decimal::ZERO;
        let (needed, counts): (u32, fn(&Self, &Inspection) -> bool) = match characteristic.occasion
        {
            Occasion::First => (u32::from(any), |_, _| true),
            Occasion::Every(count) => (times(good, count), |_, _| true),
            // Early results say nothing about the last piece.
            Occasion::Last => (u32::from(any && completing), |job, inspection| {
                inspection.good == job.good
            }),
            Occasion::LotChange => {
                let more = good > self.good;
                (
                    u32::from(more && self.lot_changes() > 0),
                    |job, inspection| inspection.lot_changes == job.lot_changes(),
                )
            }
        };
        let mut mine = self
            .inspections
            .iter()
            .filter(|inspection| inspection.characteristic == characteristic.key);
        let counted = mine
            .clone()
            .filter(|inspection| inspection.settled && counts(self, inspection));
        let counted = u32::try_from(counted.count()).unwrap_or(u32::MAX);
        let times = needed.checked_sub(counted).filter(|times| *times > 0)?;
        Some(Due {
            characteristic,
            times,
            failed: mine.next_back().is_some_and(|last| !last.settled),
        })
    }

    pub(super) fn inspect(
        &mut self,
        recorded: &Recorded,
        characteristic: &str,
        (observed, conforms): (&Observed, bool),
    ) {
        self.inspections.push(Inspection {
            event: recorded.id,
            characteristic: characteristic.to_owned(),
            observed: observed.clone(),
            conforms,
            settled: conforms,
            at: recorded.effective_at,
            by: recorded.actor,
            good: self.good,
            lot_changes: self.lot_changes(),
        });
    }

    /// How often a component came from another lot than its last portion.
    fn lot_changes(&self) -> u32 {
        let mut last: BTreeMap<&str, MaterialLotId> = BTreeMap::new();
        let mut changes = 0_u32;
        for portion in &self.consumed {
            let Some((lot, _)) = portion
                .lot
                .as_ref()
                .filter(|_| portion.quantity.is_positive())
            else {
                continue;
            };
            let before = last.insert(&portion.material, *lot);
            let changed = before.is_some_and(|before| before != *lot);
            changes = changes.saturating_add(u32::from(changed));
        }
        changes
    }
}

/// How many whole times `count` goes into `good`.
fn times(good: Decimal, count: u32) -> u32 {
    let times = good.checked_div(Decimal::from(count.max(1)));
    times
        .and_then(|times| times.floor().to_u32())
        .unwrap_or(u32::MAX)
}
