//! Events whose chain ended elsewhere than they thought: they go on in this station's own chain.
//!
//! A restored disk, a cloned station or a plant taken back to a backup leaves events behind the place
//! where a chain is agreed upon. They happened. Each keeps its id, times and content, and only its
//! place changes, so no fold does.

use domain::origin::Origin;
use sqlx::SqliteConnection;

use super::{Chain, LogRow, StoreError, Writer};
use crate::log::chain_after;

/// Events read at a time.
const PAGE: u32 = 1_000;

/// Another copy of an event. One that is set aside is none of an event that was read.
const COPY: &str = "SELECT 1 FROM event AS copy JOIN event USING (event_id) \
     WHERE event.station = ? AND event.epoch = ? AND event.seq = ? \
     AND copy.position <> event.position AND copy.readable = event.readable LIMIT 1";

impl Writer<'_> {
    /// Moves the events behind place `after` of `from` to the end of this station's chain, which goes
    /// on in `epoch` from now on. Commands that also stand in another chain are only dropped from
    /// `from`. Answers how many events moved.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails. Then nothing has changed.
    pub async fn rehome(
        &mut self,
        from: Origin,
        after: u64,
        epoch: u32,
    ) -> Result<u64, StoreError> {
        self.state.unsettled = true;
        let outcome = self.rehome_at_once(from, after, epoch).await;
        if outcome.is_err() {
            self.state.roll_back().await;
        }
        self.state.unsettled = false;
        let moved = outcome?;
        self.reload().await?;
        Ok(moved)
    }

    async fn rehome_at_once(
        &mut self,
        from: Origin,
        after: u64,
        epoch: u32,
    ) -> Result<u64, StoreError> {
        let connection = &mut self.state.connection;
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut *connection)
            .await?;
        sqlx::query("UPDATE station SET epoch = ? WHERE epoch < ?")
            .bind(epoch)
            .bind(epoch)
            .execute(&mut *connection)
            .await?;
        let mut chain = Chain::load(connection)
            .await?
            .ok_or_else(|| crate::log::damaged("table station"))?;
        let mut moved = 0;
        let mut after = after;
        loop {
            let rows = chain_after(from, after, PAGE, &mut *connection).await?;
            let whole = rows
                .iter()
                .rposition(|row| row.open().is_none())
                .map_or(0, |last| last + 1);
            let Some(last) = rows.get(..whole).and_then(<[LogRow]>::last) else {
                break;
            };
            after = last.seq;
            for command in rows
                .get(..whole)
                .unwrap_or_default()
                .chunk_by(|row, _| row.open().is_some())
            {
                if stands_elsewhere(command, connection).await? {
                    drop_copies(command, connection).await?;
                } else {
                    chain = move_to(chain, command, connection).await?;
                    moved += command.len() as u64;
                }
            }
        }
        sqlx::query("COMMIT").execute(&mut *connection).await?;
        Ok(moved)
    }
}

async fn stands_elsewhere(
    command: &[LogRow],
    connection: &mut SqliteConnection,
) -> Result<bool, StoreError> {
    for row in command {
        let copy: Option<i64> = sqlx::query_scalar(COPY)
            .bind(&row.origin.station.0[..])
            .bind(row.origin.epoch)
            .bind(i64::try_from(row.seq).unwrap_or(i64::MAX))
            .fetch_optional(&mut *connection)
            .await?;
        if copy.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn drop_copies(
    command: &[LogRow],
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    for row in command {
        sqlx::query("DELETE FROM event WHERE station = ? AND epoch = ? AND seq = ?")
            .bind(&row.origin.station.0[..])
            .bind(row.origin.epoch)
            .bind(i64::try_from(row.seq).unwrap_or(i64::MAX))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn move_to(
    mut chain: Chain,
    command: &[LogRow],
    connection: &mut SqliteConnection,
) -> Result<Chain, StoreError> {
    for row in command {
        let moved = row
            .clone()
            .rehomed(chain.origin, chain.seq + 1, &chain.hash);
        sqlx::query(
            "UPDATE event SET station = ?, epoch = ?, seq = ?, hash = ? WHERE station = ? AND epoch = ? AND seq = ?",
        )
        .bind(&moved.origin.station.0[..])
        .bind(moved.origin.epoch)
        .bind(i64::try_from(moved.seq).unwrap_or(i64::MAX))
        .bind(&moved.hash[..])
        .bind(&row.origin.station.0[..])
        .bind(row.origin.epoch)
        .bind(i64::try_from(row.seq).unwrap_or(i64::MAX))
        .execute(&mut *connection)
        .await?;
        chain.seq = moved.seq;
        chain.hash = moved.hash.to_vec();
    }
    Ok(chain)
}
