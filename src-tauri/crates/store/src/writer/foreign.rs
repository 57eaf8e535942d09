//! Events of other origins: verified against their chain, folded like our own.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::event::Recorded;
use domain::origin::Origin;
use sqlx::{QueryBuilder, Row as _};

use super::bulk::in_few_sizes;
use super::rows::Aside;
use super::{EventId, LogRow, StoreError, Working, Writer, head};

/// Most events taken in at once: one transaction, and far from SQLite's 32,766 values a statement.
pub const RECEIVED_MAX: usize = 1_000;

/// One event of another origin, exactly as its writer recorded it.
pub type Foreign = LogRow;

impl Writer<'_> {
    /// Takes in events of other origins, in the order of each chain; those known already are passed
    /// over. What breaks a rule is recorded all the same: it happened. An event that another chain
    /// told before is kept in this one too, and counts once. A row that no fact can be read from is
    /// set aside: it keeps its place, so that its chain goes on, and changes nothing. Answers what is
    /// new. While a past is on its way ([`crate::past`]), only that is taken in; none of it is new.
    ///
    /// # Errors
    /// [`StoreError::BrokenChain`], when an event does not follow the one before it, its command is not there
    /// as a whole, or it is not of the past that is on its way; [`StoreError::TooLarge`] above [`RECEIVED_MAX`]; otherwise what hinders
    /// the recording. In each case nothing has changed.
    pub async fn receive(
        &mut self,
        foreign: &[Foreign],
        now: DateTime<Utc>,
    ) -> Result<Vec<Recorded>, StoreError> {
        check_size(foreign)?;
        if let Some(past) = self.state.past.clone() {
            self.receive_past(past, foreign).await?;
            return Ok(Vec::new());
        }
        let fresh = self.verified(foreign).await?;
        check_whole(&fresh)?;
        let mut known = self.known_among(&fresh).await?;
        let mut working = Working::new();
        let mut recorded: Vec<Recorded> = Vec::with_capacity(fresh.len());
        let mut hlc = self.state.hlc;
        let mut aside = Aside::new();
        for row in &fresh {
            let Ok(next) = row.recorded() else {
                // Why is not logged: the reason quotes what nobody could read.
                tracing::warn!(station = %row.origin.station, seq = row.seq, "an event cannot be read: it is set aside");
                aside.insert((row.origin, row.seq));
                continue;
            };
            if !known.insert(row.id) {
                continue;
            }
            self.fold_in(&mut working, &recorded, &next).await?;
            hlc = hlc.merge(next.hlc, now.timestamp_millis());
            recorded.push(next);
        }
        if !fresh.is_empty() {
            self.take_in(&fresh, &aside, &working).await?;
            self.state.hlc = hlc;
            self.keep(working);
        }
        Ok(recorded)
    }

    /// Those that are new, each linked to the one before it.
    async fn verified(&mut self, foreign: &[Foreign]) -> Result<Vec<LogRow>, StoreError> {
        let own = self.origin()?;
        let mut heads = BTreeMap::new();
        let mut fresh = Vec::new();
        for row in foreign {
            let (seq, hash) = match heads.entry(row.origin) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    new.insert(head(row.origin, &mut self.state.connection).await?)
                }
            };
            if row.seq <= *seq {
                continue;
            }
            if row.origin == own || row.seq != *seq + 1 || !row.verifies(hash) {
                return Err(broken(row));
            }
            (*seq, *hash) = (row.seq, row.hash.to_vec());
            fresh.push(row.clone());
        }
        Ok(fresh)
    }

    /// Events among `rows` that the log holds, in whatever chain, and that were read.
    async fn known_among(&mut self, rows: &[LogRow]) -> Result<BTreeSet<EventId>, StoreError> {
        if rows.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut known = BTreeSet::new();
        for some in in_few_sizes(rows) {
            let mut query = QueryBuilder::new(
                "SELECT event_id FROM event WHERE readable = 1 AND event_id IN (",
            );
            let mut ids = query.separated(", ");
            for row in some {
                ids.push_bind(row.id.0);
            }
            query.push(")");
            for row in query.build().fetch_all(&mut self.state.connection).await? {
                known.insert(EventId(row.try_get(0)?));
            }
        }
        Ok(known)
    }
}

fn check_size(foreign: &[Foreign]) -> Result<(), StoreError> {
    if foreign.len() <= RECEIVED_MAX {
        return Ok(());
    }
    Err(StoreError::TooLarge {
        events: foreign.len(),
        bytes: foreign.iter().map(|row| row.payload.len()).sum(),
    })
}

/// Events of one command travel together: a part of it would show what never was.
fn check_whole(fresh: &[LogRow]) -> Result<(), StoreError> {
    let mut last: BTreeMap<Origin, &LogRow> = BTreeMap::new();
    for row in fresh {
        let open = last.insert(row.origin, row).and_then(LogRow::open);
        if !row.follows(open) {
            return Err(broken(row));
        }
    }
    match last.values().find(|row| row.open().is_some()) {
        Some(row) => Err(broken(row)),
        None => Ok(()),
    }
}

pub(super) fn broken(row: &LogRow) -> StoreError {
    StoreError::BrokenChain {
        station: row.origin.station.to_string(),
        seq: row.seq,
    }
}
