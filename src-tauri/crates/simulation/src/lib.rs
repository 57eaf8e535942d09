//! Stations and a plant under every fault at once, in virtual time.
//!
//! One seed is one run: the same again whenever it is asked for. The sync machine and the folds are
//! the real ones; disks, network, clocks and the plant are models. The oracle looks only at the end.

#![deny(clippy::iter_over_hash_type)] // Order would leak into runs: use a BTreeMap.

mod campaign;
mod chains;
mod dice;
mod directed;
mod disk;
mod facts;
mod fault;
mod oracle;
mod plant;
mod world;

use std::collections::{BTreeMap, BTreeSet};

pub use campaign::{Campaign, campaign};
pub use directed::directed;
pub use fault::{Fault, UnknownFault};
pub use oracle::Fault as Failure;
pub use plant::Plant;
pub use world::Scenario;

use world::World;

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Faults it had.
    pub faults: BTreeSet<Fault>,
    /// What was wrong in the end, if anything.
    pub failure: Option<Failure>,
    /// Events at the plant in the end.
    pub events: usize,
    /// Alarms raised, by kind.
    pub alarms: BTreeMap<&'static str, u64>,
}

/// Runs one seed.
#[must_use]
pub fn run(seed: u64, scenario: &Scenario) -> Run {
    let mut world = World::new(seed, scenario);
    let settled = world.run();
    let failure = oracle::judge(&mut world, settled).err();
    Run {
        failure,
        events: world.plant.chains.events().count(),
        faults: world.faults,
        alarms: world.alarms,
    }
}
