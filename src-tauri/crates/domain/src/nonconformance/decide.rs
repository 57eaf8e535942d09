//! Who may do what about a nonconformance: anybody opens and contains, quality decides.

use serde::{Deserialize, Serialize};

use super::{Disposition, DispositionRow, DoubtStatus, Event, Nonconformance};
use crate::event::{self, AggregateRef, Kind, REASON_CHARS_MAX};
use crate::id::{MaterialLotId, NonconformanceId};
use crate::material_lot::{self, Removal};
use crate::quantity::Quantity;
use crate::refused::Refused;
use crate::role::Role;

/// Lots that one nonconformance may hold: more are a recall.
const LOTS_MAX: usize = 100;
/// Rows of one decision: each may take from a lot, and a command has 200 events at most.
const ROWS_MAX: usize = 100;

/// What a person wants of a nonconformance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum DoubtCommand {
    /// Open one for a lot, which is held with it.
    Open {
        /// Lot.
        lot: MaterialLotId,
        /// How much is in doubt.
        quantity: Quantity,
        /// What does not conform, at most 400 characters.
        cause: String,
    },
    /// Hold another lot with it.
    Contain {
        /// Lot.
        lot: MaterialLotId,
    },
    /// Say how much is in doubt.
    Count {
        /// How much.
        quantity: Quantity,
        /// Why, at most 400 characters.
        note: String,
    },
    /// Decide what becomes of all that is in doubt.
    Disposition {
        /// Amounts.
        rows: Vec<DispositionRow>,
        /// Why, at most 400 characters.
        note: String,
    },
    /// Say that the rework was done and verified.
    Close {
        /// What was verified, at most 400 characters.
        note: String,
    },
}

/// A lot as a decision looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotLeft {
    /// Lot.
    pub lot: MaterialLotId,
    /// Its number.
    pub number: String,
    /// Item number.
    pub material: String,
    /// What is left of it.
    pub left: Quantity,
}

/// What a decision looks at beyond the nonconformance.
#[derive(Clone, Debug)]
pub struct Facts {
    /// This nonconformance, new for one that is opened.
    pub id: NonconformanceId,
    /// Its number, for one that is opened.
    pub number: String,
    /// Rights of who acts.
    pub roles: Vec<Role>,
    /// Lots that the command names or the nonconformance holds.
    pub lots: Vec<LotLeft>,
}

/// Events with what each touches.
type Decision = Result<Vec<(event::Event, Vec<AggregateRef>)>, Refused>;

impl Nonconformance {
    /// Decides what `command` leads to.
    ///
    /// # Errors
    /// [`Refused`], when the person may not, it was decided before, or the rows do not balance.
    pub fn decide(&self, command: &DoubtCommand, facts: &Facts) -> Decision {
        match (self.status, command) {
            (
                _,
                DoubtCommand::Open {
                    lot,
                    quantity,
                    cause,
                },
            ) => self.decide_open(*lot, quantity, cause, facts),
            (DoubtStatus::Open, DoubtCommand::Contain { lot }) => self.decide_contain(*lot, facts),
            (DoubtStatus::Open, DoubtCommand::Count { quantity, note }) => {
                self.decide_count(quantity, note, facts)
            }
            (DoubtStatus::Open, DoubtCommand::Disposition { rows, note }) => {
                self.decide_disposition(rows, note, facts)
            }
            (DoubtStatus::Dispositioned, DoubtCommand::Close { note }) => {
                self.decide_close(note, facts)
            }
            (
                DoubtStatus::Open | DoubtStatus::Dispositioned | DoubtStatus::Closed,
                DoubtCommand::Contain { .. }
                | DoubtCommand::Count { .. }
                | DoubtCommand::Disposition { .. }
                | DoubtCommand::Close { .. },
            ) => Err(Refused::ChangedMeanwhile),
        }
    }

    fn decide_open(
        &self,
        lot: MaterialLotId,
        quantity: &Quantity,
        cause: &str,
        facts: &Facts,
    ) -> Decision {
        if !self.number.is_empty() {
            return Err(Refused::ChangedMeanwhile);
        }
        let known = facts.lot(lot)?;
        let quantity = counted(quantity)?.convert(known.left.unit())?;
        let opened = Event::Opened {
            nonconformance: facts.id,
            number: facts.number.clone(),
            job: None,
            inspection: None,
            material: known.material.clone(),
            cause: said("nonconformance", cause)?,
            quantity,
            lots: vec![(lot, known.number.clone())],
        };
        Ok(vec![(opened.into(), vec![own(facts.id), lot_ref(lot)])])
    }

    fn decide_contain(&self, lot: MaterialLotId, facts: &Facts) -> Decision {
        if self.lots.contains_key(&lot) || self.lots.len() >= LOTS_MAX {
            return Err(Refused::ChangedMeanwhile);
        }
        let known = facts.lot(lot)?;
        let contained = Event::Contained {
            nonconformance: facts.id,
            number: self.number.clone(),
            lot: (lot, known.number.clone()),
        };
        Ok(vec![(contained.into(), vec![own(facts.id), lot_ref(lot)])])
    }

    fn decide_count(&self, quantity: &Quantity, note: &str, facts: &Facts) -> Decision {
        facts.quality()?;
        let counted = Event::Counted {
            nonconformance: facts.id,
            quantity: self.own_unit(counted(quantity)?)?,
            note: said("count", note)?,
        };
        Ok(vec![(counted.into(), vec![own(facts.id)])])
    }

    /// The rows are all that is in doubt. What is scrapped or goes back leaves its lot, and lots without
    /// rework are free.
    fn decide_disposition(&self, rows: &[DispositionRow], note: &str, facts: &Facts) -> Decision {
        facts.quality()?;
        let note = said("disposition", note)?;
        self.check_rows(rows, facts)?;
        let stay = Self::stay_held(rows);
        let mut touched = vec![own(facts.id)];
        touched.extend(self.job.map(|job| AggregateRef::new(Kind::JobOrder, job.0)));
        let free = self.lots.keys().filter(|lot| !stay.contains(lot));
        touched.extend(free.map(|lot| lot_ref(*lot)));
        let removed = rows.iter().filter_map(|row| {
            let (lot, _) = row.lot.as_ref()?;
            let why = match row.disposition {
                Disposition::Scrap => Removal::Scrapped,
                Disposition::Return => Removal::Returned,
                Disposition::UseAsIs | Disposition::Rework => return None,
            };
            let removed = material_lot::Event::Removed {
                quantity: row.quantity.clone(),
                why,
                nonconformance: Some(facts.id),
            };
            Some((
                event::Event::Material(removed),
                vec![lot_ref(*lot), own(facts.id)],
            ))
        });
        let removed: Vec<_> = removed.collect();
        let dispositioned = Event::Dispositioned {
            nonconformance: facts.id,
            rows: rows.to_vec(),
            note,
        };
        Ok(std::iter::once((dispositioned.into(), touched))
            .chain(removed)
            .collect())
    }

    fn decide_close(&self, note: &str, facts: &Facts) -> Decision {
        facts.quality()?;
        let closed = Event::Closed {
            nonconformance: facts.id,
            note: said("closing", note)?,
        };
        let mut touched = vec![own(facts.id)];
        touched.extend(Self::stay_held(&self.rows).into_iter().map(lot_ref));
        touched.dedup();
        Ok(vec![(closed.into(), touched)])
    }

    fn check_rows(&self, rows: &[DispositionRow], facts: &Facts) -> Result<(), Refused> {
        let Some(whole) = self.quantity.as_ref().filter(|_| rows.len() <= ROWS_MAX) else {
            return Err(Refused::ChangedMeanwhile);
        };
        let mut sum = Quantity::zero(whole.unit().clone());
        for row in rows {
            sum = sum.add(&counted(&row.quantity)?)?;
        }
        if sum != *whole {
            return Err(Refused::RowsUnbalanced {
                rows: sum,
                whole: whole.clone(),
            });
        }
        self.lots
            .keys()
            .try_for_each(|lot| self.check_lot(*lot, rows, facts))?;
        let strange = rows
            .iter()
            .filter_map(|row| row.lot.as_ref())
            .find(|(lot, _)| !self.lots.contains_key(lot));
        strange.map_or(Ok(()), |(_, number)| {
            Err(Refused::NotContained {
                lot: number.clone(),
            })
        })
    }

    /// A lot cannot lose more than it holds.
    fn check_lot(
        &self,
        id: MaterialLotId,
        rows: &[DispositionRow],
        facts: &Facts,
    ) -> Result<(), Refused> {
        let lot = facts.lot(id)?;
        let mut leaves = Quantity::zero(lot.left.unit().clone());
        for row in rows {
            let gone = matches!(row.disposition, Disposition::Scrap | Disposition::Return);
            if gone && row.lot.as_ref().is_some_and(|(of, _)| *of == id) {
                leaves = leaves.add(&row.quantity)?;
            }
        }
        if leaves.value() > lot.left.value() {
            return Err(Refused::NotEnough {
                lot: lot.number.clone(),
                left: lot.left.clone(),
                asked: leaves,
            });
        }
        Ok(())
    }

    fn own_unit(&self, quantity: Quantity) -> Result<Quantity, Refused> {
        match &self.quantity {
            Some(known) => Ok(quantity.convert(known.unit())?),
            None => Ok(quantity),
        }
    }
}

impl Facts {
    fn quality(&self) -> Result<(), Refused> {
        if self.roles.contains(&Role::Quality) {
            return Ok(());
        }
        Err(Refused::NotAuthorised {
            needs: Role::Quality,
        })
    }

    fn lot(&self, id: MaterialLotId) -> Result<&LotLeft, Refused> {
        let known = self.lots.iter().find(|known| known.lot == id);
        known.ok_or(Refused::UnknownLot)
    }
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Nonconformance(event)
    }
}

fn own(id: NonconformanceId) -> AggregateRef {
    AggregateRef::new(Kind::Nonconformance, id.0)
}

fn lot_ref(lot: MaterialLotId) -> AggregateRef {
    AggregateRef::new(Kind::MaterialLot, lot.0)
}

/// An amount above zero.
fn counted(quantity: &Quantity) -> Result<Quantity, Refused> {
    if quantity.is_positive() {
        Ok(quantity.clone())
    } else {
        Err(Refused::NoAmount)
    }
}

fn said(what: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::ReasonMissing(what));
    }
    Ok(text.chars().take(REASON_CHARS_MAX).collect())
}
