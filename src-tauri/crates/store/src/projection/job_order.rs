//! Job orders.

use domain::job_order::{Directive, JobOrder};

use super::{Projected, Value};

impl Projected for JobOrder {
    const TABLE: &'static str = "job_order";
    const COLUMNS: &'static [&'static str] = &[
        "order_id",
        "order_key",
        "segment",
        "position",
        "status",
        "open",
        "running",
        "equipment",
        "work_unit",
        "rank",
        "due_ms",
        "standard_s",
        "exceptions",
    ];

    fn values(&self) -> Vec<Value> {
        let directive = self.directive.as_ref();
        let open = directive.is_some() && !self.status.ended();
        vec![
            Value::Id(directive.map(|directive| directive.order.0)),
            Value::Text(directive.map(|directive| directive.order_key.clone())),
            Value::Text(directive.map(|directive| directive.segment.clone())),
            Value::Int(directive.map(|directive| i64::from(directive.position))),
            Value::text(self.status.word()),
            Value::int(i64::from(open)),
            Value::int(i64::from(open && self.open_run(None).is_some())),
            Value::Id(directive.map(|directive| directive.equipment.0)),
            Value::Id(self.work_unit.map(|unit| unit.0)),
            Value::text(&*self.rank),
            Value::Int(directive.and_then(Directive::due_ms)),
            Value::Int(self.standard_s().filter(|_| open)),
            Value::count(&self.exceptions),
        ]
    }
}
