//! Who may decide, when several could: a port to the plant's compare-and-set.
//!
//! A station that has joined no plant is its own: the order of its own transactions decides.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use domain::event::AggregateRef;
use domain::id::EventId;

use crate::failure::{Code, Failure};
use crate::{Station, locked};

/// Why a decision is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotGranted {
    /// The plant cannot be asked.
    Away {
        /// Why.
        reason: String,
    },
    /// Another station decided first.
    Taken {
        /// Which, by the short form of its id.
        station: String,
    },
}

/// What a claim comes to.
pub type Claiming<'a> = Pin<Box<dyn Future<Output = Result<(), NotGranted>> + Send + 'a>>;

/// Grants decisions.
pub trait Authority: Send + Sync {
    /// Claims the next decision on an aggregate: the event `next`, upon the decision `expected`.
    /// Claiming the same again changes nothing.
    fn claim(
        &self,
        aggregate: AggregateRef,
        expected: Option<EventId>,
        next: EventId,
    ) -> Claiming<'_>;
}

impl Station {
    /// Decisions are the plant's to grant from now on.
    pub fn set_authority(&self, authority: Arc<dyn Authority>) {
        *locked(&self.authority) = Some(authority);
    }

    /// Whether decisions have to be granted by a plant.
    pub(crate) fn has_plant(&self) -> bool {
        locked(&self.authority).is_some()
    }

    /// Claims a decision. It may take as long as the plant does: nothing is held meanwhile.
    pub(crate) async fn claim(
        &self,
        aggregate: AggregateRef,
        expected: Option<EventId>,
        next: EventId,
    ) -> Result<(), Failure> {
        let authority = locked(&self.authority).clone();
        let Some(authority) = authority else {
            return Ok(());
        };
        let outcome = authority.claim(aggregate, expected, next).await;
        outcome.map_err(|refused| match refused {
            NotGranted::Away { reason } => {
                tracing::warn!(%reason, "a decision could not be claimed at the plant");
                let sentence = "this needs the plant, which is away: try again when it is back. \
                                Work at the stations goes on";
                Failure::new(Code::Offline, "plant_away", sentence)
            }
            NotGranted::Taken { station } => Failure::new(
                Code::Changed,
                "decided_elsewhere",
                format!("station {station} decided this just before you: look again in a moment"),
            ),
        })
    }
}
