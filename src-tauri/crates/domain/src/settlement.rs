//! What somebody decided about an exception: a fact that happened, and yet does not add up.
//!
//! An exception is found by the fold, the same at every station; only its settling is an act. It
//! concerns all that one event upset, so its aggregate has that event's id.

use serde::{Deserialize, Serialize};

use crate::event::{self, Kind, REASON_CHARS_MAX, Recorded};
use crate::exception::Exception;
use crate::fold::Aggregate;
use crate::id::{EventId, PersonId};
use crate::refused::Refused;
use crate::role::Role;

/// What happened to an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Its owner looked into it, and says what came of it.
    Settled {
        /// The event that does not add up.
        exception: EventId,
        /// What came of it.
        note: String,
    },
}

impl Event {
    /// The name in the log.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Settled { .. } => "exception.settled",
        }
    }
}

/// The folded state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// What came of it; absent while nobody said.
    pub note: Option<String>,
    /// Who settled it.
    pub by: Option<PersonId>,
}

/// What settling needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettleFacts {
    /// Rights of who settles.
    pub roles: Vec<Role>,
    /// What does not add up of that event, one thing at least.
    pub open: Vec<Exception>,
    /// The event that does not add up.
    pub exception: EventId,
    /// What came of it.
    pub note: String,
}

impl Settlement {
    /// Decides to settle the exception.
    ///
    /// # Errors
    /// [`Refused`], when it is not the person's to settle, was settled, or nothing is said about it.
    pub fn decide_settle(&self, facts: SettleFacts) -> Result<event::Event, Refused> {
        let owners = facts.open.iter().map(|exception| exception.owner());
        let needs = owners.clone().next().unwrap_or(Role::Supervisor);
        if !owners.into_iter().any(|owner| facts.roles.contains(&owner)) {
            return Err(Refused::NotAuthorised { needs });
        }
        if self.note.is_some() {
            return Err(Refused::ChangedMeanwhile);
        }
        let note: String = facts.note.trim().chars().take(REASON_CHARS_MAX).collect();
        if note.is_empty() {
            return Err(Refused::ReasonMissing("settlement"));
        }
        Ok(event::Event::Exception(Event::Settled {
            exception: facts.exception,
            note,
        }))
    }
}

impl Aggregate for Settlement {
    const KIND: Kind = Kind::Settlement;

    /// The first word counts; a second one, said elsewhere without knowing of it, stays in the log.
    fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            event::Event::Exception(Event::Settled { note, .. }) => {
                if self.note.is_none() {
                    self.note = Some(note.clone());
                    self.by = recorded.actor;
                }
            }
            event::Event::Definition(_)
            | event::Event::Import(_)
            | event::Event::OperationsRequest(_)
            | event::Event::JobOrder(_)
            | event::Event::Material(_)
            | event::Event::Label(_)
            | event::Event::Nonconformance(_)
            | event::Event::Unread { .. }
            | event::Event::Voided { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::job_order;

    fn facts(roles: &[Role], note: &str) -> SettleFacts {
        SettleFacts {
            roles: roles.to_vec(),
            open: vec![Exception::JobOrder(job_order::Exception::ReportedOver)],
            exception: EventId(Uuid::from_u128(1)),
            note: note.to_owned(),
        }
    }

    #[test]
    fn only_its_owner_settles_an_exception_and_says_what_came_of_it() {
        let open = Settlement::default();

        let operator = open.decide_settle(facts(&[Role::Operator], "counted again"));
        let silent = open.decide_settle(facts(&[Role::Supervisor], "  "));
        let settled = open.decide_settle(facts(&[Role::Supervisor], " counted again "));

        assert_eq!(
            operator,
            Err(Refused::NotAuthorised {
                needs: Role::Supervisor
            })
        );
        assert_eq!(silent, Err(Refused::ReasonMissing("settlement")));
        assert!(matches!(
            settled,
            Ok(event::Event::Exception(Event::Settled { note, .. })) if note == "counted again"
        ));
    }

    #[test]
    fn what_is_settled_is_not_settled_again() {
        let settled = Settlement {
            note: Some("counted again".to_owned()),
            by: None,
        };

        let again = settled.decide_settle(facts(&[Role::Supervisor], "really"));

        assert_eq!(again, Err(Refused::ChangedMeanwhile));
    }
}
