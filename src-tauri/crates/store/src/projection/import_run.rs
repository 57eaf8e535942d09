//! Imports.

use domain::import_run::ImportRun;

use super::{Projected, Value};

impl Projected for ImportRun {
    const TABLE: &'static str = "import_run";
    const COLUMNS: &'static [&'static str] = &["completed"];

    fn values(&self) -> Vec<Value> {
        vec![Value::int(i64::from(self.completed.is_some()))]
    }
}
