//! The file itself and its tables: nothing damaged, nothing missing, nothing unknown.

use std::collections::BTreeSet;

use domain::event::Kind;
use sqlx::SqliteConnection;

use super::{Difference, VerifyError};
use crate::state;
use crate::tables::TABLES;

/// SQLite's answer when it finds nothing.
const FINE: &str = "ok";
/// Pages, and every index against its table.
const WHOLE: &str = "PRAGMA integrity_check(1)";

pub(super) async fn check(connection: &mut SqliteConnection) -> Result<(), VerifyError> {
    check_file(WHOLE, connection).await?;
    check_tables(connection).await?;
    for kind in Kind::ALL {
        check_columns(connection, kind).await?;
    }
    Ok(())
}

/// The tables, and SQLite's own check of the pages without that of the indexes.
pub(super) async fn check_quickly(connection: &mut SqliteConnection) -> Result<(), VerifyError> {
    check_file("PRAGMA quick_check(1)", connection).await?;
    check_tables(connection).await
}

/// SQLite's own check.
async fn check_file(
    check: &'static str,
    connection: &mut SqliteConnection,
) -> Result<(), VerifyError> {
    let finding: String = sqlx::query_scalar(check).fetch_one(connection).await?;
    if finding == FINE {
        Ok(())
    } else {
        Err(Difference::File { finding }.into())
    }
}

async fn check_tables(connection: &mut SqliteConnection) -> Result<(), VerifyError> {
    let live: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name",
    )
    .fetch_all(connection)
    .await?;
    let declared: BTreeSet<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    if let Some(table) = live.iter().find(|table| !declared.contains(table.as_str())) {
        return Err(Difference::UnknownTable {
            table: table.clone(),
        }
        .into());
    }
    let missing = |name: &&&str| !live.iter().any(|table| table == **name);
    match declared.iter().find(missing) {
        Some(table) => Err(Difference::MissingTable {
            table: (*table).to_owned(),
        }
        .into()),
        None => Ok(()),
    }
}

/// A column that rows are not written with would never be compared.
async fn check_columns(connection: &mut SqliteConnection, kind: Kind) -> Result<(), VerifyError> {
    let table = state::table(kind);
    let live: Vec<String> =
        sqlx::query_scalar("SELECT name FROM pragma_table_info(?) ORDER BY cid")
            .bind(table.name)
            .fetch_all(connection)
            .await?;
    let declared = table.all_columns();
    if live == declared {
        return Ok(());
    }
    Err(Difference::Columns {
        table: table.name.to_owned(),
        live: live.join(", "),
        declared: declared.join(", "),
    }
    .into())
}
