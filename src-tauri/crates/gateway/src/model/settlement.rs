//! Exceptions that were settled. What was said of them may name people, and stays in the log.

use domain::settlement::Settlement;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows};

impl Model for Settlement {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        if self.note.is_some() {
            rows.add("settlement", json!({ "aggregate": id }));
        }
    }
}
