//! Holding a lot, and letting it go on.

use domain::event::{AggregateRef, Kind};
use domain::fold::Folded;
use domain::id::EventId;
use domain::material_lot::{HoldCommand, HoldFacts, MaterialLot};
use store::{Draft, Writer};
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::{CommandLot, ViewLot};
use crate::view::lot::LotView;

impl Station {
    /// Puts a hold on a lot, at once and wherever the plant is; or lifts one, once the plant has granted it.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in, the lot is unknown, a rule refuses it, the plant is away
    /// for a release, or nothing can be recorded.
    pub async fn command_lot(&self, request: CommandLot) -> Result<LotView, Failure> {
        let decided = EventId(Uuid::now_v7());
        if let HoldCommand::Release { hold, .. } = &request.command
            && self.has_plant()
        {
            let mut writer = self.store.writer().await?;
            let draft = self.draft_hold(&mut writer, &request, decided).await?;
            drop(writer);
            if draft.is_some() {
                let hold = AggregateRef::new(Kind::MaterialLot, hold.0);
                self.claim(hold, None, decided).await?;
            }
        }
        let mut writer = self.store.writer().await?;
        if let Some(draft) = self.draft_hold(&mut writer, &request, decided).await? {
            self.record(&mut writer, draft).await?;
        }
        drop(writer);
        self.view_lot(ViewLot { lot: request.lot }).await
    }

    /// What the command would record; nothing, where it was recorded before.
    async fn draft_hold(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandLot,
        decided: EventId,
    ) -> Result<Option<Draft>, Failure> {
        let person = self.signed_in(request.session)?;
        let lot: Folded<MaterialLot> = writer.load(request.lot.0).await?;
        if lot.count == 0 {
            return Err(Failure::not_found("lot"));
        }
        let facts = HoldFacts {
            roles: person.roles,
        };
        let event = match lot.state.decide_hold(&request.command, &facts) {
            Ok(event) => event,
            Err(refused) => {
                let refused = refused.into();
                self.unless_recorded(writer, request.request, refused)
                    .await?;
                return Ok(None);
            }
        };
        let now = self.now();
        let touched = AggregateRef::new(Kind::MaterialLot, request.lot.0);
        Ok(Some(Draft {
            request: request.request,
            first: Some(decided),
            actor: Some(person.person),
            effective_at: now,
            now,
            events: vec![(event, vec![touched])],
            ledger: None,
        }))
    }
}
