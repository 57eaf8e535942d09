//! After an update: what a newer version had recorded can be read now.

use std::collections::BTreeMap;

use domain::event::{AggregateRef, Kind};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{StoreError, Working, WriterState, log, state};
use crate::writer::rows::{Batch, Changes};

/// Aggregates folded anew in one transaction.
const AT_ONCE: usize = 500;

impl WriterState {
    /// Folds every aggregate anew that holds an event nobody here could read. Where it still cannot be
    /// read, nothing changes.
    pub(crate) async fn reread(&mut self) -> Result<(), StoreError> {
        for kind in Kind::ALL {
            let table = state::table(kind);
            let sql = format!("SELECT id FROM {} WHERE unread > 0", table.name);
            let unread: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql))
                .fetch_all(&mut self.connection)
                .await?;
            for some in unread.chunks(AT_ONCE) {
                let folded = self.folded(kind, some).await?;
                let rows = folded
                    .iter()
                    .map(|(aggregate, state)| state.row(*aggregate));
                let rows = rows.collect::<Result<Vec<_>, _>>()?;
                let mut batch = Batch::begin();
                let changes = Changes::all(&table, rows);
                batch.upsert(&table, &changes.rows, &changes.columns);
                batch.commit(&mut self.connection).await?;
            }
        }
        Ok(())
    }

    async fn folded(&mut self, kind: Kind, ids: &[Uuid]) -> Result<Working, StoreError> {
        let mut folded = BTreeMap::new();
        for id in ids {
            let aggregate = AggregateRef::new(kind, *id);
            let events = log::events_of(aggregate, &mut self.connection).await?;
            let mut state = state::blank(kind);
            state.refold(aggregate, &events);
            folded.insert(aggregate, state);
        }
        Ok(folded)
    }
}
