//! Hybrid logical clock: 48 bits of milliseconds, 16 bits of counter, sortable as one integer.

use serde::{Deserialize, Serialize};

/// Bits of the counter beside the milliseconds.
const COUNTER_BITS: u32 = 16;

/// Furthest a foreign clock may pull ours ahead, in milliseconds. A PC dated 2031 must not drag
/// every other station there; its events keep their own time and order after their parents anyway.
pub const AHEAD_MS_MAX: i64 = 5 * 60 * 1_000;

/// A point of the hybrid clock.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Hlc(pub i64);

impl Hlc {
    /// The next point of this station: later than `self`, and not before the clock's `now_ms`.
    #[must_use]
    pub fn tick(self, now_ms: i64) -> Self {
        Self(self.0.saturating_add(1).max(now_ms << COUNTER_BITS))
    }

    /// This station's point after it has seen `other`, clamped to [`AHEAD_MS_MAX`].
    #[must_use]
    pub fn merge(self, other: Self, now_ms: i64) -> Self {
        let highest = Self(now_ms.saturating_add(AHEAD_MS_MAX) << COUNTER_BITS);
        self.max(other.min(highest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_when_the_clock_goes_back() {
        let noon = Hlc::default().tick(1_000_000);

        assert!(noon.tick(1) > noon);
    }

    #[test]
    fn a_clock_of_another_year_does_not_drag_ours_along() {
        let ours = Hlc::default().tick(1_000_000);
        let theirs = Hlc::default().tick(1_000_000 + 365 * 86_400_000);

        let merged = ours.merge(theirs, 1_000_000);

        assert!(merged < theirs);
        assert!(merged <= Hlc((1_000_000 + AHEAD_MS_MAX) << 16));
    }
}
