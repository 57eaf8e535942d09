//! Production orders.

use domain::operations_request::OperationsRequest;

use super::{Projected, Value};

impl Projected for OperationsRequest {
    const TABLE: &'static str = "operations_request";
    const COLUMNS: &'static [&'static str] = &[
        "key",
        "status",
        "material",
        "due_ms",
        "priority",
        "import_first",
        "import_last",
        "exceptions",
    ];

    fn values(&self) -> Vec<Value> {
        let order = self.order.as_ref();
        vec![
            Value::Text(order.map(|order| order.key.clone())),
            Value::text(self.status.word()),
            Value::Text(order.and_then(|order| order.material.clone())),
            Value::Int(
                order
                    .and_then(|order| order.due)
                    .map(|due| due.timestamp_millis()),
            ),
            Value::Int(order.and_then(|order| order.priority).map(i64::from)),
            Value::Id(self.imports.first().map(|import| import.0)),
            Value::Id(self.imports.last().map(|import| import.0)),
            Value::count(&self.exceptions),
        ]
    }
}
