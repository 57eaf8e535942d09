//! Proves the file: re-reads the whole log, rebuilds every projection and index, and compares.
//!
//! Everything is read in one transaction, so a writer beside it changes nothing. Projections are
//! rebuilt a page at a time in the order of their keys, so memory does not grow with the log.

use std::fmt;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};

use crate::Store;
use crate::error::StoreError;

mod cell;
mod chain;
mod difference;
mod index;
mod newest;
mod rebuild;
mod schema;

pub use difference::{Difference, EventName};

/// Page cache of the verifying reader, in KiB with the minus sign SQLite wants: it visits the events
/// of each aggregate where they lie scattered.
const CACHE_KIB: &str = "-65536";

/// What was read and found equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Events of the log.
    pub events: u64,
    /// Aggregates rebuilt.
    pub aggregates: u64,
    /// Chains.
    pub origins: u64,
    /// Events among them that no fact can be read from: they are kept, and change nothing.
    pub aside: u64,
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            events,
            aggregates,
            origins,
            aside,
        } = self;
        write!(
            f,
            "ok: {events} events, {aggregates} aggregates, {origins} origins"
        )?;
        match aside {
            0 => Ok(()),
            aside => write!(f, ", {aside} events set aside unread"),
        }
    }
}

/// Why the file could not be proved.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Something is not as the log says; the first place found.
    #[error("{0}")]
    Different(Box<Difference>),
    /// The file could not be read.
    #[error(transparent)]
    Unread(#[from] StoreError),
}

impl From<Difference> for VerifyError {
    fn from(difference: Difference) -> Self {
        Self::Different(Box::new(difference))
    }
}

impl From<sqlx::Error> for VerifyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unread(error.into())
    }
}

impl Store {
    /// Verifies the whole file as it is at this moment, beside a running writer if there is one.
    ///
    /// # Errors
    /// [`VerifyError::Different`] names the first difference; [`VerifyError::Unread`], when the file
    /// cannot be read.
    pub async fn verify(&self) -> Result<Verified, VerifyError> {
        let options = SqliteConnectOptions::clone(&self.readers().connect_options())
            .pragma("cache_size", CACHE_KIB);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let mut snapshot = connection.begin().await?;
        let verified = verify(&mut snapshot).await;
        snapshot.rollback().await?;
        connection.close().await?;
        verified
    }
}

/// The order matters: each step trusts what the steps before it proved.
async fn verify(snapshot: &mut SqliteConnection) -> Result<Verified, VerifyError> {
    schema::check(snapshot).await?;
    if let Some(past) = crate::past::read(snapshot).await? {
        return Err(past.coming().into()); // What is here was folded from what is not.
    }
    let chains = chain::check(snapshot).await?;
    index::check_touches(snapshot).await?;
    let aggregates = rebuild::check(snapshot).await?;
    index::check_load(snapshot).await?;
    Ok(Verified {
        events: chains.events,
        aggregates,
        origins: chains.origins,
        aside: chains.aside,
    })
}
