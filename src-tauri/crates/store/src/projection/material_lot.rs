//! Lots.

use domain::material_lot::MaterialLot;

use super::{Projected, Value};

impl Projected for MaterialLot {
    const TABLE: &'static str = "material_lot";
    const COLUMNS: &'static [&'static str] = &[
        "material",
        "number",
        "available",
        "expires",
        "made_by",
        "exceptions",
    ];

    fn values(&self) -> Vec<Value> {
        let expires = self.expires();
        vec![
            Value::text(&*self.material),
            Value::text(&*self.number),
            Value::int(i64::from(
                self.left().is_positive() && self.holds.is_empty(),
            )),
            Value::Text(expires.map(|day| day.to_string())),
            Value::Id(self.made_by.map(|job| job.0)),
            Value::count(&self.exceptions),
        ]
    }
}
