//! Many seeds: what they came to, and that every pair of faults came up together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Failure, Fault, Run, Scenario, run};

/// What a campaign came to.
#[derive(Clone, Debug, Default)]
pub struct Campaign {
    /// Seeds run.
    pub seeds: u64,
    /// Failing seeds, lowest first, with what was wrong.
    pub failures: BTreeMap<u64, Failure>,
    /// How often each pair of faults came up in one run.
    pub pairs: BTreeMap<(Fault, Fault), u64>,
    /// Events at the plants in the end, in all.
    pub events: u64,
    /// Alarms raised, by kind.
    pub alarms: BTreeMap<&'static str, u64>,
}

impl Campaign {
    /// Pairs of faults that never came up together.
    #[must_use]
    pub fn missing_pairs(&self) -> Vec<(Fault, Fault)> {
        all_pairs(&Fault::ALL.into_iter().collect())
            .into_iter()
            .filter(|pair| !self.pairs.contains_key(pair))
            .collect()
    }

    fn take(&mut self, seed: u64, run: Run) {
        self.seeds += 1;
        self.events += run.events as u64;
        for pair in all_pairs(&run.faults) {
            *self.pairs.entry(pair).or_default() += 1;
        }
        for (alarm, count) in run.alarms {
            *self.alarms.entry(alarm).or_default() += count;
        }
        if let Some(failure) = run.failure {
            self.failures.insert(seed, failure);
        }
    }
}

/// Runs the seeds from `first` on, on every core; `enough` is asked after each and may end it early.
#[must_use]
pub fn campaign(
    first: u64,
    seeds: u64,
    scenario: &Scenario,
    enough: impl Fn(&Campaign) -> bool + Sync,
) -> Campaign {
    let next = AtomicU64::new(0);
    let outcome = Mutex::new(Campaign::default());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let offset = next.fetch_add(1, Ordering::Relaxed);
                    // Behind the last seed there is comes the first.
                    let seed = first.wrapping_add(offset);
                    if offset >= seeds {
                        return;
                    }
                    let run = run(seed, scenario);
                    let mut outcome = outcome
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    outcome.take(seed, run);
                    if enough(&outcome) {
                        next.store(seeds, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    outcome
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn all_pairs(faults: &BTreeSet<Fault>) -> Vec<(Fault, Fault)> {
    let mut pairs = Vec::new();
    for (place, one) in faults.iter().enumerate() {
        for other in faults.iter().skip(place + 1) {
            pairs.push((*one, *other));
        }
    }
    pairs
}
