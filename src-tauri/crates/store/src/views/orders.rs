//! The order tray.

use domain::fold::Folded;
use domain::operations_request::OperationsRequest;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::read;
use crate::Store;
use crate::error::StoreError;

/// Which orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    /// Only those not ended.
    pub open: bool,
    /// Part of the order number or item number.
    pub search: Option<String>,
    /// Last row of the page before.
    pub after: Option<OrderPlace>,
}

/// Where a row stands in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderPlace {
    /// Priority; the largest for none.
    pub priority: i64,
    /// Due date, in milliseconds since 1970 UTC; the largest for none.
    pub due_ms: i64,
    /// Order.
    pub id: Uuid,
}

/// One page of orders.
#[derive(Clone, Debug, Default)]
pub struct OrderPage {
    /// Orders by priority, then by due date.
    pub orders: Vec<(Uuid, Folded<OperationsRequest>)>,
    /// Orders that match in all.
    pub total: u64,
    /// Where the next page starts; absent at the end.
    pub next: Option<OrderPlace>,
}

/// An order is shown once an import that brought it is complete.
const SHOWN: &str =
    "EXISTS (SELECT 1 FROM import_run WHERE import_run.id IN (import_first, import_last))";
/// Orders without a priority come last, and of one priority those without a due date.
const PLACE: &str =
    "coalesce(priority, 9223372036854775807), coalesce(due_ms, 9223372036854775807), id";

impl Store {
    /// A page of orders.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails or a row is damaged.
    pub async fn order_page(
        &self,
        filter: &OrderFilter,
        limit: u32,
    ) -> Result<OrderPage, StoreError> {
        let open = if filter.open {
            "(status = 'forecast' OR status = 'released' AND EXISTS \
             (SELECT 1 FROM job_order WHERE order_id = operations_request.id AND open = 1))"
        } else {
            "1"
        };
        let matching = format!(
            "{SHOWN} AND {open} AND (?1 IS NULL OR key LIKE ?1 ESCAPE '\\' OR material LIKE ?1 ESCAPE '\\')"
        );
        let search = filter.search.as_deref().map(pattern);
        let total: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT count(*) FROM operations_request WHERE {matching}"
        )))
        .bind(&search)
        .fetch_one(self.readers())
        .await?;
        let sql = format!(
            "SELECT id, heads, events, unread, body, {PLACE} FROM operations_request \
             WHERE {matching} AND (?2 IS NULL OR ({PLACE}) > (?2, ?3, ?4)) ORDER BY {PLACE} LIMIT ?5"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(&search)
            .bind(filter.after.map(|after| after.priority))
            .bind(filter.after.map(|after| after.due_ms))
            .bind(filter.after.map(|after| after.id))
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        let full = rows.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let last = rows.last().filter(|_| full);
        Ok(OrderPage {
            next: last.map(place).transpose()?,
            orders: rows.iter().map(read).collect::<Result<_, _>>()?,
            total: total.unsigned_abs(),
        })
    }
}

/// Reads [`PLACE`] behind a projection's columns.
fn place(row: &SqliteRow) -> Result<OrderPlace, StoreError> {
    Ok(OrderPlace {
        priority: row.try_get(5)?,
        due_ms: row.try_get(6)?,
        id: row.try_get(7)?,
    })
}

/// A search text as a LIKE pattern that matches it anywhere, literally.
fn pattern(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| {
            matches!(c, '%' | '_' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    format!("%{escaped}%")
}
