//! Routings with their bills.

use domain::operations_definition::OperationsDefinition;

use super::{Projected, Value};

impl Projected for OperationsDefinition {
    const TABLE: &'static str = "operations_definition";
    const COLUMNS: &'static [&'static str] = &["key", "revision", "material"];

    fn values(&self) -> Vec<Value> {
        let entry = self.entry.as_ref();
        vec![
            Value::Text(entry.map(|entry| entry.key.clone())),
            Value::Text(entry.map(|entry| entry.revision.clone())),
            Value::Text(entry.map(|entry| entry.material.clone())),
        ]
    }
}
