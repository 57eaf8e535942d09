//! After an update: what a newer version had recorded can be read now.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{AggregateRef, Kind, Recorded};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{StoreError, Working, WriterState, log, state};
use crate::log::AT_POSITION;
use crate::writer::batch::Batch;
use crate::writer::rows::Changes;

/// Aggregates folded anew in one transaction.
const AT_ONCE: usize = 500;
/// Events that were set aside and are looked at in one transaction.
const ASIDE_AT_ONCE: usize = 100;

const ASIDE: &str = "SELECT position FROM event WHERE readable = 0 ORDER BY position";

impl WriterState {
    /// Folds every aggregate anew that holds an event nobody here could read. Where it still cannot be
    /// read, nothing changes.
    pub(crate) async fn reread(&mut self) -> Result<(), StoreError> {
        if self.past.is_some() {
            return Ok(()); // It is done once all is here.
        }
        let aside: Vec<i64> = sqlx::query_scalar(ASIDE)
            .fetch_all(&mut self.connection)
            .await?;
        for some in aside.chunks(ASIDE_AT_ONCE) {
            self.read_aside(some).await?;
        }
        for kind in Kind::ALL {
            let sql = format!(
                "SELECT id FROM {} WHERE unread > 0",
                state::table(kind).name
            );
            let unread: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql))
                .fetch_all(&mut self.connection)
                .await?;
            for some in unread.chunks(AT_ONCE) {
                let aggregates = some.iter().map(|id| AggregateRef::new(kind, *id)).collect();
                self.fold_anew(Batch::default(), aggregates, &[]).await?;
            }
        }
        Ok(())
    }

    /// Takes in what was set aside and can be read now.
    async fn read_aside(&mut self, positions: &[i64]) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        let mut read: Vec<Recorded> = Vec::new();
        for position in positions {
            let row = sqlx::query(AT_POSITION)
                .bind(position)
                .fetch_one(&mut self.connection)
                .await?;
            if let Ok(recorded) = log::read(&row)?.recorded() {
                batch.read_again(*position);
                read.push(recorded);
            }
        }
        if read.is_empty() {
            return Ok(());
        }
        let touched = read.iter().flat_map(|event| &event.touches);
        let touched = touched.map(|touch| touch.aggregate).collect();
        self.fold_anew(batch, touched, &read).await
    }

    /// Folds `aggregates` from the start, `more` of their events included, and writes their rows.
    async fn fold_anew(
        &mut self,
        mut batch: Batch,
        aggregates: BTreeSet<AggregateRef>,
        more: &[Recorded],
    ) -> Result<(), StoreError> {
        let mut rows: BTreeMap<Kind, Vec<_>> = BTreeMap::new();
        for (aggregate, state) in self.folded(aggregates, more).await? {
            let row = state.row(aggregate)?;
            rows.entry(aggregate.kind).or_default().push(row);
        }
        for (kind, rows) in rows {
            let table = state::table(kind);
            let changes = Changes::all(&table, rows);
            batch.upsert(&table, &changes.rows, &changes.columns);
        }
        Ok(batch.commit(&mut self.connection).await?)
    }

    pub(super) async fn folded(
        &mut self,
        aggregates: BTreeSet<AggregateRef>,
        more: &[Recorded],
    ) -> Result<Working, StoreError> {
        let mut folded = BTreeMap::new();
        for aggregate in aggregates {
            let mut events = log::events_of(aggregate, &mut self.connection).await?;
            let touches = |event: &&Recorded| {
                event
                    .touches
                    .iter()
                    .any(|touch| touch.aggregate == aggregate)
            };
            events.extend(more.iter().filter(touches).cloned());
            let mut state = state::blank(aggregate.kind);
            state.refold(aggregate, &events);
            folded.insert(aggregate, state);
        }
        Ok(folded)
    }
}
