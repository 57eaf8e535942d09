//! The plant's schema: files that run once each, in order, and are never edited once released.

use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, Row as _};

use super::error::PlantError;

/// Migrations by file name.
const MIGRATIONS: [(&str, &str); 7] = [
    (
        "0001_plant.sql",
        include_str!("../../../../../migrations/plant/0001_plant.sql"),
    ),
    (
        "0002_append.sql",
        include_str!("../../../../../migrations/plant/0002_append.sql"),
    ),
    (
        "0003_authority.sql",
        include_str!("../../../../../migrations/plant/0003_authority.sql"),
    ),
    (
        "0004_gateway.sql",
        include_str!("../../../../../migrations/plant/0004_gateway.sql"),
    ),
    (
        "0005_bi_v1.sql",
        include_str!("../../../../../migrations/plant/0005_bi_v1.sql"),
    ),
    (
        "0006_presence.sql",
        include_str!("../../../../../migrations/plant/0006_presence.sql"),
    ),
    (
        "0007_baseline.sql",
        include_str!("../../../../../migrations/plant/0007_baseline.sql"),
    ),
];

/// Any number that nobody else locks: two installers at once take turns.
const LOCK: i64 = 0x6c69_6e65_7369_6465;

const IS_THERE: &str = "SELECT to_regclass('lineside.migration') IS NOT NULL";
const APPLIED: &str = "SELECT file, sha256 FROM lineside.migration ORDER BY file";
const NOTE: &str = "INSERT INTO lineside.migration (file, sha256) VALUES ($1, $2)";

/// Runs what has not run yet, within the caller's transaction; returns the names.
///
/// # Errors
/// [`PlantError::Edited`] and [`PlantError::Newer`], or what the server says.
pub(crate) async fn migrate(
    connection: &mut PgConnection,
) -> Result<Vec<&'static str>, PlantError> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *connection)
        .await?;
    let applied = applied(connection).await?;
    let missing = missing(&applied)?;
    for (file, text) in &missing {
        sqlx::raw_sql(*text).execute(&mut *connection).await?;
        sqlx::raw_sql("RESET ROLE")
            .execute(&mut *connection)
            .await?;
        let note = sqlx::query(NOTE).bind(file).bind(hash(text));
        note.execute(&mut *connection).await?;
    }
    Ok(missing.into_iter().map(|(file, _)| file).collect())
}

/// What the plant has run: names with hashes; nothing where there is no plant yet.
///
/// # Errors
/// [`PlantError`].
pub(crate) async fn applied(
    connection: &mut PgConnection,
) -> Result<Vec<(String, Vec<u8>)>, PlantError> {
    let there: bool = sqlx::query_scalar(IS_THERE)
        .fetch_one(&mut *connection)
        .await?;
    if !there {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(APPLIED).fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

/// What is still to run.
fn missing(applied: &[(String, Vec<u8>)]) -> Result<Vec<(&'static str, &'static str)>, PlantError> {
    for (file, sha256) in applied {
        let ours = MIGRATIONS.iter().find(|(name, _)| name == file);
        let (_, text) = ours.ok_or_else(|| PlantError::Newer(file.clone()))?;
        if *sha256 != hash(text) {
            return Err(PlantError::Edited(file.clone()));
        }
    }
    let known = |name: &str| applied.iter().any(|(file, _)| file == name);
    Ok(MIGRATIONS
        .into_iter()
        .filter(|(name, _)| !known(name))
        .collect())
}

fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_or_unknown_migration_is_refused() {
        let (file, text) = MIGRATIONS[0];

        let edited = missing(&[(file.to_owned(), hash("other"))]).unwrap_err();
        let unknown = missing(&[("9999_later.sql".to_owned(), hash(""))]).unwrap_err();
        let rest = missing(&[(file.to_owned(), hash(text))]).unwrap();

        assert!(matches!(edited, PlantError::Edited(name) if name == file));
        assert!(matches!(unknown, PlantError::Newer(_)));
        assert_eq!(rest.len(), MIGRATIONS.len() - 1);
    }
}
