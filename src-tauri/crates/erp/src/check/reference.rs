//! References from one entry to another, and units that must fit the item.

use domain::import::EquipmentLevel;
use domain::{Quantity, Unit};

use super::{Known, Wrong};
use crate::draft::{Complete, Place};

impl Known {
    /// A use of an item: it is known, and the amount can be turned into its unit of stock.
    pub(super) fn used(
        &self,
        place: &Place,
        material: &str,
        quantity: Option<&Quantity>,
        wrong: &mut Vec<Wrong>,
    ) {
        self.reference(Complete::Materials, place, material, wrong);
        let Some(quantity) = quantity else { return };
        if !self.is_unit(quantity.unit()) {
            wrong.push((place.clone(), unknown_unit(quantity.unit())));
        } else if let Some(entry) = self.materials.get(material)
            && let Err(bad) = quantity.convert(&entry.unit)
        {
            wrong.push((
                place.clone(),
                format!("item {material} is kept in {}: {bad}", entry.unit),
            ));
        }
    }

    /// A key names something, judged only where the read holds the whole table.
    pub(super) fn reference(
        &self,
        table: Complete,
        place: &Place,
        key: &str,
        wrong: &mut Vec<Wrong>,
    ) {
        let (known, what, file) = match table {
            Complete::Materials => (self.materials.contains_key(key), "item", "items.csv"),
            Complete::Equipment => (
                self.equipment.contains_key(key),
                "equipment",
                "work_centers.csv",
            ),
            Complete::Definitions => (
                self.definitions.contains_key(key),
                "routing",
                "routings.csv",
            ),
        };
        if !known && self.complete.contains(&table) {
            let text = format!("{what} {key} is not in {file}: add it there or correct the key");
            wrong.push((place.clone(), text));
        }
    }

    /// An order's routing makes the order's item.
    pub(super) fn made_by(
        &self,
        place: &Place,
        material: Option<&str>,
        definition: &str,
        wrong: &mut Vec<Wrong>,
    ) {
        let made = self.definitions.get(definition).map(String::as_str);
        if let (Some(material), Some(made)) = (material, made)
            && material != made
        {
            let text = format!(
                "routing {definition} makes {made}, but the order is for {material}: correct one"
            );
            wrong.push((place.clone(), text));
        }
    }

    /// A unit is one the product knows or the plant declares.
    pub(super) fn unit(&self, place: &Place, unit: &Unit, wrong: &mut Vec<Wrong>) {
        if !self.is_unit(unit) {
            wrong.push((place.clone(), unknown_unit(unit)));
        }
    }

    fn is_unit(&self, unit: &Unit) -> bool {
        unit.is_known() || self.units.contains(unit)
    }

    /// Only a work unit has a parent, and its parent is a work center.
    pub(super) fn parent(
        &self,
        place: &Place,
        level: EquipmentLevel,
        parent: &str,
        wrong: &mut Vec<Wrong>,
    ) {
        let text = match (level, self.equipment.get(parent)) {
            (EquipmentLevel::WorkCenter, _) => {
                "a work center has no parent: leave the column empty".to_owned()
            }
            (EquipmentLevel::WorkUnit, Some(EquipmentLevel::WorkCenter)) => return,
            (EquipmentLevel::WorkUnit, Some(EquipmentLevel::WorkUnit)) => {
                format!("parent {parent} is a work unit: name its work center")
            }
            (EquipmentLevel::WorkUnit, None) => {
                return self.reference(Complete::Equipment, place, parent, wrong);
            }
        };
        wrong.push((place.clone(), text));
    }
}

fn unknown_unit(unit: &Unit) -> String {
    format!("unit {unit} is unknown: write for example kg or EA, or declare it in units.csv")
}
