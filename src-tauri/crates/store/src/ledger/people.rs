//! Names, badges and PIN verifiers: apart from the log, erasable.

use std::collections::BTreeMap;

use sqlx::Row;
use uuid::Uuid;

use crate::error::StoreError;
use crate::{Store, Writer};

/// What a log-in is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Person.
    pub person: Uuid,
    /// Argon2id verifier of the PIN; absent where none is set.
    pub pin: Option<String>,
    /// Wrong PINs in a row.
    pub failures: u32,
    /// No PIN is accepted before, in milliseconds since 1970 UTC.
    pub locked_until_ms: Option<i64>,
}

/// A person's identity as it is told by an import or a set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Person.
    pub person: Uuid,
    /// The ERP's key.
    pub key: Option<String>,
    /// Name.
    pub name: String,
    /// SHA-256 of salt and badge; absent keeps what is there.
    pub badge: Option<Vec<u8>>,
    /// Verifier of the PIN; absent keeps what is there.
    pub pin: Option<String>,
}

impl Writer<'_> {
    /// Writes identities with their credentials, all or none.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails; a badge of two people is refused by it.
    pub async fn put_identities(&mut self, identities: &[Identity]) -> Result<(), StoreError> {
        use sqlx::Connection;
        let mut transaction = self.connection().begin_with("BEGIN IMMEDIATE").await?;
        // Badges are given back before they are given out, so that two people can swap theirs.
        for identity in identities
            .iter()
            .filter(|identity| identity.badge.is_some())
        {
            sqlx::query("UPDATE credential SET badge = NULL WHERE person = ?")
                .bind(identity.person)
                .execute(&mut *transaction)
                .await?;
        }
        for identity in identities {
            sqlx::query(
                "INSERT INTO person_identity (person, key, name) VALUES (?, ?, ?) \
                 ON CONFLICT (person) DO UPDATE SET key = excluded.key, name = excluded.name",
            )
            .bind(identity.person)
            .bind(&identity.key)
            .bind(&identity.name)
            .execute(&mut *transaction)
            .await?;
            sqlx::query(
                "INSERT INTO credential (person, badge, pin) VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET \
                 badge = coalesce(excluded.badge, badge), pin = coalesce(excluded.pin, pin)",
            )
            .bind(identity.person)
            .bind(&identity.badge)
            .bind(&identity.pin)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Notes a wrong PIN, and until when no other is accepted.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn note_failure(
        &mut self,
        person: Uuid,
        locked_until_ms: Option<i64>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE credential SET failures = failures + 1, locked_until_ms = ? WHERE person = ?",
        )
        .bind(locked_until_ms)
        .bind(person)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes a log-in.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn note_log_in(&mut self, person: Uuid, now_ms: i64) -> Result<(), StoreError> {
        sqlx::query("UPDATE credential SET failures = 0, locked_until_ms = NULL WHERE person = ? AND failures > 0")
            .bind(person)
            .execute(self.connection())
            .await?;
        sqlx::query("UPDATE person_identity SET seen_ms = ? WHERE person = ?")
            .bind(now_ms)
            .bind(person)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The credential a badge belongs to.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn credential_by_badge(
        &self,
        badge: &[u8],
    ) -> Result<Option<Credential>, StoreError> {
        let sql = "SELECT person, pin, failures, locked_until_ms FROM credential WHERE badge = ?";
        credential(
            sqlx::query(sql)
                .bind(badge)
                .fetch_optional(self.readers())
                .await?,
        )
    }

    /// A person's credential.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn credential(&self, person: Uuid) -> Result<Option<Credential>, StoreError> {
        let sql = "SELECT person, pin, failures, locked_until_ms FROM credential WHERE person = ?";
        credential(
            sqlx::query(sql)
                .bind(person)
                .fetch_optional(self.readers())
                .await?,
        )
    }

    /// Whether an import told this identity before, badge and PIN aside.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn knows_identity(&self, person: Uuid, name: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM person_identity WHERE person = ? AND name = ?";
        let known: Option<i64> = sqlx::query_scalar(sql)
            .bind(person)
            .bind(name)
            .fetch_optional(self.readers())
            .await?;
        Ok(known.is_some())
    }

    /// People who logged in here last.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn recent_people(&self, limit: u32) -> Result<Vec<(Uuid, String)>, StoreError> {
        let sql = "SELECT person, name FROM person_identity WHERE seen_ms IS NOT NULL ORDER BY seen_ms DESC LIMIT ?";
        Ok(sqlx::query_as(sql)
            .bind(limit)
            .fetch_all(self.readers())
            .await?)
    }

    /// Names and ERP keys of everyone, by pseudonym.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn identities(&self) -> Result<BTreeMap<Uuid, (Option<String>, String)>, StoreError> {
        let rows: Vec<(Uuid, Option<String>, String)> =
            sqlx::query_as("SELECT person, key, name FROM person_identity")
                .fetch_all(self.readers())
                .await?;
        Ok(rows
            .into_iter()
            .map(|(person, key, name)| (person, (key, name)))
            .collect())
    }
}

fn credential(row: Option<sqlx::sqlite::SqliteRow>) -> Result<Option<Credential>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Credential {
        person: row.try_get(0)?,
        pin: row.try_get(1)?,
        failures: row.try_get(2)?,
        locked_until_ms: row.try_get(3)?,
    }))
}
