//! All rows of chosen tables as text, to tell that two files show the same.

use sqlx::AssertSqlSafe;
use store::Store;
use store::tables::{Class, TABLES};

/// Every row of the tables chosen by name and class, each column quoted as SQL.
pub(crate) async fn rows(store: &Store, chosen: impl Fn(&str, Class) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for (table, class) in TABLES {
        if chosen(table, class) {
            let columns: Vec<String> = columns(store, table).await;
            let quoted: Vec<String> = columns
                .iter()
                .map(|name| format!("quote({name})"))
                .collect();
            let sql = format!(
                "SELECT '{table}: ' || {} AS line FROM {table} ORDER BY line",
                quoted.join(" || ', ' || ")
            );
            let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
                .fetch_all(store.readers())
                .await
                .unwrap();
            all.extend(lines);
        }
    }
    all
}

/// What every station must show alike: all projections, and the load of work units.
pub(crate) async fn shown(store: &Store) -> Vec<String> {
    rows(store, |table, class| {
        class == Class::Projection || table == "work_unit_load"
    })
    .await
}

pub(crate) async fn columns(store: &Store, table: &str) -> Vec<String> {
    sqlx::query_scalar("SELECT name FROM pragma_table_info(?) ORDER BY cid")
        .bind(table)
        .fetch_all(store.readers())
        .await
        .unwrap()
}

/// A single number.
pub(crate) async fn number(store: &Store, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(store.readers())
        .await
        .unwrap()
}
