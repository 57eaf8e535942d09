//! An item.

use serde::{Deserialize, Serialize};

use crate::event::{self, Definition, Kind, Recorded};
use crate::fold::Aggregate;
use crate::import::MaterialEntry;

/// The folded state: the last word of the ERP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialDefinition {
    /// What was told.
    pub entry: Option<MaterialEntry>,
}

impl Aggregate for MaterialDefinition {
    const KIND: Kind = Kind::MaterialDefinition;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Definition(Definition::Material(told)) => self.entry = Some(told.clone()),
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
