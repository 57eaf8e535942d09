//! The order tray.

use domain::fold::Folded;
use domain::operations_request::OperationsRequest;
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
    /// Due date (milliseconds, or the largest for none) and id of the last row of the page before.
    pub after: Option<(i64, Uuid)>,
}

/// One page of orders.
#[derive(Clone, Debug, Default)]
pub struct OrderPage {
    /// Orders by due date.
    pub orders: Vec<(Uuid, Folded<OperationsRequest>)>,
    /// Orders that match in all.
    pub total: u64,
    /// Where the next page starts; absent at the end.
    pub next: Option<(i64, Uuid)>,
}

/// An order is shown once an import that brought it is complete.
const SHOWN: &str =
    "EXISTS (SELECT 1 FROM import_run WHERE import_run.id IN (import_first, import_last))";
/// Orders without a due date come last.
const DUE: &str = "coalesce(due_ms, 9223372036854775807)";

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
            "status IN ('forecast', 'released')"
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
            "SELECT id, heads, events, unread, body, {DUE} FROM operations_request \
             WHERE {matching} AND (?2 IS NULL OR ({DUE}, id) > (?2, ?3)) ORDER BY {DUE}, id LIMIT ?4"
        );
        let (due, id) = filter.after.unzip();
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(&search)
            .bind(due)
            .bind(id)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        let full = rows.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let next = rows
            .last()
            .filter(|_| full)
            .map(|row| Ok::<_, sqlx::Error>((row.try_get(4)?, row.try_get(0)?)));
        Ok(OrderPage {
            next: next.transpose()?,
            orders: rows.iter().map(read).collect::<Result<_, _>>()?,
            total: total.unsigned_abs(),
        })
    }
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
