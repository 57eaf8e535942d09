//! Re-reads every chain of the plant with the code that wrote it.

use std::fmt;

use domain::event::Part;
use domain::id::RequestId;
use domain::log_row::LogRow;
use domain::origin::Origin;
use sqlx::{PgConnection, Row as _};

use super::error::PlantError;
use super::push::head;
use super::rows::{origin, page, whole};
use crate::message::{EVENTS_MAX, Head};

const CHAINS: &str = "SELECT station, epoch, seq, hash FROM lineside.chain ORDER BY station, epoch";
/// Events of no chain: nothing but an administrator puts one there.
const ASTRAY: &str = "SELECT e.station, e.epoch, e.seq FROM lineside.event e WHERE NOT EXISTS (\
     SELECT FROM lineside.chain c WHERE (c.station, c.epoch) = (e.station, e.epoch)) LIMIT 1";

/// What verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Events.
    pub events: u64,
    /// Chains.
    pub origins: u64,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ok: {} events, {} origins", self.events, self.origins)
    }
}

/// Reads every chain as of one moment; the caller gives a transaction that sees one.
///
/// # Errors
/// [`PlantError::Damaged`], which names the first event that is wrong.
pub(crate) async fn verify(connection: &mut PgConnection) -> Result<Verified, PlantError> {
    let mut verified = Verified::default();
    let chains = sqlx::query(CHAINS).fetch_all(&mut *connection).await?;
    for row in &chains {
        let chain = origin(row.try_get(0)?, row.try_get(1)?)?;
        let end = head(row.try_get(2)?, row.try_get(3)?)?;
        walk(chain, end, connection).await?;
        verified.events += end.seq;
        verified.origins += 1;
    }
    match sqlx::query(ASTRAY).fetch_optional(connection).await? {
        None => Ok(verified),
        Some(row) => {
            let chain = origin(row.try_get(0)?, row.try_get(1)?)?;
            let seq = whole(row.try_get::<i64, _>(2)?, "a place in a chain")?;
            Err(damaged(chain, seq, "its chain has no head"))
        }
    }
}

async fn walk(chain: Origin, end: Head, connection: &mut PgConnection) -> Result<(), PlantError> {
    let mut walked = Walked::default();
    loop {
        let rows = page(&[(chain, walked.head.seq)], EVENTS_MAX, connection).await?;
        if rows.is_empty() {
            return walked.ends_at(chain, end);
        }
        for row in &rows {
            walked.step(row)?;
        }
    }
}

/// A chain as far as it was read.
#[derive(Default)]
struct Walked {
    head: Head,
    open: Option<(RequestId, Part)>,
}

impl Walked {
    fn step(&mut self, row: &LogRow) -> Result<(), PlantError> {
        let wrong = |what| Err(damaged(row.origin, row.seq, what));
        if row.seq != self.head.seq + 1 {
            return wrong("events before it are missing");
        }
        if !row.verifies(self.head.previous()) {
            return wrong("its hash does not verify");
        }
        if !row.follows(self.open) {
            return wrong("its command is not whole");
        }
        self.open = row.open();
        self.head = Head::of(row);
        Ok(())
    }

    fn ends_at(&self, chain: Origin, end: Head) -> Result<(), PlantError> {
        if self.head != end {
            return Err(damaged(
                chain,
                self.head.seq,
                "the chain does not end at its head",
            ));
        }
        if self.open.is_some() {
            return Err(damaged(chain, end.seq, "its command is not whole"));
        }
        Ok(())
    }
}

fn damaged(origin: Origin, seq: u64, what: &'static str) -> PlantError {
    PlantError::Damaged { origin, seq, what }
}
