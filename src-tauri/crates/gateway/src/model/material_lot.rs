//! Lots.

use domain::event::Kind;
use domain::exception::Exception;
use domain::material_lot::MaterialLot;
use serde_json::json;
use uuid::Uuid;

use super::{Model, Rows, day, moment};

impl Model for MaterialLot {
    fn rows(&self, id: Uuid, rows: &mut Rows) {
        let received = self.received.as_ref();
        rows.add(
            "material_lot",
            json!({
                "aggregate": id,
                "item": self.material,
                "number": self.number,
                "unit": self.left().unit(),
                "entered": self.entered,
                "taken": self.taken,
                "made_by": self.made_by,
                "made_at": moment(self.made_at),
                "expires": day(received.and_then(|lot| lot.expires)),
                "holds": self.holds.len(),
            }),
        );
        rows.add_exceptions(
            (Kind::MaterialLot, id),
            &self.exceptions,
            Exception::MaterialLot,
        );
    }
}
