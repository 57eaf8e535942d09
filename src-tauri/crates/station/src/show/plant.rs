//! The plant's places: work centers and their work units.

use std::collections::BTreeMap;

use domain::equipment::Equipment;
use domain::fold::Folded;
use domain::id::EquipmentId;
use domain::import::{EquipmentEntry, EquipmentLevel};
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::view::station::Place;

/// Work centers and work units by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plant {
    places: BTreeMap<EquipmentId, EquipmentEntry>,
}

impl Station {
    pub(crate) async fn plant(&self) -> Result<Plant, Failure> {
        Ok(Plant::of(self.store.equipment().await?))
    }
}

impl Plant {
    pub(crate) fn of(rows: impl IntoIterator<Item = (Uuid, Folded<Equipment>)>) -> Self {
        let places = rows
            .into_iter()
            .filter_map(|(id, folded)| Some((EquipmentId(id), folded.state.entry?)));
        Self {
            places: places.collect(),
        }
    }

    pub(crate) fn place(&self, id: EquipmentId) -> Option<Place> {
        let entry = self.places.get(&id)?;
        Some(Place {
            id,
            key: entry.key.clone(),
            name: entry.name.clone(),
        })
    }

    /// A place even where nothing is known of it yet.
    pub(crate) fn place_or_id(&self, id: EquipmentId) -> Place {
        self.place(id).unwrap_or_else(|| Place {
            id,
            key: id.to_string(),
            name: "unknown place".to_owned(),
        })
    }

    pub(crate) fn by_key(&self) -> BTreeMap<String, EquipmentId> {
        self.places
            .iter()
            .map(|(id, entry)| (entry.key.clone(), *id))
            .collect()
    }

    /// The work center of a work unit; a work center is its own.
    pub(crate) fn center(&self, id: EquipmentId) -> Option<EquipmentId> {
        let entry = self.places.get(&id)?;
        let Some(parent) = &entry.parent else {
            return Some(id);
        };
        self.places
            .iter()
            .find(|(_, other)| other.key == *parent)
            .map(|(id, _)| *id)
    }

    /// Where work can be dispatched to: work units, and work centers that have none.
    pub(crate) fn work_units(&self) -> Vec<Place> {
        let has_units = |key: &str| {
            self.places
                .values()
                .any(|entry| entry.parent.as_deref() == Some(key))
        };
        let unit = |(_, entry): &(&EquipmentId, &EquipmentEntry)| match entry.level {
            EquipmentLevel::WorkUnit => true,
            EquipmentLevel::WorkCenter => !has_units(&entry.key),
        };
        let mut units: Vec<Place> = self
            .places
            .iter()
            .filter(unit)
            .map(|(id, entry)| Place {
                id: *id,
                key: entry.key.clone(),
                name: entry.name.clone(),
            })
            .collect();
        units.sort_by(|one, other| one.key.cmp(&other.key));
        units
    }

    /// Whether work that the routing gives to `equipment` may be done at `work_unit`.
    pub(crate) fn suitable(&self, work_unit: EquipmentId, equipment: EquipmentId) -> bool {
        work_unit == equipment || self.center(work_unit) == Some(equipment)
    }
}
