//! Imports that are complete: their orders are shown.

use domain::import_run::ImportRun;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows};

impl Model for ImportRun {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        let Some(erp) = &self.completed else { return };
        rows.add(
            "import_run",
            json!({ "aggregate": id, "erp": erp, "orders": self.orders }),
        );
    }
}
