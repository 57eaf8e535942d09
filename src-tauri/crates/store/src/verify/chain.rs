//! The log, chain by chain: no gap, every link, every payload, every command whole.

use domain::event::Part;
use domain::id::RequestId;
use domain::origin::Origin;
use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::{Difference, EventName, VerifyError};
use crate::log::{self, ALL_BY_CHAIN, COLUMNS, LogRow};

/// What the log holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chains {
    pub(super) events: u64,
    pub(super) origins: u64,
    pub(super) aside: u64,
}

/// Reads the whole log once.
pub(super) async fn check(connection: &mut SqliteConnection) -> Result<Chains, VerifyError> {
    let mut rows = sqlx::query(ALL_BY_CHAIN).fetch(&mut *connection);
    let mut chains = Chains::default();
    let mut walk: Option<Walk> = None;
    while let Some(row) = rows.try_next().await? {
        let Placed {
            position,
            readable,
            event,
        } = read(&row)?;
        let along = match walk.take() {
            Some(along) if along.origin == event.origin => along,
            ended => {
                ended.map_or(Ok(()), Walk::end)?;
                chains.origins += 1;
                Walk::new(event.origin)
            }
        };
        chains.aside += u64::from(!check_fact(position, readable, &event)?);
        chains.events += 1;
        walk = Some(along.step(event)?);
    }
    walk.map_or(Ok(()), Walk::end)?;
    drop(rows);
    check_copies(connection).await?;
    Ok(chains)
}

/// The first event that a second chain tells differently.
const COPIES: &str = "SELECT copy.position FROM event AS copy JOIN event USING (event_id) \
     WHERE copy.position > event.position AND copy.readable = 1 AND event.readable = 1 AND (copy.request_id, copy.part_index, copy.part_count, copy.hlc, \
       copy.effective_ms, copy.recorded_ms, copy.skew_ms, copy.actor, copy.name, copy.version, copy.touches, copy.payload) \
     IS NOT (event.request_id, event.part_index, event.part_count, event.hlc, \
       event.effective_ms, event.recorded_ms, event.skew_ms, event.actor, event.name, event.version, event.touches, event.payload) LIMIT 1";

async fn check_copies(connection: &mut SqliteConnection) -> Result<(), VerifyError> {
    let different: Option<i64> = sqlx::query_scalar(COPIES)
        .fetch_optional(connection)
        .await?;
    match different {
        Some(position) => Err(Difference::Copies { position }.into()),
        None => Ok(()),
    }
}

/// A row with its place in the file, and whether a fact was read from it.
struct Placed {
    position: i64,
    readable: i64,
    event: LogRow,
}

fn read(row: &SqliteRow) -> Result<Placed, VerifyError> {
    let position = row.try_get(COLUMNS)?;
    let event = log::read(row).map_err(|error| Difference::Unreadable {
        position,
        reason: error.to_string(),
    })?;
    Ok(Placed {
        position,
        readable: row.try_get(COLUMNS + 1)?,
        event,
    })
}

/// The fact can be read, and is the one the envelope names; or it cannot, and was set aside: then
/// answers false.
fn check_fact(position: i64, readable: i64, event: &LogRow) -> Result<bool, VerifyError> {
    match (event.recorded(), readable) {
        (Err(_), 0) => Ok(false),
        (Ok(_), 1) => Ok(true),
        (Ok(_), _) => Err(Difference::Aside { position }.into()),
        (Err(error), _) => Err(Difference::Unreadable {
            position,
            reason: error.to_string(),
        }
        .into()),
    }
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
    /// The command that is not yet whole.
    open: Option<(RequestId, Part)>,
}

impl Walk {
    fn new(origin: Origin) -> Self {
        Self {
            origin,
            seq: 0,
            hash: Vec::new(),
            open: None,
        }
    }

    fn step(self, event: LogRow) -> Result<Self, Difference> {
        let expected = self.next();
        if event.seq != expected.seq {
            return Err(Difference::Gap {
                expected,
                found: event.seq,
            });
        }
        if !event.verifies(&self.hash) {
            return Err(Difference::Link { event: expected });
        }
        Ok(Self {
            origin: self.origin,
            seq: event.seq,
            open: self.follow(&event)?,
            hash: event.hash.to_vec(),
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
