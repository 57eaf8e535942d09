//! One import: its orders are shown once it is complete.

use serde::{Deserialize, Serialize};

use crate::event::{self, ImportEvent, Kind, Recorded};
use crate::fold::Aggregate;

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRun {
    /// Sending system, once everything is recorded.
    pub completed: Option<String>,
    /// Orders it brought.
    pub orders: u32,
}

impl Aggregate for ImportRun {
    const KIND: Kind = Kind::Import;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Import(ImportEvent::Completed { erp, orders }) => {
                self.completed = Some(erp.clone());
                self.orders = *orders;
            }
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::OperationsRequest(_)
            | event::Event::JobOrder(_)
            | event::Event::Material(_)
            | event::Event::Label(_)
            | event::Event::Exception(_)
            | event::Event::Nonconformance(_)
            | event::Event::Unread { .. }
            | event::Event::Voided { .. } => {}
        }
    }
}
