//! Folded aggregates of any kind that has rows, behind one face.

use domain::event::{AggregateRef, Kind, Recorded};
use domain::fold::Folded;
use domain::id::EventId;
use domain::{
    equipment::Equipment, import_run::ImportRun, job_order::JobOrder, label::Label,
    material_definition::MaterialDefinition, material_lot::MaterialLot,
    operations_request::OperationsRequest, settlement::Settlement,
};
use replication::postgres::{Kept, PlantError};

use crate::model::{Model, Rows};

/// A folded aggregate of some kind.
pub(crate) trait State: Send {
    /// Takes one more event in, where it follows all others; else answers false.
    fn extend(&mut self, aggregate: AggregateRef, recorded: &Recorded) -> bool;
    /// Folds from the start.
    fn refold(&mut self, aggregate: AggregateRef, events: &[Recorded]);
    /// As the plant keeps it.
    fn kept(&self, aggregate: AggregateRef) -> Result<Kept, PlantError>;
    /// Its rows.
    fn rows(&self, aggregate: AggregateRef, rows: &mut Rows);
}

impl<A: Model> State for Folded<A> {
    fn extend(&mut self, aggregate: AggregateRef, recorded: &Recorded) -> bool {
        Self::extend(self, aggregate, recorded)
    }

    fn refold(&mut self, aggregate: AggregateRef, events: &[Recorded]) {
        *self = Self::from_events(aggregate, events);
    }

    fn kept(&self, aggregate: AggregateRef) -> Result<Kept, PlantError> {
        let count = |count: usize| i32::try_from(count).map_err(|_| garbled());
        Ok(Kept {
            kind: aggregate.kind,
            aggregate: aggregate.id,
            heads: serde_json::to_string(&self.heads).map_err(|_| garbled())?,
            events: count(self.count)?,
            unread: count(self.unread)?,
            body: serde_json::to_string(&self.state).map_err(|_| garbled())?,
        })
    }

    fn rows(&self, aggregate: AggregateRef, rows: &mut Rows) {
        self.state.rows(aggregate.id, rows);
    }
}

/// An aggregate nothing has happened to yet; nothing for a kind without rows.
pub(crate) fn blank(kind: Kind) -> Option<Box<dyn State>> {
    Some(match kind {
        Kind::Equipment => Box::new(Folded::<Equipment>::default()),
        Kind::MaterialDefinition => Box::new(Folded::<MaterialDefinition>::default()),
        Kind::Import => Box::new(Folded::<ImportRun>::default()),
        Kind::OperationsRequest => Box::new(Folded::<OperationsRequest>::default()),
        Kind::JobOrder => Box::new(Folded::<JobOrder>::default()),
        Kind::MaterialLot => Box::new(Folded::<MaterialLot>::default()),
        Kind::Label => Box::new(Folded::<Label>::default()),
        Kind::Settlement => Box::new(Folded::<Settlement>::default()),
        // Rights of people, routings, work done elsewhere and what is in doubt are no rows.
        Kind::Person
        | Kind::OperationsDefinition
        | Kind::OperationsResponse
        | Kind::Nonconformance
        | Kind::Reason => return None,
    })
}

/// An aggregate as it was kept.
///
/// # Errors
/// [`PlantError::Garbled`], when no release of this form wrote it.
pub(crate) fn read(kept: &Kept) -> Result<Option<Box<dyn State>>, PlantError> {
    Ok(Some(match kept.kind {
        Kind::Equipment => folded::<Equipment>(kept)?,
        Kind::MaterialDefinition => folded::<MaterialDefinition>(kept)?,
        Kind::Import => folded::<ImportRun>(kept)?,
        Kind::OperationsRequest => folded::<OperationsRequest>(kept)?,
        Kind::JobOrder => folded::<JobOrder>(kept)?,
        Kind::MaterialLot => folded::<MaterialLot>(kept)?,
        Kind::Label => folded::<Label>(kept)?,
        Kind::Settlement => folded::<Settlement>(kept)?,
        Kind::Person
        | Kind::OperationsDefinition
        | Kind::OperationsResponse
        | Kind::Nonconformance
        | Kind::Reason => return Ok(None),
    }))
}

fn folded<A: Model>(kept: &Kept) -> Result<Box<dyn State>, PlantError> {
    let heads: Vec<EventId> = serde_json::from_str(&kept.heads).map_err(|_| garbled())?;
    let count = |count: i32| usize::try_from(count).map_err(|_| garbled());
    Ok(Box::new(Folded::<A> {
        state: serde_json::from_str(&kept.body).map_err(|_| garbled())?,
        heads: heads.into_iter().collect(),
        count: count(kept.events)?,
        unread: count(kept.unread)?,
    }))
}

fn garbled() -> PlantError {
    PlantError::Garbled("a folded aggregate")
}
