//! A routing with its bill.

use serde::{Deserialize, Serialize};

use crate::event::{self, Definition, Kind, Recorded};
use crate::fold::Aggregate;
use crate::import::DefinitionEntry;

/// The folded state: the last word of the ERP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationsDefinition {
    /// The latest revision told.
    pub entry: Option<DefinitionEntry>,
}

impl Aggregate for OperationsDefinition {
    const KIND: Kind = Kind::OperationsDefinition;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Definition(Definition::Operations(told)) => {
                self.entry = Some(told.clone())
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
