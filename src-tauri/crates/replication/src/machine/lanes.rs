//! What is next for the plant and for the store.

use super::{Asked, Own, SyncMachine};
use crate::message::{Alarm, Ask, Head, Now, Order, Output};

/// Shortest time between two notes of what the plant acknowledged, in milliseconds.
const SAVE_MS: u64 = 1_000;

/// Most chains one pull names: with more, the rest follow in the next one.
const CHAINS_MAX: usize = 500;

impl SyncMachine {
    /// Fills both lanes with what is next.
    pub(super) fn advance(&mut self, now: Now, out: &mut Vec<Output>) {
        self.keep_link(now, out);
        self.watch(now, out);
        if self.link.is_up() {
            self.wake(now, out);
            self.poll(now);
            self.begin_search();
            if self.asked.is_none()
                && let Some(ask) = self.next_ask(now)
            {
                self.tickets += 1;
                let ticket = self.tickets;
                self.asked = Some(Asked {
                    ticket,
                    at: now,
                    ask: ask.clone(),
                });
                out.push(Output::Ask { ticket, ask });
            }
        }
        if self.ordered.is_none()
            && self.store_retry_at <= now.monotonic_ms
            && let Some(order) = self.next_order(now)
        {
            self.ordered = Some(order.clone());
            out.push(Output::Store(order));
        }
    }

    fn next_ask(&mut self, now: Now) -> Option<Ask> {
        if self.heads_wanted {
            self.heads_wanted = false;
            let jitter = self.draw(self.settings.poll_ms);
            self.poll_at = now.monotonic_ms + self.settings.poll_ms + jitter;
            return Some(Ask::Heads);
        }
        if let Some(ask) = self.search_plant() {
            return Some(ask);
        }
        let next = if self.pulled_last {
            self.next_push().or_else(|| self.next_pull())
        } else {
            self.next_pull().or_else(|| self.next_push())
        };
        self.pulled_last = matches!(next, Some(Ask::Pull { .. }));
        next
    }

    fn next_push(&mut self) -> Option<Ask> {
        let Own::Agreed(previous) = self.own_state else {
            return None;
        };
        if self.ready.first()?.seq != previous.seq + 1 {
            self.ready.clear();
            return None;
        }
        Some(Ask::Push {
            origin: self.own,
            previous,
            rows: std::mem::take(&mut self.ready),
        })
    }

    fn next_pull(&self) -> Option<Ask> {
        if !self.page.is_empty() || self.past.is_lost() {
            return None;
        }
        let after: Vec<_> = self
            .plant
            .iter()
            .filter(|(origin, _)| **origin != self.own && !self.differing.contains(origin))
            .filter(|(origin, _)| {
                self.search
                    .as_ref()
                    .is_none_or(|search| search.origin != **origin)
            })
            .map(|(origin, head)| {
                let theirs = self.past.within(*origin, head.seq);
                (*origin, theirs, self.coming(*origin))
            })
            .filter(|(_, theirs, ours)| theirs > ours)
            .map(|(origin, _, ours)| (origin, ours))
            .take(CHAINS_MAX)
            .collect();
        (!after.is_empty()).then_some(Ask::Pull {
            after,
            limit: self.settings.events_max,
        })
    }

    fn next_order(&mut self, now: Now) -> Option<Order> {
        if self.past.is_lost() {
            return Some(Order::LeavePast);
        }
        if let Some(order) = self.search_store() {
            return Some(order);
        }
        if !self.page.is_empty() {
            return Some(Order::Apply {
                rows: std::mem::take(&mut self.page),
            });
        }
        if let Own::Checking(head) = self.own_state {
            return Some(Order::ReadHashes {
                origin: self.own,
                seqs: vec![head.seq],
            });
        }
        if let Some(after) = self.unread() {
            return Some(Order::ReadOwn {
                after,
                limit: self.settings.events_max,
            });
        }
        if self.save_at().is_some_and(|at| at <= now.monotonic_ms) {
            self.saved = self.acked;
            self.saved_at = now.monotonic_ms;
            return Some(Order::SaveAck { head: self.acked });
        }
        None
    }

    /// When what the plant acknowledged is to be noted: it is a commit, so not at every batch.
    pub(super) fn save_at(&self) -> Option<u64> {
        (self.saved != self.acked).then_some(self.saved_at + SAVE_MS)
    }

    /// The place behind which own events are to be read for a push, if there are any.
    fn unread(&self) -> Option<u64> {
        let Own::Agreed(head) = self.own_state else {
            return None;
        };
        let sent = match self.asked.as_ref().map(|asked| &asked.ask) {
            Some(Ask::Push { rows, .. }) => rows.last().map_or(head.seq, |row| row.seq),
            Some(Ask::Heads | Ask::Pull { .. } | Ask::HashesAt { .. }) | None => head.seq,
        };
        (self.link.is_up() && self.ready.is_empty() && self.own_head().seq > sent).then_some(sent)
    }

    fn poll(&mut self, now: Now) {
        if self.settings.guards.poll && self.poll_at <= now.monotonic_ms {
            self.heads_wanted = true;
        }
    }

    fn wake(&mut self, now: Now, out: &mut Vec<Output>) {
        if self.wake_at.is_some_and(|at| at <= now.monotonic_ms) {
            self.wake_at = None;
            self.woke_at = now.monotonic_ms;
            out.push(Output::Wake);
        }
    }

    /// Tells when the plant answers and yet takes nothing.
    fn watch(&mut self, now: Now, out: &mut Vec<Output>) {
        let at = now.monotonic_ms;
        if !self.link.is_up() || self.own_head().seq <= self.acked.seq {
            self.progress_at = at;
            self.stuck_told = false;
            return;
        }
        let since = at.saturating_sub(self.progress_at);
        if since >= self.settings.stuck_ms && !self.stuck_told {
            self.stuck_told = true;
            out.push(Output::Alarm(Alarm::Stuck {
                seconds: since / 1_000,
            }));
        }
    }

    /// The end of what is here or on its way into the store.
    fn coming(&self, origin: domain::origin::Origin) -> u64 {
        let applying = match &self.ordered {
            Some(Order::Apply { rows }) => rows.as_slice(),
            _ => &[],
        };
        let last = applying.iter().rev().find(|row| row.origin == origin);
        last.map_or_else(|| self.held_of(origin), Head::of).seq
    }
}
