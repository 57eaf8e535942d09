//! The log, chain by chain: no gap, every link, every payload, every command whole.

use domain::event::Part;
use domain::id::RequestId;
use domain::origin::Origin;
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::{Difference, EventName, VerifyError};
use crate::log::{ALL_BY_CHAIN, LogRow};

/// Column of [`ALL_BY_CHAIN`] behind those of a [`LogRow`].
const POSITION: usize = 16;

/// What the log holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chains {
    pub(super) events: u64,
    pub(super) origins: u64,
    /// Aggregates touched, each counted once an event.
    pub(super) touches: u64,
}

/// Reads the whole log once.
pub(super) async fn check(connection: &mut SqliteConnection) -> Result<Chains, VerifyError> {
    let mut rows = sqlx::query(ALL_BY_CHAIN).fetch(connection);
    let mut chains = Chains::default();
    let mut walk: Option<Walk> = None;
    while let Some(row) = rows.try_next().await? {
        let (position, event) = read(&row)?;
        let along = match walk.take() {
            Some(along) if along.origin == event.origin => along,
            ended => {
                ended.map_or(Ok(()), Walk::end)?;
                chains.origins += 1;
                Walk::new(event.origin)
            }
        };
        chains.touches += touches(position, &event)?;
        chains.events += 1;
        walk = Some(along.step(position, event)?);
    }
    walk.map_or(Ok(()), Walk::end)?;
    Ok(chains)
}

fn read(row: &SqliteRow) -> Result<(i64, LogRow), VerifyError> {
    let position = row.try_get(POSITION)?;
    let event = LogRow::from_row(row).map_err(|error| Difference::Unreadable {
        position,
        reason: error.to_string(),
    })?;
    if event.actor.is_some_and(|actor| actor.0.is_nil()) {
        // The hash of the envelope takes it for nobody.
        let reason = "its actor is no person".to_owned();
        return Err(Difference::Unreadable { position, reason }.into());
    }
    Ok((position, event))
}

/// Reads the fact, and answers how many aggregates it touches.
fn touches(position: i64, event: &LogRow) -> Result<u64, VerifyError> {
    let recorded = event.recorded().map_err(|error| Difference::Unreadable {
        position,
        reason: error.to_string(),
    })?;
    let payload = recorded.event.name();
    if payload != event.name {
        return Err(Difference::Name {
            event: name(event),
            recorded: event.name.clone(),
            payload,
        }
        .into());
    }
    Ok(recorded.touches.len() as u64)
}

fn name(event: &LogRow) -> EventName {
    EventName {
        origin: event.origin,
        seq: event.seq,
    }
}

/// Where a reader of one chain stands.
struct Walk {
    origin: Origin,
    seq: u64,
    hash: Vec<u8>,
    position: i64,
    /// The command that is not yet whole.
    open: Option<(RequestId, Part)>,
}

impl Walk {
    fn new(origin: Origin) -> Self {
        Self {
            origin,
            seq: 0,
            hash: Vec::new(),
            position: i64::MIN,
            open: None,
        }
    }

    fn step(self, position: i64, event: LogRow) -> Result<Self, Difference> {
        let expected = self.next();
        if event.seq != expected.seq {
            return Err(Difference::Gap {
                expected,
                found: event.seq,
            });
        }
        if event.hash != event.envelope().link(&self.hash, &event.payload) {
            return Err(Difference::Link { event: expected });
        }
        if position <= self.position {
            return Err(Difference::Position {
                event: expected,
                position,
            });
        }
        Ok(Self {
            origin: self.origin,
            seq: event.seq,
            position,
            open: self.follow(&event)?,
            hash: event.hash,
        })
    }

    /// The first event of a command opens it, the last one closes it.
    fn follow(&self, event: &LogRow) -> Result<Option<(RequestId, Part)>, Difference> {
        if event.follows(self.open) {
            return Ok(event.open());
        }
        let Part { index, count } = event.part;
        Err(Difference::Part {
            event: name(event),
            index,
            count,
        })
    }

    fn end(self) -> Result<(), Difference> {
        match self.open {
            None => Ok(()),
            Some((_, part)) => Err(Difference::Part {
                event: EventName {
                    origin: self.origin,
                    seq: self.seq,
                },
                index: part.index,
                count: part.count,
            }),
        }
    }

    fn next(&self) -> EventName {
        EventName {
            origin: self.origin,
            seq: self.seq + 1,
        }
    }
}
