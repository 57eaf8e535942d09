//! From a page of the log to what it changes.

use std::collections::BTreeMap;

use domain::event::{AggregateRef, Recorded};
use domain::log_row::LogRow;
use domain::origin::Origin;
use replication::Head;
use replication::postgres::{GatewayLink, Kept, Page, PlantError};

use crate::model::Rows;
use crate::state::{State, blank, read};

/// Most aggregates folded from the start at once: each has about 500 events.
const REFOLD_MAX: usize = 50;

/// Events by the aggregate they touch, in the order they came.
type Touching = BTreeMap<AggregateRef, Vec<Recorded>>;
/// Aggregates with their states.
type States = BTreeMap<AggregateRef, Box<dyn State>>;

/// What `rows` behind `after` lead to.
///
/// # Errors
/// [`PlantError::Damaged`], when they do not follow one another; otherwise what the plant says.
pub(crate) async fn page(
    link: &mut GatewayLink,
    after: &[(Origin, Head)],
    rows: Vec<LogRow>,
) -> Result<Page, PlantError> {
    let rows = whole(after, rows)?;
    let reached = reached(after, &rows)?;
    let (touching, unreadable) = sorted(&rows);
    let states = folded(link, &touching).await?;
    Ok(Page {
        reached,
        touched: touched(&touching),
        unreadable,
        ..changed(&states)?
    })
}

/// Folds `aggregates` from the start: after an update more of their events can be read.
///
/// # Errors
/// [`PlantError`].
pub(crate) async fn refolded(
    link: &mut GatewayLink,
    aggregates: &[AggregateRef],
) -> Result<Page, PlantError> {
    let mut states = States::new();
    let blank = |aggregate: &AggregateRef| Some((*aggregate, blank(aggregate.kind)?));
    states.extend(aggregates.iter().filter_map(blank));
    refold(link, &Touching::new(), aggregates, &mut states).await?;
    changed(&states)
}

/// Without the beginning of a command whose end is on the next page.
fn whole(after: &[(Origin, Head)], mut rows: Vec<LogRow>) -> Result<Vec<LogRow>, PlantError> {
    while rows.last().is_some_and(|row| row.open().is_some()) {
        rows.pop();
    }
    match after.first().filter(|_| rows.is_empty()) {
        Some((origin, head)) => Err(damaged(*origin, head.seq + 1, "its command is not whole")),
        None => Ok(rows),
    }
}

/// The end of each chain as far as `rows` go, each of them linked to the one before it.
fn reached(after: &[(Origin, Head)], rows: &[LogRow]) -> Result<Vec<(Origin, Head)>, PlantError> {
    let before: BTreeMap<Origin, Head> = after.iter().copied().collect();
    let mut reached: BTreeMap<Origin, Head> = BTreeMap::new();
    for row in rows {
        let known = reached.get(&row.origin).or_else(|| before.get(&row.origin));
        let head = known.copied().unwrap_or_default();
        if row.seq != head.seq + 1 || !row.verifies(head.previous()) {
            return Err(damaged(row.origin, row.seq, "its hash does not verify"));
        }
        reached.insert(row.origin, Head::of(row));
    }
    Ok(reached.into_iter().collect())
}

/// Events by aggregate, and those that nobody reads: they stay in the log and change nothing.
fn sorted(rows: &[LogRow]) -> (Touching, Vec<(Origin, u64, String)>) {
    let mut touching = Touching::new();
    let mut unreadable = Vec::new();
    for row in rows {
        match row.recorded() {
            Err(bad) => unreadable.push((row.origin, row.seq, bad.to_string())),
            Ok(recorded) => {
                for touch in &recorded.touches {
                    let events = touching.entry(touch.aggregate).or_default();
                    events.push(recorded.clone());
                }
            }
        }
    }
    touching.retain(|aggregate, _| blank(aggregate.kind).is_some());
    (touching, unreadable)
}

fn touched(touching: &Touching) -> Vec<(AggregateRef, Origin, u64)> {
    let each = |(aggregate, events): (&AggregateRef, &Vec<Recorded>)| {
        let aggregate = *aggregate;
        let places = events.iter().map(|event| (event.origin, event.seq));
        places
            .map(|(origin, seq)| (aggregate, origin, seq))
            .collect::<Vec<_>>()
    };
    touching.iter().flat_map(each).collect()
}

/// The states of all that is touched, after it.
async fn folded(link: &mut GatewayLink, touching: &Touching) -> Result<States, PlantError> {
    let aggregates: Vec<AggregateRef> = touching.keys().copied().collect();
    let mut states = kept(&link.kept(&aggregates).await?)?;
    let mut late = Vec::new();
    for (aggregate, events) in touching {
        if !states.contains_key(aggregate)
            && let Some(blank) = blank(aggregate.kind)
        {
            states.insert(*aggregate, blank);
        }
        let Some(state) = states.get_mut(aggregate) else {
            continue;
        };
        if !events.iter().all(|event| state.extend(*aggregate, event)) {
            late.push(*aggregate);
        }
    }
    refold(link, touching, &late, &mut states).await?;
    Ok(states)
}

fn kept(kept: &[Kept]) -> Result<States, PlantError> {
    let mut states = States::new();
    for one in kept {
        let aggregate = AggregateRef::new(one.kind, one.aggregate);
        states.extend(read(one)?.map(|state| (aggregate, state)));
    }
    Ok(states)
}

/// Folds `late` from the start: from what was read before, and what is `touching` them now.
async fn refold(
    link: &mut GatewayLink,
    touching: &Touching,
    late: &[AggregateRef],
    states: &mut States,
) -> Result<(), PlantError> {
    for some in late.chunks(REFOLD_MAX) {
        let mut events = Touching::new();
        for (aggregate, row) in link.events_of(some).await? {
            let recorded = row
                .recorded()
                .map_err(|_| PlantError::Garbled("an event"))?;
            events.entry(aggregate).or_default().push(recorded);
        }
        for aggregate in some {
            let all = events.entry(*aggregate).or_default();
            all.extend(touching.get(aggregate).into_iter().flatten().cloned());
            if let Some(state) = states.get_mut(aggregate) {
                state.refold(*aggregate, all);
            }
        }
    }
    Ok(())
}

fn changed(states: &States) -> Result<Page, PlantError> {
    let mut rows = Rows::default();
    let mut folded = Vec::with_capacity(states.len());
    for (aggregate, state) in states {
        folded.push(state.kept(*aggregate)?);
        state.rows(*aggregate, &mut rows);
    }
    Ok(Page {
        folded,
        rows: rows.into_value(),
        ..Page::default()
    })
}

fn damaged(origin: Origin, seq: u64, what: &'static str) -> PlantError {
    PlantError::Damaged { origin, seq, what }
}
