//! Work centers and work units.

use domain::equipment::Equipment;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows};

impl Model for Equipment {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        let Some(entry) = &self.entry else { return };
        rows.add(
            "equipment",
            json!({
                "aggregate": id,
                "key": entry.key,
                "name": entry.name,
                "level": entry.level,
                "parent": entry.parent,
            }),
        );
    }
}
