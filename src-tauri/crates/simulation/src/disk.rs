//! A station's disk: the log, and the folds it leads to, as the real store keeps them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::event::{AggregateRef, Event, Kind, Recorded};
use domain::fold::{Aggregate, Folded};
use domain::hlc::Hlc;
use domain::id::EventId;
use domain::job_order::JobOrder;
use domain::log_row::LogRow;
use domain::material_lot::MaterialLot;
use domain::origin::Origin;
use replication::{Done, Guards, Head, Order, Rehomed};

use crate::chains::{Chains, Row};
use crate::dice::Dice;

/// A folded aggregate of either kind that is simulated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Job(Box<Folded<JobOrder>>),
    Lot(Box<Folded<MaterialLot>>),
}

impl State {
    fn blank(kind: Kind) -> Self {
        if kind == Kind::JobOrder {
            Self::Job(Box::default())
        } else {
            Self::Lot(Box::default())
        }
    }

    pub(crate) fn fold(aggregate: AggregateRef, events: &[Recorded]) -> Self {
        if aggregate.kind == Kind::JobOrder {
            Self::Job(Box::new(Folded::from_events(aggregate, events)))
        } else {
            Self::Lot(Box::new(Folded::from_events(aggregate, events)))
        }
    }

    fn extend(&mut self, aggregate: AggregateRef, event: &Recorded) -> bool {
        fn take<A: Aggregate>(
            folded: &mut Folded<A>,
            aggregate: AggregateRef,
            event: &Recorded,
        ) -> bool {
            folded.extend(aggregate, event)
        }
        match self {
            Self::Job(folded) => take(folded, aggregate, event),
            Self::Lot(folded) => take(folded, aggregate, event),
        }
    }

    pub(crate) fn heads(&self) -> Vec<EventId> {
        match self {
            Self::Job(folded) => folded.heads.iter().copied().collect(),
            Self::Lot(folded) => folded.heads.iter().copied().collect(),
        }
    }
}

/// An aggregate with its events; the state is absent while a late event waits for a fold.
#[derive(Clone, Debug, Default)]
struct Held {
    events: Vec<Recorded>,
    state: Option<State>,
}

/// A disk.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    pub(crate) chains: Chains,
    pub(crate) own: Origin,
    pub(crate) acked: Head,
    pub(crate) hlc: Hlc,
    /// Whether the version that runs reads the newest events.
    pub(crate) old_version: bool,
    held: BTreeMap<AggregateRef, Held>,
    /// Events that were recorded here.
    recorded: BTreeSet<EventId>,
}

impl Disk {
    pub(crate) fn new(own: Origin, old_version: bool) -> Self {
        Self {
            chains: Chains::default(),
            own,
            acked: Head::default(),
            hlc: Hlc::default(),
            old_version,
            held: BTreeMap::new(),
            recorded: BTreeSet::new(),
        }
    }

    /// Where this station's clock stood, from what was recorded here only, as the store reads it at
    /// start: others' events that were published again stand in its own chain too.
    pub(crate) fn restart(&mut self) {
        let recorded = |(origin, rows): (&Origin, &Vec<Row>)| {
            let own = origin.station == self.own.station;
            let last = rows.iter().rev().filter(|_| own);
            let mut last = last.filter(|row| self.recorded.contains(&row.id));
            last.next().map(|row| row.hlc)
        };
        let last = self.chains.iter().filter_map(recorded).max();
        self.hlc = last.unwrap_or_default();
    }

    /// The frontier of an aggregate: the parents of the next event.
    pub(crate) fn parents(&mut self, aggregate: AggregateRef) -> Vec<EventId> {
        self.state(aggregate).heads()
    }

    /// The folded state, as a screen would show it.
    pub(crate) fn state(&mut self, aggregate: AggregateRef) -> &State {
        let held = self.held.entry(aggregate).or_default();
        let events = &held.events;
        held.state
            .get_or_insert_with(|| State::fold(aggregate, events))
    }

    pub(crate) fn aggregates(&self) -> Vec<AggregateRef> {
        self.held.keys().copied().collect()
    }

    /// A new station has what a baseline holds, the clock apart: that comes from its own events.
    pub(crate) fn begin_with(&mut self, baseline: &Chains) {
        for (_, rows) in baseline.iter() {
            for row in rows {
                self.append(row.clone());
            }
        }
    }

    /// After an update every event is read anew.
    pub(crate) fn update(&mut self) {
        self.old_version = false;
        self.held.clear();
        let rows: Vec<Row> = self
            .chains
            .iter()
            .flat_map(|(_, rows)| rows.iter().cloned())
            .collect();
        let mut known = BTreeSet::new();
        for row in rows {
            if known.insert(row.id) {
                self.take_in(&row);
            }
        }
    }

    /// Appends rows of our own, each already linked.
    pub(crate) fn record(&mut self, rows: &[LogRow]) {
        for row in rows {
            self.recorded.insert(row.id);
            self.append(Arc::new(row.clone()));
        }
    }

    /// Carries an order out, as the store does: all of it, or nothing.
    pub(crate) fn carry_out(
        &mut self,
        order: &Order,
        wall_ms: i64,
        guards: Guards,
        dice: &mut Dice,
    ) -> Done {
        match order {
            Order::ReadOwn { after, limit } => Done::OwnRows {
                rows: self.chains.after(self.own, *after, *limit),
            },
            Order::ReadHashes { origin, seqs } => Done::Hashes {
                hashes: seqs
                    .iter()
                    .map(|seq| self.chains.hash_at(*origin, *seq))
                    .collect(),
            },
            Order::Apply { rows } => self.apply(rows, wall_ms, guards),
            Order::Rehome { from, after, epoch } => {
                self.rehome(*from, *after, *epoch, guards, dice)
            }
            // A baseline of the simulation brings its events with it, so no past is ever on its way.
            Order::LeavePast => Done::PastLeft,
            Order::SaveAck { head } => {
                self.acked = *head;
                Done::AckSaved
            }
        }
    }

    fn apply(&mut self, rows: &[LogRow], wall_ms: i64, guards: Guards) -> Done {
        let mut heads: BTreeMap<Origin, Head> = BTreeMap::new();
        let mut fresh = Vec::new();
        for row in rows {
            let held = self.chains.head(row.origin);
            let head = heads.entry(row.origin).or_insert(held);
            if row.seq <= head.seq {
                continue;
            }
            let follows = row.origin != self.own && row.seq == head.seq + 1;
            if !follows || guards.verify_on_apply && !row.verifies(head.previous()) {
                return Done::Broken { origin: row.origin };
            }
            *head = Head::of(row);
            fresh.push(Arc::new(row.clone()));
        }
        for row in fresh {
            self.hlc = if guards.clamp {
                self.hlc.merge(row.hlc, wall_ms)
            } else {
                self.hlc.max(row.hlc)
            };
            self.append(row);
        }
        Done::Applied
    }

    fn rehome(
        &mut self,
        from: Origin,
        after: u64,
        epoch: u32,
        guards: Guards,
        dice: &mut Dice,
    ) -> Done {
        self.own.epoch = self.own.epoch.max(epoch);
        let mut moved = 0;
        let cut = self.chains.cut(from, after);
        for command in cut.chunk_by(|row, _| row.open().is_some()) {
            if command.iter().all(|row| self.chains.knows(row.id)) {
                continue; // It also stands in another chain.
            }
            for row in command {
                let head = self.chains.head(self.own);
                let mut next = row.as_ref().clone();
                if !guards.keep_ids {
                    next.id = EventId(dice.uuid());
                }
                let next = next.rehomed(self.own, head.seq + 1, head.previous());
                self.chains.push(Arc::new(next));
                moved += 1;
            }
        }
        Done::Rehomed(Rehomed {
            own: self.own,
            own_head: self.chains.head(self.own),
            from_head: self.chains.head(from),
            moved,
        })
    }

    fn append(&mut self, row: Row) {
        if self.chains.push(row.clone()) {
            self.take_in(&row);
        }
    }

    fn take_in(&mut self, row: &LogRow) {
        // A row that cannot be read at all is a defect the oracle reports: its folds will differ.
        let Ok(event) = self.read(row) else { return };
        for touch in &event.touches {
            let held = self.held.entry(touch.aggregate).or_default();
            let mut state = held.state.take();
            if held.events.is_empty() {
                state = Some(State::blank(touch.aggregate.kind));
            }
            held.events.push(event.clone());
            held.state =
                state.and_then(|mut state| state.extend(touch.aggregate, &event).then_some(state));
        }
    }

    /// Reads a fact with the version that runs here.
    fn read(&self, row: &LogRow) -> Result<Recorded, domain::log_row::BadRow> {
        let mut event = row.recorded()?;
        if self.old_version && row.version > 1 {
            event.event = Event::Unread {
                name: row.name.clone(),
                version: row.version,
            };
        }
        Ok(event)
    }
}
