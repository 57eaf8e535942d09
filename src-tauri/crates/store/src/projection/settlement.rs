//! What was decided about exceptions; the id is that of the event that does not add up.

use domain::settlement::Settlement;

use super::{Projected, Value};

impl Projected for Settlement {
    const TABLE: &'static str = "settlement";
    const COLUMNS: &'static [&'static str] = &["settled"];

    fn values(&self) -> Vec<Value> {
        vec![Value::int(i64::from(self.note.is_some()))]
    }
}
