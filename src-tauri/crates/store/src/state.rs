//! Folded aggregates of any kind behind one face, so that the writer treats all alike.

use std::any::Any;

use domain::event::{AggregateRef, Kind, Recorded};
use domain::fold::{Aggregate, Folded};
use domain::id::EventId;
use domain::{
    equipment::Equipment, import_run::ImportRun, job_order::JobOrder, label::Label,
    material_definition::MaterialDefinition, material_lot::MaterialLot,
    nonconformance::Nonconformance, operations_definition::OperationsDefinition,
    operations_request::OperationsRequest, operations_response::OperationsResponse, person::Person,
    reason::Reason, settlement::Settlement,
};

use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::projection::{Projected, Row, Table, Value};

/// A folded aggregate of some kind.
pub(crate) trait State: Send + Sync {
    /// Takes one more event in, where it follows all others; else answers false.
    fn extend(&mut self, aggregate: AggregateRef, recorded: &Recorded) -> bool;
    /// Folds from the start.
    fn refold(&mut self, aggregate: AggregateRef, events: &[Recorded]);
    /// Parents of the next event.
    fn heads(&self) -> Vec<EventId>;
    /// Events it was folded from.
    fn count(&self) -> usize;
    /// Its projection row.
    fn row(&self, aggregate: AggregateRef) -> Result<Row, StoreError>;
    /// The values of its projection row that screens search by, and the count of events not read.
    fn searched(&self) -> Vec<Value>;
    /// Itself, for a typed look.
    fn as_any(&self) -> &dyn Any;
    /// A copy to work on.
    fn copy(&self) -> Box<dyn State>;
}

impl<A: Projected> State for Folded<A> {
    fn extend(&mut self, aggregate: AggregateRef, recorded: &Recorded) -> bool {
        Self::extend(self, aggregate, recorded)
    }

    fn refold(&mut self, aggregate: AggregateRef, events: &[Recorded]) {
        *self = Self::from_events(aggregate, events);
    }

    fn heads(&self) -> Vec<EventId> {
        self.heads.iter().copied().collect()
    }

    fn count(&self) -> usize {
        self.count
    }

    fn row(&self, aggregate: AggregateRef) -> Result<Row, StoreError> {
        crate::projection::row(aggregate.id, self)
    }

    fn searched(&self) -> Vec<Value> {
        let mut values = self.state.values();
        values.push(Value::count_of(self.unread));
        values
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn copy(&self) -> Box<dyn State> {
        Box::new(self.clone())
    }
}

/// An aggregate nothing has happened to yet.
pub(crate) fn blank(kind: Kind) -> Box<dyn State> {
    match kind {
        Kind::Equipment => Box::new(Folded::<Equipment>::default()),
        Kind::MaterialDefinition => Box::new(Folded::<MaterialDefinition>::default()),
        Kind::OperationsDefinition => Box::new(Folded::<OperationsDefinition>::default()),
        Kind::Person => Box::new(Folded::<Person>::default()),
        Kind::Import => Box::new(Folded::<ImportRun>::default()),
        Kind::OperationsRequest => Box::new(Folded::<OperationsRequest>::default()),
        Kind::OperationsResponse => Box::new(Folded::<OperationsResponse>::default()),
        Kind::JobOrder => Box::new(Folded::<JobOrder>::default()),
        Kind::MaterialLot => Box::new(Folded::<MaterialLot>::default()),
        Kind::Label => Box::new(Folded::<Label>::default()),
        Kind::Settlement => Box::new(Folded::<Settlement>::default()),
        Kind::Nonconformance => Box::new(Folded::<Nonconformance>::default()),
        Kind::Reason => Box::new(Folded::<Reason>::default()),
    }
}

/// A typed look at a state.
pub(crate) fn typed<A: Projected>(state: &dyn State) -> Result<&Folded<A>, StoreError> {
    let wrong = || crate::log::damaged(<A as Aggregate>::KIND.as_str());
    state.as_any().downcast_ref().ok_or_else(wrong)
}

/// The table a kind is projected into.
pub(crate) fn table(kind: Kind) -> Table {
    match kind {
        Kind::Equipment => Table::of::<Equipment>(),
        Kind::MaterialDefinition => Table::of::<MaterialDefinition>(),
        Kind::OperationsDefinition => Table::of::<OperationsDefinition>(),
        Kind::Person => Table::of::<Person>(),
        Kind::Import => Table::of::<ImportRun>(),
        Kind::OperationsRequest => Table::of::<OperationsRequest>(),
        Kind::OperationsResponse => Table::of::<OperationsResponse>(),
        Kind::JobOrder => Table::of::<JobOrder>(),
        Kind::MaterialLot => Table::of::<MaterialLot>(),
        Kind::Label => Table::of::<Label>(),
        Kind::Settlement => Table::of::<Settlement>(),
        Kind::Nonconformance => Table::of::<Nonconformance>(),
        Kind::Reason => Table::of::<Reason>(),
    }
}

/// A state from its projection row `heads, events, unread, body`.
pub(crate) fn from_row(kind: Kind, row: &SqliteRow) -> Result<Box<dyn State>, StoreError> {
    fn read<A: Projected>(row: &SqliteRow) -> Result<Box<dyn State>, StoreError> {
        Ok(Box::new(crate::projection::folded::<A>(row, 0)?))
    }
    match kind {
        Kind::Equipment => read::<Equipment>(row),
        Kind::MaterialDefinition => read::<MaterialDefinition>(row),
        Kind::OperationsDefinition => read::<OperationsDefinition>(row),
        Kind::Person => read::<Person>(row),
        Kind::Import => read::<ImportRun>(row),
        Kind::OperationsRequest => read::<OperationsRequest>(row),
        Kind::OperationsResponse => read::<OperationsResponse>(row),
        Kind::JobOrder => read::<JobOrder>(row),
        Kind::MaterialLot => read::<MaterialLot>(row),
        Kind::Label => read::<Label>(row),
        Kind::Settlement => read::<Settlement>(row),
        Kind::Nonconformance => read::<Nonconformance>(row),
        Kind::Reason => read::<Reason>(row),
    }
}
