//! A look at the newest part of the log, for whoever cannot wait for the whole.

use sqlx::{Connection, SqliteConnection};

use super::{Difference, EventName, VerifyError, schema};
use crate::{Store, log};

/// Events of each chain that are looked at: some minutes of a busy station.
const TAIL: u64 = 500;

impl Store {
    /// Verifies the pages of the file and the newest events of every chain, beside a running writer if
    /// there is one. Answers how many events these were. The whole log is [`Store::verify`]'s.
    ///
    /// # Errors
    /// As for [`Store::verify`].
    pub async fn verify_newest(&self) -> Result<u64, VerifyError> {
        let mut connection = self.readers().acquire().await?;
        let mut snapshot = connection.begin().await?;
        schema::check_quickly(&mut snapshot).await?;
        let mut looked_at = 0;
        for (origin, seq, _) in log::heads(&mut *snapshot).await? {
            looked_at += tail(origin, seq, &mut snapshot).await?;
        }
        snapshot.rollback().await?;
        Ok(looked_at)
    }

    /// Form of the file, as the newest migration it has run.
    ///
    /// # Errors
    /// [`crate::StoreError`], when the database fails.
    pub async fn form_of_file(&self) -> Result<i64, crate::StoreError> {
        let newest = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
        Ok(sqlx::query_scalar(newest).fetch_one(self.readers()).await?)
    }
}

/// Whether the last events of a chain are linked and can be read.
async fn tail(
    origin: domain::origin::Origin,
    last: u64,
    snapshot: &mut SqliteConnection,
) -> Result<u64, VerifyError> {
    let after = last.saturating_sub(TAIL);
    let before = log::hashes_at(origin, &[after], snapshot).await?;
    let mut hash = before
        .into_iter()
        .flatten()
        .next()
        .map(|hash| hash.to_vec())
        .unwrap_or_default();
    let limit = u32::try_from(TAIL).unwrap_or(u32::MAX);
    let rows = log::chain_after(origin, after, limit, &mut *snapshot).await?;
    let mut expected = after;
    for row in &rows {
        expected += 1;
        let event = EventName {
            origin,
            seq: expected,
        };
        if row.seq != expected {
            let found = row.seq;
            return Err(Difference::Gap {
                expected: event,
                found,
            }
            .into());
        }
        if !row.verifies(&hash) {
            return Err(Difference::Link { event }.into());
        }
        hash = row.hash.to_vec();
    }
    Ok(expected - after)
}
