//! A reason to choose from: why output is scrap, why work stands.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::event::{self, Definition, Kind, Recorded};
use crate::fold::Aggregate;
use crate::import::ReasonEntry;

/// The folded state: the plant's last word, and every text it ever had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What was told.
    pub entry: Option<ReasonEntry>,
    /// Its texts, the earlier ones too: what was recorded under one of them is still meant by its key.
    pub texts: BTreeSet<String>,
}

impl Aggregate for Reason {
    const KIND: Kind = Kind::Reason;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Definition(Definition::Reason(told)) => {
                self.texts.insert(told.text.clone());
                self.entry = Some(told.clone());
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
