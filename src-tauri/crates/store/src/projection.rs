//! Projections: a row as a function of one aggregate's folded state, one file a table.

use domain::fold::{Aggregate, Folded};
use domain::id::EventId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::error::StoreError;

mod equipment;
mod import_run;
mod job_order;
mod label;
mod material_definition;
mod material_lot;
mod nonconformance;
mod operations_definition;
mod operations_request;
mod operations_response;
mod person;
mod reason;
mod settlement;

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, or nothing.
    Text(Option<String>),
    /// A whole number, or nothing.
    Int(Option<i64>),
    /// An id, or nothing.
    Id(Option<Uuid>),
}

impl Value {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }

    pub(crate) fn count<T>(list: &[T]) -> Self {
        Self::count_of(list.len())
    }

    pub(crate) fn count_of(count: usize) -> Self {
        Self::int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(crate) fn int(value: impl Into<i64>) -> Self {
        Self::Int(Some(value.into()))
    }
}

/// The values of one row, in the table's column order.
pub(crate) type Row = Vec<Value>;

/// An aggregate with a table of its own.
pub trait Projected: Aggregate + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Table.
    const TABLE: &'static str;
    /// Columns that screens search and sort by, between `id` and the folded state.
    const COLUMNS: &'static [&'static str];

    /// Values of these columns.
    fn values(&self) -> Vec<Value>;
}

/// A table and its columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
}

impl Table {
    pub(crate) fn of<A: Projected>() -> Self {
        Self {
            name: A::TABLE,
            columns: A::COLUMNS,
        }
    }

    /// Columns that screens search by, and the count of events not read.
    pub(crate) fn searched(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().copied().chain(["unread"])
    }

    /// All columns, in row order.
    pub(crate) fn all_columns(&self) -> Vec<&'static str> {
        let mut all = vec!["id"];
        all.extend(self.columns);
        all.extend(["heads", "events", "unread", "body"]);
        all
    }
}

/// The row of a folded aggregate.
pub(crate) fn row<A: Projected>(id: Uuid, folded: &Folded<A>) -> Result<Row, StoreError> {
    let mut row = vec![Value::Id(Some(id))];
    row.extend(folded.state.values());
    row.push(Value::text(serde_json::to_string(&folded.heads)?));
    row.push(Value::count_of(folded.count));
    row.push(Value::count_of(folded.unread));
    row.push(Value::text(serde_json::to_string(&folded.state)?));
    Ok(row)
}

/// A folded aggregate from its row, of which `heads, events, unread, body` begin at column `from`.
pub(crate) fn folded<A: Projected>(row: &SqliteRow, from: usize) -> Result<Folded<A>, StoreError> {
    let damaged = |_| crate::log::damaged(A::TABLE);
    let count = |at: usize| -> Result<usize, StoreError> {
        usize::try_from(row.try_get::<i64, _>(at)?).map_err(|_| crate::log::damaged(A::TABLE))
    };
    let heads: Vec<EventId> = serde_json::from_str(row.try_get(from)?).map_err(damaged)?;
    Ok(Folded {
        state: serde_json::from_str(row.try_get(from + 3)?).map_err(damaged)?,
        heads: heads.into_iter().collect(),
        count: count(from + 1)?,
        unread: count(from + 2)?,
    })
}
