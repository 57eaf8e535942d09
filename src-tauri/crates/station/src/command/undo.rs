//! Undoing: what an entry's void depends on, and what the ERP is told of it.

use domain::event::Event;
use domain::fold::Folded;
use domain::id::{EventId, JobOrderId, RequestId};
use domain::job_order::{self, Command, JobOrder, VoidFacts};
use domain::material_lot::{self, MaterialLot};
use store::LedgerRow;

use crate::Station;
use crate::failure::Failure;
use crate::performance::correction;
use crate::request::CommandJobOrder;

impl Station {
    /// What an undo needs to know: who made the entry, what went with it, what depends on it.
    pub(super) async fn void_facts(
        &self,
        command: &Command,
        job: JobOrderId,
    ) -> Result<Option<VoidFacts>, Failure> {
        let Command::Void { event, .. } = command else {
            return Ok(None);
        };
        let recorded = self.store.command_of(*event).await?;
        let Some(entry) = recorded.iter().find(|recorded| recorded.id == *event) else {
            return Ok(None);
        };
        let mine = recorded
            .iter()
            .flat_map(|recorded| &recorded.touches)
            .any(|touch| touch.aggregate.id == job.0);
        if !mine {
            return Ok(None);
        }
        Ok(Some(VoidFacts {
            actor: entry.actor,
            recorded_at: entry.recorded_at,
            sent: self.is_sent(entry.request).await?,
            kept_by: self.kept_by(&recorded).await?,
            also: recorded
                .iter()
                .map(|recorded| recorded.id)
                .filter(|id| id != event)
                .collect(),
        }))
    }

    /// What depends on an entry, so that it cannot be undone any more.
    async fn kept_by(
        &self,
        recorded: &[domain::Recorded],
    ) -> Result<Option<&'static str>, Failure> {
        for entry in recorded {
            if let Event::JobOrder(event) = &entry.event
                && !matches!(
                    event,
                    job_order::Event::Reported { .. }
                        | job_order::Event::Completed { .. }
                        | job_order::Event::RunEnded { .. }
                )
            {
                return Ok(Some(
                    "only reports, consumption and completion can be undone",
                ));
            }
            if let Some(why) = self.used_since(entry).await? {
                return Ok(Some(why));
            }
        }
        self.told_elsewhere(recorded).await
    }

    /// What was done since with what an entry moved.
    async fn used_since(&self, entry: &domain::Recorded) -> Result<Option<&'static str>, Failure> {
        if let Event::Material(
            material_lot::Event::Produced { lot, .. }
            | material_lot::Event::Returned {
                sublot: (lot, _), ..
            },
        ) = &entry.event
        {
            let lot: Option<Folded<MaterialLot>> = self.store.aggregate(lot.0).await?;
            let used = lot.is_some_and(|lot| !lot.state.taken.is_zero());
            return Ok(used.then_some("the lot it made was used already"));
        }
        let Event::Material(material_lot::Event::Consumed {
            job,
            lot: Some((lot, _)),
            quantity,
            ..
        }) = &entry.event
        else {
            return Ok(None);
        };
        let job: Option<Folded<JobOrder>> = self.store.aggregate(job.0).await?;
        let has = job.map_or_else(Vec::new, |job| job.state.taken_of(*lot));
        let rest = has.iter().find_map(|has| has.sub(quantity).ok());
        let whole = rest.is_some_and(|rest| rest.is_zero() || rest.is_positive());
        Ok((!whole).then_some("some of it came back: undo that first"))
    }

    /// A completion is sent to the ERP by the station that recorded it, and so is what takes it back.
    async fn told_elsewhere(
        &self,
        recorded: &[domain::Recorded],
    ) -> Result<Option<&'static str>, Failure> {
        let completed = |entry: &&domain::Recorded| matches!(&entry.event, Event::JobOrder(event) if completes(event));
        let Some(completion) = recorded.iter().find(completed) else {
            return Ok(None);
        };
        let known = self.store.message_state(completion.request.0).await?;
        Ok(known
            .is_none()
            .then_some("it was completed at another station: undo it there"))
    }

    /// Whether the ERP was, or may have been, told of what a command recorded, and has not refused it.
    async fn is_sent(&self, request: RequestId) -> Result<bool, Failure> {
        let state = self.store.message_state(request.0).await?;
        let not_told = ["pending", "withdrawn", "refused"];
        Ok(state.is_some_and(|state| !not_told.contains(&state.as_str())))
    }

    /// A message that was not sent is withdrawn; one that was gets another that takes it back.
    pub(super) async fn taken_back(
        &self,
        request: &CommandJobOrder,
        event: EventId,
        reason: &str,
    ) -> Result<Option<LedgerRow>, Failure> {
        let recorded = self.store.command_of(event).await?;
        let Some(made_by) = recorded.first().map(|entry| entry.request) else {
            return Ok(None);
        };
        if !self.is_sent(made_by).await? {
            let message = made_by.0;
            return Ok(Some(LedgerRow::Withdrawn { message }));
        }
        let message = self.store.message(made_by.0).await?;
        let message = message.ok_or_else(|| Failure::not_found("message"))?;
        correction(&message.body, request.request, self.now(), reason).map(Some)
    }
}

/// Whether an event completes its job.
pub(super) fn completes(event: &job_order::Event) -> bool {
    matches!(event, job_order::Event::Completed { .. })
}
