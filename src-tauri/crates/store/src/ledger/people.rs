//! Names, badges and PIN verifiers: apart from the log, erasable.

use std::collections::BTreeMap;

use domain::hlc::Hlc;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection as _, Row as _, SqliteConnection};
use uuid::Uuid;

use crate::error::StoreError;
use crate::{Store, Writer};

/// Salts a badge is tried with: more stations than a plant has ever told its people at.
const SALTS_MAX: u32 = 256;

/// A change here is later than what it changes, whatever the clock says.
const PUT_IDENTITY: &str = "INSERT INTO person_identity (person, key, name, hlc) VALUES (?, ?, ?, ?) \
     ON CONFLICT (person) DO UPDATE SET key = excluded.key, name = excluded.name, \
     hlc = max(excluded.hlc, hlc + 1) WHERE name IS NOT NULL";
const PUT_CREDENTIAL: &str = "INSERT INTO credential (person, salt, badge, pin) VALUES (?, ?, ?, ?) \
     ON CONFLICT (person) DO UPDATE SET salt = coalesce(excluded.salt, salt), \
     badge = coalesce(excluded.badge, badge), pin = coalesce(excluded.pin, pin)";
const PUT_TOLD: &str = "INSERT INTO person_told (person, badge, pin) VALUES (?, ?, ?) \
     ON CONFLICT (person) DO UPDATE SET badge = max(badge, excluded.badge), pin = max(pin, excluded.pin)";
const BADGE_SALTS: &str = "SELECT DISTINCT salt FROM credential WHERE badge IS NOT NULL LIMIT ?";
const BY_BADGE: &str = "SELECT c.person, c.pin, c.failures, c.locked_until_ms, c.salt, c.badge, i.hlc \
     FROM credential c JOIN person_identity i ON i.person = c.person WHERE c.badge = ?";

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

/// What is kept of a badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaltedBadge {
    /// Salt.
    pub salt: Vec<u8>,
    /// SHA-256 of salt and badge.
    pub hash: Vec<u8>,
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
    /// Badge; absent keeps what is there.
    pub badge: Option<SaltedBadge>,
    /// Verifier of the PIN; absent keeps what is there.
    pub pin: Option<String>,
}

impl Writer<'_> {
    /// Writes identities with their credentials, all or none, and notes that the plant is to be told.
    /// An erased person stays erased.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails; a badge of two people is refused by it.
    pub async fn put_identities(
        &mut self,
        identities: &[Identity],
        now: Hlc,
    ) -> Result<(), StoreError> {
        let mut transaction = self.connection().begin_with("BEGIN IMMEDIATE").await?;
        // Badges are given back before they are given out, so that two people can swap theirs.
        for identity in identities
            .iter()
            .filter(|identity| identity.badge.is_some())
        {
            sqlx::query("UPDATE credential SET salt = NULL, badge = NULL WHERE person = ?")
                .bind(identity.person)
                .execute(&mut *transaction)
                .await?;
        }
        for identity in identities {
            put(identity, now, &mut transaction).await?;
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
    /// Salts of the badges known here; few: one a station that was told some.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn badge_salts(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(sqlx::query_scalar(BADGE_SALTS)
            .bind(SALTS_MAX)
            .fetch_all(self.readers())
            .await?)
    }

    /// The credential a badge belongs to, by its hash with each salt; the badge itself as it is kept.
    /// Where two stations gave it to two people before they knew of one another, the later one.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn credential_by_badge(
        &self,
        hashes: &[Vec<u8>],
    ) -> Result<Option<(Credential, SaltedBadge)>, StoreError> {
        let mut found: Option<(i64, SqliteRow)> = None;
        for hash in hashes {
            let row = sqlx::query(BY_BADGE)
                .bind(hash)
                .fetch_optional(self.readers())
                .await?;
            let Some(row) = row else { continue };
            let hlc = row.try_get(6)?;
            if found.as_ref().is_none_or(|(latest, _)| *latest < hlc) {
                found = Some((hlc, row));
            }
        }
        let Some((_, row)) = found else {
            return Ok(None);
        };
        let badge = SaltedBadge {
            salt: row.try_get(4)?,
            hash: row.try_get(5)?,
        };
        Ok(credential(Some(row))?.map(|credential| (credential, badge)))
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
        let sql = "SELECT person, name FROM person_identity WHERE seen_ms IS NOT NULL AND name IS NOT NULL ORDER BY seen_ms DESC LIMIT ?";
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
            sqlx::query_as("SELECT person, key, name FROM person_identity WHERE name IS NOT NULL")
                .fetch_all(self.readers())
                .await?;
        Ok(rows
            .into_iter()
            .map(|(person, key, name)| (person, (key, name)))
            .collect())
    }
}

async fn put(
    identity: &Identity,
    now: Hlc,
    transaction: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let put = sqlx::query(PUT_IDENTITY)
        .bind(identity.person)
        .bind(&identity.key)
        .bind(&identity.name)
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
    if put.rows_affected() == 0 {
        return Ok(()); // Erased.
    }
    sqlx::query(PUT_CREDENTIAL)
        .bind(identity.person)
        .bind(identity.badge.as_ref().map(|badge| &badge.salt))
        .bind(identity.badge.as_ref().map(|badge| &badge.hash))
        .bind(&identity.pin)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(PUT_TOLD)
        .bind(identity.person)
        .bind(identity.badge.is_some())
        .bind(identity.pin.is_some())
        .execute(transaction)
        .await?;
    Ok(())
}

fn credential(row: Option<SqliteRow>) -> Result<Option<Credential>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Credential {
        person: row.try_get(0)?,
        pin: row.try_get(1)?,
        failures: row.try_get(2)?,
        locked_until_ms: row.try_get(3)?,
    }))
}
