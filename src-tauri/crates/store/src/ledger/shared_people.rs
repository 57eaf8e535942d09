//! What the plant is still to be told of people, and what it tells of them.

use domain::hlc::Hlc;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection as _, Row as _, SqliteConnection};
use uuid::Uuid;

use crate::error::StoreError;
use crate::ledger::people::SaltedBadge;
use crate::{Store, Writer};

const TO_TELL: &str = "SELECT i.person, i.hlc, i.key, i.name, CASE WHEN t.badge THEN c.salt ELSE NULL END, \
     CASE WHEN t.badge THEN c.badge ELSE NULL END, CASE WHEN t.pin THEN c.pin ELSE NULL END FROM person_told t \
     JOIN person_identity i ON i.person = t.person LEFT JOIN credential c ON c.person = t.person \
     ORDER BY i.hlc, i.person LIMIT ?";
const TOLD: &str = "DELETE FROM person_told WHERE person = ?1 \
     AND (SELECT hlc FROM person_identity WHERE person = ?1) = ?2";
const TELL_AGAIN: &str = "INSERT OR REPLACE INTO person_told (person, badge, pin) \
     SELECT person, 1, 1 FROM person_identity";
const SET_REVISION: &str = "INSERT INTO plant_people (one, plant, revision) VALUES (1, ?, ?) \
     ON CONFLICT (one) DO UPDATE SET plant = excluded.plant, revision = excluded.revision";
const GIVE_BACK: &str =
    "UPDATE credential SET salt = NULL, badge = NULL WHERE badge = ? AND person <> ?";
const TAKE_IDENTITY: &str = "INSERT INTO person_identity (person, hlc, key, name) VALUES (?, ?, ?, ?) \
     ON CONFLICT (person) DO UPDATE SET hlc = excluded.hlc, key = excluded.key, name = excluded.name, \
     seen_ms = CASE WHEN excluded.name IS NULL THEN NULL ELSE seen_ms END";
/// Whoever has a new PIN has not guessed it wrong yet.
const TAKE_CREDENTIAL: &str = "INSERT INTO credential (person, salt, badge, pin) VALUES (?, ?, ?, ?) \
     ON CONFLICT (person) DO UPDATE SET salt = excluded.salt, badge = excluded.badge, pin = excluded.pin, \
     failures = CASE WHEN pin IS excluded.pin THEN failures ELSE 0 END, \
     locked_until_ms = CASE WHEN pin IS excluded.pin THEN locked_until_ms ELSE NULL END";
const ERASE_CREDENTIAL: &str = "DELETE FROM credential WHERE person = ?";

/// A person as stations of a plant tell one another.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedPerson {
    /// Person.
    pub person: Uuid,
    /// When it was changed.
    pub hlc: Hlc,
    /// The ERP's key.
    pub key: Option<String>,
    /// Name; absent: erased.
    pub name: Option<String>,
    /// Badge. Told: absent where it is no news. Heard: absent where there is none.
    pub badge: Option<SaltedBadge>,
    /// Argon2id verifier of the PIN, absent as the badge is.
    pub pin: Option<String>,
}

impl Store {
    /// People of whom the plant is still to be told, the earliest change first.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn people_to_tell(&self, limit: u32) -> Result<Vec<SharedPerson>, StoreError> {
        let rows = sqlx::query(TO_TELL)
            .bind(limit)
            .fetch_all(self.readers())
            .await?;
        rows.iter().map(shared).collect()
    }

    /// Up to which change the people of this plant are known here; absent for another plant.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn people_revision(&self, plant: Uuid) -> Result<Option<u64>, StoreError> {
        let revision: Option<i64> =
            sqlx::query_scalar("SELECT revision FROM plant_people WHERE plant = ?")
                .bind(plant)
                .fetch_optional(self.readers())
                .await?;
        Ok(revision.and_then(|revision| u64::try_from(revision).ok()))
    }
}

impl Writer<'_> {
    /// Notes that the plant was told of a person, as changed at `hlc`. A later change stays to be told.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn note_person_told(&mut self, person: Uuid, hlc: Hlc) -> Result<(), StoreError> {
        sqlx::query(TOLD)
            .bind(person)
            .bind(hlc.0)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Begins with a plant that knows nobody known here: it is to be told of all, and heard from
    /// the start.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn tell_people_again(&mut self, plant: Uuid) -> Result<(), StoreError> {
        let mut transaction = self.connection().begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(TELL_AGAIN).execute(&mut *transaction).await?;
        set_revision(plant, 0, &mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes in what the plant tells, up to `revision`: it knows the latest of everybody, but for
    /// what it is still to be told. Returns false, and changes nothing, while there is such.
    ///
    /// # Errors
    /// [`StoreError`], when the database fails.
    pub async fn take_people(
        &mut self,
        plant: Uuid,
        revision: u64,
        people: &[SharedPerson],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.connection().begin_with("BEGIN IMMEDIATE").await?;
        let waits = sqlx::query("SELECT 1 FROM person_told LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await?;
        if waits.is_some() {
            return Ok(false);
        }
        for person in people {
            take(person, &mut transaction).await?;
        }
        set_revision(plant, revision, &mut transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn set_revision(
    plant: Uuid,
    revision: u64,
    transaction: &mut SqliteConnection,
) -> Result<(), StoreError> {
    sqlx::query(SET_REVISION)
        .bind(plant)
        .bind(i64::try_from(revision).unwrap_or(i64::MAX))
        .execute(transaction)
        .await?;
    Ok(())
}

async fn take(person: &SharedPerson, transaction: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query(TAKE_IDENTITY)
        .bind(person.person)
        .bind(person.hlc.0)
        .bind(&person.key)
        .bind(&person.name)
        .execute(&mut *transaction)
        .await?;
    if person.name.is_none() {
        let erase = sqlx::query(ERASE_CREDENTIAL).bind(person.person);
        erase.execute(transaction).await?;
        return Ok(());
    }
    if let Some(badge) = &person.badge {
        let give_back = sqlx::query(GIVE_BACK).bind(&badge.hash).bind(person.person);
        give_back.execute(&mut *transaction).await?;
    }
    sqlx::query(TAKE_CREDENTIAL)
        .bind(person.person)
        .bind(person.badge.as_ref().map(|badge| &badge.salt))
        .bind(person.badge.as_ref().map(|badge| &badge.hash))
        .bind(&person.pin)
        .execute(transaction)
        .await?;
    Ok(())
}

fn shared(row: &SqliteRow) -> Result<SharedPerson, StoreError> {
    let (salt, hash): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.try_get(4)?, row.try_get(5)?);
    Ok(SharedPerson {
        person: row.try_get(0)?,
        hlc: Hlc(row.try_get(1)?),
        key: row.try_get(2)?,
        name: row.try_get(3)?,
        badge: salt
            .zip(hash)
            .map(|(salt, hash)| SaltedBadge { salt, hash }),
        pin: row.try_get(6)?,
    })
}
