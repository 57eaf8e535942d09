//! What can go wrong with the station's file, and what to do about it.

use std::path::PathBuf;

use domain::log_row::BadRow;

/// A failure of the store. Nothing was recorded.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process writes to the data folder.
    #[error(
        "{folder} is in use by another Lineside: close it, or choose another folder with --data"
    )]
    InUse {
        /// Data folder.
        folder: PathBuf,
    },
    /// There is no station in the folder.
    #[error("there is no station in {folder}: make one with linesidectl init --data {folder}")]
    NoStation {
        /// Data folder.
        folder: PathBuf,
    },
    /// There is a station already.
    #[error("{folder} holds a station already: choose an empty folder")]
    StationExists {
        /// Data folder.
        folder: PathBuf,
    },
    /// The folder of a new station holds something else.
    #[error("{folder} holds {name}, which is no station's: choose an empty folder")]
    NotEmpty {
        /// Data folder.
        folder: PathBuf,
        /// Something in it.
        name: String,
    },
    /// A station has recorded something, so it cannot begin anew.
    #[error(
        "the station in {folder} has recorded something: it takes in the plant's log event by event"
    )]
    NotNew {
        /// Data folder.
        folder: PathBuf,
    },
    /// The folder cannot be made or written to.
    #[error("{folder} cannot be written to ({source}): check its permissions and the disk")]
    Folder {
        /// Data folder.
        folder: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The station's key is missing or malformed.
    #[error(
        "the station's key in {path} is missing or damaged: restore it from a backup of the folder"
    )]
    Key {
        /// File of the key.
        path: PathBuf,
    },
    /// The database was made by a newer version.
    #[error(
        "this data folder was used by a newer version of Lineside: update this one; nothing was changed"
    )]
    Newer,
    /// The database library is one that corrupts its log.
    #[error("SQLite {version} has a known defect: this build is broken, install an official one")]
    SqliteTooOld {
        /// Version found.
        version: String,
    },
    /// The store was opened for reading.
    #[error("this process only reads the data folder")]
    ReadOnly,
    /// The disk is full or read-only.
    #[error(
        "nothing can be recorded: {reason}. Free space or make the disk writable; what was recorded is safe"
    )]
    NotWritable {
        /// What the database says.
        reason: String,
    },
    /// A command was recorded before. Not a failure: read the outcome.
    #[error("this command is recorded already")]
    AlreadyRecorded,
    /// A command of more events or bytes than one transaction takes.
    #[error("this is too large for one step ({events} events, {bytes} bytes): do it in parts")]
    TooLarge {
        /// Events.
        events: usize,
        /// Bytes of payload.
        bytes: usize,
    },
    /// A foreign event does not follow the one before it.
    #[error("event {seq} of station {station} does not follow its chain: it was refused")]
    BrokenChain {
        /// Station.
        station: String,
        /// Place in the chain.
        seq: u64,
    },
    /// It needs events that are folded here already and still on their way.
    #[error(
        "the plant's past is still on its way here, {arrived} of {events} events: this needs all of it, try again then"
    )]
    PastComing {
        /// Events that are here.
        arrived: u64,
        /// Events it has.
        events: u64,
    },
    /// A recorded event cannot be read.
    #[error(transparent)]
    Unreadable(#[from] BadRow),
    /// A row is not what this software writes.
    #[error("{what} is damaged: run linesidectl verify")]
    Damaged {
        /// Table or event.
        what: String,
    },
    /// A migration failed.
    #[error("the data folder could not be brought up to date: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// JSON of our own making failed.
    #[error("a record could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Any other database failure.
    #[error("the station's database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The same, told by the connection that captures go through.
    #[error("the station's database failed: {0}")]
    Capture(#[source] rusqlite::Error),
}

/// SQLite result codes that mean the disk will not take more: read-only, I/O error, full.
const NOT_WRITABLE: [i64; 3] = [8, 10, 13];
/// Extended codes are the primary code plus multiples of this.
const PRIMARY: i64 = 256;

/// The extended code of a row that may stand once only.
const UNIQUE: i64 = 2_067;

/// What a code of SQLite means to whoever records; nothing where it means no more than it says.
fn meant(code: i64, message: &str) -> Option<StoreError> {
    if code == UNIQUE && message.contains("event.request_id") {
        return Some(StoreError::AlreadyRecorded);
    }
    let reason = message.to_owned();
    let full = NOT_WRITABLE.contains(&(code % PRIMARY));
    full.then_some(StoreError::NotWritable { reason })
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let meant = error.as_database_error().and_then(|database| {
            let code = database.code().and_then(|code| code.parse().ok());
            meant(code.unwrap_or(0), database.message())
        });
        meant.unwrap_or(Self::Database(error))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map(|code| code.extended_code.into());
        meant(code.unwrap_or(0), &error.to_string()).unwrap_or(Self::Capture(error))
    }
}
