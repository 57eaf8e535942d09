//! How much of everything there is, for whoever helps: numbers, no contents.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::error::StoreError;
use crate::tables::TABLES;

/// How much there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows by table.
    pub rows: BTreeMap<String, i64>,
    /// Events by name.
    pub events: BTreeMap<String, i64>,
    /// Messages to the ERP by state.
    pub messages: BTreeMap<String, i64>,
    /// Labels by state.
    pub labels: BTreeMap<String, i64>,
    /// Bytes of the file.
    pub file_bytes: i64,
}

impl Store {
    /// How much of everything there is.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let mut rows = BTreeMap::new();
        for (table, _) in TABLES {
            let count = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
            let count = sqlx::query_scalar(count).fetch_one(self.readers()).await?;
            rows.insert(table.to_owned(), count);
        }
        let bytes = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        Ok(Counts {
            rows,
            events: self
                .by("SELECT name, count(*) FROM event GROUP BY name")
                .await?,
            messages: self
                .by("SELECT state, count(*) FROM erp_outbox GROUP BY state")
                .await?,
            labels: self
                .by("SELECT state, count(*) FROM print_job GROUP BY state")
                .await?,
            file_bytes: sqlx::query_scalar(bytes).fetch_one(self.readers()).await?,
        })
    }

    async fn by(&self, sql: &'static str) -> Result<BTreeMap<String, i64>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(self.readers()).await?;
        Ok(rows.into_iter().collect())
    }
}
