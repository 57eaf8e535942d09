//! For each guard a scenario that cannot do without it.

use replication::Guards;

use crate::Fault::{
    Clone, DiskRestore, GatewayPause, Loss, Partition, PlantRollback, PowerLoss, Skew,
};
use crate::{Fault, Scenario};

/// A scenario without the named guard, under the faults that the guard is there for: within 1,000
/// seeds the oracle notices that it is missing. None where there is no guard of that name.
#[must_use]
pub fn directed(guard: &str) -> Option<Scenario> {
    let (stations, captures, faults) = arranged(guard)?;
    Some(Scenario {
        stations,
        captures,
        faults: Some(faults.iter().copied().collect()),
        guards: Guards::without(guard)?,
    })
}

/// Stations, captures and faults, found by trying which make the guard's absence show soonest.
fn arranged(guard: &str) -> Option<(u64, u64, &'static [Fault])> {
    Some(match guard {
        "ack-hash" => (4, 80, &[PowerLoss, DiskRestore, Partition]),
        "own-head-reread" => (4, 80, &[PlantRollback, Partition]),
        "cursor-hash" => (3, 160, &[PlantRollback, DiskRestore, Partition]),
        "verify-on-apply" => (4, 80, &[PlantRollback, DiskRestore, PowerLoss, Partition]),
        "rehome" | "keep-ids" => (4, 80, &[PowerLoss, DiskRestore]),
        "orphans" => (4, 80, &[PlantRollback, DiskRestore]),
        "plant-link" => (4, 80, &[Clone, DiskRestore, PowerLoss]),
        "fence" => (4, 80, &[GatewayPause, Skew]),
        "whole-commands" => (4, 80, &[PowerLoss, Loss, DiskRestore]),
        // Few captures: what nobody watches hangs, and is simulated to the end of the six hours.
        "deadline" => (3, 20, &[Loss, Partition, Skew]),
        "poll" => (4, 80, &[PlantRollback, DiskRestore]),
        "clamp" => (4, 80, &[Skew, Partition]),
        _ => return None,
    })
}
