//! Reads for screens: one file a screen. They answer folded states; what they mean is decided in
//! `domain` and told by `station`.

use std::collections::BTreeMap;

use domain::event::{AggregateRef, Kind, Recorded};
use domain::fold::Folded;
use domain::id::EventId;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use crate::Store;
use crate::error::StoreError;
use crate::log::LogRow;
use crate::projection::{self, Projected};

mod around;
mod aside;
mod board;
mod counts;
mod definitions;
pub mod exceptions;
mod jobs;
mod nonconformances;
mod orders;
mod stock;
mod trace;

pub use around::{Around, Wanted};
pub use board::UnitLoad;
pub use counts::Counts;
pub use orders::{OrderFilter, OrderPage, OrderPlace};

/// Aggregates by id.
pub type ById<A> = BTreeMap<Uuid, Folded<A>>;

/// Most ids one query binds; more are read in several.
const IDS_MAX: usize = 500;

impl Store {
    /// One aggregate; absent where nothing has happened to it.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or the row is damaged.
    pub async fn aggregate<A: Projected>(&self, id: Uuid) -> Result<Option<Folded<A>>, StoreError> {
        Ok(self.aggregates(&[id]).await?.remove(&id))
    }

    /// Several aggregates; those nothing has happened to are missing.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn aggregates<A: Projected>(&self, ids: &[Uuid]) -> Result<ById<A>, StoreError> {
        let mut found = BTreeMap::new();
        for some in ids.chunks(IDS_MAX) {
            let marks = vec!["?"; some.len()].join(", ");
            let sql = format!(
                "SELECT id, heads, events, unread, body FROM {} WHERE id IN ({marks})",
                A::TABLE
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in some {
                query = query.bind(id);
            }
            for row in query.fetch_all(self.readers()).await? {
                let (id, folded) = read::<A>(&row)?;
                found.insert(id, folded);
            }
        }
        Ok(found)
    }

    /// Events of one aggregate, newest first by arrival, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn history(
        &self,
        aggregate: AggregateRef,
        limit: u32,
    ) -> Result<Vec<LogRow>, StoreError> {
        let rows = sqlx::query(crate::log::HISTORY_OF)
            .bind(aggregate.kind.as_str())
            .bind(aggregate.id)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(crate::log::read).collect()
    }

    /// Every event of the command that recorded `event`.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn command_of(&self, event: EventId) -> Result<Vec<Recorded>, StoreError> {
        let rows = sqlx::query(crate::log::COMMAND_OF)
            .bind(event.0)
            .fetch_all(self.readers())
            .await?;
        rows.iter()
            .map(|row| Ok(crate::log::read(row)?.recorded()?))
            .collect()
    }

    /// When the last event was recorded here, in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn recorded_ms(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT recorded_ms FROM event WHERE readable = 1 ORDER BY position DESC LIMIT 1";
        Ok(sqlx::query_scalar(sql)
            .fetch_optional(self.readers())
            .await?)
    }

    /// When the plan (orders and their releases) last changed here, in milliseconds since 1970 UTC.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn plan_ms(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT recorded_ms FROM event WHERE position = (SELECT max(position) FROM event_touch WHERE kind = ?)";
        let kind = Kind::OperationsRequest.as_str();
        Ok(sqlx::query_scalar(sql)
            .bind(kind)
            .fetch_optional(self.readers())
            .await?)
    }
}

/// Reads `id, heads, events, unread, body`.
fn read<A: Projected>(row: &SqliteRow) -> Result<(Uuid, Folded<A>), StoreError> {
    Ok((row.try_get(0)?, projection::folded(row, 1)?))
}
