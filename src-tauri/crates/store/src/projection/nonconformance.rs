//! Nonconformances.

use domain::nonconformance::{DoubtStatus, Nonconformance};

use super::{Projected, Value};

impl Projected for Nonconformance {
    const TABLE: &'static str = "nonconformance";
    const COLUMNS: &'static [&'static str] = &["number", "open", "found_ms"];

    fn values(&self) -> Vec<Value> {
        let open = self.status != DoubtStatus::Closed;
        vec![
            Value::text(&*self.number),
            Value::int(i64::from(open)),
            Value::Int(self.at.map(|at| at.timestamp_millis())),
        ]
    }
}
