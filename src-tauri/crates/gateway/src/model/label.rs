//! Labels, a row a copy.

use domain::label::Label;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows};

impl Model for Label {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        for (copy, state) in &self.copies {
            rows.add(
                "label",
                json!({
                    "aggregate": id,
                    "copy": copy,
                    "lot": self.lot,
                    "template": self.template,
                    "state": state.word(),
                }),
            );
        }
    }
}
