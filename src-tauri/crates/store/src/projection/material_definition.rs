//! Items.

use domain::material_definition::MaterialDefinition;

use super::{Projected, Value};

impl Projected for MaterialDefinition {
    const TABLE: &'static str = "material_definition";
    const COLUMNS: &'static [&'static str] = &["key", "description", "gtin"];

    fn values(&self) -> Vec<Value> {
        let entry = self.entry.as_ref();
        vec![
            Value::Text(entry.map(|entry| entry.key.clone())),
            Value::Text(entry.map(|entry| entry.description.clone())),
            Value::Text(entry.and_then(|entry| entry.gtin.clone())),
        ]
    }
}
