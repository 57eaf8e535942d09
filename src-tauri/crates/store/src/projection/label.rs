//! Labels.

use domain::label::Label;

use super::{Projected, Value};

impl Projected for Label {
    const TABLE: &'static str = "label";
    const COLUMNS: &'static [&'static str] = &["lot"];

    fn values(&self) -> Vec<Value> {
        vec![Value::Id(self.lot.map(|lot| lot.0))]
    }
}
