//! From events to state: total, pure, the same at every station whatever the order of arrival.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{AggregateRef, Event, Kind, Recorded};
use crate::hlc::Hlc;
use crate::id::EventId;

/// Something events fold into.
pub trait Aggregate: Clone + Default {
    /// Its kind.
    const KIND: Kind;

    /// Takes one event in. Total: what does not fit the state is noted, never refused.
    fn apply(&mut self, recorded: &Recorded);
}

/// A folded aggregate with the frontier of its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded<A> {
    /// State.
    pub state: A,
    /// Events nothing else was folded upon yet: the parents of the next one.
    pub heads: BTreeSet<EventId>,
    /// Events folded, void ones included.
    pub count: usize,
    /// Events among them that a newer version recorded: an update is needed to know this state.
    pub unread: usize,
}

impl<A: Aggregate> Folded<A> {
    /// Folds all events of one aggregate.
    #[must_use]
    pub fn from_events(aggregate: AggregateRef, events: &[Recorded]) -> Self {
        let voided = voided(events);
        let mut folded = Self::default();
        for recorded in causal_order(aggregate, events) {
            folded.advance(aggregate, recorded);
            if !voided.contains(&recorded.id) {
                folded.state.apply(recorded);
            }
        }
        folded
    }

    /// Takes one more event in, where it follows all the others. Answers false, and changes
    /// nothing, when only a fold from the start is right: a late or concurrent event, or a void.
    #[must_use]
    pub fn extend(&mut self, aggregate: AggregateRef, recorded: &Recorded) -> bool {
        let parents: BTreeSet<EventId> = parents(aggregate, recorded).iter().copied().collect();
        if parents != self.heads || matches!(recorded.event, Event::Voided { .. }) {
            return false;
        }
        self.advance(aggregate, recorded);
        self.state.apply(recorded);
        true
    }

    fn advance(&mut self, aggregate: AggregateRef, recorded: &Recorded) {
        for parent in parents(aggregate, recorded) {
            self.heads.remove(parent);
        }
        self.heads.insert(recorded.id);
        self.count += 1;
        self.unread += usize::from(matches!(recorded.event, Event::Unread { .. }));
    }
}

/// Events declared void among `events`. A void cannot be void itself: void it again is no way back;
/// what was wrongly taken back is entered anew.
fn voided(events: &[Recorded]) -> BTreeSet<EventId> {
    events
        .iter()
        .filter_map(|recorded| match &recorded.event {
            Event::Voided { target, .. } => Some(*target),
            Event::Definition(_)
            | Event::Import(_)
            | Event::OperationsRequest(_)
            | Event::JobOrder(_)
            | Event::Material(_)
            | Event::Label(_)
            | Event::Exception(_)
            | Event::Nonconformance(_)
            | Event::Unread { .. } => None,
        })
        .collect()
}

fn parents(aggregate: AggregateRef, recorded: &Recorded) -> &[EventId] {
    let touch = recorded
        .touches
        .iter()
        .find(|touch| touch.aggregate == aggregate);
    touch.map_or(&[], |touch| touch.parents.as_slice())
}

/// Order among events that do not know of each other. Not by origin and place: an event that had to
/// leave a forked chain stands elsewhere under the same id.
type Precedence = (Hlc, EventId);

fn precedence(recorded: &Recorded) -> Precedence {
    (recorded.hlc, recorded.id)
}

/// Kahn's algorithm over the parents, the least (HLC, event id) first among the ready ones.
/// Parents that are not at hand count as folded. Rings, which only a forger can make, are broken at
/// the least of their members, so that the order stays total; what follows a ring still follows it.
#[must_use]
pub fn causal_order(aggregate: AggregateRef, events: &[Recorded]) -> Vec<&Recorded> {
    let known: BTreeMap<EventId, &Recorded> = events
        .iter()
        .map(|recorded| (recorded.id, recorded))
        .collect();
    let mut open: BTreeMap<EventId, usize> = BTreeMap::new();
    let mut children: BTreeMap<EventId, Vec<EventId>> = BTreeMap::new();
    for recorded in known.values() {
        let mine: BTreeSet<&EventId> = parents(aggregate, recorded)
            .iter()
            .filter(|parent| known.contains_key(parent))
            .collect();
        open.insert(recorded.id, mine.len());
        for parent in mine {
            children.entry(*parent).or_default().push(recorded.id);
        }
    }
    let mut ready: BTreeSet<(Precedence, EventId)> = BTreeSet::new();
    let mut waiting: BTreeSet<(Precedence, EventId)> = BTreeSet::new();
    for recorded in known.values() {
        let free = open.get(&recorded.id).is_none_or(|count| *count == 0);
        let set = if free { &mut ready } else { &mut waiting };
        set.insert((precedence(recorded), recorded.id));
    }
    let mut ordered = Vec::with_capacity(known.len());
    loop {
        let next = ready.pop_first().or_else(|| {
            let first = |(_, id): &&(Precedence, EventId)| {
                let before = |at: &EventId| known.get(at).map(|e| parents(aggregate, e));
                let after = |at: &EventId| children.get(at).map(Vec::as_slice);
                reach(*id, &open, before).is_subset(&reach(*id, &open, after))
            };
            waiting.iter().find(first).copied()
        });
        let Some((precedence_of, id)) = next else {
            break;
        };
        waiting.remove(&(precedence_of, id));
        open.remove(&id);
        ordered.extend(known.get(&id));
        for child in children.remove(&id).unwrap_or_default() {
            let Some(count) = open.get_mut(&child) else {
                continue;
            };
            *count = count.saturating_sub(1);
            if *count == 0
                && let Some(recorded) = known.get(&child)
            {
                let entry = (precedence(recorded), child);
                waiting.remove(&entry);
                ready.insert(entry);
            }
        }
    }
    ordered
}

/// Open events that lead to `from` (or follow it), step by step along `next`. Where nothing is ready,
/// an event that everything before it also follows is a member of a ring that waits for no other.
fn reach<'a>(
    from: EventId,
    open: &BTreeMap<EventId, usize>,
    next: impl Fn(&EventId) -> Option<&'a [EventId]>,
) -> BTreeSet<EventId> {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(at) = ahead.pop() {
        for id in next(&at).into_iter().flatten() {
            if open.contains_key(id) && seen.insert(*id) {
                ahead.push(*id);
            }
        }
    }
    seen
}
