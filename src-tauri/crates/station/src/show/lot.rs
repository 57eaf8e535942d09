//! One lot and what stops it.

use domain::fold::Folded;
use domain::id::EventId;
use domain::material_lot::{self, MaterialLot};
use domain::quantity::Quantity;

use crate::Station;
use crate::failure::Failure;
use crate::request::ViewLot;
use crate::view::lot::{HoldView, LotView};

impl Station {
    /// One lot in full.
    ///
    /// # Errors
    /// [`Failure`], when the lot is unknown or the store fails.
    pub async fn view_lot(&self, request: ViewLot) -> Result<LotView, Failure> {
        let folded: Option<Folded<MaterialLot>> = self.store.aggregate(request.lot.0).await?;
        let lot = folded.ok_or_else(|| Failure::not_found("lot"))?.state;
        let item = self.material(&lot.material).await?;
        Ok(LotView {
            lot: request.lot,
            holds: self.hold_views(&lot).await?,
            description: item.map(|item| item.description).unwrap_or_default(),
            supplier: lot.supplier().map(ToOwned::to_owned),
            location: lot.received.as_ref().and_then(|told| told.location.clone()),
            left: lot.left(),
            entered: Quantity::new(lot.entered, lot.left().unit().clone()),
            expires: lot.expires(),
            expired: lot.expired(self.today()),
            number: lot.number,
            material: lot.material,
            now: self.now(),
        })
    }

    async fn hold_views(&self, lot: &MaterialLot) -> Result<Vec<HoldView>, Failure> {
        if lot.holds.is_empty() {
            return Ok(Vec::new());
        }
        let names = self.store.identities().await?;
        let view = |(id, hold): (&EventId, &material_lot::Hold)| HoldView {
            hold: *id,
            cause: hold.cause.clone(),
            by_nonconformance: hold.nonconformance.is_some(),
            at: hold.at,
            who: hold.by.and_then(|by| Some(names.get(&by.0)?.1.clone())),
        };
        let mut holds: Vec<HoldView> = lot.holds.iter().map(view).collect();
        holds.sort_by_key(|hold| hold.at);
        Ok(holds)
    }
}
