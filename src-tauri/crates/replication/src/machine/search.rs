//! How far two chains agree.
//!
//! Chains that agree at a place agree at every place before it, so the last such place is found by
//! comparing a few dozen links at a time.

use domain::log_row::Hash;
use domain::origin::Origin;

use super::SyncMachine;
use crate::message::{Ask, Head, Order};

/// Links compared in one round: three rounds suffice for a quarter of a million events.
const PROBES: u64 = 64;

/// Whose links came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Store,
    Plant,
}

/// A search in one chain.
#[derive(Clone, Debug)]
pub(super) struct Search {
    pub(super) origin: Origin,
    /// Agreed up to here.
    low: u64,
    /// Nothing behind this place is common.
    high: u64,
    theirs: Head,
    seqs: Vec<u64>,
    store: Option<Vec<Option<Hash>>>,
    plant: Option<Vec<Option<Hash>>>,
}

impl Search {
    pub(super) fn new(origin: Origin, ours: Head, theirs: Head) -> Self {
        let high = ours.seq.min(theirs.seq);
        let mut search = Self {
            origin,
            low: 0,
            high,
            theirs,
            seqs: Vec::new(),
            store: None,
            plant: None,
        };
        search.aim();
        search
    }

    /// Chooses the next places, the last one included.
    fn aim(&mut self) {
        let span = self.high - self.low;
        let step = span.div_ceil(PROBES).max(1);
        self.seqs = (1..=PROBES)
            .map(|probe| (self.low + probe * step).min(self.high))
            .take_while(|_| span > 0)
            .collect();
        self.seqs.dedup();
        self.store = None;
        self.plant = None;
    }

    /// Narrows the search, once both sides are there.
    fn narrow(&mut self) {
        let (Some(store), Some(plant)) = (&self.store, &self.plant) else {
            return;
        };
        let agree =
            |(ours, theirs): (&Option<Hash>, &Option<Hash>)| ours.is_some() && ours == theirs;
        let agreeing = store
            .iter()
            .zip(plant)
            .take_while(|pair| agree(*pair))
            .count();
        let agreed = agreeing
            .checked_sub(1)
            .and_then(|at| self.seqs.get(at))
            .copied();
        let differing = self.seqs.get(agreeing).copied();
        self.low = agreed.unwrap_or(self.low);
        self.high = differing.map_or(self.low, |at| at - 1);
        self.aim();
    }

    fn found(&self) -> bool {
        self.low == self.high
    }
}

impl SyncMachine {
    /// Links came from one side.
    pub(super) fn searched(&mut self, origin: Origin, hashes: Vec<Option<Hash>>, side: Side) {
        let Some(search) = self
            .search
            .as_mut()
            .filter(|search| search.origin == origin)
        else {
            return;
        };
        match side {
            Side::Store => search.store = Some(hashes),
            Side::Plant => search.plant = Some(hashes),
        }
        search.narrow();
    }

    /// The question a search has for the plant.
    pub(super) fn search_plant(&self) -> Option<Ask> {
        let search = self
            .search
            .as_ref()
            .filter(|search| !search.found() && search.plant.is_none())?;
        Some(Ask::HashesAt {
            origin: search.origin,
            seqs: search.seqs.clone(),
        })
    }

    /// The order a search has for the store: the links of ours, or in the end the move.
    pub(super) fn search_store(&mut self) -> Option<Order> {
        let search = self.search.as_ref()?;
        if !search.found() {
            return search.store.is_none().then(|| Order::ReadHashes {
                origin: search.origin,
                seqs: search.seqs.clone(),
            });
        }
        let (from, after, theirs) = (search.origin, search.low, search.theirs);
        let ours = self.held_of(from);
        let own_lost = from == self.own && (self.epoch > self.own.epoch || theirs.seq > after);
        if from == self.own && !own_lost || from != self.own && ours.seq == after {
            // They agree after all: the plant has changed meanwhile.
            self.search = None;
            self.heads_wanted = true;
            if from == self.own {
                self.own_state = super::Own::Unknown;
            }
            return None;
        }
        let epoch = if own_lost {
            self.epoch.max(self.own.epoch) + 1
        } else {
            self.own.epoch
        };
        Some(Order::Rehome { from, after, epoch })
    }
}
