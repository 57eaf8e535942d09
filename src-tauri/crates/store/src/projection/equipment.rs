//! Work centers and work units.

use domain::equipment::Equipment;
use domain::import::EquipmentLevel;

use super::{Projected, Value};

impl Projected for Equipment {
    const TABLE: &'static str = "equipment";
    const COLUMNS: &'static [&'static str] = &["key", "name", "level", "parent"];

    fn values(&self) -> Vec<Value> {
        let entry = self.entry.as_ref();
        let level = entry.map(|entry| match entry.level {
            EquipmentLevel::WorkCenter => "work_center",
            EquipmentLevel::WorkUnit => "work_unit",
        });
        vec![
            Value::Text(entry.map(|entry| entry.key.clone())),
            Value::Text(entry.map(|entry| entry.name.clone())),
            Value::Text(level.map(ToOwned::to_owned)),
            Value::Text(entry.and_then(|entry| entry.parent.clone())),
        ]
    }
}
