//! Records of work done elsewhere.

use domain::operations_response::OperationsResponse;

use super::{Projected, Value};

impl Projected for OperationsResponse {
    const TABLE: &'static str = "operations_response";
    const COLUMNS: &'static [&'static str] = &["key", "order_key"];

    fn values(&self) -> Vec<Value> {
        let entry = self.entry.as_ref();
        vec![
            Value::Text(entry.map(|entry| entry.key.clone())),
            Value::Text(entry.map(|entry| entry.order.clone())),
        ]
    }
}
