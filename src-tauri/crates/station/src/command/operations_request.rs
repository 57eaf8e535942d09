//! Releasing an order.

use domain::event::{AggregateRef, Event, Kind};
use domain::id::{EventId, JobOrderId};
use domain::operations_request::{OperationsRequest, ReleaseFacts};
use store::{Draft, Writer};
use uuid::Uuid;

use crate::Station;
use crate::failure::Failure;
use crate::request::{CommandOperationsRequest, OrderCommand, ViewOrder};
use crate::view::order::OrderView;

impl Station {
    /// Carries out a command to an order.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in, a rule refuses it or nothing can be recorded.
    pub async fn command_operations_request(
        &self,
        request: CommandOperationsRequest,
    ) -> Result<OrderView, Failure> {
        match request.command {
            OrderCommand::Release => self.release(&request).await?,
        }
        self.view_order(ViewOrder {
            order_id: request.order_id,
        })
        .await
    }

    /// Releases, once the plant has granted it. Two people who release at once are told apart there.
    async fn release(&self, request: &CommandOperationsRequest) -> Result<(), Failure> {
        let released = EventId(Uuid::now_v7());
        if self.has_plant() {
            let mut writer = self.store.writer().await?;
            let draft = self.draft_release(&mut writer, request, released).await?;
            drop(writer);
            if draft.is_some() {
                let order = AggregateRef::new(Kind::OperationsRequest, request.order_id.0);
                self.claim(order, None, released).await?;
            }
        }
        let mut writer = self.store.writer().await?;
        match self.draft_release(&mut writer, request, released).await? {
            Some(draft) => self.record(&mut writer, draft).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// What a release would record; nothing, where the command was recorded before.
    async fn draft_release(
        &self,
        writer: &mut Writer<'_>,
        request: &CommandOperationsRequest,
        released: EventId,
    ) -> Result<Option<Draft>, Failure> {
        let person = self.signed_in(request.session)?;
        let folded = writer.load::<OperationsRequest>(request.order_id.0).await?;
        let plant = self.plant().await?;
        let facts = self
            .release_facts(request.order_id, &folded.state, &plant)
            .await?;
        let facts = ReleaseFacts {
            roles: person.roles,
            new_jobs: (0..domain::import::SEGMENTS_MAX)
                .map(|_| JobOrderId(Uuid::now_v7()))
                .collect(),
            head: folded.heads.last().copied(),
            seen: Some(request.seen),
            ..facts
        };
        let prepared = match folded.state.decide_release(&facts) {
            Ok(prepared) => prepared,
            Err(refused) => {
                let refused = refused.into();
                self.unless_recorded(writer, request.request, refused)
                    .await?;
                return Ok(None);
            }
        };
        let order = AggregateRef::new(Kind::OperationsRequest, request.order_id.0);
        let jobs = prepared.jobs.into_iter().map(|(job, event)| {
            (
                Event::JobOrder(event),
                vec![AggregateRef::new(Kind::JobOrder, job.0)],
            )
        });
        let events = std::iter::once((Event::OperationsRequest(prepared.order), vec![order]))
            .chain(jobs)
            .collect();
        let now = self.now();
        Ok(Some(Draft {
            request: request.request,
            first: Some(released),
            actor: Some(person.person),
            effective_at: now,
            now,
            events,
            ledger: None,
        }))
    }
}
