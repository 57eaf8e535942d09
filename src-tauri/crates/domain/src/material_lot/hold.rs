//! Holds: anybody stops the use of a lot, quality lets it go on (DOMAIN.md 3.3, 4.15).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Event, MaterialLot};
use crate::event::{self, REASON_CHARS_MAX, Recorded};
use crate::id::{EventId, NonconformanceId, PersonId};
use crate::nonconformance;
use crate::refused::Refused;
use crate::role::Role;

/// Holds that a lot may have at once: more are a mistake, not causes.
const HOLDS_MAX: usize = 20;

/// A hold that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Why.
    pub cause: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who put it on.
    pub by: Option<PersonId>,
    /// The nonconformance it belongs to, and ends with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonconformance: Option<NonconformanceId>,
}

/// What a person wants of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum HoldCommand {
    /// Stop its use.
    Hold {
        /// Why, at most 400 characters.
        cause: String,
    },
    /// Lift one hold.
    Release {
        /// The event that put it on.
        hold: EventId,
        /// What was found, at most 400 characters.
        note: String,
    },
}

/// What the decision looks at.
#[derive(Clone, Debug)]
pub struct HoldFacts {
    /// Rights of who acts.
    pub roles: Vec<Role>,
}

impl MaterialLot {
    /// Why its use is stopped, all causes in one line; absent while it is not.
    #[must_use]
    pub fn held(&self) -> Option<String> {
        let causes: Vec<&str> = self
            .holds
            .values()
            .map(|hold| hold.cause.as_str())
            .collect();
        (!causes.is_empty()).then(|| causes.join("; "))
    }

    /// Decides to stop its use, or to lift a hold. Anybody may stop it; quality lets it go on.
    ///
    /// # Errors
    /// [`Refused`], when it is not the person's to lift, the hold is gone, or nothing is said about it.
    pub fn decide_hold(
        &self,
        command: &HoldCommand,
        facts: &HoldFacts,
    ) -> Result<event::Event, Refused> {
        let event = match command {
            HoldCommand::Hold { cause } => {
                if self.holds.len() >= HOLDS_MAX {
                    return Err(Refused::TooManyHolds);
                }
                Event::Held {
                    cause: said("hold", cause)?,
                }
            }
            HoldCommand::Release { hold, note } => {
                if !facts.roles.contains(&Role::Quality) {
                    return Err(Refused::NotAuthorised {
                        needs: Role::Quality,
                    });
                }
                let on = self.holds.get(hold).ok_or(Refused::ChangedMeanwhile)?;
                if on.nonconformance.is_some() {
                    return Err(Refused::HeldByNonconformance);
                }
                Event::HoldReleased {
                    hold: *hold,
                    note: said("release", note)?,
                }
            }
        };
        Ok(event::Event::Material(event))
    }

    pub(super) fn hold(&mut self, recorded: &Recorded, cause: &str) {
        let hold = Hold {
            cause: cause.to_owned(),
            at: recorded.effective_at,
            by: recorded.actor,
            nonconformance: None,
        };
        self.holds.insert(recorded.id, hold);
    }

    /// A nonconformance that begins holds the lots it touches; one that ends lets them go.
    pub(super) fn doubt(&mut self, recorded: &Recorded, event: &nonconformance::Event) {
        use nonconformance::Event::{Closed, Contained, Counted, Dispositioned, Opened};
        let cause = match event {
            Opened { number, cause, .. } => format!("{number}: {cause}"),
            Contained { number, .. } => number.clone(),
            Dispositioned { nonconformance, .. } | Closed { nonconformance, .. } => {
                let ended = Some(*nonconformance);
                self.holds.retain(|_, hold| hold.nonconformance != ended);
                return;
            }
            Counted { .. } => return,
        };
        let hold = Hold {
            cause,
            at: recorded.effective_at,
            by: recorded.actor,
            nonconformance: Some(event.nonconformance()),
        };
        self.holds.insert(recorded.id, hold);
    }
}

fn said(what: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::ReasonMissing(what));
    }
    Ok(text.chars().take(REASON_CHARS_MAX).collect())
}
