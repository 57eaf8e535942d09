//! Events of other origins: verified against their chain, folded like our own.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, Utc};
use domain::event::Recorded;

use super::{LogRow, StoreError, Working, Writer, head};

/// One event of another origin, exactly as its writer recorded it.
pub type Foreign = LogRow;

impl Writer<'_> {
    /// Takes in events of other origins, in the order of each chain; those known already are passed
    /// over. What breaks a rule is recorded all the same: it happened.
    ///
    /// # Errors
    /// [`StoreError::BrokenChain`], when an event does not follow the one before it; otherwise what
    /// hinders the recording. In each case nothing has changed.
    pub async fn receive(
        &mut self,
        foreign: &[Foreign],
        now: DateTime<Utc>,
    ) -> Result<Vec<Recorded>, StoreError> {
        let fresh = self.verified(foreign).await?;
        let mut working = Working::new();
        let mut recorded: Vec<Recorded> = Vec::with_capacity(fresh.len());
        let mut hlc = self.state.hlc;
        for row in &fresh {
            let next = row.recorded()?;
            self.fold_in(&mut working, &recorded, &next).await?;
            hlc = hlc.merge(next.hlc, now.timestamp_millis());
            recorded.push(next);
        }
        if !fresh.is_empty() {
            self.commit(&fresh, &working, None).await?;
            self.state.hlc = hlc;
            self.keep(working);
        }
        Ok(recorded)
    }

    /// Those that are new, each linked to the one before it.
    async fn verified(&mut self, foreign: &[Foreign]) -> Result<Vec<LogRow>, StoreError> {
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
            if row.seq != *seq + 1 || row.hash != row.envelope().link(hash, &row.payload) {
                return Err(StoreError::BrokenChain {
                    station: row.origin.station.to_string(),
                    seq: row.seq,
                });
            }
            (*seq, *hash) = (row.seq, row.hash.clone());
            fresh.push(row.clone());
        }
        Ok(fresh)
    }
}
