//! People's names and what they log in with: apart from the log, so that they can be erased.

use domain::id::PersonId;
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::error::PlantError;
use super::link::PlantLink;
use super::rows::whole;

/// Most people of a page.
pub const PEOPLE_MAX: u16 = 500;

const PUT: &str = "SELECT accepted FROM lineside.put_identity($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const KNOWN: &str = "SELECT person, revision, hlc, key, name, badge_salt, badge, pin \
     FROM lineside.known_person WHERE revision > $1 ORDER BY revision LIMIT $2";

/// A change of a person's identity.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityChange {
    /// Pseudonym.
    pub person: PersonId,
    /// When, as a hybrid clock; the latest change stands.
    pub hlc: i64,
    /// Key in the ERP.
    pub key: Option<String>,
    /// Name; absent erases the person.
    pub name: Option<String>,
    /// Where the person works; none: everywhere.
    pub areas: Vec<String>,
    /// Salt of the badge's hash; absent keeps what is there.
    pub badge_salt: Option<Vec<u8>>,
    /// SHA-256 of salt and badge; absent keeps what is there.
    pub badge: Option<[u8; 32]>,
    /// Argon2id verifier of the PIN; absent keeps what is there.
    pub pin: Option<String>,
}

/// A person this station may know.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// Pseudonym.
    pub person: PersonId,
    /// Place among all changes; ask for what comes behind it.
    pub revision: u64,
    /// When it was changed.
    pub hlc: i64,
    /// Key in the ERP.
    pub key: Option<String>,
    /// Name; absent: erased, and to be erased here too.
    pub name: Option<String>,
    /// Salt of the badge's hash.
    pub badge_salt: Option<Vec<u8>>,
    /// SHA-256 of salt and badge.
    pub badge: Option<Vec<u8>>,
    /// Argon2id verifier of the PIN.
    pub pin: Option<String>,
}

impl PlantLink {
    /// Tells the plant; returns whether the change stands, which it does not where a later one was
    /// told before.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn put_identity(&mut self, change: &IdentityChange) -> Result<bool, PlantError> {
        let ask = sqlx::query(PUT)
            .bind(self.own())
            .bind(change.person.0)
            .bind(change.hlc)
            .bind(&change.key)
            .bind(&change.name)
            .bind(&change.areas)
            .bind(&change.badge_salt)
            .bind(change.badge.as_ref().map(<[u8; 32]>::as_slice))
            .bind(&change.pin);
        Ok(self.one(ask).await?.try_get(0)?)
    }

    /// People this station may know that changed behind `revision`, at most 500.
    ///
    /// # Errors
    /// [`PlantError`].
    pub async fn known_people(&mut self, revision: u64) -> Result<Vec<KnownPerson>, PlantError> {
        let ask = sqlx::query(KNOWN)
            .bind(whole::<i64, _>(revision, "a revision")?)
            .bind(i64::from(PEOPLE_MAX));
        self.all(ask).await?.iter().map(known).collect()
    }
}

fn known(row: &PgRow) -> Result<KnownPerson, PlantError> {
    Ok(KnownPerson {
        person: PersonId(row.try_get(0)?),
        revision: whole(row.try_get::<i64, _>(1)?, "a revision")?,
        hlc: row.try_get(2)?,
        key: row.try_get(3)?,
        name: row.try_get(4)?,
        badge_salt: row.try_get(5)?,
        badge: row.try_get(6)?,
        pin: row.try_get(7)?,
    })
}
