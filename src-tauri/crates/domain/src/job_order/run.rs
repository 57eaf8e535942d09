//! One run: a person, a work unit, stretches of time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{EquipmentId, PersonId};

/// One run: a person, a work unit, stretches of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where.
    pub work_unit: EquipmentId,
    /// Who started it.
    pub person: Option<PersonId>,
    /// Stretches of work: start and, once it stood, end.
    pub stretches: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// Why it stands, while it does.
    pub paused: Option<String>,
    /// Whether it is over.
    pub ended: bool,
}

impl Run {
    /// Work time in milliseconds, an open stretch counted up to `now`.
    #[must_use]
    pub fn duration_ms(&self, now: DateTime<Utc>) -> i64 {
        let length = |(from, to): &(DateTime<Utc>, Option<DateTime<Utc>>)| {
            (to.unwrap_or(now) - *from).num_milliseconds().max(0)
        };
        self.stretches.iter().map(length).sum()
    }

    pub(super) fn stand(&mut self, at: DateTime<Utc>) {
        if let Some((from, to @ None)) = self.stretches.last_mut() {
            *to = Some(at.max(*from));
        }
    }

    pub(super) fn go_on(&mut self, at: DateTime<Utc>) {
        if self.stretches.last().is_none_or(|(_, to)| to.is_some()) {
            self.stretches.push((at, None));
        }
        self.paused = None;
    }
}
