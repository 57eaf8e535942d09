//! Two gateways: one leads, and one that slept must not write on.

use super::{Happening, World};

/// Gateways.
pub(super) const MANY: usize = 2;
/// How often a gateway acts, in milliseconds.
const ACT_MS: u64 = 1_500;
/// How long the plant takes a silent leader for gone, in milliseconds.
const LEASE_MS: u64 = 6_000;
/// Longest sleep, in milliseconds.
const SLEEP_MS: u64 = 30_000;

/// A gateway.
#[derive(Clone, Copy, Debug, Default)]
struct Gateway {
    /// The term it believes to lead in.
    term: Option<u64>,
    asleep_until: u64,
}

/// The gateways and what the plant keeps of them.
pub(crate) struct Gateways {
    fence: bool,
    term: u64,
    held_until: u64,
    all: [Gateway; MANY],
    /// Terms of all writes, in order.
    writes: Vec<u64>,
}

impl Gateways {
    pub(super) fn new(fence: bool) -> Self {
        Self {
            fence,
            term: 0,
            held_until: 0,
            all: [Gateway::default(); MANY],
            writes: Vec::new(),
        }
    }

    /// Takes or keeps the lead, and writes; the plant refuses who leads no more.
    fn act(&mut self, which: usize, now: u64) {
        let Some(gateway) = self.all.get_mut(which) else {
            return;
        };
        if gateway.asleep_until > now {
            return;
        }
        match gateway.term {
            Some(term) if term == self.term || !self.fence => {
                self.writes.push(term);
                self.held_until = now + LEASE_MS;
            }
            Some(_) => gateway.term = None,
            None if self.held_until <= now => {
                self.term += 1;
                gateway.term = Some(self.term);
                self.held_until = now + LEASE_MS;
            }
            None => {}
        }
    }

    /// Whether no write came in a term that was over.
    pub(crate) fn fenced(&self) -> bool {
        self.writes.is_sorted()
    }
}

impl World {
    pub(super) fn gateway(&mut self, which: usize) {
        self.gateways.act(which, self.now);
        if !self.healing {
            let at = self.now + 1 + self.dice.below(ACT_MS);
            self.at(at, Happening::Gateway { which });
        }
    }

    pub(super) fn pause_gateway(&mut self) {
        let which = self.dice.place(MANY);
        let until = self.now + self.dice.below(SLEEP_MS);
        if let Some(gateway) = self.gateways.all.get_mut(which) {
            gateway.asleep_until = until;
        }
    }
}
