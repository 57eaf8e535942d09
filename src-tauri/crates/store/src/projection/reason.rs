//! Reasons to choose from.

use domain::reason::Reason;

use super::{Projected, Value};

impl Projected for Reason {
    const TABLE: &'static str = "reason";
    const COLUMNS: &'static [&'static str] = &["kind", "key"];

    fn values(&self) -> Vec<Value> {
        let entry = self.entry.as_ref();
        vec![
            Value::Text(entry.map(|entry| entry.kind.word().to_owned())),
            Value::Text(entry.map(|entry| entry.key.clone())),
        ]
    }
}
