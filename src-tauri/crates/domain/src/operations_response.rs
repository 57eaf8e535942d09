//! A record of work done elsewhere. It moves no stock.

use serde::{Deserialize, Serialize};

use crate::event::{self, ImportEvent, Kind, Recorded};
use crate::fold::Aggregate;
use crate::import::HistoryEntry;

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsResponse {
    /// What was told.
    pub entry: Option<HistoryEntry>,
}

impl Aggregate for OperationsResponse {
    const KIND: Kind = Kind::OperationsResponse;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Import(ImportEvent::HistoryRecorded(entry)) => {
                self.entry = Some(entry.clone())
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
