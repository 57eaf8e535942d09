//! Why the plant did not do what it was asked.

use std::io;
use std::time::Duration;

use domain::origin::Origin;
use sqlx::postgres::PgDatabaseError;

/// A statement took longer than the login's `statement_timeout`.
const CANCELED: &str = "57014";
/// The login's password is wrong, or it may not log in any more.
const BAD_LOGIN: [&str; 2] = ["28000", "28P01"];
/// The database is not there.
pub(crate) const NO_DATABASE: &str = "3D000";
/// A row of that key is there.
pub(crate) const UNIQUE: &str = "23505";
/// Codes of our own functions begin so.
const OURS: &str = "LS";
/// What a gateway writes in a term that is over.
const FENCED: &str = "LS007";
/// Codes that a repeated attempt does not change: bad data, no right.
const FINAL: [&str; 2] = ["22", "42"];

/// Why the plant did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PlantError {
    /// Nothing came in time.
    #[error("the plant did not answer within {} s: check the network to it", .0.as_secs())]
    Late(Duration),
    /// It will not, and will not the next time either.
    #[error("the plant refuses: {message}; {hint}")]
    Refused {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// The term of this gateway is over.
    #[error("another gateway leads by now: nothing was written")]
    Fenced,
    /// The login.
    #[error("the plant refuses the log-in: it was retired or its password changed; enroll it anew")]
    LogIn,
    /// TLS.
    #[error(
        "the plant is not proved to be the one in the join code ({0}): its certificate must be signed as the code says, and name this host"
    )]
    Untrusted(String),
    /// The server cannot be reached, or the connection broke.
    #[error(
        "the plant cannot be reached ({0}): check that PostgreSQL runs and that its port is open"
    )]
    Unreachable(String),
    /// The server said something else.
    #[error("the plant failed: {0}")]
    Server(String),
    /// An answer of ours is malformed.
    #[error("the plant answered {0} that makes no sense: is it a plant of this release?")]
    Garbled(&'static str),
    /// The address of the administrator.
    #[error("the address is not postgres://user:password@host:port/database ({0})")]
    Url(String),
    /// The server is too old or keeps text otherwise.
    #[error(
        "PostgreSQL {version} with encoding {encoding} is no plant: it needs 15 or newer, and UTF8"
    )]
    Unsuited {
        /// Version.
        version: String,
        /// Encoding of the database.
        encoding: String,
    },
    /// A migration differs from the one that ran.
    #[error(
        "migration {0} is not the one that this plant has run: use the release that made it, or a newer one"
    )]
    Edited(String),
    /// The plant has run what this release does not know.
    #[error("this plant has run {0}, which this release does not know: use a newer linesidectl")]
    Newer(String),
    /// No plant there.
    #[error("there is no plant in this database: run `linesidectl plant init` first")]
    NoPlant,
    /// The name is in use.
    #[error("{0} is enrolled already: retire it first, or choose another name")]
    Enrolled(String),
    /// No such station.
    #[error("no enrolled station is called {0}: see `linesidectl plant list`")]
    NotEnrolled(String),
    /// No log of a retired station of that name.
    #[error("no retired station called {0} has sent anything: see `linesidectl plant list`")]
    NotRetired(String),
    /// No such login of a program.
    #[error("no gateway and no report is called {0}: see `linesidectl plant list`")]
    NoProgram(String),
    /// A name is empty or too long.
    #[error("a name has 1 to 80 characters")]
    BadName,
    /// A chain at the plant does not verify.
    #[error("the chain of station {}, epoch {}, is damaged at {seq}: {what}; restore the plant from a backup, the stations send the rest again", .origin.station, .origin.epoch)]
    Damaged {
        /// Chain.
        origin: Origin,
        /// Place.
        seq: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

impl PlantError {
    /// Whether a repeated attempt would end the same way.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Late(_) | Self::Unreachable(_) | Self::Server(_))
    }
}

impl From<sqlx::Error> for PlantError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error
            && let Some(database) = database.try_downcast_ref::<PgDatabaseError>()
        {
            return answered(database);
        }
        if is_untrusted(&error) {
            return Self::Untrusted(error.to_string());
        }
        if is_garbled(&error) {
            return Self::Garbled("a column");
        }
        Self::Unreachable(error.to_string())
    }
}

/// Whether the server proved to be another than it should be.
fn is_untrusted(error: &sqlx::Error) -> bool {
    let tls = |source: &io::Error| source.kind() == io::ErrorKind::InvalidData;
    matches!(error, sqlx::Error::Tls(_)) || matches!(error, sqlx::Error::Io(source) if tls(source))
}

fn is_garbled(error: &sqlx::Error) -> bool {
    matches!(
        error,
        sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::ColumnNotFound(_)
            | sqlx::Error::ColumnIndexOutOfBounds { .. }
            | sqlx::Error::Decode(_)
            | sqlx::Error::RowNotFound
    )
}

fn answered(error: &PgDatabaseError) -> PlantError {
    let code = error.code();
    if BAD_LOGIN.contains(&code) {
        return PlantError::LogIn;
    }
    if code == CANCELED {
        return PlantError::Server("it took too long and was stopped; try again".to_owned());
    }
    if code == FENCED {
        return PlantError::Fenced;
    }
    let is_final = FINAL.iter().any(|class| code.starts_with(class));
    if code.starts_with(OURS) || is_final {
        let hint = error.hint().unwrap_or("update the station");
        return PlantError::Refused {
            message: error.message().to_owned(),
            hint: hint.to_owned(),
        };
    }
    PlantError::Server(format!("{} ({code})", error.message()))
}

/// Whether the server answered with this code.
pub(crate) fn has_code(error: &sqlx::Error, code: &str) -> bool {
    let database = error.as_database_error();
    database.and_then(|database| database.code()).as_deref() == Some(code)
}
