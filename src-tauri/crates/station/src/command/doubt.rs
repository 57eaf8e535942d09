//! Nonconformances: opened and widened at once, wherever the plant is; decided once the plant has
//! granted it.

use domain::event::{AggregateRef, Kind};
use domain::fold::Folded;
use domain::id::{EventId, MaterialLotId, NonconformanceId};
use domain::material_lot::MaterialLot;
use domain::nonconformance::{DoubtCommand, Facts, LotLeft, Nonconformance};
use store::{Draft, Writer};
use uuid::Uuid;

use super::job_order::new_nonconformance;
use crate::Station;
use crate::failure::Failure;
use crate::request::{CommandNonconformance, ViewNonconformances};
use crate::view::nonconformances::NonconformancesView;

impl Station {
    /// Opens a nonconformance, holds another lot with it, or decides about it.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in, it or a lot is unknown, a rule refuses it, the plant is
    /// away for a decision, or nothing can be recorded.
    pub async fn command_nonconformance(
        &self,
        request: CommandNonconformance,
    ) -> Result<NonconformancesView, Failure> {
        let first = EventId(Uuid::now_v7());
        if self.has_plant() && decides(&request.command) {
            let mut writer = self.store.writer().await?;
            let prepared = self.draft_doubt(&mut writer, &request, first).await?;
            drop(writer);
            if let Some((_, id, upon)) = prepared {
                let doubt = AggregateRef::new(Kind::Nonconformance, id.0);
                self.claim(doubt, upon, first).await?;
            }
        }
        let mut writer = self.store.writer().await?;
        if let Some((draft, ..)) = self.draft_doubt(&mut writer, &request, first).await? {
            self.record(&mut writer, draft).await?;
        }
        drop(writer);
        self.view_nonconformances(ViewNonconformances {
            session: Some(request.session),
        })
        .await
    }

    /// What the command would record, of which nonconformance, and the decision before it; nothing,
    /// where it was recorded before.
    async fn draft_doubt(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandNonconformance,
        first: EventId,
    ) -> Result<Option<(Draft, NonconformanceId, Option<EventId>)>, Failure> {
        let person = self.signed_in(request.session)?;
        let (new, number) = new_nonconformance(writer)?;
        let id = match (&request.command, request.nonconformance) {
            (DoubtCommand::Open { .. }, _) => new,
            (_, Some(id)) => id,
            (_, None) => return Err(Failure::bad_request("name the nonconformance")),
        };
        let doubt: Folded<Nonconformance> = writer.load(id.0).await?;
        if doubt.count == 0 && id != new {
            return Err(Failure::not_found("nonconformance"));
        }
        let facts = Facts {
            id,
            number,
            roles: person.roles,
            lots: lots_left(writer, &doubt.state, &request.command).await?,
        };
        let events = match doubt.state.decide(&request.command, &facts) {
            Ok(events) => events,
            Err(refused) => {
                let refused = refused.into();
                self.unless_recorded(writer, request.request, refused)
                    .await?;
                return Ok(None);
            }
        };
        let now = self.now();
        let draft = Draft {
            request: request.request,
            first: Some(first),
            actor: Some(person.person),
            effective_at: now,
            now,
            events,
            ledger: None,
        };
        Ok(Some((draft, id, doubt.state.decided)))
    }
}

/// Whether the command is the plant's to grant.
fn decides(command: &DoubtCommand) -> bool {
    match command {
        DoubtCommand::Disposition { .. } | DoubtCommand::Close { .. } => true,
        DoubtCommand::Open { .. } | DoubtCommand::Contain { .. } | DoubtCommand::Count { .. } => {
            false
        }
    }
}

/// The lots that are held with it, and the one that the command names.
async fn lots_left(
    writer: &mut Writer<'_>,
    doubt: &Nonconformance,
    command: &DoubtCommand,
) -> Result<Vec<LotLeft>, Failure> {
    let named: Option<MaterialLotId> = match command {
        DoubtCommand::Open { lot, .. } | DoubtCommand::Contain { lot } => Some(*lot),
        DoubtCommand::Count { .. }
        | DoubtCommand::Disposition { .. }
        | DoubtCommand::Close { .. } => None,
    };
    let mut lots = Vec::new();
    for lot in doubt.lots.keys().copied().chain(named) {
        let folded: Folded<MaterialLot> = writer.load(lot.0).await?;
        if folded.count > 0 {
            lots.push(LotLeft {
                lot,
                left: folded.state.left(),
                number: folded.state.number,
                material: folded.state.material,
            });
        }
    }
    Ok(lots)
}
