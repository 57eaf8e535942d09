//! Carrying a command out: load, decide, append, publish.

mod doubt;
mod exception;
mod job_order;
mod label;
mod lot;
mod operations_request;
mod undo;

use std::collections::BTreeSet;

use domain::event::{AggregateRef, Event, Kind, Recorded};
use domain::id::{JobOrderId, LabelId, MaterialLotId, RequestId};
use domain::{material_lot, nonconformance};
use store::{Draft, StoreError, Writer};

use crate::Station;
use crate::failure::Failure;
use crate::view::device::Change;

impl Station {
    /// Records what a command decided; done before, it is done once. Screens are told.
    pub(crate) async fn record(
        &self,
        writer: &mut Writer<'_>,
        draft: Draft,
    ) -> Result<Vec<Recorded>, Failure> {
        let outcome = writer.record(draft).await;
        self.note_storage(outcome.as_ref().map(|_| ()));
        match outcome {
            Ok(recorded) => {
                self.publish_recorded(&recorded);
                Ok(recorded)
            }
            Err(StoreError::AlreadyRecorded) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn publish_recorded(&self, recorded: &[Recorded]) {
        let touches = recorded.iter().flat_map(|recorded| &recorded.touches);
        let kinds: BTreeSet<&str> = touches.map(|touch| touch.aggregate.kind.as_str()).collect();
        self.publish(Change::Recorded {
            kinds: kinds.into_iter().map(ToOwned::to_owned).collect(),
        });
    }

    /// A refusal stands, unless the same command was recorded before: then its outcome does.
    pub(crate) async fn unless_recorded(
        &self,
        writer: &mut Writer<'_>,
        request: RequestId,
        refused: Failure,
    ) -> Result<(), Failure> {
        if writer.is_recorded(request).await? {
            Ok(())
        } else {
            Err(refused)
        }
    }
}

/// What an event of a job's command touches.
pub(crate) fn touched(job: JobOrderId, event: &Event) -> Vec<AggregateRef> {
    let own = AggregateRef::new(Kind::JobOrder, job.0);
    let lot = match event {
        Event::Nonconformance(event) => return doubted(own, event),
        Event::Material(material_lot::Event::Consumed {
            lot: Some((lot, _)),
            ..
        }) => Some(*lot),
        Event::Material(material_lot::Event::Produced { lot, .. }) => Some(*lot),
        Event::Material(material_lot::Event::Returned { lot: (lot, _), .. }) => Some(*lot),
        Event::Material(
            material_lot::Event::Consumed { lot: None, .. }
            | material_lot::Event::Received(_)
            | material_lot::Event::Held { .. }
            | material_lot::Event::HoldReleased { .. }
            | material_lot::Event::Sublot { .. }
            | material_lot::Event::Removed { .. },
        )
        | Event::Definition(_)
        | Event::Import(_)
        | Event::OperationsRequest(_)
        | Event::JobOrder(_)
        | Event::Label(_)
        | Event::Exception(_)
        | Event::Unread { .. }
        | Event::Voided { .. } => None,
    };
    [
        Some(own),
        lot.map(|lot| AggregateRef::new(Kind::MaterialLot, lot.0)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a nonconformance that a job's command opens or widens touches.
fn doubted(job: AggregateRef, event: &nonconformance::Event) -> Vec<AggregateRef> {
    let own = AggregateRef::new(Kind::Nonconformance, event.nonconformance().0);
    let lot = |lot: MaterialLotId| AggregateRef::new(Kind::MaterialLot, lot.0);
    match event {
        nonconformance::Event::Opened { lots, .. } => [own, job]
            .into_iter()
            .chain(lots.iter().map(|(id, _)| lot(*id)))
            .collect(),
        nonconformance::Event::Contained { lot: (id, _), .. } => vec![own, lot(*id)],
        nonconformance::Event::Counted { .. }
        | nonconformance::Event::Dispositioned { .. }
        | nonconformance::Event::Closed { .. } => vec![own, job],
    }
}

/// The aggregate of a label.
pub(crate) fn label_ref(label: LabelId) -> AggregateRef {
    AggregateRef::new(Kind::Label, label.0)
}
