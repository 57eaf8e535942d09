//! Others' chains on their way into the store.

use std::collections::BTreeMap;

use domain::log_row::LogRow;
use domain::origin::Origin;

use super::SyncMachine;
use crate::message::{Alarm, Head, Now, Order, Output, Rehomed};

/// How long the store is left alone after it failed, in milliseconds: a full disk does not empty itself.
const STORE_RETRY_MS: u64 = 5_000;

impl SyncMachine {
    /// A page came.
    pub(super) fn pulled(&mut self, mut rows: Vec<LogRow>) {
        self.past.keep_within(&mut rows);
        self.page = if self.settings.guards.whole_commands {
            whole_of_each(rows)
        } else {
            rows
        };
        if self.page.is_empty() {
            // What heads promised is not there: they have changed.
            self.heads_wanted = true;
        }
    }

    /// The store took a page in.
    pub(super) fn applied(&mut self, rows: &[LogRow]) {
        for row in rows {
            self.held.insert(row.origin, Head::of(row));
        }
        self.end_past();
    }

    /// An event did not link to what the store holds.
    pub(super) fn broken(&mut self, origin: Origin) {
        self.page.clear();
        if self.past.is_coming() {
            self.past.lose();
            return;
        }
        self.differing.insert(origin);
        self.heads_wanted = true;
    }

    /// Events moved to the end of our chain.
    pub(super) fn rehomed(
        &mut self,
        now: Now,
        from: Origin,
        rehomed: Rehomed,
        out: &mut Vec<Output>,
    ) {
        let Rehomed {
            own,
            own_head,
            from_head,
            moved,
        } = rehomed;
        let ours = from == self.own;
        self.search = None;
        self.differing.remove(&from);
        self.short.remove(&from);
        self.held.insert(from, from_head);
        // Something may have been recorded in the new chain already.
        let known = self.held.entry(own).or_default();
        if known.seq <= own_head.seq {
            *known = own_head;
        }
        if ours {
            self.forks += 1;
            out.push(Output::Alarm(Alarm::Forked { moved }));
            if self.forks == FORKS_SUSPICIOUS {
                out.push(Output::Alarm(Alarm::Cloned));
            }
            self.acked = Head::default();
        } else if moved > 0 && from.station == own.station {
            out.push(Output::Alarm(Alarm::Copied { moved }));
        } else if moved > 0 {
            out.push(Output::Alarm(Alarm::Orphans { moved }));
        }
        self.own = own;
        self.progress_at = now.monotonic_ms;
        self.doubt();
    }

    /// The store could not do what it was told. Pages come again from the plant.
    pub(super) fn store_failed(
        &mut self,
        now: Now,
        order: &Order,
        reason: String,
        out: &mut Vec<Output>,
    ) {
        out.push(Output::Alarm(Alarm::NotStored { reason }));
        self.store_retry_at = now.monotonic_ms + STORE_RETRY_MS;
        self.page.clear();
        self.search = None;
        match order {
            Order::SaveAck { .. } => self.saved = Head::default(),
            Order::ReadOwn { .. }
            | Order::ReadHashes { .. }
            | Order::Apply { .. }
            | Order::LeavePast
            | Order::Rehome { .. } => {
                self.doubt();
            }
        }
    }

    /// The store is tried again once its time has come.
    pub(super) fn clear_retry(&mut self, now: Now) {
        if self.store_retry_at <= now.monotonic_ms {
            self.store_retry_at = 0;
        }
    }
}

/// Forks since the start that make it likely that two PCs share one identity.
const FORKS_SUSPICIOUS: u32 = 3;

/// The whole commands of each chain.
fn whole_of_each(rows: Vec<LogRow>) -> Vec<LogRow> {
    let mut ends: BTreeMap<Origin, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.open().is_none()) {
        ends.insert(row.origin, row.seq);
    }
    let within = |row: &LogRow| ends.get(&row.origin).is_some_and(|end| row.seq <= *end);
    rows.into_iter().filter(within).collect()
}
