//! A person, by pseudonym: rights, never a name.

use serde::{Deserialize, Serialize};

use crate::event::{self, Definition, Kind, Recorded};
use crate::fold::Aggregate;
use crate::role::Role;

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Rights.
    pub roles: Vec<Role>,
}

impl Aggregate for Person {
    const KIND: Kind = Kind::Person;

    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Definition(Definition::Person { roles }) => self.roles.clone_from(roles),
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
