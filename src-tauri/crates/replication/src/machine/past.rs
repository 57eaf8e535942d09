//! The past that a station began with and that is on its way.
//!
//! The store holds what it was folded to, so the chains are known to end where it does. Until all of it is
//! here nothing behind those ends is pulled, and no other chain is searched or moved: the plant is taken to hold
//! the past, and nothing else of others.

use std::collections::BTreeMap;

use domain::log_row::LogRow;
use domain::origin::Origin;

use super::SyncMachine;
use crate::message::{Alarm, Head, Output};

/// Where each chain of it ends; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    ends: BTreeMap<Origin, Head>,
    lost: bool,
}

impl Past {
    pub(super) fn is_coming(&self) -> bool {
        !self.ends.is_empty()
    }

    /// Whether the store is to leave it.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    pub(super) fn lose(&mut self) {
        self.lost = true;
    }

    /// A chain of the plant as far as it is to be pulled for now.
    pub(super) fn within(&self, origin: Origin, seq: u64) -> u64 {
        if !self.is_coming() {
            return seq;
        }
        let end = self.ends.get(&origin).map_or(0, |end| end.seq);
        seq.min(end)
    }

    pub(super) fn keep_within(&self, rows: &mut Vec<LogRow>) {
        rows.retain(|row| row.seq <= self.within(row.origin, row.seq));
    }

    /// A plant that was taken back to a backup may hold less than the past.
    pub(super) fn check(&mut self, plant: &BTreeMap<Origin, Head>) {
        let holds = |(origin, end): (&Origin, &Head)| match plant.get(origin) {
            Some(head) if head.seq == end.seq => head == end,
            Some(head) => head.seq > end.seq,
            None => false,
        };
        self.lost |= !self.ends.iter().all(holds);
    }
}

impl SyncMachine {
    /// The same at a station whose store holds what a past was folded to, while the events themselves are on
    /// their way: `ends` is where its chains end, and `held` ends where each of them is here.
    #[must_use]
    pub fn with_past(mut self, ends: BTreeMap<Origin, Head>, lost: bool) -> Self {
        self.past = Past { ends, lost };
        self
    }

    pub(super) fn past_coming(&self) -> Option<(u64, u64)> {
        let ends = &self.past.ends;
        let here = |(origin, end): (&Origin, &Head)| self.held_of(*origin).seq.min(end.seq);
        let events = ends.values().map(|end| end.seq).sum();
        self.past
            .is_coming()
            .then(|| (ends.iter().map(here).sum(), events))
    }

    /// Once all of it is here, the plant's word on other chains counts again.
    pub(super) fn end_past(&mut self) {
        let here = |(origin, end): (&Origin, &Head)| self.held_of(*origin).seq >= end.seq;
        if self.past.is_coming() && self.past.ends.iter().all(here) {
            self.past = Past::default();
            self.heads_wanted = true;
        }
    }

    /// The store holds what was recorded here, and nothing else.
    pub(super) fn past_left(&mut self, out: &mut Vec<Output>) {
        let own = self.own.station;
        self.held.retain(|origin, _| origin.station == own);
        self.past = Past::default();
        self.page.clear();
        self.heads_wanted = true;
        out.push(Output::Alarm(Alarm::PastLost));
    }
}
