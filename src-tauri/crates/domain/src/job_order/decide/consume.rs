//! Consuming: right component, not expired, enough left; nothing pre-selected, nothing guessed.

use rust_decimal::Decimal;

use super::{Decision, Facts, LotFacts};
use crate::event;
use crate::id::MaterialLotId;
use crate::import::IssueMethod;
use crate::job_order::{JobOrder, Need};
use crate::material_lot::{self, Means};
use crate::quantity::Quantity;
use crate::refused::Refused;

impl JobOrder {
    /// A scanned lot: the amount asked for, or what is still needed and the lot holds.
    pub(super) fn decide_consume(&self, quantity: Option<&Quantity>, facts: &Facts) -> Decision {
        let (lot, need) = self.component(facts)?;
        self.working_run(facts, "consume for it")?;
        if need.issue == IssueMethod::Weigh {
            return Err(Refused::WrongIssue {
                material: need.key.clone(),
                how: "weighed, not scanned",
            });
        }
        let open = self.open(need)?;
        let asked = match quantity {
            Some(quantity) => quantity.convert(need.quantity.unit())?,
            None => default_portion(&open, lot, need)?,
        };
        if asked.is_zero() {
            return Err(Refused::NoAmount);
        }
        if !asked.is_positive() {
            return Err(Refused::Negative(asked));
        }
        if asked.value() > open.value() && !facts.confirmed {
            return Err(Refused::Confirm(format!(
                "{open} are still needed, not {asked}. Book {asked} all the same?"
            )));
        }
        portion(lot, need, asked, Means::Scanned, facts)
    }

    /// What the scale shows, when it stands still; outside the band only on purpose.
    pub(super) fn decide_weigh(&self, facts: &Facts) -> Decision {
        let (lot, need) = self.component(facts)?;
        self.working_run(facts, "weigh for it")?;
        if need.issue != IssueMethod::Weigh {
            return Err(Refused::WrongIssue {
                material: need.key.clone(),
                how: "scanned, not weighed",
            });
        }
        let reading = facts
            .weight
            .as_ref()
            .ok_or_else(|| Refused::NoWeight("no scale is connected".to_owned()))?;
        let weight = reading
            .weight
            .clone()
            .map_err(Refused::NoWeight)?
            .convert(need.quantity.unit())?;
        if !reading.stable {
            return Err(Refused::WeightUnstable);
        }
        if reading.booked {
            return Err(Refused::StillBooked);
        }
        if !weight.is_positive() {
            return Err(Refused::NoWeight(format!(
                "the scale shows {weight}: put the material on it"
            )));
        }
        let (least, most) = self.band(need)?;
        let outside = weight.value() < least.value() || weight.value() > most.value();
        if outside && !facts.confirmed {
            return Err(Refused::Confirm(format!(
                "{weight} is outside {least} to {most}. Book {weight} all the same?"
            )));
        }
        let means = Means::Weighed {
            raw: reading.raw.clone(),
            scale: reading.scale.clone(),
            outside,
        };
        portion(lot, need, weight, means, facts)
    }

    /// What was opened and not used up comes back as a container of its own, with the lot's last day.
    pub(super) fn decide_return(
        &self,
        id: MaterialLotId,
        quantity: &Quantity,
        facts: &Facts,
    ) -> Decision {
        let lot = facts.lot.as_ref().ok_or(Refused::UnknownLot)?;
        self.working_run(facts, "give material back from it")?;
        if !quantity.is_positive() {
            return Err(Refused::NoAmount);
        }
        let taken = self.taken_of(id);
        let taken = taken.first().ok_or_else(|| Refused::NotTaken {
            lot: lot.number.clone(),
            taken: Quantity::zero(quantity.unit().clone()),
        })?;
        let back = quantity.convert(taken.unit())?;
        if back.value() > taken.value() {
            return Err(Refused::NotTaken {
                lot: lot.number.clone(),
                taken: taken.clone(),
            });
        }
        let (sublot, number) = &facts.new_lot;
        let number = format!("{}-{number}", lot.number);
        let of = (id, lot.number.clone());
        Ok(vec![
            event::Event::Material(material_lot::Event::Returned {
                job: facts.job,
                material: lot.material.clone(),
                lot: of.clone(),
                sublot: (*sublot, number.clone()),
                quantity: back.clone(),
            }),
            event::Event::Material(material_lot::Event::Sublot {
                of,
                material: lot.material.clone(),
                number,
                quantity: back,
                supplier: lot.supplier.clone(),
                expires: lot.expires,
            }),
        ])
    }

    /// What is still needed of a component; never less than nothing.
    ///
    /// # Errors
    /// [`Refused::Quantity`], when portions were recorded in units without a factor between them.
    pub fn open(&self, need: &Need) -> Result<Quantity, Refused> {
        let consumed = self.consumed(&need.key, need.quantity.unit())?;
        Ok(self.needed(need)?.sub(&consumed)?.or_nothing())
    }

    /// Least and most accepted for what is still needed of a weighed component.
    ///
    /// # Errors
    /// [`Refused::Quantity`], as for [`JobOrder::open`].
    pub fn band(&self, need: &Need) -> Result<(Quantity, Quantity), Refused> {
        let open = self.open(need)?;
        let slack = self
            .needed(need)?
            .share(need.tolerance_percent, Decimal::ONE_HUNDRED)?;
        Ok((open.sub(&slack)?.or_nothing(), open.add(&slack)?))
    }

    fn component<'a>(&'a self, facts: &'a Facts) -> Result<(&'a LotFacts, &'a Need), Refused> {
        let lot = facts.lot.as_ref().ok_or(Refused::UnknownLot)?;
        let needs = self
            .directive
            .as_ref()
            .map_or(&[][..], |directive| directive.needs.as_slice());
        let need = needs
            .iter()
            .find(|need| need.key == lot.material)
            .ok_or_else(|| Refused::WrongMaterial {
                material: lot.material.clone(),
                needs: names(needs),
            })?;
        if let Some(refused) = lot.unusable(facts.today) {
            return Err(refused);
        }
        Ok((lot, need))
    }
}

fn names(needs: &[Need]) -> String {
    let tracked: Vec<&str> = needs.iter().map(|need| need.key.as_str()).collect();
    if tracked.is_empty() {
        "nothing".to_owned()
    } else {
        tracked.join(", ")
    }
}

/// What is still needed, at most what the lot holds.
fn default_portion(open: &Quantity, lot: &LotFacts, need: &Need) -> Result<Quantity, Refused> {
    if !open.is_positive() {
        return Err(Refused::ComponentComplete {
            material: need.key.clone(),
        });
    }
    let left = lot.left.convert(need.quantity.unit())?;
    if left.is_positive() {
        return Ok(smaller(open, &left));
    }
    Err(Refused::NotEnough {
        lot: lot.number.clone(),
        left,
        asked: open.clone(),
    })
}

fn smaller(one: &Quantity, other: &Quantity) -> Quantity {
    if one.value() <= other.value() {
        one.clone()
    } else {
        other.clone()
    }
}

fn portion(
    lot: &LotFacts,
    need: &Need,
    quantity: Quantity,
    means: Means,
    facts: &Facts,
) -> Decision {
    let left = lot.left.convert(need.quantity.unit())?;
    if quantity.value() > left.value() {
        return Err(Refused::NotEnough {
            lot: lot.number.clone(),
            left,
            asked: quantity,
        });
    }
    Ok(vec![event::Event::Material(
        material_lot::Event::Consumed {
            job: facts.job,
            material: need.key.clone(),
            lot: Some((lot.id, lot.number.clone())),
            quantity,
            means,
        },
    )])
}
