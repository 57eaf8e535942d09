//! What the plant's heads mean for ours.

use std::collections::BTreeMap;

use domain::log_row::Hash;
use domain::origin::Origin;

use super::search::Search;
use super::{Own, SyncMachine};
use crate::message::{Head, Now};

impl SyncMachine {
    /// The plant told where every chain ends.
    pub(super) fn heard(&mut self, now: Now, heads: BTreeMap<Origin, Head>, epoch: u32) {
        self.plant = heads;
        self.epoch = epoch;
        self.heads_at = Some(now.monotonic_ms);
        self.settle_own(now);
        if self.past.is_coming() {
            self.past.check(&self.plant);
            return; // What is here of other chains is not the whole yet.
        }
        let origins: Vec<Origin> = self
            .held
            .keys()
            .copied()
            .filter(|origin| *origin != self.own)
            .collect();
        for origin in origins {
            self.settle_other(now, origin);
        }
    }

    /// Our chain: the plant's word counts, be it more or less than it was.
    fn settle_own(&mut self, now: Now) {
        let theirs = self.plant_of(self.own);
        let ours = self.own_head();
        let agreed = self.own_state == Own::Agreed(theirs);
        if !self.settings.guards.own_head_reread && matches!(self.own_state, Own::Agreed(_)) {
            return;
        }
        if self.epoch > self.own.epoch || theirs.seq > ours.seq {
            if self.settings.guards.rehome {
                self.own_state = Own::Unknown;
                self.differing.insert(self.own);
            } else {
                self.agree(now, ours);
            }
        } else if !agreed {
            self.ready.clear();
            if theirs.seq == 0 || theirs == ours || !self.settings.guards.ack_hash {
                self.agree(now, theirs);
            } else {
                self.own_state = Own::Checking(theirs);
            }
        }
    }

    /// Our link at the place the plant named was looked up.
    pub(super) fn looked_up(
        &mut self,
        now: Now,
        origin: Origin,
        seqs: &[u64],
        hashes: Vec<Option<Hash>>,
    ) {
        if let (Own::Checking(head), true, [seq]) = (self.own_state, origin == self.own, seqs)
            && *seq == head.seq
        {
            if hashes.first().copied().flatten() == Some(head.hash) {
                self.agree(now, head);
            } else {
                self.own_state = Own::Unknown;
                self.differing.insert(origin);
            }
            return;
        }
        self.searched(origin, hashes, super::search::Side::Store);
    }

    /// Another chain: equal, to be pulled, to be searched, or held by us alone.
    fn settle_other(&mut self, now: Now, origin: Origin) {
        let (ours, theirs) = (self.held_of(origin), self.plant_of(origin));
        let differs = ours.seq == theirs.seq && ours.hash != theirs.hash;
        if differs && self.settings.guards.cursor_hash {
            self.differing.insert(origin);
        }
        if theirs.seq < ours.seq {
            let since = *self.short.entry(origin).or_insert(now.monotonic_ms);
            let waited = now.monotonic_ms.saturating_sub(since);
            // Nobody but us would send what an earlier epoch of ours had not sent.
            let only_ours = origin.station == self.own.station;
            let due = only_ours || waited >= self.settings.orphans_after_ms;
            if self.settings.guards.orphans && due {
                self.differing.insert(origin);
            }
        } else {
            self.short.remove(&origin);
        }
    }

    /// Begins to look for the place up to which a differing chain agrees.
    pub(super) fn begin_search(&mut self) {
        if self.search.is_some() || self.heads_wanted || self.asked.is_some() {
            return;
        }
        if matches!(self.ordered, Some(crate::message::Order::Apply { .. }))
            || !self.page.is_empty()
        {
            return; // What is held is about to change.
        }
        let Some(origin) = self.differing.pop_first() else {
            return;
        };
        let (ours, theirs) = (self.held_of(origin), self.plant_of(origin));
        self.search = Some(Search::new(origin, ours, theirs));
    }

    pub(super) fn plant_of(&self, origin: Origin) -> Head {
        self.plant.get(&origin).copied().unwrap_or_default()
    }
}
