//! Who is signed in: badge and PIN, with a limit on guesses.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::PersonId;
use domain::person::Person;
use domain::role::Role;
use store::ledger::people::Credential;
use uuid::Uuid;

use crate::failure::{Code, Failure};
use crate::request::{ChooseWorkUnit, LogIn, LogOut, Nothing};
use crate::view::device::Change;
use crate::view::station::Session;
use crate::{Station, locked};

/// Wrong PINs in a row before a person is locked out: a PIN of four digits has ten thousand values.
const FAILURES_MAX: u32 = 5;
/// How long a lock-out lasts, in minutes.
const LOCKED_MINUTES: i64 = 5;
/// Longest PIN taken, in bytes: hashing is made slow on purpose, and must not be made slower.
const PIN_BYTES_MAX: usize = 64;

/// A person signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) person: PersonId,
    pub(crate) roles: Vec<Role>,
}

impl Station {
    /// Signs a person in by badge or name, and PIN.
    ///
    /// # Errors
    /// [`Failure`] of code `session`: unknown badge, PIN needed, wrong PIN, locked out.
    pub async fn log_in(&self, request: LogIn) -> Result<Session, Failure> {
        let credential = self.credential(&request).await?;
        self.check_pin(&credential, request.pin.as_deref()).await?;
        let person = PersonId(credential.person);
        let roles = self
            .store
            .aggregate::<Person>(person.0)
            .await?
            .map(|folded| folded.state.roles)
            .unwrap_or_default();
        self.store
            .writer()
            .await?
            .note_log_in(person.0, self.now().timestamp_millis())
            .await?;
        let session = Uuid::new_v4();
        locked(&self.sessions).insert(
            session,
            SignedIn {
                person,
                roles: roles.clone(),
            },
        );
        Ok(Session {
            session,
            person,
            name: self.name_of(person).await?,
            roles,
        })
    }

    /// Signs a person out. Runs go on.
    pub fn log_out(&self, request: LogOut) -> Nothing {
        locked(&self.sessions).remove(&request.session);
        Nothing {}
    }

    /// Binds the station to a work unit.
    ///
    /// # Errors
    /// [`Failure`], when nobody is signed in or the work unit is unknown.
    pub async fn choose_work_unit(&self, request: ChooseWorkUnit) -> Result<Nothing, Failure> {
        self.signed_in(request.session)?;
        self.plant()
            .await?
            .place(request.work_unit)
            .ok_or_else(|| Failure::not_found("work unit"))?;
        self.store
            .writer()
            .await?
            .bind_work_unit(request.work_unit.0)
            .await?;
        locked(&self.row).work_unit = Some(request.work_unit.0);
        self.publish(Change::Recorded {
            kinds: vec!["station".to_owned()],
        });
        Ok(Nothing {})
    }

    /// The person of a session.
    pub(crate) fn signed_in(&self, session: Uuid) -> Result<SignedIn, Failure> {
        locked(&self.sessions)
            .get(&session)
            .cloned()
            .ok_or_else(Failure::no_session)
    }

    /// That somebody is signed in.
    ///
    /// # Errors
    /// [`Failure`] of code `session`, when nobody is.
    pub fn check_session(&self, session: Uuid) -> Result<(), Failure> {
        self.signed_in(session).map(|_| ())
    }

    /// That an installer is signed in.
    ///
    /// # Errors
    /// [`Failure`], when nobody is, or somebody else.
    pub fn check_installer(&self, session: Uuid) -> Result<(), Failure> {
        let needs = Role::Installer;
        if self.signed_in(session)?.roles.contains(&needs) {
            return Ok(());
        }
        Err(domain::Refused::NotAuthorised { needs }.into())
    }

    /// The name to show for a person.
    pub(crate) async fn name_of(&self, person: PersonId) -> Result<String, Failure> {
        let mut identities = self.store.identities().await?;
        Ok(identities
            .remove(&person.0)
            .map_or_else(|| "erased person".to_owned(), |(_, name)| name))
    }

    async fn credential(&self, request: &LogIn) -> Result<Credential, Failure> {
        let found = match (&request.badge, request.person) {
            (Some(badge), _) => {
                let known = self.credential_by_badge(badge).await?;
                known.map(|(credential, _)| credential)
            }
            (None, Some(person)) => self.store.credential(person.0).await?,
            (None, None) => None,
        };
        found.ok_or_else(|| {
            Failure::new(
                Code::Session,
                "unknown_badge",
                "this badge is unknown here: ask your supervisor",
            )
        })
    }

    async fn check_pin(&self, credential: &Credential, pin: Option<&str>) -> Result<(), Failure> {
        let Some(kept) = credential.pin.as_deref() else {
            return Ok(());
        };
        let Some(pin) = pin else {
            return Err(Failure::new(Code::Session, "pin_needed", "enter your PIN"));
        };
        let now = self.now();
        if credential
            .locked_until_ms
            .is_some_and(|until| until > now.timestamp_millis())
        {
            return Err(locked_out());
        }
        if verified(kept, pin) {
            return Ok(());
        }
        let last = credential.failures + 1 >= FAILURES_MAX;
        let until = last.then(|| lock_end(now).timestamp_millis());
        self.store
            .writer()
            .await?
            .note_failure(credential.person, until)
            .await?;
        if last {
            return Err(locked_out());
        }
        Err(Failure::new(
            Code::Session,
            "wrong_pin",
            "this PIN is wrong: try again",
        ))
    }
}

fn lock_end(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::minutes(LOCKED_MINUTES)
}

fn locked_out() -> Failure {
    let sentence =
        format!("too many wrong PINs: wait {LOCKED_MINUTES} minutes, or ask your supervisor");
    Failure::new(Code::Session, "locked_out", sentence)
}

/// Argon2id with the crate's defaults: 19 MiB, two passes, one lane (the OWASP minimum).
pub(crate) fn verifier(pin: &str) -> Result<String, Failure> {
    let hashed = Argon2::default().hash_password(pin.as_bytes());
    hashed
        .map(|hash| hash.to_string())
        .map_err(|error| Failure::new(Code::Defect, "pin", error.to_string()))
}

fn verified(kept: &str, pin: &str) -> bool {
    let fits = pin.len() <= PIN_BYTES_MAX;
    let hash = PasswordHash::new(kept);
    fits && hash.is_ok_and(|hash| {
        Argon2::default()
            .verify_password(pin.as_bytes(), &hash)
            .is_ok()
    })
}
