//! Releasing an order.

use domain::event::{AggregateRef, Event, Kind};
use domain::id::JobOrderId;
use domain::operations_request::{OperationsRequest, ReleaseFacts};
use store::Draft;
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

    async fn release(&self, request: &CommandOperationsRequest) -> Result<(), Failure> {
        let person = self.signed_in(request.session)?;
        let mut writer = self.store.writer().await?;
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
                return self
                    .unless_recorded(&mut writer, request.request, refused.into())
                    .await;
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
        let draft = Draft {
            request: request.request,
            actor: Some(person.person),
            effective_at: now,
            now,
            events,
            ledger: None,
        };
        self.record(&mut writer, draft).await.map(|_| ())
    }
}
