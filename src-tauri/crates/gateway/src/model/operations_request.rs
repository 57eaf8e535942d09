//! Production orders.

use domain::event::Kind;
use domain::exception::Exception;
use domain::operations_request::OperationsRequest;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows, moment};

impl Model for OperationsRequest {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        let order = self.order.as_ref();
        let quantity = order.and_then(|order| order.quantity.as_ref());
        rows.add(
            "production_order",
            json!({
                "aggregate": id,
                "key": order.map(|order| &order.key),
                "item": order.and_then(|order| order.material.as_ref()),
                "quantity": quantity.map(|quantity| quantity.value()),
                "unit": quantity.map(|quantity| quantity.unit()),
                "start_at": moment(order.and_then(|order| order.start)),
                "due_at": moment(order.and_then(|order| order.due)),
                "priority": order.and_then(|order| order.priority),
                "status": self.status.word(),
                "jobs": self.jobs.len(),
                "imports": self.imports,
            }),
        );
        rows.add_exceptions(
            (Kind::OperationsRequest, id),
            &self.exceptions,
            Exception::OperationsRequest,
        );
    }
}
