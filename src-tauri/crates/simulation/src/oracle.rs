//! What must be true in the end, whatever went wrong.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{AggregateRef, Recorded};
use domain::hlc::{AHEAD_MS_MAX, Hlc};
use domain::id::EventId;
use replication::Head;

use crate::chains::{Chains, Row};
use crate::disk::State;
use crate::world::World;

/// How far a healthy clock's HLC may stand ahead of it, beyond what merging allows: captures of one moment.
const SLACK_MS: i64 = 60_000;

/// What is wrong in the end.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// Not everything was exchanged in time.
    #[error("stations and plant do not agree after six hours without faults")]
    NotSettled,
    /// An event that was captured, and that a disk still held, is not at the plant.
    #[error("{0} events are lost")]
    Lost(usize),
    /// A station holds another set of events than the plant.
    #[error("station {0} holds other events than the plant")]
    OtherEvents(usize),
    /// A chain does not verify.
    #[error("a chain at {0} does not verify")]
    BrokenChain(String),
    /// Half a command.
    #[error("the plant holds half a command")]
    HalfCommand,
    /// A fold differs.
    #[error("station {0} shows another state than the plant's events lead to")]
    OtherState(usize),
    /// A clock was dragged ahead.
    #[error("station {0} was dragged ahead by another's clock")]
    Dragged(usize),
    /// A gateway wrote after its term.
    #[error("a gateway wrote in a term that was over")]
    Unfenced,
}

/// Judges the end of a run.
pub(crate) fn judge(world: &mut World, settled: bool) -> Result<(), Fault> {
    let plant: BTreeSet<EventId> = world.plant.chains.events().collect();
    let lost = world.required.difference(&plant).count();
    if lost > 0 {
        return Err(Fault::Lost(lost));
    }
    if !settled {
        return Err(Fault::NotSettled);
    }
    if !world.gateways.fenced() {
        return Err(Fault::Unfenced);
    }
    chains_verify(&world.plant.chains, "the plant")?;
    whole_commands(&world.plant.chains)?;
    let folds = folded(&world.plant.chains);
    let now = world.now;
    for (index, process) in world.processes.iter_mut().enumerate() {
        if !process.disk.chains.events().eq(plant.iter().copied()) {
            return Err(Fault::OtherEvents(index));
        }
        chains_verify(&process.disk.chains, &format!("station {index}"))?;
        let aggregates: BTreeSet<AggregateRef> = process.disk.aggregates().into_iter().collect();
        let same = aggregates.iter().eq(folds.keys())
            && folds
                .iter()
                .all(|(aggregate, state)| process.disk.state(*aggregate) == state);
        if !same {
            return Err(Fault::OtherState(index));
        }
        let latest = (process.wall_ms(now) + AHEAD_MS_MAX + SLACK_MS) << 16;
        if process.skew_ms == 0 && process.disk.hlc > Hlc(latest) {
            return Err(Fault::Dragged(index));
        }
    }
    Ok(())
}

fn chains_verify(chains: &Chains, place: &str) -> Result<(), Fault> {
    for (_, rows) in chains.iter() {
        let mut head = Head::default();
        for row in rows {
            if row.seq != head.seq + 1 || !row.verifies(head.previous()) {
                return Err(Fault::BrokenChain(place.to_owned()));
            }
            head = Head::of(row);
        }
    }
    Ok(())
}

fn whole_commands(chains: &Chains) -> Result<(), Fault> {
    for (_, rows) in chains.iter() {
        let mut open = None;
        for row in rows {
            if !row.follows(open) {
                return Err(Fault::HalfCommand);
            }
            open = row.open();
        }
        if open.is_some() {
            return Err(Fault::HalfCommand);
        }
    }
    Ok(())
}

/// Every aggregate folded from the plant's events, in no particular order.
fn folded(chains: &Chains) -> BTreeMap<AggregateRef, State> {
    let mut known: BTreeMap<EventId, &Row> = BTreeMap::new();
    for (_, rows) in chains.iter() {
        for row in rows {
            known.entry(row.id).or_insert(row);
        }
    }
    let mut events: BTreeMap<AggregateRef, Vec<Recorded>> = BTreeMap::new();
    for recorded in known.values().filter_map(|row| row.recorded().ok()) {
        for touch in &recorded.touches {
            events
                .entry(touch.aggregate)
                .or_default()
                .push(recorded.clone());
        }
    }
    events
        .into_iter()
        .map(|(aggregate, events)| (aggregate, State::fold(aggregate, &events)))
        .collect()
}
