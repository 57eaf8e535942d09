//! Our own chain on its way to the plant.

use domain::log_row::LogRow;

use super::{Own, SyncMachine};
use crate::message::{BYTES_MAX, Head, Now, Outcome};

impl SyncMachine {
    /// Events were recorded here. Those that come next anyway need not be read again.
    pub(super) fn captured(&mut self, now: Now, rows: Vec<LogRow>) {
        let Some(last) = rows.last() else { return };
        let (origin, head) = (last.origin, Head::of(last));
        if self.own_head().seq <= self.acked.seq {
            self.progress_at = now.monotonic_ms;
        }
        if origin != self.own
            && (origin.station != self.own.station || origin.epoch < self.own.epoch)
        {
            return; // It has moved since.
        }
        self.held.insert(origin, head);
        let Own::Agreed(agreed) = self.own_state else {
            return;
        };
        let reading = self.ordered.is_some();
        let next = self.ready.last().map_or(agreed.seq, |row| row.seq) + 1;
        let fits = self.ready.len() + rows.len() <= self.settings.events_max;
        let pushing = self
            .asked
            .as_ref()
            .is_some_and(|asked| matches!(asked.ask, crate::message::Ask::Push { .. }));
        if !reading
            && !pushing
            && fits
            && origin == self.own
            && rows.first().is_some_and(|row| row.seq == next)
        {
            self.ready.extend(rows);
        }
    }

    /// Own events were read.
    pub(super) fn read(&mut self, after: u64, rows: Vec<LogRow>) {
        let fits = rows
            .first()
            .is_some_and(|row| row.origin == self.own && row.seq == after + 1);
        if fits && self.ready.is_empty() {
            self.ready = if self.settings.guards.whole_commands {
                whole(rows, self.settings.events_max)
            } else {
                rows
            };
        }
    }

    /// The plant took a batch, or did not.
    pub(super) fn pushed(
        &mut self,
        now: Now,
        rows: &[LogRow],
        (outcome, epoch, head): (Outcome, u32, Head),
    ) {
        self.epoch = self.epoch.max(epoch);
        let Some(last) = rows.last().map(Head::of) else {
            return;
        };
        match outcome {
            Outcome::Accepted => {
                let blind = !self.settings.guards.ack_hash && head.seq <= last.seq;
                if head == last || blind {
                    self.agree(now, last);
                    self.plant.insert(self.own, last);
                    self.wake_soon(now);
                } else {
                    // It holds something else, or more than we sent: its heads will tell.
                    self.doubt();
                }
            }
            Outcome::Behind | Outcome::Fork | Outcome::StaleEpoch => {
                if self.settings.guards.rehome {
                    self.doubt();
                } else {
                    // What naive protocols do: the place is taken, so it must have been stored.
                    self.agree(now, last);
                }
            }
        }
    }

    /// The plant holds our chain up to `head`.
    pub(super) fn agree(&mut self, now: Now, head: Head) {
        self.own_state = Own::Agreed(head);
        if head != self.acked {
            self.progress_at = now.monotonic_ms;
            self.stuck_told = false;
        }
        self.acked = head;
    }

    /// What the plant holds of our chain must be found out anew.
    pub(super) fn doubt(&mut self) {
        self.own_state = Own::Unknown;
        self.ready.clear();
        self.heads_wanted = true;
    }

    fn wake_soon(&mut self, now: Now) {
        let at = now.monotonic_ms.max(self.woke_at + self.settings.wake_ms);
        self.wake_at = Some(self.wake_at.map_or(at, |known| known.min(at)));
    }
}

/// The whole commands among the first rows, within what one batch takes.
pub(super) fn whole(mut rows: Vec<LogRow>, events_max: usize) -> Vec<LogRow> {
    let mut bytes = 0;
    let fits = rows
        .iter()
        .take(events_max)
        .take_while(|row| {
            bytes += row.payload.len();
            bytes <= BYTES_MAX
        })
        .count();
    let end = rows
        .iter()
        .take(fits)
        .rposition(|row| row.open().is_none())
        .map_or(0, |last| last + 1);
    rows.truncate(end);
    rows
}
