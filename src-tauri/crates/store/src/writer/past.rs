//! The past on its way into the log: linked, kept, and not folded again.

use std::collections::BTreeSet;

use domain::event::{AggregateRef, Kind};
use uuid::Uuid;

use super::batch::{Batch, Statement};
use super::bulk::in_few_sizes;
use super::foreign::broken;
use super::rows::{Aside, Changes};
use super::{LogRow, StoreError, Writer, state};
use crate::past::{Past, PastChain};
use crate::tables::{Class, TABLES};

/// Events that are left in one transaction: whoever records gets a turn after it.
const LEFT_AT_ONCE: i64 = 500;

/// A row that came with the baseline, and that a baseline's maker could not read.
const KNOWN_ASIDE: &str =
    "SELECT 1 FROM event WHERE station = ? AND epoch = ? AND seq = ? AND readable = 0";

/// An event that came with the baseline and also stands in another chain counts where it stood first.
const COPIES: [&str; 2] = [
    "DELETE FROM event_touch WHERE (kind, aggregate, position) IN ( \
     SELECT value ->> 'kind', unhex(value ->> 'id', '-'), late.position \
     FROM event AS late, json_each(late.touches) WHERE late.position > ",
    " AND late.captured = 0 AND late.readable = 1 AND EXISTS (SELECT 1 FROM event AS copy \
       WHERE copy.event_id = late.event_id AND copy.position < late.position AND copy.readable = 1))",
];

const LEAVE: &str = "DELETE FROM event WHERE position IN \
     (SELECT position FROM event NOT INDEXED WHERE captured = 0 ORDER BY position LIMIT ?)";

impl Writer<'_> {
    /// Takes in more of the past.
    pub(super) async fn receive_past(
        &mut self,
        mut past: Past,
        rows: &[LogRow],
    ) -> Result<(), StoreError> {
        if past.lost {
            return Err(past.coming());
        }
        let mut position = i64::try_from(past.arrived()).unwrap_or(i64::MAX);
        let mut fresh = Vec::with_capacity(rows.len());
        let mut aside = Aside::new();
        for row in rows {
            let mut chains = past.chains.iter_mut();
            let chain = chains.find(|chain| chain.origin == row.origin);
            let chain = chain.ok_or_else(|| broken(row))?;
            if row.seq <= chain.arrived {
                continue;
            }
            if !links(chain, row) {
                return Err(broken(row));
            }
            if row.recorded().is_err() {
                self.check_aside(row).await?;
                aside.insert((row.origin, row.seq));
            }
            (chain.arrived, chain.arrived_hash) = (row.seq, Some(row.hash));
            position += 1;
            fresh.push((position, row.clone()));
        }
        if fresh.is_empty() {
            return Ok(());
        }
        self.state.unsettled = true;
        let batch = arriving(&past, &fresh, &aside);
        let outcome = batch.commit(&mut self.state.connection).await;
        self.state.settle_after(outcome).await?;
        if past.is_whole() {
            self.state.past = None;
            return self.state.reread().await;
        }
        self.state.past = Some(past);
        Ok(())
    }

    /// What nobody here can read was not folded by the baseline's maker either, or this release cannot go on
    /// with what it folded.
    async fn check_aside(&mut self, row: &LogRow) -> Result<(), StoreError> {
        let known: Option<i64> = sqlx::query_scalar(KNOWN_ASIDE)
            .bind(&row.origin.station.0[..])
            .bind(row.origin.epoch)
            .bind(i64::try_from(row.seq).unwrap_or(i64::MAX))
            .fetch_optional(&mut self.state.connection)
            .await?;
        known.map(drop).ok_or_else(|| broken(row))
    }

    /// Leaves a past that cannot become whole, step by step: then the log holds what was recorded here, and
    /// projections what that folds to. Answers false while there is more to do.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails; tried again, it goes on where it was.
    pub async fn leave_past(&mut self) -> Result<bool, StoreError> {
        let Some(past) = &mut self.state.past else {
            return Ok(true);
        };
        past.lost = true;
        let lost = sqlx::query("UPDATE past SET lost = 1 WHERE lost = 0");
        lost.execute(&mut self.state.connection).await?;
        let left = sqlx::query(LEAVE).bind(LEFT_AT_ONCE);
        let left = left.execute(&mut self.state.connection).await?;
        if left.rows_affected() > 0 {
            return Ok(false);
        }
        self.begin_anew().await?;
        Ok(true)
    }

    /// Only what was recorded here is left: folds it, and nothing else.
    async fn begin_anew(&mut self) -> Result<(), StoreError> {
        let mut batch = emptied();
        for kind in Kind::ALL {
            let mut rows = Vec::new();
            let own = self.touched(kind).await?;
            for (aggregate, folded) in self.state.folded(own, &[]).await? {
                rows.push(folded.row(aggregate)?);
            }
            let table = state::table(kind);
            let changes = Changes::all(&table, rows);
            for some in in_few_sizes(&changes.rows) {
                batch.upsert(&table, some, &changes.columns);
            }
        }
        self.state.unsettled = true;
        let outcome = batch.commit(&mut self.state.connection).await;
        self.state.settle_after(outcome).await?;
        self.state.cache.clear();
        self.state.past = None;
        Ok(())
    }

    async fn touched(&mut self, kind: Kind) -> Result<BTreeSet<AggregateRef>, StoreError> {
        let sql = "SELECT DISTINCT aggregate FROM event_touch WHERE kind = ?";
        let ids: Vec<Uuid> = sqlx::query_scalar(sql)
            .bind(kind.as_str())
            .fetch_all(&mut self.state.connection)
            .await?;
        let own = ids.into_iter().map(|id| AggregateRef::new(kind, id));
        Ok(own.collect())
    }
}

/// Whether a row is the next one of its chain; the last one is that which was folded.
fn links(chain: &PastChain, row: &LogRow) -> bool {
    let previous = chain.arrived_hash.as_ref().map_or(&[][..], |hash| hash);
    row.seq == chain.arrived + 1
        && row.verifies(previous)
        && (row.seq < chain.seq || row.seq == chain.seq && row.hash == chain.hash)
}

/// Rows stand before everything that came with the baseline; `past` is as it is once they are here.
fn arriving(past: &Past, fresh: &[(i64, LogRow)], aside: &Aside) -> Batch {
    let mut batch = Batch::default();
    for some in in_few_sizes(fresh) {
        batch.insert_past(some, aside);
    }
    let come: BTreeSet<_> = fresh.iter().map(|(_, row)| row.origin).collect();
    let come = |chain: &&PastChain| come.contains(&chain.origin);
    for chain in past.chains.iter().filter(come) {
        batch.push(arrived(chain));
    }
    if past.is_whole() {
        let [before, behind] = COPIES;
        let mut copies = Statement::new(before);
        copies.bind(i64::try_from(past.events()).unwrap_or(i64::MAX));
        copies.text(behind);
        batch.push(copies);
        batch.push(Statement::new("DELETE FROM past"));
    }
    batch
}

fn arrived(chain: &PastChain) -> Statement {
    let mut note = Statement::new("UPDATE past SET arrived = ");
    note.bind(i64::try_from(chain.arrived).unwrap_or(i64::MAX))
        .text(" WHERE station = ")
        .bind(&chain.origin.station.0)
        .text(" AND epoch = ")
        .bind(chain.origin.epoch);
    note
}

/// Nothing is left of what was folded.
fn emptied() -> Batch {
    let mut batch = Batch::default();
    let folded = |(_, class): &&(&str, Class)| *class == Class::Projection;
    for (table, _) in TABLES.iter().filter(folded) {
        batch.push(Statement::new(&format!("DELETE FROM {table}")));
    }
    batch.push(Statement::new("DELETE FROM work_unit_load"));
    batch.push(Statement::new("DELETE FROM past"));
    batch
}
