//! The connection: when to try, when to give up.

use super::{Own, SyncMachine};
use crate::message::{Now, Output};

/// First and longest wait before a connection is tried again, in milliseconds.
const RETRY_MS_MIN: u64 = 1_000;
/// See [`RETRY_MS_MIN`].
const RETRY_MS_MAX: u64 = 30_000;
/// Longest time a connection may take to be made, in milliseconds.
const CONNECT_MS_MAX: u64 = 20_000;

/// The connection to the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// None; the next try is due at that time.
    Down { retry_at: u64, pause_ms: u64 },
    /// One is being made.
    Connecting { until: u64, pause_ms: u64 },
    /// It stands.
    Up,
}

impl Default for Link {
    fn default() -> Self {
        Self::Down {
            retry_at: 0,
            pause_ms: RETRY_MS_MIN,
        }
    }
}

impl Link {
    pub(super) fn is_up(self) -> bool {
        self == Self::Up
    }

    pub(super) fn due(self) -> Option<u64> {
        match self {
            Self::Down { retry_at, .. } => Some(retry_at),
            Self::Connecting { until, .. } => Some(until),
            Self::Up => None,
        }
    }
}

impl SyncMachine {
    pub(super) fn connected(&mut self, now: Now) {
        self.link = Link::Up;
        self.heads_wanted = true;
        self.progress_at = now.monotonic_ms;
        self.stuck_told = false;
        self.own_state = if self.settings.guards.own_head_reread {
            Own::Unknown
        } else {
            Own::Agreed(self.acked)
        };
    }

    pub(super) fn disconnected(&mut self, now: Now) {
        let pause_ms = match self.link {
            Link::Down { .. } => return,
            Link::Connecting { pause_ms, .. } => (pause_ms * 2).min(RETRY_MS_MAX),
            Link::Up => RETRY_MS_MIN,
        };
        let jitter = self.draw(pause_ms);
        self.link = Link::Down {
            retry_at: now.monotonic_ms + pause_ms / 2 + jitter,
            pause_ms,
        };
        self.asked = None;
        self.own_state = Own::Unknown;
        self.ready.clear();
        self.search = None;
        self.differing.clear();
    }

    /// Closes a connection that is of no use.
    pub(super) fn hang_up(&mut self, now: Now, out: &mut Vec<Output>) {
        out.push(Output::Disconnect);
        self.disconnected(now);
        if let Link::Down { retry_at, pause_ms } = self.link {
            // Whoever refused, or did not answer, is not asked again at once.
            let retry_at = retry_at.max(now.monotonic_ms + RETRY_MS_MIN);
            self.link = Link::Down { retry_at, pause_ms };
        }
    }

    /// Tries to connect, and gives up what takes too long.
    pub(super) fn keep_link(&mut self, now: Now, out: &mut Vec<Output>) {
        let at = now.monotonic_ms;
        match self.link {
            Link::Down { retry_at, pause_ms } if retry_at <= at => {
                self.link = Link::Connecting {
                    until: at + CONNECT_MS_MAX,
                    pause_ms,
                };
                out.push(Output::Connect);
            }
            Link::Connecting { until, .. } if until <= at => self.hang_up(now, out),
            Link::Down { .. } | Link::Connecting { .. } => {}
            Link::Up => {
                let late =
                    |asked: &super::Asked| asked.at.monotonic_ms + self.settings.deadline_ms <= at;
                if self.settings.guards.deadline && self.asked.as_ref().is_some_and(late) {
                    self.hang_up(now, out);
                }
            }
        }
    }

    /// Compares clocks: the plant's at its answer with ours half-way between question and answer.
    pub(super) fn measure(&mut self, asked: Now, now: Now, clock_ms: i64, out: &mut Vec<Output>) {
        let way =
            i64::try_from(now.monotonic_ms.saturating_sub(asked.monotonic_ms) / 2).unwrap_or(0);
        let skew_ms = now.wall_ms.saturating_sub(way).saturating_sub(clock_ms);
        self.skew_ms = Some(skew_ms);
        out.push(Output::Skew { skew_ms });
    }
}
