//! Portions: what went into a job, what came back from it, what came out.

use serde::{Deserialize, Serialize};

use super::JobOrder;
use crate::event::Recorded;
use crate::id::{EventId, MaterialLotId};
use crate::material_lot;
use crate::quantity::{BadQuantity, Quantity, Unit};

/// One portion that went in; a negative one came back.
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

impl JobOrder {
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

    /// What this job has of a lot, without what it gave back; one sum for each group of units that can
    /// be added, and none that is nothing.
    #[must_use]
    pub fn taken_of(&self, lot: MaterialLotId) -> Vec<Quantity> {
        let of_lot = |portion: &&Consumed| portion.lot.as_ref().is_some_and(|(id, _)| *id == lot);
        let portions = self.consumed.iter().filter(of_lot);
        let mut sums = Quantity::sums(portions.map(|portion| &portion.quantity));
        sums.retain(|sum| !sum.is_zero());
        sums
    }

    pub(super) fn apply_material(&mut self, recorded: &Recorded, event: &material_lot::Event) {
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
            material_lot::Event::Returned {
                lot,
                material,
                quantity,
                ..
            } => self.consumed.push(Consumed {
                event: recorded.id,
                material: material.clone(),
                lot: Some(lot.clone()),
                quantity: quantity.negated(),
            }),
            material_lot::Event::Received { .. }
            | material_lot::Event::Held { .. }
            | material_lot::Event::HoldReleased { .. }
            | material_lot::Event::Sublot { .. }
            | material_lot::Event::Removed { .. } => {}
        }
    }
}
