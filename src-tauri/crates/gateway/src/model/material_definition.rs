//! Items.

use domain::material_definition::MaterialDefinition;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows};

impl Model for MaterialDefinition {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        let Some(entry) = &self.entry else { return };
        rows.add(
            "item",
            json!({
                "aggregate": id,
                "key": entry.key,
                "description": entry.description,
                "unit": entry.unit,
                "tracking": entry.tracking,
                "gtin": entry.gtin,
            }),
        );
    }
}
