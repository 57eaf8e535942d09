//! Settling what does not add up.

use domain::event::{AggregateRef, Kind};
use domain::id::EventId;
use domain::settlement::{SettleFacts, Settlement};
use store::{Draft, Writer};
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::{CommandException, Nothing};
use crate::view::exceptions::ExceptionsView;

impl Station {
    /// Settles an exception, once the plant has granted it. Answers what is still open.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in, it is another's to settle, it was settled meanwhile, the
    /// plant is away, or nothing can be recorded.
    pub async fn command_exception(
        &self,
        request: CommandException,
    ) -> Result<ExceptionsView, Failure> {
        let settled = EventId(Uuid::now_v7());
        if self.has_plant() {
            let mut writer = self.store.writer().await?;
            let draft = self
                .draft_settlement(&mut writer, &request, settled)
                .await?;
            drop(writer);
            if draft.is_some() {
                self.claim(settlement_of(request.event), None, settled)
                    .await?;
            }
        }
        let mut writer = self.store.writer().await?;
        if let Some(draft) = self
            .draft_settlement(&mut writer, &request, settled)
            .await?
        {
            self.record(&mut writer, draft).await?;
        }
        drop(writer);
        self.view_exceptions(Nothing {}).await
    }

    /// What settling would record; nothing, where the command was recorded before.
    async fn draft_settlement(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandException,
        settled: EventId,
    ) -> Result<Option<Draft>, Failure> {
        let person = self.signed_in(request.session)?;
        let settlement = writer.load::<Settlement>(request.event.0).await?;
        let open = self.store.open_exceptions_of(request.event).await?;
        if open.is_empty() {
            let gone = Failure::not_found("exception");
            self.unless_recorded(writer, request.request, gone).await?;
            return Ok(None);
        }
        let facts = SettleFacts {
            roles: person.roles,
            open,
            exception: request.event,
            note: request.note.clone(),
        };
        let event = settlement.state.decide_settle(facts)?;
        let now = self.now();
        Ok(Some(Draft {
            request: request.request,
            first: Some(settled),
            actor: Some(person.person),
            effective_at: now,
            now,
            events: vec![(event, vec![settlement_of(request.event)])],
            ledger: None,
        }))
    }
}

/// The aggregate of an exception's settlement.
fn settlement_of(exception: EventId) -> AggregateRef {
    AggregateRef::new(Kind::Settlement, exception.0)
}
